"""Why a visit stands where it stands: what was kept when it was placed, beside how it looks now."""

from __future__ import annotations

from dispatch_tui.core.day import Day
from dispatch_tui.core.suggest import Because, Points, Ranking, Suggestion
from dispatch_tui.core.timewords import clock_text, day_text
from widgets.glyphs import Glyphs
from widgets.goals import arrow_of
from widgets.suggestion_words import FACTORS, GATES, rank_of, raw_text

TELLING = 1.0
"""Points by which a factor must differ to be named."""
MOST = 4
"""Factors that are named."""


def kept_lines(
    because: Because, place: Suggestion | None, ranking: Ranking | None, day: Day, glyphs: Glyphs
) -> list[tuple[str, str]]:
    """The explanation in lines of (text, ink role).

    Args:
        because: what was kept.
        place: the same place as it looks now; None where that cannot be told any more.
        ranking: what is to be had now; likewise.
        day: for names and the zone.
        glyphs: for the arrow between then and now.
    """
    zone = day.shop.zone
    who = day.technicians.get(because.technician_id)
    made = f"{day_text(because.made_at.astimezone(zone).date())} {clock_text(because.made_at, zone)}"
    by = f" by the {because.by}" if because.by else ""
    rank = f"no. {because.rank}" if because.rank else "none of those suggested"
    behind = f", the best had {because.best:.0f}" if because.best is not None and because.rank != 1 else ""
    lines = [
        (
            f"{made}{by}: {who.code if who else '?'} {clock_text(because.start, zone)} was {rank} with "
            f"{because.total:.0f} points{behind}, weights {because.preset}",
            "text",
        )
    ]
    if because.failed:
        gates = ", ".join(GATES[gate] for gate in because.failed)
        said = f": {because.reason}" if because.reason else ", no reason was given"
        lines.append((f"{glyphs.conflict} in spite of {gates}{said}", "warn"))
    elif because.reason:
        lines.append((f"said for it: {because.reason}", "text"))
    lines.append((_weighty(because), "quiet"))
    if place is not None and ranking is not None:
        lines += _now(because, place, ranking, arrow_of(glyphs))
    return lines


def _weighty(because: Because) -> str:
    """What counted most then: the factors with the most points."""
    best = sorted(because.points, key=lambda points: -points.points)[:MOST]
    return "then: " + ", ".join(_said(points) for points in best)


def _said(points: Points) -> str:
    return f"{FACTORS[points.factor]} {raw_text(points)} ({points.points:.0f} of {points.most:.0f})"


def _now(because: Because, place: Suggestion, ranking: Ranking, arrow: str) -> list[tuple[str, str]]:
    worse = place.total < because.total - TELLING
    failed = ", ".join(GATES[result.gate] for result in place.failed)
    rank = f"closed by {failed}" if failed else f"no. {rank_of(place, ranking)}"
    lines = [(f"now: {rank} with {place.total:.0f} points", "warn" if worse or failed else "good")]
    changed = []
    for then in because.points:
        now = place.of(then.factor)
        if abs(now.points - then.points) >= TELLING:
            changed.append(
                (
                    abs(now.points - then.points),
                    f"{FACTORS[then.factor]} {raw_text(then)} {arrow} {raw_text(now)}",
                )
            )
    changed.sort(key=lambda each: -each[0])
    if changed:
        lines.append((", ".join(words for _, words in changed[:MOST]), "quiet"))
    return lines
