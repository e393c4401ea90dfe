"""A shop with a store in both dialects, and a machine whose settings are nobody's but the test's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from data.store import SqlStore
from dispatch_tui.core.clock import FixedClock, ShopClock
from dispatch_tui.desk.desk import Desk, Seat
from tests.data.builders import open_shop
from tests.data.conftest import (  # noqa: F401 - its fixtures are ours, too
    opened,
    postgres_schema,
    sqlite_path,
    sqlite_template,
    store,
    target,
)
from tests.messaging.shops import NOON, Outbox


@pytest.fixture
def outbox(store: SqlStore) -> Outbox:  # noqa: F811
    """A shop at noon, and its outbox."""
    open_shop(store)
    return Outbox(Desk(store, ShopClock(FixedClock(NOON)), Seat("ann", "desk:1")))


@pytest.fixture
def another(opened: Callable[[], SqlStore]) -> Callable[[str], Desk]:  # noqa: F811
    """Another console's desk on the same store."""
    return lambda name: Desk(opened(), ShopClock(FixedClock(NOON)), Seat("ben", name))
