"""The thing under the cursor in words: a visit, a call of the tray, free time, or what is in hand."""

from __future__ import annotations

from dispatch_tui.core.model import Call, Precision, Visit
from dispatch_tui.core.rules import is_amber, is_late
from dispatch_tui.core.status import OVER
from dispatch_tui.core.text import phone_text
from dispatch_tui.core.timewords import clock_text, day_text, length_text, window_text
from dispatch_tui.core.travel import ESTIMATE, GUESSED
from dispatch_tui.desk.board import Board
from dispatch_tui.desk.outlook import arrival_words, basis_words, home_range, is_learnt
from dispatch_tui.desk.told_facts import told_facts
from widgets.board.state import Hand
from widgets.glyphs import STATE_WORDS, Glyphs, place_sign, role_of
from widgets.goals import change_pieces
from widgets.ink import BOLD
from widgets.lines import Piece, chip, piece
from widgets.suggestion_words import GATES, rank_of, reason_words

_GAP = piece("  ", bg="bar")


def _said(text: str, fg: str = "text", bold: bool = False) -> list[Piece]:
    return [piece(text, fg, "bar", BOLD * bold), _GAP]


def visit_pieces(board: Board, visit: Visit, glyphs: Glyphs) -> list[Piece]:
    """A visit: state, customer, type, slot, window, slack, travel, who has been told."""
    call = board.day.calls[visit.call_id]
    zone = board.day.shop.zone
    known = board.forecast_of(visit)
    role = role_of(visit, call)
    pieces = [chip(f"{glyphs.state[role]} {call.id}", "late" if is_late(visit, known) else role)]
    pieces += [_GAP, *_who(board, call, glyphs)]
    slot = visit.slot
    pieces += _said(
        f"{clock_text(slot.start, zone)}{glyphs.dash}{clock_text(slot.end, zone)}", "bright", True
    )
    window = window_text(call.window, zone).replace("–", glyphs.dash)
    pieces += _said(f"window {window}" if window else "no window", "quiet")
    pieces += _outlook(board, visit, glyphs)
    basis, learnt = basis_words(board, visit), is_learnt(known)
    if learnt:
        pieces += _said(basis)
    if known.leg.minutes:
        by = "" if known.leg.source in (ESTIMATE, GUESSED) else f" by {known.leg.source}"
        pieces += _said(f"travel {'' if known.leg.known else '?'}{known.leg.minutes}m{by}", "quiet")
    pieces += _said(", ".join(told_facts(visit, call, zone)).replace("–", glyphs.dash), "quiet")
    pieces += _part(call)
    if basis and not learnt:
        pieces += _said(basis, "quiet")
    if visit.reason:
        pieces += _said(f"({visit.reason})", "quiet")
    return pieces


def _who(board: Board, call: Call, glyphs: Glyphs) -> list[Piece]:
    customer, site, kind = board.day.customer_of(call), board.day.site_of(call), board.day.type_of(call)
    name = customer.name if customer else "unknown customer"
    area = (site.area or site.city) if site else ""
    unsure = ""
    if site is None or site.place is None:
        unsure = " (place unknown)"
    elif site.place.precision in (Precision.POSTCODE, Precision.PLACE, Precision.REGION):
        unsure = f" (~{site.place.precision.value})"
    what = f"{kind.name if kind else call.type_code} {length_text(call.minutes)}"
    sign = place_sign(site.place if site else None, glyphs)
    where = f"{name}{', ' + area if area else ''} {sign}{unsure}"
    return [*_said(where, "bright", True), *_said(what)]


def _outlook(board: Board, visit: Visit, glyphs: Glyphs) -> list[Piece]:
    known = board.forecast_of(visit)
    zone = board.day.shop.zone
    if visit.state in OVER:
        return _said(
            f"{STATE_WORDS[role_of(visit, board.day.calls[visit.call_id])]} {clock_text(known.finish, zone)}",
            "good",
        )
    if visit.arrived_at is not None:
        words = f"till {clock_text(known.finish, zone)}"
        if known.over:
            likely = f"likely {words}, " if known.finish > board.now else ""
            words = f"over, {likely}say how long"
        return _said(words, "warn" if known.over else "good", known.over)
    if is_late(visit, known):
        late = f"{glyphs.late} late {length_text(known.late_minutes)}"
        return _said(f"{late}, arrives {arrival_words(known, zone)}", "warn", True)
    pieces: list[Piece] = []
    if known.slack_minutes is not None:
        amber = is_amber(visit, known, board.day.shop.amber_minutes)
        sign = glyphs.late if amber else glyphs.good
        pieces += _said(
            f"{sign} slack {length_text(known.slack_minutes)}", "warn" if amber else "good", amber
        )
    risk = known.behind_minutes or known.may_be_late
    pieces += _said(f"ETA {arrival_words(known, zone)}", "warn" if risk else "quiet")
    if known.may_be_late:
        pieces += _said("may be late", "warn")
    if known.short_minutes:
        pieces += _said(f"travel {length_text(known.short_minutes)} short", "warn")
    return pieces


def _part(call: Call) -> list[Piece]:
    """The part it waits for, or that it is here."""
    if not call.part:
        return []
    if call.part_ready_at is not None:
        return _said(f"{call.part} is here", "good")
    return _said(f"waits for {call.part}", "warn")


def call_pieces(board: Board, call: Call, glyphs: Glyphs) -> list[Piece]:
    """A call of the tray."""
    zone = board.day.shop.zone
    role = "late" if call.priority.rank == 0 else "tentative"
    pieces = [chip(f"{glyphs.state['tentative']} {call.id}", role), _GAP, *_who(board, call, glyphs)]
    window = window_text(call.window, zone).replace("–", glyphs.dash)
    pieces += _said(f"window {window}" if window else "no window", "good" if window else "quiet")
    if call.due != board.day.service_date:
        pieces += _said(f"due {day_text(call.due)}", "quiet")
    pieces += _said(f"needs {' '.join(call.skills)}" if call.skills else "needs no skill", "quiet")
    pieces += _part(call)
    if call.first_call_id is not None:
        pieces += _said(f"callback of {call.first_call_id}", "warn")
    if call.problem:
        pieces += _said(f"“{call.problem}”" if glyphs.dash == "–" else f'"{call.problem}"', "quiet")
    return pieces


def hand_pieces(board: Board, hand: Hand, glyphs: Glyphs) -> list[Piece]:
    """What is in hand, and what dropping it now would mean."""
    zone = board.day.shop.zone
    technician = board.day.technicians[hand.visit.technician_id]
    pieces = [chip(f"in hand {hand.call.id}", "hand"), _GAP]
    start, end = hand.visit.slot.start, hand.visit.slot.end
    where = f"{technician.name}  {clock_text(start, zone)}{glyphs.dash}{clock_text(end, zone)}"
    pieces += _said(where, "bright", True)
    judged = hand.consequences
    if judged is None:
        return pieces
    guess = "" if judged.leg_in.known else "?"
    travel = f"travel {guess}{judged.leg_in.minutes}m in, {judged.leg_out.minutes}m out"
    for remark in judged.warnings:
        pieces += _said(f"{glyphs.late} {remark.text}", "warn", True)
    pieces += _suggested(hand, bool(judged.warnings))
    if judged.slack_minutes is not None and judged.slack_minutes >= 0:
        pieces += _said(f"{glyphs.good} slack {length_text(judged.slack_minutes)}", "good")
    for remark in judged.remarks:
        if not remark.warn:
            pieces += _said(remark.text, "warn")
    pieces += _said(travel, "quiet")
    if hand.goals is not None and hand.goals != board.goals:
        pieces += [_GAP, *change_pieces(board.goals, hand.goals, glyphs)]
    return pieces


def _suggested(hand: Hand, warned: bool) -> list[Piece]:
    """How good the place is: its number among those suggested, its points, and the two weightiest reasons."""
    place, ranking = hand.place, hand.ranking
    if place is None or ranking is None:
        return []
    if place.failed:
        closed = ", ".join(GATES[each.gate] for each in place.failed)
        return [] if warned else _said(f"closed: {closed}", "warn")
    rank = rank_of(place, ranking)
    words = f"no. {rank}, {place.total:.0f} points: {reason_words(place, ranking.places)}"
    return _said(words, "good" if rank == 1 else "text")


def row_pieces(board: Board, technician_id: int, minute: str, glyphs: Glyphs) -> list[Piece]:
    """Free time on a technician's row."""
    day = board.day
    technician = day.technicians[technician_id]
    doing = board.doing(technician_id)
    zone = day.shop.zone
    since = f" since {clock_text(doing.since, zone)}" if doing.since else ""
    pieces = [chip(technician.code, "cursor"), _GAP, *_said(technician.name, "bright", True)]
    pieces += _said(f"{doing.state.value}{since}")
    pieces += _said(" ".join(technician.skills) or "no skills", "quiet")
    forecast = board.forecasts[technician_id]
    if forecast.home is not None and day.row(technician_id):
        late = forecast.overtime_minutes
        text = f"home {clock_text(forecast.home, zone)}" + (
            f", {length_text(late)} after the shift" if late else ""
        )
        likely = home_range(forecast, zone)
        text += f" ({likely})" if likely else ""
        pieces += _said(text, "warn" if late else "good")
    pieces += _said(phone_text(technician.phone) or "no phone", "quiet")
    pieces += _said(f"cursor {minute}", "quiet")
    del glyphs
    return pieces
