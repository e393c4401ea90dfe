"""The story of a call: what happened to it, when, and who says so, oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dispatch_tui.core.model import Stamp, VisitState, Way
from dispatch_tui.desk.ports import CallStory

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


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    Attributes:
        at: when it happened.
        recorded_at: when it was written down, if that was later.
        void: True if it was taken back.
    """

    at: datetime
    text: str
    actor: str
    recorded_at: datetime | None = None
    void: bool = False


def events_of(story: CallStory) -> tuple[Event, ...]:
    """Log, stamps and notes of a call as one story."""
    found: list[Event] = [Event(story.call.received_at, "call received", "")]
    voided = {stamp.voids for stamp in story.stamps if stamp.voids is not None}
    stamped = {(stamp.recorded_at, stamp.actor) for stamp in story.stamps}
    found += [_of_stamp(stamp, stamp.id in voided) for stamp in story.stamps if stamp.voids is None]
    for line in story.log:
        if line.kind == "aside" or (line.verb == "set_status" and (line.at, line.actor) in stamped):
            continue
        why = f" ({line.reason})" if line.reason else ""
        found.append(Event(line.at, line.summary + why, line.actor))
    found += [Event(note.at, f"note: {note.text}", note.actor) for note in story.notes]
    return tuple(sorted(found, key=lambda event: event.at))


def _of_stamp(stamp: Stamp, void: bool) -> Event:
    text = _SAID[stamp.state] + (f": {stamp.note}" if stamp.note else "")
    way = _WAYS.get(stamp.way)
    later = stamp.recorded_at if stamp.recorded_at != stamp.at else None
    return Event(stamp.at, f"{text}, {way}" if way else text, stamp.actor, later, void)
