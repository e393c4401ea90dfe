"""What is kept for emergencies, in words."""

from __future__ import annotations

from dispatch_tui.core.reserve import reserve_of
from dispatch_tui.desk.board import Board


def reserve_text(board: Board) -> tuple[str, bool]:
    """`reserve 3h of 4h`, or `reserve 1h short`, and whether it is short; ("", False) if nothing is kept."""
    reserve = reserve_of(board.day, board.forecasts, board.now)
    if reserve is None:
        return "", False
    if reserve.short:
        return f"reserve {_hours(reserve.short)} short", True
    return f"reserve {_hours(reserve.wanted)} of {_hours(reserve.free)}", False


def _hours(minutes: int) -> str:
    """`45m`, `3.5h`, `12h`: short enough for the gutter of the board."""
    if minutes < 60:
        return f"{minutes}m"
    return f"{minutes / 60:.0f}h" if minutes >= 600 else f"{minutes / 60:.1f}h".replace(".0h", "h")
