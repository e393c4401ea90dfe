"""From a verb with its arguments to what it means on a board: a command, or something to show.

`request_of` is what the `:` row, `dispatch-tui do` and scripts call. Nothing is changed here: a
command still has to pass its handler.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from dispatch_tui.core import commands as c
from dispatch_tui.core.errors import Missing, Refused, Usage
from dispatch_tui.core.model import Call, Lock, TimeOff
from dispatch_tui.core.shifts import day_span
from dispatch_tui.core.status import ACTS, AT_WORK
from dispatch_tui.core.suggest import Spot, rounded_up
from dispatch_tui.core.timewords import day_text
from dispatch_tui.core.verbs import (
    CallRef,
    Here,
    Lexicon,
    Parsed,
    Question,
    TechnicianRef,
    asked_after,
    parse,
    verb_named,
)
from dispatch_tui.core.verbs.words import is_day, number_of
from dispatch_tui.desk.board import Board
from dispatch_tui.desk.cases import Case, technician_in
from dispatch_tui.desk.desk import seen
from dispatch_tui.desk.emergency_verbs import EMERGENCY_MEANINGS
from dispatch_tui.desk.looking import go, shown
from dispatch_tui.desk.meant import Meant, StoryOf
from dispatch_tui.desk.message_verbs import MESSAGE_MEANINGS, promised
from dispatch_tui.desk.place_verbs import PLACE_MEANINGS
from dispatch_tui.desk.plan_verbs import PLAN_MEANINGS
from dispatch_tui.desk.requests import Do, Find, Help, OpenIntake, Quit, Request, Show, Topic
from dispatch_tui.desk.suggest_verbs import SUGGEST_MEANINGS
from dispatch_tui.desk.suggest_words import failed_words, spoken, when_words
from dispatch_tui.desk.suggesting import known_of, rank_on

RUN_PACE = 20.0
"""Simulated seconds per second of `clock run`; the demo opens at the same pace."""


def request_of(
    text: str,
    board: Board,
    here: Here | None = None,
    story: StoryOf | None = None,
    now: datetime | None = None,
) -> Request:
    """What a line asks for on a board.

    Args:
        text: as typed.
        board: what the person sees.
        here: what is under their cursor.
        story: looks up calls of other days, as `Store.call_story`.
        now: the shop's present instant; the board's own if None.

    Raises:
        Usage, Ambiguous: if the words make no command.
        Missing, Refused: if what they name does not exist or cannot be meant.
    """
    parsed = parse(text, Lexicon.of(board.day, here))
    return parsed if isinstance(parsed, Question) else resolve(parsed, board, story, now)


def resolve(
    parsed: Parsed, board: Board, story: StoryOf | None = None, now: datetime | None = None
) -> Request:
    """What a parsed line means on a board; see `request_of`."""
    meant = Meant(board.day, now or board.now, story)
    if parsed.verb in ACTS:
        return _status(parsed, meant)
    return _MEANINGS[parsed.verb](Case(parsed, board, meant))


# -- progress


def _status(parsed: Parsed, meant: Meant) -> Do:
    """A status verb on the visit it is about."""
    act = ACTS[parsed.verb]
    subject, also = parsed.get("subject"), parsed.get("also")
    if isinstance(also, CallRef) and isinstance(subject, TechnicianRef):
        subject, also = also, subject
    visit = meant.subject_visit(subject, act.after, parsed.verb)
    meant.agree(visit, also)
    at, why = meant.stamp(parsed.words("at")), parsed.words("why")
    command = c.SetStatus(visit.id, parsed.verb, at, why, sure=parsed.sure)
    told = ("told", "plan") if parsed.verb == "dispatch" else ()
    return Do(command, seen(visit, "status", *told), visit.call_id, visit.id)


def _left(case: Case) -> Do:
    verb = case.parsed.verb
    visit = case.meant.subject_visit(case.parsed.get("subject"), AT_WORK, verb)
    minutes = case.minutes
    command = c.SetLeft(visit.id, more=minutes) if verb == "more" else c.SetLeft(visit.id, left=minutes)
    return case.about(command, visit, seen(visit, "status"))


def _out(case: Case) -> Do:
    key, meant = technician_in(case), case.meant
    since_words, until_words = case.parsed.words("since"), case.parsed.words("until")
    if since_words:
        since = meant.instant(since_words, case.shown_day)
    elif case.shown_day > meant.today:
        since = day_span(case.shown_day, case.board.day.shop.zone).start
    else:
        since = meant.now
    until = meant.instant(until_words, case.shown_day) if until_words else None
    return Do(c.TakeOut(key, since, until, case.parsed.words("why")))


def _back(case: Case) -> Do:
    key, words = technician_in(case), case.parsed.words("at")
    at = case.meant.instant(words, case.shown_day) if words else case.meant.now
    offs: tuple[TimeOff, ...] = case.board.day.offs_of(key)
    return Do(c.BringBack(key, at), tuple(each for off in offs for each in seen(off, "span")))


# -- plan


def _place(case: Case) -> Do | Question:
    call = case.call
    if case.parsed.get("best"):
        spot = _best_spot(case, call, case.minutes or call.minutes, None)
        return Do(
            c.PlaceCall(call.id, spot.technician_id, spot.start, case.minutes, case.parsed.sure),
            call_id=call.id,
        )
    words = case.parsed.words("when")
    if is_day(words):
        day = case.meant.named_date(words)
        return asked_after(case.parsed, "when", f"at what time on {day_text(day)}?")
    start = _start(case, words)
    return Do(
        c.PlaceCall(call.id, technician_in(case), start, case.minutes, case.parsed.sure), call_id=call.id
    )


def _start(case: Case, words: str) -> datetime:
    """A planned start; `now` is the next whole minute, so that it does not lie in the past."""
    return rounded_up(case.meant.now, 1) if words == "now" else case.meant.instant(words, case.shown_day)


def _move(case: Case) -> Do:
    visit, sure = case.visit, case.parsed.sure
    technician, start = case.parsed.technician(), None
    if case.parsed.get("best"):
        spot = _best_spot(case, case.call, case.minutes or visit.minutes, visit.id)
        technician, start = spot.technician_id, spot.start
    elif words := case.parsed.words("when"):
        if words == "now":
            start = rounded_up(case.meant.now, 1)
        else:
            start = case.meant.moved_start(words, visit.start, visit.service_date)
    return case.about(
        c.MoveVisit(visit.id, technician, start, case.minutes, sure), visit, seen(visit, "plan")
    )


def _best_spot(case: Case, call: Call, minutes: int, leave_out: int | None) -> Spot:
    """Number one of the suggestions for a call on the shown day, over all technicians or on one row."""
    board, key = case.board, case.parsed.technician()
    day, today = board.day, case.meant.today
    visit = day.visits.get(leave_out) if leave_out is not None else None
    ranking = rank_on(
        board,
        call,
        minutes,
        visit,
        known_of(day, call, site=case.meant.site(call)),
        1,
        1,
        only=None if key is None else (key,),
    )
    if ranking.best is not None:
        return ranking.best.spot
    who = "nobody who can do it" if key is None else f"{day.technicians[key].code}"
    near = ranking.closed[0] if ranking.closed else None
    hint = "try another day, or name the technician and the time"
    if near is not None and near.technician_id in day.technicians:
        name = spoken(day.technicians[near.technician_id])
        clock = when_words(near.start, day, today)
        hint = f"nearest is {name} at {clock} ({failed_words(near, day)}); {hint}"
    raise Missing(f"{who} has room for call {call.id} on {day_text(day.service_date)}", hint)


def _swap(case: Case) -> Do:
    number = case.parsed.call("other")
    if number is None:
        raise Usage("swap needs two calls", "say swap 412 415")
    first, second = case.visit, case.meant.visit_of(number)
    looked_at = seen(first, "plan") + seen(second, "plan")
    return case.about(c.SwapVisits(first.id, second.id, case.parsed.sure), first, looked_at)


def _unplace(case: Case) -> Do:
    visit = case.visit
    return case.about(c.Unplace(visit.id, case.parsed.sure), visit, seen(visit, "plan", "status"))


def _lock(case: Case) -> Do:
    visit = case.visit
    word = case.parsed.words("lock") or "both"
    lock = Lock.NONE if case.parsed.verb == "unlock" else Lock(word)
    return case.about(c.SetLock(visit.id, lock), visit, seen(visit, "plan"))


# -- calls


def _hold(case: Case) -> Do:
    call, words = case.call, case.parsed.words("until")
    until = case.meant.named_date(words) if words else None
    return Do(c.HoldCall(call.id, case.parsed.words("why"), until), seen(call, "fate"), call.id)


def _cancel(case: Case) -> Do:
    call = case.call
    return Do(c.CancelCall(call.id, case.parsed.words("why")), seen(call, "fate"), call.id)


def _reopen(case: Case) -> Do:
    call = case.call
    return Do(c.ReopenCall(call.id), seen(call, "fate"), call.id)


def _close(case: Case) -> Do:
    call = case.call
    return Do(c.CloseCall(call.id, case.parsed.words("outcome")), seen(call, "fate"), call.id)


def _note(case: Case) -> Do:
    subject = case.parsed.get("subject")
    if isinstance(subject, CallRef):
        number = case.meant.call(subject.number).id
    else:
        number = case.meant.subject_visit(subject, (), "note").call_id
    return Do(c.AddNote(number, case.parsed.words("text")), call_id=number)


# -- look, and everywhere


def _log(case: Case) -> Show:
    number, key = case.parsed.call("subject"), case.parsed.technician("subject")
    call_id = None if number is None else case.meant.call(number).id
    return Show(Topic.LOG, call_id, key)


def _count(case: Case) -> int:
    return int(number_of(case.parsed.words("count")) or 1)


def _clock(case: Case) -> Do:
    if case.board.day.clock is None:
        raise Refused("this shop runs on real time", "only a demo or an exercise can be paused")
    word = case.parsed.words("pace").casefold()
    if word in ("pause", "stop"):
        return Do(c.SetClock(speed=0.0))
    if word in ("run", "resume", "start"):
        return Do(c.SetClock(speed=case.board.day.clock.speed or RUN_PACE))
    pace = re.fullmatch(r"([0-9]{1,4}(?:\.[0-9]{1,2})?)\s*x|x\s*([0-9]{1,4})", word)
    if pace:
        return Do(c.SetClock(speed=float(pace[1] or pace[2])))
    try:
        return Do(c.SetClock(to=case.meant.instant(word, case.meant.today)))
    except Usage as error:
        raise Usage(f"{word!r} is neither a pace nor a time", "say pause, run, 4x or 14:30") from error


def _help(case: Case) -> Help:
    word = case.parsed.words("verb")
    return Help(verb_named(word).name if word else "")


_MEANINGS: Mapping[str, Callable[[Case], Request]] = {
    **MESSAGE_MEANINGS,
    **EMERGENCY_MEANINGS,
    **PLACE_MEANINGS,
    **PLAN_MEANINGS,
    **SUGGEST_MEANINGS,
    "place": _place,
    "move": _move,
    "swap": _swap,
    "unplace": _unplace,
    "lock": _lock,
    "unlock": _lock,
    "more": _left,
    "left": _left,
    "out": _out,
    "back": _back,
    "new": lambda case: OpenIntake(case.parsed.words("phone")),
    "hold": _hold,
    "cancel": _cancel,
    "reopen": _reopen,
    "close": _close,
    "window": lambda case: promised(case, case.parsed.words("why")),
    "note": _note,
    "go": lambda case: go(case.parsed.words("where"), case.meant),
    "find": lambda case: Find(case.parsed.words("text")),
    "show": lambda case: shown(case.parsed.words("what"), case.meant),
    "log": _log,
    "undo": lambda case: Do(c.UndoAct(), times=_count(case)),
    "redo": lambda case: Do(c.RedoAct(), times=_count(case)),
    "clock": _clock,
    "help": _help,
    "quit": lambda _case: Quit(),
}
