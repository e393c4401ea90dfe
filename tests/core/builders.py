"""Small factories and hypothesis strategies for records of the core.

Tuesday 24 November 2026 in New York is "the day"; `at("14:30")` is an instant of it. Everything made
here is valid in itself (stamps in order, none after now) unless a test says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from dispatch_tui.core.day import Day, DayRecords
from dispatch_tui.core.forecast import RowFacts
from dispatch_tui.core.model import (
    Call,
    CallType,
    Customer,
    Lock,
    Place,
    Precision,
    Priority,
    Shop,
    Site,
    Span,
    Technician,
    Visit,
    VisitState,
)
from dispatch_tui.core.status import OVER
from dispatch_tui.core.travel import Travel

S = VisitState
NEW_YORK = ZoneInfo("America/New_York")
BERLIN = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 11, 24)
SHOP = Shop(zone_name="America/New_York", rules={"traffic": ""})
"""No hours of traffic: times in tests can be done in the head."""
FLAT = Travel(circuity=1.0, speed_kmh=60.0, parking_minutes=0.0)
"""A minute a kilometre: legs in tests can be done in the head."""


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def at(clock: str, day: date = TODAY, zone: ZoneInfo = NEW_YORK) -> datetime:
    hour, minute = clock.split(":")
    return datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=zone).astimezone(UTC)


def span(start: str, end: str) -> Span:
    return Span(at(start), at(end))


def place(km: float, precision: Precision = Precision.PIN) -> Place:
    """A point that many kilometres (less a hair, for rounding up) north of the depot."""
    return Place(40.0 + km / 111.1952, -74.0, precision)


DEPOT = place(0)
SHIFT = (span("8:00", "17:00"),)
NOON = at("12:00")


def tech(key: int = 1, **fields: object) -> Technician:
    made = Technician(f"T{key}", f"Tech {key}", skills=("HVAC",), home=DEPOT, id=key, revs=(1, 1))
    return replace(made, **fields)  # type: ignore[arg-type]


def customer(key: int = 1, **fields: object) -> Customer:
    return replace(Customer(f"Customer {key}", id=key, revs=(1, 1, 1)), **fields)  # type: ignore[arg-type]


def site(key: int = 1, where: Place | None = None, **fields: object) -> Site:
    made = Site(1, f"{key} Elm St", place=where, id=key, revs=(1, 1))
    return replace(made, **fields)  # type: ignore[arg-type]


def call(key: int = 1, **fields: object) -> Call:
    made = Call(1, 1, "REPAIR", (), 60, at("7:00"), TODAY, id=key, revs=(1, 1, 1, 1))
    return replace(made, **fields)  # type: ignore[arg-type]


def visit(key: int = 1, start: str | datetime = "9:00", **fields: object) -> Visit:
    begins = at(start) if isinstance(start, str) else start
    made = Visit(key, 1, begins, 60, TODAY, id=key, revs=(1, 1, 1, 1, 1, 1))
    return replace(made, **fields)  # type: ignore[arg-type]


def en_route(key: int, start: str, since: str, **fields: object) -> Visit:
    return visit(key, start, state=S.EN_ROUTE, since=at(since), enroute_at=at(since), **fields)


def on_site(key: int, start: str, since: str, **fields: object) -> Visit:
    return visit(key, start, state=S.ON_SITE, since=at(since), arrived_at=at(since), **fields)


def paused(key: int, start: str, arrived: str, since: str, **fields: object) -> Visit:
    return visit(key, start, state=S.PAUSED, since=at(since), arrived_at=at(arrived), **fields)


def done(key: int, start: str, arrived: str, finished: str, **fields: object) -> Visit:
    return visit(
        key,
        start,
        state=S.DONE,
        since=at(finished),
        arrived_at=at(arrived),
        finished_at=at(finished),
        **fields,
    )


def canceled(key: int, start: str, ended: str, **fields: object) -> Visit:
    """As the desk leaves it: seen by the technician, never arrived at."""
    return visit(key, start, state=S.CANCELED, since=at(ended), finished_at=at(ended), **fields)


def row(
    visits: Sequence[Visit],
    km: dict[int, float | None] | None = None,
    windows: dict[int, Span] | None = None,
    home: Place | None = DEPOT,
    shifts: Iterable[Span] = SHIFT,
) -> RowFacts:
    """One technician's row: call and site share the visit's id; `km` says how far north each is."""
    where = km or {}
    promised = windows or {}
    calls, sites = {}, {}
    for one in visits:
        calls[one.call_id] = call(one.call_id, site_id=one.call_id, window=promised.get(one.call_id))
        distance = where.get(one.call_id, 0.0)
        sites[one.call_id] = site(one.call_id, None if distance is None else place(distance))
    return RowFacts(tuple(visits), calls, sites, home, tuple(shifts))


def day_of(**kinds: object) -> Day:
    """A day of the given records; what is left out is empty."""
    base: dict[str, object] = {
        "rev": 1, "shop": SHOP, "clock": None, "technicians": (), "shifts": (), "offs": (),
        "call_types": (CallType("REPAIR", "Repair", (), 60, id=1),), "visits": (), "calls": (),
        "customers": (), "sites": (),
    }  # fmt: skip
    return Day.of(TODAY, DayRecords(**{**base, **kinds}))  # type: ignore[arg-type]


# strategies

precisions = st.sampled_from([p for p in Precision if p is not Precision.UNKNOWN])
places = st.builds(
    Place,
    st.floats(-89.9, 89.9, allow_nan=False),
    st.floats(-180, 180, allow_nan=False),
    precisions,
)
town_places = st.builds(Place, st.integers(3990, 4020).map(lambda n: n / 100), st.just(-74.0), precisions)
zones = st.sampled_from(
    ["America/New_York", "Europe/Berlin", "UTC", "Asia/Kolkata", "Australia/Lord_Howe"]
).map(ZoneInfo)
instants = st.integers(1_577_836_800, 2_051_222_400).map(lambda second: datetime.fromtimestamp(second, UTC))
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@st.composite
def visits_at(draw: st.DrawFn, key: int, now: datetime, technician_id: int = 1) -> Visit:
    """A visit in any state, with the stamps that lead there, none of them after `now`."""
    start = now + minutes(draw(st.integers(-300, 480)))
    made = visit(key, technician_id=technician_id, start=start, minutes=draw(st.integers(1, 180)))
    state = draw(st.sampled_from(list(VisitState)))
    steps = sorted(draw(st.lists(st.integers(0, 240), min_size=4, max_size=4)), reverse=True)
    enroute, arrived, since, ended = (now - minutes(step) for step in steps)
    stamps: dict[str, object] = {"state": state, "since": since}
    if state is S.EN_ROUTE:
        stamps |= {"enroute_at": since}
    elif state in (S.ON_SITE, S.PAUSED, S.DONE, S.CANNOT_COMPLETE):
        stamps |= {"enroute_at": enroute, "arrived_at": arrived}
        stamps |= {"paused_minutes": draw(st.integers(0, 30))}
    if state in OVER:
        stamps |= {"finished_at": ended, "since": ended}
    if state in (S.ON_SITE, S.PAUSED) and draw(st.booleans()):
        stamps |= {"left_minutes": draw(st.integers(0, 120)), "left_at": since}
    return replace(made, lock=draw(st.sampled_from(list(Lock))), **stamps)  # type: ignore[arg-type]


@st.composite
def rows(draw: st.DrawFn, now: datetime = NOON) -> RowFacts:
    """A technician's row at `now`: any mixture of states, places known or not, windows or not."""
    visits = [draw(visits_at(key, now)) for key in range(1, draw(st.integers(1, 6)) + 1)]
    calls, sites = {}, {}
    for one in visits:
        start = now + minutes(draw(st.integers(-300, 480)))
        window = draw(st.none() | st.builds(lambda n, s=start: Span(s, s + minutes(n)), st.integers(30, 240)))
        site_id = draw(st.integers(1, 3))
        calls[one.call_id] = call(one.call_id, site_id=site_id, window=window)
        sites.setdefault(site_id, site(site_id, draw(st.none() | town_places)))
    shifts = draw(
        st.sampled_from([(), (span("8:00", "17:00"),), (span("7:00", "11:00"), span("13:00", "18:00"))])
    )
    return RowFacts(tuple(visits), calls, sites, draw(st.none() | town_places), shifts)


calls_any = st.builds(
    call,
    st.integers(1, 4),
    priority=st.sampled_from(list(Priority)),
    due=st.dates(TODAY, date(2026, 11, 27)),
)
