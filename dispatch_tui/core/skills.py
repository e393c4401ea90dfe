"""Skills, and the levels a shop may write behind them.

A code with a colon and a digit names a level: who holds `GAS:3` may do what needs `GAS:2`, `GAS:1` or
plain `GAS`; plain `GAS` is the first level. A digit without a colon is part of the name (`R22`, `EPA608`:
those are no levels, and to read them as such would let people do what they may not).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_LEVEL = re.compile(r"(.+):([1-9])")


def named(skill: str) -> tuple[str, int]:
    """A skill's name in upper case, and its level."""
    found = _LEVEL.fullmatch(skill.strip().upper())
    return (found[1], int(found[2])) if found else (skill.strip().upper(), 1)


@lru_cache(maxsize=4096)
def held(skills: tuple[str, ...]) -> Mapping[str, int]:
    """The highest level held of each skill, by name; do not change it."""
    levels: dict[str, int] = {}
    for skill in skills:
        name, level = named(skill)
        levels[name] = max(level, levels.get(name, 0))
    return levels


@lru_cache(maxsize=16384)
def lacking(needed: tuple[str, ...], skills: tuple[str, ...]) -> tuple[str, ...]:
    """The skills needed that are not held, or not at that level, as they were written."""
    levels = held(skills)
    found = []
    for skill in needed:
        name, level = named(skill)
        if levels.get(name, 0) < level:
            found.append(skill)
    return tuple(found)


@lru_cache(maxsize=16384)
def lacking_level(needed: tuple[str, ...], skills: tuple[str, ...]) -> tuple[str, ...]:
    """Of those that are lacking, the ones that are held at a lower level."""
    levels = held(skills)
    return tuple(skill for skill in lacking(needed, skills) if named(skill)[0] in levels)


@lru_cache(maxsize=16384)
def unused(needed: tuple[str, ...], skills: tuple[str, ...]) -> int:
    """How many skills are held beyond what is needed, levels above it counted one each."""
    needs = held(needed)
    return sum(max(0, level - needs.get(name, 0)) for name, level in held(skills).items())
