"""Pictures as text: what was painted must be what stands in a file.

    UPDATE_GOLDENS=1 pytest tests/widgets

writes the files anew; look at the difference before it is committed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from widgets.canvas import Line

HERE = Path(__file__).parent / "goldens"


def check_golden(name: str, lines: Iterable[Line]) -> None:
    """Compare a picture's characters with the golden of that name."""
    path = HERE / f"{name}.txt"
    painted = "".join(f"{line.text().rstrip()}\n" for line in lines)
    if os.environ.get("UPDATE_GOLDENS"):
        path.write_text(painted, encoding="utf-8")
    assert path.exists(), f"no golden {path.name}; UPDATE_GOLDENS=1 makes it"
    assert painted == path.read_text(encoding="utf-8")
