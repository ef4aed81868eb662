"""When a trial's results are due, or why the record says that none are owed. Pure.

An inference: whether the law asks this trial for results is not in the record. The rules are
those of the U.S. law (42 CFR 11.22, 11.44), as far as fields of the record speak of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias

from monitor.core.records.accessors import get, items_at, text_at
from monitor.core.records.dates import parse_span
from monitor.core.results.submission import STATUS, has_results, load_submission

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.model import Json, Record

DUE_YEARS = 1
CERTIFIED_YEARS = 3
"""Results are due a year after the primary completion, with a certificate of delay three (42 CFR 11.44)."""
LAW_BEGAN = date(2007, 12, 26)
"""Trials that were completed before are not covered (42 CFR 11.22(b), FDAAA 801)."""

Exemption: TypeAlias = Literal[
    "not_completed",
    "posted",
    "in_review",
    "waived",
    "delayed_posting",
    "withdrawn",
    "observational",
    "expanded_access",
    "phase_1",
    "device_feasibility",
    "not_regulated",
    "before_the_law",
]

EARLY_PHASES = frozenset({"PHASE1", "EARLY_PHASE1"})


@dataclass(frozen=True, slots=True)
class Due:
    """When results are due, or why not, and the fields of the record that say so."""

    day: str | None
    """The day, ``yyyy-mm-dd``; None where no results are owed."""
    exemption: Exemption | None
    """Why none are owed; None where they are."""
    seen: Mapping[str, Json]
    """The fields that the answer is from, by name."""


def results_due(record: Record) -> Due:
    """Return when a record's results are due, or why none are owed.

    A completion date without a day is the last day of its month.
    """
    module = get(record, *STATUS)
    completion = get(module, "primaryCompletionDateStruct")
    first, day = parse_span(get(completion, "date")) or (None, None)
    seen: dict[str, Json] = {"primaryCompletionDateStruct": completion}
    exemption, fields = _exemption(record)
    if exemption is None and (day is None or get(completion, "type") != "ACTUAL"):
        exemption = "not_completed"
    if exemption is None and first is not None and first < LAW_BEGAN:
        exemption = "before_the_law"
    seen |= fields
    if exemption is not None or day is None:
        return Due(None, exemption or "not_completed", seen)
    certificate = get(module, "dispFirstSubmitDate")
    seen["dispFirstSubmitDate"] = certificate
    years = CERTIFIED_YEARS if certificate else DUE_YEARS
    if day.year > date.max.year - years:
        return Due(None, "not_completed", seen)  # a typing error, such as 9999-12-31
    return Due(_later(day, years).isoformat(), None, seen)


def _later(day: date, years: int) -> date:
    if (day.month, day.day) == (2, 29):
        return day.replace(year=day.year + years, month=3, day=1)
    return day.replace(year=day.year + years)


def _exemption(record: Record) -> tuple[Exemption | None, dict[str, Json]]:
    """Return the reason for which a record owes no results, with the fields that say so."""
    status, design = get(record, *STATUS), get(record, "protocolSection", "designModule")
    if has_results(record):
        return "posted", {"hasResults": True}
    if get(status, "resultsWaived") is True:
        return "waived", {"resultsWaived": True}
    if get(status, "delayedPosting") is True:
        return "delayed_posting", {"delayedPosting": True}
    if get(status, "overallStatus") == "WITHDRAWN":
        return "withdrawn", {"overallStatus": "WITHDRAWN"}
    kind = get(design, "studyType")
    if kind != "INTERVENTIONAL":
        return "expanded_access" if kind == "EXPANDED_ACCESS" else "observational", {"studyType": kind}
    phases = get(design, "phases")
    if isinstance(phases, list) and phases and all(phase in EARLY_PHASES for phase in phases):
        return "phase_1", {"phases": phases}
    if get(design, "designInfo", "primaryPurpose") == "DEVICE_FEASIBILITY":
        return "device_feasibility", {"primaryPurpose": "DEVICE_FEASIBILITY"}
    exemption, seen = _unregulated(record)
    if exemption is None and (submission := load_submission(record)).state == "released":
        return "in_review", {"submission": {"state": "released", "day": submission.day}}
    return exemption, seen


def _unregulated(record: Record) -> tuple[Exemption | None, dict[str, Json]]:
    """Return ``not_regulated`` for a trial of nothing that the FDA regulates, else None, with the fields that say so.

    The record must deny both a regulated drug and a regulated device; or affirm neither and have all sites outside
    the United States and no export from there.
    """
    oversight = get(record, "protocolSection", "oversightModule")
    drug, device, export = (
        get(oversight, key) for key in ("isFdaRegulatedDrug", "isFdaRegulatedDevice", "isUsExport")
    )
    sites = items_at(record, "protocolSection", "contactsLocationsModule", "locations")
    countries = {text_at(site, "country") for site in sites}
    seen: dict[str, Json] = {
        "isFdaRegulatedDrug": drug,
        "isFdaRegulatedDevice": device,
        "isUsExport": export,
        "sitesInUnitedStates": "United States" in countries,
    }
    if drug is True or device is True:
        return None, seen
    denied = drug is False and device is False
    abroad = bool(countries) and "United States" not in countries and export is not True
    return ("not_regulated" if denied or abroad else None), seen
