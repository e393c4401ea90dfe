"""Where the demo shop works: neighbourhoods and suburbs of Columbus, Ohio.

Names, postal codes and centres are real; house numbers, and who lives there, are invented. Points
are scattered evenly over a disc around each centre, which keeps drives like those of a real day
without ever pointing at somebody's house.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from dispatch_tui.core.model import NEW, Place, Precision, Site

ZONE = "America/New_York"
REGION = "OH"
KM_PER_DEGREE = 111.2
"""Kilometres per degree of latitude on the mean sphere."""


@dataclass(frozen=True, slots=True)
class Area:
    """A neighbourhood: where it is, how far it reaches, and what its streets are called."""

    name: str
    city: str
    postcode: str
    lat: float
    lon: float
    radius_km: float
    streets: tuple[str, ...]


def _area(
    name: str, city: str, postcode: str, lat: float, lon: float, radius_km: float, streets: str
) -> Area:
    return Area(name, city, postcode, lat, lon, radius_km, tuple(streets.split(", ")))


AREAS: tuple[Area, ...] = (
    _area("Clintonville", "Columbus", "43214", 40.046, -83.020, 1.8,
          "N High St, Indianola Ave, Calumet St, Crestview Rd, E Torrence Rd, Overbrook Dr"),
    _area("Short North", "Columbus", "43201", 39.985, -83.004, 1.1,
          "N High St, Neil Ave, Summit St, N 4th St, Buttles Ave, Hubbard Ave"),
    _area("German Village", "Columbus", "43206", 39.946, -82.991, 1.0,
          "S 3rd St, Mohawk St, City Park Ave, Whittier St, Jaeger St, Beck St"),
    _area("Old Towne East", "Columbus", "43205", 39.963, -82.972, 1.1,
          "Bryden Rd, Oak St, Franklin Ave, E Main St, S 18th St"),
    _area("Bexley", "Bexley", "43209", 39.966, -82.936, 1.4,
          "E Broad St, S Drexel Ave, N Cassady Ave, Bryden Rd, Fair Ave, Maryland Ave"),
    _area("Upper Arlington", "Upper Arlington", "43221", 40.015, -83.066, 2.2,
          "Tremont Rd, Lane Rd, Northwest Blvd, Zollinger Rd, Redding Rd, Fishinger Rd"),
    _area("Grandview", "Grandview Heights", "43212", 39.981, -83.043, 1.3,
          "Grandview Ave, W 1st Ave, W 3rd Ave, Oakland Ave, Northwest Blvd, Ashland Ave"),
    _area("Worthington", "Worthington", "43085", 40.094, -83.016, 2.0,
          "N High St, Evening St, Hartford St, E Granville Rd, Greenwich St, Park Overlook Dr"),
    _area("Northland", "Columbus", "43229", 40.086, -82.976, 2.2,
          "Morse Rd, Karl Rd, Sharon Woods Blvd, Tamarack Cir, Northtowne Blvd, Sinclair Rd"),
    _area("Linden", "Columbus", "43211", 40.014, -82.973, 1.6,
          "Cleveland Ave, E Hudson St, Hamilton Ave, Myrtle Ave, E Weber Rd, McGuffey Rd"),
    _area("Westerville", "Westerville", "43081", 40.118, -82.920, 2.6,
          "N State St, Schrock Rd, S Otterbein Ave, Hempstead Rd, Collegeview Rd, Spring Rd"),
    _area("Gahanna", "Gahanna", "43230", 40.026, -82.872, 2.3,
          "N Hamilton Rd, Granville St, Clark State Rd, Rocky Fork Blvd, Olde Ridenour Rd"),
    _area("Whitehall", "Whitehall", "43213", 39.967, -82.883, 1.6,
          "E Main St, Collingwood Ave, S Yearling Rd, Etna Rd, Elaine Rd, Fairway Blvd"),
    _area("Reynoldsburg", "Reynoldsburg", "43068", 39.955, -82.806, 2.3,
          "E Main St, Graham Rd, Lancaster Ave, Livingston Ave, Rosehill Rd, Brice Rd"),
    _area("Eastmoor", "Columbus", "43227", 39.948, -82.890, 1.7,
          "E Livingston Ave, Barnett Rd, Courtright Rd, Elbern Ave, S James Rd"),
    _area("South Side", "Columbus", "43207", 39.912, -82.986, 2.2,
          "Parsons Ave, S High St, Reeb Ave, Marion Rd, Groveport Rd, Obetz Rd"),
    _area("Hilltop", "Columbus", "43204", 39.952, -83.078, 1.9,
          "W Broad St, Sullivant Ave, S Hague Ave, Wicklow Rd, Eureka Ave, N Wilson Rd"),
    _area("Westgate", "Columbus", "43228", 39.958, -83.120, 2.2,
          "Georgesville Rd, W Broad St, Norton Rd, Galloway Rd, Demorest Rd, Clime Rd"),
    _area("Hilliard", "Hilliard", "43026", 40.033, -83.150, 2.5,
          "Cemetery Rd, Main St, Norwich St, Leap Rd, Scioto Darby Rd, Britton Pkwy"),
    _area("Dublin", "Dublin", "43017", 40.101, -83.118, 2.6,
          "Bridge St, Muirfield Dr, Coffman Rd, Brand Rd, Post Rd, Dublinshire Dr"),
    _area("Grove City", "Grove City", "43123", 39.880, -83.084, 2.5,
          "Broadway, Hoover Rd, Stringtown Rd, Columbus St, Haughn Rd, Orders Rd"),
    _area("Polaris", "Columbus", "43240", 40.146, -82.981, 1.6,
          "Polaris Pkwy, Lazelle Rd, Gemini Pl, Orion Pl, Worthington Rd"),
    _area("New Albany", "New Albany", "43054", 40.083, -82.806, 2.6,
          "Dublin Granville Rd, Reynoldsburg New Albany Rd, Main St, Market St, Fodor Rd"),
    _area("Canal Winchester", "Canal Winchester", "43110", 39.843, -82.806, 2.2,
          "W Waterloo St, N High St, Gender Rd, Washington St, Groveport Rd"),
)  # fmt: skip
"""From the centre outwards, roughly; a small shop works in the first ones near its technicians."""


def scattered(rng: random.Random, area: Area) -> Place:
    """A point in an area, evenly spread over its disc."""
    distance = area.radius_km * math.sqrt(rng.random())
    bearing = rng.random() * math.tau
    north = distance * math.cos(bearing) / KM_PER_DEGREE
    east = distance * math.sin(bearing) / (KM_PER_DEGREE * math.cos(math.radians(area.lat)))
    return Place(round(area.lat + north, 5), round(area.lon + east, 5), Precision.PIN)


def new_site(rng: random.Random, area: Area, access: str = "") -> Site:
    """An invented address in an area, without an owner yet."""
    number = rng.choice((rng.randrange(12, 999), rng.randrange(1000, 6200)))
    unit = rng.choice(("", "", "", "", "", "", "", " Apt 2B", " Unit 4", " Apt 310"))
    place = scattered(rng, area)
    if rng.random() < 0.06:
        # Some addresses are known by their postal code only, as in any real list of customers.
        place = Place(area.lat, area.lon, Precision.POSTCODE)
    return Site(
        customer_id=NEW,
        address=f"{number} {rng.choice(area.streets)}{unit}",
        city=area.city,
        region=REGION,
        postcode=area.postcode,
        area=area.name,
        place=place,
        access=access,
    )


def neighbours(area: Area) -> tuple[Area, ...]:
    """All areas, nearest first, the area itself included."""
    lon_scale = math.cos(math.radians(area.lat))

    def away(other: Area) -> float:
        return math.hypot(other.lat - area.lat, (other.lon - area.lon) * lon_scale)

    return tuple(sorted(AREAS, key=away))
