"""Makes docs/KEYS.md from the registry of actions.

python docs/make_keys.py
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from dispatch_tui.key_sheet import key_sheet


def main() -> None:
    (HERE / "KEYS.md").write_text(key_sheet(), encoding="utf-8")


if __name__ == "__main__":
    main()
