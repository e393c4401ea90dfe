"""Arguments that several verbs share."""

from __future__ import annotations

from dispatch_tui.core.verbs.verb import Arg, Kind

CALL = Arg("call", Kind.CALL, "which call?")
TECHNICIAN = Arg("technician", Kind.TECHNICIAN, "which technician?")
SUBJECT = Arg("subject", Kind.SUBJECT, "which call or technician?")
ALSO = Arg("also", Kind.SUBJECT, required=False)
AT = Arg("at", Kind.STAMP, required=False, keyword="at")
AT_ONLY = Arg("at", Kind.STAMP, required=False, keyword="at", bound=True)
BEST = Arg("best", Kind.CHOICE, required=False, choices=("best",))
FOR = Arg("length", Kind.LENGTH, required=False, keyword="for", bound=True)
WINDOW = Arg("window", Kind.WINDOW, "which window? 13-15, am, or any")
WHY_NOT = Arg(
    "why", Kind.TEXT, "why not?",
    offers=("no part", "no access", "nobody at home", "needs a second person", "needs another trade"),
)  # fmt: skip
WHY_PAUSE = Arg("why", Kind.TEXT, required=False, offers=("lunch", "fetching a part", "waiting for access"))
WHY_RELEASE = Arg(
    "why", Kind.TEXT, required=False, offers=("needed elsewhere", "running late", "technician asked")
)
WHY_HOLD = Arg(
    "why", Kind.TEXT, "why is it on hold?",
    offers=("waiting for part", "customer to call back", "waiting for approval", "weather"),
)  # fmt: skip
WHY_CANCEL = Arg(
    "why", Kind.TEXT, "why is it canceled?",
    offers=("customer canceled", "fixed itself", "duplicate", "went elsewhere", "outside our area"),
)  # fmt: skip
WHY_OUT = Arg("why", Kind.TEXT, "why?", offers=("sick", "vehicle", "training", "family", "appointment"))
WHY_WINDOW = Arg(
    "why", Kind.TEXT, required=False, offers=("customer asked", "running late", "technician out")
)
OUTCOME = Arg("outcome", Kind.TEXT, "what came of it?", offers=("repaired", "replaced", "no fault found"))
WHERE = Arg("where", Kind.PHRASE, "where to? tue, 412, t3, 14:30 or now", offers=("now", "today", "tomorrow"))
