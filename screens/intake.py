"""Taking a call: phone first, known customers as one types, nothing typed ever lost."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from dispatch_tui.core.commands import SaveDraft
from dispatch_tui.core.errors import DispatchError, Refused
from dispatch_tui.core.model import Draft
from dispatch_tui.core.timewords import TimeBase, clock_text
from dispatch_tui.desk.intake import (
    EDIT_FIELDS,
    FIELDS,
    Checked,
    IntakeContext,
    check,
    matching_types,
)
from dispatch_tui.desk.intake_acts import (
    Chosen,
    changes,
    filled_from,
    filled_from_call,
    history_words,
    new_call,
    same_phone,
)
from dispatch_tui.desk.ports import CallStory, CustomerHit
from dispatch_tui.keymap import Mode
from screens.base import DeskScreen
from screens.emergency_acts import offer_emergency
from screens.intake_keys import FormActs
from screens.intake_offers import IntakeOffers
from screens.intake_saving import REASON, ask_if_known, save_changes
from screens.keys import pass_on
from widgets.cells import Look
from widgets.fields import FieldInput, FieldRow
from widgets.ink import BOLD
from widgets.lines import HintRow, PiecesRow, piece
from widgets.offers import Offer, OfferList, customer_offers, duplicate_rows
from widgets.page import Row

SEARCHED = ("phone", "name", "address")
SEARCH_AFTER = 0.06
DRAFT_AFTER = 2.0
NARROW = 110
BACK_TO = "back_to"
"""In a draft: the call that the new one comes back to."""
FROM_FIRST = ("phone", "name", "address", "city", "postcode", "type", "access", "channel", "tags")
"""Fields that a callback has from the first call."""


class IntakeScreen(DeskScreen):
    """The intake form."""

    CSS_PATH = "intake.tcss"
    mode = Mode.FORM

    def __init__(
        self, look: Look, phone: str = "", edit: int | None = None, back_to: int | None = None
    ) -> None:
        super().__init__("intake")
        self._look = look
        self._phone = phone
        self._edit = edit
        self._back_to = back_to
        self._drafts = edit is None
        self._story: CallStory | None = None
        self.chosen = Chosen()
        self._hit: CustomerHit | None = None
        self._touched: set[str] = set()
        self._search: Timer | None = None
        self._keep: Timer | None = None
        self._saving = False
        self._ready = False
        self._early: list[events.Key] = []
        self._asked_about: set[str] = set()
        self.field = FIELDS[0].name
        self._offers_part = IntakeOffers(self)
        self.parts = [FormActs(self), self._offers_part]
        self._country = "US"

    # -- layout

    def compose(self) -> ComposeResult:
        """Title, fields beside the list of what is known, hints, last line."""
        yield PiecesRow(self._look, id="title")
        with Horizontal(id="body"):
            with Vertical(id="form"):
                for each in FIELDS:
                    yield FieldRow(self._look, each, self._form_key, self._pass_on)
            yield OfferList(self._look)
        yield HintRow(self._look)
        yield self.make_prompt()

    def on_mount(self) -> None:
        """Find the parts; bring a draft, or the call to be changed."""
        self.offers = self.query_one(OfferList)
        self.rows = {row.field.name: row for row in self.query(FieldRow)}
        self.set_class(self.app.size.width < NARROW, "-narrow")
        self.call_after_refresh(self.start, self._begin, group="begin")

    def on_resize(self) -> None:
        """The list goes under the form on a narrow screen."""
        self.set_class(self.app.size.width < NARROW, "-narrow")

    async def _begin(self) -> None:
        self.update_hints()
        self._title("NEW CALL")
        if self._edit is not None:
            await self._begin_edit(self._edit)
        elif self._back_to is not None:
            self._drafts = await self._draft() is None
            await self._begin_callback(self._back_to)
        else:
            draft = await self._draft()
            if draft is not None:
                self.fill(dict(draft.values))
                self._touched.update(draft.values)
                zone = self.live.board.day.shop.zone
                self.say(f"your draft of {clock_text(draft.saved_at, zone)} is back; ctrl+l clears it")
                if draft.values.get(BACK_TO, "").isdecimal():
                    await self._begin_callback(int(draft.values[BACK_TO]), filled=True)
            if self._phone and not self._typed("phone"):
                self.fill({"phone": self._phone})
        first = "phone" if self._edit is None and self._back_to is None else "type"
        self.focus_on(first)
        self._ready = True
        early, self._early = self._early, []
        for event in early:
            self._pass_on(event, self)
        self._recheck()
        await self._look_up(first)

    def focus_on(self, name: str) -> None:
        """Give a field the keys, at once."""
        self.set_focus(self.rows[name].input)

    async def _begin_edit(self, call_id: int) -> None:
        story = await self.live.ask(lambda desk: desk.store.call_story(call_id))
        self._story = story
        self._title(f"CHANGE CALL {call_id}")
        self.fill(filled_from_call(story.call, story.customer, story.site, self._understood_against()))
        self.chosen = Chosen(story.customer, story.site)
        for name, row in self.rows.items():
            row.input.disabled = name not in EDIT_FIELDS

    async def _draft(self) -> Draft | None:
        owner = self.live.desk.seat.actor
        return await self.live.ask(lambda desk: desk.store.draft_of(owner))

    async def _begin_callback(self, call_id: int, filled: bool = False) -> None:
        """Who, where and what kind of work are known from the first call; a draft is `filled` already."""
        story = await self.live.ask(lambda desk: desk.store.call_story(call_id))
        self._back_to = call_id
        self.chosen = Chosen(story.customer, story.site)
        known = filled_from_call(story.call, story.customer, story.site, self._understood_against())
        if not filled:
            self.fill({name: known[name] for name in FROM_FIRST})
        self._title("NEW CALL")

    def _title(self, text: str) -> None:
        known = self.chosen.customer
        pieces = [piece(f" {text} ", "accent.text", "accent", BOLD)]
        if self._back_to is not None:
            pieces.append(piece(f"  callback of {self._back_to}", "warn", "screen", BOLD))
        if known is not None and self._hit is not None:
            pieces.append(piece(f"  known customer, {history_words(self._hit)}", "good", "screen"))
        if self.services.in_hand is not None:
            pieces.append(piece(f"   {self.services.in_hand} stays in hand", "now", "screen"))
        self.query_one("#title", PiecesRow).update(pieces)

    # -- what is typed

    def _typed(self, name: str) -> str:
        return self.rows[name].input.value

    def _all_typed(self) -> dict[str, str]:
        return {name: row.input.value for name, row in self.rows.items()}

    def fill(self, values: dict[str, str]) -> None:
        """Put texts into fields, as if they had been typed, but look nothing up."""
        for name, value in values.items():
            if name in self.rows:
                field = self.rows[name].input
                with field.prevent(Input.Changed):
                    field.value = value
                field.cursor_position = len(value)

    def _understood_against(self) -> IntakeContext:
        day = self.live.board.day
        base = TimeBase(day.service_date, self.live.now, day.shop.zone)
        held = frozenset(skill for tech in day.technicians.values() for skill in tech.skills)
        return IntakeContext(tuple(day.call_types.values()), base, self._country, held)

    def checked(self) -> Checked:
        """What the form comes to so far."""
        return check(self._all_typed(), self._understood_against())

    def _recheck(self) -> Checked:
        """Say beside each field what was understood; what is wrong only where one has been."""
        found = self.checked()
        for name, row in self.rows.items():
            error = found.errors.get(name, "") if name in self._touched else ""
            row.note(error, found.echoes.get(name, ""))
            row.label(name in found.missing and name in self._touched)
        return found

    def on_input_changed(self, event: Input.Changed) -> None:
        """Understand anew; look up who it may be; keep a draft soon."""
        name = event.input.name or ""
        if name not in self.rows:
            return
        event.stop()
        self._recheck()
        if name == "address" and self.chosen.site is not None:
            self.chosen = Chosen(self.chosen.customer, self.chosen.site)
        if name in SEARCHED or name == "type":
            self._later(name)
        if self._keep is not None:
            self._keep.stop()
        if self._drafts:
            self._keep = self.set_timer(DRAFT_AFTER, self._keep_draft)

    def _later(self, name: str) -> None:
        if self._search is not None:
            self._search.stop()
        self._search = self.set_timer(
            SEARCH_AFTER,
            lambda: self.start(self._look_up, name, group="search"),
        )

    def on_descendant_focus(self) -> None:
        """The list follows the field one is in."""
        focused = self.focused
        if isinstance(focused, FieldInput) and focused.name:
            name = focused.name
            self.start(self._look_up, name, group="search")

    def on_descendant_blur(self) -> None:
        """A field that was left may be complained of."""
        for name, row in self.rows.items():
            if row.input.value and not row.input.has_focus:
                self._touched.add(name)

    # -- the list beside the form

    async def _look_up(self, name: str) -> None:
        """Offer known customers, or kinds of work."""
        if self._edit is not None and name in SEARCHED:
            return
        if name in SEARCHED:
            text = self._typed(name)
            hits: tuple[CustomerHit, ...] = ()
            if len(text.strip()) >= 2:
                hits = await self.live.ask(lambda desk: desk.store.find_customers(text, 8))
            title = "KNOWN CUSTOMERS" if hits else "KNOWN CUSTOMERS: none so far"
            self.offers.offer_these(title, customer_offers(hits), self._duplicates())
            known = (
                same_phone(text, hits, self._country)
                if name == "phone" and self.chosen.customer is None
                else None
            )
            if known is not None and len(self.offers.offers) == len(known.sites or (None,)):
                self.offers.mark(1)  # one customer has this very number: enter takes them
        elif name == "type":
            kinds = matching_types(self._typed("type"), self._understood_against().call_types)
            self.offers.offer_these("KINDS OF WORK", [Offer(kind=kind) for kind in kinds], self._duplicates())
        else:
            self.offers.offer_these("", (), self._duplicates())

    def _duplicates(self) -> list[Row]:
        """Open calls of the chosen customer at the chosen site."""
        site, hit = self.chosen.site, self._hit
        if site is None or hit is None or self._edit is not None:
            return []
        return duplicate_rows([call for call in hit.open_calls if call.site_id == site.id])

    def _form_key(self, name: str, key: str) -> None:
        """Carry out a key of the form, for the field it was pressed in."""
        self.field = name
        self.press(key)

    def _pass_on(self, event: events.Key, sender: Widget) -> None:
        pass_on(self.app, event, sender)

    def takes_key(self, event: events.Key) -> bool:
        """What is typed before the form is ready waits for its first field."""
        if self._ready:
            return False
        event.stop()
        event.prevent_default()
        self._early.append(event)
        return True

    def pick(self, name: str, step: int) -> None:
        """Along the list beside a field; where there is none, to the next field."""
        if not self.offers.mark(step):
            self.step_from(name, step)

    def enter(self, name: str) -> None:
        """Take what is marked in the list, or go on."""
        offer = self.offers.offer
        if offer is not None:
            self._take(offer)
            return
        self.leave_field(name)
        self.step_from(name, 1)

    def leave_field(self, name: str) -> None:
        """From now on it may be complained of; what is wrong is said in full on the last line."""
        self._touched.add(name)
        error = self._recheck().errors.get(name)
        if error:
            self.say(f"{self.rows[name].field.label}: {error}", "refused")

    def _take(self, offer: Offer) -> None:
        """Fill in what is known, or what is offered."""
        if offer.window is not None:
            self._offers_part.take(offer.window)
            self._touched.update(("due", "window"))
            self._recheck()
            self.offers.offer_these("", (), self._duplicates())
            self.focus_on("window")
            return
        if offer.kind is not None:
            self.fill({"type": offer.kind.name})
            self._recheck()
            self.step_from("type", 1)
            return
        assert offer.hit is not None
        self._hit = offer.hit
        self.chosen = Chosen(offer.hit.customer, offer.site)
        self.fill(filled_from(offer.hit, offer.site))
        self._title("NEW CALL")
        self._recheck()
        self.focus_on("type" if offer.site is not None else "address")

    def step_from(self, name: str, step: int) -> None:
        """To the field after one, or before it."""
        names = [each.name for each in FIELDS if not self.rows[each.name].input.disabled]
        at = names.index(name) + step
        if at >= len(names):
            self.say("ctrl+g saves and places it, ctrl+s leaves it in the tray")
            at = len(names) - 1
        self.focus_on(names[max(0, at)])

    # -- keeping, clearing, saving

    def _keep_draft(self) -> None:
        if self._drafts and not self._saving:
            self.start(self._store_draft, self._all_typed(), group="draft")

    async def _store_draft(self, values: dict[str, str]) -> None:
        typed = {name: text for name, text in values.items() if text.strip()}
        if typed and self._back_to is not None:
            typed[BACK_TO] = str(self._back_to)
        await self.live.do(SaveDraft(self.live.desk.seat.actor, typed))

    def leave(self) -> None:
        """Back to where one was; what was typed comes back with the next i."""
        if self.offers.unmark():
            return
        if self._drafts and any(text.strip() for text in self._all_typed().values()):
            self.app.run_worker(self._store_draft(self._all_typed()))
            self.dismiss()
            screen = self.app.screen
            if isinstance(screen, DeskScreen):
                screen.say("kept as a draft; i brings it back")
            return
        self.dismiss()

    def clear(self) -> None:
        """Begin anew; the draft is dropped."""
        self._back_to = None
        self.fill(dict.fromkeys(self.rows, ""))
        self.chosen, self._hit = Chosen(), None
        self._touched.clear()
        self._title("NEW CALL")
        self._recheck()
        self.start(self._store_draft, {}, group="draft")
        self.focus_on("phone")

    async def save(self, place: bool) -> None:
        """Take the call, into the tray or into the hand; or store what was changed of one."""
        if self._saving:
            return
        self._touched.update(self.rows)
        checked = self._recheck()
        try:
            if self._story is not None:
                self._saving = True
                await self._save_changes(self._story, checked)
                return
            command = new_call(self._all_typed(), checked, self.chosen, self._country, self._back_to)
            if self.chosen.customer is None:
                await ask_if_known(self.live, self._typed("phone"), self._country, self._asked_about)
        except DispatchError as error:
            self._saving = False
            self.say(str(error), "refused")
            wrong = next(iter((*checked.missing, *checked.errors)), None)
            if wrong is not None:
                self.focus_on(wrong)
            return
        self._saving = True
        try:
            outcome = await self.live.do(command)
            if self._drafts:
                await self._store_draft({})
        except DispatchError:
            self._saving = False
            raise
        self.dismiss()
        screen = self.app.screen
        if isinstance(screen, DeskScreen):
            screen.say_outcome(outcome)
        if place and outcome.call is not None:
            self._offers_part.in_hand(outcome.call)
        elif outcome.call is not None and isinstance(screen, DeskScreen):
            offer_emergency(screen, outcome.call)

    async def _save_changes(self, story: CallStory, checked: Checked) -> None:
        try:
            said = await save_changes(
                self.live, story, changes(story.call, self._all_typed(), checked, REASON)
            )
        except Refused:
            self._saving = False
            raise
        self.dismiss()
        screen = self.app.screen
        if isinstance(screen, DeskScreen):
            screen.say(said)
