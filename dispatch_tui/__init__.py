"""dispatch-tui: a keyboard-driven service-dispatch desk for the terminal."""

__version__ = "0.1.0"
