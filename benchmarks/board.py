"""What a key costs on the board: time to the whole frame and bytes, beside an empty Textual app.

    python benchmarks/board.py [--quick] [--sizes 12x70,50x400] [--terminal 120x40,200x60] [--keys N] [--json]

Both apps run in pseudo-terminals of the same size at the same time, and take turns: a key to one, a key
to the other. The terminal says that it knows synchronized output, so that Textual brackets its frames.

- The time of a key runs from its write to the arrival of the last byte of the last frame that answers it;
  an answer is over when no byte has come for 40 ms (which are not counted).
- The floor is the same in the empty app, which changes one cell. Ratios are of medians.
- CPU is processor time of all threads of the app, and its ratio to the floor's. Where other programs keep
  the machine busy, times and their ratios swell and these do not.
- Bytes are all that come: brackets, cursor moves and colours too.
- A change from outside is a move committed by another process; its time runs from the commit's return.
- A minute is made to pass by a signal, from which its time runs.
- The start runs from the process's start to the arrival of the first frame with something on it, and to the
  first frame with rows; the store is there already. Its floor is the empty app's first frame.

After each key the screen is read (pyte), and an answer that did not change what it should is not counted
as one. Shops are made once a day and version of the code, and kept in --folder; each run works on copies.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from statistics import median

from terminal import Answer, Picture, Terminal

HERE = Path(__file__).resolve().parent
CHILD = str(HERE / "board_child.py")
SIZES = ("12x70", "50x400", "200x1500", "500x5000")
ONE_FRAME = -1
"""In the place of bytes to reach: those of a whole frame."""

REACH: dict[str, tuple[tuple[float, float, float, float], int | None]] = {
    "cursor": ((1.2, 1.3, 1.3, 1.4), 1200),
    "slide in hand": ((1.2, 1.3, 1.3, 1.4), 700),
    "page": ((1.5, 1.7, 2.0, 2.0), ONE_FRAME),
    "zoom": ((2.0, 2.5, 3.0, 3.0), ONE_FRAME),
    "change from outside": ((1.3, 1.3, 1.4, 1.5), 2000),
    "minute": ((1.3, 1.5, 2.0, 2.0), 700),
    "first frame": ((1.1, 1.2, 1.2, 1.2), None),
    "board ready": ((2.2, 2.5, 2.5, 2.7), None),
}
"""Ratios to reach by size, and bytes."""

CURSOR_KEYS = "jljwkhkb"
SLIDE_KEYS = "llllhhhh"
PAGE_KEYS = "\x04\x04\x15\x15"
ZOOM_KEYS = "++--"
ALONE = 1.0
"""Seconds to wait for an answer that may not come, as at the board's edge."""


@dataclass
class Row:
    """One line of a table.

    Attributes:
        ms, floor_ms: medians.
        cpu_ms: median processor time of the app, of all its threads.
        cpu_ratio: that beside the floor's; it bears a loaded machine, which a ratio of times does not.
        bytes: median; `most` is the largest answer.
        unseen: answers that did not come, or did not change what they should.
    """

    what: str
    floor_ms: float
    ms: float
    ratio: float
    ratio_reach: float
    cpu_ms: float = 0.0
    cpu_ratio: float = 0.0
    bytes: int | None = None
    most: int | None = None
    bytes_reach: int | None = None
    count: int = 0
    unseen: int = 0

    @property
    def ok(self) -> bool:
        """True if ratio and bytes are what they should be."""
        small = self.bytes is None or self.bytes_reach is None or self.bytes <= self.bytes_reach
        return self.ratio <= self.ratio_reach and small and self.count > 0


@dataclass
class Table:
    """One size in one terminal."""

    size: str
    terminal: str
    rows: list[Row] = field(default_factory=list)


Expected = Callable[[Picture, Picture], bool]


def changed(first: int, last: int, *, words: bool = False) -> Expected:
    """Expects another picture, or other words, on some lines (counted from the end if negative)."""

    def expected(before: Picture, after: Picture) -> bool:
        old, new = before[first:last], after[first:last]
        if words:
            return [[cell[0] for cell in line] for line in old] != [
                [cell[0] for cell in line] for line in new
            ]
        return old != new

    return expected


class Bench:
    """App and floor side by side in terminals of one size, on a shop of one size."""

    def __init__(self, options: argparse.Namespace, size: str, terminal: str, stack: ExitStack) -> None:
        self.options = options
        self.size = size
        self.columns, self.lines = (int(part) for part in terminal.split("x"))
        self.stack = stack
        self.table = Table(size, terminal)
        self.frame = 0
        self.chance = random.Random(1)
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="board-bench-"))
        self.store = str(Path(folder) / "shop.db")
        shutil.copy(template(options.folder, size), self.store)

    def launched(self, *argv: str) -> Terminal:
        """A child of ours in a terminal, killed at the end of the stack it is entered in."""
        return Terminal([sys.executable, CHILD, *argv], self.columns, self.lines, watched=argv[0] == "app")

    # -- starts

    def starts(self) -> None:
        """Start both some times in turn; the last of each stays."""
        floors: list[Answer] = []
        firsts: list[Answer] = []
        readies: list[Answer] = []
        for turn in range(self.options.starts):
            kept = self.stack if turn == self.options.starts - 1 else ExitStack()
            self.floor = kept.enter_context(self.launched("empty"))
            floors.append(self._begun(self.floor, b"an empty app"))
            self.app = kept.enter_context(self.launched("app", self.store, self.size))
            firsts.append(self._begun(self.app, b"opening the shop"))
            readies.append(self._begun(self.app, b"free capacity"))
            data = self.app.until(b"free capacity")[1]
            self.frame = max(len(part) for part in data.split(b"\x1b[?2026h"))
            if kept is not self.stack:
                kept.close()
        self._add("first frame", floors, firsts)
        self._add("board ready", floors, readies)
        self.floor.settle()
        self.app.settle()

    @staticmethod
    def _begun(terminal: Terminal, mark: bytes) -> Answer:
        at, _ = terminal.until(mark)
        return Answer(at, at - terminal.started, b"", terminal.cpu())

    # -- samples

    def keys(self, what: str, keys: str, expected: Expected) -> None:
        """Press keys around and around, one to the app and one to the floor."""
        asked = [keys[n % len(keys)] for n in range(self.options.keys)]
        self._sample(what, [lambda key=key: self.app.press(key, ALONE) for key in asked], expected)

    def _sample(self, what: str, acts: Sequence[Callable[[], Answer]], expected: Expected) -> None:
        floors: list[Answer] = []
        answers: list[Answer] = []
        before = self.app.picture()
        unseen = 0
        for act in acts:
            # so that no timer of either app beats in step with us
            time.sleep(self.chance.uniform(0.0, 0.03))
            floors.append(self.floor.press("x"))
            answer = act()
            after = self.app.picture()
            if answer.data and expected(before, after):
                answers.append(answer)
            else:
                unseen += 1
            before = after
        self._add(what, [answer for answer in floors if answer.data], answers, unseen)

    def _add(self, what: str, floors: Sequence[Answer], answers: Sequence[Answer], unseen: int = 0) -> None:
        ratios, most = REACH[what]
        reach = ratios[SIZES.index(self.size)] if self.size in SIZES else ratios[-1]
        floor = median(answer.seconds for answer in floors)
        floor_cpu = median(answer.cpu for answer in floors)
        row = Row(what, 1000 * floor, 0.0, 0.0, reach, count=len(answers), unseen=unseen)
        if answers:
            seconds = median(answer.seconds for answer in answers)
            cpu = median(answer.cpu for answer in answers)
            row.ms, row.ratio = 1000 * seconds, seconds / floor
            row.cpu_ms, row.cpu_ratio = 1000 * cpu, cpu / floor_cpu if floor_cpu else 0.0
        if answers and most is not None:
            sizes = [len(answer.data) for answer in answers]
            row.bytes, row.most = round(median(sizes)), max(sizes)
            row.bytes_reach = self.frame if most == ONE_FRAME else most
        self.table.rows.append(row)

    # -- the measures

    def measure(self) -> Table:
        """All of them, in an order in which one does not disturb the next."""
        self.starts()
        tray = 3 if self.lines < 30 else 4 if self.lines < 50 else 5
        rows = (3, self.lines - tray - 3)
        with other_console(self.store, self.size) as (movable, move):
            self.app.settle()
            self.keys("cursor", CURSOR_KEYS, changed(*rows))
            self.app.press("gg")
            # on a board that is whole on the screen, a page is a jump of the cursor
            self.keys("page", PAGE_KEYS if self._pages() else "\x04\x15", changed(*rows))
            self.app.press("gg")
            self.keys("zoom", ZOOM_KEYS, changed(1, 2, words=True))
            if movable:
                self.app.press(f"{movable[0]}gc")
                self.app.press(" ")
                self.keys("slide in hand", SLIDE_KEYS, changed(*rows))
                self.app.press("\x1b")
                self.app.press("gg")
                told = changed(*rows)
                moves = [lambda: self._outside(move, movable[-1])] * self.options.keys
                self._sample("change from outside", moves, told)
        minutes = [self._minute] * self.options.keys
        self._sample("minute", minutes, changed(0, 1, words=True))
        order = list(REACH)
        self.table.rows.sort(key=lambda row: order.index(row.what))
        return self.table

    def _pages(self) -> bool:
        """True if there are more rows than the screen holds."""
        return int(self.size.split("x")[0]) * 2 > self.lines

    def _outside(self, move: Callable[[int], float | None], call: int) -> Answer:
        before = self.app.cpu()
        move(call)
        answer = self.app.answer(0.0)
        committed = move(0) or 0.0
        answer.seconds = answer.at - committed
        answer.cpu = self.app.cpu() - before
        return answer

    def _minute(self) -> Answer:
        before = self.app.cpu()
        since = time.monotonic()
        self.app.signal()
        answer = self.app.answer(since)
        answer.cpu = self.app.cpu() - before
        return answer


@contextmanager
def other_console(store: str, size: str) -> Iterator[tuple[list[int], Callable[[int], float | None]]]:
    """Another console's process: the calls it can move, and what moves one.

    The mover is called with a call's number to ask, and with 0 to hear when that was committed.
    """
    argv = [sys.executable, CHILD, "mover", store, size]
    child = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdin is not None
    assert child.stdout is not None
    asks, tells = child.stdin, child.stdout

    def move(call: int) -> float | None:
        if call:
            asks.write(f"{call}\n")
            asks.flush()
            return None
        return float(tells.readline())

    try:
        yield json.loads(tells.readline()), move
    finally:
        child.kill()
        child.wait()
        asks.close()
        tells.close()


def template(folder: Path, size: str) -> Path:
    """A demo shop of a size; made once a day and version of the code."""
    root = HERE.parent
    code = hashlib.sha256(date.today().isoformat().encode())
    for path in sorted([*root.glob("data/**/*.py"), *root.glob("dispatch_tui/**/*.py")]):
        code.update(path.read_bytes())
    found = folder / f"{size}-{code.hexdigest()[:12]}.db"
    if not found.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for old in folder.glob(f"{size}-*"):
            old.unlink()
        making = found.with_suffix(".part")
        subprocess.run([sys.executable, CHILD, "make", str(making), size], check=True, timeout=120)
        making.rename(found)
    return found


def show(table: Table) -> None:
    """Print a table."""
    heads = f"{'floor':>8}{'app':>9}{'ratio':>8} {'reach':<6}{'CPU':>8}{'ratio':>8}"
    print(f"\n{table.size + ' in ' + table.terminal:<21}{heads}{'bytes':>8}{'most':>8} {'reach':<8}")
    for row in table.rows:
        times = f"{row.floor_ms:>6.1f}ms{row.ms:>7.1f}ms{row.ratio:>7.2f}x {row.ratio_reach:<6g}"
        times += f"{row.cpu_ms:>6.1f}ms{row.cpu_ratio:>7.2f}x"
        sent, most = ("", "") if row.bytes is None else (f"{row.bytes:,}", f"{row.most:,}")
        reach = "" if row.bytes_reach is None else f"{row.bytes_reach:,}"
        remark = "ok" if row.ok else "MISSED"
        if row.unseen:
            remark += f"  ({row.unseen} of {row.unseen + row.count} changed nothing)"
        print(f"{row.what:<21}{times}{sent:>8}{most:>8} {reach:<8}{remark}", flush=True)


def parsed() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    cache = Path(tempfile.gettempdir()) / f"dispatch-tui-bench-{os.getuid()}"
    parser.add_argument("--sizes", help="of the shop, technicians by calls")
    parser.add_argument("--terminal", help="columns by lines")
    parser.add_argument("--keys", type=int, default=16, help="samples of each measure")
    parser.add_argument("--starts", type=int, default=4, help="starts of each app")
    parser.add_argument("--folder", type=Path, default=cache, help="where made shops are kept")
    parser.add_argument("--quick", action="store_true", help="two sizes, one terminal, fewer samples")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    options.sizes = options.sizes or ("12x70,50x400" if options.quick else ",".join(SIZES))
    options.terminal = options.terminal or ("120x40" if options.quick else "120x40,200x60")
    if options.quick:
        options.keys, options.starts = min(options.keys, 8), min(options.starts, 3)
    return options


def main() -> int:
    """Measure, print, and fail if something does not reach what it should."""
    options = parsed()
    tables = []
    for size in options.sizes.split(","):
        for terminal in options.terminal.split(","):
            with ExitStack() as stack:
                tables.append(Bench(options, size, terminal, stack).measure())
            if not options.json:
                show(tables[-1])
    if options.json:
        found = [asdict(table) for table in tables]
        for table, plain in zip(tables, found, strict=True):
            for row, values in zip(table.rows, plain["rows"], strict=True):
                values["ok"] = row.ok
        print(json.dumps(found, indent=2))
    return int(not all(row.ok for table in tables for row in table.rows))


if __name__ == "__main__":
    raise SystemExit(main())
