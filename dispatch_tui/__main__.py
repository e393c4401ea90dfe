"""`python -m dispatch_tui` is `dispatch-tui`."""

from __future__ import annotations

import sys

from dispatch_tui.cli import main

if __name__ == "__main__":
    sys.exit(main())
