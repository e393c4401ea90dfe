"""Two sides that see a call differently: written down as both said it, looked after until it is settled."""

from __future__ import annotations

from typing import Any

from dispatch_tui.core.commands import Disagree, FollowDisagreement, Outcome
from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import Call, Disagreement
from dispatch_tui.core.text import clean_line, clean_text
from dispatch_tui.core.timewords import day_text
from dispatch_tui.desk.acts.common import concluded
from dispatch_tui.desk.ports import Workspace

_TELLING = 1000
"""Characters kept of what one side said."""


def disagree(ws: Workspace, command: Disagree) -> Outcome:
    """Write a disagreement down. Who writes it looks after it, unless somebody else is named."""
    call = ws.get(Call, command.call_id)
    theirs = clean_text(command.theirs, _TELLING)
    if not theirs:
        raise Refused("a disagreement needs what was said", "say what the other side says, in their words")
    owner = clean_line(command.owner, 60) or ws.act.actor
    made = ws.add(
        Disagreement(
            call.id,
            theirs,
            clean_text(command.ours, _TELLING),
            ws.now,
            ws.act.actor,
            within_team=command.within_team,
            owner=owner,
            next_step=clean_line(command.next_step),
            due=command.due,
        )
    )
    sides = "within the team" if made.within_team else "with the client"
    said = f"disagreement {sides} on {call.id} written down, {owner} looks after it{_next(made)}"
    return concluded(ws, said, call=call)


def follow(ws: Workspace, command: FollowDisagreement) -> Outcome:
    """Go on with a disagreement: what is None stays, an outcome settles it."""
    matter = ws.get(Disagreement, command.disagreement_id)
    if matter.settled_at is not None:
        raise Refused(
            f"the disagreement on {matter.call_id} is settled: {matter.outcome}",
            "undo that, or write a new one down",
        )
    fields: dict[str, Any] = {}
    if command.ours is not None:
        fields["ours"] = clean_text(command.ours, _TELLING)
    if command.owner is not None:
        fields["owner"] = clean_line(command.owner, 60)
    if command.next_step is not None:
        fields["next_step"] = clean_line(command.next_step)
    if command.due is not None:
        fields["due"] = command.due
    outcome = clean_text(command.outcome, _TELLING)
    if outcome:
        fields |= {"outcome": outcome, "settled_at": ws.now}
    if not fields:
        raise Refused("nothing was said to go on with", "give an owner, a next step, a day or an outcome")
    after = ws.change(matter, **fields)
    if outcome:
        said = f"disagreement on {matter.call_id} settled: {clean_line(outcome, 80)}"
    else:
        whose = after.owner or "nobody"
        said = f"disagreement on {matter.call_id}: {whose} looks after it{_next(after)}"
    return concluded(ws, said, call=ws.get(Call, matter.call_id))


def _next(matter: Disagreement) -> str:
    if not matter.next_step and matter.due is None:
        return ""
    by = f" by {day_text(matter.due)}" if matter.due else ""
    return f"; next: {matter.next_step or 'to be said'}{by}"
