"""The store: `dispatch_tui.desk.ports.Store`, kept in SQLite or PostgreSQL.

Made by `data.opening.open_store`. Used from one thread; `wait_for_news` from another.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from data.backends import Backend, SqliteBackend
from data.checking import check
from data.days import read_day, read_news, read_rev
from data.duty import Duty, wall_clock
from data.geocoded import GeocodedAddresses
from data.history import drives, durations, past_visits
from data.log import Log
from data.messages import Outbox
from data.reasons import because_of, becauses
from data.records import Records
from data.searching import Searching
from data.threads import Threads
from dispatch_tui.core.commands import Act, Outcome
from dispatch_tui.core.day import DayRecords, LogLine, News
from dispatch_tui.core.drives import Drive
from dispatch_tui.core.errors import StoreUnusable
from dispatch_tui.core.model import (
    Call,
    Channel,
    Customer,
    Disagreement,
    Draft,
    Message,
    OptOut,
    Shop,
    SimClock,
    Site,
    Technician,
    Template,
    TimeOff,
    Visit,
)
from dispatch_tui.core.performance import PastVisit
from dispatch_tui.core.suggest.because import Because
from dispatch_tui.core.typical import Case
from dispatch_tui.desk.ports import CallHit, CallStory, CustomerHit, Geocoded, Handler, Thread

if TYPE_CHECKING:
    from data.writing import Writer


class SqlStore:
    """A shop's facts in a database.

    Reads go over one plain connection, in SQL text. The writer, and with it SQLAlchemy and SQLModel,
    comes with the first write or `warm_up`.

    Args:
        backend: where the store is.
        epoch: the store's epoch as it was opened.
    """

    def __init__(self, backend: Backend, epoch: int) -> None:
        self.backend = backend
        self._epoch = epoch
        self._raw = backend.connect()
        self._records = Records(self._raw)
        self._log = Log(self._raw)
        self._searching = Searching(self._raw)
        self._threads = Threads(self._raw)
        self._outbox = Outbox(self._raw)
        self._duty = Duty(backend, self.wall)
        self._geocoded = GeocodedAddresses(backend, self._raw)
        self._bell = backend.bell()
        self._writer: Writer | None = None
        self._closed = False

    def warm_up(self) -> None:
        """Import what writing needs, 0.7 to 1.4 s of CPU; for the store's thread, after the first frame."""
        self._writing()

    def write(self, act: Act, handler: Handler, now: datetime) -> Outcome:
        """See `Store.write`."""
        return self._writing().write(act, handler, now)

    def rev(self) -> int:
        """See `Store.rev`."""
        return read_rev(self._raw)

    def day(self, day: date) -> DayRecords:
        """See `Store.day`."""
        return read_day(self._raw, day)

    def shop(self) -> Shop | None:
        """See `Store.shop`."""
        return self._records.find(Shop, 1)

    def clock(self) -> SimClock | None:
        """See `Store.clock`."""
        return self._records.clock()

    def catch_up(self, since: int, day: date) -> News:
        """See `Store.catch_up`."""
        return read_news(self._raw, since, day)

    def wait_for_news(self, timeout: float) -> bool:
        """See `Store.wait_for_news`."""
        return self._bell.wait(timeout)

    def find_customers(self, text: str, limit: int = 8) -> tuple[CustomerHit, ...]:
        """See `Store.find_customers`."""
        return self._searching.customers(text, limit)

    def find_calls(self, text: str, limit: int = 20) -> tuple[CallHit, ...]:
        """See `Store.find_calls`."""
        return self._searching.calls(text, limit)

    def call_story(self, call_id: int) -> CallStory:
        """See `Store.call_story`."""
        with self._raw.snapshot():
            call = self._records.get(Call, call_id)
            return CallStory(
                call,
                self._records.get(Customer, call.customer_id),
                self._records.get(Site, call.site_id),
                self._records.visits_of(call_id),
                self._records.stamps_of(call_id),
                self._records.notes_of(call_id),
                self._log.of_call(call_id),
                self._records.matching(Message, call_id=call_id),
                self._records.matching(Disagreement, call_id=call_id),
                self._records.matching(Call, customer_id=call.customer_id, first_call_id=call_id),
                self._records.technicians_of(call_id),
            )

    def visits_between(self, technician_id: int, first: date, last: date) -> tuple[Visit, ...]:
        """See `Store.visits_between`."""
        return self._records.visits_between(technician_id, first, last)

    def geocoded(self, address: str) -> Geocoded | None:
        """See `Store.geocoded`."""
        return self._geocoded.find(address)

    def keep_geocoded(self, address: str, found: Geocoded) -> None:
        """See `Store.keep_geocoded`."""
        self._geocoded.keep(address, found)

    def vague_sites(self, limit: int) -> tuple[Site, ...]:
        """See `Store.vague_sites`."""
        return self._geocoded.waiting(limit)

    def drives(self, since: date) -> tuple[Drive, ...]:
        """See `Store.drives`."""
        return drives(self._raw, since)

    def durations(self, since: date) -> tuple[Case, ...]:
        """See `Store.durations`."""
        return durations(self._raw, since)

    def past_visits(self, since: date) -> tuple[PastVisit, ...]:
        """See `Store.past_visits`."""
        return past_visits(self._raw, since)

    def because_of(self, visit: Visit) -> Because | None:
        """See `Store.because_of`."""
        return because_of(self._raw, visit)

    def becauses(self, day: date) -> Mapping[int, Because]:
        """See `Store.becauses`."""
        return becauses(self._raw, day)

    def log(self, limit: int, before: int | None = None) -> tuple[LogLine, ...]:
        """See `Store.log`."""
        return self._log.newest(limit, before)

    def draft_of(self, owner: str) -> Draft | None:
        """See `Store.draft_of`."""
        return self._records.draft_of(owner)

    def threads(self, limit: int = 50) -> tuple[Thread, ...]:
        """See `Store.threads`."""
        return self._threads.threads(limit)

    def thread_of(
        self,
        technician_id: int | None = None,
        customer_id: int | None = None,
        address: str = "",
        limit: int = 200,
    ) -> tuple[Message, ...]:
        """See `Store.thread_of`."""
        return self._threads.thread_of(technician_id, customer_id, address, limit)

    def correspondent(
        self, technician_id: int | None = None, customer_id: int | None = None
    ) -> Technician | Customer:
        """See `Store.correspondent`."""
        return self._threads.correspondent(technician_id, customer_id)

    def latest_messages(self, limit: int) -> tuple[Message, ...]:
        """See `Store.latest_messages`."""
        return self._threads.latest(limit)

    def disagreements(self, open_only: bool = True) -> tuple[Disagreement, ...]:
        """See `Store.disagreements`."""
        return self._threads.disagreements(open_only)

    def templates(self) -> tuple[Template, ...]:
        """See `Store.templates`."""
        return self._threads.templates()

    def opt_outs(self) -> tuple[OptOut, ...]:
        """See `Store.opt_outs`."""
        return self._threads.opt_outs()

    def message(self, message_id: int) -> Message | None:
        """See `Store.message`."""
        return self._outbox.message(message_id)

    def due_messages(
        self, now: datetime, wall: datetime, reach: Collection[tuple[Channel, bool]], limit: int
    ) -> tuple[Message, ...]:
        """See `Store.due_messages`."""
        return self._outbox.due(now, wall, reach, limit)

    def known_message(self, key: str) -> bool:
        """See `Store.known_message`."""
        return self._outbox.known(key)

    def carried_message(self, provider_id: str, address: str) -> Message | None:
        """See `Store.carried_message`."""
        return self._outbox.carried(provider_id, address)

    def wall(self) -> datetime:
        """See `Store.wall`."""
        return wall_clock(self._raw)

    def take_duty(self, name: str, holder: str, seconds: float) -> bool:
        """See `Store.take_duty`."""
        return self._duty.take(name, holder, seconds)

    def release_duty(self, name: str, holder: str) -> None:
        """See `Store.release_duty`."""
        self._duty.release(name, holder)

    def duty_holder(self, name: str) -> str | None:
        """See `Store.duty_holder`."""
        return self._duty.holder(name)

    def technicians(self) -> Sequence[Technician]:
        """See `Store.technicians`."""
        return self._records.all(Technician)

    def time_offs(self, technician_id: int) -> Sequence[TimeOff]:
        """See `Store.time_offs`."""
        return self._records.time_offs(technician_id)

    def check(self) -> tuple[str, ...]:
        """See `Store.check`."""
        return check(self._raw)

    def backup_to(self, path: Path) -> None:
        """Copy the store to a file while it is in use.

        Raises:
            StoreUnusable: if the copy cannot be made, or is not sound; nothing is left behind.
        """
        from data.backup import back_up  # noqa: PLC0415 - not for the first frame

        if not isinstance(self.backend, SqliteBackend):
            raise StoreUnusable("a store on a server is not copied to a file", "use pg_dump")
        back_up(self._raw.connection, path)

    def close(self) -> None:
        """See `Store.close`."""
        if self._closed:
            return
        self._closed = True
        self._bell.close()
        if self._writer is not None:
            self._writer.close()
        self._duty.close()
        self._geocoded.close()
        self._raw.connection.close()
        self.backend.close()

    def _writing(self) -> Writer:
        if self._writer is None:
            from data.writing import Writer  # noqa: PLC0415 - a second of CPU, after the first frame

            self._writer = Writer(self.backend, self._epoch)
        return self._writer
