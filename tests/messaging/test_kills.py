"""Real consoles in processes, killed with SIGKILL in whatever they do: nothing twice, nothing lost."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack

from data.store import SqlStore
from dispatch_tui.core.model import MessageKind, MessageState
from tests.data.builders import open_shop
from tests.messaging.days import at_work, set_quiet_hours_aside, texts
from tests.messaging.processes import console, hour_ago
from tests.messaging.servers import carrier, wait_for

S = MessageState
MESSAGES, KILLS = 50, 6


def states(store: SqlStore) -> Counter[str]:
    return Counter(dict(store._raw.rows("SELECT state, count(*) FROM message WHERE live = 1 GROUP BY state")))


def test_killed_senders_send_nothing_twice_and_forget_nothing(target: str, opened: Callable[[], SqlStore]):
    store = opened()
    open_shop(store)
    set_quiet_hours_aside(store)
    texts(store, MESSAGES)
    since, chance, lock = hour_ago(), random.Random(3), threading.Lock()
    with carrier() as (fake, url):

        def fault(_form: dict[str, str]) -> str | int | tuple[int, int]:
            with lock:
                drawn = chance.random()
            time.sleep(0.02)
            return "silence" if drawn < 0.05 else "odd" if drawn < 0.10 else 429 if drawn < 0.15 else "ok"

        fake.fault = fault
        for kill in range(KILLS):
            before = len(fake.texts)
            with console(target, f"desk:{kill}", url, since) as (process, _):
                wait_for(lambda seen=before: len(fake.texts) >= min(MESSAGES, seen + 4), "some are sent")
                time.sleep(chance.random() * 0.03)
                process.kill()
                process.join()
        with console(target, "the last", url, since):
            wait_for(lambda: states(store)["sent"] == MESSAGES, "all are sent", 60)
    got = Counter(each["body"] for each in fake.texts)
    assert {body for body, times in got.items() if times > 1} == set()
    assert len(got) == MESSAGES
    assert states(store) == {"sent": MESSAGES}
    assert store.check() == ()


def test_the_duty_is_handed_over_when_its_holder_is_killed(target: str, opened: Callable[[], SqlStore]):
    store = opened()
    open_shop(store)
    consoles: dict[str, object] = {}
    with ExitStack() as stack:
        for n in range(4):
            process, _ = stack.enter_context(console(target, f"desk:{n}"))
            consoles[f"desk:{n}"] = process
        asked = []
        for n in range(3):
            wait_for(lambda: store.duty_holder("worker"), "somebody on duty")
            holder = str(store.duty_holder("worker")).partition("#")[0]
            # at the very moment that something becomes due
            asked.append(at_work(store, f"K{n}"))
            consoles.pop(holder).kill()  # type: ignore[attr-defined]
            wait_for(
                lambda visit=asked[-1]: any(each.visit_id == visit for each in store.latest_messages(50)),
                "the check-in is asked by another console",
            )
    check_ins = [each.visit_id for each in store.latest_messages(50) if each.kind is MessageKind.CHECK_IN]
    assert sorted(check_ins) == sorted(asked)
