"""Whole files and whole shops in one act: import, and the first run.

Both carry records that refer to each other by negative temporary ids; here they meet the shop. A
set-up only adds. An import first looks for each record among those already there, and changes
nothing that the file does not speak of.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from dispatch_tui.core.commands import Act, ImportRows, Outcome, SetUpShop
from dispatch_tui.core.errors import DispatchError, Refused
from dispatch_tui.core.model import NEW, Shop
from dispatch_tui.core.text import plural
from dispatch_tui.desk.acts.common import concluded
from dispatch_tui.desk.acts.matching import R, with_ids
from dispatch_tui.desk.acts.upserts import Upserts
from dispatch_tui.desk.ports import Store, Workspace

SHOWN_ERRORS = 20


def set_up_shop(ws: Workspace, command: SetUpShop) -> Outcome:
    """Make the shop in an empty store: its settings, clock, records and what was said of them.

    Raises:
        Refused: if there is a shop already.
    """
    if ws.all(Shop):
        raise Refused(f"there is a shop here already: {ws.shop().name}", "name another file with --store")
    shop = ws.add(command.shop)
    if command.clock is not None:
        ws.add(command.clock)
    ids: dict[int, int] = {}
    for record in command.records:
        ids[record.id] = ws.add(_unnumbered(with_ids(record, ids))).id
    for stamp in command.stamps:
        voids = None if stamp.voids is None else ids[stamp.voids]
        stored = ws.stamp(replace(stamp, id=NEW, visit_id=ids[stamp.visit_id], voids=voids))
        if stamp.id < NEW:
            ids[stamp.id] = stored.id
    return concluded(ws, f"{shop.name} is set up: {plural(len(command.records), 'record')}")


def _unnumbered(record: R) -> R:
    return cast("R", replace(cast("Any", record), id=NEW))


def import_rows(ws: Workspace, command: ImportRows) -> Outcome:
    """Take in a whole file: new records are added, known ones changed where the file differs.

    Raises:
        Refused: naming every row that cannot be taken; nothing of the file is stored.
    """
    upserts = Upserts(ws, command.source)
    ids: dict[int, int] = {}
    errors: list[str] = []
    for row in command.rows:
        try:
            upserts.row(row, ids)
        except Refused as refusal:
            errors.append(f"row {row.line}: {refusal}")
    if errors:
        more = len(errors) - SHOWN_ERRORS
        shown = errors[:SHOWN_ERRORS] + ([f"and {more} more"] if more > 0 else [])
        count = plural(len(errors), "row")
        raise Refused(f"nothing was imported, {count} cannot be taken", "\n".join(shown))
    said = f"{command.what} imported: {upserts.tally.text()}"
    warnings = tuple(upserts.warnings)
    if not upserts.tally.wrote:
        return Outcome(f"{command.what}: nothing to change, {upserts.tally.text()}", ws.rev, warnings)
    return concluded(ws, said, warnings=warnings)


class Rehearsed(DispatchError):
    """Ends a rehearsal before anything is stored; carries what the act would have come to."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.said)
        self.outcome = outcome


def rehearse(store: Store, act: Act, now: datetime) -> Outcome:
    """What an import would come to (`--dry-run`): the real handler, its transaction rolled back.

    Args:
        store: the shop's store; nothing in it changes.
        act: an act whose command is `ImportRows`.
        now: the shop's present instant, UTC.

    Raises:
        Refused: as the import itself would.
    """
    command = act.command
    if not isinstance(command, ImportRows):
        raise TypeError(f"only an import can be rehearsed, not {type(command).__name__}")

    def handler(ws: Workspace) -> Outcome:
        raise Rehearsed(import_rows(ws, command))

    try:
        return store.write(act, handler, now)
    except Rehearsed as rehearsed:
        return rehearsed.outcome
