"""The answer to "who should take this, and when?", as data: places in order, and why.

An explanation is never prebuilt text: gates and factors carry their raw values, and the words are made
where they are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from dispatch_tui.core.suggest.spots import Spot
from dispatch_tui.core.suggest.weights import Factor, Weights

Plain: TypeAlias = str | int | float | bool | datetime | tuple[str, ...] | tuple[int, ...] | None
"""What a gate's value is made of."""


class Gate(StrEnum):
    """What must hold for a place to be offered, in the order in which it is looked at: cheapest first.

    What `GateResult.value` holds is named for each; ids are ids, instants are UTC.
    """

    SEEN = "seen"
    """state: the visit's state. Fails once it has begun; told of and not begun it passes, and asks."""
    LOCK = "lock"
    """lock: what is locked; technician: id of who it stands with; start: when it stands."""
    PART = "part"
    """part: what is waited for, in words; ready_at: when it is at hand, None for not known."""
    SKILLS = "skills"
    """needs: all the call needs; lacks: those not held at all."""
    LEVEL = "level"
    """lacks: skills held, but not at the level needed ("GAS:2")."""
    BLOCKED = "blocked"
    """customer: id of the customer who blocks the technician."""
    AREA = "area"
    """site, technician: the areas. Only where the shop's rule `areas` is strict."""
    TIME_OFF = "time off"
    """reason; since, until: of the time off that is in the way (until None: until further notice)."""
    SHIFT = "shift"
    """since, until: working hours (None: does not work that day); over: minutes that stick out of them."""
    WINDOW = "window"
    """since, until: the window; late: minutes after its end, or early: minutes before it."""
    ROOM = "room"
    """overlaps: calls in the way; overlap: minutes; breaks: calls whose promise would break (further);
    late: by how many minutes in all; past: minutes by which the start lies in the past; short: minutes by
    which who is free before it comes later than the start, by the drive."""
    RESERVE = "reserve"
    """wanted: minutes kept free for emergencies; free: minutes that are free; until: when that ends."""


class Way(StrEnum):
    """What would open a failed gate."""

    RELEASE = "release"
    """Release the visit first (begun: say what is left)."""
    UNLOCK = "unlock"
    PART_HERE = "part here"
    """`at`: wait until then; None: say that it is here."""
    SKILL = "skill"
    """`words`: the skills the technician would have to hold."""
    UNBLOCK = "unblock"
    AREAS = "areas"
    """The shop's rule `areas` would have to be less strict."""
    BACK = "back"
    """`at`: when the technician is back; None: nobody knows."""
    OVERTIME = "overtime"
    """`minutes`: past the shift."""
    OTHER_DAY = "other day"
    PROMISE = "promise"
    """`at`: a promise that holds this arrival."""
    MOVE = "move"
    """`calls`: these would have to stand elsewhere."""
    LATER = "later"
    """`at`: the first start that is not past, and not before they can be there."""


@dataclass(frozen=True, slots=True)
class Opening:
    """One thing that would open a gate; what belongs to which `way` is said there."""

    way: Way
    at: datetime | None = None
    minutes: int | None = None
    calls: tuple[int, ...] = ()
    words: tuple[str, ...] = ()


class GateResult(NamedTuple):
    """One gate, passed or failed; a tuple, as `Points`, since hundreds are made for an answer.

    Attributes:
        value: what was looked at (see `Gate`); the same keys whether it passed or not where they are known.
        opens: what would open it; empty if it passed.
        asks: True if it passes, but carrying it out needs a deliberate yes (a visit that has been seen).
    """

    gate: Gate
    passed: bool
    value: Mapping[str, Plain] = MappingProxyType({})
    opens: tuple[Opening, ...] = ()
    asks: bool = False

    @property
    def only_short(self) -> bool:
        """True if nothing but the drive is in the way: a desk may do that, and is told of it."""
        if self.gate is not Gate.ROOM or self.passed:
            return False
        return not (self.value["overlaps"] or self.value["breaks"] or self.value["past"])


class Points(NamedTuple):
    """What one factor is worth at a place.

    Attributes:
        raw: the value in the factor's own measure (see `Factor`); None if it says nothing of this call.
        scale: what raw is measured against (see `Factor`).
        weight: the shop's weight, 0 to 100.
        points: of the total; at most `most`.
        most: what a perfect value would bring; 0 where raw is None. All of a place add up to 100.
        cases: how many past visits it rests on; None where it rests on none by nature.
        against: the value that brings half of the points, for those measured against an average.
    """

    factor: Factor
    raw: float | None
    scale: float
    weight: float
    points: float
    most: float = 0.0
    cases: int | None = None
    against: float | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One place for a call: who and when, what was looked at, and what it is worth.

    Attributes:
        start: planned arrival.
        minutes: planned length.
        gates: all that were looked at, in the order of `Gate`.
        points: one of each factor, in the order of `Factor`; they add up to `total`.
        total: 0 to 100. Only comparable with places for the same call.
        spot: the same place as the board draws it.
        eta, finish: the forecast there, propagated along the technician's row.
        home: when the technician would be home.
        overtime_minutes: by which that passes the shift's end.
        leg_minutes: the drive that leads to it.
        after, before: call ids of the neighbours on the row; None for home.
        moved: (call id, minutes later than now) of those who would be reached later for it.
        day: the service date of the row.
    """

    technician_id: int
    start: datetime
    minutes: int
    gates: tuple[GateResult, ...]
    points: tuple[Points, ...]
    total: float
    spot: Spot
    eta: datetime
    finish: datetime
    home: datetime | None
    overtime_minutes: int
    leg_minutes: int
    after: int | None
    before: int | None
    day: date
    moved: tuple[tuple[int, int], ...] = ()

    @property
    def failed(self) -> tuple[GateResult, ...]:
        """The gates that keep it closed; none of a place that is offered."""
        return tuple(result for result in self.gates if not result.passed)

    @property
    def overridden(self) -> tuple[GateResult, ...]:
        """The failed gates that nobody may pass without saying so: all but a drive that is too short."""
        return tuple(result for result in self.failed if not result.only_short)

    @property
    def is_open(self) -> bool:
        """True if every gate passed."""
        return all(result.passed for result in self.gates)

    def of(self, factor: Factor) -> Points:
        """The points of one factor."""
        return next(each for each in self.points if each.factor is factor)


class Turn(StrEnum):
    """What would have to differ for a place to be as good as the best."""

    RAW = "raw"
    """The value of one factor at this place."""
    WEIGHT = "weight"
    """The shop's weight of one factor."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One change after which a place would be as good as the best; everything else the same.

    Attributes:
        place: position in `Ranking.places` of the place that would win (1: number two).
        now: the present value.
        needed: the value that makes it even.
    """

    turn: Turn
    factor: Factor
    place: int
    now: float
    needed: float


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for.

    Attributes:
        call_id: 0 for a call that does not exist yet.
        minutes: the length asked for.
        day: the service date.
        now: the instant it was answered for.
        leave_out: id of the visit that would move; None for a call from the tray.
        customer_id: of the call; 0 if not known yet.
    """

    call_id: int
    minutes: int
    day: date
    now: datetime
    leave_out: int | None = None
    customer_id: int = 0


@dataclass(frozen=True, slots=True)
class Ranking:
    """Where a call could go on one day, best first, and why.

    Attributes:
        places: at most one per gap of a row; every gate passed. Best first.
        closed: of technicians who have no open place, the one nearest to open; the nearest first. Each
            fails a gate.
        what_if: what would have to change for number two to be as good as number one: three at the most.
        weights: by which it was reckoned.
        technicians: how many work that day.
        able: how many of them have an open place.
        gaps: how many (technician, gap) were looked at.
        shut: failed gate -> how many of the technicians who work have no open place because of it
            (the first that fails, in the order of `Gate`).
    """

    asked: Asked
    places: tuple[Suggestion, ...]
    closed: tuple[Suggestion, ...]
    what_if: tuple[WhatIf, ...]
    weights: Weights
    technicians: int = 0
    gaps: int = 0
    shut: tuple[tuple[Gate, int], ...] = ()
    able: int = 0

    @property
    def best(self) -> Suggestion | None:
        """Number one; None if nothing is open."""
        return self.places[0] if self.places else None

    @property
    def spots(self) -> tuple[Spot, ...]:
        """The open places as the board draws them, best first."""
        return tuple(place.spot for place in self.places)
