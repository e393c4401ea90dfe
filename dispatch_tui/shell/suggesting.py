"""`offer` and `why` in a shell: suggestions as plain text, or as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dispatch_tui.core.day import Day
from dispatch_tui.core.errors import Missing
from dispatch_tui.core.model import Call
from dispatch_tui.core.shifts import local_date
from dispatch_tui.core.status import OVER
from dispatch_tui.core.suggest import Ranking, Suggestion
from dispatch_tui.core.text import plural
from dispatch_tui.core.timewords import clock_text, day_text, length_text, window_text
from dispatch_tui.desk.board import Board
from dispatch_tui.desk.desk import Desk
from dispatch_tui.desk.requests import Show, Topic
from dispatch_tui.desk.shell_json import Json
from dispatch_tui.desk.suggest_json import offers_json, standing_json
from dispatch_tui.desk.suggest_words import (
    because_words,
    failed_words,
    opens_words,
    points_words,
    short_reasons,
    spoken,
    what_if_words,
    when_words,
    window_words,
)
from dispatch_tui.desk.suggesting import Offers, Standing, known_of, offers_of, standing

MOST_CLOSED = 5
MOST_WINDOWS = 6
MOST_CHANGES = 3
"""Lines of each kind in the text; JSON has them all."""


def suggested(desk: Desk, board: Board, request: Show) -> tuple[Json, str]:
    """What `offer` or `why` answers, as JSON and as text.

    Raises:
        Missing: if there is no such call, or it stands nowhere and is asked why.
    """
    assert request.call_id is not None  # of these two there always is one
    story = desk.store.call_story(request.call_id)
    if request.topic is Topic.OFFER:
        known = known_of(board.day, story.call, story.customer, story.site)
        offers = offers_of(desk, board, story.call, request.days, request.day, known=known)
        return offers_json(board, offers), "\n".join(_offer_lines(board, story.call, offers))
    visits = [visit for visit in story.visits if visit.state not in OVER] or list(story.visits)
    if not visits:
        raise Missing(f"call {story.call.id} stands nowhere", f"say offer {story.call.id}")
    visit = visits[-1]
    found = standing(board, story.call, visit, desk.store.because_of(visit))
    return standing_json(board, found), "\n".join(_why_lines(board, found))


# -- offer


def _offer_lines(board: Board, call: Call, offers: Offers) -> Iterator[str]:
    day, today = board.day, local_date(board.now, board.day.shop.zone)
    yield _heading(day, call, offers)
    if not offers.places:
        yield "nothing is open"
    for number, place in enumerate(offers.places, 1):
        yield f"{number:>2}  {_place(day, place, today)}  {place.total:5.1f}  {short_reasons(place)}"
    if offers.windows:
        yield "could be promised:"
        for each in offers.windows[:MOST_WINDOWS]:
            who = spoken(day.technicians[each.place.technician_id])
            able = plural(each.technicians, "technician")
            yield f"    {window_words(each.window, day, today):<26} {able}, best {who} {each.place.total:.1f}"
    closed = offers.days[0].closed[:MOST_CLOSED] if offers.days else ()
    if closed:
        yield "not open:"
    for place in closed:
        opens = opens_words(place, day, today)
        yield f"    {_place(day, place, today)}  {failed_words(place, day)}" + (
            f" -> {opens}" if opens else ""
        )
    ranking = offers.ranking
    for change in (ranking.what_if if ranking else ())[:MOST_CHANGES]:
        yield what_if_words(change)


def _heading(day: Day, call: Call, offers: Offers) -> str:
    zone = day.shop.zone
    window = f", window {window_text(call.window, zone)}" if call.window is not None else ""
    weights = offers.days[0].weights if offers.days else None
    preset = f"; weights: {weights.preset}{' with your own' if weights.own else ''}" if weights else ""
    days = [each for each in offers.days if each.technicians]
    able = plural(sum(each.able for each in days), "technician") if len(days) == 1 else _span(days)
    return f"{call.id} {call.type_code}, {length_text(call.minutes)}{window}: {able}{preset}"


def _span(days: list[Ranking]) -> str:
    if not days:
        return "nobody works"
    return f"{day_text(days[0].asked.day)} to {day_text(days[-1].asked.day)}"


def _place(day: Day, place: Suggestion, today: date) -> str:
    who = spoken(day.technicians[place.technician_id])
    return f"{who:<14.14} {when_words(place.start, day, today):<16}"


# -- why


def _why_lines(board: Board, found: Standing) -> Iterator[str]:
    day, zone, visit = board.day, board.day.shop.zone, found.visit
    today = local_date(board.now, zone)
    technician = day.technicians.get(visit.technician_id)
    who = spoken(technician) if technician is not None else "somebody who left"
    yield f"{found.call.id} stands with {who} at {when_words(visit.start, day, today)}"
    if found.kept is None:
        yield "nothing was kept of why: it came from an import, or from before reasons were kept"
    else:
        by = f" by the {found.kept.by}" if found.kept.by else ""
        made = when_words(found.kept.made_at, day, today)
        yield f"chosen{by} {made}: {because_words(found.kept)}; weights: {found.kept.preset}"
        if found.kept.reason:
            yield f"  they said: {found.kept.reason}"
        for points in found.kept.points:
            yield f"  {points_words(points)}"
    if found.place is None:
        yield f"how it looks now is told on its own day: {day_text(visit.service_date)}"
        return
    best = found.ranking.best if found.ranking is not None else None
    yield f"now: {found.place.total:.1f} points" + (
        f"; {failed_words(found.place, day)}" if found.place.failed else ""
    )
    if best is not None and (best.technician_id, best.start) != (visit.technician_id, visit.start):
        other = spoken(day.technicians[best.technician_id])
        yield f"best now: {other} at {clock_text(best.start, zone)}, {best.total:.1f} points"
