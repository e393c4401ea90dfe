"""A call whole: customer, site, what was promised, its visits, who was told what, and its story."""

from __future__ import annotations

from dispatch_tui.core.model import Call, Visit
from dispatch_tui.core.status import OVER
from dispatch_tui.desk.ports import CallStory
from dispatch_tui.keymap import Situation
from screens.emergency_acts import EmergencyActs
from screens.fate_acts import FateActs
from screens.page import PageScreen
from screens.status_acts import StatusActs
from screens.tell_acts import TellActs
from widgets.call_page import call_rows
from widgets.cells import Look
from widgets.page import PageView


class DetailActs(StatusActs, FateActs):
    """Acts on the call of the page, and on the visit to it that is not over."""

    screen: DetailScreen

    def target_visit(self) -> Visit | None:
        """The visit that is not over, else the latest."""
        return self.screen.visit

    def target_technician(self) -> int | None:
        """Who goes there."""
        visit = self.screen.visit
        return visit.technician_id if visit else None

    def target_call(self) -> Call | None:
        """The call of the page, once it has been read."""
        return self.screen.story.call if self.screen.story else None

    def act_detail(self, _count: int | None) -> None:
        """It is on the screen already."""


class DetailScreen(PageScreen):
    """One call."""

    def __init__(self, look: Look, call_id: int) -> None:
        super().__init__(look, "detail")
        self.call_id = call_id
        self.story: CallStory | None = None
        self.acts = DetailActs(self)
        self.parts = [
            self.acts,
            TellActs(self, self.acts.target_technician, self.acts.target_call),
            EmergencyActs(self, self.acts.target_call),
        ]

    @property
    def visit(self) -> Visit | None:
        """What statuses are said of: the visit that is not over, else the latest; None before any."""
        visits = self.story.visits if self.story else ()
        standing = [visit for visit in visits if visit.state not in OVER]
        return next(iter((*standing, *reversed(visits))), None)

    def situation(self) -> Situation:
        """A call is always here; perhaps a visit."""
        visit = self.visit
        clock = self.live.board.day.clock if self.live.ready else None
        return Situation(
            visit=visit.state if visit else None,
            call=True,
            technician=visit is not None,
            simulated=clock is not None,
        )

    async def fill(self) -> None:
        """Read the call and put it on the page."""
        self.story = await self.live.ask(lambda desk: desk.store.call_story(self.call_id))
        self.page.set_rows(call_rows(self.story, self.live.board.day, self.look.glyphs))
        self.update_hints()

    def on_page_view_pointed(self, event: PageView.Pointed) -> None:
        """A click on the call's chip, or a right one anywhere, asks what can be said of it."""
        if event.menu or event.index == CHIP_ROW:
            self.begin("s" if self.visit is not None and self.visit.state not in OVER else "c")


CHIP_ROW = 1
"""The row of the page that shows the call's state."""
