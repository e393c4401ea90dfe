"""Small problems on a line: a minute a kilometre, so that routes can be done in the head."""

from __future__ import annotations

import random
from typing import Any

from dispatch_tui.planning.problem import Matrix, Problem, Task, Worker

EIGHT, FIVE = 480, 1020


def task(key: int, km: int = 0, minutes: int = 60, **fields: Any) -> Task:
    windows = fields.pop("windows", ((0, 1440),))
    return Task(key, km, minutes, windows, call_id=100 + key, **fields)


def worker(key: int = 1, km: int = 0, **fields: Any) -> Worker:
    spans = fields.pop("spans", ((EIGHT, FIVE),))
    latest = fields.pop("latest", spans[-1][1])
    return Worker(key, km, km, spans, latest, **fields)


def line(tasks: tuple[Task, ...], workers: tuple[Worker, ...], **fields: Any) -> Problem:
    """Places are kilometres along a road of 120."""
    return Problem(tasks, workers, Matrix.measured(121, lambda a, b: abs(a - b)), **fields)


def town(workers: int, tasks: int, seed: int = 0) -> Problem:
    """A town of random places, windows, tokens and lunches."""
    chance = random.Random(seed)
    points = [(chance.uniform(0, 50), chance.uniform(0, 50)) for _ in range(workers + tasks)]

    def minutes(a: int, b: int) -> int:
        (x, y), (u, v) = points[a], points[b]
        return int(((x - u) ** 2 + (y - v) ** 2) ** 0.5 * 1.2 + 2)

    made = []
    for at in range(tasks):
        start = chance.choice((480, 480, 600, 720, 840))
        windows = ((480, 1020),) if chance.random() < 0.3 else ((start, start + 180),)
        length = chance.choice((30, 45, 60, 75))
        urgency = chance.choice((20, 40, 60))
        made.append(Task(at + 1, workers + at, length, windows, priority=urgency, token=chance.randint(1, 6)))
    team = tuple(
        Worker(key + 1, key, key, ((480, 720), (750, 1020)), 1020, frozenset(chance.sample(range(1, 7), 4)))
        for key in range(workers)
    )
    return Problem(tuple(made), team, Matrix.measured(workers + tasks, minutes))
