"""The proposal of one console: made, looked at, accepted in whole or in parts, or rejected.

It outlives the screen that shows it: a proposal is kept until it is decided on or another is made, and
says at any moment what of it still holds on the board as it has become.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date

from dispatch_tui.core.commands import CarryPlan, Outcome, PlanStep
from dispatch_tui.core.day import Moved
from dispatch_tui.core.errors import DispatchError, Missing, Refused
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.text import plural
from dispatch_tui.desk.board import Board, BoardKeeper
from dispatch_tui.desk.live import LiveDesk
from dispatch_tui.desk.plan_days import read_keeper, scope_on
from dispatch_tui.desk.plan_half import half_of, reading_order
from dispatch_tui.desk.plan_items import Asked, Item, Left, Ref, Stage
from dispatch_tui.desk.plan_steps import explained_steps, facts_of
from dispatch_tui.desk.plan_words import left_of
from dispatch_tui.desk.planning import Glimpse, Planner, standing
from dispatch_tui.planning.changes import Proposal
from dispatch_tui.planning.scope import Scope
from dispatch_tui.planning.solver import PlannerFailed
from dispatch_tui.planning.stale import Wear

_log = logging.getLogger(__name__)


__all__ = ["Asked", "Item", "Left", "PlanDesk", "Ref", "Stage"]


class PlanDesk:
    """What is being planned, and what is proposed, on one console.

    Args:
        live: the console's desk.
        planner: who plans; closed with this.
    """

    def __init__(self, live: LiveDesk, planner: Planner) -> None:
        self._live = live
        self.planner = planner
        self.stage = Stage.NONE
        self.asked: Asked | None = None
        self.glimpse: Glimpse | None = None
        self.day: date | None = None
        """The day that is being planned."""
        self.proposals: tuple[Proposal, ...] = ()
        self.failure: DispatchError | None = None
        self.shown_on_board = True
        self.listeners: list[Callable[[], None]] = []
        """Called on the event loop whenever any of this changes."""
        self._rejected: set[Ref] = set()
        self._boards: dict[date, Board] = {}
        self._stop = threading.Event()
        self._task: asyncio.Task[None] | None = None
        self._reading: asyncio.Task[None] | None = None
        live.moved.append(self._moved)

    async def close(self) -> None:
        """Give up what is under way and end the planner's process."""
        self._stop.set()
        for task in (self._task, self._reading):
            if task is not None:
                task.cancel()
        self.planner.close()
        for task in (self._task, self._reading):
            if task is not None:
                with suppress(asyncio.CancelledError, DispatchError):
                    await task

    # -- planning

    def begin(self, asked: Asked) -> None:
        """Start planning; what was proposed before is dropped.

        Raises:
            Refused: if something is being planned already.
        """
        if self.stage is Stage.PLANNING:
            raise Refused("a plan is being made already", "stop it first")
        self._clear()
        self.asked = asked
        self.stage = Stage.PLANNING
        self._stop = threading.Event()
        self._task = asyncio.get_running_loop().create_task(self._run(asked))
        self._tell()

    def again(self) -> None:
        """Plan the same again, from the board as it is now.

        Raises:
            Refused: if nothing was planned yet.
        """
        if self.asked is None:
            raise Refused("nothing has been planned yet", "P t plans the tray")
        self.begin(self.asked)

    def present(self, proposal: Proposal, words: str) -> None:
        """Show a proposal that was made elsewhere, on the shown day.

        Args:
            proposal: the proposal.
            words: what it is, as one says it.
        """
        if self.stage is Stage.PLANNING:
            self._stop.set()
        if self._task is not None:
            self._task.cancel()
        self._clear()
        self.asked = Asked(Scope.day(), (proposal.service_date,), words)
        self.proposals = (proposal,)
        self.stage = Stage.READY
        self._tell()

    def stop(self) -> None:
        """Take the best that there is so far."""
        self._stop.set()

    def drop(self) -> None:
        """Reject all of it."""
        self._stop.set()
        if self._task is not None:
            self._task.cancel()
        self._clear()
        self._tell()

    def _clear(self) -> None:
        self.stage = Stage.NONE
        self.proposals = ()
        self.glimpse = None
        self.failure = None
        self._rejected = set()
        self._boards = {}
        self.shown_on_board = True

    async def _run(self, asked: Asked) -> None:
        try:
            await self._plan(asked)
        except DispatchError as error:
            self.failure = error
            self.stage = Stage.READY if self.proposals else Stage.FAILED
        except Exception as error:  # else it would seem to be planning for ever
            _log.exception("planning has failed")
            self.failure = PlannerFailed(
                f"planning has failed ({type(error).__name__})",
                "nothing has changed; this is a fault in dispatch-tui, please report it",
            )
            self.stage = Stage.READY if self.proposals else Stage.FAILED
        else:
            self.stage = Stage.READY
        self.glimpse = None
        self._tell()

    async def _plan(self, asked: Asked) -> None:
        stop = self._stop
        days = asked.days or (self._live.board.day.service_date,)
        keepers = {day: await self._keeper_of(day) for day in days}
        if len(days) > 1:  # a day on which nobody works is none to plan
            keepers = {day: one for day, one in keepers.items() if any(one.board.day.working.values())}
        placed: set[int] = set()
        made: tuple[Proposal, ...] = ()
        for rank, (day, keeper) in enumerate(keepers.items(), 1):
            self.day = day
            last = rank == len(keepers)
            scope = scope_on(
                asked.scope, keeper.board, several=len(days) > 1, last=last, placed=frozenset(placed)
            )

            def heard(glimpse: Glimpse, made: tuple[Proposal, ...] = made) -> None:
                if stop is not self._stop or self.stage is not Stage.PLANNING:
                    return  # dropped meanwhile, and the thread had not heard of it
                self.glimpse = glimpse
                if glimpse.proposal is not None:
                    self.proposals = (*made, glimpse.proposal)
                self._tell()

            seconds = asked.seconds or Rules.of(keeper.board.day.shop).plan_seconds
            proposal = await self.planner.plan(
                keeper.board,
                keeper.travel,
                scope,
                asked.options,
                seconds / len(keepers),
                heard,
                stop=stop,
            )
            made = (*made, proposal)
            self.proposals = made
            placed |= {change.call_id for change in proposal.changes}
            if stop.is_set():
                break
        if not made:
            raise Refused("nobody works on these days", "plan other days")

    async def _keeper_of(self, day: date) -> BoardKeeper:
        if day == self._live.board.day.service_date:
            return self._live.keeper
        keeper = await self._live.ask(lambda desk: read_keeper(desk, day, self._live.keeper.knowledge))
        self._boards[day] = keeper.board
        return keeper

    # -- what stands

    @property
    def ready(self) -> bool:
        """True if there is a proposal to be decided on."""
        return bool(self.proposals)

    def board_of(self, day: date) -> Board | None:
        """The board of a day that is planned, as far as it is known."""
        shown = self._live.board
        return shown if day == shown.day.service_date else self._boards.get(day)

    def items(self) -> tuple[Item, ...]:
        """All changes, each with what has become of it: by day, technician and time."""
        found: list[Item] = []
        for part, proposal in enumerate(self.proposals):
            board = self.board_of(proposal.service_date)
            if board is None:
                continue
            refused = {ref.at for ref in self._rejected if ref.part == part}
            worn = standing(proposal, board, refused).changes
            for at, (change, how) in enumerate(zip(proposal.changes, worn, strict=True)):
                ref = Ref(part, at)
                found.append(Item(ref, change, how, ref in self._rejected, board))
        return tuple(sorted(found, key=reading_order))

    def left_out(self) -> tuple[Left, ...]:
        """Calls without a place; of several days, as the last that looked at them found."""
        found = []
        for part, left in left_of(self.proposals):
            proposal = self.proposals[part]
            board = self.board_of(proposal.service_date)
            if board is not None:
                found.append(Left(left, board, proposal))
        return tuple(found)

    def with_needs(self, refs: Iterable[Ref]) -> tuple[Ref, ...]:
        """Some changes with all that must be made with them, in the order in which they are made."""
        wanted = set(refs)
        todo = list(wanted)
        standings = {item.ref: item.standing.wear for item in self.items()}
        while todo:
            ref = todo.pop()
            for need in self.proposals[ref.part].changes[ref.at].needs:
                other = Ref(ref.part, need)
                if other not in wanted and standings.get(other) is not Wear.DONE:
                    wanted.add(other)
                    todo.append(other)
        return tuple(sorted(wanted))

    # -- deciding

    def reject(self, refs: Iterable[Ref]) -> int:
        """Say no to some changes, and to those that need them; says to how many."""
        gone = set(refs)
        more = True
        while more:
            more = False
            for part, proposal in enumerate(self.proposals):
                for at, change in enumerate(proposal.changes):
                    ref = Ref(part, at)
                    if ref not in gone and any(Ref(part, need) in gone for need in change.needs):
                        gone.add(ref)
                        more = True
        before = len(self._rejected)
        self._rejected |= gone
        self._tell()
        return len(self._rejected) - before

    def take_back(self, refs: Iterable[Ref]) -> None:
        """A no to some changes is taken back, with what they need."""
        self._rejected -= set(self.with_needs(refs))
        self._tell()

    def of_call(self, call_id: int) -> tuple[Ref, ...]:
        """The change of a call.

        Raises:
            Missing: if nothing is proposed for it.
        """
        found = tuple(item.ref for item in self.items() if item.change.call_id == call_id)
        if not found:
            raise Missing(f"nothing is proposed for {call_id}", "P p shows what is")
        return found

    def turn_down(self, refs: Iterable[Ref] | None) -> str:
        """Reject some changes, or all of it for None; says what came of it.

        Raises:
            Refused: if nothing is proposed.
        """
        if not self.ready and self.stage is not Stage.PLANNING:
            raise Refused("nothing is proposed", "P t plans the tray")
        if refs is None:
            self.drop()
            return "the proposal is rejected; nothing has changed"
        return f"{plural(self.reject(refs), 'change')} rejected"

    async def accept(self, refs: Iterable[Ref] | None = None, sure: bool = False) -> Outcome:
        """Carry some changes out, with what they need, as one act; all that hold for None.

        Raises:
            Refused: if none of them holds, or one that is needed does not; `NeedsSure` naming what it
                costs, unless `sure`, with the goals that come out worse if some of the plan is lost;
                `Conflict` if somebody was quicker.
        """
        if any(self.board_of(day) is None for day in self._days_aside()):
            await self._refresh()
        items = {item.ref: item for item in self.items()}
        if refs is None:
            wanted = tuple(sorted(ref for ref, item in items.items() if item.open))
            wanted = tuple(ref for ref in wanted if all(items[n].open for n in self.with_needs((ref,))))
        else:
            wanted = self.with_needs(refs)
        lost = [items[ref] for ref in wanted if not items[ref].open]
        lost.sort(key=lambda one: not one.rejected)  # what was said no to explains what it needs no longer
        if lost:
            call = lost[0].change.call_id
            why = "was rejected" if lost[0].rejected else f"holds no longer ({lost[0].standing.wear})"
            raise Refused(f"the change of {call} {why}", "plan again with p, or accept others")
        if not wanted:
            raise Refused("nothing of the plan is left to accept", "plan again")
        changes = [items[ref].change for ref in wanted]
        steps = await self._steps(wanted, sure)
        words = self.asked.words if self.asked else ""
        cost = await asyncio.to_thread(half_of, items, wanted) if refs is None and not sure else ""
        command = CarryPlan(steps, sure, words, (cost,) if cost else ())
        outcome = await self._live.do(command, looked_at=facts_of(changes))
        await self._refresh()
        if not any(item.open for item in self.items()):
            self._clear()
        self._tell()
        return outcome

    async def _steps(self, refs: Iterable[Ref], sure: bool) -> tuple[PlanStep, ...]:
        """The commands of some changes, each with what is kept of why."""
        steps: list[PlanStep] = []
        for part, proposal in enumerate(self.proposals):
            changes = [proposal.changes[ref.at] for ref in refs if ref.part == part]
            board = self.board_of(proposal.service_date)
            if changes and board is not None:
                knowledge = self._live.keeper.knowledge
                steps += await asyncio.to_thread(explained_steps, board, knowledge, changes, sure)
        return tuple(steps)

    def show_on_board(self, shown: bool) -> None:
        """Whether what is proposed is drawn on the board."""
        self.shown_on_board = shown
        self._tell()

    # -- the board moves on

    def _moved(self, moved: Moved) -> None:
        """What is proposed may hold no longer; other days are read anew."""
        del moved
        if not self.ready:
            return
        self._tell()
        idle = self._reading is None or self._reading.done()
        if idle and self._worn():
            self._reading = asyncio.get_running_loop().create_task(self._read_again())

    def _worn(self) -> bool:
        """True if the board of a day that is not shown is not known, or is not as new as the shown one."""
        shown = self._live.board.day
        known = [self._boards.get(day) for day in self._days_aside()]
        return any(board is None or board.day.rev != shown.rev for board in known)

    def _days_aside(self) -> list[date]:
        """Days with a proposal that are not shown: the shown one is kept up by the desk."""
        return sorted({one.service_date for one in self.proposals} - {self._live.board.day.service_date})

    async def _read_again(self) -> None:
        with suppress(DispatchError):  # the store is asked again with the next news
            await self._refresh()
            self._tell()

    async def _refresh(self) -> None:
        """Read the boards of other days anew."""
        knowledge = self._live.keeper.knowledge
        for day in self._days_aside():
            keeper = await self._live.ask(lambda desk, day=day: read_keeper(desk, day, knowledge))  # type: ignore[misc]
            self._boards[day] = keeper.board

    def _tell(self) -> None:
        for listener in list(self.listeners):
            listener()
