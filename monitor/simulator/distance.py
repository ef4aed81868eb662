"""The filter by distance: studies with a site in a circle, `distance(latitude,longitude,50mi)` (the API description)."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from monitor.simulator.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.model import Record

_FORM = re.compile(r"distance\((-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?),(\d+(?:\.\d+)?)(km|mi)?\)")
_EARTH = 6371.0088
_KILOMETERS = {"km": 1.0, "mi": 1.609344, None: 1.0}


def within(name: str, text: str) -> Callable[[Record], bool]:
    """Return the predicate of a study with a site in the circle that a parameter gives."""
    found = _FORM.fullmatch(text)
    if found is None:
        raise BadRequest(f"Parameter `{name}` has incorrect format")
    latitude, longitude = float(found[1]), float(found[2])
    most = float(found[3]) * _KILOMETERS[found[4]]

    def inside(record: Record) -> bool:
        sites = record["protocolSection"].get("contactsLocationsModule", {}).get("locations", [])
        points = (site["geoPoint"] for site in sites if "geoPoint" in site)
        return any(_apart(latitude, longitude, point["lat"], point["lon"]) <= most for point in points)

    return inside


def _apart(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Return kilometers along the surface, by the haversine formula."""
    first, second = math.radians(latitude), math.radians(other_latitude)
    turn = math.radians(other_longitude - longitude)
    half = math.sin((second - first) / 2) ** 2 + math.cos(first) * math.cos(second) * math.sin(turn / 2) ** 2
    return 2 * _EARTH * math.asin(min(1.0, math.sqrt(half)))
