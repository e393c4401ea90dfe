"""Alerts: what needs attention, with what people have said of it; kept up row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from dispatch_tui.core.forecast import RowForecast
from dispatch_tui.core.model import AlertCare, Call, Shop, Visit
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.desk.alerts.trouble import Attention, Trouble, by_weight
from dispatch_tui.desk.alerts.unacknowledged import dispatched, unacknowledged
from dispatch_tui.desk.alerts.waiting import emergencies, held_calls, holds_due, messages_waiting
from dispatch_tui.desk.alerts.watches import Watch, due_at, row_watches
from dispatch_tui.desk.attention import forecast_troubles, needs_attention, plan_troubles
from dispatch_tui.desk.board import Board

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing that needs attention, and what people have said of it.

    Attributes:
        owner: who looks after it; "" for nobody yet.
        snoozed_until: no count and no sound until then; None if it is awake.
        worse: True if it was snoozed and has come back before its time, because it got worse.
    """

    about: Attention
    owner: str = ""
    snoozed_until: datetime | None = None
    worse: bool = False

    @property
    def key(self) -> str:
        """The same for the same trouble at any time and on any console."""
        return self.about.key

    @property
    def trouble(self) -> Trouble:
        """Its kind."""
        return self.about.trouble

    @property
    def text(self) -> str:
        """All of it, in one line."""
        return self.about.text

    @property
    def level(self) -> int:
        """How bad it is, in minutes."""
        return self.about.minutes

    @property
    def snoozed(self) -> bool:
        """True while somebody wants peace from it."""
        return self.snoozed_until is not None

    @property
    def technician_id(self) -> int | None:
        """Whose row, or whose message."""
        return self.about.technician_id

    @property
    def visit_id(self) -> int | None:
        """Which visit, if it is about one."""
        return self.about.visit_id

    @property
    def call_id(self) -> int | None:
        """Which call, if it is about one."""
        return self.about.call_id

    @property
    def message_id(self) -> int | None:
        """Which message, if it is about one."""
        return self.about.message_id


def awake(alerts: Iterable[Alert]) -> tuple[Alert, ...]:
    """Those that count: nobody has snoozed them."""
    return tuple(alert for alert in alerts if alert.snoozed_until is None)


def cared_for(
    found: Iterable[Attention], cares: Mapping[str, AlertCare], now: datetime, rules: Rules
) -> tuple[Alert, ...]:
    """Alerts from what needs attention, in its order; those that are snoozed at the end.

    Args:
        found: weightiest first.
        cares: by key.
        now: the board's instant.
        rules: the shop's.
    """
    up: list[Alert] = []
    asleep: list[Alert] = []
    for item in found:
        care = cares.get(item.key) if cares else None
        if care is None:
            up.append(Alert(item))
        elif care.snoozed_until is None or care.snoozed_until <= now:
            up.append(Alert(item, care.owner))
        elif is_worse(item, care, now, rules):
            up.append(Alert(item, care.owner, worse=True))
        else:
            asleep.append(Alert(item, care.owner, care.snoozed_until))
    return (*up, *asleep)


def is_worse(item: Attention, care: AlertCare, now: datetime, rules: Rules) -> bool:
    """True if something has got worse since it was snoozed.

    What only waits is expected to have waited longer by now; that alone ends no snooze.
    """
    level = care.snoozed_level + rules.worse
    if item.trouble.waits:
        level += max(0, int((now - care.at) / MINUTE))
    return item.minutes >= level


def alerts_of(board: Board) -> tuple[Alert, ...]:
    """All alerts of a board, reckoned from nothing."""
    return cared_for(needs_attention(board), _by_key(board), board.now, Rules.of(board.day.shop))


def _by_key(board: Board) -> dict[str, AlertCare]:
    return {care.key: care for care in board.day.cares.values()}


@dataclass(slots=True)
class _Row:
    """What was found on a row, and what it was found from.

    Attributes:
        ids: its visits; another tuple whenever one of them, or a call of theirs, has changed.
        drives: minutes of the drives, which some watches wait for.
        fixed: what the plan has wrong.
        moving: what the forecast has wrong.
    """

    ids: tuple[int, ...]
    forecast: RowForecast
    drives: tuple[int, ...]
    fixed: list[Attention]
    moving: list[Attention]
    watches: tuple[Watch, ...]


def _drives(forecast: RowForecast) -> tuple[int, ...]:
    return tuple([known.leg.minutes for known in forecast.visits.values()])


class AlertKeeper:
    """The alerts of a console's board; a row is reckoned anew only when its forecast or visits are others."""

    def __init__(self) -> None:
        self._board: Board | None = None
        self._alerts: tuple[Alert, ...] = ()
        self._shop: Shop | None = None
        self._rows: dict[int, _Row] = {}
        self._calls: Mapping[int, Call] | None = None
        self._held: tuple[Call, ...] = ()
        self._visits: Mapping[int, Visit] | None = None
        self._unseen: tuple[Visit, ...] = ()
        self._cares: Mapping[int, AlertCare] | None = None
        self._by_key: dict[str, AlertCare] = {}

    def of(self, board: Board) -> tuple[Alert, ...]:
        """As `alerts_of`."""
        if board is self._board:
            return self._alerts
        day = board.day
        if day.shop is not self._shop:
            self._rows = {}
        if day.calls is not self._calls:
            self._calls, self._held = day.calls, held_calls(board)
        if day.visits is not self._visits:
            self._visits, self._unseen = day.visits, dispatched(board)
        if day.cares is not self._cares:
            self._cares, self._by_key = day.cares, _by_key(board)
        rules = Rules.of(day.shop)
        found = emergencies(board, rules) + holds_due(board, rules, self._held) + messages_waiting(board)
        found += unacknowledged(board, rules, self._unseen)
        for key in day.order:
            if day.rows[key]:
                row = self._row(board, key, rules)
                found += row.fixed
                found += row.moving
                found += due_at(row.watches, board.now)
        found.sort(key=by_weight)
        self._board, self._shop = board, day.shop
        self._alerts = cared_for(found, self._by_key, board.now, rules)
        return self._alerts

    def _row(self, board: Board, key: int, rules: Rules) -> _Row:
        """A row's findings; where only time has passed, no more of them is reckoned than depends on it."""
        forecast, ids, kept = board.forecasts[key], board.day.rows[key], self._rows.get(key)
        if kept is None or kept.ids is not ids:
            kept = self._rows[key] = _Row(
                ids,
                forecast,
                _drives(forecast),
                plan_troubles(board, key),
                forecast_troubles(board, key, rules),
                row_watches(board, key, rules),
            )
        elif kept.forecast is not forecast:
            kept.forecast, kept.moving = forecast, forecast_troubles(board, key, rules)
            drives = _drives(forecast)
            if drives != kept.drives:
                kept.drives, kept.watches = drives, row_watches(board, key, rules)
        return kept
