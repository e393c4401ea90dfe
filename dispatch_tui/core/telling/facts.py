"""The facts that a message may speak of, as words, from the records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dispatch_tui.core.model import Call, CallType, Customer, Shop, Site, Span, Technician
from dispatch_tui.core.shifts import local_date
from dispatch_tui.core.telling.wordings import LANGUAGES
from dispatch_tui.core.text import clean_line, phone_text
from dispatch_tui.core.timewords import clock_text, day_text

STEP = timedelta(minutes=5)
"""Customers are told arrivals in steps of this: a forecast is no railway timetable."""

_LIMIT = 1000

_NEAR_DAYS: Mapping[str, tuple[str, str]] = {"en": ("today", "tomorrow"), "es": ("hoy", "mañana")}
_OUR_TECHNICIAN: Mapping[str, str] = {"en": "our technician", "es": "nuestro técnico"}
_WEEKDAYS_ES = ("lun", "mar", "mié", "jue", "vie", "sáb", "dom")
_MONTHS_ES = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")


def known_language(language: str, otherwise: str = "en") -> str:
    """The language of ours that a declared one means ("es-MX" is "es"), else `otherwise`."""
    short = language.strip().lower()[:2]
    return short if short in LANGUAGES else otherwise


def shown_eta(eta: datetime, zone: ZoneInfo) -> datetime:
    """The arrival as a customer is told it: on to the next full five minutes of the clock."""
    local = eta.astimezone(zone)
    over = timedelta(minutes=local.minute % 5, seconds=local.second, microseconds=local.microsecond)
    return eta + (STEP - over) if over else eta


def day_word(day: date, today: date, language: str) -> str:
    """`today`, `tomorrow` or `Tue 24 Nov`, in a language of ours."""
    tongue = known_language(language)
    ahead = (day - today).days
    if 0 <= ahead <= 1:
        return _NEAR_DAYS[tongue][ahead]
    if tongue == "es":
        return f"{_WEEKDAYS_ES[day.weekday()]} {day.day} {_MONTHS_ES[day.month - 1]}"
    return day_text(day)


def customer_facts(
    shop: Shop,
    call: Call,
    customer: Customer,
    site: Site | None,
    technician: Technician | None,
    language: str,
    *,
    eta: datetime | None,
    window: Span | None,
    now: datetime,
) -> dict[str, str]:
    """What a message to a customer may speak of; "" for what is not known.

    Args:
        shop: its name and zone.
        call: whose number and problem they are.
        customer: who is told.
        site: where the work is, if that is known.
        technician: who comes; None is "our technician".
        language: of the words for days.
        eta: expected arrival; told in full five minutes, with its day if that is not today.
        window: the arrival window to speak of.
        now: what "today" and the `minutes` until arrival are counted from.
    """
    facts = _facts(shop, call, customer, site, language, window, now)
    facts["technician"] = _first_name(technician) or _OUR_TECHNICIAN[known_language(language)]
    if eta is not None:
        told = shown_eta(eta, shop.zone)
        facts["eta"] = _time(told, shop.zone, now, language)
        facts["day"] = facts["day"] or _day(told, shop.zone, now, language)
        facts["minutes"] = str(max(0, round((told - now) / timedelta(minutes=1))))
    return facts


def technician_facts(
    shop: Shop,
    call: Call,
    customer: Customer,
    site: Site | None,
    kind: CallType | None,
    technician: Technician | None,
    language: str,
    *,
    now: datetime,
    start: datetime | None = None,
    history: str = "",
    equipment: str = "",
    reason: str = "",
) -> dict[str, str]:
    """What a message to a technician may speak of: this call, and nothing about later ones.

    Args:
        shop: its name and zone.
        call: the call.
        customer: whose it is; their tags are how they like to be dealt with.
        site: where it is, if that is known.
        kind: the type of work; None falls back on the call's type code.
        technician: who is told.
        language: of the words for days.
        now: what "today" is counted from.
        start: planned arrival, exact, as `eta`.
        history: what was done there before, in words.
        equipment: what is there to work on, in words.
        reason: why a call is off, what has changed, or why we ask.
    """
    facts = _facts(shop, call, customer, site, language, call.window, now)
    access = dict.fromkeys(text for text in (call.access, site.access if site else "") if text)
    said = {
        "technician": _first_name(technician),
        "phone": phone_text(customer.phone or customer.phone2),
        "type": kind.name if kind else call.type_code,
        "instructions": call.instructions,
        "access": "; ".join(access),
        "history": history,
        "equipment": equipment,
        "parts": call.part,
        "likes": ", ".join(customer.tags),
        "reason": reason,
    }
    facts |= {name: clean_line(text, _LIMIT) for name, text in said.items()}
    if start is not None:
        facts["eta"] = _time(start, shop.zone, now, language)
        facts["day"] = facts["day"] or _day(start, shop.zone, now, language)
    return facts


def _facts(
    shop: Shop,
    call: Call,
    customer: Customer,
    site: Site | None,
    language: str,
    window: Span | None,
    now: datetime,
) -> dict[str, str]:
    said = {
        "shop": shop.name,
        "customer": customer.name,
        "address": site.one_line if site else "",
        "problem": call.problem,
        "number": str(call.id),
    }
    facts = {name: clean_line(text, _LIMIT) for name, text in said.items()}
    facts |= {"window": "", "day": "", "eta": "", "minutes": ""}
    if window is not None:
        end = clock_text(window.end, shop.zone)
        facts["window"] = f"{clock_text(window.start, shop.zone)}-{'24:00' if end == '00:00' else end}"
        facts["day"] = _day(window.start, shop.zone, now, language)
    return facts


def _first_name(technician: Technician | None) -> str:
    return next(iter(clean_line(technician.name).split()), "") if technician else ""


def _day(instant: datetime, zone: ZoneInfo, now: datetime, language: str) -> str:
    return day_word(local_date(instant, zone), local_date(now, zone), language)


def _time(instant: datetime, zone: ZoneInfo, now: datetime, language: str) -> str:
    """`14:05`, or `08:10 tomorrow` where today would be understood."""
    clock = clock_text(instant, zone)
    if local_date(instant, zone) == local_date(now, zone):
        return clock
    return f"{clock} {_day(instant, zone, now, language)}"
