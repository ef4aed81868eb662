"""The dates of the registry: ``yyyy-MM-dd``, or ``yyyy-MM`` where the day is not known."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

from monitor.core.records.accessors import text_at

if TYPE_CHECKING:
    from monitor.model import Json, Record

_DATE = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?", re.ASCII)


def parse_day(text: Json) -> date | None:
    """Return the day that a text names; None for a month alone, and for what is no date."""
    span = parse_span(text)
    return span[0] if span and len(text) == len("2026-01-01") else None


def parse_span(text: Json) -> tuple[date, date] | None:
    """Return the first and the last day that a date may mean; None for what is no date."""
    found = _DATE.fullmatch(text) if isinstance(text, str) else None
    if not found:
        return None
    year, month, day = int(found[1]), int(found[2]), found[3]
    try:
        first = date(year, month, int(day) if day else 1)
    except ValueError:
        return None
    return first, first if day else first.replace(day=monthrange(year, month)[1])


def registration_day(record: Record) -> date | None:
    """Return the day on which a trial was registered, the last one that a month may mean; None where the record does not say."""
    path = ("protocolSection", "statusModule")
    for place in (("studyFirstSubmitDate",), ("studyFirstPostDateStruct", "date")):
        if found := parse_span(text_at(record, *path, *place)):
            return found[1]
    return None
