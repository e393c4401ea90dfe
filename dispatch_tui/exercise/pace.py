"""How fast a simulated technician is at a kind of work: what a shop would learn in some weeks."""

from __future__ import annotations

from dispatch_tui.exercise.chance import between, draw

SLOW_SHARE = 0.2
QUICK_SHARE = 0.2


def pace(seed: int, technician_code: str, type_code: str) -> float:
    """Time taken to time planned, on the average, of one technician at one kind of work.

    Most take about as long as planned, one pair in five a good deal longer, one in five less. The demo's
    past and its people go by the same, so that what the past teaches comes true.
    """
    about = f"{technician_code}/{type_code}"
    chance = draw(seed, "pace", about)
    if chance < SLOW_SHARE:
        return between(seed, "slow", about, 1.12, 1.25)
    if chance < SLOW_SHARE + QUICK_SHARE:
        return between(seed, "quick", about, 0.75, 0.88)
    return between(seed, "usual", about, 0.95, 1.05)
