"""Meeting imported records with those in the shop: found, compared, changed or added.

A record is found by the other program's id where the file has one, else by what a person would go
by: a technician's code or name, a customer's name and phone, a site's address, a call's site, kind
and problem. The plan on the board is the dispatcher's: an import places what stands nowhere, and
never moves what stands.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dispatch_tui.core.commands import ImportRow
from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import (
    NEW,
    Call,
    CallPhase,
    CallType,
    Customer,
    ForeignId,
    Precision,
    Record,
    ShiftRule,
    Site,
    Technician,
    Visit,
)
from dispatch_tui.core.status import OVER
from dispatch_tui.core.timewords import window_text
from dispatch_tui.desk.acts.common import spoken, visit_date, when_text
from dispatch_tui.desk.acts.matching import Tally, address_key, call_key, same_value, with_ids
from dispatch_tui.desk.ports import Workspace

NATURAL = "row content"
"""Source of the ids made of a call's own content, for files that have no id column."""

_ENDED = (CallPhase.COMPLETED, CallPhase.CLOSED, CallPhase.CANCELED)
_KNOWN_FROM = list(Precision)
"""From the best known to the least."""


class Upserts:
    """One import under way inside one transaction."""

    def __init__(self, ws: Workspace, source: str) -> None:
        self.ws = ws
        self.source = source
        self.tally = Tally()
        self.warnings: list[str] = []
        self._sites: dict[int, list[Site]] | None = None
        self._technicians = {tech.id: tech for tech in ws.all(Technician)}
        self._line = 0

    def row(self, row: ImportRow, ids: dict[int, int]) -> None:
        """Take in one row; `ids` maps temporary to stored ids and grows.

        Raises:
            Refused: if a record the row needs is neither there nor described well enough.
        """
        self._line = row.line
        links = {rec.record_id: rec for rec in row.records if isinstance(rec, ForeignId)}
        rules: dict[int, list[ShiftRule]] = {}
        spoken_of = False
        for raw, given in zip(row.records, row.given, strict=True):
            if isinstance(raw, ForeignId) or raw.id in ids:
                continue
            record = with_ids(raw, ids)
            if isinstance(record, ShiftRule):
                rules.setdefault(record.technician_id, []).append(record)
                spoken_of = spoken_of or bool(given)
                continue
            stored = self._met(record, given, links.get(raw.id))
            if stored is None:
                return
            ids[raw.id] = stored.id
            if raw.id in links:
                self._link(links[raw.id], stored)
        for technician_id, wanted in rules.items():
            self._shifts(technician_id, wanted, spoken_of)

    def _met(self, record: Record, given: frozenset[str], link: ForeignId | None) -> Record | None:
        match record:
            case Technician():
                return self._technician(record, given, link)
            case Customer():
                return self._customer(record, given, link)
            case Site():
                return self._site(record, given, link)
            case Call():
                return self._call(record, given, link)
            case Visit():
                return self._visit(record)
            case CallType():
                return self._call_type(record)
            case _:
                raise TypeError(f"a file cannot bring a {type(record).__name__}")

    def _known(self, kind: type[Any], link: ForeignId | None) -> Any:
        if link is None:
            return None
        key = self.ws.find_foreign(link.kind, link.source, link.foreign)
        return None if key is None else self.ws.get(kind, key)

    def _link(self, link: ForeignId, stored: Record) -> None:
        if self.ws.find_foreign(link.kind, link.source, link.foreign) is None:
            self.ws.add(replace(link, id=NEW, record_id=stored.id))

    def _added(self, record: Any) -> Any:
        stored = self.ws.add(replace(record, id=NEW))
        self.tally.note(stored, "new")
        return stored

    def _changed(self, known: Any, record: Record, names: frozenset[str], exact: bool = True) -> Any:
        """The known record with the named fields as in the file; written only if they differ.

        A record found by what it says (not `exact`) keeps the shop's spelling of it, or two files
        that write one name in two ways would change it back and forth.
        """
        fields = {
            name: getattr(record, name)
            for name in names
            if not same_value(getattr(record, name), getattr(known, name), exact)
        }
        if not fields:
            self.tally.note(known, "unchanged")
            return known
        stored = self.ws.change(known, **fields)
        self.tally.note(stored, "updated")
        return stored

    def _warn(self, text: str) -> None:
        self.warnings.append(f"row {self._line}: {text}")

    # -- technicians and their hours

    def _technician(self, record: Technician, given: frozenset[str], link: ForeignId | None) -> Technician:
        known = self._known(Technician, link) or self._technician_like(record)
        if known is None:
            code = record.code or self._free_code()
            stored: Technician = self._added(replace(record, code=code))
        else:
            stored = self._changed(known, record, given)
        self._technicians[stored.id] = stored
        return stored

    def _technician_like(self, record: Technician) -> Technician | None:
        everybody = self._technicians.values()
        if record.code:
            code = record.code.casefold()
            return next((tech for tech in everybody if tech.code.casefold() == code), None)
        name = record.name.casefold()
        return next(
            (
                tech
                for tech in everybody
                if tech.name.casefold() == name
                and (not record.phone or not tech.phone or record.phone == tech.phone)
            ),
            None,
        )

    def _free_code(self) -> str:
        taken = {tech.code.casefold() for tech in self._technicians.values()}
        number = 1
        while f"t{number}" in taken:
            number += 1
        return f"T{number}"

    def _shifts(self, technician_id: int, wanted: list[ShiftRule], spoken_of: bool) -> None:
        """Set a technician's hours to the file's; default hours are for the new ones only."""
        known = [rule for rule in self.ws.all(ShiftRule) if rule.technician_id == technician_id]
        technician = self._technicians[technician_id]
        if not spoken_of and not self.tally.made(technician):
            return
        hours = {(rule.weekday, rule.start_minute, rule.end_minute): rule for rule in wanted}
        for rule in known:
            if hours.pop((rule.weekday, rule.start_minute, rule.end_minute), None) is None:
                self.ws.drop(rule)
                self.tally.note(technician, "updated")
        for rule in hours.values():
            self.ws.add(replace(rule, id=NEW))
            self.tally.note(technician, "updated")

    # -- customers and their sites

    def _customer(self, record: Customer, given: frozenset[str], link: ForeignId | None) -> Customer:
        linked: Customer | None = self._known(Customer, link)
        known = linked
        if known is None and (record.name or record.phone):
            known = self._customer_like(record, link)
        if known is not None:
            changed: Customer = self._changed(known, record, given, exact=linked is not None)
            return changed
        if not record.name:
            who = f"customer {link.foreign}" if link else f"a customer with {record.phone}"
            raise Refused(f"{who} is not known here", "import the customers first")
        added: Customer = self._added(record)
        return added

    def _customer_like(self, record: Customer, link: ForeignId | None) -> Customer | None:
        if link is not None and not (record.name and record.phone):
            return None
        found = self.ws.find_customer(record.name, record.phone)
        if found is not None and link is not None and self.tally.made(found):
            # Two ids of one file are two customers, however alike their names.
            return None
        return found

    def _site(self, record: Site, given: frozenset[str], link: ForeignId | None) -> Site:
        linked = self._known(Site, link)
        known = linked or self._site_like(record)
        if known is None:
            if not record.address:
                raise Refused("no address in the row and none known", "add the address")
            stored: Site = self._added(record)
        else:
            names = given - self._better_known(known, record)
            stored = self._changed(known, record, names, exact=linked is not None)
        sites = self._sites_of(record.customer_id)
        sites[:] = [site for site in sites if site.id != stored.id] + [stored]
        return stored

    def _site_like(self, record: Site) -> Site | None:
        sites = self._sites_of(record.customer_id)
        if not record.address:
            if len(sites) > 1:
                raise Refused("the customer has several addresses", "add the address to the row")
            return sites[0] if sites else None
        key = address_key(record.address)
        return next(
            (
                site
                for site in sites
                if address_key(site.address) == key
                and (not site.postcode or not record.postcode or site.postcode == record.postcode)
            ),
            None,
        )

    def _better_known(self, known: Site, record: Site) -> frozenset[str]:
        """A pin set by hand is not given up for the middle of a postal code."""
        if known.place is None or record.place is None:
            return frozenset() if record.place is not None else frozenset({"place"})
        worse = _KNOWN_FROM.index(record.place.precision) > _KNOWN_FROM.index(known.place.precision)
        return frozenset({"place"}) if worse else frozenset()

    def _sites_of(self, customer_id: int) -> list[Site]:
        if self._sites is None:
            self._sites = {}
            for site in self.ws.all(Site):
                self._sites.setdefault(site.customer_id, []).append(site)
        return self._sites.setdefault(customer_id, [])

    # -- calls and their visits

    def _call_type(self, record: CallType) -> CallType:
        code = record.code.casefold()
        for known in self.ws.all(CallType):
            if known.code.casefold() == code:
                return known
        added: CallType = self._added(record)
        return added

    def _call(self, record: Call, given: frozenset[str], link: ForeignId | None) -> Call | None:
        """The call met or taken; None if it ended here and its row is to be left alone."""
        natural = None if link else ForeignId("call", NATURAL, call_key(record), NEW)
        known: Call | None = self._known(Call, link or natural)
        if known is None and natural is not None:
            known = self._call_like(record)
        if known is None:
            added: Call = self._added(record)
            if natural is not None:
                self._link(natural, added)
            return added
        if known.phase in _ENDED:
            self.tally.note(known, "unchanged")
            return None
        if "window" in given and known.window != record.window and known.window_told_at:
            zone = self.ws.shop().zone
            old, new = (window_text(span, zone) or "none" for span in (known.window, record.window))
            self._warn(f"call {known.id} was promised {old}, the file says {new}")
        elif known.window == record.window:
            given -= {"window_told_at"}
        changed: Call = self._changed(known, record, given)
        return changed

    def _call_like(self, record: Call) -> Call | None:
        return next(
            (
                call
                for call in self.ws.open_calls_at(record.site_id)
                if call.type_code == record.type_code
                and call.problem.casefold() == record.problem.casefold()
                and call.due == record.due
            ),
            None,
        )

    def _visit(self, record: Visit) -> Visit | None:
        technician = self.ws.get(Technician, record.technician_id)
        standing = [v for v in self.ws.visits_of(record.call_id) if v.state not in OVER]
        if standing:
            here = standing[0]
            if (here.technician_id, here.start) != (record.technician_id, record.start):
                now = self.ws.get(Technician, here.technician_id)
                self._warn(
                    f"call {record.call_id} stands on {spoken(now)} at {when_text(self.ws, here.start)}, "
                    f"the file says {spoken(technician)} at {when_text(self.ws, record.start)}; "
                    "left where it is"
                )
            self.tally.note(here, "unchanged")
            return here
        day = visit_date(self.ws, technician.id, record.start)
        placed: Visit = self._added(replace(record, service_date=day))
        return placed
