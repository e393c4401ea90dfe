"""Performance figures per technician and type of work, as lines that can be sorted, said and exported.

Counted from stamps, windows and callbacks (core.performance); nothing is inferred about persons. Figures that
rest on fewer cases than the shop learns from (its rule `learn-cases`) are shown as counts and said to be too
few; they are sorted behind the others, since they compare with nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dispatch_tui.core.day import Day, code_key
from dispatch_tui.core.model import Technician
from dispatch_tui.core.performance import WEIGHT, WITHIN, Figures, LeftOut, Performance, Rate
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.shifts import local_date
from dispatch_tui.core.timewords import day_text, length_text
from dispatch_tui.desk.board import Board
from dispatch_tui.desk.shell_json import Json, head_json

LEFT_OUT: dict[LeftOut, str] = {
    LeftOut.NO_STAMP: "arrival or end never stamped",
    LeftOut.NO_WINDOW: "no window promised",
    LeftOut.HELPER: "as second pair of hands",
    LeftOut.ODD: "of a length that was no work",
}
"""Why a visit is not in a figure."""


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One technician at one type of work, or all technicians at it.

    Attributes:
        technician: None for all.
        kind: the type of work, as it is called.
        cases: completed calls, measured visits or promised arrivals, whichever are most.
        few: True if that is too few to go by.
    """

    technician: Technician | None
    kind: str
    figures: Figures
    cases: int
    few: bool


Value = Callable[[FigureLine], float | None]


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure that lines can be sorted by.

    Attributes:
        key: its name in JSON.
        title: heading of its column.
        formula: what it is, in words.
        rate: the counts behind it; None if it is no rate.
        value: what is sorted by; None goes last.
        fewer: True if less is better, so that the least comes first.
    """

    key: str
    title: str
    formula: str
    value: Value
    rate: Callable[[Figures], Rate] | None = None
    fewer: bool = False


MEASURES: tuple[Measure, ...] = (
    Measure("cases", "n", "completed calls, each counted with who was sent first", lambda line: line.cases),
    Measure(
        "first_time_fix",
        "FIRST TIME",
        "done in the first visit with no return within 30 days / completed calls",
        lambda line: line.figures.first_time.share,
        lambda figures: figures.first_time,
    ),
    Measure(
        "callbacks",
        "CALLBACKS",
        "returns within 30 days / completed calls, charged to who was sent first",
        lambda line: line.figures.callback_rate,
        lambda figures: Rate(figures.no_callback.of - figures.no_callback.good, figures.no_callback.of),
        fewer=True,
    ),
    Measure(
        "on_time",
        "ON TIME",
        "arrivals no later than the window's end / arrivals with a window",
        lambda line: line.figures.on_time.share,
        lambda figures: figures.on_time,
    ),
    Measure(
        "estimate_kept",
        "AS PLANNED",
        f"visits done in at most {WITHIN:.0%} more than planned / visits done",
        lambda line: line.figures.kept.share,
        lambda figures: figures.kept,
    ),
    Measure(
        "off_by_minutes",
        "OFF BY",
        "actual less planned minutes on site, the median of the visits done",
        lambda line: None if line.figures.off_by is None else abs(line.figures.off_by),
        fewer=True,
    ),
    Measure(
        "score",
        "SCORE",
        f"the four rates weighed, few cases drawn to the mean of all as if by {WEIGHT} of its cases",
        lambda line: line.figures.score,
    ),
)


def figure_lines(performance: Performance, day: Day, words: str = "") -> list[FigureLine]:
    """A line for every technician and type of work, and one for all technicians at each, by type.

    Args:
        performance: what has been counted.
        day: for names; technicians who have left are not in it and are not shown.
        words: all of which must stand in the technician's code or name, or in the type of work.
    """
    names = {kind.code: kind.name for kind in day.call_types.values()}
    few = Rules.of(day.shop).learn_cases
    found = []
    for code in performance.types:
        overall = performance.of_all(code)
        own = [
            _line(day.technicians[each.technician_id], names.get(code, code), each, few)
            for each in performance
            if each.type_code == code
            and each.technician_id is not None
            and each.technician_id in day.technicians
        ]
        own.sort(key=lambda line: code_key(line.technician.code if line.technician else ""))
        if overall is not None:
            found.append(_line(None, names.get(code, code), overall, few))
        found += own
    wanted = words.casefold().split()
    return [line for line in found if all(word in _named(line) for word in wanted)]


def _line(technician: Technician | None, kind: str, figures: Figures, few: int) -> FigureLine:
    cases = max(figures.cases, figures.measured, figures.on_time.of)
    return FigureLine(technician, kind, figures, cases, cases < few)


def _named(line: FigureLine) -> str:
    who = line.technician
    text = f"{who.code} {who.name}" if who else "all technicians"
    return f"{text} {line.kind} {line.figures.type_code}".casefold()


def sorted_lines(
    lines: Iterable[FigureLine], measure: Measure | None, *, backwards: bool = False
) -> list[FigureLine]:
    """Lines by a measure, best first; None leaves them by type and technician.

    Those too few to go by come after the others, and those without the figure last, either way round.
    """
    kept = list(lines)
    if measure is None:
        return kept[::-1] if backwards else kept
    value = measure.value
    known = [line for line in kept if value(line) is not None]
    down = measure.fewer == backwards
    sure = [line for line in known if not line.few or measure.key == "cases"]
    known_few = [line for line in known if line not in sure]
    for some in (sure, known_few):
        some.sort(key=lambda line: value(line) or 0.0, reverse=down)
    return [*sure, *known_few, *(line for line in kept if value(line) is None)]


def left_out_of(performance: Performance) -> dict[LeftOut, int]:
    """How many visits are in no figure or in fewer, by why; over all types of work."""
    total: Counter[LeftOut] = Counter()
    for code in performance.types:
        overall = performance.of_all(code)
        total.update(overall.left_out if overall else {})
    return {why: total[why] for why in LeftOut if total[why]}


def left_out_words(left_out: dict[LeftOut, int]) -> str:
    """`12 without ..., 3 ...`; or that nothing was left out."""
    parts = [f"{count} {LEFT_OUT[why]}" for why, count in left_out.items()]
    return f"left out: {', '.join(parts)}" if parts else "nothing left out"


def too_few(line: FigureLine) -> str:
    """`n = 3: too few to go by`, or ""."""
    return f"n = {line.cases}: too few to go by" if line.few else ""


def percent(rate: Rate) -> str:
    """`79%`, or `-` of none."""
    return "-" if rate.share is None else f"{rate.share:.0%}"


def off_by_text(figures: Figures) -> str:
    """`+12m`: longer than planned; `-` of none."""
    if figures.off_by is None:
        return "-"
    minutes = round(figures.off_by)
    return f"{'-' if minutes < 0 else '+'}{length_text(abs(minutes))}"


def value_text(line: FigureLine, measure: Measure) -> str:
    """A figure of a line as it stands in its column; of too few, the bare counts and no rate."""
    figures = line.figures
    if measure.key == "cases":
        return str(line.cases)
    if measure.rate is not None:
        rate = measure.rate(figures)
        if not rate.of:
            return "-"
        return f"{rate.good}/{rate.of}" if line.few else percent(rate)
    if line.few:
        return ""
    if measure.key == "off_by_minutes":
        return off_by_text(figures)
    return "-" if figures.score is None else f"{figures.score * 100:.0f}"


def who_text(line: FigureLine) -> str:
    """`T3 Ana Ruiz`, or all technicians."""
    return f"{line.technician.code} {line.technician.name}" if line.technician else "all technicians"


def since_of(day: Day, now: datetime) -> date | None:
    """From when on is counted: the shop's `learn-days` back; None where it learns nothing."""
    days = Rules.of(day.shop).learn_days
    return local_date(now, day.shop.zone) - timedelta(days=days) if days else None


def since_text(since: date | None) -> str:
    """How far back was counted."""
    return f"since {day_text(since)}" if since else "not counted: the shop's rule learn-days is 0"


def figures_json(board: Board, performance: Performance, since: date | None) -> Json:
    """All figures, with the counts they rest on; null where there is none."""
    return {
        **head_json(board),
        "since": None if since is None else since.isoformat(),
        "few": Rules.of(board.day.shop).learn_cases,
        "left_out": {why.value.replace(" ", "_"): count for why, count in left_out_of(performance).items()},
        "figures": [_line_json(line) for line in figure_lines(performance, board.day)],
    }


def _line_json(line: FigureLine) -> Json:
    figures = line.figures
    found: Json = {
        "technician": line.technician.code if line.technician else None,
        "type": figures.type_code,
        "cases": figures.cases,
        "too_few": line.few,
    }
    for measure in MEASURES:
        if measure.rate is not None:
            rate = measure.rate(figures)
            found[measure.key] = {"good" if not measure.fewer else "count": rate.good, "of": rate.of}
    return {
        **found,
        "early": figures.early,
        "off_by_minutes": None if figures.off_by is None else round(figures.off_by),
        "measured": figures.measured,
        "not_30_days_old": figures.young,
        "score": None if figures.score is None else round(figures.score, 3),
        "left_out": {why.value.replace(" ", "_"): count for why, count in figures.left_out.items()},
    }


def figures_rows(lines: Sequence[FigureLine]) -> tuple[tuple[str, ...], list[list[str]]]:
    """Headings and rows of a plain table."""
    titles = ("technician", "type", *(measure.title.lower() for measure in MEASURES), "")
    rows = [
        [who_text(line), line.kind, *(value_text(line, measure) for measure in MEASURES), too_few(line)]
        for line in lines
    ]
    return titles, rows
