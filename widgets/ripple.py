"""The ripple on the screen: who is reached by a delay, what can be done, and what telling is worth.

Three tables under each other, all in columns that the eye can run down: the later clients, the choices
with their figures, and told now beside told late.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message

from dispatch_tui.core.day import Day
from dispatch_tui.core.model import VisitState
from dispatch_tui.core.ripple import RippleLine, Telling
from dispatch_tui.core.timewords import clock_text, length_text
from dispatch_tui.desk.ripple import RippleView
from widgets.canvas import Line, clipped
from widgets.cells import CellView, Look
from widgets.glyphs import Glyphs
from widgets.ink import BOLD, ink
from widgets.ripple_choices import CHOICE_LINES, choice_at, paint_choices
from widgets.ripple_lines import columns_for, paint_client, paint_head

TELLING_LINES = 3
NUMBERS = ("late clients", "minutes late", "warned in time", "wait unaware")


@dataclass(frozen=True, slots=True)
class RippleCursor:
    """Where the cursor is: a client, and the choice that enter carries out; `first` is the top client."""

    client: int = 0
    choice: int = 0
    first: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """Lines of the parts, from the top; a gap of 0 is left out.

    Attributes:
        clients: lines for clients, the heading apart.
        gap: blank lines between the parts.
        choices: first line of the choices.
        telling: first line of told now beside told late.
    """

    clients: int
    gap: int
    choices: int
    telling: int

    @classmethod
    def of(cls, height: int, clients: int) -> Layout:
        """Share a height out: the choices are always whole, the clients scroll where they must."""
        wanted = max(1, clients)
        room = height - 2 - CHOICE_LINES - TELLING_LINES
        gap = max(0, min(2, (room - wanted) // 2)) if room > 2 else 0
        shown = max(1, min(wanted, room - 2 * gap))
        choices = 2 + shown + gap
        return cls(shown, gap, choices, choices + CHOICE_LINES + gap)


def paint_ripple(
    view: RippleView, day: Day, width: int, height: int, glyphs: Glyphs, at: RippleCursor
) -> list[Line]:
    """The whole picture, `height` lines of it."""
    blank = ink("text", "screen")
    layout = Layout.of(height, len(view.ripple.lines))
    lines = [Line(width, blank) for _ in range(height)]
    lines[0] = _title(view, day, width, glyphs)
    columns = columns_for(width, view.ripple)
    lines[1] = paint_head(columns, view.ripple, width)
    shown = view.ripple.lines[at.first : at.first + layout.clients]
    for offset, line in enumerate(shown):
        index = at.first + offset
        lines[2 + offset] = paint_client(
            view, line, day, columns, width, glyphs, cursor=index == at.client, odd=index % 2 == 1
        )
    hidden = len(view.ripple.lines) - at.first - len(shown)
    if hidden > 0:
        more = f" {hidden} more "
        lines[1 + layout.clients].put(width - len(more) - 1, more, ink("quiet", "bar"))
    if not shown and height > 2:
        lines[2].put(
            1, "Nobody is waiting later today: a delay here reaches no client.", ink("quiet", "screen")
        )
    parts = paint_choices(view.choices, width, glyphs, at.choice)
    parts_at = [(layout.choices, parts), (layout.telling, paint_telling(view, width))]
    for top, part in parts_at:
        for offset, painted in enumerate(part):
            if top + offset < height:
                lines[top + offset] = painted
    return lines


def _title(view: RippleView, day: Day, width: int, glyphs: Glyphs) -> Line:
    """Who, what delay, and what it does to their evening."""
    ripple, technician = view.ripple, view.technician
    line = Line(width, ink("text", "bar"))
    x = line.put(0, f" {technician.code} ", ink("cursor.head.text", "cursor.head", BOLD))
    words, role = delay_words(view, day)
    home, late = home_words(view, day, glyphs)
    if len(words) + len(home) + min(24, len(technician.name)) + 14 > width:
        home, late = home_words(view, day, glyphs, brief=True)
    end = width - len(home) - 1
    x = line.put(x + 1, clipped(technician.name, 24, glyphs.ellipsis), ink("bright", "bar", BOLD))
    x = line.put(
        x + 2, clipped(words, end - x - 4, glyphs.ellipsis), ink(role, "bar", BOLD * bool(ripple.minutes))
    )
    line.put(end, home, ink("warn" if late else "quiet", "bar"))
    return line


def delay_words(view: RippleView, day: Day) -> tuple[str, str]:
    """What the ripple is of, and the ink role to say it in."""
    ripple, zone = view.ripple, day.shop.zone
    subject = ripple.subject
    if subject is None:
        return "nothing ahead", "quiet"
    number, known = subject.call_id, ripple.before.visits[subject.id]
    if ripple.minutes:
        more = length_text(ripple.minutes)
        if ripple.can_be_said:
            return f"{number} needs {more} more (supposed)", "warn"
        if subject.state is VisitState.EN_ROUTE:
            return f"{more} later at {number} (supposed)", "warn"
        return f"sets off {more} later to {number} (supposed)", "warn"
    if ripple.can_be_said:
        over = ", running over" if known.over else ""
        return (
            f"as forecast: at {number} till {clock_text(known.finish, zone)}{over}",
            "warn" if over else "text",
        )
    return f"as forecast: at {number} from {clock_text(known.eta, zone)}", "text"


def home_words(view: RippleView, day: Day, glyphs: Glyphs, *, brief: bool = False) -> tuple[str, bool]:
    """When they are home, before and after; and whether that is later than their shift."""
    ripple, zone = view.ripple, day.shop.zone
    before, after = ripple.before.home, ripple.after.home
    if before is None or after is None:
        return "", False
    over = ripple.after.overtime_minutes
    if brief:
        text = f"home {clock_text(after, zone)}"
        return (f"{text}, {length_text(over)} over" if over else text), over > 0
    text = f"home {clock_text(before, zone)}"
    if after != before:
        text += f" {glyphs.arrows.get('→', '→')} {clock_text(after, zone)}"
    return (f"{text}, {length_text(over)} after the shift" if over else text), over > 0


def paint_telling(view: RippleView, width: int) -> list[Line]:
    """Told now beside told late: all late clients together."""
    head = Line(width, ink("quiet", "bar"))
    label, step = _measures(width)
    head.put(1, "TELLING", ink("accent", "bar", BOLD), label - 1)
    for index, name in enumerate(NUMBERS):
        head.put(label + index * step, name.upper(), ink("accent", "bar", BOLD), step - 1)
    ripple = view.ripple
    rows = (("if told now", ripple.told_now, ripple.told_late), ("if told late", ripple.told_late, None))
    return [head, *(_telling(width, name, these, than) for name, these, than in rows)]


def _measures(width: int) -> tuple[int, int]:
    label = 18 if width >= 100 else 14
    return label, min(24, (width - label) // len(NUMBERS))


def _telling(width: int, name: str, these: Telling, than: Telling | None) -> Line:
    line = Line(width, ink("text", "row" if than else "row2"))
    ground = "row" if than else "row2"
    label, step = _measures(width)
    line.put(1, name, ink("bright" if than else "text", ground, BOLD * bool(than)))
    texts = (
        str(these.late),
        length_text(these.late_minutes),
        f"{these.in_time} of {these.late}",
        length_text(these.unaware_minutes),
    )
    for index, text in enumerate(texts):
        role = "text"
        if than is not None and index == 2 and these.in_time > than.in_time:
            role = "good"
        if than is not None and index == 3 and these.unaware_minutes < than.unaware_minutes:
            role = "good"
        if than is None and index == 3 and these.unaware_minutes:
            role = "warn"
        line.put(label + index * step, text, ink(role, ground, BOLD * (role == "good")))
    return line


class RippleTable(CellView, can_focus=True):
    """Clients, choices and totals; the cursor is on a client, and one choice is marked."""

    DEFAULT_CSS = "RippleTable { height: 1fr; }"

    class Pointed(Message):
        """A client or a choice was clicked; the other is None."""

        def __init__(self, client: int | None, choice: int | None, double: bool) -> None:
            super().__init__()
            self.client = client
            self.choice = choice
            self.double = double

    def __init__(self, look: Look, *, id: str | None = None) -> None:
        super().__init__(look, id=id)
        self.view: RippleView | None = None
        self.at = RippleCursor()
        self._day: Day | None = None

    @property
    def line(self) -> RippleLine | None:
        """The client under the cursor."""
        lines: Sequence[RippleLine] = self.view.ripple.lines if self.view else ()
        return lines[self.at.client] if self.at.client < len(lines) else None

    def update(self, view: RippleView, day: Day) -> None:
        """Show another ripple; the cursor stays on its client."""
        before = self.line.visit.id if self.line else None
        if self.view is None:
            possible = (at for at, choice in enumerate(view.choices) if not choice.why_not)
            self.at = RippleCursor(choice=next(possible, 0))
        self.view, self._day = view, day
        keys = [line.visit.id for line in view.ripple.lines]
        self.go(keys.index(before) if before in keys else self.at.client)

    def go(self, client: int) -> None:
        """Put the cursor on a client and scroll to it."""
        count = len(self.view.ripple.lines) if self.view else 0
        client = max(0, min(count - 1, client))
        room = Layout.of(max(1, self.size.height), count).clients
        first = min(self.at.first, max(0, count - room))
        if not first <= client < first + room:
            first = client if client < first else client - room + 1
        self.at = RippleCursor(client, self.at.choice, first)
        self.draw()

    def mark(self, choice: int) -> None:
        """Mark a choice."""
        count = len(self.view.choices) if self.view else 1
        self.at = RippleCursor(self.at.client, max(0, min(count - 1, choice)), self.at.first)
        self.draw()

    def draw(self) -> None:
        """Paint what there is."""
        if self.size.width and self.view is not None and self._day is not None:
            size = self.size
            self.show(paint_ripple(self.view, self._day, size.width, size.height, self.look.glyphs, self.at))

    def on_resize(self) -> None:
        """Paint for another size."""
        self.go(self.at.client)

    def on_click(self, event: events.Click) -> None:
        """Select a client or mark a choice."""
        if self.view is None:
            return
        layout = Layout.of(self.size.height, len(self.view.ripple.lines))
        index = self.at.first + event.y - 2
        if 2 <= event.y < 2 + layout.clients and index < len(self.view.ripple.lines):
            self.post_message(self.Pointed(index, None, event.chain == 2))
        elif layout.choices <= event.y < layout.choices + CHOICE_LINES:
            choice = choice_at(event.x, self.size.width, len(self.view.choices))
            if choice is not None:
                self.post_message(self.Pointed(None, choice, event.chain == 2))
