"""Boards to paint: a small fixed one, and any board at all for properties.

Times are those of `tests.core.builders`: Tuesday 24 November 2026 in New York, now at noon.
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from dispatch_tui.core.model import (
    CallPhase,
    CallType,
    Customer,
    Lock,
    Priority,
    ShiftRule,
    Shop,
    Span,
    TimeOff,
    Visit,
    VisitState,
)
from dispatch_tui.core.text import clean_line, clean_text
from dispatch_tui.desk.board import Board, BoardKeeper
from tests.core.builders import (
    NOON,
    TODAY,
    at,
    call,
    canceled,
    day_of,
    done,
    en_route,
    minutes,
    on_site,
    place,
    site,
    span,
    tech,
    visit,
    visits_at,
)

S = VisitState
DISPATCHED = {"state": S.DISPATCHED, "since": at("11:00"), "dispatched_at": at("11:00")}

VISITS = (
    done(4001, "8:00", "8:05", "9:10"),
    on_site(4002, "9:30", "9:50", minutes=150),
    visit(4003, "13:00", minutes=90),
    visit(4004, "15:00", lock=Lock.TIME),
    canceled(4010, "8:30", "9:00", technician_id=2),
    en_route(4011, "11:30", "11:40", technician_id=2),
    visit(4012, "14:00", minutes=120, technician_id=2),
    visit(4013, "14:30", technician_id=2),
    visit(4020, "12:30", technician_id=3, minutes=45, **DISPATCHED),
    visit(4021, "14:05", technician_id=3, minutes=35),
)
WINDOWS = {
    4002: span("9:00", "11:00"),
    4003: span("13:00", "15:00"),
    4004: span("13:00", "14:30"),
    4012: span("13:00", "17:00"),
    4021: span("14:00", "16:00"),
    4030: span("13:00", "15:00"),
}
NAMES = {
    4001: "Marian Lopez",
    4002: "Bexley School District",
    4003: "[red]x[/red] & Sons",
    4004: "Ana Li",
    4010: "Bo Ek",
    4011: "Old Mill Apartments",
    4012: "寿司 東京 Kitchen",
    4013: "O'Neill",
    4020: "Café Zoë",
    4021: "Tom Ray",
    4030: "Ida Fox",
    4031: "Max Roe",
    4032: "Uma Poe",
}
KM = {4001: 4, 4002: 9, 4003: 12, 4004: 2, 4010: 3, 4011: 6, 4012: 15, 4013: 5, 4020: 8, 4021: 3}


def small_day(**kinds: object):
    """Four technicians, ten visits in most states, a double booking, a late one, three calls in the tray."""
    numbers = list(NAMES)
    waiting = {4030: Priority.HIGH, 4031: Priority.EMERGENCY, 4032: Priority.NORMAL}
    base: dict[str, object] = {
        "shop": Shop(name="Acme", zone_name="America/New_York", rules={"traffic": ""}),
        "technicians": (
            tech(1, name="Ana Ruiz", phone="+16145550101", skills=("HVAC", "GAS")),
            tech(2, name="Bartholomew Featherstone", skills=("PLM",)),
            tech(3, name="Cy Young", skills=()),
            tech(4, name="Dee Johnson", home=None),
        ),
        "shifts": tuple(ShiftRule(key, TODAY.weekday(), 480, 1020, id=key) for key in (1, 2, 3)),
        "offs": (TimeOff(4, at("0:00"), None, "sick", id=1, revs=(1, 1)),),
        "call_types": (CallType("REPAIR", "Repair", ("HVAC",), 60, id=1),),
        "visits": VISITS,
        "calls": tuple(
            call(
                key,
                customer_id=key,
                site_id=key,
                window=WINDOWS.get(key),
                window_told_at=at("8:00") if key in (4003, 4004) else None,
                priority=waiting.get(key, Priority.EMERGENCY if key == 4021 else Priority.NORMAL),
                phase=CallPhase.OPEN if key in waiting else CallPhase.SCHEDULED,
                problem="no heat since last night, the thermostat is blank",
            )
            for key in numbers
        ),
        "customers": tuple(Customer(NAMES[key], "+16145550134", id=key, revs=(1, 1, 1)) for key in numbers),
        "sites": tuple(
            site(key, place(KM[key]) if key in KM else None, customer_id=key, area="Clintonville")
            for key in numbers
        ),
    }
    return day_of(**{**base, **kinds})


def small_board(**kinds: object) -> Board:
    """The board of `small_day` at noon."""
    return BoardKeeper(small_day(**kinds), NOON).board


nasty = st.one_of(
    st.sampled_from(
        [
            "[red]x[/]", "[bold", "寿司 東京", "e\u0301\u0302 combining", "❤\ufe0f heart", "👍🏽 thumbs",
            "🇺🇸 flag", "👨\u200d👩\u200d👧 family", "שלום עולם", "مرحبا بالعالم", "अनिल कुमार", "ﷺ",
            "\u0301first",
            "中\u0301", "A" * 300, "", " ", "\x1b[31mred", "a\nb\tc", "\u202eevil", "ｗｉｄｅ", "한국어 이름",
        ]
    ),
    st.text(max_size=40),
)  # fmt: skip
"""What callers, files and other programs may send."""

lines_of_text = nasty.map(clean_line)
"""As it is kept: cleaned on its way in."""


@st.composite
def boards(draw: st.DrawFn) -> Board:
    """Any board: up to four technicians, any states, overlaps, places known or not, any outside text."""
    technicians = [
        tech(
            key,
            name=draw(lines_of_text),
            skills=tuple(draw(st.lists(st.sampled_from(["HVAC", "GAS", "PLM", "ELEC"]), max_size=4))),
            phone=draw(st.sampled_from(["", "+16145550101", "0171 555"])),
            home=draw(st.sampled_from([None, place(0)])),
        )
        for key in range(1, draw(st.integers(0, 4)) + 1)
    ]
    visits: list[Visit] = []
    for technician in technicians:
        for _ in range(draw(st.integers(0, 5))):
            visits.append(draw(visits_at(len(visits) + 4001, NOON, technician.id)))
    waiting = range(5001, 5001 + draw(st.integers(0, 6)))
    calls, customers, sites = [], [], []
    for key in (*(one.call_id for one in visits), *waiting):
        start = NOON + minutes(draw(st.integers(-300, 480)))
        length = draw(st.integers(0, 240))
        calls.append(
            call(
                key,
                customer_id=key,
                site_id=key,
                window=Span(start, start + minutes(length)) if length >= 30 else None,
                window_told_at=draw(st.sampled_from([None, at("7:30")])),
                priority=draw(st.sampled_from(list(Priority))),
                phase=CallPhase.OPEN if key in waiting else CallPhase.SCHEDULED,
                problem=clean_text(draw(nasty)),
                access=draw(lines_of_text),
            )
        )
        customers.append(Customer(draw(lines_of_text), "+16145550134", id=key, revs=(1, 1, 1)))
        where = place(draw(st.integers(0, 60))) if draw(st.booleans()) else None
        sites.append(site(key, where, customer_id=key, area=draw(lines_of_text)))
    shifts = tuple(
        ShiftRule(
            technician.id,
            TODAY.weekday(),
            *draw(st.sampled_from([(480, 1020), (1200, 1800)])),
            id=technician.id,
        )
        for technician in technicians
        if draw(st.booleans())
    )
    shop = Shop(zone_name="America/New_York", demo=draw(st.booleans()))
    day = day_of(
        shop=shop, technicians=tuple(technicians), shifts=shifts, visits=tuple(visits), calls=tuple(calls),
        customers=tuple(customers), sites=tuple(sites),
    )  # fmt: skip
    return BoardKeeper(day, NOON).board


def at_now(board: Board, clock: str) -> Board:
    """The same day at another time."""
    return BoardKeeper(board.day, at(clock)).board


def with_visits(board: Board, *visits: Visit) -> Board:
    """The same day with some visits changed."""
    changed = {one.id: one for one in visits}
    kept = tuple(changed.get(one.id, one) for one in VISITS)
    return replace(small_board(visits=kept), now=board.now)
