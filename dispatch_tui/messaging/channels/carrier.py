"""Texts through a carrier that answers as Twilio does: its ids and states are kept, inbound is polled.

A terminal behind a router has no public address, so nothing can call us back: what came in and what did not
arrive is asked for. After a silence in mid-send the carrier's own list says whether it took the message.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from dispatch_tui.core.model import Channel, Message
from dispatch_tui.core.telling.segments import straightened
from dispatch_tui.core.text import clean_line
from dispatch_tui.messaging.carrying import Final, Incoming, Passing, Polled, Sent, Unclear, Undelivered
from dispatch_tui.messaging.channels.http import Answer, Call, Http
from dispatch_tui.messaging.settings import Secret

OPTED_OUT = 21610
NEVER = frozenset({OPTED_OUT, 21211, 21212, 21214, 21217, 21408, 21602, 21604, 21606, 21612, 21614, 21617})
"""Errors of one message that the same message will meet again."""

SKEW = timedelta(minutes=3)
"""By how much the carrier's clock and ours may differ."""

FIRST_LOOK = timedelta(days=7)
"""How far back the first poll looks; a console may have been off for some days."""

LATER_LOOK = timedelta(days=1)
PAGES = 40
PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class Account:
    """Where the carrier is and who we are there."""

    url: str
    sid: str
    number: str
    token: Secret


class TextCarrier:
    """One account at a carrier of texts."""

    name = "carrier"

    def __init__(self, account: Account, http: Http | None = None) -> None:
        self._account = account
        self._http = http or Http()
        self._list = f"{account.url.rstrip('/')}/2010-04-01/Accounts/{account.sid}/Messages.json"
        self._told: set[str] = set()
        self._looked = False

    # -- out

    def send(self, message: Message) -> Sent:
        """Hand one text to the carrier."""
        form = {"From": self._account.number, "To": message.address, "Body": straightened(message.body)}
        key = hashlib.sha256(message.key.encode()).hexdigest()[:32]
        answer = self._asked(Call(self._list, form, {"Idempotency-Key": key}))
        if answer.status in (429, 503):
            raise Passing(f"the carrier is busy ({answer.status})")
        if answer.status >= 500:
            # it stumbled before it took the text, or after, or something between us did
            raise Unclear(f"the carrier has stumbled ({answer.status})")
        if answer.status >= 300:
            raise self._refusal(answer)
        sid = answer.word("sid")
        if not sid:
            raise Unclear("the carrier's answer holds no id")
        if answer.word("status") in ("failed", "undelivered", "canceled"):
            raise Final(_reason(answer.held))
        return Sent(self.name, sid)

    def _refusal(self, answer: Answer) -> Exception:
        code = answer.held.get("code")
        if code == OPTED_OUT:
            return Final("asked the carrier not to be texted")
        said = self._harmless(answer.word("message")) or f"it answers {answer.status}"
        if code in NEVER:
            return Final(f"the carrier says: {said}")
        # a wrong token or an account that is locked is somebody's to mend; the message can wait for it
        return Passing(f"the carrier says: {said}")

    def look_up(self, message: Message) -> tuple[Sent, ...]:
        """Our texts to the same number with the same words since the message was made."""
        since, body = message.created_at - SKEW, straightened(message.body)
        query = {"To": message.address, "From": self._account.number}
        found = [
            (made, str(row["sid"]))
            for row in self._rows(query, since)
            if row.get("body") == body
            and str(row.get("direction", "outbound-api")).startswith("outbound")
            and row.get("status") not in ("failed", "undelivered", "canceled")
            and (made := _instant(row.get("date_created"))) >= since
        ]
        return tuple(Sent(self.name, sid) for _, sid in sorted(found))

    # -- in

    def poll(self, now: datetime) -> Polled:
        """Texts to our number, and our own that did not arrive."""
        since = now - (LATER_LOOK if self._looked else FIRST_LOOK)
        incoming = [
            Incoming(
                str(row.get("from", "")),
                str(row.get("body", "")),
                Channel.TEXT,
                f"carrier:{row['sid']}",
                self.name,
            )
            for row in self._rows({"To": self._account.number}, since)
            if str(row.get("direction", "inbound")) == "inbound" and f"carrier:{row['sid']}" not in self._told
        ]
        lost = [
            Undelivered(self.name, str(row["sid"]), str(row.get("to", "")), self._harmless(_reason(row)))
            for row in self._rows({"From": self._account.number}, now - LATER_LOOK)
            if row.get("status") in ("failed", "undelivered") and str(row["sid"]) not in self._told
        ]
        self._looked = True
        self._told.update(each.provider_id for each in lost)
        # the carrier lists the newest first
        return Polled(tuple(reversed(incoming)), tuple(reversed(lost)))

    def taken(self, incoming: Incoming) -> None:
        """Tell it no more."""
        self._told.add(incoming.key)

    def _rows(self, query: dict[str, str], since: datetime) -> Iterator[dict[str, object]]:
        """The carrier's list, page by page, since a day.

        Raises:
            Passing: if it cannot be read now.
        """
        asked = {**query, "DateSent>": f"{since.astimezone(UTC):%Y-%m-%d}", "PageSize": str(PAGE_SIZE)}
        call = Call(self._list, query=asked)
        for _ in range(PAGES):
            try:
                answer = self._asked(call)
            except Unclear as error:
                raise Passing(str(error)) from error
            rows = answer.held.get("messages")
            if answer.status != 200 or not isinstance(rows, list):
                raise Passing(f"the carrier does not give its list ({answer.status})")
            yield from (row for row in rows if isinstance(row, dict) and row.get("sid"))
            following = answer.word("next_page_uri")
            if not following:
                return
            # never to another host, whatever the answer says: our token goes with it
            call = Call(f"{self._account.url.rstrip('/')}/{following.lstrip('/')}")
        raise Passing("the carrier's list has no end")

    def _asked(self, call: Call) -> Answer:
        return self._http.asked(call, self._account.sid, self._account.token)

    def _harmless(self, text: str) -> str:
        return clean_line(self._account.token.hidden_in(text), 160)


def _reason(row: dict[str, object]) -> str:
    said = row.get("error_message") or row.get("error_code") or row.get("status")
    return f"the carrier could not deliver it: {said}"


def _instant(text: object) -> datetime:
    """An instant as the carrier writes it; one that cannot be read is taken for now, not for long ago."""
    try:
        return parsedate_to_datetime(str(text)).astimezone(UTC)
    except ValueError:
        return datetime.max.replace(tzinfo=UTC)
