"""Correcting the time of what was said last, and whom a move belies."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import Stamp, Visit, VisitState
from dispatch_tui.core.rules import must_tell
from dispatch_tui.core.status import ACTS, advanced, check_correction, corrected, standing_stamps
from tests.core.builders import NEW_YORK, at, call, span, tech, visit

S = VisitState

WAY = (
    ("dispatch", "10:00"), ("ack", "10:05"), ("enroute", "10:10"), ("onsite", "10:30"), ("pause", "11:00"),
    ("resume", "11:20"), ("done", "12:00"),
)  # fmt: skip


def told(until: int, last: str | None = None) -> Visit:
    """A visit on its way, the last of its stamps given at another time."""
    found = visit(1, "10:00")
    for index, (verb, clock) in enumerate(WAY[:until]):
        late = index == until - 1 and last is not None
        found = advanced(found, ACTS[verb], at(last if late else clock), "")
    return found


@pytest.mark.parametrize("count", range(1, len(WAY) + 1))
@pytest.mark.parametrize("minutes", [-3, 4, 15])
def test_a_correction_comes_to_what_would_have_been_said_at_first(count: int, minutes: int):
    clock = at(WAY[count - 1][1]) + timedelta(minutes=minutes)
    before = told(count - 1).state if count > 1 else None
    right = told(count, f"{clock.astimezone(NEW_YORK):%H:%M}")
    assert corrected(told(count), clock, before) == right


def test_what_was_left_follows_the_time_of_a_pause():
    at_work = replace(told(4), left_minutes=40, left_at=at("10:40"))
    late = advanced(at_work, ACTS["pause"], at("11:00"), "")
    right = advanced(at_work, ACTS["pause"], at("10:50"), "")
    assert late.left_minutes == 20
    assert corrected(late, at("10:50"), S.ON_SITE) == right
    resumed = advanced(late, ACTS["resume"], at("11:20"), "")
    again = advanced(late, ACTS["resume"], at("11:30"), "")
    assert corrected(resumed, at("11:30"), S.PAUSED) == again


def test_work_that_ended_in_a_pause_takes_the_pause_with_it():
    over = advanced(told(5), ACTS["cannot"], at("11:30"), "no part")
    assert over.paused_minutes == 30
    right = advanced(told(5), ACTS["cannot"], at("11:10"), "no part")
    assert corrected(over, at("11:10"), S.PAUSED) == right


def stamps(*said: tuple[VisitState, str, int | None]) -> list[Stamp]:
    return [
        Stamp(1, state, at(clock), at("12:00"), "ann", voids=voids, id=index)
        for index, (state, clock, voids) in enumerate(said, 1)
    ]


def test_which_stamps_stand():
    said = stamps(
        (S.DISPATCHED, "10:00", None),
        (S.ON_SITE, "10:30", None),
        (S.ON_SITE, "10:20", 2),  # corrected
        (S.DONE, "11:00", None),
        (S.DONE, "11:00", 4),  # taken back
    )
    assert [stamp.id for stamp in standing_stamps(said)] == [1, 3]
    undone = [*said, *stamps((S.ON_SITE, "10:20", 3), (S.ON_SITE, "10:30", None))]
    numbered = [replace(stamp, id=index) for index, stamp in enumerate(undone, 1)]
    assert [stamp.at for stamp in standing_stamps(numbered)] == [at("10:00"), at("10:30")]


def test_a_correction_is_bound_by_the_stamp_before_and_by_now():
    before = stamps((S.EN_ROUTE, "10:10", None))[0]
    check_correction(at("10:10"), before, at("12:00"), NEW_YORK)
    check_correction(at("1:00"), None, at("12:00"), NEW_YORK)
    with pytest.raises(Refused, match="before en route at 10:10, which it follows"):
        check_correction(at("10:09"), before, at("12:00"), NEW_YORK)
    with pytest.raises(Refused, match="future"):
        check_correction(at("12:01"), before, at("12:00"), NEW_YORK)


# -- whom a move belies


def belied(start: str, *, told: str | None, window: bool = False, gone: bool = False) -> list[str]:
    """Who must be told of a move of a visit at 13:00 whose customer was told an arrival."""
    eta = at(told) if told else None
    stands = visit(1, "13:00", eta_told=eta, eta_told_at=at("12:00") if eta else None)
    promised = {"window": span("13:00", "15:00"), "window_told_at": at("9:00")} if window else {}
    to = None if gone else replace(stands, start=at(start))
    return [each.text for each in must_tell(stands, call(1, **promised), tech(), to, "Ms Ruiz", 15)]


@pytest.mark.parametrize(
    ("start", "told", "names"),
    [
        ("13:15", "13:00", False),  # as good as told
        ("13:16", "13:00", True),
        ("12:40", "13:00", True),
        ("13:30", None, False),
        ("14:00", "14:20", False),  # nearer to what was told
        ("12:50", "14:20", True),
    ],
)
def test_a_move_that_belies_an_arrival_names_the_customer(start: str, told: str | None, names: bool):
    assert belied(start, told=told) == (["was told another arrival"] if names else [])


def test_small_moves_add_up():
    stands = visit(1, "13:10", eta_told=at("13:00"))
    to = replace(stands, start=at("13:20"))
    assert must_tell(stands, call(1), tech(), to, "Ms Ruiz", 15)


def test_nobody_is_named_twice():
    assert belied("15:30", told="13:00", window=True) == ["was promised the window"]
    assert belied("13:00", told="13:00", window=True, gone=True) == ["was promised the window"]
    assert belied("13:00", told="13:00", gone=True) == ["was told another arrival"]
