"""The story of a call: what happened to it, who was told what, when, and who says so, oldest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from dispatch_tui.core.day import LogLine
from dispatch_tui.core.model import Disagreement, Stamp, VisitState, Way
from dispatch_tui.core.status import only_voids
from dispatch_tui.core.timewords import clock_text, day_text, window_text
from dispatch_tui.desk.ports import CallStory
from dispatch_tui.desk.story_messages import MessageTeller

_SAID = {
    VisitState.TENTATIVE: "released",
    VisitState.DISPATCHED: "technician told",
    VisitState.ACKNOWLEDGED: "technician acknowledged",
    VisitState.EN_ROUTE: "on the way",
    VisitState.ON_SITE: "on site",
    VisitState.PAUSED: "paused",
    VisitState.DONE: "done",
    VisitState.CANNOT_COMPLETE: "could not be completed",
    VisitState.CANCELED: "canceled",
}
_WAYS = {Way.TEXT: "by text", Way.VOICE: "by voice", Way.SCREEN: "on the screen", Way.PROGRAM: "by program"}

_STAMPS = frozenset({"set_status", "correct_stamp"})
"""Verbs of the log that stamps tell in full."""

_ELSEWHERE = frozenset({"disagree", "set_up_shop"})
"""Verbs that say nothing of one call, or whose record is told itself."""

_ANSWERS = frozenset({"answer_left", "receive"})
"""Verbs of the log that tell more than the stamps made with them."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    Attributes:
        at: when it happened.
        recorded_at: when it was written down, if that was later.
        void: True if it was taken back, or another time holds in its place.
    """

    at: datetime
    text: str
    actor: str
    recorded_at: datetime | None = None
    void: bool = False


def events_of(story: CallStory, zone: ZoneInfo) -> tuple[Event, ...]:
    """Log, stamps, notes, messages and disagreements of a call as one story; each fact once.

    Args:
        story: all that is known of the call.
        zone: the shop's, for times inside sentences.
    """
    call = story.call
    back = f", a callback of {call.first_call_id}" if call.first_call_id else ""
    taken = any(line.verb == "new_call" for line in story.log)
    found = [] if taken else [Event(call.received_at, f"call received{back}", "")]
    found += _told_by_word(story, zone)
    found += [Event(each.received_at, f"came back as call {each.id}", "") for each in story.callbacks]
    teller = MessageTeller(story, zone)
    answered = {(line.at, line.actor) for line in story.log if line.verb in _ANSWERS}
    for stamp in story.stamps:
        told = (stamp.recorded_at, stamp.actor) in answered
        event = None if told else _of_stamp(stamp, story, zone)
        found += [event] if event else []
    found += _of_log(story, teller)
    found += [Event(note.at, f"note: {note.text}", note.actor) for note in story.notes]
    found += [Event(message.created_at, teller.told(message), message.author) for message in story.messages]
    for disagreement in story.disagreements:
        found += _of_disagreement(disagreement)
    return tuple(sorted(found, key=lambda event: event.at))


def _of_log(story: CallStory, teller: MessageTeller) -> Iterable[Event]:
    """The lines that neither a stamp nor a message tells."""
    stamped = {(stamp.recorded_at, stamp.actor) for stamp in story.stamps}
    standing = partial(_stands, story.log)
    for line in story.log:
        known = line.verb in _STAMPS and (line.at, line.actor) in stamped
        if line.kind == "aside" or known or line.verb in _ELSEWHERE or teller.tells(line):
            continue
        why = f" ({line.reason})" if line.reason else ""
        yield Event(line.at, line.summary + why, line.actor, void=not standing(line))


def _stands(log: Sequence[LogLine], line: LogLine) -> bool:
    """True unless it was taken back, and that not taken back again."""
    return not any(other.undo_of == line.rev and _stands(log, other) for other in log)


def _told_by_word(story: CallStory, zone: ZoneInfo) -> list[Event]:
    """That the customer was told the window, where no message and no act of ours says so."""
    call = story.call
    if call.window_told_at is None or call.window is None:
        return []
    acts = {line.at for line in story.log if line.verb in ("new_call", "promise")}
    sent = {message.sent_at for message in story.messages}
    if call.window_told_at in acts | sent:
        return []
    return [Event(call.window_told_at, f"customer told the window {window_text(call.window, zone)}", "")]


def _of_stamp(stamp: Stamp, story: CallStory, zone: ZoneInfo) -> Event | None:
    """A stamp in words; None for one that only takes another back, or says again what was told already."""
    by_id = {each.id: each for each in story.stamps}
    voided = {each.voids for each in story.stamps}
    same = [each for each in story.stamps if _fact(each) == _fact(stamp) and not only_voids(each, by_id)]
    before = [each for each in same if each.id < stamp.id and each.id in voided]
    if only_voids(stamp, by_id) or before:
        return None
    void = stamp.id in voided and all(each.id in voided for each in same)
    text = _who(stamp, story) + _SAID[stamp.state] + (f": {stamp.note}" if stamp.note else "")
    way = _WAYS.get(stamp.way)
    text += f", {way}" if way else ""
    corrected = by_id.get(stamp.voids) if stamp.voids is not None else None
    if corrected is not None:
        text += f", corrected from {clock_text(corrected.at, zone)}"
    later = stamp.recorded_at if stamp.recorded_at != stamp.at else None
    return Event(stamp.at, text, stamp.actor, later, void)


def _fact(stamp: Stamp) -> tuple[object, ...]:
    """What a stamp says, however often it was stamped again: what is undone twice stands again."""
    return stamp.visit_id, stamp.state, stamp.at, stamp.note


def _who(stamp: Stamp, story: CallStory) -> str:
    """`T3: ` where several technicians were sent to the call; nothing where it is plain."""
    if len({visit.technician_id for visit in story.visits}) < 2:
        return ""
    visit = next((visit for visit in story.visits if visit.id == stamp.visit_id), None)
    technician = next((each for each in story.technicians if visit and each.id == visit.technician_id), None)
    return f"{technician.code}: " if technician else ""


def _of_disagreement(it: Disagreement) -> list[Event]:
    side = "within the team" if it.within_team else "with the client"
    steps = ", ".join(
        part
        for part in (
            f"{it.owner} looks after it" if it.owner else "",
            f"next: {it.next_step}" if it.next_step else "",
            f"by {day_text(it.due)}" if it.due else "",
        )
        if part
    )
    text = f'disagreement {side}: they say "{it.theirs}", we say "{it.ours}"'
    found = [Event(it.opened_at, f"{text}; {steps}" if steps else text, it.opened_by)]
    if it.settled_at is not None:
        found.append(Event(it.settled_at, f"disagreement settled: {it.outcome}", it.owner))
    return found
