"""The write path: one act, one transaction, one changeset; or nothing at all.

Everything that writes comes through here: consoles, imports, simulated people, the worker.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from data.backends import Backend
from data.raw import Raw
from data.records import Records
from data.statements import Statements
from data.words import verb_of
from data.workspace import StoreWorkspace
from dispatch_tui.core.commands import Act, Outcome
from dispatch_tui.core.errors import DispatchError, StoreUnusable
from dispatch_tui.core.model import Call
from dispatch_tui.core.suggest.because import Because, because_json
from dispatch_tui.desk.ports import Handler

ATTEMPTS = 2
"""How often a transaction is begun, each time on a fresh connection, before giving up."""


class Writer:
    """Carries out acts, over a connection of its own that it keeps while all goes well.

    Args:
        backend: where the store is.
        epoch: the store's epoch when it was opened; a migration counts it up.
    """

    def __init__(self, backend: Backend, epoch: int) -> None:
        self._backend = backend
        self._epoch = epoch
        self._engine = backend.engine()
        self._connection: Connection | None = None

    def write(self, act: Act, handler: Handler, now: datetime) -> Outcome:
        """See `Store.write`."""
        with self._backend.gate(), self._transaction() as connection:
            raw = Raw(connection.connection.driver_connection, self._backend.dialect)
            statements = Statements(connection)
            rev = statements.next_rev(self._epoch)
            if rev is None:
                raise StoreUnusable(
                    "the store has been upgraded by a newer program", "restart to use that one"
                )
            before = _outcome_of(raw, act.uid)
            if before is not None:
                return before
            work = StoreWorkspace(act, now, rev, raw, statements)
            work.check_seen()
            outcome = handler(work)
            if not work.changed:
                return replace(outcome, rev=rev - 1)
            work.settle()
            outcome = _told(outcome, rev, Records(raw))
            _append(statements, work, outcome)
            self._backend.announce(connection, rev)
            connection.commit()
        self._backend.ring()
        return outcome

    def close(self) -> None:
        """Release the connection."""
        self._forget()
        self._engine.dispose()

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """A begun transaction; rolled back unless the body commits it.

        An error drops the connection with it: after some failures SQLAlchemy's connection would run
        on in autocommit mode.
        """
        connection = self._begun()
        try:
            try:
                yield connection
            except DispatchError:
                connection.rollback()
                raise
            connection.rollback()
        except DispatchError:
            raise
        except DBAPIError as error:
            self._forget()
            raise self._backend.dialect.words(error.orig or error) from error
        except BaseException:
            self._forget()
            raise

    def _begun(self) -> Connection:
        """A connection inside a transaction that holds the write lock."""
        for attempt in range(ATTEMPTS):
            try:
                if self._connection is None:
                    self._connection = self._engine.connect()
                self._connection.begin()
                self._backend.lock(self._connection)
            except DBAPIError as error:
                self._forget()
                if attempt == ATTEMPTS - 1:
                    raise self._backend.dialect.words(error.orig or error) from error
            else:
                return self._connection
        raise AssertionError("unreachable")

    def _forget(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(DBAPIError):
                connection.invalidate()
            with suppress(DBAPIError):
                connection.close()


def _append(statements: Statements, work: StoreWorkspace, outcome: Outcome) -> None:
    act = work.act
    statements.add_all(
        "changeset",
        [
            {
                "rev": work.rev,
                "uid": act.uid,
                "at": work.now,
                "actor": act.actor,
                "console": act.console,
                "way": act.way,
                "verb": verb_of(act.command),
                "summary": outcome.said if work.said is None else work.said,
                "reason": act.reason,
                "kind": work.kind,
                "undo_of": work.undo_of,
                "outcome": _written(outcome, work.because),
            }
        ],
    )
    statements.add_all("change", work.changes.rows())


def _told(outcome: Outcome, rev: int, records: Records) -> Outcome:
    """The answer, with its call as the transaction leaves it."""
    call = outcome.call and (records.find(Call, outcome.call.id) or outcome.call)
    return replace(outcome, rev=rev, call=call)


def _written(outcome: Outcome, because: Sequence[Because]) -> str:
    answer: dict[str, Any] = {"said": outcome.said, "warnings": list(outcome.warnings)}
    if outcome.call is not None:
        answer["call"] = outcome.call.id
    if outcome.visit_id is not None:
        answer["visit"] = outcome.visit_id
    if because:
        answer["because"] = [because_json(each) for each in because]
    return json.dumps(answer, ensure_ascii=False)


def _outcome_of(raw: Raw, uid: str) -> Outcome | None:
    """What an act of that uid came to, if it was carried out before."""
    row = raw.row("SELECT rev, outcome FROM changeset WHERE uid = :uid", uid=uid)
    if row is None:
        return None
    answer = json.loads(row[1])
    call = Records(raw).find(Call, answer["call"]) if "call" in answer else None
    return Outcome(answer["said"], row[0], tuple(answer["warnings"]), call, answer.get("visit"), again=True)
