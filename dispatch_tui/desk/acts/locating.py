"""Where a site is, said by a person or found by a look-up."""

from __future__ import annotations

import math
from dataclasses import replace

from dispatch_tui.core.commands import LocateSite, Outcome
from dispatch_tui.core.errors import NeedsSure, Refused
from dispatch_tui.core.model import Place, Precision, Site, Technician
from dispatch_tui.core.places import FAR_KM, FINE, nearest_km, rank, shared_points
from dispatch_tui.desk.acts.common import concluded
from dispatch_tui.desk.ports import Workspace

TYPED = "typed"


def locate_site(ws: Workspace, command: LocateSite) -> Outcome:
    """Keep where a site is; the forecasts of whoever drives there move with it.

    Raises:
        Refused: if it is no point of the earth, or a program would overrule a person.
        NeedsSure: if a person puts it far from everywhere else.
    """
    site, place = ws.get(Site, command.site_id), command.place
    if place is None:
        if site.place is None:
            raise Refused(f"{site.one_line} is unknown already", "say locate with latitude,longitude")
        ws.change(site, place=None)
        return concluded(ws, f"{site.one_line}: where it is, is not known")
    _check_range(place)
    typed = command.source == TYPED
    if not typed:
        _check_better(site, place)
    far = _far(ws, site, place)
    if far is not None and not (typed and command.sure):
        if not typed:
            raise Refused(f"{site.one_line} was found {far:.0f} km away", "it is another of that name")
        raise NeedsSure(f"that is {far:.0f} km from everybody's home", "add ! if it is right")
    place, warning = _shared(ws, site, place, typed)
    ws.change(site, place=place)
    at = f"{place.lat:.5f},{place.lon:.5f}"
    said = f"{site.one_line} lies at {at} ({place.precision.value}, {command.source})"
    return concluded(ws, said, warnings=(warning,) if warning else ())


def _check_range(place: Place) -> None:
    """Also for what programs say: some wrap a longitude of 255 round the earth in silence."""
    fine = math.isfinite(place.lat) and math.isfinite(place.lon)
    if not (fine and -90 <= place.lat <= 90 and -180 <= place.lon <= 180):
        raise Refused(f"{place.lat},{place.lon} is no point of the earth", "latitude comes first")


def _check_better(site: Site, place: Place) -> None:
    if site.place is not None and rank(place.precision) >= rank(site.place.precision):
        raise Refused(
            f"{site.one_line} is known by {site.place.precision.value} already", "nothing is better in this"
        )


def _far(ws: Workspace, site: Site, place: Place) -> float | None:
    """How far it is from the shop's people, or from its other sites where no home is known; None if near."""
    homes = [each.home for each in ws.all(Technician) if each.home is not None]
    others = homes or [
        each.place for each in ws.matching(Site, region=site.region) if each.place and each.id != site.id
    ]
    km = nearest_km(place, others)
    return km if km is not None and km > FAR_KM else None


def _shared(ws: Workspace, site: Site, place: Place, typed: bool) -> tuple[Place, str]:
    """The place, less fine if it claims to be a building and is a city's default point; and a warning."""
    if place.precision not in FINE:
        return place, ""
    there = [*(each for each in ws.sites_at(place) if each.id != site.id), replace(site, place=place)]
    count = next(iter(shared_points(there).values()), 0)
    if not count:
        return place, ""
    if not typed:
        place = replace(place, precision=Precision.PLACE)
    return place, f"{count} different addresses share that point: a town's default?"
