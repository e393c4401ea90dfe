"""Messages as blocks and sheets: what is to be done, the people, a conversation, the script to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch_tui.core.model import Channel, Customer, Message, MessageState, OptOut, Technician
from dispatch_tui.core.shifts import local_date
from dispatch_tui.core.telling.segments import segments
from dispatch_tui.core.text import phone_text, plural
from dispatch_tui.core.timewords import clock_text, day_text
from dispatch_tui.desk.ports import Thread
from dispatch_tui.desk.threads import KIND_WORDS, Person, ToDo, Want, moment, person_of_thread, standing
from widgets.blocks import Block
from widgets.canvas import as_cells, clipped, wrapped
from widgets.glyphs import Glyphs
from widgets.ink import BOLD
from widgets.lines import Piece, chip
from widgets.page import Row, said

S = MessageState
SCRIPT = 72
"""Cells of a line of a script at the most; longer ones are hard to read aloud."""

LANGUAGES = {"en": "English", "es": "Spanish"}
LIKES = {Channel.PHONE: "likes to be rung up", Channel.TEXT: "likes texts", Channel.EMAIL: "likes e-mail"}
WAYS = {Channel.PHONE: "by phone", Channel.TEXT: "by text", Channel.EMAIL: "by e-mail"}

_WANTS = {
    Want.ANSWER: ("CAME IN", "acknowledged", "read it, answer, or say that it is dealt with"),
    Want.RING: ("RING UP", "en_route", "they like to be rung up: say it, then s"),
    Want.MEND: ("HAS NOT GONE", "late", "say it yourself, try again, or withdraw it"),
    Want.COPY: ("SAY OR COPY", "told", "nothing here sends these: y copies, s says that you said it"),
}
_ANSWERED = "a says how many minutes that means, r writes back, h says that it is dealt with"
_STANDING = {
    S.DRAFT: "accent", S.QUEUED: "accent", S.SENDING: "accent", S.SENT: "good", S.FAILED: "warn",
    S.BLOCKED: "warn", S.UNKNOWN: "warn", S.CANCELED: "quiet", S.RECEIVED: "now",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Setting:
    """What a painting needs besides its subject.

    Attributes:
        width: cells.
    """

    now: datetime
    zone: ZoneInfo
    width: int
    glyphs: Glyphs

    def at(self, instant: datetime) -> str:
        """An instant in the shop's zone, with its day if that is not today."""
        return moment(instant, self.now, self.zone)

    def plain(self, text: str) -> str:
        """Our own words in the signs that this terminal has."""
        return text.replace("–", self.glyphs.dash)

    def quoted(self, text: str) -> str:
        """Words between quotation marks."""
        return f'"{text}"' if self.glyphs.dash == "-" else f"“{text}”"

    def cell(self, text: str, width: int) -> str:
        """Text in a column: cut or filled to so many cells, one of them blank at the end."""
        shown = clipped(" ".join(text.split()), width - 1, self.glyphs.ellipsis)
        return shown + " " * (width - len(as_cells(shown)))


def sign_of(message: Message, glyphs: Glyphs) -> tuple[str, str]:
    """The glyph of how a message stands, and its role."""
    state = message.state
    role = "good" if state is S.RECEIVED and message.handled_at is not None else _STANDING[state]
    sign = {
        S.SENT: glyphs.good, S.FAILED: glyphs.conflict, S.UNKNOWN: "?", S.SENDING: glyphs.state["en_route"],
        S.BLOCKED: glyphs.state["stopped"], S.CANCELED: glyphs.state["stopped"],
        S.RECEIVED: glyphs.state["on_site"],
    }.get(state, glyphs.state["tentative"])  # fmt: skip
    return sign, role


# -- the list


def todo_blocks(todos: Sequence[ToDo], setting: Setting) -> list[Block]:
    """What is to be done, under a heading for each kind of want."""
    if not todos:
        calm = (f"   {setting.glyphs.good} ", "good"), ("nothing waits for you here", "text")
        return [Block(((), _head("TO DO", 0), said(*calm), ()))]
    blocks: list[Block] = [Block(((),))]
    for want, (title, _, advice) in _WANTS.items():
        wanted = [todo for todo in todos if todo.want is want]
        if wanted:
            blocks.append(Block((_head(title, len(wanted), advice),)))
            blocks += [Block((_todo_row(todo, setting),), ("message", todo.message.id)) for todo in wanted]
            blocks.append(Block(((),)))
    return blocks


def _head(title: str, count: int, advice: str = "") -> Row:
    number = f" {count}" if count else ""
    return (
        (f" {title}{number}", "accent", "screen", BOLD),
        (f"  {advice}", "quiet", "screen", 0),
    )


def _todo_row(todo: ToDo, setting: Setting) -> Row:
    sign, role = sign_of(todo.message, setting.glyphs)
    by, late = _by(todo, setting)
    # Where there is little room the number stands on the sheet alone, which always shows it.
    name, number, when = (26, 15, 15) if setting.width >= 100 else (20, 0, 12)
    left = setting.width - 6 - name - number - 6 - when
    what = setting.quoted(todo.message.body) if todo.message.incoming else todo.trouble or todo.why
    shown = "warn" if todo.trouble and not todo.message.incoming else "text"
    return (
        (f"   {sign} ", role, "screen", BOLD),
        (setting.cell(todo.who.name, name), "bright", "screen", BOLD),
        (setting.cell(reached(todo.message, todo.who), number) if number else "", "accent", "screen", 0),
        (f"{todo.message.call_id or '':<6}", "quiet", "screen", 0),
        (setting.cell(setting.plain(what), max(8, left)), shown, "screen", 0),
        (f"{by:>{when}}", "warn" if late else "quiet", "screen", BOLD * late),
    )


def _by(todo: ToDo, setting: Setting) -> tuple[str, bool]:
    """By when, and whether that is past."""
    if todo.message.incoming:
        return f"{setting.at(todo.message.created_at)}", False
    if todo.by is None:
        return "", False
    late = todo.by <= setting.now
    return (f"since {setting.at(todo.by)}" if late else f"by {setting.at(todo.by)}"), late


def reached(message: Message, who: Person) -> str:
    """The number or address by which a message reaches somebody."""
    if message.channel is Channel.EMAIL and message.address:
        return message.address
    return phone_text(message.address or who.phone) or "no number"


def people_blocks(threads: Sequence[Thread], setting: Setting) -> list[Block]:
    """The people messages go to and come from."""
    blocks = [Block((_head("PEOPLE", 0, "what was said to and by them; enter opens it"),))]
    if not threads:
        blocks.append(Block((said(("   nothing has been said to anybody yet", "quiet")),)))
    for thread in threads:
        who = person_of_thread(thread)
        blocks.append(Block((_person_row(thread, who, setting),), ("person", who.key)))
    return blocks


def _person_row(thread: Thread, who: Person, setting: Setting) -> Row:
    last = thread.last
    sign, role = sign_of(last, setting.glyphs)
    name = 26 if setting.width >= 110 else 20
    when = setting.at(last.created_at)
    said_by = "" if last.incoming else f"{last.author or 'we'}: "
    left = setting.width - 5 - name - 17
    todo = str(thread.todo) if thread.todo else ""
    return (
        (f" {todo:>1} ", "now", "screen", BOLD),
        (f"{sign} ", role, "screen", 0),
        (setting.cell(who.name, name), "bright" if thread.todo else "text", "screen", 0),
        (setting.cell(said_by + last.body, max(8, left)), "text" if last.incoming else "quiet", "screen", 0),
        (f"{when:>16}", "quiet", "screen", 0),
    )


# -- the sheet


def todo_sheet(todo: ToDo, setting: Setting) -> list[Row]:
    """One to-do in full: whom to ring, why, and the words to say."""
    title, role, _ = _WANTS[todo.want]
    message = todo.message
    top: Row = (
        (" ", "text", "screen", 0),
        chip(title, role),
        (f"  {todo.who.name}", "bright", "screen", BOLD),
        (f"   {reached(message, todo.who)}", "accent", "screen", BOLD),
    )
    by, late = _by(todo, setting)
    about: list[Piece] = [(f"   {setting.plain(todo.why)}", "text", "screen", 0)]
    if by and not message.incoming:
        about.append((f", say it {by}", "warn" if late else "text", "screen", BOLD * late))
    about.append((f"   {_matter(todo)}", "quiet", "screen", 0))
    rows: list[Row] = [top, tuple(about)]
    if todo.trouble:
        rows.append(said((f"   {setting.glyphs.late} {todo.trouble}", "warn")))
    foot = _ANSWERED if message.incoming and todo.who.technician else travels(message)
    rows += [(), *script_rows(todo.script, setting), (), said((f"   {foot}", "quiet"))]
    return rows


def _matter(todo: ToDo) -> str:
    if todo.call is None:
        return f"call {todo.message.call_id}" if todo.message.call_id is not None else ""
    return f"call {todo.call.id}: {todo.call.problem or todo.call.type_code}"


def script_rows(text: str, setting: Setting) -> list[Row]:
    """Words to be read aloud: large margins, nothing beside them, the strongest contrast there is."""
    width = max(16, min(SCRIPT, setting.width - 8))
    lines = wrapped(text, width) or ["(nothing was said)"]
    rows: list[Row] = []
    for line in ("", *lines, ""):
        fill = " " * (width - len(as_cells(line)))
        rows.append((("   ", "text", "screen", 0), (f"  {line}{fill}  ", "bright", "chip", BOLD)))
    return rows


def travels(message: Message) -> str:
    """In what form a message goes: `a text in Spanish, 2 parts, 170 characters`."""
    tongue = LANGUAGES.get(message.language, message.language)
    if message.incoming:
        return "r writes back, h says that it is dealt with"
    if message.channel is Channel.TEXT:
        counted = segments(message.body)
        odd = "" if counted.encoding == "GSM-7" else ", with signs that make it longer"
        parts = plural(counted.count, "part")
        return f"a text in {tongue}, {parts}, {len(message.body)} characters{odd}"
    if message.channel is Channel.EMAIL:
        return f"an e-mail in {tongue}" + (f", subject: {message.subject}" if message.subject else "")
    return f"to be said in {tongue}"


def thread_sheet(thread: Thread, setting: Setting, out: OptOut | None) -> list[Row]:
    """A person, and what was said last."""
    last = thread.last
    rows = person_rows(person_of_thread(thread), setting, out)
    who = "they" if last.incoming else last.author or "we"
    rows += [
        (),
        said((f"   {who}, {setting.at(last.created_at)}: ", "quiet"), (KIND_WORDS[last.kind], "quiet")),
        *script_rows(last.body, setting),
        (),
        said((f"   {standing(last, setting.now, setting.zone)}", sign_of(last, setting.glyphs)[1])),
    ]
    return rows


# -- a conversation


def person_rows(who: Person, setting: Setting, out: OptOut | None) -> list[Row]:
    """Who it is: two lines with number, channel, language, and whether they may be written to."""
    known: Technician | Customer | None = who.technician or who.customer
    phones = [who.phone]
    if who.customer is not None and who.customer.phone and who.customer.phone2:
        phones.append(who.customer.phone2)
    numbers = " / ".join(phone_text(phone) for phone in phones if phone)
    title: list[Piece] = [
        (f" {who.name}", "bright", "screen", BOLD),
        (f"   {numbers or 'no number known'}", "accent", "screen", BOLD),
    ]
    if who.email:
        title.append((f"   {who.email}", "quiet", "screen", 0))
    if known is None:
        facts = "nobody of ours is known by this address"
    else:
        facts = f"{LIKES[known.channel]}, speaks {LANGUAGES.get(known.language, known.language)}"
        if known.tags:
            facts += f"; {', '.join(known.tags)}"
    second: list[Piece] = [(f" {facts}", "quiet", "screen", 0)]
    if out is not None:
        words = f": {setting.quoted(out.words)}" if out.words else ""
        second.append((f"   {setting.glyphs.late} asked not to be written to, ", "warn", "screen", BOLD))
        second.append((f"{setting.at(out.since)}{words}", "warn", "screen", 0))
    return [tuple(title), tuple(second)]


def conversation_blocks(messages: Sequence[Message], who: Person, setting: Setting) -> list[Block]:
    """Messages in order, each a block, with the days between."""
    if not messages:
        return [Block(((), said(("   nothing has been said yet; r writes", "quiet"))))]
    blocks: list[Block] = []
    day = None
    for message in messages:
        if local_date(message.created_at, setting.zone) != day:
            day = local_date(message.created_at, setting.zone)
            rule = setting.glyphs.rule * 3
            blocks.append(Block(((), said((f" {rule} {day_text(day)} {rule}", "quiet")))))
        blocks.append(Block(((),)))
        blocks.append(Block(tuple(_said_rows(message, who, setting)), message.id))
    return blocks


def _said_rows(message: Message, who: Person, setting: Setting) -> list[Row]:
    sign, role = sign_of(message, setting.glyphs)
    clock = clock_text(message.created_at, setting.zone)
    if message.incoming:
        name, fg = who.name, "bright"
    else:
        name, fg = ("by itself" if message.automatic else message.author or "the desk"), "text"
    about = "" if message.incoming else f"  {KIND_WORDS[message.kind]}, {WAYS[message.channel]}"
    if message.call_id is not None:
        about += f"  {message.call_id}"
    rows: list[Row] = [
        (
            (f"   {clock}  ", "now", "screen", 0),
            (f"{sign} ", role, "screen", BOLD),
            (name, "accent" if message.incoming else "quiet", "screen", BOLD),
            (about, "quiet", "screen", 0),
        )
    ]
    ink = "quiet" if message.state is S.CANCELED else fg
    room = max(16, min(SCRIPT + 12, setting.width - 16))
    rows += [said(("            ", "text"), (line, ink)) for line in wrapped(message.body, room)]
    words = standing(message, setting.now, setting.zone)
    waiting = message.state in (S.DRAFT, S.QUEUED, S.BLOCKED) and message.channel is Channel.TEXT
    size = f"   {travels(message)}" if waiting else ""
    rows.append(said(("            ", "text"), (words, role), (size, "quiet")))
    return rows
