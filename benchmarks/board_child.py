"""The processes that board.py starts: the app, an empty Textual app, a shop's maker, and another console.

    python benchmarks/board_child.py app|empty|make|mover [STORE SIZE]

They import only what they need, so that the time to a first frame is that of the program alone.
"""

from __future__ import annotations

import json
import signal
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def empty() -> None:
    """The floor: an app of one Static that shows how many keys were pressed, in one cell."""
    from textual import events
    from textual.app import App, ComposeResult
    from textual.widgets import Static

    class Empty(App[None]):
        ENABLE_COMMAND_PALETTE = False
        CSS = "Static { width: 20; height: 1; } #count { width: 1; }"

        def compose(self) -> ComposeResult:
            yield Static("an empty app")
            yield Static("0", id="count")

        def on_mount(self) -> None:
            self.count = 0
            self.shown = self.query_one("#count", Static)

        def on_key(self, event: events.Key) -> None:
            event.stop()
            self.count += 1
            self.shown.update(str(self.count % 10), layout=False)

    Empty().run()


def app(store: str, size: str) -> None:
    """The app on a demo shop whose clock stands still; SIGUSR1 makes a minute pass."""
    import asyncio
    import gc

    gc.disable()  # as dispatch_tui.shell.boards does
    from dispatch_tui.app import DispatchApp
    from dispatch_tui.bootstrap import DemoOptions, Wiring

    class Measured(DispatchApp):
        def on_mount(self) -> None:
            asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, self.minute_passes)

        def minute_passes(self) -> None:
            from dataclasses import replace
            from datetime import timedelta

            clock = self.live.desk.clock
            if clock.rate is not None and self._tick is not None:
                clock.rate = replace(clock.rate, anchor=clock.rate.anchor + timedelta(minutes=1))
                self._tick.stop()
                self._minute()

    Measured(Wiring(Path(store), "ann", "measured", DemoOptions(size, 1, 0.0))).run()


def make(store: str, size: str) -> None:
    """Make the demo shop."""
    from dispatch_tui.bootstrap import DemoOptions, Wiring, open_desk

    open_desk(Wiring(Path(store), "bench", "make", DemoOptions(size, 1, 0.0))).store.close()


def mover(store: str, size: str) -> None:
    """Another console: says which calls of the first rows can be moved, then moves one for each line read.

    Tells for each move when its commit had returned, on the monotonic clock that all processes share.
    """
    from datetime import timedelta

    from data.backends import SqliteBackend
    from dispatch_tui.bootstrap import DemoOptions, Wiring, open_desk
    from dispatch_tui.core.commands import MoveVisit
    from dispatch_tui.core.model import Lock, VisitState

    committed = 0.0
    ring = SqliteBackend.ring

    def rung(self: SqliteBackend) -> None:
        nonlocal committed
        committed = time.monotonic()
        ring(self)

    SqliteBackend.ring = rung  # type: ignore[method-assign]
    desk = open_desk(Wiring(Path(store), "bea", "mover", DemoOptions(size, 1, 0.0)))
    desk.store.warm_up()  # type: ignore[attr-defined]
    day = desk.open_day(desk.today())
    now = desk.clock.now()
    # one waiting visit a row, of the rows that any terminal shows at first
    firsts = {}
    for row, technician in enumerate(day.order[1:7]):
        for visit in day.row(technician):
            soon = timedelta(minutes=40) < visit.start - now < timedelta(hours=4)
            if visit.state is VisitState.TENTATIVE and visit.lock is Lock.NONE and soon:
                firsts.setdefault(row, visit)
    movable = sorted(firsts.values(), key=lambda visit: visit.start)
    print(json.dumps([visit.call_id for visit in movable]), flush=True)
    starts = {visit.id: visit.start for visit in movable}
    for moved, line in enumerate(sys.stdin, start=1):
        visit = next(visit for visit in movable if visit.call_id == int(line))
        start = starts[visit.id] + timedelta(minutes=10 * (moved % 2))
        desk.do(MoveVisit(visit.id, visit.technician_id, start, visit.minutes, sure=True))
        print(committed, flush=True)


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    if what != "empty":
        sys.path.insert(0, str(ROOT))
    {"empty": empty, "app": app, "make": make, "mover": mover}[what](*rest)
