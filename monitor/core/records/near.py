"""How far the sites of a change are from a place: a channel may ask for those nearby alone."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.records.accessors import get
from monitor.core.records.identity import label
from monitor.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model import Change, Json

EARTH = 6371.0088
"""The Earth's mean radius in kilometers (IUGG)."""
UNITS = {"km": (1.0, "kilometer"), "mi": (1.609344, "mile")}
"""Units of a radius → kilometers, and the word."""
_FORM = re.compile(
    r"\s*([+-]?\d{1,3}(?:\.\d{1,12})?)\s*,\s*([+-]?\d{1,3}(?:\.\d{1,12})?)\s*,\s*(\d{1,5}(?:\.\d{1,3})?)\s*(mi|km)\s*"
)
_LIST = ("protocolSection", "contactsLocationsModule", "locations")


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the map, in degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Circle:
    """A place and what counts as near to it; ``radius`` is in ``unit``."""

    center: Point
    radius: float
    unit: str

    @property
    def kilometers(self) -> float:
        """The radius in kilometers."""
        return self.radius * UNITS[self.unit][0]


@dataclass(frozen=True, slots=True)
class NearSite:
    """A site in a circle: its name and its distance from the center in kilometers."""

    name: str
    kilometers: float


def circle(text: str) -> Circle:
    """Read a circle such as ``40.7128,-74.0060,100mi``: latitude, longitude, radius.

    Raises:
        ValueError: it is none; the sentence says what to write.

    """
    found = _FORM.fullmatch(text)
    if found is None:
        raise ValueError(
            f'"{text}" is no place; write latitude, longitude and how far in mi or km, such as "40.7128,-74.0060,100mi"'
        )
    center, radius = Point(float(found[1]), float(found[2])), float(found[3])
    if abs(center.latitude) > 90 or abs(center.longitude) > 180:
        raise ValueError(
            f'"{text}" is not on Earth: a latitude is from -90 to 90, and a longitude, which comes second, from -180 to 180'
        )
    if not radius:
        raise ValueError(f'"{text}": how far must be more than 0')
    return Circle(center, radius, found[4])


def kilometers_between(one: Point, other: Point) -> float:
    """Return kilometers along the Earth's surface, by the haversine formula."""
    first, second = math.radians(one.latitude), math.radians(other.latitude)
    turn = math.radians(other.longitude - one.longitude)
    half = math.sin((second - first) / 2) ** 2 + math.cos(first) * math.cos(second) * math.sin(turn / 2) ** 2
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(half)))


def point_of(site: Json) -> Point | None:
    """Return where a site of a record is (``geoPoint``); None where the record does not say."""
    latitude, longitude = get(site, "geoPoint", "lat"), get(site, "geoPoint", "lon")
    if _is_degrees(latitude, 90) and _is_degrees(longitude, 180):
        return Point(float(latitude), float(longitude))
    return None


def place_of(before: Json, after: Json) -> dict[str, Json] | None:
    """Return a site's name and where it is and was, as the details of a change keep them; None if neither is known.

    Args:
        before: the site as it was; None for one that was added.
        after: the site as it is; None for one that was removed.

    """
    points = [[point.latitude, point.longitude] for site in (after, before) if (point := point_of(site))]
    distinct = [point for place, point in enumerate(points) if point not in points[:place]]
    return {"site": label(after or before, _LIST), "points": distinct} if distinct else None


def sites_near(change: Change, around: Circle) -> list[NearSite]:
    """Return the sites in a circle that a change of locations tells of, the nearest first.

    A site that moved counts where it was and where it is. One without coordinates is not near.
    """
    if change.kind is not Kind.LOCATIONS:
        return []
    found = [
        NearSite(
            str(place["site"]),
            min(kilometers_between(around.center, Point(*point)) for point in place["points"]),
        )
        for place in _places(change)
    ]
    near = [site for site in found if site.kilometers <= around.kilometers]
    return sorted(near, key=lambda site: site.kilometers)


def how_near(sites: Sequence[NearSite], around: Circle) -> str:
    """Return in words which site is nearest and how far it is; "" without sites.

    The registry gives most sites the coordinates of their town, so distances are in whole miles or kilometers.
    """
    if not sites:
        return ""
    size, word = UNITS[around.unit]
    distance, others = round(sites[0].kilometers / size), len(sites) - 1
    far = f"about {_counted(distance, word)}" if distance else f"less than 1 {word}"
    more = f"; {_counted(others, 'more site')} within {_counted(around.radius, word)}" if others else ""
    return f"{sites[0].name}: {far} from {around.center.latitude:.7g}, {around.center.longitude:.7g}{more}."


def _counted(number: float, word: str) -> str:
    return f"{number:,g} {word}{'' if number == 1 else 's'}"


def _places(change: Change) -> list[dict[str, Json]]:
    kept: list[dict[str, Json]] | None = change.details.get("places")
    place = place_of(change.before, change.after) if kept is None else None
    return kept or ([place] if place else [])


def _is_degrees(value: Json, most: float) -> bool:
    return type(value) in {int, float} and abs(value) <= most
