"""The roads as they really are in a simulated shop: what its people drive, past and present.

The desk does not know this; it sees the stamps and learns. Its estimate is right on the average and wrong by
chance each time, as that of a shop is whose settings suit its town. The demo's past and its people go by the
same, so that what the past teaches comes true.
"""

from __future__ import annotations

from datetime import datetime

from dispatch_tui.core.model import Place, Shop
from dispatch_tui.core.travel import Travel
from dispatch_tui.exercise.chance import between

LEAST, MOST = 0.85, 1.2
"""Factor of chance on a drive; half of all drives take longer than estimated, half less, about."""


def true_travel(shop: Shop) -> Travel:
    """The roads of a shop without any chance, by the hour; nothing that a desk has learnt is in it."""
    return Travel.of(shop)


def drive_minutes(
    travel: Travel, a: Place | None, b: Place | None, leaves: datetime, seed: int, about: int | str
) -> float:
    """What a drive really takes for who leaves at an instant; the same for the same question.

    Args:
        travel: of `true_travel`.
        a: from where; None is a place the desk does not know.
        b: to where, likewise.
        leaves: when they leave.
        seed: of the shop.
        about: which drive.
    """
    return max(1.0, travel.leg(a, b, leaves).minutes * between(seed, "drive", about, LEAST, MOST))
