"""What the store does under load, beside the floor of the same machine in the same minute.

    python benchmarks/store.py load|feed|writers|kills [--postgres URL] [--json]

Real files, real processes. Absolute times depend on the disk; so each is printed with what it is
measured against: the disk's own fsync rate, or the same reading without the store.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from data.opening import open_store
from data.store import SqlStore
from tests.data.builders import DAY, move, open_shop
from tests.data.workers import acknowledged, mover, processes


@dataclass(frozen=True)
class Figure:
    """One measured number, what it should reach, and whether it does."""

    what: str
    value: float
    unit: str
    reach: str
    ok: bool | None = None


def share(values: list[float], part: float) -> float:
    """The value below which that part of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def fsync_rate(folder: Path, seconds: float = 2.0) -> float:
    """Commits a second that the disk allows one process: append 4 KiB, fsync, again."""
    path = folder / "floor"
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    count, until = 0, time.perf_counter() + seconds
    while time.perf_counter() < until:
        os.write(descriptor, b"x" * 4096)
        os.fsync(descriptor)
        count += 1
    os.close(descriptor)
    path.unlink()
    return count / seconds


@contextmanager
def new_store(options: argparse.Namespace) -> Iterator[str]:
    """Path or URL of a store of its own."""
    if options.postgres:
        mark = "&" if "?" in options.postgres else "?"
        schema = f"bench_{uuid.uuid4().hex[:8]}"
        yield f"{options.postgres}{mark}schema={schema}"
        import psycopg

        with psycopg.connect(options.postgres, autocommit=True) as connection:
            connection.execute(f'DROP SCHEMA "{schema}" CASCADE')
        return
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        yield str(Path(folder) / "shop.db")


def load(options: argparse.Namespace) -> list[Figure]:
    """A day of 500 technicians, 5,000 visits with call, customer and site, as core values."""
    with new_store(options) as target:
        store = open_store(target)
        open_shop(store, options.technicians, options.calls, options.calls)
        times, lags = [], []
        for _ in range(options.rounds):
            started = time.process_time()
            day = store.day(DAY)
            times.append(time.process_time() - started)
            lags.append(_lag(store))
        started = time.process_time()
        for _ in range(options.rounds):
            _scan(store)
        floor = (time.process_time() - started) / options.rounds
        rows = len(day.visits) + len(day.calls) + len(day.customers) + len(day.sites)
        searches = [_timed(store, text) for text in ("elm", "5550001", "cust 4", "zzz")]
        store.close()
    return [
        Figure("records in the day", rows + len(day.technicians), "records", ""),
        Figure("load a day, CPU", 1000 * median(times), "ms", "<= 60", median(times) <= 0.06),
        Figure("  of it the driver's fetch (floor)", 1000 * floor, "ms", ""),
        Figure("  ratio to the floor", median(times) / floor, "x", ""),
        Figure("lag of another thread meanwhile, worst", 1000 * median(lags), "ms", "<= 10"),
        Figure("find_customers, slowest of four", 1000 * max(searches), "ms", "<= 20", max(searches) <= 0.02),
    ]


def _scan(store: SqlStore) -> None:
    for table in ("visit", "call", "customer", "site", "technician", "shift"):
        store._raw.rows(f'SELECT * FROM "{table}"')


def _timed(store: SqlStore, text: str) -> float:
    started = time.perf_counter()
    store.find_customers(text)
    return time.perf_counter() - started


def _lag(store: SqlStore) -> float:
    """The longest time that a thread that wants to run each millisecond did not."""
    worst, stop = 0.0, threading.Event()

    def tick() -> None:
        nonlocal worst
        last = time.perf_counter()
        while not stop.is_set():
            time.sleep(0.001)
            now = time.perf_counter()
            worst, last = max(worst, now - last - 0.001), now

    ticking = threading.Thread(target=tick)
    ticking.start()
    store.day(DAY)
    stop.set()
    ticking.join()
    return worst


def listen(target: str, since: int, until: int, told: Connection) -> None:
    """A console: wait, catch up, tell when each revision was seen; then its CPU share while idle."""
    store = open_store(target)
    store.wait_for_news(0)
    told.send("ready")
    while since < until:
        store.wait_for_news(1.0)
        news = store.catch_up(since, DAY)
        now = time.time()
        for line in news.log:
            told.send((line.rev, now))
        since = news.rev
    before, started = _cpu(), time.perf_counter()
    # A hint left over from the last write ends a wait at once; idle means the whole two seconds.
    while (left := started + 2.0 - time.perf_counter()) > 0:
        store.wait_for_news(left)
    told.send(("idle", (_cpu() - before) / (time.perf_counter() - started)))
    store.close()


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def feed(options: argparse.Namespace) -> list[Figure]:
    """Changes seen on ten other consoles while one writes ten times a second."""
    with new_store(options) as target, ExitStack() as stack:
        store = open_store(target)
        shop = open_shop(store)
        until = 1 + options.writes
        pipes = []
        context = processes()
        for _ in range(options.consoles):
            told, tells = context.Pipe(duplex=False)
            process = context.Process(target=listen, args=(target, 1, until, tells), daemon=True)
            process.start()
            tells.close()
            stack.callback(process.kill)
            pipes.append(told)
        for pipe in pipes:
            pipe.recv()
        written = {}
        for n in range(options.writes):
            started = time.time()
            written[move(store, "bench", shop.visits[0], minutes=100 + n).rev] = started
            time.sleep(0.1)
        delays, idle = [], []
        for pipe in pipes:
            while True:
                what, value = pipe.recv()
                if what == "idle":
                    idle.append(value)
                    break
                delays.append(max(0.0, value - written[what]))
        store.close()
    return [
        Figure("changes seen", len(delays), "", str(options.writes * options.consoles)),
        Figure(
            "seen after the act was given, p50", 1000 * median(delays), "ms", "<= 10", median(delays) <= 0.01
        ),
        Figure("  p99", 1000 * share(delays, 0.99), "ms", "<= 100", share(delays, 0.99) <= 0.1),
        Figure("idle console", 100 * max(idle), "% of a core", "< 1", max(idle) < 0.01),
    ]


def writers(options: argparse.Namespace) -> list[Figure]:
    """Many processes that move visits as fast as they can, for some seconds."""
    with new_store(options) as target, ExitStack() as stack:
        folder = Path(options.folder or tempfile.gettempdir())
        floor_before = fsync_rate(folder)
        store = open_store(target)
        shop = open_shop(store, calls=options.writers, placed=options.writers)
        running = [stack.enter_context(mover(target, f"w{n}", visit)) for n, visit in enumerate(shop.visits)]
        for _, pipe in running:
            pipe.recv()
        first, started = store.rev(), time.perf_counter()
        time.sleep(options.seconds)
        rate = (store.rev() - first) / (time.perf_counter() - started)
        waits, counts, uids = [], [], set[str]()
        for process, _ in running:
            process.kill()
        for _, pipe in running:
            answers = _drained(pipe)
            waits += [seconds for _, seconds in answers]
            counts.append(len(answers))
            uids |= {uid for uid, _ in answers}
        stored = {uid for (uid,) in store._raw.rows("SELECT uid FROM changeset")}
        troubles = store.check()
        floors = (floor_before, fsync_rate(folder))
        floor = sum(floors) / 2
        # A disk that changes its pace meanwhile is no floor to judge by.
        steady = max(floors) <= 1.3 * min(floors)
        spread = max(counts) / min(counts)
        store.close()
    return [
        Figure("fsyncs a second of the disk, before", floors[0], "/s", ""),
        Figure("  after; their mean is the floor", floors[1], "/s", ""),
        Figure(f"moves a second by {options.writers} processes", rate, "/s", ""),
        Figure("  ratio to the floor", rate / floor, "x", ">= 0.6", rate / floor >= 0.6 if steady else None),
        Figure("wait for an answer, p50", 1000 * median(waits), "ms", ""),
        Figure(
            "wait for an answer, p99", 1000 * share(waits, 0.99), "ms", "<= 300", share(waits, 0.99) <= 0.3
        ),
        Figure("luckiest to unluckiest writer", spread, "x", "<= 2", spread <= 2),
        Figure("acknowledged and lost", len(uids - stored), "", "0", uids <= stored),
        Figure("troubles found by check", len(troubles), "", "0", not troubles),
    ]


def _drained(pipe: Connection) -> list[tuple[str, float]]:
    found = []
    while True:
        try:
            found.append(pipe.recv())
        except (EOFError, OSError):
            return found


def kills(options: argparse.Namespace) -> list[Figure]:
    """Writers killed in the middle of whatever they do."""
    chance = random.Random(1)
    with new_store(options) as target:
        store = open_store(target)
        shop = open_shop(store)
        told = set[str]()
        for kill in range(options.kills):
            with mover(target, f"k{kill}", shop.visits[kill % 4]) as (process, pipe):
                told |= {pipe.recv()[0] for _ in range(chance.randint(1, 6))}
                time.sleep(chance.random() * 0.005)
                process.kill()
                process.join()
                told |= set(acknowledged(pipe))
        stored = [uid for (uid,) in store._raw.rows("SELECT uid FROM changeset WHERE rev > 1")]
        troubles = store.check()
        store.close()
    return [
        Figure("kills", options.kills, "", ""),
        Figure("acknowledged", len(told), "", ""),
        Figure("acknowledged and lost", len(told - set(stored)), "", "0", told <= set(stored)),
        Figure("stored twice", len(stored) - len(set(stored)), "", "0", len(stored) == len(set(stored))),
        Figure("troubles found by check", len(troubles), "", "0", not troubles),
    ]


MEASURES = {"load": load, "feed": feed, "writers": writers, "kills": kills}


def main() -> int:
    """Measure, print, and fail if something does not reach what it should."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("measure", choices=MEASURES)
    parser.add_argument("--postgres", metavar="URL", help="measure a server instead of a file")
    parser.add_argument("--folder", help="make the file here (its disk is measured)")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--technicians", type=int, default=500)
    parser.add_argument("--calls", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--consoles", type=int, default=10)
    parser.add_argument("--writes", type=int, default=100)
    parser.add_argument("--writers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--kills", type=int, default=200)
    options = parser.parse_args()
    figures = MEASURES[options.measure](options)
    if options.json:
        print(json.dumps([vars(figure) for figure in figures], indent=2))
    else:
        for figure in figures:
            mark = "" if figure.ok is None else "ok" if figure.ok else "MISSED"
            value = f"{figure.value:,.2f} {figure.unit}".strip()
            print(f"{figure.what:<42}{value:>20}  {figure.reach:<10}{mark}")
    return int(any(figure.ok is False for figure in figures))


if __name__ == "__main__":
    raise SystemExit(main())
