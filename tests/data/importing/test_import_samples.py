"""The sample files, end to end into a real store: a shop that imports them has a board today."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data.importing import ImportContext, ImportOptions, Parsed, read_import
from data.opening import open_store
from dispatch_tui.core.catalogue import CALL_TYPES
from dispatch_tui.core.commands import Act, Command, Outcome, SetUpShop
from dispatch_tui.core.day import Day
from dispatch_tui.core.forecast import forecast_row
from dispatch_tui.core.model import Priority, Shop, VisitState
from dispatch_tui.core.shifts import local_date
from dispatch_tui.core.travel import Travel
from dispatch_tui.desk.acts import handler_of
from dispatch_tui.desk.acts.batch import rehearse
from dispatch_tui.desk.ports import Store

SAMPLES = Path(__file__).parents[3] / "docs" / "samples"
FILES = ("technicians", "customers", "calls")
SHOP = Shop(name="Sample", zone_name="America/New_York")


def write(store: Store, command: Command, now: datetime) -> Outcome:
    act = Act(command, "kim")
    return store.write(act, handler_of(act), now)


def read(store: Store, what: str, data: bytes, now: datetime) -> Parsed:
    kinds = store.day(local_date(now, SHOP.zone)).call_types
    context = ImportContext(SHOP.zone, now, "US", kinds, tuple(store.technicians()))
    return read_import(what, data, f"{what}.csv", ImportOptions(), context)


def sample(what: str) -> bytes:
    return (SAMPLES / f"{what}.csv").read_bytes()


@pytest.mark.parametrize("day", [date(2026, 11, 24), date(2027, 3, 14), date(2028, 2, 29)])
def test_three_files_make_a_working_board_on_any_day(tmp_path: Path, day: date) -> None:
    now = datetime(day.year, day.month, day.day, 11, 30, tzinfo=UTC)
    store = open_store(tmp_path / "shop.sqlite")
    kinds = tuple(replace(kind, id=-1 - index) for index, kind in enumerate(CALL_TYPES))
    write(store, SetUpShop(SHOP, None, kinds), now)
    for what in FILES:
        parsed = read(store, what, sample(what), now)
        assert parsed.errors == parsed.warnings == ()
        act = Act(parsed.command(), "kim")
        rehearsed, rev = rehearse(store, act, now), store.rev()
        outcome = write(store, parsed.command(), now)
        assert rehearsed.said == outcome.said
        assert store.rev() == rev + 1
    board = Day.of(day, store.day(day))
    assert len(board.order) == 8
    assert len(board.visits) == 20
    assert len(board.tray) == 5
    assert board.calls[board.tray[0]].priority is Priority.EMERGENCY
    travel = Travel.of(board.shop)
    for technician_id in board.order:
        assert board.working[technician_id]
        row = forecast_row(board.facts(technician_id), now, travel)
        assert row.overtime_minutes == 0
        for visit_id, ahead in row.visits.items():
            assert ahead.late_minutes == ahead.short_minutes == 0
            visit = board.visits[visit_id]
            assert visit.state is VisitState.TENTATIVE
            assert set(board.calls[visit.call_id].skills) <= set(board.technicians[technician_id].skills)
    rev = store.rev()
    for what in FILES:
        outcome = write(store, read(store, what, sample(what), now).command(), now)
        assert "nothing to change" in outcome.said
    assert store.rev() == rev
    assert store.check() == ()
    store.close()


def test_the_same_calls_with_semicolons_in_windows_letters(tmp_path: Path) -> None:
    import csv
    import io

    rows = csv.reader(io.StringIO(sample("calls").decode()))
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    store = open_store(tmp_path / "shop.sqlite")
    kinds = tuple(replace(kind, id=-1 - index) for index, kind in enumerate(CALL_TYPES))
    write(store, SetUpShop(SHOP, None, kinds), now)
    write(store, read(store, "technicians", sample("technicians"), now).command(), now)
    comma = read(store, "calls", sample("calls"), now)
    semicolon = read(store, "calls", out.getvalue().encode("cp1252"), now)
    assert semicolon.rows == comma.rows
    store.close()
