"""How many text messages a text is: carriers charge, and phones join, by segments."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_PLAIN = {
    **dict.fromkeys("‘’‚‛′‹›`´ʼ", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−•", "-"),
    "…": "...",
    **dict.fromkeys("\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t", " "),
    # Invisible, but each would turn the whole text into UCS-2.
    **dict.fromkeys("\u00ad\u200b\u2060\ufeff", ""),
}
_STRAIGHT = str.maketrans(_PLAIN)

_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = frozenset("^{}\\[~]|€\f")

GSM_7 = "GSM-7"
UCS_2 = "UCS-2"
_ROOM = {GSM_7: (160, 153), UCS_2: (70, 67)}


@dataclass(frozen=True, slots=True)
class Segments:
    """How a text travels.

    Attributes:
        encoding: "GSM-7", or "UCS-2" as soon as one character is not in GSM's alphabet.
        units: what is counted: septets in GSM-7, 16-bit units in UCS-2.
        count: text messages it takes; 0 for an empty text.
    """

    encoding: str
    units: int
    count: int


def straightened(text: str) -> str:
    """The text with curly quotes, dashes, dots and odd spaces made plain, which GSM-7 knows."""
    # Twice: without the invisible more is joined, and joining may make a sign that is not plain.
    return unicodedata.normalize("NFC", text.translate(_STRAIGHT)).translate(_STRAIGHT)


def segments(text: str) -> Segments:
    """How many text messages a text takes, as it stands."""
    if all(char in _GSM or char in _GSM_TWICE for char in text):
        encoding, widths = GSM_7, [2 if char in _GSM_TWICE else 1 for char in text]
    else:
        encoding, widths = UCS_2, [2 if ord(char) > 0xFFFF else 1 for char in text]
    units = sum(widths)
    alone, joined = _ROOM[encoding]
    count = min(units, 1) if units <= alone else _packed(widths, joined)
    return Segments(encoding, units, count)


def _packed(widths: Iterable[int], room: int) -> int:
    """Segments of `room` units that hold characters of these widths, none of them split."""
    count, used = 1, 0
    for width in widths:
        if used + width > room:
            count, used = count + 1, 0
        used += width
    return count
