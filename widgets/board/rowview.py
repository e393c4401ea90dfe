"""One technician's row, ready to be painted: blocks with their words, lanes, shift and load."""

from __future__ import annotations

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from dispatch_tui.core.load import occupied
from dispatch_tui.core.model import Call, Lock, Priority, Visit
from dispatch_tui.core.rules import is_amber, is_late
from dispatch_tui.core.status import BEGUN, OVER, SEEN
from dispatch_tui.core.timewords import clock_text, window_text
from dispatch_tui.desk.board import Board
from widgets.board.geometry import DayTime
from widgets.glyphs import role_of


@dataclass(frozen=True, slots=True)
class Block:
    """A visit as it is drawn; times are minutes of the day.

    Attributes:
        start: where the block begins: actual arrival once there is one, else the plan.
        end: where it ends: the forecast finish once begun, else the plan.
        plan: the planned slot.
        lane: 0 for the upper lane.
        role: ink role of its state.
        late: forecast minutes after the window's end, 0 if none.
        slack: minutes left when amber, else None.
        short: minutes the plan lacks for the drive to it.
        drive: minutes of the drive to it.
        window: promised window in minutes, None without one.
        told: whether the customer knows, where the head speaks of the technician: "told" or "tentative",
            "" where the head says it.
        eta_told: the arrival that the customer was told last, in words.
    """

    visit_id: int
    call_id: int
    start: float
    end: float
    plan: tuple[float, float]
    lane: int
    role: str
    late: int
    slack: int | None
    short: int
    drive: int
    clash: bool
    locked: bool
    emergency: bool
    over: bool
    number: str
    customer: str
    area: str
    words: str
    window: tuple[float, float] | None
    told: str = ""
    eta_told: str = ""


@dataclass(frozen=True, slots=True)
class RowView:
    """A row as it is drawn.

    Attributes:
        working: working spans in minutes of the day.
        load: (work + travel) / available, None when off.
        late: how many of its visits are forecast late.
        clashes: how many are double-booked.
        idle: True if the technician does not work that day.
    """

    technician_id: int
    name: str
    code: str
    skills: str
    blocks: tuple[Block, ...]
    lanes: int
    working: tuple[tuple[float, float], ...]
    load: float | None
    late: int
    clashes: int
    out: bool
    home_late: int = 0
    by_visit: dict[int, Block] = field(default_factory=dict)


def short_name(name: str) -> str:
    """What a block calls a customer: the surname of a person, the whole name of anything else."""
    words = name.split()
    return words[-1] if len(words) == 2 else name


def row_view(board: Board, technician_id: int, time: DayTime) -> RowView:
    """Make a technician's row of the board ready for painting."""
    day = board.day
    technician = day.technicians[technician_id]
    forecast = board.forecasts[technician_id]
    figures = board.figures[technician_id]
    drawn = [
        (occupied(visit, forecast), visit) for visit in day.row(technician_id) if visit.call_id in day.calls
    ]
    drawn.sort(key=lambda pair: (pair[0].start, pair[1].id))
    blocks: list[Block] = []
    ends: list[float] = []
    for span, visit in drawn:
        start, end = time.minute(span.start), time.minute(span.end)
        lane = next((i for i, until in enumerate(ends) if until <= start + 0.5), len(ends))
        if lane == len(ends):
            ends.append(end)
        ends[lane] = end
        blocks.append(_block(board, visit, (start, end), lane, time))
    return RowView(
        technician_id,
        technician.name,
        technician.code,
        " ".join(technician.skills),
        tuple(blocks),
        max(1, len(ends)),
        tuple((time.minute(s.start), time.minute(s.end)) for s in day.working.get(technician_id, ())),
        figures.load.share,
        figures.late,
        len(figures.clashing),
        bool(day.offs_of(technician_id)) and not day.working.get(technician_id),
        forecast.overtime_minutes,
        {block.visit_id: block for block in blocks},
    )


def _block(board: Board, visit: Visit, span: tuple[float, float], lane: int, time: DayTime) -> Block:
    day = board.day
    call = day.calls[visit.call_id]
    forecast = board.forecasts[visit.technician_id].visits[visit.id]
    customer, site = day.customer_of(call), day.site_of(call)
    waiting = visit.state not in BEGUN | OVER
    slot = visit.slot
    return Block(
        visit_id=visit.id,
        call_id=call.id,
        start=span[0],
        end=span[1],
        plan=(time.minute(slot.start), time.minute(slot.end)),
        lane=lane,
        role=role_of(visit, call),
        late=forecast.late_minutes if is_late(visit, forecast) else 0,
        slack=forecast.slack_minutes if is_amber(visit, forecast, day.shop.amber_minutes) else None,
        short=forecast.short_minutes if waiting else 0,
        drive=forecast.leg.minutes,
        clash=visit.id in board.figures[visit.technician_id].clashing,
        locked=visit.lock is not Lock.NONE,
        emergency=call.priority is Priority.EMERGENCY,
        over=visit.state in OVER,
        number=str(call.id),
        customer=short_name(customer.name) if customer else "?",
        area=site.area or site.city if site else "",
        words=block_words(board, call),
        window=_minutes(call, time),
        told=_told(visit, call),
        eta_told=_eta_told(visit, day.shop.zone),
    )


def _told(visit: Visit, call: Call) -> str:
    """What the head cannot say once the technician has been told: whether the customer has, too."""
    if visit.state not in SEEN or visit.arrived_at is not None:
        return ""
    knows = call.window_told_at is not None or visit.eta_told is not None
    return "told" if knows else "tentative"


def _eta_told(visit: Visit, zone: ZoneInfo) -> str:
    if visit.eta_told is None or visit.arrived_at is not None or visit.state in OVER:
        return ""
    return clock_text(visit.eta_told, zone)


def _minutes(call: Call, time: DayTime) -> tuple[float, float] | None:
    if call.window is None:
        return None
    return time.minute(call.window.start), time.minute(call.window.end)


def block_words(board: Board, call: Call) -> str:
    """The body line: window and kind of work."""
    kind = board.day.type_of(call)
    window = window_text(call.window, board.day.shop.zone)
    return f"{window} {kind.name if kind else call.type_code}".strip()
