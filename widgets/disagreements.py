"""Disagreements as blocks: what each side said, who looks after it, what comes next and by when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dispatch_tui.core.model import Disagreement
from dispatch_tui.core.shifts import local_date
from dispatch_tui.core.timewords import day_text
from widgets.blocks import Block
from widgets.canvas import wrapped
from widgets.ink import BOLD
from widgets.messages import Setting
from widgets.page import Row, said

_INDENT = 13


def matter_blocks(
    matters: Sequence[Disagreement], names: dict[int, str], setting: Setting, *, all_of_them: bool
) -> list[Block]:
    """Each disagreement a block, the open ones under a heading that the hand-over reads.

    Args:
        matters: open ones first.
        names: of customers by call number, where they are known.
        setting: where they stand.
        all_of_them: True if the settled ones are shown, too.
    """
    unsettled = [each for each in matters if each.settled_at is None]
    settled = [each for each in matters if each.settled_at is not None]
    blocks = [Block(((), _head(f"OPEN {len(unsettled)}", "hand these over at the end of the shift")))]
    if not unsettled:
        calm = (f"   {setting.glyphs.good} ", "good"), ("nothing is open between anybody", "text")
        blocks.append(Block(((), said(*calm))))
    blocks += _listed(unsettled, names, setting)
    if all_of_them:
        blocks.append(Block(((), _head(f"SETTLED {len(settled)}", ""))))
        blocks += _listed(settled, names, setting)
    return blocks


def _head(title: str, advice: str) -> Row:
    return ((f" {title}", "accent", "screen", BOLD), (f"  {advice}", "quiet", "screen", 0))


def _listed(matters: Sequence[Disagreement], names: dict[int, str], setting: Setting) -> list[Block]:
    blocks: list[Block] = []
    for matter in matters:
        blocks.append(Block(((),)))
        blocks.append(Block(tuple(_rows(matter, names.get(matter.call_id, ""), setting)), matter.id))
    return blocks


def _rows(matter: Disagreement, name: str, setting: Setting) -> list[Row]:
    sides = ("one says", "other says") if matter.within_team else ("client says", "we say")
    opened = f"{setting.at(matter.opened_at)} by {matter.opened_by}"
    title = f"{matter.call_id} {name}".strip()
    rows: list[Row] = [
        (
            (f"   {title}", "bright", "screen", BOLD),
            ("   within the team" if matter.within_team else "", "text", "screen", 0),
            (f"   {opened}", "quiet", "screen", 0),
        )
    ]
    rows += _fact(sides[0], matter.theirs, "text", setting)
    rows += _fact(sides[1], matter.ours or "nothing yet", "text" if matter.ours else "quiet", setting)
    if matter.settled_at is not None:
        rows += _fact("outcome", f"{matter.outcome} ({setting.at(matter.settled_at)})", "good", setting)
        return rows
    rows += _fact("owner", matter.owner or "nobody", "text" if matter.owner else "warn", setting)
    overdue = matter.due is not None and matter.due < local_date(setting.now, setting.zone)
    rows += _fact("next", _next(matter), "warn" if overdue or not matter.next_step else "bright", setting)
    return rows


def _next(matter: Disagreement) -> str:
    by = f", by {day_text(matter.due)}" if matter.due is not None else ""
    return (matter.next_step or "to be said") + by


def _fact(name: str, text: str, role: str, setting: Setting) -> list[Row]:
    lines = wrapped(text, max(16, setting.width - _INDENT - 8))
    label = f"   {name:<{_INDENT}}"
    return [
        said((label if index == 0 else " " * len(label), "quiet"), (line, role))
        for index, line in enumerate(lines)
    ]


def handover_text(matters: Sequence[Disagreement], names: dict[int, str], today: date) -> str:
    """The open disagreements as plain text, to be handed over at the end of a shift."""
    unsettled = [each for each in matters if each.settled_at is None]
    lines = [f"Open disagreements, {day_text(today)}: {len(unsettled) or 'none'}"]
    for matter in unsettled:
        name = names.get(matter.call_id, "")
        sides = ("one", "other") if matter.within_team else ("client", "we")
        lines += [
            "",
            f"{matter.call_id} {name}".strip(),
            f"  {sides[0]}: {' '.join(matter.theirs.split())}",
            f"  {sides[1]}: {' '.join(matter.ours.split()) or 'nothing yet'}",
            f"  owner: {matter.owner or 'nobody'}; next: {_next(matter)}",
        ]
    return "\n".join(lines)
