"""Who is asked when a few calls are to be placed into a live day: those who may do them and come near."""

from __future__ import annotations

from collections.abc import Iterable

from dispatch_tui.core.day import Day
from dispatch_tui.core.model import Call, Place
from dispatch_tui.core.rules import missing_skills
from dispatch_tui.core.status import BEGUN, OVER
from dispatch_tui.core.travel import great_circle_km
from dispatch_tui.planning.scope import Options, Scope

UNKNOWN_KM = 15.0
"""What a place that is not known is taken to be away."""


def near_team(day: Day, scope: Scope, options: Options) -> frozenset[int]:
    """Technicians for a live scope: for each call the nearest who may do it; and who is out.

    Args:
        day: the day.
        scope: a live scope.
        options: with `reach`, how many for each call; None for everybody.
    """
    if options.reach is None:
        return frozenset(day.order)
    out = [key for key in day.order if key in options.out | options.part_out]
    ahead = [visit for key in out for visit in day.row(key) if visit.state not in OVER | BEGUN]
    wanted = {*scope.calls, *(visit.call_id for visit in ahead)}
    found = set(out)
    places = {key: tuple(_places(day, key)) for key in day.order if day.working.get(key)}
    for call in (day.calls[key] for key in sorted(wanted) if key in day.calls):
        found.update(_nearest(day, call, places, options))
    return frozenset(found)


def _nearest(day: Day, call: Call, places: dict[int, tuple[Place, ...]], options: Options) -> list[int]:
    """Those who may do a call, by how near any place of their day comes to it."""
    site = day.site_of(call)
    at = site.place if site is not None else None
    able = [
        key
        for key in places
        if key not in options.out
        and not missing_skills(call, day.technicians[key])
        and options.may(call, day.technicians[key])
    ]

    def away(key: int) -> float:
        if at is None or not places[key]:
            return UNKNOWN_KM
        return min(great_circle_km(at, place) for place in places[key])

    return sorted(able, key=lambda key: (away(key), key))[: options.reach]


def _places(day: Day, key: int) -> Iterable[Place]:
    """Where a technician's day leads."""
    home = day.technicians[key].home
    if home is not None:
        yield home
    for visit in day.row(key):
        call = day.calls.get(visit.call_id)
        site = day.site_of(call) if call is not None else None
        if site is not None and site.place is not None:
            yield site.place
