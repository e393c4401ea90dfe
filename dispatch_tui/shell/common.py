"""What the shell's commands share: opening a desk, reading a day, and answering."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from rich.cells import cell_len

from dispatch_tui.bootstrap import open_desk
from dispatch_tui.core.commands import Outcome
from dispatch_tui.core.errors import StoreUnusable
from dispatch_tui.core.model import Shop
from dispatch_tui.core.timewords import TimeBase, parse_date
from dispatch_tui.core.verbs.words import readable
from dispatch_tui.desk.board import Board, BoardKeeper
from dispatch_tui.desk.desk import Desk
from dispatch_tui.desk.learning import known
from dispatch_tui.desk.shell_json import outcome_json
from dispatch_tui.shell.looks import wiring_of


@contextmanager
def desk_of(args: Namespace) -> Iterator[Desk]:
    """A desk on the store of a command line, closed afterwards.

    Raises:
        StoreUnusable: if the store cannot be used, or holds no shop.
    """
    desk = open_desk(wiring_of(args))
    try:
        yield desk
    finally:
        desk.store.close()


def shop_of(desk: Desk) -> Shop:
    """The shop of an open desk."""
    shop = desk.store.shop()
    if shop is None:
        raise StoreUnusable("the shop has gone from the store", "see dispatch-tui check")
    return shop


def base_of(desk: Desk, day: date | None = None) -> TimeBase:
    """What words for times are understood against."""
    return TimeBase(day or desk.today(), desk.clock.now(), shop_of(desk).zone)


def date_of(desk: Desk, word: str | None) -> date:
    """The day that `--date` names, today if it is not given.

    Raises:
        Usage: if the word is no date.
    """
    return readable(lambda: parse_date(word, base_of(desk))) if word else desk.today()


def board_of(desk: Desk, day: date) -> Board:
    """A day's board at the shop's present instant; what it has learnt, the desk's acts go by from now on."""
    return BoardKeeper(desk.open_day(day), desk.clock.now(), known(desk)).board


# -- answers


def say(text: str) -> None:
    """A line (or several) of the answer."""
    sys.stdout.write(f"{_harmless(text)}\n")


def remark(text: str) -> None:
    """A line beside the answer, for a person: on standard error."""
    sys.stderr.write(f"{_harmless(text)}\n")


def _harmless(text: str) -> str:
    """Outside text that came in by another door than ours still moves no cursor; blanks are kept."""
    if text.isprintable():
        return text
    return "".join(char if char == "\n" or char.isprintable() else " " for char in text)


def print_json(value: Any) -> None:
    """One JSON value on standard output, keys in their documented order."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def answer(outcome: Outcome, as_json: bool) -> None:
    """What an act came to: one line; warnings go to standard error."""
    if as_json:
        print_json(outcome_json(outcome))
        return
    say(outcome.said)
    for warning in outcome.warnings:
        remark(f"  {warning}")


def table(header: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Columns under a header, as wide as they need to be.

    Args:
        header: the columns' names.
        rows: cells, one line each.
        right: indexes of columns that are set to the right (numbers).
    """
    lines = [list(header), *(list(row) for row in rows)]
    widths = [max(cell_len(line[at]) for line in lines) for at in range(len(header))]
    shown = []
    for line in lines:
        cells = []
        for at, cell in enumerate(line):
            gap = " " * (widths[at] - cell_len(cell))
            cells.append(gap + cell if at in right else cell + gap)
        shown.append("  ".join(cells).rstrip())
    return "\n".join(shown)
