"""The verbs of planning: ask for a plan, accept or reject what is proposed."""

from __future__ import annotations

from dispatch_tui.core.verbs.verb import Arg, Kind, Verb

PLAN_VERBS: tuple[Verb, ...] = (
    Verb("plan", "Plan the tray, a technician, the day, all of it or another day; proposes, changes nothing",
         "plan tray", (Arg("what", Kind.PHRASE, required=False,
                           offers=("tray", "day", "all", "t3", "team", "out t3", "tomorrow", "5 days")),),
         ("optimise", "optimize"), section="Plan", writes=False),
    Verb("accept", "Accept a change of the proposal by its call, with what it needs, or all of it",
         "accept 412", (Arg("which", Kind.PHRASE, required=False, offers=("all",)),), section="Plan",
         sure=True),
    Verb("reject", "Reject a change of the proposal by its call, or all of it", "reject 412",
         (Arg("which", Kind.PHRASE, required=False, offers=("all",)),), section="Plan", writes=False),
)  # fmt: skip
