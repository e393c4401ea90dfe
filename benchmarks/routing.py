"""Routing, by instances in Solomon's text format, through the planner's port.

    .venv/bin/python benchmarks/routing.py FILE... --seconds 5 --json
    .venv/bin/python benchmarks/routing.py --made 10x60 25x150 60x400 --seconds 10

Instances are the caller's; none is shipped. Best-known values come from `--best FILE` or stand beside the
instances: `<name>.sol` (VRPLIB: a line "Cost 1637.7", its routes optional), or a file of lines "name value"
or a JSON object, named `best_known.txt`, `best_known.json`, `bks.txt`, or `bks.json`.

Distances are Euclidean. Two conventions are in use, and a gap means nothing across them: real numbers, and
the DIMACS one, cut off after one decimal. `--truncate` takes the second for solving and reporting; where a
`.sol` gives routes whose cut-off lengths add up to its cost, its cost is worked out anew in ours.

Seconds are CPU seconds of the planner, which has the whole instance read before the clock starts.
`--made WxT` plans made-up service days (windows, skills, lunch breaks) and says when the first full plan
stood.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from dispatch_tui.planning.checker import faults_of
from dispatch_tui.planning.ladder import Ladder
from dispatch_tui.planning.problem import Matrix, Problem, Task, Worker
from dispatch_tui.planning.solver import Effort, Plan, Progress

SCALE = 1000
"""Parts of a unit of distance; the planner counts in whole numbers."""

BESIDE = ("best_known.txt", "best_known.json", "bks.txt", "bks.json")
HURRY = Effort(patience=None)


@dataclass(frozen=True)
class Customer:
    x: float
    y: float
    demand: int
    ready: float
    due: float
    service: float


@dataclass(frozen=True)
class Instance:
    """An instance; `customers[0]` is the depot."""

    name: str
    vehicles: int
    capacity: int
    customers: tuple[Customer, ...]


def read(path: Path) -> Instance:
    """Read Solomon's format: a name, "number capacity", then lines of seven numbers, the depot first.

    Raises:
        ValueError: if it is not that.
    """
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    rows = [found for line in lines if (found := _numbers(line)) is not None]
    fleet = next((row for row in rows if len(row) == 2), None)
    customers = tuple(
        Customer(x, y, int(d), r, e, s) for _, x, y, d, r, e, s in (r for r in rows if len(r) == 7)
    )
    if fleet is None or len(customers) < 2:
        raise ValueError(f"{path} is not in Solomon's format")
    return Instance(path.stem, int(fleet[0]), int(fleet[1]), customers)


def _numbers(line: str) -> list[float] | None:
    try:
        return [float(word) for word in line.split()] or None
    except ValueError:
        return None


def distance(a: Customer, b: Customer, truncate: bool) -> float:
    far = math.hypot(a.x - b.x, a.y - b.y)
    return math.floor(far * 10 + 1e-9) / 10 if truncate else far


def problem_of(instance: Instance, truncate: bool) -> Problem:
    """The instance as a problem. Rounded up, so that what is in time here is in time in real numbers."""
    nodes = instance.customers

    def far(a: int, b: int) -> int:
        return math.ceil(distance(nodes[a], nodes[b], truncate) * SCALE - 1e-6)

    def part(value: float) -> int:
        return round(value * SCALE)

    depot = nodes[0]
    hours = ((part(depot.ready), part(depot.due)),)
    tasks = tuple(
        Task(at, at, part(one.service), ((part(one.ready), part(one.due)),), amount=one.demand)
        for at, one in enumerate(nodes)
        if at
    )
    fleet = min(instance.vehicles, len(tasks))
    team = tuple(
        Worker(key, 0, 0, hours, hours[0][1], capacity=instance.capacity) for key in range(1, fleet + 1)
    )
    return Problem(tasks, team, Matrix.measured(len(nodes), far))


def length(instance: Instance, routes: Sequence[Sequence[int]], truncate: bool) -> float:
    """What some routes add up to, worked out from the coordinates."""
    nodes = instance.customers
    stops = [[0, *route, 0] for route in routes if route]
    return sum(distance(nodes[a], nodes[b], truncate) for one in stops for a, b in pairwise(one))


def best_known(instance: Instance, path: Path, given: Path | None, truncate: bool) -> float | None:
    """The best-known distance, in the convention that is used, if there is one to be found."""
    beside = [path.parent / name for name in BESIDE]
    for table in [given] if given else [one for one in beside if one.exists()]:
        found = _table(table).get(instance.name.upper())
        if found is not None:
            return found
    solution = path.with_suffix(".sol")
    return _of_solution(instance, solution, truncate) if solution.exists() else None


def _table(path: Path) -> dict[str, float]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        return {str(name).upper(): float(value) for name, value in json.loads(text).items()}
    lines = (re.split(r"[\s,;:=]+", line.strip()) for line in text.splitlines())
    return {row[0].upper(): float(row[-1]) for row in lines if len(row) > 1 and _numbers(row[-1])}


def _of_solution(instance: Instance, path: Path, truncate: bool) -> float | None:
    text = path.read_text(encoding="utf-8")
    cost = re.search(r"(?im)^\s*cost\s*:?\s*([\d.]+)", text)
    routes = [
        [int(stop) for stop in row.split()] for row in re.findall(r"(?im)^\s*route[^:]*:\s*([\d ]+)$", text)
    ]
    whole = sorted(stop for route in routes for stop in route) == list(range(1, len(instance.customers)))
    if whole and (cost is None or abs(length(instance, routes, True) - float(cost[1])) < 0.15):
        return length(instance, routes, truncate)
    return float(cost[1]) if cost else None


def solved(problem: Problem, seconds: float, seed: int) -> tuple[Plan, float, float]:
    """A plan, the CPU seconds it took, and those until all that could be had been placed once."""
    first = math.inf

    def hear(how: Progress) -> None:
        nonlocal first
        if how.step == "improve":
            first = min(first, how.seconds)

    Ladder(time.process_time).solve(Problem((), (), Matrix.of([])), 0)  # the import is not the solver's
    began = time.process_time()
    effort = Effort(seed=seed, patience=HURRY.patience)
    plan = Ladder(time.process_time).solve(problem, seconds, hear, effort=effort)
    return plan, time.process_time() - began, first


def run(path: Path, options: argparse.Namespace) -> dict[str, object]:
    """One instance, as a row of the answer."""
    instance = read(path)
    problem = problem_of(instance, options.truncate)
    plan, cpu, _ = solved(problem, options.seconds, options.seed)
    faults = faults_of(problem, plan)
    if faults:
        raise SystemExit(f"{instance.name}: the plan breaks a rule: {faults[0]}")
    routes = [[stop.task for stop in route.stops] for route in plan.routes]
    total = length(instance, routes, options.truncate)
    best = best_known(instance, path, options.best, options.truncate)
    return {
        "instance": instance.name,
        "distance": round(total, 2),
        "best_known": best if best is None else round(best, 2),
        "gap_percent": None if not best else round((total / best - 1) * 100, 3),
        "cpu_seconds": round(cpu, 2),
        "vehicles": sum(bool(route) for route in routes),
        "left_out": plan.score.out,
    }


def made(size: str, options: argparse.Namespace) -> dict[str, object]:
    """A made-up service day of so many technicians and calls."""
    workers, tasks = (int(number) for number in size.split("x"))
    problem = service_day(workers, tasks, options.seed)
    plan, cpu, first = solved(problem, options.seconds, options.seed)
    return {
        "instance": f"made {size}",
        "distance": plan.travel,
        "best_known": None,
        "gap_percent": None,
        "cpu_seconds": round(cpu, 2),
        "vehicles": sum(bool(route.stops) for route in plan.routes),
        "left_out": plan.score.out,
        "first_plan_cpu_seconds": round(first, 3),
    }


def service_day(workers: int, tasks: int, seed: int) -> Problem:
    """Random places in 50 by 50 minutes, mostly windows of three hours, six sorts of work, lunch at noon."""
    chance = random.Random(seed)
    points = [(chance.uniform(0, 50), chance.uniform(0, 50)) for _ in range(workers + tasks)]
    windows = [(480, 1020), *((since, since + 180) for since in (480, 480, 600, 720, 840))]
    calls = tuple(
        Task(
            at + 1,
            workers + at,
            chance.choice((30, 45, 60, 75)),
            (chance.choice(windows),),
            priority=chance.choice((20, 40, 40, 60)),
            token=chance.randint(1, 6),
        )
        for at in range(tasks)
    )
    team = tuple(
        Worker(key + 1, key, key, ((480, 720), (750, 1020)), 1020, frozenset(chance.sample(range(1, 7), 3)))
        for key in range(workers)
    )
    travel = Matrix.measured(workers + tasks, lambda a, b: int(math.dist(points[a], points[b]) * 1.2 + 2))
    return Problem(calls, team, travel)


def shown(rows: Sequence[dict[str, object]]) -> None:
    """A table, with the mean gap."""
    for row in rows:
        best, gap, first = row["best_known"], row["gap_percent"], row.get("first_plan_cpu_seconds")
        tail = f"  gap {gap:.2f} % of {best}" if gap is not None else ""
        tail += f"  first plan {first} s" if first is not None else ""
        tail += f"  {row['left_out']} LEFT OUT" if row["left_out"] else ""
        print(
            f"{row['instance']:<14} {row['distance']:>10}  {row['vehicles']:>3} routes"
            f"  {row['cpu_seconds']} s{tail}"
        )
    gaps = [row["gap_percent"] for row in rows if isinstance(row["gap_percent"], float)]
    if gaps:
        print(f"mean gap {sum(gaps) / len(gaps):.2f} % over {len(gaps)}")


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="instances in Solomon's text format"
    )
    parser.add_argument("--seconds", type=float, default=5.0, help="CPU seconds for each (5)")
    parser.add_argument("--best", type=Path, help="best-known values: lines of name and value, or JSON")
    parser.add_argument(
        "--truncate", action="store_true", help="distances cut off after one decimal (DIMACS)"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--made", nargs="+", default=[], metavar="WxT", help="made-up service days of that size"
    )
    parser.add_argument("--json", action="store_true", help="print a JSON list")
    options = parser.parse_args(words)
    if not options.files and not options.made:
        parser.error("name instances, or made-up days with --made")
    rows = [run(path, options) for path in options.files] + [made(size, options) for size in options.made]
    if options.json:
        json.dump(rows, sys.stdout, indent=1)
        print()
    else:
        shown(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
