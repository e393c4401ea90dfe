"""The aligned goals in words and as JSON: the same for status row, panel and shell.

Numbers are said as `41/45`, so nothing depends on a colour.
"""

from __future__ import annotations

from collections.abc import Mapping

from dispatch_tui.core.goals import Goal, Goals
from dispatch_tui.desk.board import Board
from dispatch_tui.desk.shell_json import Json, head_json

WORDS: Mapping[str, str] = {
    "clients": "clients on time",
    "home": "home on time",
    "match": "right match",
    "warned": "warned in time",
}
BRIEF: Mapping[str, str] = {"clients": "on time", "home": "home", "match": "match", "warned": "warned"}

LEFT_OUT: Mapping[str, str] = {
    "clients": "without a window",
    "home": "without a shift",
    "match": "not known",
    "warned": "hardly late",
}
"""Why those are left out that could not be judged."""


def fraction(goal: Goal) -> str:
    """`41/45`; `-` where there was nothing to judge."""
    return f"{goal.good}/{goal.of}" if goal.of else "-"


def score_text(goals: Goals) -> str:
    """`92`; `-` where nothing could be judged."""
    return "-" if goals.score is None else str(goals.score)


def weakest(goals: Goals) -> tuple[str, Goal] | None:
    """The goal that misses the largest share; None where none misses anything."""
    missing = [(name, goal) for name, goal in goals.named if goal.missed]
    return min(missing, key=lambda each: each[1].share or 0, default=None)


def goals_text(goals: Goals, room: int) -> str:
    """The goals in so many cells: all four in words, all four in brief, the weakest, or the score alone.

    Returns:
        "" where not even the score fits, or there is nothing to judge.
    """
    if goals.score is None:
        return ""
    head = f"goals {score_text(goals)}"
    judged = [(name, goal) for name, goal in goals.named if goal.of]
    least = weakest(goals)
    forms = [
        f"{head}: " + ", ".join(f"{WORDS[name]} {fraction(goal)}" for name, goal in judged),
        f"{head}: " + ", ".join(f"{BRIEF[name]} {fraction(goal)}" for name, goal in judged),
        f"{head}: {BRIEF[least[0]]} {fraction(least[1])}" if least else head,
        head,
    ]
    return next((form for form in forms if len(form) <= room), "")


def goals_page(goals: Goals) -> str:
    """All four goals in lines, with how many were left out and why, and the score above them."""
    lines = [f"goals {score_text(goals)}  of 100: of all that could be judged, how much is as it should be"]
    for name, goal in goals.named:
        share = "" if goal.share is None else f"{goal.share:.0%}"
        out = f"  {goal.left_out} left out: {LEFT_OUT[name]}" if goal.left_out else ""
        lines.append(f"  {WORDS[name]:16} {fraction(goal):>9} {share:>5}{out}".rstrip())
    return "\n".join(lines)


def goals_json(board: Board, goals: Goals) -> Json:
    """The day's goals: for each how many reach it, of how many, how many were left out and why."""
    return {**head_json(board), "goals": goals_items(goals)}


def goals_items(goals: Goals) -> Json:
    """The goals alone; `score` is null where nothing could be judged."""
    found: Json = {"score": goals.score}
    for name, goal in goals.named:
        found[name] = {
            "good": goal.good,
            "of": goal.of,
            "share": None if goal.share is None else round(goal.share, 3),
            "left_out": goal.left_out,
            "left_out_because": LEFT_OUT[name],
        }
    return found
