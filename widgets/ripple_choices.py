"""The choices of a ripple side by side: one column each, their figures on the same lines."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence

from dispatch_tui.core.timewords import length_text
from dispatch_tui.desk.ripple_rows import Choice, ChoiceKind, Figures
from widgets.canvas import Line, clipped
from widgets.glyphs import Glyphs
from widgets.ink import BOLD, ink

ROWS: tuple[tuple[str, Callable[[Figures], int], bool], ...] = (
    ("clients late", lambda figures: figures.late, False),
    ("minutes late", lambda figures: figures.late_minutes, True),
    ("wait unaware", lambda figures: figures.unaware_minutes, True),
    ("drive added", lambda figures: figures.drive_minutes, True),
    ("overtime", lambda figures: figures.overtime_minutes, True),
    ("to be told", lambda figures: figures.tell, False),
)
"""What is compared: its name, its value, and whether that is in minutes."""

WORK = "to be told"
"""The one figure that is work and not harm: more of it is not worse."""

CHOICE_LINES = len(ROWS) + 4
"""Titles, two lines of what and who, the figures, and the marked choice in a sentence."""

SHORT = {ChoiceKind.MOVE: "move", ChoiceKind.HELP: "help", ChoiceKind.PROMISE: "promise"}
"""Titles where columns are narrow."""

ROOMY = 14

WIDEST = 26
NUMBER = 6
"""Cells of a figure; they end under each other."""


def _measures(width: int, count: int) -> tuple[int, int]:
    """Width of the names at the left, and of a column."""
    label = 18 if width >= 100 else 13
    return label, min(WIDEST, (width - label) // max(1, count))


def choice_at(x: int, width: int, count: int) -> int | None:
    """Which choice stands at a cell of the screen, if one does."""
    label, step = _measures(width, count)
    index = (x - label) // step
    return index if 0 <= index < count and x >= label else None


def paint_choices(choices: Sequence[Choice], width: int, glyphs: Glyphs, marked: int) -> list[Line]:
    """All choices; the marked one on a ground of its own, and in words below."""
    label, step = _measures(width, len(choices))
    lines = [Line(width, ink("text", "screen")) for _ in range(CHOICE_LINES)]
    lines[0] = Line(width, ink("quiet", "bar"))
    lines[0].put(1, "WHAT TO DO", ink("accent", "bar", BOLD))
    for row, (name, _, _) in enumerate(ROWS):
        lines[3 + row].put(1, clipped(name, label - 1, ""), ink("quiet", "screen"))
    floor = next((choice.figures for choice in choices if choice.kind is ChoiceKind.LEAVE), None)
    for index, choice in enumerate(choices):
        x = label + index * step
        _column(lines, x, min(step - 1, width - x), index + 1, choice, floor, index == marked, glyphs)
    lines[-1] = _sentence(choices[marked], marked + 1, width, glyphs)
    return lines


def _column(
    lines: Sequence[Line],
    x: int,
    width: int,
    number: int,
    choice: Choice,
    floor: Figures | None,
    marked: bool,
    glyphs: Glyphs,
) -> None:
    ground = "bar" if marked else "screen"
    possible = choice.figures is not None
    name = choice.kind.value if width >= ROOMY else SHORT.get(choice.kind, choice.kind.value)
    title = clipped(f"{number} {name}", width, glyphs.ellipsis)
    if marked:
        lines[0].fill(x, x + width, ink("cursor.head.text", "cursor.head"))
        lines[0].put(x, title, ink("cursor.head.text", "cursor.head", BOLD))
        for line in lines[1:-1]:
            line.fill(x, x + width, ink("text", ground))
    else:
        lines[0].put(x, title, ink("bright" if possible else "quiet", "bar", BOLD * possible))
    if choice.figures is None:
        words = textwrap.wrap(choice.why_not, width)
        for line, text in zip(lines[1:-1], words, strict=False):
            line.put(x, text, ink("quiet", ground), width)
        return
    for line, text in zip(lines[1:3], choice.brief, strict=False):
        # A cell more than the column: a window of hours and minutes is whole, and the next one is not hurt.
        line.put(x, clipped(_plain(text, glyphs), width + 1, glyphs.ellipsis), ink("bright", ground))
    for line, (row, value, minutes) in zip(lines[3:-1], ROWS, strict=True):
        amount = value(choice.figures)
        text = length_text(amount) if minutes else str(amount)
        role = "text" if row == WORK else _judgement(amount, value(floor) if floor else amount)
        role = "quiet" if not amount and role == "text" else role
        line.put(x, text.rjust(NUMBER), ink(role, ground, BOLD * (role == "good")))


def _plain(text: str, glyphs: Glyphs) -> str:
    """Windows with the dash that this terminal can show."""
    return text.replace("–", glyphs.dash)


def _judgement(amount: int, floor: int) -> str:
    """Better or worse than leaving it."""
    if amount == floor:
        return "text"
    return "good" if amount < floor else "warn"


def _sentence(choice: Choice, number: int, width: int, glyphs: Glyphs) -> Line:
    """The marked choice in words, with what it asks first."""
    line = Line(width, ink("text", "row2"))
    if choice.figures is None:
        line.put(
            1,
            clipped(f"{number}  cannot be done: {choice.why_not}", width - 2, glyphs.ellipsis),
            ink("quiet", "row2"),
        )
        return line
    x = line.put(
        1,
        f"{number}  {clipped(_plain(choice.words, glyphs), width - 5, glyphs.ellipsis)}",
        ink("bright", "row2"),
    )
    if choice.warnings and x + 4 < width:
        costs = f"  {glyphs.late} asks first: {'; '.join(choice.warnings)}"
        line.put(x, clipped(costs, width - x - 1, glyphs.ellipsis), ink("warn", "row2"))
    return line
