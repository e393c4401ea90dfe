"""What the shop sets for itself: its rules, and its own wording of messages."""

from __future__ import annotations

from dispatch_tui.core.commands import Outcome, SetRule, SetTemplate
from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import Template
from dispatch_tui.core.rulebook import checked, rule_named
from dispatch_tui.core.telling.templates import LANGUAGES, check_wording
from dispatch_tui.desk.acts.common import concluded
from dispatch_tui.desk.ports import Workspace


def set_rule(ws: Workspace, command: SetRule) -> Outcome:
    """Set a rule, checked; an empty value goes back to the default, and so does the default itself."""
    rule = rule_named(command.name)
    shop = ws.shop()
    before = shop.rules.get(rule.name, rule.default)
    value = checked(rule, command.value) if command.value.strip() else rule.default
    rules = {name: kept for name, kept in shop.rules.items() if name != rule.name}
    if value != rule.default:
        rules[rule.name] = value
    ws.change(shop, rules=rules)
    was = f", it was {_shown(before)}" if before != value else ", as it was"
    back = " again, the default" if value == rule.default and before != value else ""
    return concluded(ws, f"{rule.name} is {_shown(value)}{back}{was}")


def _shown(value: str) -> str:
    return value or "empty"


def set_template(ws: Workspace, command: SetTemplate) -> Outcome:
    """Keep the shop's own wording, checked; an empty body goes back to ours."""
    if command.language not in LANGUAGES:
        raise Refused(f"there are no wordings in {command.language!r}", f"these are: {', '.join(LANGUAGES)}")
    known = [
        each for each in ws.all(Template) if (each.kind, each.language) == (command.kind, command.language)
    ]
    what = f"{command.kind.value.replace('_', ' ')} ({command.language})"
    if not command.body.strip():
        if not known:
            raise Refused(f"{what} is worded by us already", "give words of your own")
        ws.drop(known[0])
        return concluded(ws, f"{what} is worded by us again")
    words = check_wording(command.kind, command.subject, command.body)
    if known:
        ws.change(known[0], body=words.body, subject=words.subject)
    else:
        ws.add(Template(command.kind, command.language, words.body, words.subject))
    return concluded(ws, f"{what} is worded anew")
