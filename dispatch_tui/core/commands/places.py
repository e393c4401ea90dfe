"""Where addresses are."""

from __future__ import annotations

from dataclasses import dataclass

from dispatch_tui.core.model import Place


@dataclass(frozen=True, slots=True)
class LocateSite:
    """Say where a site is.

    Attributes:
        place: None if it is not known after all.
        source: who says so ("typed", "photon", "postal code"); a person's own word is never overruled by a
            program.
        sure: accepts a place far from everywhere else.
    """

    site_id: int
    place: Place | None
    source: str = "typed"
    sure: bool = False
