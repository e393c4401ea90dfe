"""Taking a call: phone first, nothing typed lost, in hand when it is saved."""

from __future__ import annotations

from pathlib import Path

from dispatch_tui.core.model import Call, Customer
from dispatch_tui.core.text import phone_text
from dispatch_tui.keymap import Mode
from screens.intake import IntakeScreen
from tests.screens.driving import Console, opened


async def form(console: Console, *keys: str) -> IntakeScreen:
    """The form, ready to be typed in."""
    await console.press(*(keys or ("i",)))
    await console.until(lambda: isinstance(console.screen, IntakeScreen), "the form")
    screen: IntakeScreen = console.screen
    await console.until(lambda: getattr(screen.focused, "name", None) in ("phone", "type"), "its first field")
    return screen


def known(console: Console) -> tuple[Customer, Call]:
    """A customer who has called before, with one open call."""
    call = console.board.day.calls[console.board.day.tray[-1]]
    customer = console.board.day.customer_of(call)
    assert customer is not None
    return customer, call


def typed(screen: IntakeScreen) -> dict[str, str]:
    return {name: row.input.value for name, row in screen.rows.items() if row.input.value}


async def to(console: Console, screen: IntakeScreen, name: str) -> None:
    screen.rows[name].input.focus()
    await console.until(lambda: getattr(screen.focused, "name", None) == name, f"field {name}")


async def fill(console: Console, screen: IntakeScreen, **fields: str) -> None:
    for name, text in fields.items():
        await to(console, screen, name)
        await console.type(text)


async def test_a_known_customer_comes_up_by_phone_and_fills_the_form(shop: Path):
    async with opened(shop) as console:
        customer, call = known(console)
        screen = await form(console)
        await console.type(phone_text(customer.phone).replace("-", "")[:9])
        await console.until(lambda: customer.name in console.shows(screen.offers), "the customer comes up")
        assert "open:" in console.shows(screen.offers)
        for _ in range(8):
            await console.press("down")
            offer = screen.offers.offer
            if offer is not None and offer.hit is not None and offer.hit.customer.id == customer.id:
                break
        await console.press("enter")
        await console.until(lambda: typed(screen).get("name") == customer.name, "filled in")
        site = console.board.day.site_of(call)
        assert site is not None
        assert typed(screen)["address"] == site.address
        assert "known customer" in console.shows()
        await console.until(lambda: str(call.id) in console.shows(screen.offers), "a likely duplicate")
        assert "LIKELY THE SAME CALL AGAIN" in console.shows(screen.offers)


async def test_save_and_place_puts_the_new_call_in_hand(shop: Path):
    async with opened(shop) as console:
        screen = await form(console)
        await fill(
            console, screen, phone="614 555 0177", name="Ida Fox", address="12 Elm St", city="Columbus, OH"
        )
        await fill(console, screen, type="no heat", problem="cold [red]since[/] monday")
        await console.press("ctrl+g")
        await console.until(lambda: console.mode is Mode.HAND, "in hand")
        hand = console.state.hand
        assert hand is not None
        assert hand.call.problem == "cold [red]since[/] monday"
        assert hand.origin is None
        number = hand.call.id
        await console.press("exclamation_mark")
        await console.until(lambda: number not in console.board.day.tray)
        placed = console.board.day.visit_of(number)
        assert placed is not None
        assert console.state.cursor.visit_id == placed.id
        await form(console)
        assert typed(console.screen) == {}, "no draft is left of a call that was taken"


async def test_save_leaves_the_call_in_the_tray(shop: Path):
    async with opened(shop) as console:
        before = set(console.board.day.tray)
        screen = await form(console)
        await fill(console, screen, name="Ida Fox", address="12 Elm St", type="leak", window="13-15")
        await console.press("ctrl+s")
        await console.until(lambda: not isinstance(console.screen, IntakeScreen))
        await console.until_said("taken for Ida Fox")
        (new,) = set(console.board.day.tray) - before
        assert console.board.day.calls[new].window_told_at is not None
        assert console.mode is Mode.BOARD
        await console.press("u")
        await console.until(lambda: set(console.board.day.tray) == before)


async def test_what_is_wrong_is_said_in_words_beside_its_field(shop: Path):
    async with opened(shop) as console:
        screen = await form(console)
        await fill(
            console, screen, name="Ida Fox", type="xyzzy", minutes="soon", due="someday", priority="meh"
        )
        await console.press("ctrl+s")
        await console.until_said("missing")
        text = console.shows()
        assert "no such kind of work" in text
        assert "not a length" in text
        assert "not a date" in text
        assert "say emergency" in text
        assert isinstance(console.screen, IntakeScreen)
        assert typed(screen)["name"] == "Ida Fox", "nothing typed is lost"
        assert console.rev == 1


async def test_escape_keeps_a_draft_and_it_comes_back(shop: Path):
    async with opened(shop) as console:
        screen = await form(console)
        await fill(console, screen, name="Half Typed", problem="drip")
        await console.press("escape")
        await console.until(lambda: not isinstance(console.screen, IntakeScreen))
        await console.until_said("kept as a draft")
        again = await form(console)
        await console.until(lambda: typed(again) == {"name": "Half Typed", "problem": "drip"}, "it is back")
        await console.until_said("your draft")
        await console.press("ctrl+l")
        await console.until(lambda: typed(again) == {})
    async with opened(shop) as console:
        await form(console)
        assert typed(console.screen) == {}


async def test_a_draft_outlives_the_console(shop: Path):
    async with opened(shop) as console:
        screen = await form(console)
        await fill(console, screen, name="Half Typed")
        await console.press("escape")
        await console.until_said("kept as a draft")
    async with opened(shop) as console:
        screen = await form(console)
        await console.until(lambda: typed(screen) == {"name": "Half Typed"})
    async with opened(shop, actor="bob") as console:
        screen = await form(console)
        assert typed(screen) == {}, "a draft is its owner's"


async def test_a_call_in_hand_stays_there_through_intake(shop: Path):
    async with opened(shop) as console:
        visit = console.planned()
        await console.go(visit.call_id)
        await console.press("space", "l")
        hand = console.state.hand
        screen = await form(console)
        await console.until(lambda: f"{visit.call_id} stays in hand" in console.shows())
        await fill(console, screen, name="Ida Fox", address="12 Elm St", type="leak")
        await console.press("ctrl+g")
        await console.until(lambda: not isinstance(console.screen, IntakeScreen))
        await console.until_said("waits in the tray")
        after = console.state.hand
        assert after is not None
        assert after.visit == hand.visit
        assert console.mode is Mode.HAND
        await console.press("escape")
        assert console.mode is Mode.BOARD


async def test_the_kinds_of_work_are_offered(shop: Path):
    async with opened(shop) as console:
        screen = await form(console)
        await to(console, screen, "type")
        await console.until(lambda: "KINDS OF WORK" in console.shows(screen.offers))
        await console.press("down", "down", "enter")
        await console.until(lambda: "type" in typed(screen))
        assert "usual for it" in console.shows()


async def test_changing_a_call(shop: Path):
    async with opened(shop) as console:
        call = console.board.day.calls[console.board.day.tray[1]]
        await console.go(call.id)
        screen = await form(console, "c", "e")
        assert f"CHANGE CALL {call.id}" in console.shows()
        assert screen.rows["phone"].input.disabled
        await to(console, screen, "minutes")
        screen.rows["minutes"].input.value = "2h"
        await console.press("ctrl+s")
        await console.until(lambda: console.board.day.calls[call.id].minutes == 120)
        await console.until(lambda: not isinstance(console.screen, IntakeScreen))


async def test_changing_nothing_writes_nothing(shop: Path):
    async with opened(shop) as console:
        call = console.board.day.calls[console.board.day.tray[0]]
        await console.go(call.id)
        await form(console, "c", "e")
        await console.press("ctrl+s")
        await console.until_said("nothing changed")
        assert console.rev == 1


async def test_on_a_small_screen_every_field_can_be_reached(shop: Path):
    async with opened(shop, size=(80, 24)) as console:
        screen = await form(console)
        for _ in range(len(screen.rows)):
            await console.press("tab")
        focused = screen.focused
        assert focused is not None
        assert focused.region.bottom <= 24
        assert focused.region.height == 1
