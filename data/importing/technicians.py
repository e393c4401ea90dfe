"""Rows of technicians, with their hours."""

from __future__ import annotations

from data.importing.addresses import choose_address
from data.importing.rows import RowMaker
from data.importing.values import channel, hours, skills, weekdays, words
from dispatch_tui.core.model import ShiftRule, Technician
from dispatch_tui.core.text import clean_line
from dispatch_tui.core.timewords import WEEKDAYS

USUAL_SHIFT = (8 * 60, 17 * 60)
USUAL_DAYS = (0, 1, 2, 3, 4)
INACTIVE = frozenset({"inactive", "no", "false", "0", "former", "terminated", "disabled", "archived"})


class TechnicianRows:
    """Turns rows into technicians; remembers codes, which must differ within a file."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}

    def __call__(self, maker: RowMaker) -> None:
        """One technician: who, what they can do, where they live, when they work."""
        cells = maker.cells
        name = maker.name()
        if not name:
            maker.fault("no name")
        code = self._code(maker)
        phone, _ = maker.phones()
        address = choose_address(
            lambda field: cells.text(field, 120), maker.batch.context.region, sets=("plain",)
        )
        technician = maker.add_filled(
            Technician(code="", name=""),
            code=code,
            name=name,
            phone=phone,
            email=maker.email(),
            skills=skills(cells.text("skills", 400)),
            tags=tuple(word.casefold() for word in words(cells.text("tags", 400))),
            home=maker.place(address),
            area=cells.text("area", 40) or (address.city[:40] if address else ""),
            active=self._active(maker),
            note=cells.long_text("note", 1000),
            channel=channel(cells.text("channel", 40)),
            language=cells.text("language", 12).casefold(),
        )
        if not technician.skills:
            maker.warn(f"{name or 'this technician'} has no skills: only work that needs none fits")
        maker.link("technician", cells.text("id", 80), technician)
        self._hours(maker, technician)

    def _code(self, maker: RowMaker) -> str:
        code = clean_line(maker.cells.text("code", 12).replace(" ", ""), 8).upper()
        if not code:
            maker.batch.warn_once("without a code: T1, T2 ... are given out")
            return ""
        before = self._codes.setdefault(code, maker.cells.line)
        if before != maker.cells.line:
            maker.fault(f"code {code} is taken by row {before}")
        return code

    def _active(self, maker: RowMaker) -> bool | None:
        status = maker.cells.text("status", 40).casefold()
        return None if not status else status not in INACTIVE

    def _hours(self, maker: RowMaker, technician: Technician) -> None:
        """Hours by weekday; a file that says nothing of hours gives the usual ones to new people."""
        week: dict[int, tuple[int, int]] = {}
        cells = maker.cells
        try:
            general = hours(cells.text("hours", 40))
            days = weekdays(cells.text("days", 80)) if cells.text("days") else USUAL_DAYS
            if general is not None:
                week = dict.fromkeys(days, general)
            for index, day in enumerate(WEEKDAYS):
                if cells.has(day):
                    span = hours(cells.text(day, 40))
                    week.pop(index, None)
                    if span is not None:
                        week[index] = span
        except ValueError as error:
            maker.fault(str(error))
            return
        given = ("weekday", "start_minute", "end_minute") if week else ()
        if not week:
            maker.batch.warn_once("without working hours: Monday to Friday 8 to 17 for who is new")
            week = dict.fromkeys(USUAL_DAYS, USUAL_SHIFT)
        for weekday, (start, end) in sorted(week.items()):
            maker.add(ShiftRule(technician.id, weekday, start, end), given)
