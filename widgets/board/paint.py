"""Painting one row of the board into lines of cells. Pure: a row view in, lines out."""

from __future__ import annotations

from dataclasses import dataclass

from dispatch_tui.core.text import plural
from widgets.board.geometry import Frame
from widgets.board.rowview import Block, RowView
from widgets.canvas import Line, as_cells, clipped
from widgets.glyphs import Glyphs
from widgets.ink import BOLD, foreground, ink

ROW_GROUNDS = ("row", "row2")


@dataclass(frozen=True, slots=True)
class Ghost:
    """Something drawn on a row that is not (or not any more) there.

    Attributes:
        kind: "hand" what is in hand, "origin" where it came from, "spot" a suggested place, "plan" where
            a proposal would put something.
        label: what stands in it; for a spot its digit.
        words: the second line.
        drive: minutes of the drive to it, for what is in hand.
        warn: True if dropping it here needs a deliberate yes.
    """

    kind: str
    start: float
    end: float
    label: str = ""
    words: str = ""
    drive: int = 0
    warn: bool = False
    glyph: str = ""


@dataclass(frozen=True, slots=True)
class Marks:
    """What lies over one row at the moment.

    Attributes:
        cursor: minute of the cursor if it is on this row.
        visit: id of the visit under the cursor.
        hidden: id of the visit that is in hand.
        leaving: ids of visits that a proposal would put elsewhere; drawn dim.
        ghosts: drawn over the row.
        letters: jump letters by visit id.
    """

    cursor: float | None = None
    visit: int | None = None
    hidden: int | None = None
    ghosts: tuple[Ghost, ...] = ()
    letters: tuple[tuple[int, str], ...] = ()
    leaving: frozenset[int] = frozenset()


NO_MARKS = Marks()


def row_lines(view: RowView, frame: Frame) -> int:
    """Text lines of a row: as set, more if its visits overlap more than that."""
    return max(frame.row_lines, view.lanes)


def paint_row(
    view: RowView, frame: Frame, now: float, glyphs: Glyphs, marks: Marks = NO_MARKS, odd: bool = False
) -> list[Line]:
    """The lines of one row, gutter and all."""
    count = row_lines(view, frame)
    lines = _grounds(view, frame, now, glyphs, count, odd)
    painter = _Painter(frame, glyphs, lines, count > 1 and view.lanes == 1)
    letters = dict(marks.letters)
    for block in view.blocks:
        if block.visit_id != marks.hidden and block.visit_id not in marks.leaving:
            painter.travel(block)
    for ghost in marks.ghosts:
        if ghost.kind == "origin":
            painter.ghost(ghost)
    for block in view.blocks:
        if block.visit_id in marks.leaving and block.visit_id != marks.visit:
            painter.leaving(block, [ghost for ghost in marks.ghosts if ghost.kind == "plan"])
        elif block.visit_id != marks.hidden:
            painter.block(block, block.visit_id == marks.visit, letters.get(block.visit_id, ""))
    for ghost in marks.ghosts:
        if ghost.kind != "origin":
            painter.ghost(ghost)
    if count >= 3 and view.lanes < count:
        _windows(view, frame, glyphs, lines[-1])
    _now_line(frame, now, glyphs, lines)
    if marks.cursor is not None and marks.visit is None:
        painter.caret(marks.cursor)
    _gutter(view, frame, glyphs, lines, marks.cursor is not None)
    return lines


def _grounds(view: RowView, frame: Frame, now: float, glyphs: Glyphs, count: int, odd: bool) -> list[Line]:
    """Shift hours lighter, off hours darker, the past dimmer; a dotted line each hour."""
    line = Line(frame.width, ink("text", "off"))
    past = frame.column(now)
    for start, end in view.working:
        first = max(frame.gutter, frame.column(start))
        last = frame.column(end - 0.01) + 1
        line.fill(first, last, ink("text", ROW_GROUNDS[odd]))
        line.fill(first, min(last, past), ink("text", "past"))
    hour = -(-frame.left // 60) * 60
    while hour < frame.right:
        line.put_over(frame.column(hour), glyphs.grid, "grid")
        hour += 60
    return [line] + [line.copy() for _ in range(count - 1)]


def _now_line(frame: Frame, now: float, glyphs: Glyphs, lines: list[Line]) -> None:
    """The now-line runs between words, never through them."""
    x = frame.column(now)
    if frame.gutter <= x < frame.width:
        for line in lines:
            if line.chars[x] in (" ", glyphs.grid, glyphs.travel, glyphs.outline_top, glyphs.outline_bottom):
                line.put_over(x, glyphs.now, "now")


class _Painter:
    """Draws spans with fine edges onto the lines of one row."""

    def __init__(self, frame: Frame, glyphs: Glyphs, lines: list[Line], tall: bool) -> None:
        self.frame = frame
        self.glyphs = glyphs
        self.lines = lines
        self.tall = tall
        self.taken: list[tuple[float, float]] = []
        self.parts = len(glyphs.eighths)

    def span(self, line: Line, start: float, end: float, role: str) -> tuple[int, int]:
        """Fill a stretch of time with a ground.

        Returns:
            The whole cells of it that words may use, half open.
        """
        frame, parts = self.frame, self.parts
        first = frame.steps(start, parts)
        last = max(frame.steps(end, parts), first + parts)
        x0, f0 = divmod(first, parts)
        x1, f1 = divmod(last, parts)
        x0, x1 = x0 + frame.gutter, x1 + frame.gutter
        if f0 and frame.gutter <= x0 < frame.width:
            before = line.inks[x0]
            under = foreground(before) if line.chars[x0] in self.glyphs.eighths[1:] else line.ground_at(x0)
            line.set(x0, self.glyphs.eighths[f0], ink(under, role))
        inner = (max(frame.gutter, x0 + (1 if f0 else 0)), min(frame.width, x1))
        line.fill(*inner, ink(f"{role}.text", role))
        if f1 and frame.gutter <= x1 < frame.width:
            line.put_over(x1, self.glyphs.eighths[f1], role)
        return inner

    def travel(self, block: Block) -> None:
        """The drive as a dotted line before the block, its minutes under it."""
        if not block.drive or block.lane >= len(self.lines):
            return
        first = max(self.frame.gutter, self.frame.column(block.start - block.drive))
        last = min(self.frame.width, self.frame.column(block.start - 0.01) + 1)
        line = self.lines[block.lane]
        for x in range(first, last):
            line.put_over(x, self.glyphs.travel, "quiet")
        text = f"{block.drive}m"
        if self.tall and last - first >= len(text) + 1:
            for offset, char in enumerate(text):
                self.lines[1].put_over(last - 1 - len(text) + offset, char, "quiet")

    def block(self, block: Block, cursor: bool, letter: str) -> None:
        """A visit: head over body, or the head alone where lanes share the row."""
        self.taken.append((block.start, block.end))
        role = "cursor" if cursor else "late" if block.late else block.role
        if self.tall:
            self._outline(block)
        head = self.lines[min(block.lane, len(self.lines) - 1)]
        inner = self.span(head, block.start, block.end, f"{role}.head")
        strong = ink(f"{role}.head.text", f"{role}.head", BOLD)
        self._label(head, inner, block, strong, letter)
        if self.tall:
            body = self.lines[1]
            inner = self.span(body, block.start, block.end, f"{role}.body")
            self._words(body, inner, block, f"{role}.body")

    def _label(self, line: Line, inner: tuple[int, int], block: Block, strong: int, letter: str) -> None:
        x, end = inner
        if end <= x:
            return
        if block.clash:
            line.put(x, self.glyphs.conflict, ink("conflict.text", "conflict", BOLD))
            x += 1
        if letter:
            x = line.put(x, letter, ink("now.text", "now", BOLD), end - x)
        elif x < end:
            sign = self.glyphs.state[block.role]
            if block.emergency and block.role in ("tentative", "told"):
                sign = self.glyphs.emergency
            x = line.put(x, sign, strong)
            if not self.tall and block.told == "tentative" and end - x > len(block.number):
                x = line.put(x, self.glyphs.state[block.told], strong)  # no body line that could say it
        room = end - x
        late = f"{self.glyphs.late}+{block.late}m" if block.late else ""
        lock = self.glyphs.lock if block.locked else ""
        tail = next((tail for tail in (lock + late, late, lock) if tail and room >= len(tail) + 3), "")
        if tail:
            line.put(end - len(tail), tail, strong)
            room -= len(tail) + 1
        line.put(x, label_text(block.number, block.customer, block.area, room, self.glyphs), strong, room)

    def _words(self, line: Line, inner: tuple[int, int], block: Block, role: str) -> None:
        x, end = inner
        if block.short:
            x = line.put(x, f"{self.glyphs.late}-{block.short}m ", ink(f"{role}.text", role, BOLD), end - x)
        told = self._told(block)
        if told and end - x > len(told):
            x = line.put(x, told, ink(f"{role}.text", role), end - x)
        room = end - x
        if block.slack is not None and room >= 5:
            tail = f"{block.slack}m"
            line.put(end - len(tail), tail, ink(f"{role}.text", role, BOLD))
            room -= len(tail) + 1
        if room >= 3:
            words = block.words if self.glyphs.dash == "–" else block.words.replace("–", self.glyphs.dash)
            line.put(x, clipped(words, room, self.glyphs.ellipsis), ink(f"{role}.text", role))

    def _told(self, block: Block) -> str:
        """Whether the customer knows, and the arrival they were told last."""
        if block.eta_told:
            return f"{self.glyphs.state['told']}{block.eta_told} "
        return f"{self.glyphs.state[block.told]} " if block.told else ""

    def _outline(self, block: Block) -> None:
        """The plan as an outline, where what happened differs by a column or more."""
        if (block.start, block.end) == block.plan or block.over:
            return
        first = max(self.frame.gutter, self.frame.column(block.plan[0]))
        last = min(self.frame.width, self.frame.column(block.plan[1] - 0.01) + 1)
        for x in range(first, last):
            for line, char in (
                (self.lines[0], self.glyphs.outline_top),
                (self.lines[1], self.glyphs.outline_bottom),
            ):
                if line.chars[x] in (" ", self.glyphs.grid):
                    line.put_over(x, char, "ghost")

    def ghost(self, ghost: Ghost) -> None:
        """What is in hand, where it came from, or where it might go."""
        if ghost.kind == "hand":
            self._in_hand(ghost)
            return
        if ghost.kind == "plan":
            self._proposed(ghost)
            return
        first = max(self.frame.gutter, self.frame.column(ghost.start))
        last = min(self.frame.width, self.frame.column(ghost.end - 0.01) + 1)
        if ghost.kind == "spot" and self._covers(ghost):
            self.lines[-1].put(first, ghost.label, ink("suggest.text", "suggest", BOLD))
            return
        for y, line in enumerate(self.lines[:2]):
            if ghost.kind == "origin":
                for x in range(first, last):
                    line.put_over(x, self.glyphs.ghost, "ghost")
            else:
                line.fill(first, last, ink("suggest.text", "suggest", BOLD))
                text = ghost.label if y == 0 else ghost.words
                line.put(
                    first,
                    clipped(text, last - first, self.glyphs.ellipsis),
                    ink("suggest.text", "suggest", BOLD),
                )

    def leaving(self, block: Block, coming: list[Ghost]) -> None:
        """A visit that a proposal would put elsewhere: dotted, its number legible where nothing comes."""
        first = max(self.frame.gutter, self.frame.column(block.start))
        last = min(self.frame.width, self.frame.column(block.end - 0.01) + 1)
        lane = min(block.lane, len(self.lines) - 1)
        for line in self.lines[lane : lane + (2 if self.tall else 1)]:
            for x in range(first, last):
                line.put_over(x, self.glyphs.ghost, "ghost")
        if any(ghost.start < block.end and block.start < ghost.end for ghost in coming):
            return
        for offset, char in enumerate(block.number[: last - first]):
            self.lines[lane].put_over(first + offset, char, "quiet")

    def _proposed(self, ghost: Ghost) -> None:
        """Where a proposal would put something: dotted on both lines, with its number and the drive it adds.

        Over visits that stay (it begins when they leave) the lower line has it, so that none is hidden.
        """
        first = max(self.frame.gutter, self.frame.column(ghost.start))
        last = min(self.frame.width, self.frame.column(ghost.end - 0.01) + 1)
        if last <= first:
            return
        covers = len(self.lines) > 1 and self._covers(ghost)
        lines = self.lines[1:2] if covers else self.lines[:2]
        room = last - first
        for y, line in enumerate(lines):
            for x in range(first, last):
                line.put_over(x, self.glyphs.ghost, "warn" if ghost.warn else "accent")
            number, _, customer = ghost.label.partition(" ")
            if y == 0:
                # one cell stays dotted, so that the next one's number does not run into it
                label = label_text(number, customer, "", room - 1, self.glyphs) or number[-room:]
                line.put(first, label, ink("suggest.text", "suggest", BOLD), room)
            elif room > len(ghost.words):
                line.put(first, ghost.words, ink("text", line.ground_at(first)))

    def _in_hand(self, ghost: Ghost) -> None:
        """On both lines where it is free; over other visits on the lower one, so that none is hidden."""
        drive_from = max(self.frame.gutter, self.frame.column(ghost.start - ghost.drive))
        for x in range(drive_from, min(self.frame.width, self.frame.column(ghost.start - 0.01) + 1)):
            if self.lines[0].chars[x] in (" ", self.glyphs.grid):
                self.lines[0].put_over(x, self.glyphs.travel, "now")
        covers = len(self.lines) > 1 and self._covers(ghost)
        x, end = self.span(self.lines[1 if covers else 0], ghost.start, ghost.end, "hand.head")
        strong = ink("hand.head.text", "hand.head", BOLD)
        sign = self.glyphs.late if ghost.warn else ghost.glyph
        number, _, customer = ghost.label.partition(" ")
        label = sign + label_text(number, customer, "", end - x - 1, self.glyphs)
        self.lines[1 if covers else 0].put(x, label, strong, end - x)
        if len(self.lines) > 1 and not covers:
            x, end = self.span(self.lines[1], ghost.start, ghost.end, "hand.body")
            words = clipped(ghost.words, end - x, self.glyphs.ellipsis)
            self.lines[1].put(x, words, ink("hand.body.text", "hand.body"))

    def _covers(self, ghost: Ghost) -> bool:
        """True if a visit of the row stands where it would be dropped."""
        return any(start < ghost.end and ghost.start < end for start, end in self.taken)

    def caret(self, minute: float) -> None:
        """The cursor where there is no visit."""
        x = self.frame.column(minute)
        if self.frame.gutter <= x < self.frame.width:
            for line in self.lines[:2]:
                line.chars[x] = " " if line.chars[x] == self.glyphs.grid else line.chars[x]
                line.inks[x] = ink("cursor.head.text", "cursor.head")


def label_text(number: str, customer: str, area: str, room: int, glyphs: Glyphs) -> str:
    """Number, customer, area, as far as they fit: digits go from the front, words from the end."""
    if room < 2:
        return ""
    if room < len(number):
        return number[-room:]
    rest = room - len(number) - 1
    if rest < 3 or not customer:
        return number
    name = clipped(customer, rest, glyphs.ellipsis)
    text = f"{number} {name}"
    rest -= len(as_cells(name))
    if area and name == customer and rest >= 6:
        text += f" {glyphs.dot} " + clipped(area, rest - 3, glyphs.ellipsis)
    return text


def _windows(view: RowView, frame: Frame, glyphs: Glyphs, line: Line) -> None:
    """The promised windows of a roomy row, by call number."""
    free_from = frame.gutter
    for block in view.blocks:
        if block.window is None or block.over:
            continue
        first, last = frame.column(block.window[0]), frame.column(block.window[1] - 0.01)
        first, last = max(free_from, first), min(frame.width - 1, last)
        if last - first < len(block.number) + 2:
            continue
        fg = "warn" if block.late else "quiet"
        for x in range(first, last + 1):
            line.put_over(x, glyphs.window_line, fg)
        line.put_over(first, glyphs.window_left, fg)
        line.put_over(last, glyphs.window_right, fg)
        at = first + (last - first + 1 - len(block.number)) // 2
        for offset, char in enumerate(block.number):
            line.put_over(at + offset, char, fg)
        free_from = last + 1


def load_bar(share: float | None, cells: int, glyphs: Glyphs) -> list[tuple[str, str]]:
    """A bar as (character, ink role) cells; over 100 percent it is full and orange."""
    if share is None:
        return [(" ", "load.ground")] * cells
    role = "load.over" if share > 1 else "load"
    parts = len(glyphs.eighths)
    filled = round(min(1.0, share) * cells * parts)
    whole, rest = divmod(filled, parts)
    bar = [(glyphs.solid, role)] * whole
    if rest:
        bar.append((glyphs.eighths[rest], role))
    return bar + [(" ", "load.ground")] * (cells - len(bar))


def _gutter(view: RowView, frame: Frame, glyphs: Glyphs, lines: list[Line], cursor: bool) -> None:
    """Name and alert marks; skills, load bar and percent; shift and count."""
    bg = "gutter.cursor" if cursor else "gutter"
    width = frame.gutter
    for line in lines:
        line.fill(0, width, ink("text", bg))
        if cursor:
            line.put(0, glyphs.cursor, ink("accent", bg))
    end = width - 1
    if view.late:
        mark = f"{glyphs.late}{view.late}"
        end -= len(mark)
        lines[0].put(end, mark, ink("warn", bg, BOLD))
        end -= 1
    if view.clashes:
        mark = f"{glyphs.conflict}{view.clashes}"
        end -= len(mark)
        lines[0].put(end, mark, ink("conflict.text", "conflict", BOLD))
        end -= 1
    name_ink = ink(
        "bright" if cursor else "quiet" if view.out or not view.working else "text", bg, BOLD * cursor
    )
    lines[0].put(1, clipped(view.name, end - 1, glyphs.ellipsis), name_ink)
    if len(lines) > 1:
        _gutter_load(view, width, glyphs, lines[1], bg)
    if len(lines) > 2:
        hours = " ".join(f"{_hour(start)}{glyphs.dash}{_hour(end)}" for start, end in view.working) or "off"
        lines[2].put(1, clipped(hours, width - 8, glyphs.ellipsis), ink("quiet", bg))
        count = plural(len(view.blocks), "call")
        lines[2].put(width - 1 - len(count), count, ink("quiet", bg))


def _gutter_load(view: RowView, width: int, glyphs: Glyphs, line: Line, bg: str) -> None:
    percent = "out" if view.out else "off" if view.load is None else f"{round(view.load * 100)}%"
    over_full = view.load is not None and view.load > 1
    line.put(width - 1 - len(percent), percent, ink("warn" if over_full else "quiet", bg, BOLD * over_full))
    cells = 6 if width > 20 else 5
    at = width - 6 - cells
    line.put(1, clipped(view.skills or "no skills", at - 2, glyphs.ellipsis), ink("quiet", bg))
    for offset, (char, role) in enumerate(load_bar(view.load, cells, glyphs)):
        fg = role if role != "load.ground" else "text"
        line.put(at + offset, char, ink(fg, "load.ground"))


def _hour(minute: float) -> str:
    hour, rest = divmod(int(minute), 60)
    return f"{hour % 24}:{rest:02}" if rest else f"{hour % 24}"
