"""Who lives in the demo: customers, their phones, and technicians with skills, hours and homes."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data.demo.geography import AREAS, Area, scattered
from dispatch_tui.core.model import Channel, Customer, Technician
from dispatch_tui.exercise.cast import (
    BUSINESS_NAMES,
    CUSTOMER_TAGS,
    FIRST_NAMES,
    LAST_NAMES,
    TECHNICIAN_NAMES,
    TECHNICIAN_TAGS,
)

SKILL_SETS: tuple[tuple[str, ...], ...] = (
    ("GAS", "HVAC"),
    ("GAS", "PLM"),
    ("APP", "REF"),
    ("ELE", "HVAC"),
    ("GAS", "HVAC", "PLM"),
    ("APP", "ELE"),
    ("GAS", "PLM"),
    ("GAS", "HVAC"),
    ("APP", "HVAC", "REF"),
    ("ELE", "PLM"),
    ("GAS", "HVAC", "REF"),
    ("APP", "ELE"),
)
"""Skills by technician, round and round: the first six already cover every kind of work."""

_AREA_CODES = (614, 380, 740, 937, 513, 419, 330, 216, 440, 567, 234, 304, 681, 606, 859, 502, 270)
_MORE_AREA_CODES = tuple(range(201, 260))
FICTIONAL = 100
"""555-0100 to 555-0199 are kept free for fiction in each North American area code."""


def phone_numbers(rng: random.Random) -> Iterator[str]:
    """Fictional numbers in E.164, each once; those near Columbus first."""
    near, far = _AREA_CODES[:3], _AREA_CODES[3:] + _MORE_AREA_CODES
    for codes in (near, far):
        numbers = [f"+1{code}55501{line:02}" for code in codes for line in range(FICTIONAL)]
        rng.shuffle(numbers)
        yield from numbers


def customers(rng: random.Random, phones: Iterator[str]) -> Iterator[Customer]:
    """Customers without end (as long as the phones last), no name twice."""
    used: set[str] = set()
    for phone in phones:
        name = _name(rng, used)
        first, last = name.split()[0].lower(), name.split()[-1].lower()
        yield Customer(
            name=name,
            phone=phone,
            phone2=next(phones) if rng.random() < 0.1 else "",
            email=f"{first}.{last}@example.com".replace("'", "") if rng.random() < 0.7 else "",
            channel=rng.choice((Channel.PHONE, Channel.TEXT, Channel.TEXT, Channel.EMAIL)),
            language="es" if rng.random() < 0.05 else "en",
            tags=(rng.choice(CUSTOMER_TAGS),) if rng.random() < 0.3 else (),
        )


def _name(rng: random.Random, used: set[str]) -> str:
    for attempt in range(50):
        first, last = rng.choice(FIRST_NAMES), rng.choice(LAST_NAMES)
        name = f"{first} {last}"
        if rng.random() < 0.1:
            area = rng.choice(AREAS)
            street = max(rng.choice(area.streets).split(), key=len)
            pattern = rng.choice(BUSINESS_NAMES)
            name = pattern.format(last=last, last2=rng.choice(LAST_NAMES), area=area.name, street=street)
        elif attempt > 5:
            name = f"{first} {rng.choice('ABCDEFGHJKLMNPRSTW')}. {last}"
        if name not in used:
            break
    used.add(name)
    return name


@dataclass(frozen=True, slots=True)
class Member:
    """A technician with where and when they work.

    Attributes:
        shift: shop-local minutes of the day's begin and end.
        weekdays: Monday is 0.
        off: True if they are off on the demo's own day.
    """

    technician: Technician
    area: Area
    shift: tuple[int, int]
    weekdays: tuple[int, ...]
    off: bool


def home_areas(count: int) -> tuple[Area, ...]:
    """Where technicians live and so work: spread over the town, the nearer areas first."""
    stride = 7  # coprime to the number of areas, so that neighbours in the list live apart
    return tuple(AREAS[index * stride % len(AREAS)] for index in range(count))


def team(rng: random.Random, count: int, phones: Iterator[str], anchor_weekday: int) -> Sequence[Member]:
    """The technicians T1, T2, ... without ids; one in a dozen is off on the demo's day."""
    off = {
        group + rng.randrange(min(12, count - group)) for group in range(0, count, 12) if count - group > 2
    }
    names: set[str] = set(TECHNICIAN_NAMES)
    return [
        Member(
            _technician(rng, index, area, next(phones), names),
            area,
            shift_hours(index),
            workdays(index, anchor_weekday),
            index in off,
        )
        for index, area in enumerate(home_areas(count))
    ]


def _technician(rng: random.Random, index: int, area: Area, phone: str, names: set[str]) -> Technician:
    name = TECHNICIAN_NAMES[index] if index < len(TECHNICIAN_NAMES) else ""
    for _ in range(50):
        if name:
            break
        drawn = f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}"
        name = drawn if drawn not in names else ""
    name = name or f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}"
    names.add(name)
    return Technician(
        code=f"T{index + 1}",
        name=name,
        phone=phone,
        email=f"{name.split()[0].lower()}.t{index + 1}@example.com",
        skills=SKILL_SETS[index % len(SKILL_SETS)],
        tags=tuple(sorted(rng.sample(TECHNICIAN_TAGS, rng.choice((1, 1, 2))))),
        home=scattered(rng, area),
        area=area.name,
    )


def shift_hours(index: int) -> tuple[int, int]:
    """Shop-local minutes of a technician's hours: mostly 8 to 17, some early, some late."""
    return {3: (7 * 60, 16 * 60), 5: (10 * 60, 19 * 60), 8: (7 * 60, 16 * 60)}.get(
        index % 12, (8 * 60, 17 * 60)
    )


def workdays(index: int, anchor_weekday: int) -> tuple[int, ...]:
    """Weekdays a technician works. The demo's own day is always one of them, Sundays included."""
    if anchor_weekday < 5:
        week: tuple[int, ...] = (0, 1, 2, 3, 4)
    else:
        week = tuple(sorted((anchor_weekday + step) % 7 for step in range(5)))
    weekend_crew = index % 4 == 1
    extra = (anchor_weekday + 1) % 7
    return tuple(sorted({*week, extra})) if weekend_crew else week
