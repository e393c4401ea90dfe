"""Random acts, undos and redos of four people on consoles of their own, against a plain model.

The model is a dictionary of values and, per person, stacks of what they did: no revisions, no SQL.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from data.store import SqlStore
from dispatch_tui.core.errors import Conflict
from dispatch_tui.core.model import Visit, VisitState
from tests.data.builders import DAY, looked, move, open_shop, redo, undo

PEOPLE = ("ann", "bea", "cy", "dee")
FIELDS = {"plan": ("minutes", (10, 20, 30)), "status": ("state", tuple(VisitState)[:3])}
Cell = tuple[int, str]


@dataclass
class Model:
    """Values by visit and group, and a token per value so that equal values of two acts differ."""

    cells: dict[Cell, tuple[Any, int]]
    done: dict[str, list[tuple[Cell, Any, Any]]] = field(default_factory=dict)
    undone: dict[str, list[tuple[Cell, Any, Any]]] = field(default_factory=dict)
    token: int = 0

    def act(self, who: str, cell: Cell, value: Any) -> None:
        self.token += 1
        before, after = self.cells[cell], (value, self.token)
        self.cells[cell] = after
        self.done.setdefault(who, []).append((cell, before, after))
        self.undone[who] = []

    def step(self, who: str, source: str) -> bool:
        """Undo or redo; False if somebody changed the cell since."""
        stack = getattr(self, source)[who]
        cell, before, after = stack[-1]
        now, then = (after, before) if source == "done" else (before, after)
        if self.cells[cell] != now:
            return False
        self.cells[cell] = then
        stack.pop()
        other = self.undone if source == "done" else self.done
        other.setdefault(who, []).append((cell, before, after))
        return True


@pytest.mark.parametrize("seed", range(3))
def test_nobody_ever_clobbers_anybody(opened: Callable[[], SqlStore], seed: int) -> None:
    chance = random.Random(seed)
    first = opened()
    shop = open_shop(first)
    consoles = {who: opened() for who in PEOPLE}
    seen = {who: {v.id: v for v in first.day(DAY).visits} for who in PEOPLE}
    start = {v.id: v for v in first.day(DAY).visits}
    model = Model(
        {
            (key, group): (getattr(visit, name), 0)
            for key, visit in start.items()
            for group, (name, _) in FIELDS.items()
        }
    )
    refused = 0
    for _ in range(160):
        who = chance.choice(PEOPLE)
        store = consoles[who]
        what = chance.choice(("act", "act", "undo", "redo", "look"))
        if what == "look":
            seen[who] = {v.id: v for v in store.day(DAY).visits}
        elif what == "act":
            refused += not _act(chance, store, who, seen[who], model, shop.visits)
        elif (source := "done" if what == "undo" else "undone") and getattr(model, source).get(who):
            refused += not _step(store, who, source, model)
    now = {visit.id: visit for visit in first.day(DAY).visits}
    for (key, group), (value, _) in model.cells.items():
        assert getattr(now[key], FIELDS[group][0]) == value
    assert refused
    assert first.check() == ()


def _act(
    chance: random.Random,
    store: SqlStore,
    who: str,
    seen: dict[int, Visit],
    model: Model,
    visits: tuple[int, ...],
) -> bool:
    """One change on what the person last saw; it must be refused exactly if that is stale."""
    group = chance.choice(tuple(FIELDS))
    name, values = FIELDS[group]
    visit = seen[chance.choice(visits)]
    now = next(v for v in store.day(DAY).visits if v.id == visit.id)
    value = chance.choice([value for value in values if value != getattr(now, name)])
    stale = looked(now, group) != looked(visit, group)
    try:
        move(store, who, visit.id, **{name: value}, seen=(looked(visit, group),))
    except Conflict:
        assert stale
        return False
    assert not stale
    model.act(who, (visit.id, group), value)
    return True


def _step(store: SqlStore, who: str, source: str, model: Model) -> bool:
    """An undo or redo; the model says whether it must be refused."""
    fits = model.step(who, source)
    try:
        (undo if source == "done" else redo)(store, who)
    except Conflict:
        assert not fits
        return False
    assert fits
    return True
