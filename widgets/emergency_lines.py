"""Lines of the emergency screen: who can come, and what becomes of those who are put off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dispatch_tui.core.commands import Rest
from dispatch_tui.core.day import Day
from dispatch_tui.core.emergency import Candidate, Leaving
from dispatch_tui.core.timewords import clock_text, length_text, window_text
from dispatch_tui.desk.emergency import Displaced, Fate
from dispatch_tui.desk.emergency_words import (
    fate_words,
    home_words,
    how_words,
    name_of,
    put_off_words,
)
from widgets.canvas import Line, clipped
from widgets.glyphs import Glyphs, role_of
from widgets.ink import BOLD, ink

WIDE = 110


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its id, title and width; 0 takes what is left."""

    key: str
    title: str
    width: int


def who_columns(width: int) -> list[Column]:
    """The columns of the list of candidates."""
    wide = width >= WIDE
    columns = [
        Column("who", "WHO", 18 if wide else 13),
        Column("there", "THERE", 8 if wide else 7),
        Column("drive", "DRIVE", 8 if wide else 6),
        Column("how", "HOW", 32 if wide else 0),
        Column("off", "PUT OFF, IF ONLY PUSHED BACK" if wide else "PUT OFF", 0 if wide else 11),
        Column("home", "HOME", 14 if wide else 11),
    ]
    return _fitted(columns, width)


def off_columns(width: int) -> list[Column]:
    """The columns of those who are put off."""
    wide = width >= WIDE
    columns = [
        Column("call", "CALL", 9),
        Column("customer", "CUSTOMER", 0),
        Column("promise", "PROMISE", 12),
        Column("told", "TOLD", 15 if wide else 7),
        Column("was", "WAS", 6),
        Column("pushed", "PUSHED", 7),
        Column("fate", "WHAT BECOMES OF THEM" if wide else "BECOMES", 26 if wide else 17),
        Column("late", "LATE", 8 if wide else 6),
    ]
    return _fitted(columns, width)


def _fitted(columns: list[Column], width: int) -> list[Column]:
    room = width - 1 - sum(column.width for column in columns)
    return [Column(c.key, c.title, max(8, room)) if not c.width else c for c in columns]


def paint_heads(columns: Sequence[Column], width: int) -> Line:
    """The titles."""
    line = Line(width, ink("quiet", "bar"))
    x = 1
    for column in columns:
        line.put(x, clipped(column.title, min(column.width, width - x), ""), ink("accent", "bar", BOLD))
        x += column.width
    return line


def paint_candidate(
    found: Candidate,
    day: Day,
    columns: Sequence[Column],
    width: int,
    glyphs: Glyphs,
    *,
    cursor: bool,
    odd: bool,
) -> Line:
    """One way of one technician."""
    ground = "gutter.cursor" if cursor else "row2" if odd else "row"
    line = Line(width, ink("text", ground))
    if cursor:
        line.put(0, glyphs.cursor, ink("accent", ground))
    x = 1
    for column in columns:
        text, role, flags = _candidate_cell(column.key, found, day, wide=width >= WIDE)
        room = min(column.width - 1, width - x)
        line.put(x, clipped(text, room, glyphs.ellipsis), ink(role, ground, flags))
        x += column.width
    return line


def _candidate_cell(key: str, found: Candidate, day: Day, *, wide: bool) -> tuple[str, str, int]:
    zone, reach = day.shop.zone, found.reach
    if key == "who":
        return name_of(day, reach.technician_id), "bright", BOLD
    if key == "there":
        return clock_text(found.arrival, zone), "bright", BOLD
    if key == "drive":
        text = length_text(reach.leg.minutes)
        return (text if reach.leg.known else f"{text}?"), "text" if reach.leg.known else "warn", 0
    if key == "how":
        if found.held is not None:
            return f"{found.held.call_id} is locked to its time", "warn", 0
        return how_words(day, found), "text" if reach.leaves is Leaving.NOTHING else "warn", 0
    if key == "off":
        return (
            put_off_words(found, numbers=wide),
            "warn" if found.late else "text" if found.lines else "good",
            0,
        )
    return home_words(day, found), "warn" if found.after.overtime_minutes else "quiet", 0


def paint_left(found: Candidate, day: Day, rest: Rest, width: int, glyphs: Glyphs) -> Line:
    """The work they leave, and what becomes of it."""
    line = Line(width, ink("text", "row"))
    visit = found.reach.present
    if visit is None:
        return line
    call = day.calls[visit.call_id]
    x = _call_chip(line, 1, visit.call_id, role_of(visit, call), glyphs, "row")
    customer = day.customer_of(call)
    x = line.put(
        x + 2, clipped(customer.name if customer else "unknown", 24, glyphs.ellipsis), ink("text", "row")
    )
    left = f"  work under way, {length_text(found.rest_minutes)} left: "
    x = line.put(x, left, ink("quiet", "row"))
    if rest is Rest.RETURN and found.back_at is not None:
        words = f"they come back to it {clock_text(found.back_at, day.shop.zone)}"
        x = line.put(x, words, ink("text", "row", BOLD))
        line.put(x, "  (b: to the tray)", ink("quiet", "row"))
    else:
        x = line.put(x, "back in the tray", ink("warn", "row", BOLD))
        line.put(x, "  (b: they come back)", ink("quiet", "row"))
    return line


def paint_displaced(
    one: Displaced, day: Day, columns: Sequence[Column], width: int, glyphs: Glyphs, *, odd: bool
) -> Line:
    """One client who is put off, or makes room."""
    ground = "row2" if odd else "row"
    line = Line(width, ink("text", ground))
    visit, call = one.line.visit, one.line.call
    x = 1
    for column in columns:
        if column.key == "call":
            role = "late" if one.late_minutes else role_of(visit, call)
            _call_chip(line, x, call.id, role, glyphs, ground)
        else:
            text, role, flags = _displaced_cell(column.key, one, day, glyphs)
            room = min(column.width - 1, width - x)
            line.put(x, clipped(text, room, glyphs.ellipsis), ink(role, ground, flags))
        x += column.width
    return line


def _call_chip(line: Line, x: int, number: int, role: str, glyphs: Glyphs, ground: str) -> int:
    sign = glyphs.state.get(role, glyphs.late)
    after = line.put(x, f" {sign} ", ink(f"{role}.head.text", f"{role}.head", BOLD))
    return line.put(after + 1, str(number), ink("text", ground, BOLD))


def _displaced_cell(key: str, one: Displaced, day: Day, glyphs: Glyphs) -> tuple[str, str, int]:
    zone, line = day.shop.zone, one.line
    if key == "customer":
        customer = day.customer_of(line.call)
        name = customer.name if customer else "unknown"
        if one.behind:
            short = line.after.short_minutes
            where = day.technicians[line.visit.technician_id].code
            where += f", travel {length_text(short)} short" if short else ""
            return f"{name} ({where})", "text", 0
        return (f"{name} (makes room)" if one.room else name), "text", 0
    if key == "promise":
        window = window_text(line.window, zone, glyphs.dash)
        return window or "none", "text" if window else "quiet", 0
    if key == "told":
        return _told(one, day)
    if key == "was":
        return (clock_text(line.before.eta, zone) if line.before else ""), "quiet", 0
    if key == "pushed":
        return ("" if one.room else clock_text(line.after.eta, zone)), "warn" if line.is_late else "text", 0
    if key == "fate":
        words = fate_words(day, one, line.visit.technician_id)
        bad = one.fate is Fate.TRAY
        return words, "warn" if bad else "good" if one.fate is Fate.MOVED else "text", BOLD * bad
    if one.late_minutes:
        return length_text(one.late_minutes), "warn", BOLD
    return (glyphs.good if line.window and one.fate is not Fate.TRAY else ""), "good", 0


def _told(one: Displaced, day: Day) -> tuple[str, str, int]:
    visit, call = one.line.visit, one.line.call
    if visit.eta_told is not None:
        return clock_text(visit.eta_told, day.shop.zone), "warn" if one.late_minutes else "text", 0
    if call.window is not None and call.window_told_at is not None:
        return "window", "warn" if one.late_minutes or one.fate is Fate.TRAY else "text", 0
    return "nothing", "quiet", 0
