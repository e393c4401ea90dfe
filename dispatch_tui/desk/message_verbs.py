"""What the verbs of messages, check-ins, the ripple and the shop's rules mean on a board."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dispatch_tui.core import commands as c
from dispatch_tui.core.errors import Usage
from dispatch_tui.core.model import MessageKind, Visit, Way
from dispatch_tui.core.shifts import local_date
from dispatch_tui.core.status import AT_WORK, BEGUN
from dispatch_tui.core.timewords import parse_window
from dispatch_tui.core.verbs import BY_NAME, CallRef, TechnicianRef
from dispatch_tui.core.verbs.words import readable
from dispatch_tui.desk.cases import Case, technician_in
from dispatch_tui.desk.desk import seen
from dispatch_tui.desk.requests import Do, OpenIntake, Request, Show, Topic

_KINDS = {
    "late": MessageKind.LATE,
    "onway": MessageKind.ON_THE_WAY,
    "earlier": MessageKind.EARLIER,
    "window": MessageKind.CONFIRMATION,
    "reminder": MessageKind.REMINDER,
    "done": MessageKind.DONE,
}


# -- customers


def promised(case: Case, why: str) -> Do:
    """Another window, as said to the customer.

    A promise is of the day the visit is on, else of the day promised before, else of the day shown.
    """
    call, zone = case.call, case.board.day.shop.zone
    standing = case.board.day.visit_of(call.id)
    if standing is not None:
        day = standing.service_date
    elif call.window is not None:
        day = local_date(call.window.start, zone)
    else:
        day = case.shown_day
    words = case.parsed.words("window").replace("none", "any")
    window = readable(lambda: parse_window(words, case.meant.base(day)))
    return Do(c.Promise(call.id, window, why), seen(call, "promise"), call.id)


def _tell(case: Case) -> Do:
    what, text = case.parsed.words("what"), case.parsed.words("text")
    if what == "window" and case.parsed.words("window"):
        return promised(case, text)
    call, said = case.call, bool(case.parsed.get("said"))
    kind = _KINDS[what] if what else MessageKind.FREE
    return Do(c.TellCustomer(call.id, kind, text, said=said), call_id=call.id)


# -- technicians


def _at_work(case: Case) -> Visit:
    return case.meant.subject_visit(case.parsed.get("subject"), AT_WORK, case.parsed.verb)


def _ask(case: Case) -> Do:
    visit = _at_work(case)
    command = c.AskLeft(visit.id, again=bool(case.parsed.get("again")))
    return case.about(command, visit, seen(visit, "status"))


def _reply(case: Case) -> Do:
    visit = _at_work(case)
    command = c.AnswerLeft(visit.id, case.parsed.words("text"), way=Way.VOICE)
    return case.about(command, visit, seen(visit, "status"))


def _dnd(case: Case) -> Do:
    visit = case.meant.subject_visit(case.parsed.get("subject"), BEGUN, case.parsed.verb)
    undisturbed = case.parsed.get("off") is None
    return case.about(c.LeaveAlone(visit.id, undisturbed), visit, ())


def _text(case: Case) -> Do:
    subject, text = case.parsed.get("subject"), case.parsed.words("text")
    if isinstance(subject, TechnicianRef):
        return Do(c.TextTechnician(subject.id, text))
    if isinstance(subject, CallRef):
        call = case.meant.call(subject.number)
        return Do(c.TellCustomer(call.id, MessageKind.FREE, text), call_id=call.id)
    raise Usage("text needs a technician or a call", f"say {BY_NAME['text'].example}")


def _correct(case: Case) -> Do:
    visit = case.meant.subject_visit(case.parsed.get("subject"), (), "correct")
    at = case.meant.stamp(case.parsed.words("at")) or case.meant.now
    return case.about(c.CorrectStamp(visit.id, at), visit, seen(visit, "status"))


# -- looking


def _ripple(case: Case) -> Show:
    return Show(Topic.RIPPLE, technician_id=technician_in(case), minutes=case.minutes)


def _thread(case: Case) -> Show:
    subject = case.parsed.get("subject")
    if subject is None:
        return Show(Topic.MESSAGES)
    if isinstance(subject, TechnicianRef):
        return Show(Topic.THREAD, technician_id=subject.id)
    if isinstance(subject, CallRef):
        call = case.meant.call(subject.number)
        return Show(Topic.THREAD, customer_id=call.customer_id)
    raise Usage("whose messages?", f"say {BY_NAME['thread'].example}")


def _set(case: Case) -> Do | Show:
    words = case.parsed.words("what").split(maxsplit=1)
    if not words:
        return Show(Topic.RULES)
    return Do(c.SetRule(words[0], words[1] if len(words) > 1 else ""))


# -- calls


def _part(case: Case) -> Do:
    call, how, part = case.call, case.parsed.words("how"), case.parsed.words("text")
    if how == "here":
        return Do(c.SetPart(call.id, part or None, ready=True), seen(call, "info"), call.id)
    if how == "none":
        return Do(c.SetPart(call.id, "", ready=False), seen(call, "info"), call.id)
    return Do(c.SetPart(call.id, part, ready=False), seen(call, "info"), call.id)


def _disagree(case: Case) -> Do:
    theirs, _, ours = case.parsed.words("text").partition(" | ")
    team = bool(case.parsed.get("team"))
    return Do(c.Disagree(case.call.id, theirs.strip(), ours.strip(), team), call_id=case.call.id)


MESSAGE_MEANINGS: Mapping[str, Callable[[Case], Request]] = {
    "tell": _tell,
    "ask": _ask,
    "reply": _reply,
    "dnd": _dnd,
    "text": _text,
    "correct": _correct,
    "ripple": _ripple,
    "thread": _thread,
    "set": _set,
    "part": _part,
    "disagree": _disagree,
    "callback": lambda case: OpenIntake(back_to=case.call.id),
    "optout": lambda case: Do(c.StopTexts(case.parsed.words("text"), stop=True)),
    "optin": lambda case: Do(c.StopTexts(case.parsed.words("text"), stop=False)),
}
