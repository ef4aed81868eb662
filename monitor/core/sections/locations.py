"""Where: the sites by country, open ones first, each with its status and its contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation import labels
from monitor.core.presentation.labels import count
from monitor.core.presentation.prose import pieces
from monitor.core.records.accessors import items_at, text_at
from monitor.core.records.contacts import OPEN_SITES
from monitor.core.sections.contacts import reach
from monitor.core.sections.model import Item, Listing, Section
from monitor.core.sections.parts import PROTOCOL, listings, words

if TYPE_CHECKING:
    from monitor.core.presentation.prose import Line
    from monitor.core.sections.model import Limits
    from monitor.model import Json, Record

_FOLD = 12
"""Sites of a country that are not folded."""


def locations(record: Record, limits: Limits) -> Section:
    """Return the section of sites; a country with open sites comes before one without, and one of many before one of few."""
    countries: dict[str, list[Json]] = {}
    for site in items_at(record, PROTOCOL, "contactsLocationsModule", "locations"):
        countries.setdefault(words(site.get("country")) or "Country not given", []).append(site)
    order = sorted(countries, key=lambda name: (-_open(countries[name]), -len(countries[name]), name))
    room, found = limits.sites, []
    for name in order:
        found.append(_country(name, countries[name], room))
        room -= len(found[-1].items)
    return Section("locations", "Where", listings=(listings(*found) + _unshown(found)))


def _open(sites: list[Json]) -> int:
    return sum(text_at(site, "status") in OPEN_SITES for site in sites)


def _country(name: str, sites: list[Json], room: int) -> Listing:
    ordered = sorted(sites, key=lambda site: text_at(site, "status") not in OPEN_SITES)
    shown = tuple(map(_site, ordered[: max(0, room)]))
    open_ = _open(sites)
    note = f"{count(len(sites), 'site')}{f', {open_} open' if open_ else ''}"
    return Listing(name, shown, note, len(sites) - len(shown) if shown else 0, folded=len(sites) > _FOLD)


def _unshown(found: list[Listing]) -> tuple[Listing, ...]:
    """Return a line that names the countries of which no site is shown."""
    names = [f"{country.title} ({country.note})" for country in found if not country.items]
    items = (Item(pieces(", ".join(names))),) if names else ()
    return listings(Listing("Further countries", items))


def _site(site: Json) -> Item:
    """Return a site: its name and town, its status, and whom to ask there."""
    place = [words(site.get(key)) for key in ("facility", "city", "state", "zip")]
    code = text_at(site, "status")
    state = (pieces(labels.status(code)),) if code else ()
    name = pieces(", ".join(filter(None, place)) or "A site without a name")
    return Item(name, (*state, *map(_person, items_at(site, "contacts"))), tone=code or "")


def _person(person: Json) -> Line:
    parts = [words(person.get("name")), *("".join(piece.text for piece in way) for way in reach(person))]
    return pieces(", ".join(filter(None, parts)))
