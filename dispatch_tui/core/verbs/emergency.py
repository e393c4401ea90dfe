"""The verbs of emergencies."""

from __future__ import annotations

from dispatch_tui.core.verbs.args import CALL, SUBJECT
from dispatch_tui.core.verbs.verb import Arg, Kind, Verb

EMERGENCY_VERBS: tuple[Verb, ...] = (
    Verb("emergency", "Who can be at a call first, and what becomes of others; with a technician, send them",
         "emergency 412 t3",
         (CALL, Arg("technician", Kind.TECHNICIAN, required=False),
          Arg("start", Kind.CHOICE, required=False, choices=("now", "after")),
          Arg("rest", Kind.CHOICE, required=False, choices=("return", "tray"))),
         ("urgent",), section="Plan", dangerous=True, sure=True),
    Verb("remind", "Ask a technician once more to acknowledge a call: by text, or by ringing them up",
         "remind t3",
         (SUBJECT, Arg("how", Kind.CHOICE, required=False, choices=("ring", "rung"))), section="Progress"),
)  # fmt: skip
