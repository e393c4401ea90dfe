"""How messages are worded: one template each and language, with a preview and its length in text messages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TypeAlias

from dispatch_tui.core.commands import SetTemplate
from dispatch_tui.core.errors import Usage
from dispatch_tui.core.model import Call, Customer, MessageKind, Site, Span, Technician, Template
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.telling.segments import segments
from dispatch_tui.core.telling.templates import (
    LANGUAGES,
    PLACEHOLDERS,
    Wording,
    check_in_reason,
    customer_facts,
    filled,
    technician_facts,
    wording,
)
from dispatch_tui.core.text import plural
from dispatch_tui.keymap import Mode
from screens.lists import ListScreen
from screens.message_acts import many_lines, one_line
from widgets.blocks import Block
from widgets.canvas import wrapped
from widgets.cells import Look
from widgets.ink import BOLD
from widgets.lines import Piece
from widgets.messages import LANGUAGES as SPOKEN
from widgets.messages import script_rows
from widgets.page import Row, said

K = MessageKind
Key: TypeAlias = tuple[str, str]
"""Kind and language."""

TO_TECHNICIANS = (K.THE_CALL, K.CHANGED, K.OFF, K.CHECK_IN)
TO_CUSTOMERS = tuple(kind for kind in PLACEHOLDERS if kind not in TO_TECHNICIANS)
REASONS: Mapping[MessageKind, Mapping[str, str]] = {
    K.CHANGED: {"en": "The customer asked for another time", "es": "El cliente pidió otra hora"},
    K.OFF: {"en": "The customer canceled", "es": "El cliente canceló"},
}
"""Why, in the previews that say why."""


class TemplatesScreen(ListScreen):
    """Kinds of messages by language; e words one anew, s its subject, x goes back to ours."""

    mode = Mode.WORDINGS
    sheet_share = 0.5

    def __init__(self, look: Look) -> None:
        super().__init__(look, "templates")
        self.own: tuple[Template, ...] = ()

    async def fill(self) -> None:
        """Read the shop's own wordings."""
        self.own = await self.live.ask(lambda desk: desk.store.templates())
        self.shown()

    @property
    def at(self) -> tuple[MessageKind, str]:
        """Kind and language under the cursor.

        Raises:
            Usage: before there is any.
        """
        chosen = self.list.chosen
        if not isinstance(chosen, tuple):
            raise Usage("no wording here", "go to one with j or k")
        return MessageKind(chosen[0]), str(chosen[1])

    def own_of(self, kind: MessageKind, language: str) -> Template | None:
        """The shop's own, if it has one."""
        return next((each for each in self.own if (each.kind, each.language) == (kind, language)), None)

    def show_list(self) -> None:
        """To customers, then to technicians."""
        width = self.list.size.width
        blocks: list[Block] = []
        for title, kinds in (("TO CUSTOMERS", TO_CUSTOMERS), ("TO TECHNICIANS", TO_TECHNICIANS)):
            blocks.append(Block(((), ((f" {title}", "accent", "screen", BOLD),))))
            blocks += [
                Block((self._row(kind, language, width),), (kind.value, language))
                for kind in kinds
                for language in LANGUAGES
            ]
        self.list.update(blocks)

    def _row(self, kind: MessageKind, language: str, width: int) -> Row:
        setting = self.setting(width)
        own = self.own_of(kind, language)
        shown = wording(kind, language, self.own)
        counted = segments(self.preview(kind, language).body)
        whose, role = ("yours", "now") if own else ("ours", "quiet")
        first = kind.value.replace("_", " ") if language == LANGUAGES[0] else ""
        pieces: list[Piece] = [
            ("   ", "text", "screen", 0),
            (setting.cell(first, 15), "bright", "screen", BOLD),
            (setting.cell(SPOKEN[language], 9), "text", "screen", 0),
            (setting.cell(whose, 7), role, "screen", BOLD * bool(own)),
            (setting.cell(plural(counted.count, "part"), 8), "quiet", "screen", 0),
            (setting.cell(shown.body, max(8, width - 43)), "quiet", "screen", 0),
        ]
        return tuple(pieces)

    def show_sheet(self) -> None:
        """The wording, then as somebody would get it, with its length."""
        if self.list.chosen is None:
            self.sheet.update([])
            return
        kind, language = self.at
        setting = self.setting(self.sheet.size.width)
        words, preview = wording(kind, language, self.own), self.preview(kind, language)
        counted = segments(preview.body)
        own = self.own_of(kind, language)
        room = max(20, self.sheet.size.width - 8)
        names = " ".join(f"{{{name}}}" for name in PLACEHOLDERS[kind])
        gap: list[Row] = [()] if self.sheet.size.height >= 16 else []
        rows: list[Row] = [
            *gap,
            (
                (f" {kind.value.replace('_', ' ')}", "bright", "screen", BOLD),
                (f" in {SPOKEN[language]}", "text", "screen", 0),
                ("  in your words" if own else "  in our words", "now" if own else "quiet", "screen", 0),
            ),
            *gap,
            *(said((f"   {line}", "text")) for line in wrapped(words.body, room)),
            said((f"   subject: {words.subject}", "quiet")),
            *gap,
            *script_rows(preview.body, setting),
            *gap,
            said(
                (f"   {plural(counted.count, 'text message')}", "good" if counted.count <= 2 else "warn"),
                (f", {counted.units} characters as {counted.encoding} counts", "quiet"),
                (f"; subject: {preview.subject}", "quiet"),
            ),
            *(said((f"   {line}", "quiet")) for line in wrapped(f"may hold {names}", room)),
        ]
        self.sheet.update(rows)

    def preview(self, kind: MessageKind, language: str) -> Wording:
        """A wording as it would read for a typical call."""
        day, now = self.live.board.day, self.live.now
        call, customer, site, technician = self._typical()
        start = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=3)
        window = call.window or Span(start, start + timedelta(hours=2))
        if kind in TO_TECHNICIANS:
            reason = check_in_reason(Rules.of(day.shop), language)
            facts = technician_facts(
                day.shop, call, customer, site, day.type_of(call), technician, language,
                now=now, start=window.start, reason=REASONS.get(kind, {}).get(language, reason),
            )  # fmt: skip
        else:
            eta = window.end + timedelta(minutes=20)
            facts = customer_facts(
                day.shop, call, customer, site, technician, language, eta=eta, window=window, now=now
            )
        return filled(wording(kind, language, self.own), facts)

    def _typical(self) -> tuple[Call, Customer, Site | None, Technician | None]:
        """A call with a window from the board; where there is none, one made up."""
        day = self.live.board.day
        technician = next((day.technicians[key] for key in day.order), None)
        now = self.live.now
        for visit in sorted(day.visits.values(), key=lambda each: (each.start <= now, each.start, each.id)):
            call = day.calls.get(visit.call_id)
            customer = day.customer_of(call) if call is not None else None
            if call is not None and call.window is not None and customer is not None:
                return call, customer, day.site_of(call), day.technicians.get(visit.technician_id)
        made_up = Call(
            0, 0, "REPAIR", (), 60, self.live.now, day.service_date, problem="the heating is cold", id=412
        )
        return made_up, Customer("Maria Lopez", "+16145550134"), Site(0, "12 Elm Street"), technician

    def act_rule_edit(self, _count: int | None) -> None:
        """Word the message anew."""
        kind, language = self.at
        now = wording(kind, language, self.own)
        own = self.own_of(kind, language)

        async def then(text: str) -> None:
            await self.do(SetTemplate(kind, language, many_lines(text), own.subject if own else ""))

        label = f" {kind.value.replace('_', ' ')} ({language}): "
        self.ask(label, f"template {kind} {language}", then, one_line(now.body))

    def act_rule_subject(self, _count: int | None) -> None:
        """Word its subject anew."""
        kind, language = self.at
        now = wording(kind, language, self.own)

        async def then(text: str) -> None:
            await self.do(SetTemplate(kind, language, now.body, text))

        self.ask(f" subject ({language}): ", f"subject {kind} {language}", then, now.subject)

    async def act_rule_default(self, _count: int | None) -> None:
        """Our wording again."""
        kind, language = self.at
        await self.do(SetTemplate(kind, language, ""))
