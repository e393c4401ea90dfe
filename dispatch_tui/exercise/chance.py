"""Chance without memory: a draw is a function of the seed and of what it is about.

A generator that is advanced by each question would give another day whenever a person asks one
question more; a hash of the question does not, and is the same on every machine and Python.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def draw(seed: int, what: str, about: int | str) -> float:
    """A number from 0 up to 1, evenly spread, the same for the same question."""
    digest = hashlib.blake2b(f"{seed}/{what}/{about}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


def between(seed: int, what: str, about: int | str, low: float, high: float) -> float:
    """A number from `low` up to `high`, evenly spread."""
    return low + (high - low) * draw(seed, what, about)


def pick(seed: int, what: str, about: int | str, choices: Sequence[T]) -> T:
    """One of the choices, each as likely."""
    return choices[int(draw(seed, what, about) * len(choices))]
