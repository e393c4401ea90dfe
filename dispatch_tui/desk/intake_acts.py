"""From a filled intake form to commands, and from what is known to a filled form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dispatch_tui.core.commands import Command, EditCall, NewCall, Promise
from dispatch_tui.core.errors import Usage
from dispatch_tui.core.model import NEW, Call, Customer, Site
from dispatch_tui.core.places import looks_like_point, point_of
from dispatch_tui.core.text import clean_line, plural
from dispatch_tui.core.timewords import day_text, length_text, window_text
from dispatch_tui.desk.intake import FIELDS, Checked, IntakeContext
from dispatch_tui.desk.phones import stored_phone
from dispatch_tui.desk.ports import CustomerHit


@dataclass(frozen=True, slots=True)
class Chosen:
    """The known customer and site that were taken from the list, if any."""

    customer: Customer | None = None
    site: Site | None = None


def new_call(
    typed: Mapping[str, str],
    checked: Checked,
    chosen: Chosen,
    country: str,
    back_to: int | None = None,
) -> NewCall:
    """The command that a complete form comes to; `back_to` is the call that it comes back to.

    Raises:
        Usage: naming what is still missing or wrong.
    """
    require_ready(checked)
    assert checked.kind is not None
    assert checked.minutes is not None
    assert checked.due is not None
    return NewCall(
        customer=_customer(typed, checked, chosen, country),
        site=_site(typed, chosen),
        type_code=checked.kind.code,
        minutes=checked.minutes,
        skills=checked.skills,
        due=checked.due,
        priority=checked.priority,
        problem=typed.get("problem", ""),
        instructions=typed.get("instructions", ""),
        access=typed.get("access", ""),
        source=typed.get("source", "").strip() or "phone",
        channel=checked.channel,
        window=checked.window,
        window_told=checked.window is not None,
        first_call_id=back_to,
    )


def require_ready(checked: Checked) -> None:
    """Complain of the first thing that is missing or wrong.

    Raises:
        Usage: naming the field.
    """
    labels = {each.name: each.label for each in FIELDS}
    for name in checked.missing:
        raise Usage(f"{labels[name]} is still missing", "it is needed to take the call")
    for name, error in checked.errors.items():
        raise Usage(f"{labels[name]}: {error}")


def _customer(typed: Mapping[str, str], checked: Checked, chosen: Chosen, country: str) -> Customer:
    known = chosen.customer
    phone, _ = stored_phone(typed.get("phone", ""), country)
    tags = tuple(
        dict.fromkeys(clean_line(tag, 30) for tag in typed.get("tags", "").split(",") if tag.strip())
    )
    return Customer(
        name=typed.get("name", ""),
        phone=phone or (known.phone if known else ""),
        phone2=known.phone2 if known else "",
        email=known.email if known else "",
        channel=checked.channel,
        language=known.language if known else "en",
        tags=tags or (known.tags if known else ()),
        note=known.note if known else "",
        id=known.id if known else NEW,
    )


def _site(typed: Mapping[str, str], chosen: Chosen) -> Site:
    known = chosen.site
    if known is not None and typed.get("address", "").strip() == known.address:
        return Site(known.customer_id, known.address, known.city, known.region, known.postcode, id=known.id)
    city, _, region = typed.get("city", "").partition(",")
    address = typed.get("address", "")
    return Site(
        customer_id=NEW,
        address=address,
        city=city.strip(),
        region=region.strip(),
        postcode=typed.get("postcode", ""),
        place=point_of(address) if looks_like_point(address) else None,
    )


def filled_from(hit: CustomerHit, site: Site | None) -> dict[str, str]:
    """The fields that a known customer and site fill in."""
    customer = hit.customer
    filled = {
        "phone": customer.phone,
        "name": customer.name,
        "channel": customer.channel.value,
        "tags": ", ".join(customer.tags),
    }
    if site is not None:
        filled |= {
            "address": site.address,
            "city": ", ".join(part for part in (site.city, site.region) if part),
            "postcode": site.postcode,
            "access": site.access,
        }
    return filled


def filled_from_call(call: Call, customer: Customer, site: Site, context: IntakeContext) -> dict[str, str]:
    """The fields of a call that is to be changed."""
    zone = context.base.zone
    return {
        "phone": customer.phone,
        "name": customer.name,
        "address": site.address,
        "city": ", ".join(part for part in (site.city, site.region) if part),
        "postcode": site.postcode,
        "type": call.type_code,
        "problem": call.problem,
        "minutes": length_text(call.minutes),
        "skills": " ".join(call.skills),
        "priority": call.priority.value,
        "due": call.due.isoformat(),
        "window": window_text(call.window, zone, "-"),
        "access": call.access,
        "instructions": call.instructions,
        "channel": call.channel.value,
        "tags": ", ".join(customer.tags),
        "source": call.source,
    }


def changes(call: Call, typed: Mapping[str, str], checked: Checked, reason: str) -> list[Command]:
    """The commands that bring a call up to what the form says; empty if nothing differs.

    Raises:
        Usage: naming what is missing or wrong.
    """
    require_ready(checked)
    assert checked.kind is not None
    wanted: dict[str, object] = {
        "type_code": checked.kind.code,
        "skills": checked.skills,
        "minutes": checked.minutes,
        "due": checked.due,
        "priority": checked.priority,
        "problem": typed.get("problem", ""),
        "instructions": typed.get("instructions", ""),
        "access": typed.get("access", ""),
        "channel": checked.channel,
    }
    differing = {name: value for name, value in wanted.items() if getattr(call, name) != value}
    commands: list[Command] = []
    if differing:
        commands.append(EditCall(call.id, differing))
    if checked.window != call.window:
        commands.append(Promise(call.id, checked.window, reason))
    return commands


def history_words(hit: CustomerHit) -> str:
    """`5 calls, last 3 Nov; open: 4087`."""
    parts = [plural(hit.calls, "call") if hit.calls else "no calls yet"]
    if hit.last_call is not None:
        parts.append(f"last {day_text(hit.last_call)}")
    text = ", ".join(parts)
    if hit.open_calls:
        text += "; open: " + " ".join(str(call.id) for call in hit.open_calls)
    return text


def same_phone(typed: str, hits: Sequence[CustomerHit], country: str) -> CustomerHit | None:
    """The known customer whose number was typed whole, if there is one."""
    number, doubt = stored_phone(typed, country)
    if not number or doubt:
        return None
    return next((hit for hit in hits if number in (hit.customer.phone, hit.customer.phone2)), None)
