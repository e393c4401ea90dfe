"""The check-in: which technician is to be asked how much longer they need, and which is left in peace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from dispatch_tui.core.day import Day
from dispatch_tui.core.forecast import RowForecast, visiting_order
from dispatch_tui.core.model import Visit
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.status import AT_WORK, BEGUN, OVER
from dispatch_tui.core.timewords import clock_text

ABOUT_TO_FINISH = timedelta(minutes=5)

SETTLING = timedelta(minutes=15)
"""Nobody who has just come is asked when they will be gone: so long they are left in peace, or for half of
what the work is planned to take, if that is less."""
"""Who is expected to finish within this is not asked when."""


class CheckInStage(StrEnum):
    """How far the check-in of a visit is.

    `SILENT`: asked, and no answer within the shop's patience; a suggestion to the dispatcher, no fault.
    """

    NOT_DUE = "not due"
    DUE = "due"
    ASKED = "asked"
    SILENT = "no answer yet"
    ANSWERED = "answered"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class CheckIn:
    """The check-in of a technician at work who has a next call.

    Attributes:
        visit: where they are at work.
        following: the next call's visit.
        due_at: when they are to be asked.
        why: why nobody asks, or what has happened ("asked at 10:05"); "" before.
    """

    visit: Visit
    following: Visit
    stage: CheckInStage
    due_at: datetime
    why: str = ""


def check_in_of(
    row: Sequence[Visit], forecast: RowForecast, now: datetime, rules: Rules, zone: ZoneInfo
) -> CheckIn | None:
    """The check-in of a technician's row; None if they are at no call or have none to go to after it.

    Args:
        row: the technician's visits of the day, in any order.
        forecast: of that row.
        now: the instant it is asked at.
        rules: the shop's.
        zone: the shop's, for the times in `why`.
    """
    ordered = visiting_order(row)
    visit = next((each for each in ordered if each.state in AT_WORK), None)
    following = next((each for each in ordered if each.state not in OVER | BEGUN), None)
    if visit is None or following is None:
        return None
    lead = timedelta(minutes=rules.check_in_lead)
    settled = (visit.arrived_at or visit.start) + min(SETTLING, timedelta(minutes=visit.minutes / 2))
    due_at = max(following.start - lead, settled)

    def stands(stage: CheckInStage, why: str = "", since: datetime | None = None) -> CheckIn:
        words = f"{why} at {clock_text(since, zone)}" if since is not None else why
        return CheckIn(visit, following, stage, due_at, words)

    if visit.answered_at is not None and not _later(visit.asked_at, visit.answered_at):
        return stands(CheckInStage.ANSWERED, "answered", visit.answered_at)
    if visit.undisturbed_at is not None:
        return stands(CheckInStage.WITHHELD, "asked not to be disturbed")
    if visit.left_at is not None and visit.left_minutes is not None:
        # A pause, and its end, carry what was said on to their own instant (core.status.advanced).
        carried = visit.left_at == visit.since
        since = None if carried else visit.left_at
        if visit.left_minutes == 0 and not carried and not _later(visit.asked_at, visit.left_at):
            return stands(CheckInStage.WITHHELD, "finish reported", since)
        if visit.asked_at is not None and not carried and visit.left_at >= visit.asked_at:
            return stands(CheckInStage.ANSWERED, "said how long", since)
        if visit.asked_at is None and visit.left_minutes > 0 and visit.left_at >= due_at - lead:
            return stands(CheckInStage.WITHHELD, "said how long", since)
    if visit.asked_at is not None:
        silent = now - visit.asked_at >= timedelta(minutes=rules.answer_patience)
        return stands(CheckInStage.SILENT if silent else CheckInStage.ASKED, "asked", visit.asked_at)
    if not rules.check_in:
        return stands(CheckInStage.WITHHELD, "check-ins are off")
    if now < due_at:
        return stands(CheckInStage.NOT_DUE)
    expected = forecast.visits.get(visit.id)
    # Work that has run over is forecast to finish "now" for as long as nobody says otherwise: that is asked.
    if expected is not None and not expected.over and expected.finish - now <= ABOUT_TO_FINISH:
        return stands(CheckInStage.WITHHELD, "about to finish", expected.finish)
    return stands(CheckInStage.DUE)


def _later(one: datetime | None, other: datetime) -> bool:
    return one is not None and one > other


def due_check_ins(day: Day, forecasts: Mapping[int, RowForecast], now: datetime) -> list[CheckIn]:
    """The check-ins that are to be sent now, in the order of the board.

    Args:
        day: the day as it is.
        forecasts: by technician id; a technician without one is not asked.
        now: the instant it is asked at.
    """
    rules, zone = Rules.of(day.shop), day.shop.zone
    found = []
    for key in day.order:
        if key in forecasts:
            check_in = check_in_of(day.row(key), forecasts[key], now, rules, zone)
            if check_in is not None and check_in.stage is CheckInStage.DUE:
                found.append(check_in)
    return found
