"""The change that reported primary outcomes differ from the registered ones; looked for when results are posted or amended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.changes.context import Step
from monitor.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from monitor.core.results.registered import Departure
    from monitor.model import Change, Json, Record

PATH = ("resultsSection", "outcomeMeasuresModule", "outcomeMeasures")


def concerns_results(changes: Iterable[Change]) -> bool:
    """Return whether results were posted or amended, so that their outcomes must be compared with the registered ones."""
    return any(change.kind is Kind.RESULTS and change.event in {"posted", "amended"} for change in changes)


def outcomes_differ(old: Record, new: Record, registered: Mapping[str, Record]) -> Change | None:
    """Return the change that reported primary outcomes differ from registered ones; None if they do not.

    None also if they differed in the same way before, since that was a change then.

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
    from monitor.core.outcomes import load_outcomes  # noqa: PLC0415  # 25 ms, and most changes concern no results
    from monitor.core.results.registered import departures, load_reported  # noqa: PLC0415  # likewise

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
    """Return the names of outcomes by the kind of their departure: missing, new, moved."""
    names: dict[str, list[str]] = {}
    for departure in found:
        outcome = departure.reported or departure.registered
        assert outcome is not None
        names.setdefault(departure.kind, []).append(outcome.measure)
    return names
