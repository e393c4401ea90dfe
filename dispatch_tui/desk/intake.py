"""The intake form without its screen: what each field means, what is wrong in words, what it comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dispatch_tui.core.errors import Usage
from dispatch_tui.core.model import (
    CallType,
    Channel,
    Priority,
    Span,
)
from dispatch_tui.core.shifts import local_date
from dispatch_tui.core.text import clean_line, phone_text
from dispatch_tui.core.timewords import (
    TimeBase,
    clock_text,
    day_text,
    length_text,
    parse_date,
    parse_length,
    parse_window,
    window_text,
)
from dispatch_tui.desk.phones import stored_phone


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of the form.

    Attributes:
        name: key of the typed text.
        label: what stands before it.
        example: what may be typed, shown while it is empty.
        needed: True if the call cannot be taken without it.
    """

    name: str
    label: str
    example: str
    needed: bool = False


FIELDS: tuple[FormField, ...] = (
    FormField("phone", "Phone", "614 555 0134; known customers come up as you type"),
    FormField("name", "Customer", "who is calling", True),
    FormField("address", "Address", "where the work is", True),
    FormField("city", "City", "city, and state"),
    FormField("postcode", "Postal code", "43201"),
    FormField("type", "Kind of work", "no heat, leak, outlet...", True),
    FormField("problem", "Problem", "in the caller's words"),
    FormField("minutes", "Takes", "from the kind of work"),
    FormField("skills", "Skills", "from the kind of work"),
    FormField("priority", "Priority", "emergency, high, normal or low"),
    FormField("due", "Day", "today, tomorrow, tue, 24.11"),
    FormField("window", "Window", "13-15, am, pm, any; promised to the customer"),
    FormField("access", "Access", "gate code, dog, key at the neighbour's"),
    FormField("instructions", "Instructions", "for the technician"),
    FormField("channel", "Reach by", "phone, text or email"),
    FormField("tags", "Likes", "explains, quick, tidy... as they told us"),
    FormField("source", "Came by", "phone, web, walk-in..."),
)

EDIT_FIELDS = frozenset(
    {"type", "problem", "minutes", "skills", "priority", "due", "window", "access", "instructions", "channel"}
)
"""What can be changed of a call that has been taken."""


@dataclass(frozen=True, slots=True)
class IntakeContext:
    """What the form is understood against; `skills` are those that somebody has."""

    call_types: Sequence[CallType]
    base: TimeBase
    country: str = "US"
    skills: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Checked:
    """What the form comes to so far.

    Attributes:
        errors: by field, in words; empty fields that are needed are in `missing`.
        echoes: by field, what was understood.
        missing: needed fields that are empty.
        kind: the kind of work, once it is understood.
    """

    errors: Mapping[str, str]
    echoes: Mapping[str, str]
    missing: tuple[str, ...]
    kind: CallType | None = None
    minutes: int | None = None
    skills: tuple[str, ...] = ()
    priority: Priority = Priority.NORMAL
    due: date | None = None
    window: Span | None = None
    channel: Channel = Channel.PHONE

    @property
    def ready(self) -> bool:
        """True if the call can be taken."""
        return not self.errors and not self.missing


@dataclass(slots=True)
class _Check:
    context: IntakeContext
    typed: Mapping[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    echoes: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return clean_line(self.typed.get(name, ""), 4000)

    def fail(self, name: str, error: Usage) -> None:
        self.errors[name] = f"{error.message}: {error.hint}" if error.hint else error.message


def check(typed: Mapping[str, str], context: IntakeContext) -> Checked:
    """Understand what has been typed so far; never raises."""
    form = _Check(context, typed)
    missing = tuple(each.name for each in FIELDS if each.needed and not form.text(each.name))
    _phone(form)
    kind = _kind(form)
    minutes = _minutes(form, kind)
    skills = _skills(form, kind)
    priority = _priority(form, kind)
    due, window = _when(form)
    channel = _channel(form)
    return Checked(form.errors, form.echoes, missing, kind, minutes, skills, priority, due, window, channel)


def _phone(form: _Check) -> None:
    text = form.text("phone")
    if not text:
        return
    stored, doubt = stored_phone(text, form.context.country)
    form.echoes["phone"] = f"? {doubt}" if doubt else phone_text(stored)


def matching_types(text: str, kinds: Sequence[CallType]) -> list[CallType]:
    """Kinds of work that a word may mean, best first: code, start of the name, any word in it."""
    wanted = text.casefold().strip()
    if not wanted:
        return list(kinds)
    exact = [kind for kind in kinds if wanted in (kind.code.casefold(), kind.name.casefold())]
    if exact:
        return exact
    starts = [
        k for k in kinds if k.name.casefold().startswith(wanted) or k.code.casefold().startswith(wanted)
    ]
    words = [
        k
        for k in kinds
        if k not in starts
        and all(any(w.startswith(part) for w in k.name.casefold().split()) for part in wanted.split())
    ]
    return starts + words


def _kind(form: _Check) -> CallType | None:
    text = form.text("type")
    if not text:
        return None
    found = matching_types(text, form.context.call_types)
    if len(found) == 1:
        form.echoes["type"] = found[0].name
        return found[0]
    if not found:
        form.errors["type"] = "no such kind of work here; clear the field to see them all"
        return None
    names = ", ".join(kind.name for kind in found[:4])
    form.errors["type"] = f"{names}{', ...' if len(found) > 4 else ''}?"
    return None


def _minutes(form: _Check, kind: CallType | None) -> int | None:
    text = form.text("minutes")
    if not text:
        if kind is not None:
            form.echoes["minutes"] = f"{length_text(kind.minutes)}, usual for it"
        return kind.minutes if kind else None
    try:
        minutes = parse_length(text)
    except Usage as error:
        form.fail("minutes", error)
        return None
    if not 0 < minutes <= 24 * 60:
        form.errors["minutes"] = "a call takes between a minute and a day"
        return None
    form.echoes["minutes"] = length_text(minutes)
    return minutes


def _skills(form: _Check, kind: CallType | None) -> tuple[str, ...]:
    text = form.text("skills")
    if not text:
        if kind is not None:
            form.echoes["skills"] = " ".join(kind.skills) or "none needed"
        return kind.skills if kind else ()
    if text.casefold() in ("none", "-"):
        form.echoes["skills"] = "none needed"
        return ()
    skills = tuple(dict.fromkeys(word.upper() for word in text.replace(",", " ").split()))
    strange = [skill for skill in skills if form.context.skills and skill not in form.context.skills]
    form.echoes["skills"] = f"? nobody has {' '.join(strange)}" if strange else " ".join(skills)
    return skills


def _priority(form: _Check, kind: CallType | None) -> Priority:
    text = form.text("priority").casefold()
    if not text:
        usual = kind.priority if kind else Priority.NORMAL
        form.echoes["priority"] = usual.value
        return usual
    found = [each for each in Priority if each.value.startswith(text)]
    if len(found) != 1:
        form.errors["priority"] = "say emergency, high, normal or low"
        return Priority.NORMAL
    form.echoes["priority"] = found[0].value
    return found[0]


def _when(form: _Check) -> tuple[date, Span | None]:
    base = form.context.base
    due = base.day
    text = form.text("due")
    if text:
        try:
            due = parse_date(text, base)
        except Usage as error:
            form.fail("due", error)
    if due < base.today and "due" not in form.errors:
        form.errors["due"] = f"{day_text(due)} is past"
    if "due" not in form.errors:
        form.echoes["due"] = day_text(due)
    window = None
    try:
        window = parse_window(form.text("window"), TimeBase(due, base.now, base.zone))
    except Usage as error:
        form.fail("window", error)
    if window is not None:
        due = local_date(window.start, base.zone)
        form.echoes["window"] = f"{day_text(due)} {window_text(window, base.zone)}"
        if window.end <= base.now:
            form.errors["window"] = f"that is past: it is {clock_text(base.now, base.zone)}"
    elif form.text("window") and "window" not in form.errors:
        form.echoes["window"] = "no window promised"
    return due, window


def _channel(form: _Check) -> Channel:
    text = form.text("channel").casefold()
    if not text:
        return Channel.PHONE
    found = [each for each in Channel if each.value.startswith(text)]
    if len(found) != 1:
        form.errors["channel"] = "say phone, text or email"
        return Channel.PHONE
    form.echoes["channel"] = found[0].value
    return found[0]
