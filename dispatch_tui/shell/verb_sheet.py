"""The verbs' part of docs/CLI.md, made from the table: `python -m dispatch_tui.shell.verb_sheet`."""

from __future__ import annotations

import sys
from pathlib import Path

from dispatch_tui.core.verbs import SECTIONS, VERBS, Verb

BEGIN = "<!-- verbs: made by python -m dispatch_tui.shell.verb_sheet; do not edit by hand -->"
END = "<!-- end of verbs -->"


def verb_sheet() -> str:
    """The sheet: a table per section."""
    parts = [BEGIN]
    for section in SECTIONS:
        parts += [
            "",
            f"### {section}",
            "",
            "| verb | what it does | for example | also |",
            "|---|---|---|---|",
        ]
        parts += [_row(verb) for verb in VERBS if verb.section == section]
    return "\n".join((*parts, "", END))


def _row(verb: Verb) -> str:
    danger = " **Takes something away.**" if verb.dangerous else ""
    also = ", ".join(f"`{word}`" for word in verb.synonyms)
    usage = verb.usage.replace("|", "\\|")
    return f"| `{usage}` | {verb.help}.{danger} | `{verb.example}` | {also} |"


def refreshed(text: str) -> str:
    """A document with the sheet between its marks made anew."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{verb_sheet()}{after}"


def main() -> int:
    """Make the sheet of docs/CLI.md anew, in a checkout."""
    path = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/CLI.md")
    path.write_text(refreshed(path.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
