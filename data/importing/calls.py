"""Rows of calls: who, where, what, by when, and for those with a technician and a time, a place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from data.importing.customers import customer_of, site_of
from data.importing.dates import DateReader, When, time_minute
from data.importing.rows import RowMaker
from data.importing.values import length, priority
from dispatch_tui.core.model import (
    NEW,
    Call,
    CallType,
    Priority,
    Span,
    Technician,
    Visit,
)
from dispatch_tui.core.shifts import local_date

COMPLETED = frozenset(
    {"completed", "complete", "done", "closed", "finished", "paid", "invoiced", "late invoice", "archived"}
)
CANCELED = frozenset({"canceled", "cancelled", "void", "voided", "dismissed", "lost"})
ON_HOLD = frozenset({"on hold", "hold", "onhold", "paused", "waiting", "waiting for parts"})
NEW_TYPE_MINUTES = 60

_PLAIN = re.compile(r"[\W_]+")


def status_of(text: str) -> str:
    """What a status cell means for us: "completed", "canceled", "on hold", or "" for still to do."""
    word = text.strip().casefold()
    if word in COMPLETED or word.startswith(("completed", "complete ")):
        return "completed"
    if word in CANCELED or word.startswith(("canceled", "cancelled")):
        return "canceled"
    return "on hold" if word in ON_HOLD else ""


@dataclass(frozen=True, slots=True)
class Times:
    """When a call is due, planned and promised.

    Attributes:
        due_given: True if the file says when it is due.
        minutes: from the planned start to the planned end, None if one is missing.
    """

    due: date
    due_given: bool
    start: datetime | None = None
    minutes: int | None = None
    window: Span | None = None


class CallRows:
    """Turns rows into calls against the shop's kinds of work and technicians."""

    def __init__(self, dates: DateReader, kinds: tuple[CallType, ...], team: tuple[Technician, ...]) -> None:
        self.dates = dates
        self.team = team
        self._kinds = {_plain(name): kind for kind in kinds for name in (kind.name, kind.code)}
        self._listed = ", ".join(sorted(kind.code for kind in kinds)) or "none yet"

    def __call__(self, maker: RowMaker) -> None:
        """One call with its customer, site and, if it is planned, its visit."""
        cells = maker.cells
        customer = customer_of(maker, with_note=False)
        if not (customer.name or customer.phone or cells.text("customer_id")):
            maker.fault("nobody it is for: no name, phone or customer id")
        maker.link("customer", cells.text("customer_id", 80), customer)
        site = site_of(maker, customer, needed=True)
        times = self._times(maker)
        kind = self._kind(maker)
        if kind is None or times is None or site is None:
            return
        urgency = self._priority(maker)
        call = maker.add_filled(
            Call(
                customer_id=customer.id,
                site_id=site.id,
                type_code=kind.code,
                skills=kind.skills,
                minutes=kind.minutes,
                received_at=maker.batch.context.now,
                due=times.due,
                priority=kind.priority,
                source="import",
            ),
            type_code=kind.code,
            minutes=self._minutes(maker, times),
            due=times.due if times.due_given else None,
            priority=urgency,
            received_at=self._created(maker),
            problem=cells.long_text("problem"),
            instructions=cells.long_text("instructions"),
            access=cells.long_text("access", 500),
            source=cells.text("source", 40),
            window=times.window,
            window_told_at=maker.batch.context.now if times.window is not None else None,
            **self._fate(maker),
        )
        maker.link("call", cells.text("id", 80), call)
        self._visit(maker, call, times)

    # -- what and how urgent

    def _kind(self, maker: RowMaker) -> CallType | None:
        typed = maker.cells.text("type", 80)
        if not typed:
            maker.fault(f"no type of work; the shop knows {self._listed}")
            return None
        kind = self._kinds.get(_plain(typed))
        if kind is not None:
            return kind
        if not maker.batch.options.create_types:
            maker.fault(f"{typed!r} is not a type of work here; the shop knows {self._listed}")
            return None
        made = CallType(self._new_code(typed), typed, (), NEW_TYPE_MINUTES)
        maker.add(made, ())
        self._kinds[_plain(typed)] = made
        maker.warn(f"call type {made.code} made for {typed!r}: it needs no skill and takes an hour")
        return made

    def _new_code(self, typed: str) -> str:
        taken = {kind.code for kind in self._kinds.values()}
        stem = _PLAIN.sub("", typed).upper()[:8] or "WORK"
        return next(
            code
            for code in (stem, *(f"{stem[:6]}{number}" for number in range(2, 100_000)))
            if code not in taken
        )

    def _priority(self, maker: RowMaker) -> Priority | None:
        typed = maker.cells.text("priority", 40)
        if not typed:
            return None
        try:
            return priority(typed)
        except ValueError as error:
            maker.fault(str(error))
            return None

    def _minutes(self, maker: RowMaker, times: Times) -> int | None:
        typed = maker.cells.text("minutes", 40)
        if not typed:
            return times.minutes
        try:
            return length(typed)
        except ValueError as error:
            maker.fault(str(error))
            return None

    def _fate(self, maker: RowMaker) -> dict[str, object]:
        """Hold, cancellation or end as the file has it; calls over are here only if asked for."""
        match status_of(maker.cells.text("status", 40)):
            case "on hold":
                return {"hold_reason": "on hold when imported"}
            case "canceled":
                return {"cancel_reason": "canceled when imported"}
            case "completed":
                return {"closed_at": maker.batch.context.now, "outcome": "completed when imported"}
            case _:
                return {}

    # -- when

    def _times(self, maker: RowMaker) -> Times | None:
        cells = maker.cells
        try:
            due = self._when(maker, "due")
            start = self._start(maker, due)
            today = local_date(maker.batch.context.now, maker.batch.context.zone)
            given = due or start
            day = given.day if given is not None else today
            if given is None:
                maker.batch.warn_once("without a date: due today")
            on_day = start.day if start is not None else day
            window = self._window(maker, on_day)
            if start is None or start.minute is None:
                return Times(day, given is not None, window=window)
            planned = self.dates.instant(start.day, start.minute)
            minutes = self._planned_minutes(cells.text("end", 40), start, planned)
            return Times(day, given is not None, planned, minutes, window)
        except ValueError as error:
            maker.fault(str(error))
            return None

    def _when(self, maker: RowMaker, name: str) -> When | None:
        typed = maker.cells.text(name, 60)
        return self.dates.when(typed) if typed else None

    def _start(self, maker: RowMaker, due: When | None) -> When | None:
        """The planned start: date and time in one cell, in two, or a time on the due date."""
        cells = maker.cells
        time = cells.text("start_time", 40)
        typed = cells.text("start", 60)
        if (
            typed
            and due is not None
            and re.fullmatch(r"\d{1,2}(:\d\d)?(:\d\d)?\s*([ap]\.?m?\.?)?", typed, re.I)
        ):
            return When(due.day, time_minute(typed))
        start = self.dates.when(typed) if typed else due
        if start is not None and time:
            return When(start.day, time_minute(time))
        return start

    def _planned_minutes(self, typed: str, start: When, planned: datetime) -> int | None:
        if not typed:
            return None
        if re.fullmatch(r"\d{1,2}(:\d\d)*\s*([ap]\.?m?\.?)?", typed, re.I):
            ends = When(start.day, time_minute(typed))
        else:
            ends = self.dates.when(typed)
        if ends.minute is None:
            return None
        minutes = round((self.dates.instant(ends.day, ends.minute) - planned) / timedelta(minutes=1))
        if not 0 < minutes <= 24 * 60:
            raise ValueError(f"the end {typed!r} is not within a day after the start")
        return minutes

    def _window(self, maker: RowMaker, day: date) -> Span | None:
        cells = maker.cells
        if cells.text("window"):
            return self.dates.window(cells.text("window", 60), day)
        typed = [cells.text(name, 60) for name in ("window_start", "window_end")]
        if not any(typed):
            return None
        if not all(typed):
            raise ValueError("a window needs both its ends")
        first, last = (self._window_end(cell, day) for cell in typed)
        if last <= first:
            raise ValueError(f"the window {typed[0]} to {typed[1]} ends before it begins")
        return Span(first, last)

    def _window_end(self, typed: str, day: date) -> datetime:
        try:
            return self.dates.instant(day, time_minute(typed))
        except ValueError:
            found = self.dates.when(typed)
            if found.minute is None:
                raise
            return self.dates.instant(found.day, found.minute)

    def _created(self, maker: RowMaker) -> datetime | None:
        """When the call was taken; never after now, whatever the file says."""
        typed = maker.cells.text("created", 60)
        if not typed:
            return None
        try:
            found = self.dates.when(typed)
        except ValueError as error:
            maker.fault(str(error))
            return None
        minute = 8 * 60 if found.minute is None else found.minute
        return min(self.dates.instant(found.day, minute), maker.batch.context.now)

    # -- who goes

    def _visit(self, maker: RowMaker, call: Call, times: Times) -> None:
        typed = maker.cells.text("technician", 80)
        if typed.casefold() in ("", "unassigned", "none", "-", "open"):
            return
        technician = self._technician(maker, typed)
        if technician is None:
            return
        if call.hold_reason or call.cancel_reason or call.closed_at is not None:
            return
        if times.start is None:
            maker.warn(f"for {technician.code} but without a time: it goes to the tray")
            return
        day = local_date(times.start, maker.batch.context.zone)
        visit = Visit(call.id, technician.id, times.start, call.minutes, day)
        maker.add(visit, ("technician_id", "start", "minutes"))

    def _technician(self, maker: RowMaker, typed: str) -> Technician | None:
        """A technician by code or name; of several in a cell the first goes."""
        first, *others = [part.strip() for part in re.split(r"[,;/|&]| and ", typed) if part.strip()] or [""]
        if others:
            maker.warn(f"several technicians: {first} goes, not {', '.join(others)}")
        word = first.casefold()
        found = [tech for tech in self.team if word in (tech.code.casefold(), tech.name.casefold())]
        if not found:
            found = [tech for tech in self.team if tech.name.casefold().split()[:1] == [word]]
        if len(found) == 1 and found[0].id != NEW:
            return found[0]
        known = ", ".join(f"{tech.code} {tech.name}" for tech in self.team) or "nobody yet"
        what = "fits several technicians" if found else "is not a technician here"
        maker.fault(f"{first!r} {what}; the shop has {known[:300]}")
        return None


def _plain(name: str) -> str:
    return _PLAIN.sub("", name.casefold())
