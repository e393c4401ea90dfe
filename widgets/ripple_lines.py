"""The later clients of a ripple as lines of a table, and the one under the cursor in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dispatch_tui.core.day import Day
from dispatch_tui.core.model import Channel
from dispatch_tui.core.ripple import Ripple, RippleLine, Warned
from dispatch_tui.core.text import phone_text
from dispatch_tui.core.timewords import clock_text, length_text, window_text
from dispatch_tui.desk.ripple import RippleView
from widgets.canvas import Line, clipped
from widgets.glyphs import Glyphs, role_of
from widgets.ink import BOLD, ink
from widgets.lines import Piece, chip, piece

WIDE = 120
"""Screen width from which the table says what telling is worth to each client."""
NARROW_NAME = 10
WIDE_NAME = 28


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its id, title and width."""

    key: str
    title: str
    width: int


def columns_for(width: int, ripple: Ripple) -> list[Column]:
    """The columns that a width has room for; customers' names take what is left."""
    wide = width >= WIDE
    supposed = f"+{length_text(ripple.minutes)}" if ripple.minutes else ""
    columns = [
        Column("call", "CALL", 9),
        Column("customer", "CUSTOMER", 0),
        Column("promise", "PROMISE", 12),
        Column("before", "ETA", 6),
    ]
    if supposed:
        columns.append(Column("after", supposed, 6 if width < 100 else 7))
    columns += [
        Column("likely", "LIKELY", 12 if width < 100 else 13),
        Column("slack", "SLACK", 10),
        Column("told", "WAS TOLD" if wide else "TOLD", 15 if wide else 8),
        Column("by", "TELL BY" if wide else "BY", 8 if wide else 6),
    ]
    if wide:
        columns += [Column("now", "TOLD NOW", 12), Column("late", "TOLD LATE", 12 if width > WIDE else 11)]
    if width >= 150:
        columns.append(Column("reach", "REACH BY", 20))
    room = width - 1 - sum(column.width for column in columns)
    name = max(NARROW_NAME, min(WIDE_NAME, room))
    return [Column(c.key, c.title, name) if c.key == "customer" else c for c in columns]


def paint_head(columns: Sequence[Column], ripple: Ripple, width: int) -> Line:
    """The titles; what is supposed stands out."""
    line = Line(width, ink("quiet", "bar"))
    x = 1
    for column in columns:
        role = "warn" if column.key == "after" and ripple.minutes else "accent"
        line.put(x, clipped(column.title, min(column.width, width - x), ""), ink(role, "bar", BOLD))
        x += column.width
    return line


def paint_client(
    view: RippleView,
    client: RippleLine,
    day: Day,
    columns: Sequence[Column],
    width: int,
    glyphs: Glyphs,
    *,
    cursor: bool,
    odd: bool,
) -> Line:
    """One client."""
    ground = "gutter.cursor" if cursor else "row2" if odd else "row"
    line = Line(width, ink("text", ground))
    if cursor:
        line.put(0, glyphs.cursor, ink("accent", ground))
    x = 1
    for column in columns:
        if column.key == "call":
            role = role_of(client.visit, client.call)
            shown = "late" if client.is_late else role
            after = line.put(x, f" {glyphs.state[role]} ", ink(f"{shown}.head.text", f"{shown}.head", BOLD))
            line.put(after + 1, str(client.call.id), ink("bright" if cursor else "text", ground, BOLD))
        else:
            text, role, flags = _cell(column.key, view, client, day, glyphs)
            room = min(column.width - 1, width - x)
            line.put(x, clipped(text, room, glyphs.ellipsis), ink(role, ground, flags))
        x += column.width
    return line


def _cell(key: str, view: RippleView, client: RippleLine, day: Day, glyphs: Glyphs) -> tuple[str, str, int]:
    zone = day.shop.zone
    if key == "customer":
        customer = day.customer_of(client.call)
        return customer.name if customer else "unknown", "text", 0
    if key == "promise":
        window = window_text(client.window, zone, glyphs.dash)
        return window or "none", "text" if window else "quiet", 0
    if key == "before":
        eta = client.before.eta if client.before else client.after.eta
        return clock_text(eta, zone), "quiet" if view.ripple.minutes else _outlook(client), 0
    if key == "after":
        return clock_text(client.after.eta, zone), _outlook(client), BOLD * client.is_late
    if key == "likely":
        return likely_text(client, day, glyphs), "quiet", 0
    if key == "slack":
        return slack_text(client), _outlook(client), BOLD * client.is_late
    if key == "told":
        return _told(view, client, day)
    if key == "by":
        return (clock_text(client.tell_by, zone), "warn", BOLD) if client.tell_by else ("", "quiet", 0)
    if key == "now":
        return _heard(client.told_now)
    if key == "late":
        return _heard(client.told_late)
    return _reach(client, day), "quiet", 0


def _outlook(client: RippleLine) -> str:
    return "warn" if client.is_late or client.after.may_be_late else "text"


def likely_text(client: RippleLine, day: Day, glyphs: Glyphs) -> str:
    """`13:10–13:50`, or the one time where the range has no width."""
    zone = day.shop.zone
    low, high = (clock_text(each, zone) for each in (client.after.eta_low, client.after.eta_high))
    return low if low == high else f"{low}{glyphs.dash}{high}"


def slack_text(client: RippleLine) -> str:
    """`1h24 late`, `20m`, or that nothing was promised."""
    if client.is_late:
        return f"{length_text(client.late_minutes)} late"
    slack = client.after.slack_minutes
    return "free" if slack is None else length_text(slack)


def _told(view: RippleView, client: RippleLine, day: Day) -> tuple[str, str, int]:
    """What they were told last, as short as can be."""
    zone, visit, call = day.shop.zone, client.visit, client.call
    waiting = view.telling.get(call.id)
    if waiting is not None:
        return ("ring up" if waiting.channel is Channel.PHONE else "queued"), "good", 0
    if visit.eta_told is not None and visit.eta_told_at is not None:
        role = "good" if client.knows else "warn" if client.is_late else "text"
        return f"{clock_text(visit.eta_told, zone)} at {clock_text(visit.eta_told_at, zone)}", role, 0
    if call.window is not None and call.window_told_at is not None:
        return "window", "text", 0
    return "nothing", "quiet", 0


def _heard(heard: Warned | None) -> tuple[str, str, int]:
    """What hearing of it then is worth."""
    if heard is None:
        return "", "quiet", 0
    if heard.in_time:
        return f"{length_text(heard.lead_minutes)} before", "good", 0
    return f"waits {length_text(heard.unaware_minutes)}", "warn", 0


def _reach(client: RippleLine, day: Day) -> str:
    customer = day.customer_of(client.call)
    channel = client.call.channel
    if customer is None or channel is Channel.EMAIL:
        return channel.value
    return f"{channel.value} {phone_text(customer.phone)}".strip()


def client_pieces(view: RippleView, client: RippleLine, day: Day, glyphs: Glyphs, width: int) -> list[Piece]:
    """The client under the cursor, in words, for the inspector; what the table has room for is left to it."""
    zone, call = day.shop.zone, client.call
    role = role_of(client.visit, call)
    customer = day.customer_of(call)
    pieces = [chip(f"{glyphs.state[role]} {call.id}", "late" if client.is_late else role)]

    def say(text: str, fg: str = "text", flags: int = 0) -> None:
        pieces.extend((piece("  ", bg="bar"), piece(text, fg, "bar", flags)))

    say(customer.name if customer else "unknown", "bright", BOLD)
    if client.is_late:
        arrives = clock_text(client.after.eta, zone)
        say(
            f"{glyphs.late} {length_text(client.late_minutes)} late, arrives {arrives}",
            "warn",
            BOLD,
        )
        if width < WIDE:
            say(_worth("told now", client.told_now), "good")
            say(_worth("told late", client.told_late), "warn")
    else:
        say(f"{glyphs.good} arrives {clock_text(client.after.eta, zone)}", "good")
        if client.after.may_be_late:
            say("may be late", "warn")
    say(_told_words(view, client, day), "quiet")
    say(f"reach by {_reach(client, day)}", "quiet")
    return pieces


def _worth(when: str, heard: Warned | None) -> str:
    if heard is None:
        return ""
    if heard.in_time:
        return f"{when}: {length_text(heard.lead_minutes)} before their window"
    return f"{when}: waits {length_text(heard.unaware_minutes)} unaware"


def _told_words(view: RippleView, client: RippleLine, day: Day) -> str:
    zone, visit, call = day.shop.zone, client.visit, client.call
    if call.id in view.telling:
        return "a message to them has not left yet"
    if visit.eta_told is not None and visit.eta_told_at is not None:
        return f"told {clock_text(visit.eta_told, zone)} at {clock_text(visit.eta_told_at, zone)}"
    if call.window is not None and call.window_told_at is not None:
        return "told the window"
    return "told nothing yet"
