"""The demo shop, whole: pure, and the same for the same seed, size and day."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import cycle, islice
from zoneinfo import ZoneInfo

from data.demo import troubles
from data.demo.folk import Member, customers, phone_numbers, team
from data.demo.geography import ZONE, Area
from data.demo.ledger import Calendar, Ledger
from data.demo.past import past_work
from data.demo.route import Planner, Role, Row
from data.demo.sizes import DemoSize
from data.demo.waiting import tray
from data.demo.writing import World, Writer
from dispatch_tui.core.catalogue import CALL_TYPES
from dispatch_tui.core.commands import SetUpShop
from dispatch_tui.core.model import Priority, ShiftRule, Shop, SimClock, TimeOff
from dispatch_tui.exercise.cast import CANNOT_REASONS
from dispatch_tui.exercise.world import true_travel

OPENING = 10 * 60 + 42
"""Shop-local minute of the anchor day at which the demo opens: the middle of a full morning."""

BUSY = 9 * 60
"""Shop-local minute whose traffic drives are planned with: more than at noon, less than in the evening."""

DEFAULT_SPEED = 20.0
"""Simulated seconds per second: on a dozen rows something happens every few seconds, and a person
can still think."""

DISPATCHER = "Dana"

_ROLES = (
    Role.OVERRUN, Role.LATE_ROAD, Role.PAUSED, Role.ACKNOWLEDGED, Role.DISPATCHED, Role.ON_SITE,
    Role.ROAD, Role.OVERRUN, Role.ON_SITE, Role.IDLE, Role.ON_SITE,
)  # fmt: skip
"""Roles of the first technicians, those that show a state nobody else shows first."""

_MORE_ROLES = (
    Role.ON_SITE, Role.ROAD, Role.ON_SITE, Role.ON_SITE, Role.IDLE, Role.ON_SITE, Role.ACKNOWLEDGED,
    Role.ON_SITE, Role.ROAD, Role.OVERRUN, Role.ON_SITE, Role.DISPATCHED,
)  # fmt: skip


def build_demo(
    seed: int,
    size: DemoSize,
    anchor: date,
    wall_now: datetime,
    *,
    zone_name: str = ZONE,
    speed: float = DEFAULT_SPEED,
) -> SetUpShop:
    """A shop in the middle of its day.

    Args:
        seed: the same seed, size and anchor give the same shop.
        size: technicians, and calls of the day.
        anchor: the shop-local day that the demo is about.
        wall_now: the real instant at which it opens at 10:42.
        zone_name: IANA zone of the shop.
        speed: simulated seconds per real second; 0 opens paused.
    """
    shop = Shop(name="Buckeye Home Services", zone_name=zone_name, first_call=4001, demo=True)
    calendar = Calendar(ZoneInfo(zone_name))
    rng = random.Random(f"{seed}/{size.technicians}x{size.calls}")
    ledger = Ledger(calendar, DISPATCHER)
    phones = phone_numbers(rng)
    kinds = [ledger.add(kind) for kind in CALL_TYPES]
    crew = _hired(ledger, team(rng, size.technicians, phones, anchor.weekday()), anchor)
    skills = {skill for member in crew for skill in member.technician.skills}
    able = [kind for kind in kinds if set(kind.skills) <= skills]
    planned = [kind for kind in able if kind.priority is not Priority.EMERGENCY]
    world = World(seed, true_travel(shop))
    rows = _planned(rng, size, crew, Planner(rng, world.travel, planned, OPENING, calendar.at(anchor, BUSY)))
    waiting = tray(rng, able, _tray_size(size, rows), OPENING)
    writer = Writer(ledger, rng, customers(rng, phones), anchor, OPENING, world)
    past = past_work(seed, crew, able, anchor)
    writer.write(rows, waiting, crew, able, _ended(size), past)
    clock = SimClock(calendar.at(anchor, OPENING), wall_now, speed)
    # The calls of the weeks before come first; those of the day are numbered alike with them or without.
    shop = replace(shop, first_call=shop.first_call - len(past))
    return SetUpShop(shop, clock, ledger.ordered, tuple(ledger.stamps))


def _hired(ledger: Ledger, crew: Sequence[Member], anchor: date) -> list[Member]:
    """The crew written down, with hours and time off."""
    at = ledger.calendar.at
    hired = []
    for member in crew:
        technician = ledger.add(member.technician)
        hired.append(replace(member, technician=technician))
        for weekday in member.weekdays:
            ledger.add(ShiftRule(technician.id, weekday, *member.shift))
        if member.off:
            ledger.add(TimeOff(technician.id, at(anchor, 0), at(anchor, 1440), "sick"))
    return hired


def _ended(size: DemoSize) -> tuple[int, int]:
    """How many of the day's calls are on hold, and how many were canceled."""
    return (max(1, size.calls // 35), max(1, size.calls // 60)) if size.calls >= 12 else (0, 0)


def _tray_size(size: DemoSize, rows: Sequence[Row]) -> int:
    placed = sum(len(row.stops) for row in rows)
    return max(0, size.calls - placed - sum(_ended(size)))


def _planned(rng: random.Random, size: DemoSize, crew: Sequence[Member], planner: Planner) -> list[Row]:
    """The rows of the day, trouble included."""
    working = [member for member in crew if not member.off]
    rng.shuffle(working)
    # Late shifts cannot have had a full morning; they take what roles are left.
    working.sort(key=lambda member: member.shift[0] > 8 * 60)
    groups = -(-len(working) // 24)
    extra = 3 * groups if len(working) > 3 else 0
    on_board = max(0, size.calls - round(size.calls * 0.115) - sum(_ended(size)) - extra)
    share, over = divmod(on_board, max(1, len(working)))
    roles = [*_ROLES, *islice(cycle(_MORE_ROLES), max(0, len(working) - len(_ROLES)))]
    rows = []
    for index, (member, role) in enumerate(zip(working, roles, strict=False)):
        count = share + (1 if index < over else 0)
        rows.append(planner.row(member.technician, member.area, member.shift, role, count))
    areas = {member.technician.id: member.area for member in working}
    _trouble(rng, rows, areas, planner, groups if extra else 0)
    return rows


def _trouble(
    rng: random.Random, rows: Sequence[Row], areas: dict[int, Area], planner: Planner, groups: int
) -> None:
    for row in rows:
        if row.role in (Role.OVERRUN, Role.LATE_ROAD):
            troubles.make_late(row)
    calm = [
        row
        for row in rows
        if row.role not in (Role.OVERRUN, Role.LATE_ROAD) and len(row.stops) > row.current + 2
    ]
    rng.shuffle(calm)
    for _ in range(groups):
        if calm:
            row = calm.pop()
            troubles.double_book(planner, row, areas[row.technician.id])
        squeezed = next((row for row in calm if troubles.squeeze(row)), None)
        calm = [row for row in calm if row is not squeezed]
        if calm:
            row = calm.pop()
            troubles.overload(planner, row, areas[row.technician.id], 2)
    troubles.lock_some(rng, calm or rows)
    troubles.leave_untold(rows)
    over = [row for row in rows if row.current > 0 and row.role is not Role.LATE_ROAD]
    if over:
        row = rng.choice(over)
        row.stops[row.current - 1].cannot = rng.choice(CANNOT_REASONS)
