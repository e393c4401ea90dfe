"""The panel beside a wide board: the call, the technician, the best places, and what needs attention.

In its other form it lists the technicians, most trouble first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from dispatch_tui.core.model import Call, Technician, Visit
from dispatch_tui.core.suggest import Ranking
from dispatch_tui.core.text import phone_text
from dispatch_tui.core.timewords import clock_text, length_text, window_text
from dispatch_tui.desk.attention import Attention, Trouble
from dispatch_tui.desk.board import Board
from dispatch_tui.desk.goal_words import BRIEF, fraction, score_text
from dispatch_tui.desk.outlook import basis_words, home_range, range_words
from dispatch_tui.desk.panel import TechnicianLine
from widgets.canvas import Line, clipped, wrapped
from widgets.cells import CellView
from widgets.glyphs import STATE_WORDS, Glyphs, role_of
from widgets.goals import role_of_goal
from widgets.ink import BOLD, ink
from widgets.suggestion_words import reason_words, shut_words
from widgets.technicians import STATE_ROLE

WIDTH = 36


@dataclass(frozen=True, slots=True)
class SideFacts:
    """What the panel is about."""

    board: Board
    call: Call | None
    visit: Visit | None
    technician: Technician | None
    ranking: Ranking | None
    attention: Sequence[Attention]


class _Column:
    """Writes lines down a narrow column."""

    def __init__(self, width: int, height: int, glyphs: Glyphs) -> None:
        self.width, self.glyphs = width, glyphs
        self.lines = [Line(width, ink("text", "row")) for _ in range(height)]
        self.y = 0
        for line in self.lines:
            line.put(0, glyphs.now if glyphs.dash == "–" else "|", ink("grid", "row"))

    def say(self, *parts: tuple[str, str, int]) -> None:
        """One line of (text, role, flags); nothing once the column is full."""
        if self.y >= len(self.lines):
            return
        x = 2
        for text, role, flags in parts:
            x = self.lines[self.y].put(
                x, clipped(text, self.width - x, self.glyphs.ellipsis), ink(role, "row", flags)
            )
        self.y += 1

    def head(self, title: str) -> None:
        """A section's title, with a blank line before it."""
        if self.y:
            self.y += 1
        self.say((title, "accent", BOLD))

    def fact(self, name: str, value: str, role: str = "text", flags: int = 0) -> None:
        """A named fact; an empty one is said to be missing."""
        self.say((f"{name:<9}", "quiet", 0), (value or "not known", role if value else "quiet", flags))

    def wrapped(self, text: str, role: str, most: int) -> None:
        """Words over several lines."""
        for line in wrapped(" ".join(text.split()), self.width - 3)[:most]:
            self.say((line, role, 0))


def paint_side(facts: SideFacts, width: int, height: int, glyphs: Glyphs) -> list[Line]:
    """The panel about the cursor."""
    column = _Column(width, height, glyphs)
    if facts.call is not None:
        _call(column, facts, facts.call)
    if facts.technician is not None:
        _technician(column, facts, facts.technician)
    if facts.ranking is not None:
        _places(column, facts, facts.ranking)
    _goals(column, facts.board)
    column.head("NEEDS ATTENTION")
    if not facts.attention:
        column.say((f"{glyphs.good} nothing just now", "good", 0))
    for item in facts.attention[: max(0, height - column.y)]:
        sign = glyphs.conflict if item.trouble is Trouble.CONFLICT else glyphs.late
        role = "quiet" if item.trouble.rank >= Trouble.TRAVEL.rank else "warn"
        column.say((f"{sign} ", role, BOLD), (item.text, "text", 0))
    return column.lines


def _places(column: _Column, facts: SideFacts, ranking: Ranking) -> None:
    """The best three, each with what sets it apart; or why there is none."""
    column.head("BEST PLACES")
    zone, ellipsis = facts.board.day.shop.zone, column.glyphs.ellipsis
    for digit, place in enumerate(ranking.places[:3], start=1):
        name = facts.board.day.technicians[place.technician_id].name
        column.say(
            (f"{digit} ", "bright", BOLD),
            (f"{clipped(name, 17, ellipsis):<18}", "text", 0),
            (f"{clock_text(place.start, zone)} ", "text", 0),
            (f"{place.total:>4.0f}", "bright", 0),
        )
        column.say((f"  {reason_words(place, ranking.places)}", "quiet", 0))
    if not ranking.places:
        column.wrapped(shut_words(ranking) or "nobody works that day", "warn", 2)


def _goals(column: _Column, board: Board) -> None:
    """The day's goals in two lines."""
    goals = board.goals
    if goals.score is None:
        return
    column.head(f"GOALS {score_text(goals)}")
    named = [(name, goal) for name, goal in goals.named if goal.of]
    judged = [(f"{BRIEF[name]} {fraction(goal)}", role_of_goal(goal)) for name, goal in named]
    for at in range(0, len(judged), 2):
        column.say(*((f"{text:<17}", role, 0) for text, role in judged[at : at + 2]))


def _call(column: _Column, facts: SideFacts, call: Call) -> None:
    day, zone, glyphs = facts.board.day, facts.board.day.shop.zone, column.glyphs
    customer, site, kind = day.customer_of(call), day.site_of(call), day.type_of(call)
    column.head("CALL")
    visit = facts.visit
    role = role_of(visit, call) if visit else "tentative"
    words = STATE_WORDS[role] if visit else "in the tray"
    column.say((f"{glyphs.state[role]} {call.id} ", "bright", BOLD), (words, "text", 0))
    column.say((customer.name if customer else "unknown", "bright", BOLD))
    column.say(
        (f"{kind.name if kind else call.type_code} {glyphs.dot} {length_text(call.minutes)}", "text", 0)
    )
    column.say((site.one_line if site else "no address", "quiet", 0))
    if call.problem:
        column.wrapped(call.problem, "text", 2)
    if visit is not None:
        known = facts.board.forecast_of(visit)
        slot = visit.slot
        column.fact(
            "slot", f"{clock_text(slot.start, zone)}{glyphs.dash}{clock_text(slot.end, zone)}", "bright", BOLD
        )
        verb = "arrived" if visit.arrived_at else "arrives"
        column.fact(verb, clock_text(known.eta, zone), "warn" if known.late_minutes else "text")
        likely = range_words(known.eta_low, known.eta_high, zone)
        if likely:
            column.fact("likely", likely, "warn" if known.may_be_late else "text")
        if known.slack_minutes is not None and not visit.arrived_at:
            column.fact(
                "slack", length_text(known.slack_minutes), "warn" if known.slack_minutes < 0 else "good"
            )
        guess = "" if known.leg.known else " (a guess)"
        column.fact("travel", f"{known.leg.minutes}m{guess}")
        column.wrapped(basis_words(facts.board, visit), "quiet", 2)
    window = window_text(call.window, zone).replace("–", glyphs.dash)
    column.fact("window", window or "none promised")
    column.fact("phone", phone_text(customer.phone) if customer else "")
    if site and (call.access or site.access):
        column.fact("access", call.access or site.access)
    if customer and customer.tags:
        column.fact("style", ", ".join(customer.tags))


def _technician(column: _Column, facts: SideFacts, technician: Technician) -> None:
    board, zone, dash = facts.board, facts.board.day.shop.zone, column.glyphs.dash
    doing = board.doing(technician.id)
    working = board.day.working.get(technician.id, ())
    column.head("TECHNICIAN")
    column.say((f"{technician.code} ", "quiet", 0), (technician.name, "bright", BOLD))
    since = f" since {clock_text(doing.since, zone)}" if doing.since else ""
    column.say((f"{doing.state.value}{since}", "text", 0))
    column.say((" ".join(technician.skills) or "no skills known", "quiet", 0))
    hours = ", ".join(f"{clock_text(s.start, zone)}{dash}{clock_text(s.end, zone)}" for s in working)
    column.fact("shift", hours or "off today")
    forecast = board.forecasts[technician.id]
    if forecast.home is not None:
        late = forecast.overtime_minutes
        column.fact(
            "home",
            clock_text(forecast.home, zone) + (f" +{late}m" if late else ""),
            "warn" if late else "good",
        )
        likely = home_range(forecast, zone)
        if likely:
            column.fact("likely", likely)
    column.fact("phone", phone_text(technician.phone))


def paint_side_technicians(
    board: Board, lines: Sequence[TechnicianLine], cursor: int | None, width: int, height: int, glyphs: Glyphs
) -> list[Line]:
    """The technicians in two lines each, most trouble first."""
    column = _Column(width, height, glyphs)
    column.say(("TECHNICIANS", "accent", BOLD), ("  most trouble first", "quiet", 0))
    zone = board.day.shop.zone
    for line in lines:
        if column.y + 2 > height:
            break
        bold = BOLD if line.technician.id == cursor else 0
        marks = f" {glyphs.late}{len(line.attention)}" if line.attention else ""
        state = STATE_ROLE[line.state]
        column.say(
            (f"{glyphs.state.get(state, glyphs.dot)} ", "accent" if line.visit else "quiet", 0),
            (clipped(line.technician.name, 18, glyphs.ellipsis), "bright" if bold else "text", bold),
            (f"  {line.state.value}", "quiet", 0),
            (marks, "warn", BOLD),
        )
        column.say(("  " + _doing_words(line, zone_text=lambda at: clock_text(at, zone)), "quiet", 0))
    return column.lines


def _doing_words(line: TechnicianLine, zone_text: Callable[[datetime], str]) -> str:
    parts = []
    if line.visit is not None and line.expected_end is not None:
        parts.append(f"{line.visit.call_id} till {zone_text(line.expected_end)}")
    if line.following is not None:
        slack = f" slack {length_text(line.slack)}" if line.slack is not None else ""
        parts.append(f"next {line.following.call_id} {zone_text(line.following.start)}{slack}")
    return ", ".join(parts) or line.reason or "nothing planned"


class SidePanel(CellView):
    """The panel at the right of the board."""

    DEFAULT_CSS = f"SidePanel {{ width: {WIDTH}; height: 1fr; }}"
