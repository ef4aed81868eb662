"""The releases that the demo publishes after its baseline, one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.simulator.edits import edit
from monitor.simulator.seed import WATCHED, load

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.model import Json
    from monitor.simulator.source import Edit

PHASE_ONE, PHASE_TWO, SWEDEN = "NCT01933802", "NCT03355365", "NCT03778333"

_STATUS = "protocolSection.statusModule."
_ELIGIBILITY = "protocolSection.eligibilityModule."
_OUTCOMES = "protocolSection.outcomesModule."
_SITES = "protocolSection.contactsLocationsModule.locations"


@dataclass(frozen=True, slots=True)
class Release:
    """A scripted release: what happens in it, in one sentence, and the edits for `Registry.publish`."""

    title: str
    edits: tuple[Edit, ...] = ()


def demo_releases() -> list[Release]:
    """Return the releases in their order; they are written for the seed records as of 2026-09-01."""
    return [
        Release("A new release in which nothing but the release stamp has moved."),
        Release("The expanded access of NCT03822858 is temporarily not available.", _paused()),
        Release("NCT01933802, the phase I trial of the same cells, posts its results.", _results()),
        Release(
            "NCT03778333, which is recruiting, raises the minimum age, limits disability more and excludes one more group.",
            _tightened(),
        ),
        Release(
            "NCT03822858 is available again, at two sites; NCT03355365 demotes a primary outcome and ends later.",
            _resumed(),
        ),
    ]


def _access(status: str) -> Edit:
    """Keep the phase II record's note on the expanded access in step; the registry writes it, with no date moved."""
    return edit(PHASE_TWO, {_STATUS + "expandedAccessInfo.statusForNctId": status})


def _paused() -> tuple[Edit, ...]:
    status = "TEMPORARILY_NOT_AVAILABLE"
    return edit(WATCHED, {_STATUS + "overallStatus": status}, post="2026-09-03"), _access(status)


def _results() -> tuple[Edit, ...]:
    changes = {
        _STATUS + "resultsFirstSubmitDate": "2026-07-20",
        _STATUS + "resultsFirstSubmitQcDate": "2026-09-02",
        _STATUS + "resultsFirstPostDateStruct": {"date": "2026-09-04", "type": "ACTUAL"},
        "resultsSection": load(f"results-{PHASE_ONE}"),
        "hasResults": True,
    }
    return (edit(PHASE_ONE, changes, post="2026-09-04"),)


def _tightened() -> tuple[Edit, ...]:
    reworded = _reworded(
        ("EDSS \\>= 3.0 and \\<= 7.0", "EDSS \\>= 3.0 and \\<= 6.5"),
        (
            "* History of cancer\n",
            "* History of cancer\n* Any earlier treatment with stem cells, including bone marrow transplantation\n",
        ),
    )
    changes = {_ELIGIBILITY + "minimumAge": "25 Years", _ELIGIBILITY + "eligibilityCriteria": reworded}
    return (edit(SWEDEN, changes, post="2026-09-07"),)


def _resumed() -> tuple[Edit, ...]:
    second_site = {
        "facility": "Tisch MS Research Center, Long Island Clinic",
        "city": "Great Neck",
        "state": "New York",
        "zip": "11021",
        "country": "United States",
        "geoPoint": {"lat": 40.80066, "lon": -73.72846},
    }
    available = {_STATUS + "overallStatus": "AVAILABLE", _SITES: lambda sites: [*sites, second_site]}
    bladder = load(PHASE_TWO)["protocolSection"]["outcomesModule"]["primaryOutcomes"][1]
    later = {
        _OUTCOMES + "primaryOutcomes": lambda outcomes: [
            outcome for outcome in outcomes if outcome != bladder
        ],
        _OUTCOMES + "secondaryOutcomes": lambda outcomes: [bladder, *outcomes],
        _STATUS + "primaryCompletionDateStruct.date": "2027-04-30",
        _STATUS + "completionDateStruct.date": "2027-09-30",
    }
    return (
        edit(WATCHED, available, post="2026-09-08"),
        _access("AVAILABLE"),
        edit(PHASE_TWO, later, post="2026-09-08"),
    )


def _reworded(*pairs: tuple[str, str]) -> Callable[[Json], Json]:
    """Replace fragments of a text; a fragment that is not there is a mistake in the script."""

    def reword(text: Json) -> Json:
        for old, new in pairs:
            if old not in text:
                raise ValueError(old)
            text = text.replace(old, new)
        return text

    return reword
