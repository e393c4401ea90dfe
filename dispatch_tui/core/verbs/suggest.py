"""The verbs of suggestions: who should take a call, why it stands where it stands, who goes to whom."""

from __future__ import annotations

from dispatch_tui.core.verbs.args import CALL, TECHNICIAN
from dispatch_tui.core.verbs.verb import Arg, Kind, Verb

SUGGEST_VERBS: tuple[Verb, ...] = (
    Verb("offer", "Who should take a call and when, with the reasons: today, a day, or the next so many days",
         "offer 412",
         (CALL, Arg("days", Kind.PHRASE, required=False, offers=("today", "tomorrow", "5 days"))),
         ("suggest",), section="Plan", writes=False),
    Verb("why", "Why a call stands where it stands: the reasons as they were, and as they are now", "why 412",
         (CALL,), section="Look", writes=False),
    Verb("pair", "A call's customer prefers a technician, or does not want them, or neither",
         "pair 412 t3 prefer",
         (CALL, TECHNICIAN,
          Arg("pairing", Kind.CHOICE, "prefer, block or none?", choices=("prefer", "block", "none")),
          Arg("why", Kind.TEXT, required=False, offers=("customer asked", "knows the house"))),
         section="Calls"),
)  # fmt: skip
