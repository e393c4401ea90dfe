"""Carrying out a plan: many changes as one act, judged as a whole.

The changes of a plan hold together, not one by one: what makes room for another may come after it. So
all of them are written first, and the rows are weighed as they stand then, against how they stood before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from dispatch_tui.core.commands import CarryPlan, MoveVisit, Outcome, PlaceCall, PlanStep, Unplace
from dispatch_tui.core.errors import NeedsSure, Refused
from dispatch_tui.core.forecast import RowForecast, forecast_row
from dispatch_tui.core.model import Call, Technician, Visit
from dispatch_tui.core.rules import Concern, Remark, check_placeable, weigh
from dispatch_tui.core.text import clean_line, plural
from dispatch_tui.core.travel import Travel
from dispatch_tui.desk.acts.common import concluded, explained, pairing_of, row_facts, travel_of, visit_date
from dispatch_tui.desk.acts.consequences import after_move
from dispatch_tui.desk.acts.placing import check_move, checked_length, replanned, take_off, told_of_move
from dispatch_tui.desk.ports import Workspace

MOST_STEPS = 5000

OF_ROW = frozenset({Concern.OTHERS, Concern.OVERTIME})
"""What every visit of a row says in the same words; all else is each one's own, be the words the same."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What carrying out a plan came to.

    Attributes:
        placed, moved, off: how many calls were placed, visits moved, and visits taken off the board.
        told: who hears of it, or must be told, in words.
        remarks: what should be known all the same, in words.
    """

    placed: int
    moved: int
    off: int
    told: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """`7 calls placed, 2 moved`."""
        parts = [
            f"{plural(self.placed, 'call')} placed" if self.placed else "",
            f"{self.moved if self.placed else plural(self.moved, 'visit')} moved" if self.moved else "",
            f"{self.off if self.placed or self.moved else plural(self.off, 'visit')} back in the tray"
            if self.off
            else "",
        ]
        return ", ".join(part for part in parts if part)


def carry_plan(ws: Workspace, command: CarryPlan) -> Outcome:
    """Carry out a plan as one act with one line in the log."""
    carried = carry_steps(ws, command.steps, command.sure, also=command.costs)
    why = clean_line(command.because, 80)
    said = f"plan carried out{f' ({why})' if why else ''}: {carried.words}"
    call = ws.get(Call, _call_of(ws, command.steps[0])) if len(command.steps) == 1 else None
    return concluded(ws, said, warnings=carried.told + carried.remarks, call=call)


def _call_of(ws: Workspace, step: PlanStep) -> int:
    return step.call_id if isinstance(step, PlaceCall) else ws.get(Visit, step.visit_id).call_id


def carry_steps(
    ws: Workspace,
    steps: tuple[PlanStep, ...],
    sure: bool,
    *,
    customers: bool = True,
    also: tuple[str, ...] = (),
) -> Carried:
    """Make all changes of a plan inside a transaction; nothing is said of it in the log yet.

    Args:
        ws: the transaction.
        steps: the changes, in any order.
        sure: accepts what the whole costs.
        customers: False to tell none of them of another arrival yet.
        also: what else it costs, in words; asked about with the rest.

    Raises:
        Refused: naming the call, if a change is not possible.
        NeedsSure: naming every cost, unless `sure`.
    """
    _check_whole(steps)
    travel = travel_of(ws)
    before = dict(_rows(ws, _touched(ws, steps), travel))
    costs = list(also)
    told: list[str] = []
    put: list[Visit] = []
    moved = [step for step in steps if isinstance(step, MoveVisit)]
    for step in steps:
        if isinstance(step, Unplace):
            told += _off(ws, step, sure)
    for step in moved:
        put += _moved(ws, step, sure, costs, told, customers)
    for step in steps:
        if isinstance(step, PlaceCall):
            put.append(_placed(ws, step))
    remarks = list(_weighed(ws, put, before, travel))
    costs += [remark.text for remark in remarks if remark.warn]
    costs = list(dict.fromkeys(costs))
    if costs and not sure:
        raise NeedsSure("; ".join(costs), "add ! to do it all the same")
    if not put and len(moved) == len(steps):
        raise Refused("all of it stands there already", "plan again")
    placed = sum(isinstance(step, PlaceCall) for step in steps)
    off = len(steps) - placed - len(moved)
    said = dict.fromkeys(remark.text for remark in remarks)
    return Carried(placed, len(put) - placed, off, tuple(dict.fromkeys(told)), tuple(said))


def _check_whole(steps: tuple[PlanStep, ...]) -> None:
    if not steps:
        raise Refused("there is nothing to carry out", "choose at least one change")
    if len(steps) > MOST_STEPS:
        raise Refused(f"{len(steps)} changes are too many for one act", "accept a part of them")
    calls = [step.call_id for step in steps if isinstance(step, PlaceCall)]
    visits = [step.visit_id for step in steps if not isinstance(step, PlaceCall)]
    if len(set(calls)) < len(calls) or len(set(visits)) < len(visits):
        raise Refused("the plan changes something twice", "plan again")


def _touched(ws: Workspace, steps: Iterable[PlanStep]) -> set[tuple[int, date]]:
    """Technicians and days whose rows come out different."""
    found = set()
    for step in steps:
        if not isinstance(step, PlaceCall):
            visit = ws.get(Visit, step.visit_id)
            found.add((visit.technician_id, visit.service_date))
        if isinstance(step, PlaceCall):
            found.add((step.technician_id, visit_date(ws, step.technician_id, step.start)))
        elif isinstance(step, MoveVisit):
            visit = ws.get(Visit, step.visit_id)
            key = step.technician_id or visit.technician_id
            found.add((key, visit_date(ws, key, step.start or visit.start)))
    return found


def _rows(
    ws: Workspace, keys: Iterable[tuple[int, date]], travel: Travel
) -> Iterator[tuple[tuple[int, date], RowForecast]]:
    for key, day in keys:
        facts = row_facts(ws, ws.get(Technician, key), day)
        yield (key, day), forecast_row(facts, ws.now, travel)


def _off(ws: Workspace, step: Unplace, sure: bool) -> tuple[str, ...]:
    visit = ws.get(Visit, step.visit_id)
    return take_off(ws, visit, sure)


def _moved(
    ws: Workspace, step: MoveVisit, sure: bool, costs: list[str], told: list[str], customers: bool
) -> Iterator[Visit]:
    """Give a visit its new plan, and queue what its people have to hear; nothing if it stands there."""
    visit = ws.get(Visit, step.visit_id)
    call = ws.get(Call, visit.call_id)
    key, start = step.technician_id or visit.technician_id, step.start or visit.start
    minutes = visit.minutes if step.minutes is None else checked_length(step.minutes)
    target = replace(
        visit, technician_id=key, start=start, minutes=minutes, service_date=visit_date(ws, key, start)
    )
    if (visit.technician_id, visit.start, visit.minutes) == (key, start, minutes):
        return
    try:
        check_move(ws, visit, target, sure)
    except NeedsSure as asked:
        costs.append(asked.message)
    people = told_of_move(ws, visit, call, target)
    stored = replanned(ws, visit, target)
    explained(ws, stored, step.because)
    told += after_move(ws, visit, stored, customers=customers) or people
    yield stored


def _placed(ws: Workspace, step: PlaceCall) -> Visit:
    call = ws.get(Call, step.call_id)
    technician = ws.get(Technician, step.technician_id)
    check_placeable(call, ws.visits_of(call.id))
    minutes = checked_length(call.minutes if step.minutes is None else step.minutes)
    day = visit_date(ws, technician.id, step.start)
    stored = ws.add(Visit(call.id, technician.id, step.start, minutes, day))
    explained(ws, stored, step.because)
    return stored


def _weighed(
    ws: Workspace,
    put: Iterable[Visit],
    before: dict[tuple[int, date], RowForecast],
    travel: Travel,
) -> Iterator[Remark]:
    """What the rows come to with all of it, the number of its call before each; what is a row's own, once."""
    # what was late on the row it comes from is not made late by the row it comes to
    lates = {key: known for row in before.values() for key, known in row.visits.items()}
    rows: dict[tuple[int, date], list[Visit]] = {}
    for visit in put:
        rows.setdefault((visit.technician_id, visit.service_date), []).append(visit)
    for (key, day), visits in rows.items():
        technician = ws.get(Technician, key)
        facts = row_facts(ws, technician, day)
        row = before.get((key, day))
        was = replace(row, visits=lates) if row is not None else None
        known: set[str] = set()
        for visit in visits:
            call = ws.get(Call, visit.call_id)
            found = weigh(facts, technician, call, visit, ws.now, travel, was, *pairing_of(ws, call))
            for remark in found.remarks:
                if remark.concern not in OF_ROW or remark.text not in known:
                    known.add(remark.text)
                    yield replace(remark, text=f"{call.id}: {remark.text}")
