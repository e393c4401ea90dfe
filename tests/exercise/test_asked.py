"""People who are asked answer; a kind desk tells clients in time, and technicians only what is theirs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from dispatch_tui.core.commands import Act, AskLeft, SettleMessage, TakeMessage, TellRow
from dispatch_tui.core.errors import Refused
from dispatch_tui.core.forecast import forecast_row
from dispatch_tui.core.model import Call, Message, MessageKind, MessageState, Span, Visit
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.status import AT_WORK
from dispatch_tui.core.telling.checkin import due_check_ins
from dispatch_tui.core.telling.late import late_notices
from dispatch_tui.core.travel import Travel
from dispatch_tui.desk.acts import handler_of
from dispatch_tui.exercise.people import due_acts
from tests.exercise.playing import Play
from tests.exercise.test_people import DAY, a_play, at

K = MessageKind


class KindDesk:
    """The worker and a dispatcher who tells every late client, each minute."""

    def __init__(self, play: Play) -> None:
        self.play = play
        self.foreseen: dict[int, datetime] = {}

    def do(self, command: object) -> bool:
        act = Act(command, "worker")  # type: ignore[arg-type]
        try:
            self.play.store.write(act, handler_of(act), self.play.now)
        except Refused:
            return False
        return True

    def minute(self) -> None:
        day = self.play.store.board(DAY)
        travel, rules, now = Travel.of(day.shop), Rules.of(day.shop), self.play.now
        forecasts = {key: forecast_row(day.facts(key), now, travel) for key in day.order}
        for check_in in due_check_ins(day, forecasts, now):
            self.do(AskLeft(check_in.visit.id))
        for key in day.order:
            notices = late_notices(day.row(key), day.calls, forecasts[key], rules, now)
            for notice in notices:
                self.foreseen.setdefault(notice.visit.id, now)
            if any(not notice.told for notice in notices):
                self.do(TellRow(key))
        self.send()

    def send(self) -> None:
        for message in list(self.play.store.rows(Message).values()):
            if message.state is MessageState.QUEUED:
                self.do(TakeMessage(message.id, "worker", self.play.now))
                self.do(SettleMessage(message.id, "worker", MessageState.SENT, provider="demo"))

    def until(self, end: datetime) -> None:
        while self.play.now < end:
            self.play.look(self.play.now + timedelta(minutes=1))
            self.minute()


def test_people_who_are_asked_answer_and_the_forecast_moves() -> None:
    play = a_play()
    desk = KindDesk(play)
    desk.until(at(play, 18))
    assert play.refused == []
    asked = [each for each in play.store.rows(Message).values() if each.kind is K.CHECK_IN]
    replies = [each for each in play.store.rows(Message).values() if each.kind is K.REPLY]
    assert asked
    assert replies
    assert len(replies) <= len(asked)
    assert all(reply.handled_at is not None and "left" in reply.meant for reply in replies)
    assert len({each.visit_id for each in asked}) == len(asked)  # once per call


def test_each_late_client_is_told_before_the_window_where_it_could_be_foreseen() -> None:
    play = a_play()
    desk = KindDesk(play)
    desk.until(at(play, 18))
    rows = play.store.rows(Visit)
    told = {
        each.visit_id: each.created_at
        for each in sorted(play.store.rows(Message).values(), key=lambda each: -each.id)
        if each.kind is K.LATE
    }
    late = [
        visit
        for visit in rows.values()
        if visit.service_date == DAY
        and visit.arrived_at is not None
        and (window := _window(play, visit)) is not None
        and visit.arrived_at > window.end
    ]
    assert late, "the day is too smooth to show anything"
    for visit in late:
        foreseen = desk.foreseen.get(visit.id)
        assert foreseen is not None, visit
        assert told[visit.id] - foreseen <= timedelta(minutes=1), visit
        window = _window(play, visit)
        assert window is not None
        if foreseen < window.start:
            assert told[visit.id] < window.start


def test_no_technician_hears_of_what_they_have_not_seen() -> None:
    play = a_play()
    KindDesk(play).until(at(play, 18))
    for message in play.store.rows(Message).values():
        if message.technician_id is None or message.incoming:
            continue
        assert message.kind in (K.THE_CALL, K.CHECK_IN, K.OFF, K.CHANGED)
        visit = play.store.rows(Visit)[message.visit_id or 0]
        assert visit.technician_id == message.technician_id
        assert visit.dispatched_at is not None
        assert visit.dispatched_at <= message.created_at


def _window(play: Play, visit: Visit) -> Span | None:
    call: Call = play.store.rows(Call)[visit.call_id]
    return call.window


def test_an_answer_is_a_function_of_the_question() -> None:
    play = a_play()
    play.until(at(play, 9))
    day = play.store.board(DAY)
    visit = next(each for each in day.visits.values() if each.state in AT_WORK)
    asked = replace(visit, asked_at=play.now)
    assert _answers(play, day.service_date, asked) == _answers(play, day.service_date, asked)


def _answers(play: Play, day: date, visit: Visit) -> list[str]:
    board = play.store.board(day)
    board = replace(board, visits={**board.visits, visit.id: visit})
    later = play.now + timedelta(hours=1)
    acts = due_acts(board, later, play.seed, play.travel, play.now)
    return [act.uid for _, act in acts if "Receive" in act.uid]
