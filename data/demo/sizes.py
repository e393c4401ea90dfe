"""How big a demo shop is: `small`, `large`, or technicians by calls as in `12x70`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dispatch_tui.core.errors import Usage

MOST_TECHNICIANS = 500
MOST_CALLS = 5000


@dataclass(frozen=True, slots=True)
class DemoSize:
    """Technicians, and calls that the demo's day holds (board, tray, on hold and canceled)."""

    technicians: int
    calls: int

    @classmethod
    def of(cls, text: str) -> DemoSize:
        """The size a word names.

        Raises:
            Usage: if it names none, or one out of range.
        """
        word = text.strip().lower()
        if word in NAMED:
            return NAMED[word]
        found = re.fullmatch(r"(\d{1,6})\s*[x×*]\s*(\d{1,6})", word)
        if not found:
            raise Usage(f"{text!r} is not a size", "say small, large, or 12x70 for 12 by 70")
        size = cls(int(found[1]), int(found[2]))
        if not (1 <= size.technicians <= MOST_TECHNICIANS and 1 <= size.calls <= MOST_CALLS):
            raise Usage(f"{text!r} is out of range", f"from 1x1 to {MOST_TECHNICIANS}x{MOST_CALLS}")
        return size


DEFAULT = DemoSize(12, 70)
NAMED = {
    "small": DemoSize(6, 30),
    "default": DEFAULT,
    "medium": DEFAULT,
    "large": DemoSize(50, 400),
}
