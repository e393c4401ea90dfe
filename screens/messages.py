"""Messages: what is to be done, the call list with what to say, threads by person; and one thread whole."""

from __future__ import annotations

from dispatch_tui.core.model import Message, OptOut
from dispatch_tui.desk.ports import Thread
from dispatch_tui.desk.threads import Person, PersonKey, ToDo, key_of, people_of, person_of_thread, to_do
from dispatch_tui.keymap import Mode, Situation
from screens.lists import ListScreen
from screens.message_acts import MessageActs
from widgets.cells import Look
from widgets.messages import (
    conversation_blocks,
    people_blocks,
    person_rows,
    thread_sheet,
    todo_blocks,
    todo_sheet,
)

PEOPLE = 60
"""Threads on the list."""


def situation_of(message: Message | None, who: Person | None) -> Situation:
    """What refusals depend on."""
    state = "" if message is None else message.state.value
    if message is not None and message.incoming and message.handled_at is not None:
        state = "handled"
    call = message is not None and message.call_id is not None
    return Situation(message=state, person=who is not None, call=call)


def opt_out_of(who: Person | None, message: Message | None, outs: dict[str, OptOut]) -> OptOut | None:
    """That somebody must not be written to: by the message's address, else by any of theirs."""
    addresses = [message.address] if message is not None else []
    if who is not None:
        addresses += [who.phone, who.email, who.address]
    return next((outs[address] for address in addresses if address in outs), None)


class _ListedActs(MessageActs):
    """Acts on what is under the cursor of the list."""

    screen: MessagesScreen

    def target_message(self) -> Message | None:
        """The to-do's message; a person of the list has many, so none is meant."""
        todo = self.screen.todo
        return todo.message if todo else None

    def target_person(self) -> Person | None:
        """Who it is to or from."""
        todo, thread = self.screen.todo, self.screen.thread
        if todo is not None:
            return todo.who
        return person_of_thread(thread) if thread else None

    def target_opt_out(self) -> OptOut | None:
        """Whether they may be written to."""
        return opt_out_of(self.target_person(), self.target_message(), self.screen.outs)


class MessagesScreen(ListScreen):
    """What a person must do about messages, then the people, then what to say in full."""

    mode = Mode.MESSAGES

    def __init__(self, look: Look) -> None:
        super().__init__(look, "messages")
        self.acts = _ListedActs(self)
        self.parts = [self.acts]
        self.todos: tuple[ToDo, ...] = ()
        self.threads: tuple[Thread, ...] = ()
        self.outs: dict[str, OptOut] = {}

    async def fill(self) -> None:
        """Read the threads."""
        self.threads, outs = await self.live.ask(
            lambda desk: (desk.store.threads(PEOPLE), desk.store.opt_outs())
        )
        self.outs = {out.address: out for out in outs}
        self.shown()

    def show_list(self) -> None:
        """To-dos from the board at once, people as last read."""
        setting = self.setting(self.list.size.width)
        reach = self.services.reach
        self.todos = to_do(self.live.board.day, self.live.now, reach, people_of(self.threads))
        doing = isinstance(self.list.chosen, tuple) and self.list.chosen[0] == "message"
        self.list.update([*todo_blocks(self.todos, setting), *people_blocks(self.threads, setting)])
        if doing and self.todo is None and self.todos:  # the last of them is done: what is left stands above
            self.list.choose(("message", self.todos[-1].message.id))

    def show_sheet(self) -> None:
        """What to say, or what was said last."""
        setting = self.setting(self.sheet.size.width)
        if self.todo is not None:
            self.sheet.update([(), *todo_sheet(self.todo, setting)])
        elif self.thread is not None:
            out = self.acts.target_opt_out()
            self.sheet.update([(), *thread_sheet(self.thread, setting, out)])
        else:
            self.sheet.update([])

    @property
    def todo(self) -> ToDo | None:
        """The to-do under the cursor."""
        chosen = self.list.chosen
        return next((each for each in self.todos if ("message", each.message.id) == chosen), None)

    @property
    def thread(self) -> Thread | None:
        """The person under the cursor."""
        chosen = self.list.chosen
        return next((each for each in self.threads if ("person", key_of(each.last)) == chosen), None)

    def situation(self) -> Situation:
        """What refusals depend on."""
        return situation_of(self.acts.target_message(), self.acts.target_person())

    def act_message_open(self, _count: int | None) -> None:
        """The thread of whoever is under the cursor."""
        key: PersonKey | None = None
        if self.todo is not None:
            key = key_of(self.todo.message)
        elif self.thread is not None:
            key = key_of(self.thread.last)
        if key is None:
            self.say("nobody has been written to, and nobody has written, yet", "refused")
            return
        technician, customer, address = key
        self.services.open_thread(technician_id=technician, customer_id=customer, address=address)

    def act_back(self, _count: int | None) -> None:
        """To the board."""
        self.services.show_view("board")

    act_quit = act_back


class _ThreadActs(MessageActs):
    """Acts on a message of one thread."""

    screen: ThreadScreen

    def target_message(self) -> Message | None:
        """The one under the cursor."""
        chosen = self.screen.list.chosen
        return next((each for each in self.screen.messages if each.id == chosen), None)

    def target_person(self) -> Person | None:
        """Whose thread it is."""
        return self.screen.who

    def target_opt_out(self) -> OptOut | None:
        """Whether they may be written to."""
        return opt_out_of(self.screen.who, self.target_message(), self.screen.outs)


class ThreadScreen(ListScreen):
    """What was said to and by one person, oldest first."""

    mode = Mode.MESSAGES
    at_end = True

    def __init__(
        self, look: Look, technician_id: int | None, customer_id: int | None, address: str = ""
    ) -> None:
        super().__init__(look, "thread")
        self.technician_id = technician_id
        self.customer_id = customer_id
        self.address = address
        self.acts = _ThreadActs(self)
        self.parts = [self.acts]
        self.messages: tuple[Message, ...] = ()
        self.who: Person | None = None
        self.outs: dict[str, OptOut] = {}

    def place_parts(self) -> None:
        """Who it is stands on top, in two lines and a blank one."""
        self.sheet.styles.dock = "top"
        self.sheet.styles.width = "1fr"
        self.sheet.styles.height = 3

    async def fill(self) -> None:
        """Read the conversation."""
        technician, customer, address = self.technician_id, self.customer_id, self.address
        self.messages, outs = await self.live.ask(
            lambda desk: (desk.store.thread_of(technician, customer, address), desk.store.opt_outs())
        )
        self.outs = {out.address: out for out in outs}
        if technician is None and customer is None:
            self.who = Person(address=address)
        else:
            known = await self.live.ask(lambda desk: desk.store.correspondent(technician, customer))
            self.who = Person.of(known, address)
        self.shown()

    def show_list(self) -> None:
        """The conversation."""
        if self.who is not None:
            setting = self.setting(self.list.size.width)
            self.list.update(conversation_blocks(self.messages, self.who, setting))

    def show_sheet(self) -> None:
        """Who it is."""
        if self.who is not None:
            setting = self.setting(self.sheet.size.width)
            self.sheet.update(person_rows(self.who, setting, opt_out_of(self.who, None, self.outs)))

    def situation(self) -> Situation:
        """What refusals depend on."""
        return situation_of(self.acts.target_message(), self.who)

    def act_message_open(self, _count: int | None) -> None:
        """The call that the message is about."""
        self.acts.act_message_detail(None)
