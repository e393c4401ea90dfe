"""PostgreSQL by URL: how to reach it, and one schema per store.

The driver is imported with this module, and this module only where the store's URL asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import psycopg

from data.raw import Dialect, postgres_text
from dispatch_tui.core.errors import StoreUnusable

LOCK_PATIENCE = "15s"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a store is: what libpq connects to, and the schema that holds the tables."""

    conninfo: str
    schema: str
    shown: str

    @property
    def channel(self) -> str:
        """The name the bell is rung under; schemas of one database do not hear each other."""
        return f"dispatch_{self.schema}"[:63]


def parse_address(url: str) -> Address:
    """The address that a URL means; `?schema=` names the schema, else "public" or the search path.

    Raises:
        StoreUnusable: if the schema's name is not a plain word.
    """
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    schema = options.pop("schema", "")
    if schema:
        options["options"] = f"{options.get('options', '')} -csearch_path={schema}".strip()
    else:
        paths = [word for word in options.get("options", "").split() if "search_path=" in word]
        schema = paths[-1].split("search_path=")[1].split(",")[0] if paths else "public"
    if not schema.replace("_", "").isalnum():
        raise StoreUnusable(f"{schema!r} is not the name of a schema", "use letters, digits and underscores")
    query = urlencode(options, quote_via=quote)
    conninfo = urlunsplit(("postgresql", parts.netloc, parts.path, query, ""))
    shown = f"postgresql://{parts.hostname or ''}{parts.path}"
    return Address(conninfo, schema, shown)


def connect(address: Address) -> Any:
    """A connection that begins and commits only where our statements say so.

    Raises:
        StoreUnusable: if the server does not answer.
    """
    try:
        return psycopg.connect(address.conninfo, autocommit=True, connect_timeout=10)
    except psycopg.Error as error:
        raise StoreUnusable(
            f"the server of {address.shown} does not let us in: {_first_line(error)}",
            "see that it runs, and that user, password and database are right",
        ) from error


def unusable(error: BaseException) -> StoreUnusable:
    """What an error of the driver means, in words."""
    if isinstance(error, psycopg.errors.LockNotAvailable):
        return StoreUnusable(
            "another program has kept the store locked for too long",
            "see whether one of the consoles hangs or is stopped, and end it",
        )
    if isinstance(error, psycopg.errors.ReadOnlySqlTransaction | psycopg.errors.InsufficientPrivilege):
        return StoreUnusable("the store cannot be written", "ask for the right to write there")
    if isinstance(error, psycopg.OperationalError):
        return StoreUnusable(f"the server is gone: {_first_line(error)}", "try again once it is back")
    return StoreUnusable(f"the store does not work: {_first_line(error)}", "run `dispatch-tui check`")


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or ["no reason given"])[0]


DIALECT = Dialect(
    "postgresql",
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    postgres_text,
    psycopg.Error,
    unusable,
)
"""How raw reads talk to PostgreSQL."""
