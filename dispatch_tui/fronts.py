"""Which screen is in front: views beside the board, and screens over them, each imported when first shown."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from textual.app import App

from dispatch_tui.desk.live import LiveDesk
from dispatch_tui.keymap import Mode
from screens.base import DeskScreen
from screens.board import BoardScreen
from widgets.cells import Look

if TYPE_CHECKING:
    from dispatch_tui.desk.plan_desk import PlanDesk
    from dispatch_tui.desk.planning import Planner
    from dispatch_tui.planning.changes import Change, Proposal

VIEWS = {
    "technicians": "screens.technicians:TechniciansScreen",
    "alerts": "screens.alerts:AlertsScreen",
    "messages": "screens.messages:MessagesScreen",
    "figures": "screens.figures:FiguresScreen",
}
"""Screens that stand beside the board, imported when first shown; each is made of the look alone."""


def _view(name: str, look: Look) -> DeskScreen:
    module, _, made = VIEWS[name].partition(":")
    screen: DeskScreen = getattr(importlib.import_module(module), made)(look)
    return screen


class Fronts(App[None]):
    """The part of the app that brings screens to the front (screens.services.Services)."""

    live: LiveDesk
    look: Look
    board_screen: BoardScreen
    made_plans: PlanDesk | None = None
    """The console's plans, once something was planned."""

    def show_view(self, name: str) -> None:
        """Bring a view to the front, whatever lies over it."""
        over_board = len(self.screen_stack) > 1
        while len(self.screen_stack) > 1 and self.screen.name != name:
            self.pop_screen()
        if name == "board":
            if over_board:
                self.board_screen.refresh_all()
        elif self.screen.name != name:
            self.push_screen(_view(name, self.look))

    def open_help(self, mode: Mode) -> None:
        """The keys."""
        from screens.help import HelpScreen  # noqa: PLC0415 - behind the first frame

        self.push_screen(HelpScreen(self.look, mode))

    def open_palette(self, screen: DeskScreen) -> None:
        """All actions of a screen by name."""
        from screens.palette import PaletteScreen  # noqa: PLC0415 - behind the first frame

        def chosen(action_id: str | None) -> None:
            if action_id:
                screen.perform(action_id)

        self.push_screen(PaletteScreen(screen.mode, screen.situation()), chosen)

    def open_intake(self, phone: str = "", edit: int | None = None, back_to: int | None = None) -> None:
        """The intake form."""
        from screens.intake import IntakeScreen  # noqa: PLC0415 - behind the first frame

        if self.live.ready and not isinstance(self.screen, IntakeScreen):
            self.push_screen(IntakeScreen(self.look, phone, edit, back_to))

    def open_detail(self, call_id: int) -> None:
        """A call whole."""
        from screens.detail import DetailScreen  # noqa: PLC0415 - behind the first frame

        self.push_screen(DetailScreen(self.look, call_id))

    async def open_log(self, call_id: int | None) -> None:
        """The log of the shop, or the story of a call."""
        from screens.log import LogScreen  # noqa: PLC0415 - behind the first frame

        if call_id is not None:
            self.open_detail(call_id)
        else:
            self.push_screen(LogScreen(self.look))

    async def find(self, text: str) -> None:
        """Calls that answer some words."""
        from screens.log import FindScreen  # noqa: PLC0415 - behind the first frame

        self.push_screen(FindScreen(self.look, text))

    def open_ripple(self, technician_id: int, minutes: int | None = None) -> None:
        """What a delay on a row does to every later client."""
        from screens.ripple import RippleScreen  # noqa: PLC0415 - behind the first frame

        self.push_screen(RippleScreen(self.look, technician_id, minutes))

    def open_suggestions(self, call_id: int) -> None:
        """Who should take a call of the day, and when."""
        from screens.suggestions import SuggestionsScreen  # noqa: PLC0415 - behind the first frame

        if self.live.ready and not isinstance(self.screen, SuggestionsScreen):
            self.push_screen(SuggestionsScreen(self.look, call_id, self.board_screen.hand_acts))

    def open_emergency(self, call_id: int) -> None:
        """Who can be at an emergency first, and what becomes of whom they leave."""
        from screens.emergency import EmergencyScreen  # noqa: PLC0415 - behind the first frame

        if not isinstance(self.screen, EmergencyScreen):
            self.push_screen(EmergencyScreen(self.look, call_id))

    def open_thread(
        self, *, technician_id: int | None = None, customer_id: int | None = None, address: str = ""
    ) -> None:
        """What was said to and by a person, or an address that nobody is known by."""
        from screens.messages import ThreadScreen  # noqa: PLC0415 - behind the first frame

        self.push_screen(ThreadScreen(self.look, technician_id, customer_id, address))

    def open_rules(self) -> None:
        """The shop's rules."""
        from screens.rules import RulesScreen  # noqa: PLC0415 - behind the first frame

        self._open_once(RulesScreen(self.look))

    def open_templates(self) -> None:
        """How messages are worded."""
        from screens.templates import TemplatesScreen  # noqa: PLC0415 - behind the first frame

        self._open_once(TemplatesScreen(self.look))

    def open_disagreements(self) -> None:
        """What is not settled between two sides."""
        from screens.disagreements import DisagreementsScreen  # noqa: PLC0415 - behind the first frame

        self._open_once(DisagreementsScreen(self.look))

    @property
    def plans(self) -> PlanDesk:
        """What is planned and proposed on this console; made when first asked for."""
        if self.made_plans is None:
            from dispatch_tui.desk.plan_desk import PlanDesk  # noqa: PLC0415 - behind the first frame
            from dispatch_tui.desk.planning import Planner  # noqa: PLC0415 - behind the first frame

            self.made_plans = PlanDesk(self.live, Planner())
            self.board_screen.plan_acts.listen()
        return self.made_plans

    @property
    def planner(self) -> Planner:
        """Who makes plans."""
        return self.plans.planner

    def open_proposal(self, proposal: Proposal | None = None, words: str = "", said: str = "") -> None:
        """What is proposed, or planned at the moment."""
        from screens.proposal import ProposalScreen  # noqa: PLC0415 - behind the first frame

        if proposal is not None:
            self.plans.present(proposal, words)
        self._open_once(ProposalScreen(self.look, self.plans, said))

    def refit_out(self, technician_id: int, said: str) -> None:
        """Plan what a technician had who is out; nothing if nothing of it stands on the shown day.

        Args:
            technician_id: who is out.
            said: the answer to that, to be read on the proposal as well.
        """
        from dispatch_tui.desk.outs import outside_hours  # noqa: PLC0415 - behind the first frame

        if not outside_hours(self.live.board, technician_id):
            return
        from dispatch_tui.desk.plan_asking import out_of  # noqa: PLC0415 - with the first plan

        self.plans.begin(out_of(self.live.board, technician_id))
        self.open_proposal(said=said)

    def see_change(self, change: Change | None) -> None:
        """The board with the ghosts, the cursor where a change would put something."""
        self.show_view("board")
        if change is not None:
            self.run_worker(self.board_screen.plan_acts.go_to_change(change))

    def tell_board(self, text: str) -> None:
        """Say something on the board's last line."""
        self.board_screen.say(text)

    def _open_once(self, screen: DeskScreen) -> None:
        """Show a screen; not twice over itself."""
        if self.screen.name != screen.name:
            self.push_screen(screen)
