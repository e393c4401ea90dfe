"""Verbs of places."""

from __future__ import annotations

from dispatch_tui.core.verbs.args import CALL
from dispatch_tui.core.verbs.verb import Arg, Kind, Verb

PLACE_VERBS: tuple[Verb, ...] = (
    Verb("locate", "Say where the address of a call is: latitude,longitude, or unknown",
         "locate 412 40.1,-82.9",
         (CALL, Arg("where", Kind.TEXT, "where? latitude,longitude as 40.1,-82.9", offers=("unknown",))),
         ("pin",), section="Calls", sure=True),
)  # fmt: skip
