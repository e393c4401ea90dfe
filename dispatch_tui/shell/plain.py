"""Read models as plain text for a shell: tables without colour, readable by people and by `grep`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch_tui.core.day import Day, LogLine
from dispatch_tui.core.model import Call, Customer, Lock, Technician, Visit
from dispatch_tui.core.text import plural
from dispatch_tui.core.timewords import clock_text, day_text, length_text, window_text
from dispatch_tui.desk.alerts.keeper import Alert, alerts_of
from dispatch_tui.desk.board import Board, matches
from dispatch_tui.desk.panel import TechnicianLine, technician_line, technician_lines
from dispatch_tui.desk.ports import CallHit, CallStory
from dispatch_tui.desk.shell_json import late_visits
from dispatch_tui.desk.story import events_of
from dispatch_tui.desk.told_facts import told_facts
from dispatch_tui.shell.common import table

UNKNOWN = "?"
"""How a fact that nobody knows is shown."""

_VISITS = ("call", "state", "slot", "arrives", "done", "late", "window", "type", "customer", "")
_LINES = ("tech", "name", "state", "since", "call", "until", "next", "load", "home", "skills")
_TRAY = ("call", "priority", "type", "min", "window", "due", "needs", "customer")


def _words(value: str) -> str:
    return value.replace("_", " ")


def _clock(instant: datetime | None, zone: ZoneInfo) -> str:
    return "" if instant is None else clock_text(instant, zone)


def day_text_of(board: Board, words: str = "") -> str:
    """A day: technicians with their visits, the tray, and what needs attention."""
    day = board.day
    chosen = [key for key in day.order if not words or matches(board, day.technicians[key], words)]
    parts = [_headline(board), *(technician_text(board, key, headline=False) for key in chosen)]
    parts.append(tray_text(board, headline=False))
    if alerts_of(board):
        parts.append(alerts_text(board, headline=False))
    return "\n\n".join(parts)


def alerts_text(board: Board, headline: bool = True) -> str:
    """What needs attention, weightiest first; what is snoozed at the end."""
    lines = [f"  {alert.trouble.value:12} {alert.text}{_cared(board, alert)}" for alert in alerts_of(board)]
    shown = "\n".join(("needs attention", *(lines or ["  nothing just now"])))
    return f"{_headline(board)}\n\n{shown}" if headline else shown


def _cared(board: Board, alert: Alert) -> str:
    parts = [alert.owner] if alert.owner else []
    if alert.snoozed_until is not None:
        parts.append(f"snoozed until {clock_text(alert.snoozed_until, board.day.shop.zone)}")
    if alert.worse:
        parts.append("worse")
    return f" ({', '.join(parts)})" if parts else ""


def _headline(board: Board) -> str:
    day, totals = board.day, board.totals
    figures = [plural(len(day.visits), "visit"), f"{len(day.tray)} in the tray", f"{totals.late} late"]
    if totals.conflicts:
        figures.append(f"{totals.conflicts} double booked")
    if totals.utilisation is not None:
        figures.append(f"utilisation {totals.utilisation:.0%}")
    demo = " (DEMO)" if day.shop.demo else ""
    now = clock_text(board.now, day.shop.zone)
    return f"{day.shop.name}{demo}, {day_text(day.service_date)}, now {now}: {', '.join(figures)}"


def technician_text(board: Board, technician_id: int, headline: bool = True) -> str:
    """One technician with their visits."""
    line, zone = technician_line(board, technician_id), board.day.shop.zone
    technician = line.technician
    shift = "off"
    if line.shift_start is not None and line.shift_end is not None:
        shift = f"{clock_text(line.shift_start, zone)} to {clock_text(line.shift_end, zone)}"
    facts = [_words(line.state.value), f"shift {shift}", " ".join(technician.skills) or "no skills"]
    if line.home is not None:
        late = f", {length_text(line.home_late)} after the shift" if line.home_late else ""
        facts.append(f"home {clock_text(line.home, zone)}{late}")
    title = f"{technician.code} {technician.name}: {', '.join(facts)}"
    rows = [_visit_row(board, visit) for visit in board.day.row(technician_id)]
    body = table(_VISITS, rows, right=(5,)) if rows else "no visits"
    parts = [title, *(f"  {text}" for text in body.split("\n"))]
    return "\n".join([_headline(board), "", *parts] if headline else parts)


def _visit_row(board: Board, visit: Visit) -> list[str]:
    day, known = board.day, board.forecast_of(visit)
    call, zone = day.calls[visit.call_id], day.shop.zone
    slot = visit.slot
    marks = [f"locked {visit.lock.value}"] if visit.lock is not Lock.NONE else []
    marks += ["running over"] if known.over else []
    marks += ["drive unknown"] if not known.leg.known else []
    return [
        str(call.id),
        _words(visit.state.value),
        f"{clock_text(slot.start, zone)}-{clock_text(slot.end, zone)}",
        clock_text(known.eta, zone),
        clock_text(known.finish, zone),
        length_text(known.late_minutes) if known.late_minutes else "",
        window_text(call.window, zone, "-"),
        call.type_code,
        _name(day.customer_of(call)),
        ", ".join(marks),
    ]


def _name(customer: Customer | None) -> str:
    return customer.name if customer else UNKNOWN


def technicians_text(board: Board) -> str:
    """The technicians without their visits, most trouble first."""
    rows = [_technician_row(board, line) for line in technician_lines(board)]
    return f"{_headline(board)}\n\n{table(_LINES, rows, right=(7,)) if rows else 'no technicians yet'}"


def _technician_row(board: Board, line: TechnicianLine) -> list[str]:
    zone, technician = board.day.shop.zone, line.technician
    following = ""
    if line.following is not None and line.following_forecast is not None:
        following = f"{line.following.call_id} at {clock_text(line.following_forecast.eta, zone)}"
    share = line.load.share
    return [
        technician.code,
        technician.name,
        _words(line.state.value) + (f" ({line.reason})" if line.reason else ""),
        _clock(line.since, zone),
        str(line.visit.call_id) if line.visit else "",
        _clock(line.expected_end, zone),
        following,
        "" if share is None else f"{share:.0%}",
        _clock(line.home, zone),
        " ".join(technician.skills),
    ]


def tray_text(board: Board, headline: bool = True) -> str:
    """The calls that wait, most pressing first."""
    day = board.day
    rows = [_waiting_row(day, day.calls[key]) for key in day.tray]
    body = table(_TRAY, rows, right=(3,)) if rows else "nothing waits"
    shown = "\n".join(("tray", *(f"  {text}" for text in body.split("\n"))))
    return f"{_headline(board)}\n\n{shown}" if headline else shown


def _waiting_row(day: Day, call: Call) -> list[str]:
    return [
        str(call.id),
        call.priority.value,
        call.type_code,
        str(call.minutes),
        window_text(call.window, day.shop.zone, "-"),
        day_text(call.due),
        " ".join(call.skills),
        _name(day.customer_of(call)),
    ]


def late_text(board: Board) -> str:
    """The visits that are forecast late."""
    rows = [
        [board.day.technicians[visit.technician_id].code, *_visit_row(board, visit)]
        for visit in late_visits(board)
    ]
    body = table(("tech", *_VISITS), rows, right=(6,)) if rows else "nobody is late"
    return f"{_headline(board)}\n\n{body}"


def call_text(story: CallStory, technicians: Sequence[Technician], zone: ZoneInfo) -> str:
    """One call, whole."""
    call, customer = story.call, story.customer
    facts = [
        ("customer", ", ".join(part for part in (customer.name, customer.phone, customer.email) if part)),
        ("address", story.site.one_line),
        ("access", call.access or story.site.access),
        ("needs", f"{call.minutes} minutes, {' '.join(call.skills) or 'no skill'}"),
        ("due", day_text(call.due)),
        ("window", window_text(call.window, zone, "-") or "none promised"),
        ("problem", call.problem),
        ("instructions", call.instructions),
        ("part", call.part and f"{call.part}, {'here' if call.part_ready_at else 'waited for'}"),
        ("callback of", str(call.first_call_id or "")),
        ("came back as", " ".join(str(each.id) for each in story.callbacks)),
        ("on hold", call.hold_reason),
        ("canceled", call.cancel_reason),
        ("outcome", call.outcome),
    ]
    title = f"call {call.id} {_words(call.phase.value)}: {call.type_code}, {call.priority.value}"
    parts = [title, *(f"  {name:13}{text}" for name, text in facts if text)]
    codes = {technician.id: technician.code for technician in technicians}
    for visit in story.visits:
        who, when = codes.get(visit.technician_id, UNKNOWN), day_text(visit.service_date)
        start = clock_text(visit.start, zone)
        parts.append(f"  visit        {who} {when} {start}, {visit.minutes}m: {_words(visit.state.value)}")
        told = ", ".join(told_facts(visit, call, zone))
        parts.append(f"               {told}")
    parts += ["", story_text(story, zone)]
    return "\n".join(parts)


def story_text(story: CallStory, zone: ZoneInfo) -> str:
    """What happened to a call, oldest first: when, who, what; what was taken back says so."""
    rows = []
    for event in events_of(story, zone):
        later = f" (written down {clock_text(event.recorded_at, zone)})" if event.recorded_at else ""
        taken = " (taken back)" if event.void else ""
        rows.append([_when(event.at, zone), event.actor, f"{event.text}{taken}{later}"])
    return table(("when", "who", "what"), rows)


def _when(instant: datetime, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(zone):%d %b} {clock_text(instant, zone)}"


def log_text(lines: Sequence[LogLine], zone: ZoneInfo) -> str:
    """Acts, newest first; what the machinery notes aside of them is left out."""
    lines = [line for line in lines if line.kind != "aside"]
    rows = [[str(line.rev), _when(line.at, zone), line.actor, line.summary, line.reason] for line in lines]
    return table(("rev", "when", "who", "what", "why"), rows, right=(0,)) if rows else "nothing was done yet"


def found_text(hits: Sequence[CallHit], technicians: Sequence[Technician], words: str) -> str:
    """Calls that answer a search, newest first."""
    codes = {technician.id: technician.code for technician in technicians}
    rows = [
        [
            str(hit.call.id),
            _words(hit.call.phase.value),
            hit.call.type_code,
            hit.customer.name,
            hit.site.one_line,
            day_text(hit.day) if hit.day else "",
            codes.get(hit.technician_id, "") if hit.technician_id else "",
        ]
        for hit in hits
    ]
    header = ("call", "state", "type", "customer", "address", "day", "tech")
    return table(header, rows) if rows else f"nothing found for {words}"
