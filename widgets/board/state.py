"""What the board shows and where the cursor is: plain values and pure moves, no terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from dispatch_tui.core.goals import Goals
from dispatch_tui.core.model import Call, Site, Visit
from dispatch_tui.core.rules import Consequences
from dispatch_tui.core.suggest import Ranking, Spot, Suggestion
from dispatch_tui.core.timewords import window_text
from dispatch_tui.desk.board import Board
from widgets.board.geometry import DayTime, Frame
from widgets.board.paint import row_lines
from widgets.board.rowview import Block, RowView, row_view

STEP = 30
"""Minutes of a cursor step through free time."""

GAP = 30
"""Minutes from which free time counts as a gap to go to."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the cursor is: a technician's row, a minute of the day, and the visit there, if any."""

    technician_id: int
    minute: float
    visit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Hand:
    """What is in hand. Nothing of it is written before the drop.

    Attributes:
        call: the call it is about.
        site: where that is, so that travel can be told on any day.
        visit: the visit as it would stand if dropped now; its id is NEW for a call of the tray.
        origin: the visit as it stands in the store, None for a call of the tray.
        consequences: of dropping it now.
        spots: suggested places, by digit.
        customer: their name, short.
        ranking: where it could go, best first.
        place: where it is now, with its gates and points; None on a row that the day does not have.
        goals: the day's, as if it were dropped now; likewise.
    """

    call: Call
    site: Site | None
    visit: Visit
    origin: Visit | None
    consequences: Consequences | None = None
    spots: tuple[Spot, ...] = ()
    customer: str = ""
    ranking: Ranking | None = None
    place: Suggestion | None = None
    goals: Goals | None = None

    def points_of(self, digit: int) -> str:
        """Points of the suggested place of a digit, with a blank behind; "" where it is not an open one."""
        places = self.ranking.places if self.ranking else ()
        return f"{places[digit - 1].total:.0f} " if 0 < digit <= len(places) else ""


@dataclass(frozen=True, slots=True)
class Proposed:
    """Where a proposal would put something on a row; times are minutes of the day.

    Attributes:
        added: minutes of driving that it adds to the row.
        stands: True if it moves something that stands on the board.
    """

    start: float
    end: float
    number: int
    customer: str = ""
    added: int = 0
    stands: bool = False


NOBODY = RowView(0, "", "", "", (), 1, (), None, 0, 0, False)
"""The row of a technician who is not there."""


class BoardState:
    """The board on the screen. Mutable, owned by one widget; every move is a method."""

    def __init__(self, board: Board, frame: Frame) -> None:
        self.frame = frame
        self.filter = ""
        self.hand: Hand | None = None
        self.letters: dict[int, str] = {}
        self.proposed: dict[int, tuple[Proposed, ...]] = {}
        """What is proposed, by technician; drawn as ghosts."""
        self.leaving: dict[int, frozenset[int]] = {}
        """Visits that a proposal would put elsewhere, by the technician whose row they stand on."""
        self.shown: Callable[[int], bool] | None = None
        self._views: dict[int, RowView] = {}
        self.board = board
        self.time = DayTime.of(board.day.service_date, board.day.shop.zone)
        self.rows: tuple[int, ...] = board.day.order
        first = self.rows[0] if self.rows else 0
        self.cursor = Cursor(first, self.now)

    @property
    def now(self) -> float:
        """The present minute of the shown day; outside 0 to 1440 on other days."""
        return self.time.minute(self.board.now)

    def take(self, board: Board, moved: Iterable[int] | None) -> None:
        """Show another board; `moved` names the rows that differ (None: all, or another day)."""
        self.board = board
        if moved is None:
            self._views.clear()
            self.time = DayTime.of(board.day.service_date, board.day.shop.zone)
            self.arrange()
        else:
            for key in moved:
                self._views.pop(key, None)
        self._keep_cursor()

    def arrange(self) -> None:
        """Apply the filter to the rows."""
        keep = self.shown
        self.rows = tuple(key for key in self.board.day.order if keep is None or keep(key))
        if self.cursor.technician_id not in self.rows and self.rows:
            self.cursor = self.landed(self.rows[0], self.cursor.minute)
        self.frame = replace(self.frame, top=max(0, min(self.frame.top, len(self.rows) - 1)))
        self.reveal()

    def _keep_cursor(self) -> None:
        """The cursor stays where it is when others change things; its visit may have gone."""
        cursor = self.cursor
        if cursor.visit_id is None:
            return
        block = self.block(cursor.visit_id)
        if block is None or not self._on_row(cursor.visit_id, cursor.technician_id):
            self.cursor = replace(cursor, visit_id=None)
        elif not block.start <= cursor.minute < block.end:
            self.cursor = replace(cursor, minute=block.start)

    def _on_row(self, visit_id: int, technician_id: int) -> bool:
        return technician_id in self.board.day.rows and visit_id in self.view(technician_id).by_visit

    def view(self, technician_id: int) -> RowView:
        """The row view of a technician, made when it is first needed after a change."""
        found = self._views.get(technician_id)
        if found is None and technician_id not in self.board.day.rows:
            return NOBODY
        if found is None:
            found = self._views[technician_id] = row_view(self.board, technician_id, self.time)
        return found

    def block(self, visit_id: int) -> Block | None:
        """A block by visit id."""
        visit = self.board.day.visits.get(visit_id)
        if visit is None or visit.technician_id not in self.board.day.rows:
            return None
        return self.view(visit.technician_id).by_visit.get(visit_id)

    # -- what is under the cursor

    @property
    def index(self) -> int:
        """Index of the cursor's row among those shown."""
        try:
            return self.rows.index(self.cursor.technician_id)
        except ValueError:
            return 0

    @property
    def visit(self) -> Visit | None:
        """The visit under the cursor."""
        key = self.cursor.visit_id
        return self.board.day.visits.get(key) if key is not None else None

    def landed(self, technician_id: int, minute: float) -> Cursor:
        """The cursor at a place, on the visit that is there, if one is."""
        if technician_id not in self.board.day.rows:
            return Cursor(technician_id, minute)
        for block in self.view(technician_id).blocks:
            if block.start <= minute < block.end:
                return Cursor(technician_id, minute, block.visit_id)
        return Cursor(technician_id, minute)

    def on_visit(self, visit: Visit) -> Cursor:
        """The cursor on a visit."""
        block = self.block(visit.id)
        return Cursor(visit.technician_id, block.start if block else 0.0, visit.id)

    def put_cursor(self, cursor: Cursor) -> None:
        """Move the cursor and bring it on the screen."""
        self.cursor = cursor
        self.reveal()

    def reveal(self, centre: bool = False) -> None:
        """Page so that the cursor, or what is in hand, is on the screen."""
        start = end = self.cursor.minute
        block = self.block(self.cursor.visit_id) if self.cursor.visit_id is not None else None
        if self.hand is not None:
            start = self.time.minute(self.hand.visit.start)
            end = start + self.hand.visit.minutes
        elif block is not None and block.end - block.start < self.frame.columns * self.frame.zoom / 2:
            start, end = block.start, block.end  # a longer one cannot be shown whole: the cursor in it can
        frame = self.frame
        if centre:
            frame = frame.scrolled_to(start - frame.columns * frame.zoom / 2)
        self.frame = self._row_shown(frame.showing(start, end))

    def _row_shown(self, frame: Frame) -> Frame:
        """Page up or down so that the cursor's row is whole on the screen."""
        if not self.rows:
            return frame
        at = self.index
        if at < frame.top:
            return replace(frame, top=max(0, at - max(0, self.page(frame.top) // 2 - 1)))
        space = frame.row_space
        needed = sum(self.lines_of(i) for i in range(frame.top, at + 1))
        if needed <= space:
            return frame
        top = at
        used = self.lines_of(at)
        while top > 0 and used + self.lines_of(top - 1) <= space * 2 // 3:
            top -= 1
            used += self.lines_of(top)
        return replace(frame, top=top)

    def last_top(self) -> int:
        """The lowest row index that may stand at the top: below it there would be an empty screen."""
        left, top = self.frame.row_space, len(self.rows)
        while top > 0:
            left -= self.lines_of(top - 1)
            if left < 0:
                break
            top -= 1
        return max(0, min(top, len(self.rows) - 1))

    def resized(self, width: int, height: int) -> None:
        """Another screen: no empty rows, and the working hours whole where they fit."""
        frame = self.frame.sized(width, height)
        start, end = self.working_stretch()
        if frame.columns * frame.zoom >= end - start and not (frame.holds(start) and frame.holds(end - 1)):
            frame = frame.scrolled_to(start - min(60.0, (frame.columns * frame.zoom - (end - start)) / 2))
        self.frame = frame
        self.frame = replace(frame, top=min(frame.top, self.last_top()))
        self.reveal()

    def lines_of(self, index: int) -> int:
        """Text lines of the row at an index."""
        return row_lines(self.view(self.rows[index]), self.frame)

    def page(self, top: int) -> int:
        """How many rows fit from an index on."""
        left, count = self.frame.row_space, 0
        for index in range(max(0, top), len(self.rows)):
            left -= self.lines_of(index)
            if left < 0:
                break
            count += 1
        return max(1, count)

    # -- moves; each returns False if there is nowhere to go

    def step(self, direction: int) -> None:
        """To what is next at the left or right: a visit, or half an hour of free time."""
        cursor = self.cursor
        blocks = self.view(cursor.technician_id).blocks
        here = next((b for b in blocks if b.visit_id == cursor.visit_id), None)
        at = (here.end if direction > 0 else here.start) if here else cursor.minute
        if direction > 0:
            ahead = [b for b in blocks if b.start >= at - 0.01 and b is not here]
            near = min(ahead, key=lambda b: b.start, default=None)
            free = at if here else snapped(at + 1, STEP, up=True)
            if near is not None and near.start <= max(free, at + 1):
                self.put_cursor(Cursor(cursor.technician_id, near.start, near.visit_id))
                return
            self.put_cursor(self.landed(cursor.technician_id, free))
            return
        behind = [b for b in blocks if b.end <= at + 0.01 and b is not here]
        near = max(behind, key=lambda b: b.end, default=None)
        free = snapped(at - 1, STEP, up=False)
        if near is not None and near.end >= min(free, at) + 0.01:
            self.put_cursor(Cursor(cursor.technician_id, near.start, near.visit_id))
            return
        self.put_cursor(self.landed(cursor.technician_id, free))

    def shift(self, minutes: float) -> None:
        """By minutes along the row."""
        self.put_cursor(self.landed(self.cursor.technician_id, self.cursor.minute + minutes))

    def go_row(self, index: int) -> None:
        """To a row by index, keeping the minute."""
        if self.rows:
            key = self.rows[max(0, min(len(self.rows) - 1, index))]
            self.put_cursor(self.landed(key, self.cursor.minute))

    def next_visit(self, direction: int) -> bool:
        """To the next or previous visit on the row."""
        blocks = sorted(self.view(self.cursor.technician_id).blocks, key=lambda b: (b.start, b.visit_id))
        here = next((i for i, b in enumerate(blocks) if b.visit_id == self.cursor.visit_id), None)
        if here is not None:
            at = here + direction
            found = blocks[at] if 0 <= at < len(blocks) else None
        elif direction > 0:
            found = next((b for b in blocks if b.start > self.cursor.minute), None)
        else:
            found = next((b for b in reversed(blocks) if b.start < self.cursor.minute), None)
        if found is None:
            return False
        self.put_cursor(Cursor(self.cursor.technician_id, found.start, found.visit_id))
        return True

    def shift_edge(self, end: bool) -> None:
        """To the start or end of the shift."""
        working = self.view(self.cursor.technician_id).working
        if working:
            minute = max(e for _, e in working) - 1 if end else min(s for s, _ in working)
            self.put_cursor(self.landed(self.cursor.technician_id, minute))

    def next_where(self, wanted: Callable[[Block], bool], direction: int = 1) -> bool:
        """To the next visit, in reading order from the cursor and around, that is wanted."""
        found = list(self._blocks_around(direction))
        for block, technician_id in found:
            if wanted(block):
                self.put_cursor(Cursor(technician_id, block.start, block.visit_id))
                return True
        return False

    def _blocks_around(self, direction: int) -> Iterable[tuple[Block, int]]:
        count = len(self.rows)
        if not count:
            return
        here = (self.cursor.minute, self.cursor.visit_id or 0)
        for offset in range(count + 1):
            key = self.rows[(self.index + offset * direction) % count]
            blocks = sorted(self.view(key).blocks, key=lambda b: (b.start, b.visit_id))
            if direction < 0:
                blocks.reverse()
            for block in blocks:
                place = (block.start, block.visit_id)
                beyond = place > here if direction > 0 else place < here
                if offset == 0 and not beyond:
                    continue
                if offset == count and beyond:
                    continue
                yield block, key

    def next_gap(self, direction: int = 1) -> bool:
        """To the next free stretch of half an hour or more, in reading order."""
        count = len(self.rows)
        for offset in range(count + 1 if count else 0):
            key = self.rows[(self.index + offset * direction) % count]
            gaps = self.gaps(key)
            if direction < 0:
                gaps.reverse()
            for start, _ in gaps:
                beyond = start > self.cursor.minute if direction > 0 else start < self.cursor.minute
                if (offset == 0 and not beyond) or (offset == count and beyond):
                    continue
                self.put_cursor(self.landed(key, start))
                return True
        return False

    def gaps(self, technician_id: int) -> list[tuple[float, float]]:
        """Free stretches of a row from now on, half an hour or more, in minutes."""
        view = self.view(technician_id)
        found = []
        for start, end in view.working:
            at = max(start, self.now)
            for block in sorted(view.blocks, key=lambda b: b.start):
                if block.end <= at or block.start >= end:
                    continue
                if block.start - block.drive - at >= GAP:
                    found.append((at, block.start - block.drive))
                at = max(at, block.end)
            if end - at >= GAP:
                found.append((at, end))
        return found

    def visible(self) -> Sequence[int]:
        """The technicians whose rows are on the screen."""
        return self.rows[self.frame.top : self.frame.top + self.page(self.frame.top)]

    def label_blocks(self) -> None:
        """Give every block on the screen a jump label of one or two letters."""
        visits = [
            block.visit_id
            for key in self.visible()
            for block in self.view(key).blocks
            if block.end > self.frame.left and block.start < self.frame.right
        ]
        self.letters = dict(zip(visits, jump_labels(len(visits)), strict=False))

    def working_stretch(self) -> tuple[float, float]:
        """From the first shift's start to the last one's end, in minutes."""
        spans = [span for key in self.rows for span in self.view(key).working]
        if not spans:
            return 7 * 60, 18 * 60
        return min(s for s, _ in spans), max(e for _, e in spans)

    def window_of(self, call: Call) -> tuple[float, float] | None:
        """A call's window in minutes of the day."""
        if call.window is None:
            return None
        return self.time.minute(call.window.start), self.time.minute(call.window.end)

    def window_words(self, call: Call) -> str:
        """A call's window as it is said."""
        return window_text(call.window, self.time.zone)


def snapped(minute: float, step: int, *, up: bool) -> float:
    """The next multiple of a step after a minute, or the last at or before it."""
    return -(-minute // step) * step if up else minute // step * step


LETTERS = "asdfghjklqwertyuiopzxcvbnm"


def jump_labels(count: int) -> list[str]:
    """As many labels as asked for, of one letter if that suffices, none the start of another."""
    if count <= len(LETTERS):
        return list(LETTERS[:count])
    return [a + b for a in LETTERS for b in LETTERS][:count]
