"""What becomes of messages when senders are killed at random, and how fast the duties are handed over.

    python benchmarks/messages.py sends|handover [--quick] [--postgres URL] [--json]

Real processes, a real store, a carrier of Twilio's shape on loopback that is busy, stumbles, and falls silent
before and after it has taken a text. Doubles and losses must both be nought; what nobody can tell is counted
apart.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from data.opening import open_store
from data.store import SqlStore
from dispatch_tui.core.model import MessageKind
from dispatch_tui.messaging.worker import DUTY, Pace
from tests.data.builders import open_shop
from tests.messaging import processes
from tests.messaging.days import at_work, set_quiet_hours_aside, texts
from tests.messaging.servers import carrier


@dataclass(frozen=True)
class Figure:
    """One measured number, what it should reach, and whether it does."""

    what: str
    value: float
    unit: str
    reach: str
    ok: bool | None = None


@contextmanager
def new_shop(options: argparse.Namespace) -> Iterator[tuple[str, SqlStore]]:
    """A shop in a store of its own: the path or URL, and the store."""
    with ExitStack() as stack:
        if options.postgres:
            mark = "&" if "?" in options.postgres else "?"
            schema = f"bench_{uuid.uuid4().hex[:8]}"
            target = f"{options.postgres}{mark}schema={schema}"
            stack.callback(_drop, options.postgres, schema)
        else:
            target = str(
                Path(stack.enter_context(tempfile.TemporaryDirectory(dir=options.folder))) / "shop.db"
            )
        store = open_store(target)
        stack.callback(store.close)
        open_shop(store)
        set_quiet_hours_aside(store)
        yield target, store


def _drop(url: str, schema: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'DROP SCHEMA "{schema}" CASCADE')


def sends(options: argparse.Namespace) -> list[Figure]:
    """Messages whose senders are killed at random, over a carrier with faults; and undisturbed."""
    chance, lock = random.Random(options.seed), threading.Lock()
    faults: Counter[str] = Counter()
    with new_shop(options) as (target, store), carrier() as (fake, url):

        def fault(_form: dict[str, str]) -> str | int | tuple[int, int]:
            with lock:
                drawn = chance.random()
                kind: str | int = (
                    "odd" if drawn < 0.06 else "silence" if drawn < 0.08 else "deaf" if drawn < 0.10
                    else 429 if drawn < 0.13 else 500 if drawn < 0.15 else "ok"
                )  # fmt: skip
                faults[str(kind)] += kind != "ok"
            time.sleep(0.01)
            return kind

        floor = _undisturbed(target, url, store)
        fake.fault, since, kills, reached = fault, processes.hour_ago(), 0, Counter[str]()
        texts(store, options.messages, first=10_000)
        quiet = False
        while not quiet:
            with processes.console(target, f"desk:{kills}", url, since) as (process, told):
                quiet = _at_work(store, chance, options, kills)
                if not quiet:
                    process.kill()
                    process.join()
                    kills += 1
                processes.drained(told)
        states = _states(store)
        for each in fake.texts:
            reached[str(each["body"])] += 1
        rows = store._raw.rows("SELECT body FROM message WHERE live = 1 AND state = 'sent'")
        never_came = {body for (body,) in rows} - reached.keys()
        troubles = store.check()
    doubles = sum(times > 1 for times in reached.values())
    unknown = states["unknown"]
    left = states["queued"] + states["sending"]
    return [
        Figure("messages", options.messages, "", ""),
        Figure("senders killed", kills, "", str(options.kills), kills >= options.kills),
        Figure("faults of the carrier", sum(faults.values()), "", ""),
        Figure("  of them after it had taken the text", faults["odd"] + faults["silence"], "", ""),
        Figure("sent", states["sent"] - FLOOR, "", str(options.messages)),
        Figure("sent twice", doubles, "", "0", doubles == 0),
        Figure("lost (said to be sent, and never came)", len(never_came), "", "0", not never_came),
        Figure("left unsent at the end", left, "", "0", left == 0),
        Figure("unknown, for a person to find out", unknown, "", ""),
        Figure("failed, with the reason", states["failed"], "", ""),
        Figure("undisturbed, messages a second", floor, "/s", ""),
        Figure("troubles found by check", len(troubles), "", "0", not troubles),
    ]


FLOOR = 40
"""Messages sent undisturbed, for comparison."""


def _undisturbed(target: str, url: str, store: SqlStore) -> float:
    """Messages a second by one sender over a carrier without faults, from the first to the last."""
    texts(store, FLOOR)
    with processes.console(target, "desk:floor", url):
        while _states(store)["sent"] < 1:
            time.sleep(0.01)
        started, first = time.perf_counter(), _states(store)["sent"]
        while _states(store)["sent"] < FLOOR:
            time.sleep(0.01)
        return (FLOOR - first) / (time.perf_counter() - started)


def _at_work(store: SqlStore, chance: random.Random, options: argparse.Namespace, kills: int) -> bool:
    """Let a sender send for a random while; True if it was left to itself at the end."""
    if kills >= options.kills:
        # Long enough for every lease, look-up and try: what is left then is left for good.
        until = time.perf_counter() + options.rest
        while _states(store)["sent"] < options.messages + FLOOR and time.perf_counter() < until:
            time.sleep(0.1)
        return True
    share = max(2, 2 * options.messages // (3 * options.kills))
    goal = min(_states(store)["sent"] + chance.randint(1, 2 * share), options.messages + FLOOR)
    until = time.perf_counter() + 20
    while _states(store)["sent"] < goal and time.perf_counter() < until:
        time.sleep(0.005)
    time.sleep(chance.random() * 0.03)
    return False


def _states(store: SqlStore) -> Counter[str]:
    return Counter(dict(store._raw.rows("SELECT state, count(*) FROM message WHERE live = 1 GROUP BY state")))


def handover(options: argparse.Namespace) -> list[Figure]:
    """The console on duty is killed at the moment a check-in is due; how long until another has asked."""
    took, asked = [], []
    with new_shop(options) as (target, store), ExitStack() as stack:
        running = {}
        for n in range(options.rounds + 1):
            running[f"desk:{n}"], _ = stack.enter_context(processes.console(target, f"desk:{n}", pace=Pace()))
        for n in range(options.rounds):
            while not (holder := store.duty_holder(DUTY)):
                time.sleep(0.01)
            asked.append(at_work(store, f"K{n}"))
            running.pop(holder.partition("#")[0]).kill()
            killed = time.perf_counter()
            while not any(each.visit_id == asked[-1] for each in store.latest_messages(200)):
                time.sleep(0.01)
            took.append(time.perf_counter() - killed)
        idle = _writes_of_the_idle(store)
        check_ins = [
            each.visit_id for each in store.latest_messages(200) if each.kind is MessageKind.CHECK_IN
        ]
    doubles = len(check_ins) - len(set(check_ins))
    lease = Pace().lease
    return [
        Figure("kills of the console on duty", len(took), "", ""),
        Figure("check-in asked by another after, median", median(took), "s", ""),
        Figure("  worst", max(took), "s", "<= 8", max(took) <= 8),
        Figure(
            "  ratio of the worst to the lease (the floor)",
            max(took) / lease,
            "x",
            "<= 1.3",
            max(took) <= 1.3 * lease,
        ),
        Figure("asked twice", doubles, "", "0", doubles == 0),
        Figure("forgotten", len(set(asked) - set(check_ins)), "", "0", set(asked) <= set(check_ins)),
        Figure("changesets written in two idle seconds", idle, "", "0", idle == 0),
    ]


def _writes_of_the_idle(store: SqlStore) -> int:
    before = store.rev()
    time.sleep(2)
    return store.rev() - before


MEASURES = {"sends": sends, "handover": handover}


def main() -> int:
    """Measure, print, and fail if something does not reach what it should."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("measure", choices=MEASURES)
    parser.add_argument("--quick", action="store_true", help="150 messages, 10 kills, 2 handovers")
    parser.add_argument("--postgres", metavar="URL", help="measure a server instead of a file")
    parser.add_argument("--folder", help="make the file here")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--rest", type=float, default=90, help="seconds that the last sender has for the rest"
    )
    options = parser.parse_args()
    if options.quick:
        options.messages, options.kills, options.rounds = 150, 10, 2
    figures = MEASURES[options.measure](options)
    if options.json:
        print(json.dumps([vars(figure) for figure in figures], indent=2))
    else:
        for figure in figures:
            mark = "" if figure.ok is None else "ok" if figure.ok else "MISSED"
            value = f"{figure.value:,.2f} {figure.unit}".strip()
            print(f"{figure.what:<46}{value:>16}  {figure.reach:<10}{mark}")
    return int(any(figure.ok is False for figure in figures))


if __name__ == "__main__":
    raise SystemExit(main())
