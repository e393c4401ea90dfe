"""What screens ask of the app, so that they need not know it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Protocol

from dispatch_tui.desk.live import LiveDesk
from dispatch_tui.keymap import Mode
from widgets.cells import Look

if TYPE_CHECKING:
    from dispatch_tui.core.suggest import Suggestion
    from dispatch_tui.desk.plan_desk import PlanDesk
    from dispatch_tui.desk.planning import Planner
    from dispatch_tui.desk.threads import Reach
    from dispatch_tui.planning.changes import Change, Proposal
    from screens.base import DeskScreen


class Services(Protocol):
    """What a screen asks of the app."""

    live: LiveDesk
    look: Look

    @property
    def in_hand(self) -> int | None:
        """The number of the call in hand on the board, if one is."""
        ...

    def next_theme(self) -> str:
        """Change to the next theme; returns its name."""
        ...

    async def run_line(self, text: str, screen: DeskScreen) -> None:
        """Carry out a line of the `:` row."""
        ...

    def complete_line(self, text: str) -> Sequence[str]:
        """Completions of a line of the `:` row."""
        ...

    async def step_clock(self) -> str:
        """Let the demo jump to its next event; says what it is."""
        ...

    def open_help(self, mode: Mode) -> None:
        """Show the keys, those of a mode first."""
        ...

    def open_palette(self, screen: DeskScreen) -> None:
        """Offer all actions of a screen by name."""
        ...

    def open_intake(self, phone: str = "", edit: int | None = None, back_to: int | None = None) -> None:
        """Open the intake form; `edit` is a call to change, `back_to` one that the new call comes back to."""
        ...

    def open_detail(self, call_id: int) -> None:
        """Show a call whole."""
        ...

    def take_in_hand(self, call_id: int, place: Suggestion | None = None) -> None:
        """Bring the board to the front with a call of the tray in hand, at a place if one is given."""
        ...

    def show_view(self, name: str) -> None:
        """Bring a view to the front: "board", "technicians", "alerts", "messages" or "figures"."""
        ...

    def open_ripple(self, technician_id: int, minutes: int | None = None) -> None:
        """Show what a delay on a row does; `minutes` supposes one, None takes the present forecast."""
        ...

    def open_emergency(self, call_id: int) -> None:
        """Show who can be at a call first, and what becomes of whom they leave."""
        ...

    def open_suggestions(self, call_id: int) -> None:
        """Show who should take a call of the day, and when."""
        ...

    @property
    def reach(self) -> Collection[Reach]:
        """What has a way out of this machine: by channel, and whether to technicians."""
        ...

    def open_thread(
        self, *, technician_id: int | None = None, customer_id: int | None = None, address: str = ""
    ) -> None:
        """Show what was said to and by a person, or an address that nobody is known by."""
        ...

    def open_rules(self) -> None:
        """Show the shop's rules."""
        ...

    def open_templates(self) -> None:
        """Show how messages are worded."""
        ...

    def open_disagreements(self) -> None:
        """Show what is not settled between two sides."""
        ...

    def go_to(self, *, call_id: int | None = None, technician_id: int | None = None) -> None:
        """Bring the board to the front with the cursor on a call or on a technician's row."""
        ...

    @property
    def plans(self) -> PlanDesk:
        """What is planned and proposed on this console."""
        ...

    @property
    def planner(self) -> Planner:
        """Who makes plans."""
        ...

    def open_proposal(self, proposal: Proposal | None = None, words: str = "") -> None:
        """Show what is proposed, or planned at the moment; or a proposal of the shown day, made elsewhere."""
        ...

    def refit_out(self, technician_id: int, said: str) -> None:
        """Plan what a technician had who is out, and show the proposal; `said` is the answer to that."""
        ...

    def see_change(self, change: Change | None) -> None:
        """Bring the board to the front, the cursor where a change would put something."""
        ...

    def tell_board(self, text: str) -> None:
        """Say something on the board's last line, for when it is in front again."""
        ...
