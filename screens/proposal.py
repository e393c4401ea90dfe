"""A proposal: made before one's eyes, looked at, and decided on whole or change by change."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from textual.app import ComposeResult

from dispatch_tui.core.day import Moved
from dispatch_tui.core.errors import NeedsSure, Usage
from dispatch_tui.core.goals import Goals
from dispatch_tui.core.model import Priority
from dispatch_tui.core.text import plural
from dispatch_tui.desk.emergency import check_open
from dispatch_tui.desk.plan_desk import Item, Left, PlanDesk, Ref, Stage
from dispatch_tui.desk.planning import supposed_rows
from dispatch_tui.keymap import Mode, Situation
from dispatch_tui.planning.changes import Proposal
from screens.base import DeskScreen
from widgets.blocks import BlockList, SheetView
from widgets.cells import Look
from widgets.lines import HintRow, InspectorRow
from widgets.proposal import Key, LeftKey, head_rows, inspector_pieces, list_blocks
from widgets.status_row import StatusRow


class ProposalScreen(DeskScreen):
    """What is planned on this console."""

    mode = Mode.PROPOSAL

    DEFAULT_CSS = "ProposalScreen #worth { height: 4; }"

    def __init__(self, look: Look, desk: PlanDesk, said: str = "") -> None:
        super().__init__("proposal")
        self._said = said
        self._look = look
        self.desk = desk
        self.marked: set[Key] = set()
        self._items: dict[Key, Item] = {}
        self.shown: tuple[Proposal, ...] = ()
        """What the list shows at the moment."""
        self._left: dict[int, Left] = {}
        self._drawing = False

    def compose(self) -> ComposeResult:
        """Status, what it is worth, the changes, inspector, hints, last line."""
        yield StatusRow(self._look)
        yield SheetView(self._look, id="worth")
        yield BlockList(self._look, id="changes")
        yield InspectorRow(self._look)
        yield HintRow(self._look)
        yield self.make_prompt()

    def on_mount(self) -> None:
        """Show what there is, and what comes."""
        self.list = self.query_one(BlockList)
        self.sheet = self.query_one(SheetView)
        self.desk.listeners.append(self._changed)
        if self._said:  # the answer to what led here
            self.say(self._said)
        self.call_after_refresh(self._show)

    def on_unmount(self) -> None:
        """No longer listen."""
        if self._changed in self.desk.listeners:
            self.desk.listeners.remove(self._changed)

    def on_resize(self) -> None:
        """Another size."""
        self.call_after_refresh(self._show)

    def on_screen_resume(self) -> None:
        """In front again."""
        self._changed()

    def board_moved(self, moved: Moved) -> None:
        """What is proposed may hold no longer; the desk of plans says so itself."""
        del moved
        self._changed()

    def refresh_look(self) -> None:
        """Palette or glyphs have changed."""
        super().refresh_look()
        self._changed()

    # -- what is shown

    def _changed(self) -> None:
        """Paint once however much changes in a moment."""
        if self.alive and not self._drawing:
            self._drawing = True
            self.call_after_refresh(self._show)

    def _show(self) -> None:
        self._drawing = False
        if not self.alive or not self.live.ready:
            return
        desk, width = self.desk, self.size.width
        self._items = {item.key: item for item in desk.items()}
        self._left = {one.left.call_id: one for one in desk.left_out()}
        self.marked &= {key for key, item in self._items.items() if item.open}
        self.query_one(StatusRow).update(self.live.board, alerts=self.live.alerts)
        self.sheet.update(head_rows(desk, self._goals(), self.look.glyphs, width))
        self.list.update(
            list_blocks(
                tuple(self._items.values()),
                tuple(self._left.values()),
                desk.proposals,
                self.marked,
                self.look.glyphs,
                width,
            )
        )
        self.shown = desk.proposals if desk.stage is not Stage.PLANNING else ()
        self._inspect()

    def _goals(self) -> tuple[Goals, Goals] | None:
        """The aligned goals of the shown day, before and after what can still be accepted."""
        board = self.live.board
        changes = [item.change for item in self._items.values() if item.open and item.board is board]
        if not changes:
            return None
        return board.goals, board.goals_if(supposed_rows(board, self.live.keeper.travel, changes))

    def _inspect(self) -> None:
        self.query_one(InspectorRow).update(inspector_pieces(self.item, self._left_here))
        self.update_hints()

    @property
    def item(self) -> Item | None:
        """The change under the cursor."""
        key = self.list.chosen
        return self._items.get(key) if isinstance(key, tuple) else None

    @property
    def _left_here(self) -> Left | None:
        key = self.list.chosen
        return self._left.get(key.call_id) if isinstance(key, LeftKey) else None

    def situation(self) -> Situation:
        """What refusals depend on."""
        if not self.live.ready:
            return Situation()
        here = self.item is not None or self._left_here is not None
        return Situation(call=here, simulated=self.live.board.day.clock is not None)

    # -- the cursor

    def act_down(self, count: int | None) -> None:
        """The next change."""
        self.list.go(count or 1)
        self._inspect()

    def act_up(self, count: int | None) -> None:
        """The change before."""
        self.list.go(-(count or 1))
        self._inspect()

    def act_top(self, _count: int | None) -> None:
        """The first change."""
        self.list.go(-(10**6))
        self._inspect()

    def act_bottom(self, _count: int | None) -> None:
        """The last."""
        self.list.go(10**6)
        self._inspect()

    def act_page_down(self, _count: int | None) -> None:
        """A page down."""
        self.list.page(1)
        self._inspect()

    def act_page_up(self, _count: int | None) -> None:
        """A page up."""
        self.list.page(-1)
        self._inspect()

    def on_block_list_pointed(self, event: BlockList.Pointed) -> None:
        """A click chooses; a double click shows the call."""
        self.list.choose(event.key)
        self._inspect()
        if event.double:
            self.perform("plan.detail")

    def act_back(self, _count: int | None) -> None:
        """While planning: stop with what there is. Else back; the proposal stays."""
        if self.desk.stage is Stage.PLANNING:
            self.desk.stop()
            self.say("stopping with the best so far")
            return
        if self.desk.ready:
            self.services.tell_board("the proposal is kept: P p shows it again, P x rejects it")
        self.dismiss()

    def act_quit(self, _count: int | None) -> None:
        """Back; planning goes on."""
        self.dismiss()

    # -- deciding

    def _chosen(self) -> tuple[Ref, ...]:
        """What is marked, else what is under the cursor."""
        item = self.item
        marked = tuple(sorted(self._items[key].ref for key in self.marked))
        return marked or ((item.ref,) if item is not None else ())

    def act_plan_mark(self, _count: int | None) -> None:
        """Mark or unmark, and go on to the next."""
        item = self.item
        if item is None:
            self.say("this has no place: there is nothing to accept", "refused")
            return
        if self.desk.stage is Stage.PLANNING:
            self.say("it is still being planned: x takes what there is", "refused")
            return
        if not item.open:
            self.say("this is decided on, or holds no longer", "refused")
            return
        self.marked ^= {item.key}
        self.list.go(1)
        self._show()

    async def act_plan_accept(self, _count: int | None) -> None:
        """What is marked, else this one, with what it needs."""
        chosen = self._chosen()
        if not chosen:
            self.say("this has no place: there is nothing to accept", "refused")
            return
        await self._accept(chosen)

    async def act_plan_accept_all(self, _count: int | None) -> None:
        """All that holds."""
        await self._accept(None)

    async def _accept(self, refs: tuple[Ref, ...] | None, sure: bool = False) -> None:
        if self.desk.stage is Stage.PLANNING:
            self.say("it is still being planned: x takes what there is", "refused")
            return
        try:
            outcome = await self.desk.accept(refs, sure)
        except NeedsSure as costs:
            if sure:
                raise

            async def then() -> None:
                await self._accept(refs, sure=True)

            self._ask_yes(f"{costs.message}: all the same?", then)
            return
        self.marked.clear()
        self.say_outcome(outcome)
        if not self.desk.ready:
            self.services.tell_board(outcome.said + _also(outcome.warnings))
            self.dismiss()

    def _ask_yes(self, question: str, go: Callable[[], Awaitable[None]]) -> None:
        async def then(text: str) -> None:
            if text.strip().lower() in ("y", "yes", "!"):
                await go()
            else:
                self.say("left as it is")

        self.ask(f" {question} y/n ", "sure", then)

    def act_plan_reject(self, _count: int | None) -> None:
        """No to what is marked, else to this one; while planning, take what there is."""
        if self.desk.stage is Stage.PLANNING:
            self.desk.stop()
            self.say("stopping with the best so far")
            return
        item = self.item
        if not self.marked and item is not None and item.rejected:
            self.desk.take_back((item.ref,))
            self.say(f"{item.change.call_id} may be accepted again")
            return
        still = {one.ref for one in self._items.values() if one.open}
        chosen = tuple(ref for ref in self._chosen() if ref in still)
        if not chosen:
            self.say("there is nothing here to reject", "refused")
            return
        count = self.desk.reject(chosen)
        self.marked.clear()
        self.list.go(1)
        self.say(f"{plural(count, 'change')} rejected; x on one takes that back")

    def act_plan_reject_all(self, _count: int | None) -> None:
        """No to all of it."""
        self.services.tell_board(self.desk.turn_down(None))
        self.dismiss()

    # -- elsewhere

    def act_plan_detail(self, _count: int | None) -> None:
        """The call whole."""
        item, left = self.item, self._left_here
        if item is not None:
            self.services.open_detail(item.change.call_id)
        elif left is not None:
            self.services.open_detail(left.left.call_id)

    def act_emergency(self, _count: int | None) -> None:
        """Who can be first at the emergency: the one under the cursor, else the first there is."""
        day = self.live.board.day
        here = (
            self.item.change.call_id if self.item else self._left_here.left.call_id if self._left_here else 0
        )
        proposed = [item.change.call_id for item in self._items.values() if item.open]
        for key in (here, *self._left, *proposed):
            call = day.calls.get(key)
            if call is not None and call.priority is Priority.EMERGENCY:
                break
        else:
            call = day.calls.get(here)
        if call is None:
            raise Usage("this call is not of the day on the board", "d shows it whole")
        check_open(self.live.board, call)
        self.services.open_emergency(call.id)

    def act_plan_board(self, _count: int | None) -> None:
        """The board with the ghosts, the cursor where this one would stand."""
        self.desk.show_on_board(True)
        item = self.item
        self.services.see_change(item.change if item is not None else None)

    def act_plan_prefix(self, _count: int | None) -> None:
        """What begins a plan on the board plans nothing here; say what does."""
        self.say("p plans again, esc goes back to the board", "refused")

    def act_plan_again(self, _count: int | None) -> None:
        """The same again, from now."""
        self.marked.clear()
        self.desk.again()


def _also(warnings: tuple[str, ...]) -> str:
    return f"  ({'; '.join(warnings)})" if warnings else ""
