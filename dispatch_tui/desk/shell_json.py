"""Read models as JSON values: what `--json` promises (docs/CLI.md; tests hold the two together).

Keys are only ever added within a version; `VERSION` rises if one changes its meaning or goes. Times
are ISO 8601 with the shop's offset, dates ISO, lengths whole minutes, unknown facts null.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from dispatch_tui.core.commands import Outcome
from dispatch_tui.core.day import Day, LogLine
from dispatch_tui.core.errors import DispatchError
from dispatch_tui.core.model import Call, Customer, Lock, Site, Span, Stamp, Technician, Visit
from dispatch_tui.desk.attention import Attention, Trouble, needs_attention
from dispatch_tui.desk.board import Board
from dispatch_tui.desk.panel import TechnicianLine, technician_line, technician_lines
from dispatch_tui.desk.ports import CallHit, CallStory

VERSION = 1

Json: TypeAlias = dict[str, Any]


def instant_json(instant: datetime | None, zone: ZoneInfo) -> str | None:
    """ISO 8601 with the shop's offset, whole seconds."""
    return None if instant is None else instant.astimezone(zone).isoformat(timespec="seconds")


def span_json(span: Span | None, zone: ZoneInfo) -> list[str | None] | None:
    """`[from, to]`, or null."""
    return None if span is None else [instant_json(span.start, zone), instant_json(span.end, zone)]


def _date(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def day_json(board: Board) -> Json:
    """A day, whole: technicians with their visits, the tray, and what needs attention."""
    return {
        **_head(board),
        "technicians": [technician_json(board, key) for key in board.day.order],
        "tray": tray_items(board.day),
        "alerts": [alert_json(board.day, item) for item in needs_attention(board)],
    }


def _head(board: Board) -> Json:
    day = board.day
    return {
        "version": VERSION,
        "shop": day.shop.name,
        "date": _date(day.service_date),
        "now": instant_json(board.now, day.shop.zone),
    }


def technician_json(board: Board, technician_id: int) -> Json:
    """One technician of a day with all their visits, by planned start."""
    line, zone = technician_line(board, technician_id), board.day.shop.zone
    return {
        **_line_json(line, zone),
        "visits": [visit_json(board, visit) for visit in board.day.row(technician_id)],
    }


def _line_json(line: TechnicianLine, zone: ZoneInfo) -> Json:
    technician, share = line.technician, line.load.share
    shift = None
    if line.shift_start is not None and line.shift_end is not None:
        shift = span_json(Span(line.shift_start, line.shift_end), zone)
    return {
        "code": technician.code,
        "name": technician.name,
        "state": line.state.value.replace(" ", "_"),
        "since": instant_json(line.since, zone),
        "phone": technician.phone or None,
        "skills": list(technician.skills),
        "shift": shift,
        "utilisation": None if share is None else round(share, 3),
        "home_forecast": instant_json(line.home, zone),
        "overtime_minutes": line.home_late,
    }


def visit_json(board: Board, visit: Visit) -> Json:
    """One visit of a day: what was promised, planned, is forecast, and who has been told."""
    day, known = board.day, board.forecast_of(visit)
    call, zone = day.calls[visit.call_id], day.shop.zone
    customer = day.customer_of(call)
    return {
        "call": call.id,
        "visit": visit.id,
        "state": visit.state.value,
        "since": instant_json(visit.since, zone),
        "priority": call.priority.value,
        "type": call.type_code,
        "customer": customer.name if customer else None,
        "window": span_json(call.window, zone),
        "slot": span_json(visit.slot, zone),
        "forecast": {
            "eta": instant_json(known.eta, zone),
            "finish": instant_json(known.finish, zone),
            "late_minutes": known.late_minutes,
        },
        "travel_minutes": known.leg.minutes,
        "travel_known": known.leg.known,
        "told": {
            "customer": instant_json(call.window_told_at, zone),
            "technician": instant_json(visit.dispatched_at, zone),
            "acknowledged": instant_json(visit.acknowledged_at, zone),
        },
        "locked": None if visit.lock is Lock.NONE else visit.lock.value,
    }


def tray_items(day: Day) -> list[Json]:
    """The calls that wait, most pressing first."""
    return [waiting_json(day, day.calls[key]) for key in day.tray]


def waiting_json(day: Day, call: Call) -> Json:
    """One call of the tray."""
    customer = day.customer_of(call)
    return {
        "call": call.id,
        "priority": call.priority.value,
        "type": call.type_code,
        "customer": customer.name if customer else None,
        "window": span_json(call.window, day.shop.zone),
        "due": _date(call.due),
        "minutes": call.minutes,
        "skills": list(call.skills),
    }


def alert_json(day: Day, item: Attention) -> Json:
    """One thing that needs attention; `technician` is a code, null for a call in the tray."""
    code = None if item.technician_id is None else day.technicians[item.technician_id].code
    return {
        "kind": item.trouble.value,
        "text": item.text,
        "minutes": item.minutes,
        "technician": code,
        "visit": item.visit_id,
        "call": item.call_id,
    }


def tray_json(board: Board) -> Json:
    """The tray alone."""
    return {**_head(board), "tray": tray_items(board.day)}


def technicians_json(board: Board) -> Json:
    """The technicians without their visits, most trouble first."""
    lines, zone = technician_lines(board), board.day.shop.zone
    return {**_head(board), "technicians": [_line_json(line, zone) for line in lines]}


def one_technician_json(board: Board, technician_id: int) -> Json:
    """One technician with their visits."""
    return {**_head(board), "technician": technician_json(board, technician_id)}


def late_visits(board: Board) -> list[Visit]:
    """Visits that are forecast late, latest first."""
    late = [item for item in needs_attention(board) if item.trouble is Trouble.LATE]
    return [board.day.visits[item.visit_id] for item in late if item.visit_id is not None]


def late_json(board: Board) -> Json:
    """The visits that are forecast late."""
    visits = [
        {"technician": board.day.technicians[visit.technician_id].code, **visit_json(board, visit)}
        for visit in late_visits(board)
    ]
    return {**_head(board), "late": visits}


def call_json(story: CallStory, technicians: Sequence[Technician], zone: ZoneInfo) -> Json:
    """One call with its visits, stamps, notes and log, oldest first."""
    codes = {technician.id: technician.code for technician in technicians}
    call = story.call
    return {
        "version": VERSION,
        **_call_json(call, story.customer, story.site, zone),
        "visits": [
            {
                "visit": visit.id,
                "technician": codes.get(visit.technician_id),
                "date": _date(visit.service_date),
                "state": visit.state.value,
                "slot": span_json(visit.slot, zone),
                "arrived": instant_json(visit.arrived_at, zone),
                "finished": instant_json(visit.finished_at, zone),
                "locked": None if visit.lock is Lock.NONE else visit.lock.value,
                "reason": visit.reason or None,
            }
            for visit in story.visits
        ],
        "stamps": [_stamp_json(stamp, zone) for stamp in story.stamps],
        "notes": [
            {"at": instant_json(note.at, zone), "actor": note.actor, "text": note.text}
            for note in story.notes
        ],
        "log": [log_line_json(line, zone) for line in story.log],
    }


def _call_json(call: Call, customer: Customer, site: Site, zone: ZoneInfo) -> Json:
    return {
        "call": call.id,
        "phase": call.phase.value,
        "priority": call.priority.value,
        "type": call.type_code,
        "skills": list(call.skills),
        "minutes": call.minutes,
        "received": instant_json(call.received_at, zone),
        "due": _date(call.due),
        "window": span_json(call.window, zone),
        "window_told": instant_json(call.window_told_at, zone),
        "problem": call.problem or None,
        "instructions": call.instructions or None,
        "access": call.access or site.access or None,
        "source": call.source or None,
        "channel": call.channel.value,
        "hold": {"reason": call.hold_reason, "until": _date(call.hold_until)} if call.hold_reason else None,
        "cancel_reason": call.cancel_reason or None,
        "outcome": call.outcome or None,
        "customer": {"name": customer.name, "phone": customer.phone or None, "email": customer.email or None},
        "site": {
            "address": site.one_line,
            "place": None
            if site.place is None
            else {"lat": site.place.lat, "lon": site.place.lon, "precision": site.place.precision.value},
        },
    }


def _stamp_json(stamp: Stamp, zone: ZoneInfo) -> Json:
    return {
        "visit": stamp.visit_id,
        "state": stamp.state.value,
        "at": instant_json(stamp.at, zone),
        "recorded": instant_json(stamp.recorded_at, zone),
        "actor": stamp.actor,
        "way": stamp.way.value,
        "note": stamp.note or None,
    }


def log_line_json(line: LogLine, zone: ZoneInfo) -> Json:
    """One entry of the log."""
    return {
        "rev": line.rev,
        "at": instant_json(line.at, zone),
        "actor": line.actor,
        "console": line.console or None,
        "verb": line.verb,
        "summary": line.summary,
        "reason": line.reason or None,
        "kind": line.kind,
        "undo_of": line.undo_of,
    }


def log_json(lines: Iterable[LogLine], zone: ZoneInfo) -> Json:
    """The newest acts, newest first."""
    return {"version": VERSION, "log": [log_line_json(line, zone) for line in lines]}


def found_json(hits: Iterable[CallHit], technicians: Sequence[Technician], zone: ZoneInfo) -> Json:
    """Calls that answer a search, newest first."""
    codes = {technician.id: technician.code for technician in technicians}
    return {
        "version": VERSION,
        "found": [
            {
                "call": hit.call.id,
                "phase": hit.call.phase.value,
                "type": hit.call.type_code,
                "customer": hit.customer.name,
                "address": hit.site.one_line,
                "window": span_json(hit.call.window, zone),
                "date": _date(hit.day),
                "technician": None if hit.technician_id is None else codes.get(hit.technician_id),
            }
            for hit in hits
        ],
    }


def outcome_json(outcome: Outcome) -> Json:
    """What an act came to."""
    return {
        "version": VERSION,
        "ok": True,
        "said": outcome.said,
        "warnings": list(outcome.warnings),
        "rev": outcome.rev,
        "call": outcome.call.id if outcome.call else None,
        "visit": outcome.visit_id,
    }


def refusal_json(error: DispatchError) -> Json:
    """Why something was not done."""
    return {
        "version": VERSION,
        "ok": False,
        "error": type(error).__name__,
        "message": error.message,
        "hint": error.hint or None,
    }
