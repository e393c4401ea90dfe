"""Distances on the sphere: the formula that geopy uses, and squared chords, which a batch compares."""

from __future__ import annotations

import math
from typing import TypeAlias

from dispatch_tui.core.model import Place

EARTH_KM = 6371.009
"""Mean earth radius (IUGG), as geopy.distance.EARTH_RADIUS."""

Vector: TypeAlias = tuple[float, float, float]
"""A point of the unit sphere."""


def great_circle_km(a: Place, b: Place) -> float:
    """Great-circle distance in kilometres (haversine on the mean radius)."""
    lat1, lat2 = math.radians(a.lat), math.radians(b.lat)
    half_lat = (lat2 - lat1) / 2
    half_lon = math.radians(b.lon - a.lon) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(half_lon) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(chord)))


def vector_of(place: Place) -> Vector:
    """The point of the unit sphere."""
    lat, lon = math.radians(place.lat), math.radians(place.lon)
    flat_part = math.cos(lat)
    return flat_part * math.cos(lon), flat_part * math.sin(lon), math.sin(lat)


def chord_between(one: Vector, other: Vector) -> float:
    """The squared chord between two points of the unit sphere."""
    (x, y, z), (u, v, w) = one, other
    return (x - u) * (x - u) + (y - v) * (y - v) + (z - w) * (z - w)


def chord_of(km: float) -> float:
    """The squared chord of a distance along the sphere."""
    half = math.sin(min(math.pi / 2, km / (2 * EARTH_KM)))
    return 4 * half * half


def km_of(chord: float) -> float:
    """The distance along the sphere of a squared chord."""
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(chord) / 2))
