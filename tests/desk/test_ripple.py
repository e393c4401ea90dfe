"""The choices of a ripple: what they promise is what comes of them; and a second technician who helps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dispatch_tui.core.commands import MoveVisit, Promise, SendHelp, SetLeft, SwapVisits, TellRow
from dispatch_tui.core.errors import NeedsSure, Refused
from dispatch_tui.core.forecast import forecast_row
from dispatch_tui.core.model import Channel, Lock, Message, MessageKind, VisitState
from dispatch_tui.core.ripple import with_visit, without_visit
from dispatch_tui.desk.board import BoardKeeper
from dispatch_tui.desk.ripple import new_window, ripple_view
from dispatch_tui.desk.ripple_rows import ChoiceKind, Figures, Rows
from tests.core.builders import TODAY, at, on_site, span, visit
from tests.desk.shops import DeskShop

K = ChoiceKind


def present(**fields):
    """T1 at work on 1 since 11:30, planned until 12:30."""
    return on_site(1, "11:30", "11:30", **fields)


def later(key, start, **fields):
    return visit(key, start, **fields)


def keeper(shop: DeskShop) -> BoardKeeper:
    return BoardKeeper(shop.store.board(TODAY), shop.now)


def look(shop: DeskShop, minutes: int = 0, technician: int = 1):
    return ripple_view(keeper(shop), technician, minutes)


def choice(view, kind: ChoiceKind):
    return next(each for each in view.choices if each.kind is kind)


def pressed(*, window2=("13:00", "14:00"), window3=("14:00", "15:00"), **second) -> DeskShop:
    """Two clients after the present visit; T2 has the whole afternoon."""
    return DeskShop(
        (present(), later(2, "13:00", **second), later(3, "14:10")),
        c2={"window": span(*window2), "window_told_at": at("8:00")},
        c3={"window": span(*window3), "window_told_at": at("8:00")},
    )


def test_one_choice_of_each_kind_in_the_order_of_the_keys():
    assert [each.kind for each in look(pressed()).choices] == list(ChoiceKind)


def test_where_nobody_is_late_there_is_nothing_to_choose():
    view = look(pressed())
    for each in view.choices[:-1]:
        assert each.why_not == "nobody is late"
        assert each.figures is None
    leave = choice(view, K.LEAVE)
    assert leave.command is None
    assert (leave.figures.late, leave.figures.unaware_minutes) == (0, 0)


def test_leaving_it_is_what_the_ripple_says():
    view = look(pressed(), 150)
    figures = choice(view, K.LEAVE).figures
    assert figures.late == view.ripple.told_late.late == 2
    assert figures.late_minutes == view.ripple.told_late.late_minutes
    assert figures.unaware_minutes == view.ripple.told_late.unaware_minutes > 0
    assert figures.drive_minutes == 0


# -- tell all


def test_telling_all_of_what_is_only_supposed_is_said_first():
    view = look(pressed(), 150)
    tell = choice(view, K.TELL)
    assert tell.say_first
    assert tell.command == TellRow(1)
    assert (tell.figures.tell, tell.figures.unaware_minutes) == (2, view.ripple.told_now.unaware_minutes)
    assert "2 and 3" in tell.words
    assert view.say == SetLeft(1, left=view.ripple.left_minutes)


def test_what_is_said_is_what_was_supposed_and_all_can_be_told():
    shop = pressed()
    supposed = look(shop, 150)
    shop.do(supposed.say)
    said = look(shop)
    assert [line.after.eta for line in said.ripple.lines] == [
        line.after.eta for line in supposed.ripple.lines
    ]
    assert said.say is None
    tell = choice(said, K.TELL)
    assert not tell.say_first
    shop.do(tell.command)
    told = look(shop)
    assert {message.kind for message in told.telling.values()} == {MessageKind.LATE}
    assert set(told.telling) == {2, 3}
    assert choice(told, K.TELL).why_not == "they are being told"


def test_who_knows_is_not_told_again():
    shop = pressed(eta_told=at("15:05"), eta_told_at=at("11:45"))
    known = look(shop, 150).ripple.lines[0]
    assert known.knows
    assert choice(look(shop, 150), K.TELL).figures.tell == 1


def test_a_message_of_another_arrival_tells_nobody():
    shop = pressed()
    shop.store.rows(Message)[1] = Message(
        MessageKind.LATE, Channel.TEXT, "late", "k", at("11:00"), call_id=2, eta=at("13:30"), id=1
    )
    assert look(shop, 150).telling == {}


def test_nobody_is_told_of_a_supposed_delay_of_who_is_not_at_work():
    shop = DeskShop((later(2, "13:00"),), c2={"window": span("13:00", "14:00")})
    view = look(shop, 150)
    assert view.say is None
    assert "T1 is not at work" in choice(view, K.TELL).why_not


# -- move one call


def test_the_best_move_is_to_who_can_keep_the_window():
    shop = pressed()
    move = choice(look(shop, 90), K.MOVE)
    leave = choice(look(shop, 90), K.LEAVE)
    assert isinstance(move.command, MoveVisit)
    assert move.command.technician_id == 2
    assert move.figures.late_minutes < leave.figures.late_minutes
    assert move.looked_at
    assert not move.warnings
    shop.do(move.command)
    after = look(shop, 90)
    assert after.ripple.told_late.late == move.figures.late
    assert after.ripple.told_late.late_minutes == move.figures.late_minutes


def test_figures_of_another_row_count_only_who_it_makes_later_there():
    shop = DeskShop(
        (
            present(),
            later(2, "13:00"),
            later(5, "12:30", technician_id=2, minutes=90),
            later(6, "14:20", technician_id=2),
        ),
        c2={"window": span("13:00", "14:00")},
        c5={"window": span("12:00", "12:20")},
        c6={"window": span("14:00", "14:30")},
    )
    rows = Rows(keeper(shop), 1, 200)
    late = rows.figures({})
    assert late.late == 1, "T2's own late client is not the ripple's"
    moved = replace(shop.visit(2), technician_id=2, start=at("13:30"))
    there = with_visit(rows.facts(2), moved)
    figures = rows.figures({1: without_visit(rows.facts(1), 2), 2: there})
    after = forecast_row(there, shop.now, rows.travel).visits
    assert after[6].late_minutes > 0
    assert figures.late_minutes == after[2].late_minutes + after[6].late_minutes
    assert figures.late == 2


def test_nothing_frozen_is_offered():
    assert choice(look(pressed(window3=("14:00", "20:00")), 90), K.MOVE).command.visit_id == 2
    locked = look(pressed(window3=("14:00", "20:00"), lock=Lock.BOTH), 90)
    assert [line.visit.id for line in locked.ripple.lines if line.is_late] == [2]
    move = choice(locked, K.MOVE)
    assert move.command is None or move.command.visit_id != 2


def test_nobody_without_the_skill_is_offered():
    shop = DeskShop(
        (present(), later(2, "13:00")), c2={"window": span("13:00", "14:00"), "skills": ("HVAC",)}
    )
    assert choice(look(shop, 90), K.MOVE).why_not == "nobody else has room"


def test_where_the_window_is_lost_less_late_is_better():
    shop = pressed(window2=("9:00", "10:00"))
    move = choice(look(shop, 90), K.MOVE)
    assert move.figures.late_minutes < choice(look(shop, 90), K.LEAVE).figures.late_minutes


def test_what_the_technician_has_seen_is_moved_only_after_a_question():
    shop = DeskShop(
        (later(2, "12:30", state=VisitState.DISPATCHED, dispatched_at=at("11:00"), since=at("11:00")),),
        c2={"window": span("12:00", "13:00"), "window_told_at": at("8:00")},
    )
    move = choice(look(shop, 120), K.MOVE)
    assert any("told of it" in warning for warning in move.warnings)
    assert move.figures.tell == 1
    with pytest.raises(NeedsSure):
        shop.do(move.command)
    shop.do(move.sure)
    assert shop.visit(2).technician_id == 2


# -- swap


def test_two_clients_of_the_row_change_places():
    shop = DeskShop(
        (present(), later(2, "12:40", minutes=120), later(3, "14:50", minutes=30)),
        c2={"window": span("12:30", "17:00")},
        c3={"window": span("12:30", "15:00")},
    )
    swap = choice(look(shop, 60), K.SWAP)
    assert swap.command == SwapVisits(2, 3)
    assert swap.figures.late == 0
    shop.do(swap.sure)
    assert look(shop, 60).ripple.told_late.late == 0


def test_a_swap_with_another_row_needs_both_to_be_able():
    shop = DeskShop(
        (present(), later(2, "13:00"), later(5, "14:30", technician_id=2)),
        c2={"window": span("13:00", "15:00")},
        c5={"window": span("12:00", "17:00")},
    )
    swap = choice(look(shop, 150), K.SWAP)
    assert swap.command == SwapVisits(2, 5)
    assert "T2" in " ".join(swap.brief)
    unable = DeskShop(
        (present(), later(2, "13:00"), later(5, "14:30", technician_id=2)),
        c2={"window": span("13:00", "15:00")},
        c5={"window": span("12:00", "17:00"), "skills": ("PLM",)},
    )
    assert choice(look(unable, 150), K.SWAP).command is None


# -- send help


def helped() -> tuple[DeskShop, SendHelp]:
    shop = pressed()
    command = choice(look(shop, 120), K.HELP).command
    assert isinstance(command, SendHelp)
    return shop, command


def test_the_nearest_who_is_free_shares_what_is_left():
    shop, command = helped()
    assert (command.visit_id, command.technician_id) == (1, 2)
    view = look(shop, 120)
    rest = view.ripple.left_minutes
    come = round((command.start - shop.now).total_seconds() / 60)
    assert command.left - come == command.minutes
    assert 0 <= 2 * command.minutes - (rest - come) <= 1
    figures = choice(view, K.HELP).figures
    assert figures.late_minutes < choice(view, K.LEAVE).figures.late_minutes
    outcome = shop.do(command)
    assert look(shop).ripple.told_late.late_minutes == figures.late_minutes
    assert shop.visit(1).left_minutes == command.left
    standing = shop.visits_of(1)
    assert [(one.technician_id, one.state) for one in standing] == [
        (1, VisitState.ON_SITE),
        (2, VisitState.TENTATIVE),
    ]
    assert outcome.said.startswith("T2 Bo helps T1 Ana on 1 at ")
    assert "of work" in outcome.said
    assert outcome.warnings[0] == "tell T1 Ana that T2 Bo comes"


def test_help_is_refused_where_nobody_is_at_work_and_where_it_is_there():
    shop, command = helped()
    with pytest.raises(Refused, match="not at work on call 2"):
        shop.do(replace(command, visit_id=2))
    with pytest.raises(Refused, match="needs a length"):
        shop.do(replace(command, minutes=0))
    with pytest.raises(Refused, match="nothing to a day"):
        shop.do(replace(command, left=3000))
    with pytest.raises(Refused, match="on call 1 already"):
        shop.do(replace(command, technician_id=1))
    shop.do(command)
    with pytest.raises(Refused, match="on call 1 already"):
        shop.do(command)


def test_help_out_of_hours_asks_first():
    shop, command = helped()
    with pytest.raises(NeedsSure, match="shift"):
        shop.do(replace(command, start=at("18:00")))
    assert len(shop.visits_of(1)) == 1
    shop.do(replace(command, start=at("18:00"), sure=True))


def test_too_little_work_is_not_shared():
    shop = DeskShop((present(), later(2, "12:20")), c2={"window": span("12:00", "12:10")})
    view = look(shop, 0)
    assert view.ripple.told_now.late == 1
    shop.do(SetLeft(1, left=20))
    assert choice(look(shop), K.HELP).why_not == "too little work is left to share"


# -- re-promise


def test_the_worst_client_is_promised_a_window_that_will_be_kept():
    shop = pressed()
    view = look(shop, 150)
    choose = choice(view, K.PROMISE)
    worst = max(view.ripple.lines, key=lambda line: line.late_minutes)
    assert isinstance(choose.command, Promise)
    assert choose.command.call_id == worst.call.id
    assert choose.command.told is False
    window = choose.command.window
    assert window.start <= worst.after.eta_low
    assert worst.after.eta_high <= window.end
    assert window.minutes >= 60
    assert all(edge.minute % 15 == 0 for edge in (window.start, window.end))
    assert (choose.figures.late, choose.figures.tell) == (1, 1)
    shop.do(choose.command)
    assert look(shop, 150).ripple.told_late.late == 1


def test_a_new_window_does_not_begin_in_the_past():
    view = look(pressed(), 150)
    line = view.ripple.lines[0]
    assert new_window(line, at("15:40")).start == at("15:30")


def test_figures_are_ranked_by_lateness_first():
    assert Figures(1, 5, 0, 90, 90, 9).harm < Figures(3, 6, 0, 0, 0, 0).harm


def test_choices_that_others_have_overtaken_are_refused_by_what_was_seen():
    move = choice(look(pressed(), 90), K.MOVE)
    assert {each.group for each in move.looked_at} == {"plan", "status"}
    assert isinstance(move.command, MoveVisit)
    assert all(each.id == move.command.visit_id and each.kind == "visit" for each in move.looked_at)
