"""At the keyboard: the call list, threads, answering for somebody, rules, wordings, disagreements."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dispatch_tui.core.commands import Disagree
from dispatch_tui.core.model import (
    Customer,
    Disagreement,
    Message,
    MessageKind,
    MessageState,
    OptOut,
    Shop,
    Template,
)
from dispatch_tui.core.text import phone_text
from dispatch_tui.desk.desk import Desk
from dispatch_tui.desk.ports import Workspace
from dispatch_tui.keymap import Mode
from dispatch_tui.messaging.settings import MessageSettings
from screens.messages import MessagesScreen, ThreadScreen
from tests.screens.driving import Console, opened
from tests.screens.talk import LATE_SCRIPT, Talk, changed, talk, write

S = MessageState


async def front(console: Console, name: str) -> None:
    await console.until(lambda: type(console.screen).__name__ == name, name)


async def to_messages(console: Console) -> MessagesScreen:
    await console.press("g", "4")
    await front(console, "MessagesScreen")
    screen = console.screen
    await console.until(lambda: screen.list.blocks and screen.list.size.height, "the list")
    await console.until(lambda: screen.threads or not console.board.day.messages, "the threads")
    return screen


async def on(console: Console, message_id: int) -> None:
    """The cursor on a to-do, by keys."""
    screen = console.screen
    await console.press("g", "g")
    for _ in range(40):
        if screen.list.chosen == ("message", message_id):
            return
        await console.press("j")
    raise AssertionError(f"message {message_id} is not on the list")


def kept(path: Path, kind: type, key: int) -> Any:
    """A record as the store has it now."""
    return write(path, lambda work: work.get(kind, key))


def gone(console: Console, message_id: int) -> Callable[[], bool]:
    return lambda: message_id not in {todo.message.id for todo in console.screen.todos}


async def test_nothing_to_do_is_said_so(shop: Path):
    async with opened(shop) as console:
        await to_messages(console)
        assert "nothing waits for you here" in console.shows()
        assert "nothing has been said to anybody yet" in console.shows()
        for key, words in (("s", "no message here"), ("r", "nobody here"), ("y", "no message here")):
            await console.press(key)
            await console.until_said(words)
        await console.press("enter")
        await console.until_said("nobody has been written to")
        await console.press("escape")
        await front(console, "BoardScreen")


async def test_the_list_says_whom_to_ring_and_the_sheet_what_to_say(shop: Path):
    said = talk(shop)
    async with opened(shop) as console:
        screen = await to_messages(console)
        shown = console.shows(screen.list)
        assert shown.index("CAME IN 2") < shown.index("RING UP 2") < shown.index("HAS NOT GONE 3")
        assert shown.index("HAS NOT GONE 3") < shown.index("SAY OR COPY 1") < shown.index("PEOPLE")
        assert "the carrier says: not a mobile number" in shown
        assert "We look forward" not in shown.split("PEOPLE")[0], "what goes by itself is nobody's to do"
        await on(console, said["ring"])
        sheet = console.shows(screen.sheet)
        assert phone_text(said.customers[0].phone) in sheet
        assert said.customers[0].name in sheet
        assert " ".join(LATE_SCRIPT.split()) in " ".join(sheet.split())
        assert "running late, arrival" in sheet
        assert "say it by" in sheet


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
@pytest.mark.parametrize("plain", [False, True])
async def test_it_fits_every_terminal(shop: Path, size: tuple[int, int], plain: bool):
    said = talk(shop)
    async with opened(shop, size=size, ascii=plain, theme="mono" if plain else "dark") as console:
        screen = await to_messages(console)
        await on(console, said["ring"])
        assert "Riverside Heating" in console.shows(screen.sheet)
        assert "just tell us." in console.shows(screen.sheet)
        assert "more line" not in console.shows(screen.sheet), "the script is whole"
        if plain:
            assert console.shows().isascii()
        await console.press("enter")
        await front(console, "ThreadScreen")
        await console.until(lambda: "Riverside Heating" in console.shows(console.screen.list))
        assert not plain or console.shows().isascii()


async def test_said_by_phone_counts_as_told(shop: Path):
    said = talk(shop, "ring", "ring2")
    async with opened(shop) as console:
        await to_messages(console)
        await on(console, said["ring"])
        await console.press("s")
        await console.until_said("told by phone")
        await console.until(gone(console, said["ring"]))
        assert console.screen.list.chosen == ("message", said["ring2"]), "on to the next one"
    message = kept(shop, Message, said["ring"])
    assert (message.state, message.provider) == (S.SENT, "voice")


async def test_what_has_left_meanwhile_is_not_said_twice(shop: Path):
    said = talk(shop, "failed")
    async with opened(shop) as console:
        await to_messages(console)
        await on(console, said["failed"])
        screen = console.screen
        before = screen.acts.target_message()
        changed(shop, said["failed"], state=S.SENT, error="")
        screen.acts.target_message = lambda: before
        await console.press("s")
        await console.until(lambda: "told by phone" not in console.said and console.said, "a refusal")
    assert kept(shop, Message, said["failed"]).provider != "voice"


async def test_withdrawing_sending_again_and_wording(shop: Path):
    said = talk(shop, "failed", "blocked", "draft")
    async with opened(shop) as console:
        await to_messages(console)
        await on(console, said["failed"])
        await console.press("x")
        await console.until(gone(console, said["failed"]))
        await on(console, said["blocked"])
        await console.press("R")
        await console.until(gone(console, said["blocked"]))
        await on(console, said["draft"])
        await console.press("e")
        await console.until(lambda: console.screen.prompt.asking)
        assert console.screen.prompt._input.value == LATE_SCRIPT
        await console.type(" Sorry\\n Ann")
        await console.press("enter")
        await console.until(gone(console, said["draft"]))
        await console.press("u")
        await console.until(lambda: not gone(console, said["draft"])(), "undone")
    assert kept(shop, Message, said["failed"]).state is S.CANCELED
    assert kept(shop, Message, said["blocked"]).state is S.QUEUED
    assert kept(shop, Message, said["draft"]).body == LATE_SCRIPT


async def test_the_words_keep_their_lines_when_they_are_typed_in_one(shop: Path):
    said = talk(shop, "draft")
    async with opened(shop) as console:
        await to_messages(console)
        await on(console, said["draft"])
        await console.press("e")
        await console.until(lambda: console.screen.prompt.asking)
        console.screen.prompt._input.value = "Sorry,\\n we are late"
        await console.press("enter")
        await console.until(gone(console, said["draft"]))
    assert kept(shop, Message, said["draft"]).body == "Sorry,\nwe are late"


@pytest.mark.parametrize(("word", "state"), [("y", S.SENT), ("n", S.QUEUED)])
async def test_a_person_says_whether_it_has_left(shop: Path, word: str, state: MessageState):
    said = talk(shop, "unknown")
    async with opened(shop) as console:
        await to_messages(console)
        await on(console, said["unknown"])
        await console.press("U")
        await console.answer("perhaps")
        await console.until_said("neither yes nor no")
        await console.mend(word)
        await console.until(gone(console, said["unknown"]))
    assert kept(shop, Message, said["unknown"]).state is state


async def test_a_text_that_was_not_understood_becomes_minutes(shop: Path):
    said = talk(shop, "reply")
    async with opened(shop) as console:
        await to_messages(console)
        await on(console, said["reply"])
        await console.press("a")
        await console.answer("30")
        await console.until(gone(console, said["reply"]))
        assert console.board.day.visits[said.at_work.id].left_minutes == 30
    message = kept(shop, Message, said["reply"])
    assert message.handled_by == "ann"
    assert "30" in message.meant


async def test_answering_for_a_technician_who_said_it_on_the_radio(shop: Path):
    said = talk(shop, "asked")
    async with opened(shop) as console:
        screen = await to_messages(console)
        await console.press("enter")
        await front(console, "ThreadScreen")
        thread = console.screen
        await console.until(lambda: thread.messages and thread.who)
        await console.press("a")
        await console.answer("45 more or so?")
        await console.until(lambda: console.said, "a refusal")
        await console.mend("45")
        await console.until(lambda: console.board.day.visits[said.at_work.id].left_minutes == 45)
        assert "by voice" in console.said
        await console.press("escape")
        await front(console, "MessagesScreen")
        assert screen is console.screen


async def test_only_technicians_at_work_are_answered_for(shop: Path):
    said = talk(shop, "ring")
    async with opened(shop) as console:
        await to_messages(console)
        await on(console, said["ring"])
        await console.press("a")
        await console.until_said("is no technician")
        console.app.open_thread(technician_id=said.idle.id)
        await front(console, "ThreadScreen")
        await console.until(lambda: console.screen.who)
        assert "nothing has been said yet" in console.shows()
        await console.press("a")
        await console.until_said("is not at work on a call")


async def test_writing_back_deals_with_what_came_in(shop: Path):
    said = talk(shop, "reply")
    async with opened(shop) as console:
        await to_messages(console)
        await on(console, said["reply"])
        await console.press("r")
        await console.answer("thanks Sam")
        await console.until(gone(console, said["reply"]))
        await console.press("enter")
        await front(console, "ThreadScreen")
        await console.until(lambda: "thanks Sam" in console.shows())
        assert "= written back" in console.shows()
    assert kept(shop, Message, said["reply"]).handled_by == "ann"


async def test_writing_to_a_customer_about_their_call(shop: Path):
    said = talk(shop, "failed")
    async with opened(shop) as console:
        await to_messages(console)
        await on(console, said["failed"])
        await console.press("r")
        await console.answer("we ring you at noon")
        await console.until_said("we ring you at noon")
    written = write(shop, lambda work: work.matching(Message, customer_id=said.customers[2].id))
    assert [(each.kind, each.call_id) for each in written][-1] == (MessageKind.FREE, said.calls[2].id)


async def test_somebody_unknown_can_be_read_and_dealt_with_but_not_written_to(shop: Path):
    said = talk(shop, "stranger")
    async with opened(shop) as console:
        await to_messages(console)
        await on(console, said["stranger"])
        await console.press("r")
        await console.until_said("nobody of ours is known by this address")
        await console.press("c")
        await console.until_said("about no call")
        await console.press("enter")
        await front(console, "ThreadScreen")
        await console.until(lambda: "Please ring me." in console.shows())
        await console.press("h")
        await console.until(lambda: "dealt with" in console.said)
        await console.until(lambda: "by ann" in console.shows())
        await console.press("h")
        await console.until_said("it came from outside and is dealt with")


async def test_a_number_that_must_not_be_written_to_and_may_be_again(shop: Path):
    said = talk(shop, "failed", "blocked")
    number = said.customers[2].phone
    async with opened(shop) as console:
        await to_messages(console)
        await on(console, said["failed"])
        await console.press("o")
        await console.answer("n")
        await console.until_said("it stays as it was")
        await console.press("o")
        await console.answer("y")
        await console.until_said("is not written to any more")
        outs = write(shop, lambda work: {out.address for out in work.all(OptOut)})
        assert number in outs
        await console.press("enter")
        await front(console, "ThreadScreen")
        await console.until(lambda: "asked not to be written to" in console.shows())
        await console.press("o")
        await console.until(lambda: console.screen.prompt.asking)
        await console.answer("y")
        await console.until_said("may be written to again")
        await console.until(lambda: "asked not to be written to" not in console.shows())


async def test_copying_goes_to_the_clipboard_of_the_terminal(shop: Path):
    said = talk(shop, "ring")
    async with opened(shop) as console:
        await to_messages(console)
        await on(console, said["ring"])
        await console.press("y")
        await console.until_said("copied")
        assert console.app.clipboard == LATE_SCRIPT


async def test_keys_that_do_not_apply_say_what_does(shop: Path):
    said = talk(shop, "sent", "ring", "voice", "withdrawn")
    async with opened(shop) as console:
        await to_messages(console)
        await on(console, said["ring"])
        for key, words in (("h", "s says that you said it"), ("R", "x withdraws it"), ("U", "it waits")):
            await console.press(key)
            await console.until_said(words)
        await console.press("G")
        await console.press("s")
        await console.until_said("open a thread with enter")
        console.app.open_thread(customer_id=said.customers[7].id)
        await front(console, "ThreadScreen")
        await console.until(lambda: console.screen.messages)
        for key, words in (("x", "it was withdrawn"), ("k", ""), ("x", "it has left already")):
            await console.press(key)
            await console.until_said(words)


async def test_a_conversation_says_how_each_message_stands(shop: Path):
    said = talk(shop)
    async with opened(shop) as console:
        for customer, words in (
            (7, ("sent 10:24 by carrier", "said by phone 10:42", "withdrawn: a newer message")),
            (2, ("failed: the carrier says",)),
            (3, ("blocked: asked not to be texted", "asked not to be written to")),
            (4, ("may have gone out",)),
            (5, ("waits for your word", "1 part")),
            (6, ("waits to be sent", "by e-mail")),
        ):
            console.app.open_thread(customer_id=said.customers[customer].id)
            await front(console, "ThreadScreen")
            name = said.customers[customer].name
            await console.until(
                lambda words=(*words, name): all(word in console.shows() for word in words), words[0]
            )
            await console.press("q")
            await front(console, "BoardScreen")


async def test_what_was_understood_of_an_answer_stands_beside_it(shop: Path):
    said = talk(shop, "asked", "answered", "reply")
    async with opened(shop) as console:
        await console.line("go " + said.technician.code)
        console.app.open_thread(technician_id=said.technician.id)
        await front(console, "ThreadScreen")
        screen = console.screen
        await console.until(lambda: "= 30 minutes left" in console.shows(), "what was understood")
        shown = console.shows()
        assert shown.index("How much longer") < shown.index("got held up")
        assert screen.list.chosen == said["reply"], "the newest is where one begins"
        assert "not dealt with yet" in shown


async def test_another_desk_is_followed(shop: Path, other_desk: Callable[[str], Desk]):
    said = talk(shop, "ring", "ring2")
    async with opened(shop) as console:
        await to_messages(console)
        await on(console, said["ring2"])
        from dispatch_tui.core.commands import MarkSaid

        other_desk("bob").do(MarkSaid(said["ring"]))
        await console.until(gone(console, said["ring"]))
        assert console.screen.list.chosen == ("message", said["ring2"])
        await console.until(lambda: "said by phone" not in console.shows(console.screen.sheet))


async def test_from_a_message_to_its_call(shop: Path):
    said = talk(shop, "failed")
    async with opened(shop) as console:
        await to_messages(console)
        await on(console, said["failed"])
        await console.press("d")
        await front(console, "DetailScreen")
        await console.press("q")
        await front(console, "MessagesScreen")
        await console.press("c")
        await front(console, "BoardScreen")
        await console.until(lambda: console.call is not None and console.call.id == said.calls[2].id)


async def test_paging_and_clicking(shop: Path):
    talk(shop)
    async with opened(shop, size=(80, 24)) as console:
        screen = await to_messages(console)
        first = screen.list.chosen
        await console.press("pagedown")
        assert screen.list.chosen != first
        await console.press("G")
        assert screen.list.top > 0
        await console.press("pageup", "pageup", "pageup", "pageup")
        assert screen.list.chosen == first
        assert screen.list.top == 0
        await console.pilot.click(screen.list, offset=(10, 3))
        assert screen.list.chosen != first
        await console.pilot.click(screen.list, offset=(10, 3), times=2)
        await front(console, "ThreadScreen")
        assert isinstance(console.screen, ThreadScreen)


# -- rules and wordings


def rule(path: Path, name: str) -> str | None:
    return write(path, lambda work: work.get(Shop, 1)).rules.get(name)  # type: ignore[no-any-return]


async def test_rules_are_seen_and_set(shop: Path):
    async with opened(shop) as console:
        await console.press("g", "r")
        await front(console, "RulesScreen")
        screen = console.screen
        await console.until(lambda: "check-in-lead" in console.shows())
        assert screen.mode is Mode.RULES
        assert screen.list.chosen == "check-in"
        await console.press("space")
        await console.until_said("check-in is off, it was on")
        await console.press("j", "e")
        await console.until(lambda: screen.prompt.asking)
        assert screen.prompt._input.value == "30"
        screen.prompt._input.value = "4"
        await console.press("enter")
        await console.until_said("5 to 180")
        await console.press("e")
        await console.until(lambda: screen.prompt.asking)
        screen.prompt._input.value = "45"
        await console.press("enter")
        await console.until_said("check-in-lead is 45, it was 30")
        await console.until(lambda: "by itself 30 min" in console.shows())
        await console.press("space")
        await console.until_said("change it with e")
        await console.press("x")
        await console.until_said("30 again, the default")
        await console.press("s")
        await console.press("g", "r")
        assert console.screen is screen, "not twice over itself"
        await console.press("q")
        await front(console, "BoardScreen")
    assert rule(shop, "check-in") == "off"
    assert rule(shop, "check-in-lead") is None


async def test_every_rule_is_explained(shop: Path):
    from dispatch_tui.core.rulebook import RULES

    async with opened(shop, size=(80, 24)) as console:
        await console.press("g", "r")
        await front(console, "RulesScreen")
        screen = console.screen
        await console.until(lambda: screen.list.chosen == RULES[0].name)
        for each in RULES:
            assert screen.list.chosen == each.name
            assert each.help in console.shows(screen.sheet)
            await console.press("j")


async def test_a_choice_goes_round(shop: Path):
    async with opened(shop) as console:
        await console.press("g", "r")
        await front(console, "RulesScreen")
        await console.until(lambda: console.screen.list.chosen)
        console.screen.list.choose("tell-late")
        for word in ("auto", "off", "ask"):
            await console.press("space")
            await console.until_said(f"tell-late is {word}")


async def test_wordings_with_preview_and_length(shop: Path):
    async with opened(shop) as console:
        await console.press("g", "w")
        await front(console, "TemplatesScreen")
        screen = console.screen
        await console.until(lambda: screen.list.chosen)
        screen.list.choose(("late", "es"))
        screen.shown()
        preview = screen.preview(MessageKind.LATE, "es")
        shown = " ".join(console.shows(screen.sheet).split())
        assert "{" not in preview.body
        assert " ".join(preview.body.split())[:40] in shown
        assert "1 text message" in shown
        assert "{eta}" in shown
        await console.press("e")
        await console.until(lambda: screen.prompt.asking)
        screen.prompt._input.value = "Llegamos {eta}. " + "ñandú " * 30
        await console.press("enter")
        await console.until_said("late (es) is worded anew")
        await console.until(lambda: "in your words" in console.shows(screen.sheet))
        assert "3 text messages" in console.shows(screen.sheet)
        await console.press("e")
        await console.until(lambda: screen.prompt.asking)
        screen.prompt._input.value = "Llegamos {hora}"
        await console.press("enter")
        await console.until_said("{hora} means nothing")
        await console.press("escape", "s")
        await console.until(lambda: screen.prompt.asking)
        screen.prompt._input.value = "Tarde"
        await console.press("enter")
        await console.until(lambda: "subject: Tarde" in console.shows(screen.sheet))
        assert write(shop, lambda work: [each.subject for each in work.all(Template)]) == ["Tarde"]
        await console.press("x")
        await console.until_said("worded by us again")
        await console.until(lambda: "in our words" in console.shows(screen.sheet))
        await console.press("x")
        await console.until_said("worded by us already")


async def test_every_wording_has_a_preview_that_leaves_nothing_open(shop: Path):
    async with opened(shop, size=(200, 60)) as console:
        await console.press("g", "w")
        await front(console, "TemplatesScreen")
        screen = console.screen
        await console.until(lambda: screen.list.chosen)
        keys = [block.key for block in screen.list.blocks if block.key is not None]
        assert len(keys) == 24
        for key in keys:
            assert screen.list.chosen == key
            made = screen.preview(*screen.at)
            assert made.body
            assert "{" not in made.body + made.subject
            await console.press("j")


# -- disagreements


async def test_disagreements_from_the_first_word_to_the_outcome(shop: Path):
    said = talk(shop, "ring")
    number = said.calls[0].id
    async with opened(shop) as console:
        await console.press("g", "o")
        await front(console, "DisagreementsScreen")
        screen = console.screen
        await console.until(lambda: "nothing is open between anybody" in console.shows())
        for key in ("o", "n", "w", "s", "enter"):
            await console.press(key)
            await console.until_said("no disagreement here")
        await console.press("plus")
        await console.answer("99999")
        await console.until_said("99999")
        await console.mend(str(number))
        await console.until(lambda: said.customers[0].name in console.screen.prompt._label.lines[0].text())
        await console.answer("nobody came at all")
        await console.until(lambda: "nobody came at all" in console.shows())
        assert said.customers[0].name in console.shows()
        for key, words in (("e", "we rang twice"), ("o", "bob"), ("n", "ring again"), ("w", "fri")):
            await console.press(key)
            await console.answer(words)
            await console.until_said("disagreement on")
        await console.until(lambda: "ring again, by Fri 27 Nov" in console.shows())
        await console.press("y")
        await console.until_said("1 open disagreement")
        copied = console.app.clipboard
        assert "client: nobody came at all" in copied
        assert "we: we rang twice" in copied
        assert "owner: bob; next: ring again, by Fri 27 Nov" in copied
        await console.press("s")
        await console.answer("we gave them ten dollars")
        await console.until(lambda: "OPEN 0" in console.shows())
        assert screen.list.chosen is None
        await console.press("a")
        await console.until(lambda: "SETTLED 1" in console.shows())
        assert "we gave them ten dollars" in console.shows()
        await console.press("c")
        await front(console, "BoardScreen")
        await console.until(lambda: console.call is not None and console.call.id == number)
    (matter,) = write(shop, lambda work: work.all(Disagreement))
    assert (matter.owner, matter.outcome) == ("bob", "we gave them ten dollars")


@pytest.mark.parametrize("plain", [False, True])
async def test_open_ones_of_another_desk_come_up(shop: Path, other_desk: Callable[[str], Desk], plain: bool):
    said = talk(shop, "ring")
    async with opened(shop, size=(80, 24), ascii=plain) as console:
        console.app.open_disagreements()
        await front(console, "DisagreementsScreen")
        other_desk("bob").do(Disagree(said.calls[1].id, "he was rude", within_team=True))
        await console.until(lambda: "he was rude" in console.shows())
        assert "within the team" in console.shows()
        assert not plain or console.shows().isascii()


def test_the_customers_of_the_talk_are_different_people(shop: Path):
    said: Talk = talk(shop)
    assert len({customer.id for customer in said.customers}) == 8
    assert all(isinstance(customer, Customer) for customer in said.customers)


@pytest.mark.parametrize("settings", [MessageSettings(), MessageSettings(carrier_url="http://127.0.0.1:1")])
async def test_a_shop_with_no_channel_says_or_copies(shop: Path, settings: MessageSettings):
    said = talk(shop, "waiting")

    def make_real(work: Workspace) -> None:
        clock = work.clock()
        assert clock is not None
        work.drop(clock)
        work.change(work.shop(), demo=False)

    write(shop, make_real)
    async with opened(shop, messages=settings) as console:
        screen = await to_messages(console)
        await on(console, said["waiting"])
        assert "no channel for e-mail is set up" in console.shows(screen.list)
        assert "SAY OR COPY" in console.shows(screen.sheet)
        await console.press("s")
        await console.until_said("told by phone")
