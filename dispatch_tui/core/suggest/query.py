"""What is asked for, and all that is the same for every place: made once for a question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from dispatch_tui.core.day import Day
from dispatch_tui.core.model import Call, Customer, Lock, Place, Site, Technician, Visit
from dispatch_tui.core.reserve import Reserve
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.skills import unused
from dispatch_tui.core.suggest.index import minute_of
from dispatch_tui.core.suggest.scoring import Raw, Scales
from dispatch_tui.core.suggest.weights import RESPONSE_SCALES, Factor, Weights

F = Factor

Suited: TypeAlias = tuple[Raw | None, Raw]
"""How calls of a type have gone with somebody, and how many skills they hold beyond those needed."""


@dataclass(frozen=True, slots=True)
class Query:
    """One question.

    Attributes:
        day: the day that is asked about.
        call: what is to be done; its id is NEW for a call that does not exist yet.
        minutes: planned length.
        now: the present instant.
        visit: the visit that would move; None for a call from the tray.
        customer, site: who it is for and where, None for not known.
        areas: the shop's rule.
        scales: what values are measured against.
        style: the customer's tags that some technician has declared.
        earliest: minute since 1970 before which nothing can start.
        latest: the last minute at which they may be there; None without a window.
        fixed: True if the start is locked.
        reserve: what is kept free for emergencies; None if nothing is kept from this call.
        suited: filled as it is asked for, and good for all calls of the same type and skills: by technician,
            how such calls have gone and what they can beyond.
    """

    day: Day
    call: Call
    minutes: int
    now: datetime
    visit: Visit | None
    customer: Customer | None
    site: Site | None
    areas: str
    scales: Scales
    style: frozenset[str]
    earliest: int
    latest: int | None
    fixed: bool
    reserve: Reserve | None = None
    suited: dict[int, Suited] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        day: Day,
        call: Call,
        minutes: int,
        now: datetime,
        visit: Visit | None = None,
        customer: Customer | None = None,
        site: Site | None = None,
    ) -> Query:
        """Make a question ready.

        Args:
            day: the day that is asked about.
            call: what is to be done.
            minutes: planned length.
            now: the present instant.
            visit: the visit that would move.
            customer: who it is for, if the day does not know them.
            site: where it is, likewise.
        """
        customer = customer or day.customer_of(call)
        site = site or day.site_of(call)
        areas = Rules.of(day.shop).areas
        style = _style_of(day, customer)
        fixed = visit is not None and visit.lock in (Lock.TIME, Lock.BOTH)
        earliest = minute_of(max(now, day.span.start))
        latest = None
        if call.window is not None and not (visit is not None and visit.helps):
            earliest = max(earliest, minute_of(call.window.start))
            latest = int(call.window.end.timestamp()) // 60
        if call.part_ready_at is not None:
            earliest = max(earliest, minute_of(call.part_ready_at))
        if fixed and visit is not None:
            earliest = latest = minute_of(visit.start)
        weights = Weights.of_shop(day.shop).for_urgency(call.priority)
        counts = _counts(day, call, customer, site, areas, style)
        scales = Scales.of(weights, counts, RESPONSE_SCALES[call.priority])
        return cls(
            day, call, minutes, now, visit, customer, site, areas, scales, style, earliest, latest, fixed
        )

    @property
    def place(self) -> Place | None:
        """Where the work is."""
        return self.site.place if self.site is not None else None

    def raws_of(self, technician: Technician) -> Mapping[Factor, Raw]:
        """The raw values that are the same wherever on a technician's row the call would stand."""
        found: dict[Factor, Raw] = {}
        customer, counts = self.customer, self.scales.counts
        if F.PREFERRED in counts and customer is not None:
            found[F.PREFERRED] = Raw(float(technician.id in customer.preferred))
        suited = self.suited.get(technician.id)
        if suited is None:
            suited = self.suited[technician.id] = self._suited(technician)
        performance, beyond = suited
        if performance is not None:
            found[F.PERFORMANCE] = performance
        if self.style:
            shared = self.style & {tag.casefold() for tag in technician.tags}
            found[F.STYLE] = Raw(len(shared) / len(self.style))
        found[F.OVER_QUALIFIED] = beyond
        if F.PART in counts:
            found[F.PART] = Raw(float(self.call.part_ready_at is not None))
        if F.TERRITORY in counts and self.site is not None:
            found[F.TERRITORY] = Raw(float(same_area(self.site.area, technician.area)))
        return found

    def _suited(self, technician: Technician) -> Suited:
        known = self.day.performance.score(technician.id, self.call.type_code)
        performance = Raw(*known) if known is not None else None
        return performance, Raw(float(unused(self.call.skills, technician.skills)))


def same_area(one: str, other: str) -> bool:
    """True if two areas are the same one; nobody is at home in an area without a name."""
    return bool(one.strip()) and one.strip().casefold() == other.strip().casefold()


def _style_of(day: Day, customer: Customer | None) -> frozenset[str]:
    if customer is None or not customer.tags:
        return frozenset()
    declared = {tag.casefold() for technician in day.technicians.values() for tag in technician.tags}
    return frozenset(tag.casefold() for tag in customer.tags) & declared


def _counts(
    day: Day,
    call: Call,
    customer: Customer | None,
    site: Site | None,
    areas: str,
    style: frozenset[str],
) -> tuple[Factor, ...]:
    """The factors that say anything of a call."""
    told = {
        F.PREFERRED: customer is not None and bool(customer.preferred),
        F.PERFORMANCE: day.performance.of_all(call.type_code) is not None,
        F.STYLE: bool(style),
        F.PART: bool(call.part),
        F.TERRITORY: areas != "off" and site is not None and bool(site.area.strip()),
    }
    return tuple(factor for factor in Factor if told.get(factor, True))
