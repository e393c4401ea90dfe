"""Text from outside is data: neutralised once, on its way in.

Control characters, escape sequences and direction overrides never reach the store; widgets draw
text cell by cell and never as markup, and the CSV writer guards formulas.
"""

from __future__ import annotations

import re
import unicodedata

_ESCAPES = re.compile(
    "\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\x07\x1b]*(?:\x07|\x1b\\\\)?|[PX^_][^\x1b]*(?:\x1b\\\\)?|[ -/]*[0-~])"
)
_SPACES = re.compile(r"[^\S\n]+")


def _keep(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def clean_line(text: str, limit: int = 200) -> str:
    """One line of outside text: no controls, single spaces, at most `limit` characters."""
    return clean_text(text.replace("\n", " ").replace("\r", " "), limit).replace("\n", " ").strip()


def clean_text(text: str, limit: int = 4000) -> str:
    """Several lines of outside text: newlines kept, every other control character gone."""
    text = _ESCAPES.sub("", text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    # Composed after the invisible is gone: a joiner between letter and accent keeps them apart.
    kept = unicodedata.normalize("NFC", "".join(char for char in text if char == "\n" or _keep(char)))
    lines = "\n".join(_SPACES.sub(" ", line).strip() for line in kept.split("\n"))
    return lines.strip()[:limit].strip()


def plural(count: int, word: str, many: str = "") -> str:
    """`1 call`, `2 calls`."""
    return f"{count} {word if count == 1 else many or word + 's'}"


def phone_text(stored: str) -> str:
    """A kept number for reading aloud: `614-555-0134` for +16145550134; others as they are."""
    if len(stored) == 12 and stored.startswith("+1") and stored[1:].isdigit():
        return f"{stored[2:5]}-{stored[5:8]}-{stored[8:]}"
    return stored
