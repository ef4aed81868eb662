"""A trial in one line of a table: the values that analysts compare, in the registry's own words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from monitor.core.records.accessors import get, items_at, sponsor_of, status_of, text_at, title_of
from monitor.core.sections.parts import PROTOCOL
from monitor.core.sections.status import phases

if TYPE_CHECKING:
    from monitor.model import Json, Record

_STATUS = (PROTOCOL, "statusModule")
_DESIGN = (PROTOCOL, "designModule")
_LARGEST = 2**63 - 1
"""The largest number that a column of any format holds."""


def overview(record: Record) -> dict[str, Json]:
    """Return the values of a record's line, by the names of their columns; None for what the record does not say.

    Dates are as the registry gives them, a day or a month. ``countries`` has the number of sites of each, most first.
    """
    sites = items_at(record, PROTOCOL, "contactsLocationsModule", "locations")
    return {
        "title": title_of(record) or None,
        "status": status_of(record),
        "sponsor": sponsor_of(record) or None,
        "type": text_at(record, *_DESIGN, "studyType"),
        "phase": phase_codes(phases(get(record, *_DESIGN, "phases"))),
        "enrollment": _number(get(record, *_DESIGN, "enrollmentInfo", "count")),
        "start": text_at(record, *_STATUS, "startDateStruct", "date"),
        "primary_completion": text_at(record, *_STATUS, "primaryCompletionDateStruct", "date"),
        "completion": text_at(record, *_STATUS, "completionDateStruct", "date"),
        "results_posted": text_at(record, *_STATUS, "resultsFirstPostDateStruct", "date"),
        "sites": len(sites),
        "countries": _countries([name for site in sites if (name := text_at(site, "country"))]),
    }


def phase_codes(written: str | None) -> str | None:
    """Return phases such as ``1/2`` in the registry's words, ``PHASE1|PHASE2``; None for none.

    A spreadsheet would take ``1/2`` for a day of January.
    """
    found = [phase.strip() for phase in (written or "").split("/") if phase.strip()]
    codes = [f"EARLY_PHASE{phase[6:]}" if phase.startswith("early ") else f"PHASE{phase}" for phase in found]
    return "|".join(codes) or None


def _countries(names: list[str]) -> str | None:
    counted = sorted(Counter(names).items(), key=lambda item: (-item[1], item[0]))
    return "; ".join(f"{name} ({number})" for name, number in counted) or None


def _number(value: Json) -> int | None:
    return value if type(value) is int and 0 <= value <= _LARGEST else None
