"""An emergency: who can be there when, what they leave for it, and who is put off by it. Pure."""

from __future__ import annotations

from dispatch_tui.core.commands.emergency import Rest, Start
from dispatch_tui.core.emergency.candidates import (
    LEAST_REST,
    RETURN,
    SENT,
    Candidate,
    candidate,
    cut,
    released,
    rest_of,
    worsened,
)
from dispatch_tui.core.emergency.reaching import (
    Leaving,
    May,
    Reach,
    anybody,
    gate_of,
    on_the_road,
    present_visit,
    reaches,
    ways_of,
    working,
)

__all__ = [
    "LEAST_REST",
    "RETURN",
    "SENT",
    "Candidate",
    "Leaving",
    "May",
    "Reach",
    "Rest",
    "Start",
    "anybody",
    "candidate",
    "cut",
    "gate_of",
    "on_the_road",
    "present_visit",
    "reaches",
    "released",
    "rest_of",
    "ways_of",
    "working",
    "worsened",
]
