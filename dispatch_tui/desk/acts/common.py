"""What several handlers need: names in answers, the row a visit stands on, the judgement of a place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from dispatch_tui.core.commands import Outcome
from dispatch_tui.core.errors import NeedsSure
from dispatch_tui.core.forecast import RowFacts, forecast_row
from dispatch_tui.core.model import (
    Call,
    Customer,
    Message,
    ShiftRule,
    Site,
    Technician,
    TimeOff,
    Visit,
)
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.rules import Consequences, weigh
from dispatch_tui.core.shifts import DAY, local_date, service_date, working_spans
from dispatch_tui.core.status import SEEN
from dispatch_tui.core.suggest.because import Because
from dispatch_tui.core.timewords import clock_text, day_text
from dispatch_tui.core.travel import Travel
from dispatch_tui.desk.ports import Workspace


def spoken(technician: Technician) -> str:
    """`T3 Ana`: code and first name, as on the radio."""
    first = next(iter(technician.name.split()), "")
    return f"{technician.code} {first}".strip()


def when_text(ws: Workspace, instant: datetime) -> str:
    """`14:30`, with the day in front if it is not the shop's today."""
    zone = ws.shop().zone
    clock = clock_text(instant, zone)
    day = local_date(instant, zone)
    return clock if day == local_date(ws.now, zone) else f"{day_text(day)} {clock}"


def rules_of(ws: Workspace, technician_id: int) -> list[ShiftRule]:
    """A technician's regular hours."""
    return [rule for rule in ws.all(ShiftRule) if rule.technician_id == technician_id]


def visit_date(ws: Workspace, technician_id: int, start: datetime) -> date:
    """The service date a start belongs to on a technician's row."""
    return service_date(start, rules_of(ws, technician_id), ws.shop().zone)


def travel_of(ws: Workspace) -> Travel:
    """The shop's travel by all this desk has learnt, as its board reckons."""
    return ws.knowledge.travel(ws.shop())


def row_facts(ws: Workspace, technician: Technician, day: date) -> RowFacts:
    """A technician's row of a day, read inside the transaction."""
    visits = ws.visits_on(technician.id, day)
    calls = {visit.call_id: ws.get(Call, visit.call_id) for visit in visits}
    sites = {call.site_id: ws.get(Site, call.site_id) for call in calls.values()}
    offs = [off for off in ws.all(TimeOff) if off.technician_id == technician.id]
    working = working_spans(rules_of(ws, technician.id), offs, day, ws.shop().zone)
    return RowFacts(visits, calls, sites, technician.home, working, ws.knowledge.typicals)


def weighed(ws: Workspace, technician: Technician, call: Call, visit: Visit) -> Consequences:
    """The consequences of a visit standing where it would stand.

    By what this desk has learnt (`ws.knowledge`), so that an act warns of what the board showed before it.
    Months of visits are too dear to read inside a write; they are read before, once a day. Two consoles may
    for a moment have learnt differently: each then asks by what its own person sees, and the worst of it
    is a question too many, as what is learnt only warns.
    """
    facts = row_facts(ws, technician, visit.service_date).with_site(ws.get(Site, call.site_id))
    travel = travel_of(ws)
    before = forecast_row(facts, ws.now, travel)
    customer, areas = pairing_of(ws, call)
    return weigh(facts, technician, call, visit, ws.now, travel, before, customer, areas)


def pairing_of(ws: Workspace, call: Call) -> tuple[Customer, str]:
    """What decides who may go to a call beside skills: its customer, and the shop's rule `areas`."""
    return ws.get(Customer, call.customer_id), Rules.of(ws.shop()).areas


def explained(ws: Workspace, visit: Visit, because: Because | None) -> None:
    """Keep why a visit was put where it now stands with the act, and what was said for it.

    Args:
        ws: the transaction.
        visit: as it stands now.
        because: what the console reckoned; None, or the explanation of another place, is not kept.
    """
    if because is None or (because.technician_id, because.start) != (visit.technician_id, visit.start):
        return
    ws.because.append(replace(because, visit_id=visit.id, reason=because.reason or ws.act.reason))


def insist(consequences: Consequences, sure: bool) -> tuple[str, ...]:
    """The remarks to answer with; asks first if any needs a deliberate yes.

    Raises:
        NeedsSure: naming every cost, unless `sure`.
    """
    costs = [remark.text for remark in consequences.warnings]
    if costs and not sure:
        raise NeedsSure("; ".join(costs), "add ! to do it all the same")
    return tuple(remark.text for remark in consequences.remarks)


def todays_visits(ws: Workspace, technician: Technician) -> tuple[Visit, ...]:
    """A technician's visits of the shop's today, after those of a night shift that is still running."""
    today = local_date(ws.now, ws.shop().zone)
    night = tuple(visit for visit in ws.visits_on(technician.id, today - DAY) if visit.state in SEEN)
    return night + ws.visits_on(technician.id, today)


def customer_name(ws: Workspace, call: Call) -> str:
    """The name of who a call is for."""
    return ws.get(Customer, call.customer_id).name


def addressee(ws: Workspace, message: Message) -> str:
    """The name of who a message is to or from; the address of somebody who is not known."""
    if message.technician_id is not None:
        return ws.get(Technician, message.technician_id).name
    if message.customer_id is not None:
        return ws.get(Customer, message.customer_id).name
    return message.address


def concluded(
    ws: Workspace,
    said: str,
    *,
    warnings: tuple[str, ...] = (),
    call: Call | None = None,
    visit_id: int | None = None,
    kind: str = "act",
    undo_of: int | None = None,
) -> Outcome:
    """Write the log's line and make the answer of it."""
    ws.conclude(said, kind, undo_of)
    return Outcome(said, ws.rev, warnings, call, visit_id)
