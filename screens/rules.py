"""The shop's rules: each with its value, what it would be by itself, and what it means."""

from __future__ import annotations

from dispatch_tui.core.commands import SetRule
from dispatch_tui.core.errors import Usage
from dispatch_tui.core.rule import Rule, Sort
from dispatch_tui.core.rulebook import RULES, rule_named
from dispatch_tui.desk.desk import seen
from dispatch_tui.keymap import Mode
from screens.lists import ListScreen
from widgets.blocks import Block
from widgets.cells import Look
from widgets.ink import BOLD
from widgets.lines import Piece
from widgets.page import Row, head, said

FLAG = ("on", "off")


def bounds_of(rule: Rule) -> str:
    """What a rule may be, in words."""
    match rule.sort:
        case Sort.MINUTES | Sort.DAYS | Sort.COUNT:
            what = "" if rule.sort is Sort.COUNT else f" {rule.sort.value}"
            return f"{rule.low} to {rule.high}{what}"
        case Sort.FLAG:
            return "on or off"
        case Sort.CHOICE:
            return ", ".join(rule.choices[:-1]) + f" or {rule.choices[-1]}"
        case Sort.CLOCK:
            return "a time of day, as 21:00"
        case Sort.TRAFFIC:
            return "hours and a factor, as 7-9 1.25, separated by commas"
        case Sort.WEIGHT:
            return "a number, 0 to 100, or preset"
        case Sort.RESERVE:
            return "off, a share of the hours as 20%, or hours a day as 4h"
        case Sort.WORDS:
            return "words of your own"


def following(rule: Rule, value: str) -> str:
    """The next of a rule's few values.

    Raises:
        Usage: if it has more than a few.
    """
    offered = FLAG if rule.sort is Sort.FLAG else rule.choices
    if not offered:
        raise Usage(f"{rule.name} is {bounds_of(rule)}", "change it with e")
    return offered[(offered.index(value) + 1) % len(offered)] if value in offered else offered[0]


def unit_of(rule: Rule, value: str) -> str:
    """A value with its unit: `30 min`, `0 days`, `on`."""
    if rule.sort is Sort.MINUTES and value.isdecimal():
        return f"{value} min"
    if rule.sort is Sort.DAYS and value.isdecimal():
        return f"{value} days"
    return value or "ours"


class RulesScreen(ListScreen):
    """All rules by section; e changes one, space turns it on or off, x takes the default again."""

    mode = Mode.RULES

    def __init__(self, look: Look) -> None:
        super().__init__(look, "rules")

    def place_parts(self) -> None:
        """What the rule means stands under the list, in five lines."""
        self.sheet.styles.width = "1fr"
        self.sheet.styles.height = 5

    @property
    def rule(self) -> Rule:
        """The one under the cursor.

        Raises:
            Usage: before there is any.
        """
        chosen = self.list.chosen
        if not isinstance(chosen, str):
            raise Usage("no rule here", "go to one with j or k")
        return rule_named(chosen)

    def value_of(self, rule: Rule) -> str:
        """What holds now, as typed."""
        return self.live.board.day.shop.rules.get(rule.name, rule.default)

    def show_list(self) -> None:
        """All rules, those set otherwise than by themselves marked."""
        blocks: list[Block] = []
        width = self.list.size.width
        for section in dict.fromkeys(rule.section for rule in RULES):
            blocks.append(Block(((), head(section.upper()))))
            blocks += [
                Block((self._row(rule, width),), rule.name) for rule in RULES if rule.section == section
            ]
        self.list.update(blocks)

    def _row(self, rule: Rule, width: int) -> Row:
        setting = self.setting(width)
        value, own = self.value_of(rule), rule.name in self.live.board.day.shop.rules
        name, room, last = (22, 16, 22) if width >= 100 else (18, 14, 0)
        default = f"by itself {unit_of(rule, rule.default)}" if own and last else ""
        pieces: list[Piece] = [
            ("   ", "text", "screen", 0),
            (setting.cell(rule.name, name), "text", "screen", 0),
            (setting.cell(unit_of(rule, value), room), "now" if own else "bright", "screen", BOLD),
            (setting.cell(rule.help, max(10, width - 4 - name - room - last)), "quiet", "screen", 0),
            (setting.cell(default, last) if default else "", "quiet", "screen", 0),
        ]
        return tuple(pieces)

    def show_sheet(self) -> None:
        """What the rule means, what it may be, what it would be by itself."""
        if self.list.chosen is None:
            self.sheet.update([])
            return
        rule = self.rule
        own = rule.name in self.live.board.day.shop.rules
        by_itself = f"by itself it is {unit_of(rule, rule.default)}"
        self.sheet.update(
            [
                (),
                (
                    (f"   {rule.name}  ", "accent", "screen", BOLD),
                    (unit_of(rule, self.value_of(rule)), "now" if own else "bright", "screen", BOLD),
                ),
                said((f"   {rule.help}", "text")),
                said((f"   {bounds_of(rule)}; {by_itself}", "quiet")),
            ]
        )

    async def _set(self, rule: Rule, value: str) -> None:
        await self.do(SetRule(rule.name, value), seen(self.live.board.day.shop, "rules"))

    def act_rule_edit(self, _count: int | None) -> None:
        """Type another value."""
        rule = self.rule

        async def then(text: str) -> None:
            await self._set(rule, text)

        offers = FLAG if rule.sort is Sort.FLAG else rule.choices
        label = f" {rule.name}, {bounds_of(rule)}: "
        self.ask(label, f"rule {rule.name}", then, self.value_of(rule), offers)

    async def act_rule_next(self, _count: int | None) -> None:
        """On or off, or the next choice."""
        rule = self.rule
        await self._set(rule, following(rule, self.value_of(rule)))

    async def act_rule_default(self, _count: int | None) -> None:
        """What it is by itself."""
        await self._set(self.rule, "")
