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
from dispatch_tui.core.rules import is_late
from dispatch_tui.core.typical import Expected
from dispatch_tui.desk.alerts.keeper import Alert, alerts_of
from dispatch_tui.desk.board import Board
from dispatch_tui.desk.panel import TechnicianLine, technician_line, technician_lines
from dispatch_tui.desk.ports import CallHit, CallStory
from dispatch_tui.desk.story import events_of

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
        **head_json(board),
        "technicians": [technician_json(board, key) for key in board.day.order],
        "tray": tray_items(board.day),
        "alerts": alert_items(board),
    }


def head_json(board: Board) -> Json:
    """What every answer about a day begins with."""
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
        "home_low": instant_json(line.home_low, zone),
        "home_high": instant_json(line.home_high, zone),
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
            "eta_low": instant_json(known.eta_low, zone),
            "eta_high": instant_json(known.eta_high, zone),
            "may_be_late": known.may_be_late,
            "basis": None if known.expected is None else _basis_json(known.expected),
        },
        "travel_minutes": known.leg.minutes,
        "travel_known": known.leg.known,
        "told": _told_json(visit, call, zone),
        "locked": None if visit.lock is Lock.NONE else visit.lock.value,
    }


def _basis_json(expected: Expected) -> Json:
    return {
        "source": expected.source.value,
        "cases": expected.cases,
        "minutes": expected.minutes,
        "low": expected.low,
        "high": expected.high,
    }


def _told_json(visit: Visit, call: Call, zone: ZoneInfo) -> Json:
    """When each was told; `eta` is the arrival that the customer was told last."""
    return {
        "customer": instant_json(call.window_told_at, zone),
        "technician": instant_json(visit.dispatched_at, zone),
        "acknowledged": instant_json(visit.acknowledged_at, zone),
        "eta": instant_json(visit.eta_told, zone),
        "eta_at": instant_json(visit.eta_told_at, zone),
        "onway_at": instant_json(visit.onway_told_at, zone),
        "asked_at": instant_json(visit.asked_at, zone),
        "answered_at": instant_json(visit.answered_at, zone),
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


def alert_items(board: Board) -> list[Json]:
    """What needs attention, weightiest first; what is snoozed at the end."""
    return [alert_json(board.day, alert) for alert in alerts_of(board)]


def alert_json(day: Day, alert: Alert) -> Json:
    """One alert; `technician` is a code, null where it is about no row."""
    technician = day.technicians.get(alert.technician_id or 0)
    return {
        "kind": alert.trouble.value,
        "text": alert.text,
        "minutes": alert.level,
        "technician": technician.code if technician is not None else None,
        "visit": alert.visit_id,
        "call": alert.call_id,
        "key": alert.key,
        "message": alert.message_id,
        "owner": alert.owner or None,
        "snoozed_until": instant_json(alert.snoozed_until, day.shop.zone),
        "worse": alert.worse,
    }


def alerts_json(board: Board) -> Json:
    """What needs attention, alone."""
    return {**head_json(board), "alerts": alert_items(board)}


def tray_json(board: Board) -> Json:
    """The tray alone."""
    return {**head_json(board), "tray": tray_items(board.day)}


def technicians_json(board: Board) -> Json:
    """The technicians without their visits, most trouble first."""
    lines, zone = technician_lines(board), board.day.shop.zone
    return {**head_json(board), "technicians": [_line_json(line, zone) for line in lines]}


def one_technician_json(board: Board, technician_id: int) -> Json:
    """One technician with their visits."""
    return {**head_json(board), "technician": technician_json(board, technician_id)}


def late_visits(board: Board) -> list[Visit]:
    """Visits that are forecast late, latest first."""
    late = [visit for visit in board.day.visits.values() if _late(board, visit)]
    return sorted(late, key=lambda visit: (-board.forecast_of(visit).late_minutes, visit.call_id))


def _late(board: Board, visit: Visit) -> bool:
    return visit.technician_id in board.forecasts and is_late(visit, board.forecast_of(visit))


def late_json(board: Board) -> Json:
    """The visits that are forecast late."""
    visits = [
        {"technician": board.day.technicians[visit.technician_id].code, **visit_json(board, visit)}
        for visit in late_visits(board)
    ]
    return {**head_json(board), "late": visits}


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
                "told": _told_json(visit, call, zone),
            }
            for visit in story.visits
        ],
        "callbacks": [each.id for each in story.callbacks],
        "stamps": [_stamp_json(stamp, zone) for stamp in story.stamps],
        "notes": [
            {"at": instant_json(note.at, zone), "actor": note.actor, "text": note.text}
            for note in story.notes
        ],
        "log": [log_line_json(line, zone) for line in story.log],
        "story": story_json(story, zone),
    }


def story_json(story: CallStory, zone: ZoneInfo) -> list[Json]:
    """Everything that happened to a call, in sentences, oldest first."""
    return [
        {
            "at": instant_json(event.at, zone),
            "text": event.text,
            "actor": event.actor or None,
            "recorded": instant_json(event.recorded_at, zone),
            "taken_back": event.void,
        }
        for event in events_of(story, zone)
    ]


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
        "first_call": call.first_call_id,
        "part": {"words": call.part, "here": instant_json(call.part_ready_at, zone)} if call.part else None,
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
