"""The aligned goals in words: on the status row, in the side panel, and before beside after.

Numbers are said as `41/45`, so nothing depends on a colour.
"""

from __future__ import annotations

from dispatch_tui.core.goals import Goal, Goals
from dispatch_tui.desk.goal_words import BRIEF, LEFT_OUT, WORDS, fraction, score_text
from widgets.canvas import Line, clipped
from widgets.glyphs import Glyphs
from widgets.ink import BOLD, ink
from widgets.lines import Piece, piece

GOOD, POOR = 95, 75
"""Scores from which a day is drawn as good, and below which as a worry."""


def role_of_score(goals: Goals) -> str:
    """What a score is drawn as."""
    score = goals.score
    if score is None:
        return "quiet"
    return "good" if score >= GOOD else "warn" if score < POOR else "text"


def role_of_goal(goal: Goal) -> str:
    """What one goal is drawn as."""
    if not goal.of:
        return "quiet"
    return "good" if not goal.missed else "warn" if goal.good / goal.of * 100 < POOR else "text"


def goal_lines(goals: Goals) -> list[tuple[str, str, str, str]]:
    """The four goals for a column: name, `41/45`, why any are left out, and the ink role."""
    found = []
    for name, goal in goals.named:
        out = f"{goal.left_out} {LEFT_OUT[name]}" if goal.left_out else ""
        found.append((WORDS[name], fraction(goal), out, role_of_goal(goal)))
    return found


def arrow_of(glyphs: Glyphs) -> str:
    """What stands between before and after."""
    return glyphs.arrows.get("→", "→")


def change_pieces(before: Goals, after: Goals, glyphs: Glyphs, bg: str = "bar") -> list[Piece]:
    """Before and after, for a row of pieces: the score, then every goal that would change."""
    arrow = arrow_of(glyphs)
    if before == after:
        return [piece(f"goals {score_text(before)}, no change", "quiet", bg)]
    pieces = [
        piece(f"goals {score_text(before)} {arrow} ", "text", bg),
        piece(score_text(after), _better(before.score, after.score), bg, BOLD),
    ]
    for name, was in before.named:
        will: Goal = getattr(after, name)
        if (will.good, will.of) != (was.good, was.of):
            role = _better(_percent(was), _percent(will))
            pieces.append(piece(f"  {BRIEF[name]} {fraction(was)} {arrow} ", "quiet", bg))
            pieces.append(piece(fraction(will), role, bg, BOLD))
    return pieces


def paint_change(before: Goals, after: Goals, width: int, glyphs: Glyphs, bg: str = "bar") -> Line:
    """All four goals and the score before and after on one line; what does not fit is left out from the end.

    A change for the better or the worse is marked with + or - as well as by its ink.
    """
    arrow = arrow_of(glyphs)
    line = Line(width, ink("text", bg))
    x = line.put(0, " goals ", ink("accent", bg, BOLD))
    names = WORDS if width >= 130 else BRIEF
    x = _pair(line, x, "", score_text(before), score_text(after), before.score, after.score, arrow, bg)
    for name, was in before.named:
        will: Goal = getattr(after, name)
        if not (was.of or will.of):
            continue
        length = len(names[name]) + len(fraction(was)) + len(fraction(will)) + len(arrow) + 8
        if x + length > width:
            break
        x = _pair(
            line,
            x + 2,
            f"{names[name]} ",
            fraction(was),
            fraction(will),
            _percent(was),
            _percent(will),
            arrow,
            bg,
        )
    return line


def _pair(
    line: Line,
    x: int,
    name: str,
    was: str,
    will: str,
    before: float | None,
    after: float | None,
    arrow: str,
    bg: str,
) -> int:
    """One number before and after; returns the cell behind it."""
    x = line.put(x, name, ink("quiet", bg))
    if was == will:
        return line.put(x, f"{was} =", ink("text", bg))
    role = _better(before, after)
    sign = {"good": "+", "warn": "-"}.get(role, "")
    x = line.put(x, f"{was} {arrow} ", ink("quiet", bg))
    return line.put(x, clipped(f"{will} {sign}".strip(), max(0, line.width - x)), ink(role, bg, BOLD))


def _percent(goal: Goal) -> float | None:
    return None if goal.share is None else goal.share * 100


def _better(before: float | None, after: float | None) -> str:
    """The ink role of a change: better, worse, or neither."""
    if before is None or after is None or before == after:
        return "text"
    return "good" if after > before else "warn"
