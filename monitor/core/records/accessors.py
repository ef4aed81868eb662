"""Looking into a record, which is untrusted: nothing here raises because of its shape."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.model import Json, Record

NCT_NUMBER = re.compile(r"NCT0*[1-9]\d{0,7}", re.IGNORECASE)
NCT_LENGTH = len("NCT03822858")


def nct_number(text: str) -> str | None:
    """Return ``text`` as a registry number in its usual form, NCT and eight digits; None if it is none.

    The registry accepts either case and numbers without their leading zeros
    (its API description, path parameter ``nctId``).
    """
    text = text.strip()
    if not text.isascii() or not NCT_NUMBER.fullmatch(text):
        return None
    return f"NCT{text[3:].lstrip('0').zfill(8)}"


def typed_nct_number(text: str) -> str | None:
    """Return what a person wrote as a registry number, if it is NCT and exactly eight digits; else None.

    A digit that was lost would name another trial; so, unlike the registry, this fills nothing up.
    """
    return nct_number(text) if len(text.strip()) == NCT_LENGTH else None


def get(value: Json, *path: str) -> Json:
    """Return what lies at ``path`` in nested objects, or None where any of it is missing."""
    for key in path:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def text_at(record: Record, *path: str) -> str | None:
    """Return the string at ``path``; None where there is none or it is not a string."""
    value = get(record, *path)
    return value if isinstance(value, str) else None


def items_at(record: Record, *path: str) -> list[dict[str, Json]]:
    """Return the objects of the list at ``path``; anything else in it is left out."""
    value = get(record, *path)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def nct_of(record: Record) -> str | None:
    """Return the record's own NCT number, in its usual form."""
    return nct_number(text_at(record, "protocolSection", "identificationModule", "nctId") or "")


def aliases_of(record: Record) -> list[str]:
    """Return the former NCT numbers of the record's trial (``nctIdAliases``)."""
    values = get(record, "protocolSection", "identificationModule", "nctIdAliases")
    found = (
        [nct_number(value) for value in values if isinstance(value, str)] if isinstance(values, list) else []
    )
    return [number for number in found if number]


def title_of(record: Record) -> str:
    """Return the brief title, else the official one, else an empty string."""
    module = ("protocolSection", "identificationModule")
    return text_at(record, *module, "briefTitle") or text_at(record, *module, "officialTitle") or ""


def status_of(record: Record) -> str | None:
    """Return the overall status as the registry spells it, such as ``RECRUITING``."""
    return text_at(record, "protocolSection", "statusModule", "overallStatus")


def sponsor_of(record: Record) -> str:
    """Return the lead sponsor's name, or an empty string."""
    return text_at(record, "protocolSection", "sponsorCollaboratorsModule", "leadSponsor", "name") or ""


def registry_date_of(record: Record) -> str | None:
    """Return the day on which the record was last updated on the registry (``lastUpdatePostDateStruct``)."""
    return text_at(record, "protocolSection", "statusModule", "lastUpdatePostDateStruct", "date")
