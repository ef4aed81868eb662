"""Reported primary outcomes that differ from the registered ones: told when results are posted or amended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.changes.context import Step
from monitor.core.outcomes import load_outcomes
from monitor.core.results.registered import departures, load_reported
from monitor.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from monitor.core.results.registered import Departure
    from monitor.model import Change, Json, Record

PATH = ("resultsSection", "outcomeMeasuresModule", "outcomeMeasures")


def concerns_results(changes: Iterable[Change]) -> bool:
    """Return whether changes have results that were posted or amended, so that outcomes have to be held against."""
    return any(change.kind is Kind.RESULTS and change.event in {"posted", "amended"} for change in changes)


def outcomes_differ(old: Record, new: Record, registered: Mapping[str, Record]) -> Change | None:
    """Return the change that reported primary outcomes differ from registered ones; None where they do not.

    None too where they differ as they did before: it is told once.

    Args:
        old: the record as it was.
        new: the record with the results.
        registered: records of earlier days by ``first`` and ``primary_completion``, as far as they are held.

    """
    before, after = (_departures(record, registered) for record in (old, new))
    if not after or before == after:
        return None
    values = {when: _as_json(found) for when, found in after.items()}
    names = {when: _names(found) for when, found in after.items()}
    return Step(old, new).change(Kind.RESULTS, "outcomes_differ", PATH, None, values, **names)


def _departures(record: Record, registered: Mapping[str, Record]) -> dict[str, list[Departure]]:
    reported = load_reported(record)
    found = {when: departures(load_outcomes(past), reported) for when, past in registered.items()}
    return {when: listed for when, listed in found.items() if listed}


def _as_json(found: Sequence[Departure]) -> Json:
    """Return departures as JSON: what was registered and what is reported, each null where there is none."""
    return [
        {
            "kind": departure.kind,
            "registered": departure.registered.as_json() if departure.registered else None,
            "reported": departure.reported.as_json() if departure.reported else None,
        }
        for departure in found
    ]


def _names(found: Sequence[Departure]) -> Json:
    """Return the names of outcomes by what became of them."""
    names: dict[str, list[str]] = {}
    for departure in found:
        outcome = departure.reported or departure.registered
        assert outcome is not None
        names.setdefault(departure.kind, []).append(outcome.measure)
    return names
