"""Column names: what other programs call the things we know.

A name is compared without case, spaces and punctuation. Synonyms stand in order of preference: a file
with both "Mobile Number" and "Home Number" gives the mobile one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from dispatch_tui.core.errors import Refused

_PLAIN = re.compile(r"[^a-z0-9]+")


def plain(name: str) -> str:
    """A column name as compared: `Main Phone #s` is `mainphones`."""
    return _PLAIN.sub("", name.casefold())


def _names(text: str) -> tuple[str, ...]:
    return tuple(plain(name) for name in text.split(","))


ADDRESS_SETS: Mapping[str, tuple[str, ...]] = {
    "service": ("service", "serviceaddress", "servicelocation", "property", "propertyaddress", "job",
                "jobaddress", "site", "siteaddress", "location", "locationaddress", "work"),
    "shipping": ("ship", "shipping", "shipto", "shipaddress", "shippingaddress"),
    "plain": ("", "street", "address", "home", "homeaddress", "customer", "customeraddress", "main"),
    "billing": ("bill", "billing", "billto", "billaddress", "billingaddress", "mailing", "mail"),
}  # fmt: skip
"""Sets of address columns, the one to go to first. One set is taken whole, never mixed."""

_PARTS: Mapping[str, tuple[str, ...]] = {
    "street": ("address", "address1", "addressline1", "street", "street1", "streetaddress", "line1",
               "streetaddress1", "addressstreet", "full address", "fulladdress", ""),
    "street2": ("address2", "addressline2", "street2", "line2", "unit", "unitnumber", "apt", "suite"),
    "city": ("city", "town", "addresscity"),
    "region": ("state", "province", "region", "stateprovince", "addressstate"),
    "postcode": ("zip", "zipcode", "postalcode", "postcode", "zippostalcode", "zipcodepostalcode",
                 "postal", "addresszip"),
}  # fmt: skip


_WHOLE = ("address", "location", "street", "to")
"""A column with only such a name ("Service Address", "Ship to") holds the street or all of it."""


def _address_fields() -> dict[str, tuple[str, ...]]:
    fields = {}
    for name, prefixes in ADDRESS_SETS.items():
        for part, endings in _PARTS.items():
            fields[f"{name}_{part}"] = tuple(
                plain(prefix + ending)
                for prefix, ending in product(prefixes, endings)
                if ending or prefix.endswith(_WHOLE)
            )
    return fields


_PERSON: Mapping[str, tuple[str, ...]] = {
    "name": _names(
        "name,customer name,client name,display name,customer,client,full name,customer full name,"
        "company or name,contact"
    ),
    "first": _names("first name,first,given name,customer first name,client first name"),
    "last": _names("last name,last,surname,family name,customer last name,client last name"),
    "company": _names("company,company name,business name,organization"),
    "phone": _names(
        "phone,mobile number,mobile,mobile phone,main phone #s,main phone,phone number,phone numbers,"
        "customer phone,client phone,cell,cell phone,telephone,tel,primary phone,phone 1,contact phone"
    ),
    "phone2": _names(
        "phone 2,home number,home phone,work number,work phone,other phone,alternate phone,"
        "work phone #s,home phone #s,mobile phone #s,secondary phone"
    ),
    "email": _names("email,e-mail,email address,e-mails,emails,main email,customer email,mail,primary email"),
    "lat": _names("lat,latitude,gps latitude,y"),
    "lon": _names("lon,lng,long,longitude,gps longitude,x"),
    "point": _names("coordinates,gps,lat/lon,lat lng,latlong,geo,point"),
}

_CUSTOMER: Mapping[str, tuple[str, ...]] = {
    **_PERSON,
    "channel": _names("preferred channel,contact by,preferred contact,contact method,channel"),
    "language": _names("language,preferred language"),
    "area": _names("area,neighborhood,neighbourhood,zone,district,territory"),
    "access": _names("access,access notes,gate code,directions,entry notes,access instructions"),
    **_address_fields(),
}

FIELDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "technicians": {
        **_PERSON,
        "name": _names(
            "name,technician,technician name,tech,employee,employee name,full name,team member,display name"
        ),
        "id": _names("id,employee id,technician id,user id,team member id,number,employee number"),
        "code": _names("code,short code,tech code,technician code,initials,radio,call sign"),
        "skills": _names("skills,skill,trades,trade,certifications,qualifications,job types"),
        "tags": _names("tags,style,style tags,labels"),
        "hours": _names("hours,shift,working hours,work hours,shift hours,schedule"),
        "days": _names("days,workdays,working days,work days"),
        **{
            day: _names(f"{day},{day[:3]},{day} hours")
            for day in (
                "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
            )
        },
        "area": _names("area,territory,zone,district,home area"),
        "status": _names("status,active,state of employment"),
        "note": _names("note,notes,comment,comments"),
        "channel": _names("preferred channel,contact by,preferred contact,contact method,channel"),
        "language": _names("language,preferred language"),
        **{f"plain_{part}": _address_fields()[f"plain_{part}"] for part in _PARTS},
    },
    "customers": {
        **_CUSTOMER,
        "id": _names(
            "id,j-id,customer id,client id,customer number,customer #,account number,account,"
            "account #,customer no"
        ),
        "site_id": _names("site id,property id,location id,service location id"),
        "tags": _names("tags,customer tags,client tags,labels,style"),
        "note": _names("note,notes,customer notes,client notes,comments,private notes"),
    },
    "calls": {
        **_CUSTOMER,
        "id": _names(
            "id,job #,job number,job id,job,call #,call id,call number,call,work order,"
            "work order #,work order number,ticket,ticket #,number,invoice,invoice #"
        ),
        "customer_id": _names("customer id,client id,j-id,customer number,customer #,account number"),
        "site_id": _names("site id,property id,location id"),
        "type": _names(
            "type,job type,call type,service type,service,work type,category,business unit,line of work"
        ),
        "minutes": _names(
            "minutes,duration,duration minutes,estimated minutes,estimated duration,length,"
            "expected duration,estimated time"
        ),
        "priority": _names("priority,urgency"),
        "due": _names("due,due date,date,service date,requested date,needed by,job date"),
        "start": _names(
            "scheduled start,start,scheduled,scheduled date,scheduled for,start date,appointment,"
            "appointment start,job scheduled start date,scheduled start date,visit start"
        ),
        "start_time": _names("start time,scheduled time,time,appointment time,scheduled start time"),
        "end": _names("scheduled end,end,end time,appointment end,scheduled end time,visit end"),
        "window": _names("window,arrival window,promised window,time window,customer window"),
        "window_start": _names("window start,arrival window start,window from,arrival start"),
        "window_end": _names("window end,arrival window end,window to,arrival end"),
        "technician": _names(
            "technician,tech,assigned to,assigned technician,assigned employees,assigned,employee,"
            "technicians,assigned techs,team,crew"
        ),
        "problem": _names(
            "problem,description,job description,summary,title,job title,issue,reason,complaint,"
            "details,reason for call"
        ),
        "instructions": _names("instructions,special instructions,notes,job notes,note,private notes"),
        "status": _names("status,job status,state of job,stage"),
        "created": _names("created,created date,created at,received,received at,booked on,created on"),
        "source": _names("source,lead source,booked by,job source"),
    },
}  # fmt: skip
"""Our fields and their names elsewhere, by what is imported."""

REQUIRED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "technicians": (("name", "first", "last"),),
    "customers": (("name", "first", "last", "company"),),
    "calls": (
        ("name", "first", "last", "company", "phone", "customer_id"),
        ("type",),
    ),
}
"""Groups of fields; a file must have a column for at least one of each group."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where our fields stand in a file.

    Attributes:
        at: index of the column by our field name.
        unused: the file's columns that mean nothing to us.
    """

    at: Mapping[str, int]
    unused: tuple[str, ...]


def understood(what: str, names: Sequence[str], mapping: Mapping[str, str]) -> int:
    """How many of some cells are column names we know; tells a header from a row."""
    known = {name for names_ in FIELDS[what].values() for name in names_}
    known |= {plain(theirs) for theirs in mapping.values()}
    return sum(1 for name in {plain(cell) for cell in names} if name in known)


def match_columns(what: str, header: Sequence[str], mapping: Mapping[str, str]) -> Columns:
    """Our fields found in a header; `mapping` goes before the synonyms.

    Raises:
        Refused: if a mapped name is no field of ours or no column of the file, or a required
            column is missing; names what was seen.
    """
    fields = FIELDS[what]
    seen = ", ".join(name for name in header if name) or "none"
    at: dict[str, int] = {}
    places: dict[str, int] = {}
    for index, name in enumerate(header):
        places.setdefault(plain(name), index)
    for ours, theirs in mapping.items():
        if ours not in fields:
            raise Refused(f"{ours!r} is not a field of {what}", f"these are: {', '.join(sorted(fields))}")
        if plain(theirs) not in places:
            raise Refused(f"the file has no column {theirs!r}", f"it has: {seen}")
        at[ours] = places[plain(theirs)]
    taken = set(at.values())
    for ours, names in fields.items():
        if ours in at:
            continue
        found = next((places[name] for name in names if name in places and places[name] not in taken), None)
        if found is not None:
            at[ours] = found
            taken.add(found)
    _check_required(what, at, seen)
    unused = tuple(name for index, name in enumerate(header) if name and index not in taken)
    return Columns(at, unused)


def _check_required(what: str, at: Mapping[str, int], seen: str) -> None:
    missing = [group for group in REQUIRED[what] if not any(name in at for name in group)]
    if missing:
        words = "; ".join(" or ".join(group) for group in missing)
        first = missing[0][0]
        raise Refused(
            f"the file of {what} has no column for {words}",
            f"it has: {seen}. Say --map {first}='Their Column'",
        )


SOURCES: Sequence[tuple[str, frozenset[str]]] = (
    ("jobber", frozenset({"jid"})),
    ("housecall", frozenset({"displayname", "mobilenumber"})),
    ("housecall", frozenset({"job", "assignedemployees"})),
    ("quickbooks", frozenset({"displayname", "billaddressline1"})),
    ("quickbooks", frozenset({"customer", "billaddress"})),
    ("servicetitan", frozenset({"jobnumber", "businessunit"})),
    ("servicetitan", frozenset({"customerid", "locationid"})),
)
"""Programs told by columns that only they write."""


def guess_source(header: Sequence[str]) -> str:
    """The program a file comes from, by its columns; "csv" if it cannot be told."""
    names = {plain(name) for name in header}
    return next((program for program, marks in SOURCES if marks <= names), "csv")
