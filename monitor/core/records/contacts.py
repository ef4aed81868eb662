"""Whom to ask about a trial, as its record gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.records.accessors import items_at, text_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.model import Json, Record

MODULE = ("protocolSection", "contactsLocationsModule")
OPEN_SITES = frozenset({"RECRUITING", "AVAILABLE", "ENROLLING_BY_INVITATION"})
MAX_CONTACTS = 10
KEYS = ("name", "role", "phone", "phoneExt", "email")


def whom_to_ask(record: Record) -> tuple[dict[str, str], ...]:
    """Return a record's central contacts, or those of its open sites where it has none; at most ten.

    Each has what the record gives of ``name``, ``role``, ``phone``, ``phoneExt`` and ``email``, and for a site's
    contact ``facility``, ``city`` and ``country``.
    """
    central = [_contact(item) for item in items_at(record, *MODULE, "centralContacts")]
    found = [contact for contact in central if contact] or list(_of_open_sites(record))
    return tuple(found[:MAX_CONTACTS])


def _of_open_sites(record: Record) -> Iterator[dict[str, str]]:
    for site in items_at(record, *MODULE, "locations"):
        if text_at(site, "status") in OPEN_SITES:
            place = _texts(site, ("facility", "city", "country"))
            for item in items_at(site, "contacts"):
                if contact := _contact(item):
                    yield contact | place


def _contact(item: Json) -> dict[str, str]:
    """Return what can be asked; {} without a way to reach anybody."""
    return _texts(item, KEYS) if text_at(item, "phone") or text_at(item, "email") else {}


def _texts(item: Json, keys: tuple[str, ...]) -> dict[str, str]:
    return {key: text for key in keys if (text := text_at(item, key))}
