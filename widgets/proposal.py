"""A proposal on the screen: what it is worth on top, its changes below, by technician and time."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TypeAlias

from dispatch_tui.core.goals import Goals
from dispatch_tui.core.model import Priority
from dispatch_tui.core.timewords import clock_text, day_text, length_text
from dispatch_tui.desk.plan_desk import Item, Left, PlanDesk, Stage
from dispatch_tui.desk.plan_words import (
    Figure,
    affected_texts,
    counts_text,
    customer_text,
    figures_of,
    from_text,
    gate_text,
    kind_text,
    needs_texts,
    open_text,
    opening_texts,
    reason_texts,
    slot_text,
    technician_text,
    title_text,
    wear_text,
    worth_of,
)
from dispatch_tui.planning.changes import Change, ChangeKind, Proposal
from dispatch_tui.planning.problem import LeftOut
from dispatch_tui.planning.stale import Wear
from widgets.blocks import Block
from widgets.canvas import clipped, wrapped
from widgets.glyphs import Glyphs
from widgets.goals import change_pieces
from widgets.ink import BOLD
from widgets.lines import Piece, piece
from widgets.page import Row

Key: TypeAlias = tuple[int, int, int]
"""What a block of the list is, where it is a change (`Item.key`)."""

NARROW = 100
NAME = 22


@dataclass(frozen=True, slots=True)
class LeftKey:
    """What a block of the list is, where it is a call without a place."""

    call_id: int


def _arrow(glyphs: Glyphs) -> str:
    return glyphs.arrows.get("→", "→")


# -- on top


def head_rows(desk: PlanDesk, goals: tuple[Goals, Goals] | None, glyphs: Glyphs, width: int) -> list[Row]:
    """What is planned, how far it is, and what it is worth before and after; always four rows."""
    words = desk.asked.words if desk.asked else "nothing"
    title = title_text(desk.proposals, words)
    rows: list[Row] = [(piece(f" {title[0].upper()}{title[1:]}  ", "bright", "screen", BOLD), *_state(desk))]
    if desk.proposals:
        rows += _figure_rows(figures_of(*worth_of(desk.proposals)), glyphs, width)
        if goals is not None:
            rows.append((piece(" ", "quiet", "screen"), *change_pieces(*goals, glyphs, "screen")))
    return (rows + [()] * 4)[:4]


def _state(desk: PlanDesk) -> list[Piece]:
    """How far it is, or what it comes to."""
    if desk.stage is Stage.PLANNING:
        glimpse = desk.glimpse
        day = f"{day_text(desk.day)}: " if desk.day and desk.asked and len(desk.asked.days) > 1 else ""
        if glimpse is None:
            return [piece(f"{day}planning; x takes what there is", "accent", "screen")]
        best = f"best so far drives {length_text(glimpse.travel)}, {glimpse.left_out} without a place"
        return [
            piece(f"{day}{glimpse.seconds:.1f} s, {best}", "accent", "screen"),
            piece("; x takes that", "quiet", "screen"),
        ]
    if desk.failure is not None:
        return [piece(str(desk.failure), "warn", "screen")]
    if not desk.proposals:
        return [piece("nothing is proposed; P t on the board plans the tray", "quiet", "screen")]
    items = desk.items()
    still = sum(item.open for item in items)
    if still < len(items):  # what it was is decided on in part, or has worn
        return [piece(open_text(still, len(items)), "text", "screen"), *_decided(items)]
    changes = [change for one in desk.proposals for change in one.changes]
    settled = all(one.settled for one in desk.proposals)
    how = "nothing better was found" if settled else "time was up"
    return [piece(counts_text(changes), "text", "screen"), piece(f"; {how}", "quiet", "screen")]


def _decided(items: Sequence[Item]) -> list[Piece]:
    """What has become of those that are not open, how many of each."""
    done = sum(item.standing.wear is Wear.DONE for item in items)
    no = sum(item.rejected and item.standing.wear is not Wear.DONE for item in items)
    lost = sum(not item.open for item in items) - done - no
    said = ((done, "done", "quiet"), (no, "rejected", "quiet"), (lost, "no longer holding", "warn"))
    return [piece(f"; {count} {word}", role, "screen") for count, word, role in said if count]


def _figure_rows(figures: Sequence[Figure], glyphs: Glyphs, width: int) -> list[Row]:
    """Measures, before and after, on two rows where one is too short."""
    cells: list[tuple[Piece, ...]] = []
    for figure in figures:
        scope = f" {figure.scope}" if figure.scope and width >= NARROW else ""
        if figure.better is None:
            cells.append((piece(f" {figure.name} {figure.after}{scope} ", "quiet", "screen"),))
            continue
        role = "good" if figure.better else "warn"
        change = f" {figure.name} {figure.before} {_arrow(glyphs)} {figure.after}{scope} "
        cells.append((piece(change, "bright", "screen", BOLD), piece(f"({figure.change}) ", role, "screen")))
    rows: list[list[Piece]] = [[], []]
    used = 0
    for cell in cells:
        length = sum(len(part[0]) for part in cell)
        if used + length <= width:
            rows[0] += cell
        else:
            rows[1] += cell
        used += length
    return [tuple(row) for row in rows]


# -- the list


def list_blocks(
    items: Sequence[Item],
    left: Sequence[Left],
    proposals: Sequence[Proposal],
    marked: AbstractSet[Key],
    glyphs: Glyphs,
    width: int,
) -> list[Block]:
    """The changes, each with its reasons, under the technician they go to; then what has no place."""
    blocks = [_emergency_block(item, glyphs) for item in items if item.open and _urgent(item, item.change)]
    heading: tuple[int, int | None] | None = None
    for item in items:
        under = (item.ref.part, item.change.technician_id)
        if under != heading:
            heading = under
            blocks.append(Block((_heading(item, several=len(proposals) > 1),)))
        blocks.append(_block(item, proposals[item.ref.part], item.key in marked, glyphs, width))
    if left:
        blocks.append(Block(((piece(" Without a place", "warn", "screen", BOLD),),)))
        first = sorted(left, key=lambda one: not _urgent(one, one.left))
        blocks += [_left_block(one, glyphs, width) for one in first]
    return blocks


def _urgent(one: Item | Left, about: Change | LeftOut) -> bool:
    """True if the call that a change or a place that was not found is about is an emergency."""
    call = one.board.day.calls.get(about.call_id)
    return call is not None and call.priority is Priority.EMERGENCY


def _emergency_block(item: Item, glyphs: Glyphs) -> Block:
    """An emergency is said before all else: a plan may have it wait longer than it should."""
    change, board = item.change, item.board
    zone = board.day.shop.zone
    to = f" at {clock_text(change.start, zone)}" if change.start is not None else " back to the tray"
    text = f" {glyphs.emergency} EMERGENCY {change.call_id}{to}"
    sends = f" {glyphs.dash} E sends somebody now"
    return Block(((piece(text, "warn", "screen", BOLD), piece(sends, "text", "screen")),))


def _heading(item: Item, *, several: bool) -> Row:
    change, board = item.change, item.board
    day = f"{day_text(board.day.service_date)}  " if several else ""
    if change.kind is ChangeKind.OFF:
        return (piece(f" {day}Back to the tray", "warn", "screen", BOLD),)
    technician = board.day.technicians.get(change.technician_id or 0)
    name = f"{technician.code} {technician.name}" if technician else "?"
    return (piece(f" {day}{name}", "accent", "screen", BOLD),)


def _block(item: Item, proposal: Proposal, marked: bool, glyphs: Glyphs, width: int) -> Block:
    change, board = item.change, item.board
    done = item.standing.wear is Wear.DONE
    sign = glyphs.good if done else "x" if item.rejected else glyphs.late if not item.open else " "
    fg = "quiet" if not item.open else "bright"
    name = customer_text(board, change.call_id)
    room = max(8, min(NAME, width - 58))
    head: list[Piece] = [
        piece(f" {sign}{'*' if marked else ' '}", "warn" if sign == glyphs.late else "good", "screen", BOLD),
        piece(f" {slot_text(board, change, glyphs.dash) or 'tray':<12}", fg, "screen", BOLD),
        piece(f"{change.call_id:>6} ", fg, "screen", BOLD),
        *_sign(_urgent(item, change), glyphs),
        piece(f"{clipped(name, room, glyphs.ellipsis):<{room}} ", "text", "screen"),
        piece(f"{from_text(board, change)}  ", "quiet" if change.visit_id is None else "text", "screen"),
    ]
    if width >= NARROW:
        head.append(piece(kind_text(board, change.call_id), "quiet", "screen"))
    rows: list[Row] = [tuple(head)]
    why = [*reason_texts(board, change), *needs_texts(proposal, change)]
    worn = wear_text(board, proposal, item.standing)
    if worn and not done:
        rows.append((piece(f"      {worn}", "warn", "screen"),))
    elif item.rejected:
        rows.append((piece("      rejected; x takes that back", "quiet", "screen"),))
    elif not done:
        rows += _wrapped(f" {glyphs.dot} ".join(why), width, "quiet")
        for text in affected_texts(change):
            rows.append((piece(f"      {glyphs.letter} {text}", "warn", "screen"),))
    return Block(tuple(rows), item.key)


def _left_block(one: Left, glyphs: Glyphs, width: int) -> Block:
    left, board = one.left, one.board
    urgent = _urgent(one, left)
    name = customer_text(board, left.call_id)
    head: Row = (
        piece(f"    {left.call_id:>6} ", "bright", "screen", BOLD),
        *_sign(urgent, glyphs),
        piece(f"{clipped(name, NAME, glyphs.ellipsis)}  ", "text", "screen"),
        piece(gate_text(board, left), "warn", "screen"),
    )
    ways = opening_texts(board, one.proposal, left)
    rows = [head]
    if urgent:
        rows.append((piece("      E: who can be there first", "warn", "screen", BOLD),))
    if ways:
        rows += _wrapped(f"would open it: {f' {glyphs.dot} '.join(ways)}", width, "quiet")
    return Block(tuple(rows), LeftKey(left.call_id))


def _sign(urgent: bool, glyphs: Glyphs) -> list[Piece]:
    """The emergency's sign before its name."""
    return [piece(f"{glyphs.emergency} ", "warn", "screen", BOLD)] if urgent else []


def _wrapped(text: str, width: int, role: str) -> list[Row]:
    return [(piece(f"      {line}", role, "screen"),) for line in wrapped(text, max(20, width - 8))]


# -- under the cursor


def inspector_pieces(item: Item | None, left: Left | None) -> list[Piece]:
    """What is under the cursor, in one line."""
    if left is not None:
        return [piece(f" {left.left.call_id} has no place; d shows it whole", "quiet", "bar")]
    if item is None:
        return [piece(" nothing to decide on", "quiet", "bar")]
    board, change = item.board, item.change
    call = board.day.calls.get(change.call_id)
    who = technician_text(board, change.technician_id)
    problem = call.problem if call else ""
    return [
        piece(f" {change.call_id} {customer_text(board, change.call_id)} ", "bright", "bar", BOLD),
        piece(f"{kind_text(board, change.call_id)}  ", "text", "bar"),
        piece(f"{who}  " if change.technician_id else "", "text", "bar"),
        piece(problem, "quiet", "bar"),
    ]
