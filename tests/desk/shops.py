"""A shop in memory with a day to work on: records in, acts through the real handlers, answers out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dispatch_tui.core.commands import Act, Command, Outcome
from dispatch_tui.core.model import (
    Call,
    CallPhase,
    CallType,
    ShiftRule,
    Shop,
    Visit,
)
from dispatch_tui.desk.acts import handler_of
from dispatch_tui.desk.board import Board, BoardKeeper
from tests.core.builders import TODAY, at, call, customer, place, site, tech
from tests.exercise.memory import MemoryStore, MemoryWorkspace

KINDS = (
    CallType("REPAIR", "Repair", ("HVAC",), 60, id=1),
    CallType("LEAK", "Water leak", ("PLM",), 90, id=2),
)


class DeskShop:
    """A small shop at noon: two technicians who work 8 to 17, calls of one customer each at 1 km steps."""

    def __init__(self, visits: tuple[Visit, ...] = (), waiting: tuple[int, ...] = (), **calls: Any) -> None:
        self.store = MemoryStore()
        self.store.rev = 1
        self.now = at("12:00")
        records: list[Any] = [
            Shop(name="Acme", zone_name="America/New_York", revs=(1, 1, 1)),
            *KINDS,
            tech(1, name="Ana Ruiz"),
            tech(2, name="Bo Finch", skills=("PLM",)),
            *(ShiftRule(key, TODAY.weekday(), 480, 1020, id=key, revs=(1, 1)) for key in (1, 2)),
        ]
        for number in (*dict.fromkeys(one.call_id for one in visits), *waiting):
            records += [
                customer(number, name=f"Customer {number}"),
                site(number, place(number % 10), customer_id=number),
                call(
                    number,
                    customer_id=number,
                    site_id=number,
                    phase=CallPhase.OPEN,
                    **calls.get(f"c{number}", {}),
                ),
            ]
        records += visits
        for record in records:
            self.store.rows(type(record))[record.id] = record
            self.store._ids[type(record)] = max(self.store._ids.get(type(record), 0), record.id)
        work = MemoryWorkspace(self.store, Act(None, "setup"), self.now)  # type: ignore[arg-type]
        for number in self.store.rows(Call):
            work._phase(number)

    def do(
        self, command: Command, reason: str = "", now: datetime | None = None, actor: str = "ann"
    ) -> Outcome:
        act = Act(command, actor, reason=reason)
        return self.store.write(act, handler_of(act), now or self.now)

    def visit(self, key: int) -> Visit:
        return self.store.rows(Visit)[key]

    def visits_of(self, call_id: int) -> list[Visit]:
        return [one for one in self.store.rows(Visit).values() if one.call_id == call_id]

    def call(self, key: int) -> Call:
        return self.store.rows(Call)[key]

    def all(self, kind: type) -> list[Any]:
        return list(self.store.rows(kind).values())

    def board(self) -> Board:
        return BoardKeeper(self.store.board(TODAY), self.now).board
