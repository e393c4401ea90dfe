"""The schedule board: pure painting and cursor moves, and the one widget that shows them."""

from widgets.board.widget import ScheduleBoard

__all__ = ["ScheduleBoard"]
