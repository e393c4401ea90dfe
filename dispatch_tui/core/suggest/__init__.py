"""Who should take a call, and when: gates first, then points, with the reasons as data.

`ranking` is the answer's shape, `weights` what the factors are and weigh, `suggester` who is asked, `because`
what is kept of an answer, `spots` the plain gaps of a row.
"""

from dispatch_tui.core.suggest.because import MATCH, Because, because_from, because_json, because_of
from dispatch_tui.core.suggest.rank import CLOSED, PLACES
from dispatch_tui.core.suggest.ranking import (
    Asked,
    Gate,
    GateResult,
    Opening,
    Plain,
    Points,
    Ranking,
    Suggestion,
    Turn,
    Way,
    WhatIf,
)
from dispatch_tui.core.suggest.scoring import what_would_win
from dispatch_tui.core.suggest.spots import (
    STEP,
    Spot,
    best_spots,
    gaps,
    may_go,
    qualified,
    rounded_up,
    spots_on_row,
)
from dispatch_tui.core.suggest.suggester import NOT_ELSEWHERE, Known, Suggester
from dispatch_tui.core.suggest.weights import PRESETS, SCALES, Factor, Weights

__all__ = [
    "CLOSED",
    "MATCH",
    "NOT_ELSEWHERE",
    "PLACES",
    "PRESETS",
    "SCALES",
    "STEP",
    "Asked",
    "Because",
    "Factor",
    "Gate",
    "GateResult",
    "Known",
    "Opening",
    "Plain",
    "Points",
    "Ranking",
    "Spot",
    "Suggester",
    "Suggestion",
    "Turn",
    "Way",
    "Weights",
    "WhatIf",
    "because_from",
    "because_json",
    "because_of",
    "best_spots",
    "gaps",
    "may_go",
    "qualified",
    "rounded_up",
    "spots_on_row",
    "what_would_win",
]
