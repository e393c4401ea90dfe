"""What two sides see differently: the open ones for the hand-over, with owner, next step and outcome."""

from __future__ import annotations

from collections.abc import Callable

from dispatch_tui.core.commands import Command, Disagree, FollowDisagreement
from dispatch_tui.core.errors import Missing, Usage
from dispatch_tui.core.model import Disagreement
from dispatch_tui.core.shifts import local_date
from dispatch_tui.core.text import plural
from dispatch_tui.core.timewords import TimeBase, parse_date
from dispatch_tui.desk.desk import Desk, seen
from dispatch_tui.keymap import Mode
from screens.lists import ListScreen
from screens.message_acts import many_lines, one_line
from widgets.cells import Look
from widgets.disagreements import handover_text, matter_blocks


def _read(desk: Desk, all_of_them: bool) -> tuple[tuple[Disagreement, ...], dict[int, str]]:
    """Disagreements, and the names of those whose calls they are about."""
    matters = desk.store.disagreements(open_only=not all_of_them)
    names = {}
    for number in {matter.call_id for matter in matters}:
        try:
            names[number] = desk.store.call_story(number).customer.name
        except Missing:
            continue
    return matters, names


class DisagreementsScreen(ListScreen):
    """Disagreements, those whose next step is due first."""

    mode = Mode.DISAGREEMENTS

    def __init__(self, look: Look) -> None:
        super().__init__(look, "disagreements")
        self.matters: tuple[Disagreement, ...] = ()
        self.names: dict[int, str] = {}
        self.all_of_them = False

    def place_parts(self) -> None:
        """Each one is whole in the list: there is nothing to be said beside it."""
        self.sheet.display = False

    async def fill(self) -> None:
        """Read them."""
        every = self.all_of_them
        self.matters, self.names = await self.live.ask(lambda desk: _read(desk, every))
        self.shown()

    def show_list(self) -> None:
        """All that were read."""
        setting = self.setting(self.list.size.width)
        self.list.update(matter_blocks(self.matters, self.names, setting, all_of_them=self.all_of_them))

    @property
    def matter(self) -> Disagreement:
        """The one under the cursor.

        Raises:
            Usage: if there is none.
        """
        chosen = self.list.chosen
        found = next((each for each in self.matters if each.id == chosen), None)
        if found is None:
            raise Usage("no disagreement here", "+ writes one down, a shows the settled ones")
        return found

    def _ask(
        self, label: str, what: str, make: Callable[[Disagreement, str], Command], text: str = ""
    ) -> None:
        matter = self.matter

        async def then(answer: str) -> None:
            await self.do(make(matter, answer), seen(matter))

        self.ask(f" {label} ", f"{what} {matter.id}", then, text)

    def act_matter_owner(self, _count: int | None) -> None:
        """Who looks after it."""
        self._ask("who looks after it?", "owner", lambda one, text: FollowDisagreement(one.id, owner=text))

    def act_matter_ours(self, _count: int | None) -> None:
        """What our side says."""
        self._ask(
            "we say:",
            "ours",
            lambda one, text: FollowDisagreement(one.id, ours=many_lines(text)),
            one_line(self.matter.ours),
        )

    def act_matter_next(self, _count: int | None) -> None:
        """What is to be done next."""
        self._ask(
            "next step:",
            "next",
            lambda one, text: FollowDisagreement(one.id, next_step=text),
            self.matter.next_step,
        )

    def act_matter_due(self, _count: int | None) -> None:
        """By which day."""
        zone = self.live.board.day.shop.zone
        now = self.live.now

        def due(one: Disagreement, text: str) -> Command:
            base = TimeBase(local_date(now, zone), now, zone)
            return FollowDisagreement(one.id, due=parse_date(text, base))

        self._ask("by when? fri, 24.11 or +2d", "due", due)

    def act_matter_settle(self, _count: int | None) -> None:
        """How it ended."""
        self._ask(
            "how did it end?",
            "settle",
            lambda one, text: FollowDisagreement(one.id, outcome=many_lines(text)),
        )

    def act_matter_new(self, _count: int | None) -> None:
        """The call, then what the other side says."""

        async def numbered(text: str) -> None:
            number = text.strip().lstrip("#")
            if not number.isdecimal():
                raise Usage(f"{text.strip()!r} is no call", "give its number, as 412")
            call_id = int(number)
            name = await self.live.ask(lambda desk: desk.store.call_story(call_id).customer.name)

            async def said(words: str) -> None:
                await self.do(Disagree(call_id, many_lines(words)))

            self.ask(f" {call_id} {name} says: ", f"theirs {call_id}", said)

        self.ask(" on which call? ", "disagree", numbered)

    async def act_matter_settled(self, _count: int | None) -> None:
        """The settled ones too, or not."""
        self.all_of_them = not self.all_of_them
        await self.fill()

    def act_matter_copy(self, _count: int | None) -> None:
        """The open ones as text, for the hand-over."""
        today = local_date(self.live.now, self.live.board.day.shop.zone)
        self.app.copy_to_clipboard(handover_text(self.matters, self.names, today))
        count = sum(each.settled_at is None for each in self.matters)
        self.say(f"copied for the hand-over: {plural(count, 'open disagreement')}")

    def act_matter_detail(self, _count: int | None) -> None:
        """The call whole."""
        self.services.open_detail(self.matter.call_id)

    def act_matter_call(self, _count: int | None) -> None:
        """The call on the board."""
        self.services.go_to(call_id=self.matter.call_id)
