"""What people text, brought down to plain words before it is understood."""

from __future__ import annotations

import re
import unicodedata

from dispatch_tui.core.telling.segments import straightened
from dispatch_tui.core.text import clean_line

_FRIENDLY = re.compile("[👍👌🙏🙂😊😀😃✅\U0001f3fb-\U0001f3ff]")


def plain(text: str) -> str:
    """One line in lower case: no controls, accents, apostrophes or friendly faces; ASCII digits.

    Other punctuation stays. At most the first 2000 characters are looked at.
    """
    spaced = "".join(_spaced(char) for char in straightened(clean_line(text, 2000)))
    line = unicodedata.normalize("NFKD", spaced).replace("\u2044", "/")
    bare = "".join(_digit(char) for char in line if not unicodedata.combining(char))
    return " ".join(_FRIENDLY.sub(" ", bare.casefold().replace("'", "")).split())


def words(line: str) -> str:
    """A plain line's letters and digits, single spaces between."""
    return " ".join(re.findall(r"[^\W_]+", line))


def _spaced(char: str) -> str:
    """A half or a small two, set apart: `1½` must not become 11/2."""
    return f" {char} " if unicodedata.category(char) == "No" else char


def _digit(char: str) -> str:
    value = unicodedata.decimal(char, None)
    return char if value is None else str(value)
