"""Random days of a small shop, the same for the same seed: every state, lock, break and oddity there is."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dispatch_tui.core.day import Day
from dispatch_tui.core.forecast import RowForecast, forecast_row
from dispatch_tui.core.model import (
    Call,
    CallPhase,
    Lock,
    Place,
    Priority,
    ShiftRule,
    Site,
    Span,
    Technician,
    TimeOff,
    Visit,
    VisitState,
)
from dispatch_tui.core.travel import Travel
from tests.core.builders import SHOP, TODAY, at, call, customer, day_of, minutes, site, tech, visit

S = VisitState
SKILLS = ("HVAC", "PLM", "ELE")
BUSY = replace(SHOP, rules={"traffic": "7-9 1.4, 16-18 1.5"})


@dataclass(frozen=True)
class Made:
    """A day, the instant it is, its travel, and the forecasts of its rows."""

    day: Day
    now: datetime
    travel: Travel

    @property
    def forecasts(self) -> dict[int, RowForecast]:
        return {key: forecast_row(self.day.facts(key), self.now, self.travel) for key in self.day.order}


def random_day(seed: int, technicians: int = 4, traffic: bool = False, fresh: bool = False) -> Made:
    """A day in its middle; `fresh` for one where nothing stands on the board yet."""
    return _Days(random.Random(seed), traffic).made(technicians, fresh)


class _Days:
    def __init__(self, chance: random.Random, traffic: bool) -> None:
        self.chance = chance
        self.shop = BUSY if traffic else SHOP
        self.travel = Travel.of(self.shop)
        self.calls: list[Call] = []
        self.sites: list[Site] = []
        self.visits: list[Visit] = []

    def made(self, count: int, fresh: bool) -> Made:
        now = at("7:30") if fresh else at("8:00") + minutes(self.chance.randrange(0, 420))
        technicians = [self._technician(key) for key in range(1, count + 1)]
        rules = [rule for one in technicians for rule in self._rules(one.id)]
        offs = tuple(self._off(one.id) for one in technicians if self.chance.random() < 0.15)
        if not fresh:
            for one in technicians:
                self._row(one, now)
        for _ in range(self.chance.randrange(2, 4 * count)):
            self._call(now, phase=CallPhase.OPEN)
        day = day_of(
            shop=self.shop, technicians=tuple(technicians), shifts=tuple(rules), offs=offs,
            visits=tuple(self.visits), calls=tuple(self.calls), customers=(customer(1),),
            sites=tuple(self.sites),
        )  # fmt: skip
        return Made(day, now, self.travel)

    def _place(self) -> Place | None:
        if self.chance.random() < 0.03:
            return None
        return Place(40 + self.chance.uniform(-0.12, 0.12), -74 + self.chance.uniform(-0.15, 0.15))

    def _technician(self, key: int) -> Technician:
        skills = tuple(self.chance.sample(SKILLS, self.chance.randrange(1, 4)))
        return tech(key, skills=skills, home=self._place())

    def _rules(self, key: int) -> list[ShiftRule]:
        start, end = self.chance.choice(((480, 1020), (420, 960), (540, 1080)))
        if self.chance.random() < 0.4:
            lunch = self.chance.choice((690, 720, 750))
            return [self._rule(key, 2, start, lunch), self._rule(key, 3, lunch + 30, end)]
        return [self._rule(key, 2, start, end)]

    def _rule(self, key: int, number: int, start: int, end: int) -> ShiftRule:
        return ShiftRule(key, TODAY.weekday(), start, end, id=key * 10 + number, revs=(1, 1))

    def _off(self, key: int) -> TimeOff:
        start = at("9:00") + minutes(self.chance.randrange(0, 400))
        return TimeOff(
            key, start, start + minutes(self.chance.choice((45, 120))), "dentist", id=key, revs=(1, 1)
        )

    def _call(self, near: datetime, phase: CallPhase) -> Call:
        key = 100 + len(self.calls)
        self.sites.append(site(key, self._place()))
        window = None
        if self.chance.random() < 0.6:
            start = near + minutes(self.chance.randrange(-90, 300) // 30 * 30)
            window = Span(start, start + minutes(self.chance.choice((60, 120, 240))))
        made = call(
            key,
            site_id=key,
            skills=tuple(self.chance.sample(SKILLS, self.chance.choice((0, 1, 1, 1, 2)))),
            minutes=self.chance.choice((30, 45, 60, 90, 120)),
            window=window,
            window_told_at=at("7:00") if window and self.chance.random() < 0.6 else None,
            priority=self.chance.choice(list(Priority)),
            phase=phase,
        )
        self.calls.append(made)
        return made

    def _row(self, technician: Technician, now: datetime) -> None:
        """Visits along a row, roughly one after the other; what is past has happened."""
        start = at("8:15") + minutes(self.chance.randrange(0, 60))
        begun = False
        for _ in range(self.chance.randrange(0, 6)):
            made = self._call(start - minutes(30), CallPhase.SCHEDULED)
            one = visit(
                1000 + len(self.visits),
                start,
                call_id=made.id,
                technician_id=technician.id,
                minutes=made.minutes,
            )
            ends = start + minutes(made.minutes)
            if ends < now and not begun:
                one = replace(one, state=S.DONE, since=ends, arrived_at=start, finished_at=ends)
            elif start <= now and not begun:
                begun = True
                state = self.chance.choice((S.ON_SITE, S.EN_ROUTE, S.PAUSED, S.DISPATCHED))
                stamp = {"arrived_at": start} if state in (S.ON_SITE, S.PAUSED) else {"enroute_at": start}
                one = replace(one, state=state, since=start, **(stamp if state is not S.DISPATCHED else {}))
            else:
                one = self._ahead(one)
            self.visits.append(one)
            start = ends + minutes(self.chance.randrange(-10, 60) // 5 * 5)

    def _ahead(self, one: Visit) -> Visit:
        drawn = self.chance.random()
        if drawn < 0.1:
            return replace(one, state=S.DISPATCHED, since=one.start - timedelta(hours=1))
        if drawn < 0.35:
            return replace(one, lock=self.chance.choice((Lock.TIME, Lock.TECH, Lock.BOTH)))
        if drawn < 0.45:
            return replace(one, eta_told=one.start + minutes(5), eta_told_at=at("7:40"))
        return one
