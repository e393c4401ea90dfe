"""What typed answers mean, for screens that ask. The verbs are imported with the first question: 30 ms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from screens.base import DeskScreen


def known_answers(name: str) -> Sequence[str]:
    """What a verb offers for an argument of `dispatch_tui.core.verbs.args`, as `WHY_HOLD`."""
    from dispatch_tui.core.verbs import args  # noqa: PLC0415 - behind the first frame

    offers: Sequence[str] = getattr(args, name).offers
    return offers


def stamped_at(text: str, screen: DeskScreen) -> datetime:
    """The instant that a typed time means for something that has happened; now for no time.

    Raises:
        Usage: if it is no time.
    """
    from dispatch_tui.desk.meant import Meant  # noqa: PLC0415 - behind the first frame

    meant = Meant(screen.live.board.day, screen.live.now)
    return meant.stamp(text.strip().removeprefix("at ").strip()) or meant.now


def day_named(text: str, screen: DeskScreen) -> date | None:
    """The date that a typed day means, None for nothing.

    Raises:
        Usage: if it is no day.
    """
    from dispatch_tui.desk.meant import Meant  # noqa: PLC0415 - behind the first frame

    words = text.strip()
    return Meant(screen.live.board.day, screen.live.now).named_date(words) if words else None
