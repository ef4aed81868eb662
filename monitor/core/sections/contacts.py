"""Whom to ask: the contacts of the trial as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.prose import pieces
from monitor.core.records.accessors import items_at
from monitor.core.sections.model import Item, Section
from monitor.core.sections.parts import PROTOCOL, line, listing, listings, words

if TYPE_CHECKING:
    from monitor.core.presentation.prose import Line
    from monitor.core.sections.model import Limits
    from monitor.model import Json, Record


def contacts(record: Record, limits: Limits) -> Section:
    """Return the section of central contacts."""
    found = items_at(record, PROTOCOL, "contactsLocationsModule", "centralContacts")
    people = [Item(line(person.get("name")) or pieces("Contact"), reach(person)) for person in found]
    return Section("contacts", "Whom to ask", listings=listings(listing("", people, limits.items)))


def reach(person: Json) -> tuple[Line, ...]:
    """Return the ways in which somebody is reached."""
    phone, extension = words(person.get("phone")), words(person.get("phoneExt"))
    number = f"{phone}, extension {extension}" if phone and extension else phone
    return tuple(pieces(value) for value in (number, words(person.get("email"))) if value)
