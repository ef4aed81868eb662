"""A trial and the expanded-access programme that its record names: changes of one that concern readers of the other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.changes.context import STATUS_MODULE
from monitor.core.changes.status import OPEN
from monitor.core.records.accessors import get, nct_number, text_at
from monitor.model import Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.model import Change, Json, Record


def programme_of(record: Record) -> str | None:
    """Return the number of the expanded-access programme that a trial's record names (``expandedAccessInfo.nctId``)."""
    return nct_number(text_at(record, *STATUS_MODULE, "expandedAccessInfo", "nctId") or "")


def with_programme(changes: Iterable[Change], record: Record, number: str) -> list[Change]:
    """Return the changes of a trial, with its programme added to those of its status and eligibility.

    Args:
        changes: the changes of the trial.
        record: the trial's record, which has the programme's status.
        number: the programme's NCT number.

    """
    status = get(record, *STATUS_MODULE, "expandedAccessInfo", "statusForNctId")
    joins = get(record, *STATUS_MODULE, "overallStatus") in OPEN
    found: dict[str, Json] = {"trial": number, "status": status, "parent_open": joins}
    return [
        _with(change, "programme", found)
        if change.kind is Kind.ELIGIBILITY or (change.kind is Kind.STATUS and _overall(change))
        else change
        for change in changes
    ]


def with_parent(changes: Iterable[Change], number: str, status: str | None) -> list[Change]:
    """Return the changes of a programme, with its trial added to those of its status.

    Args:
        changes: the changes of the programme.
        number: the NCT number of the trial of the same treatment.
        status: the overall status of that trial, None if it is not known.

    """
    found: dict[str, Json] = {"trial": number, "status": status, "open": status in OPEN}
    return [
        _with(change, "parent", found) if change.kind is Kind.STATUS and _overall(change) else change
        for change in changes
    ]


def _overall(change: Change) -> bool:
    return change.details.get("field") == "overallStatus"


def _with(change: Change, name: str, found: Json) -> Change:
    if change.severity is Severity.NOISE:
        return change
    return replace(change, details={**change.details, name: found})
