"""Differences between two records → changes, each of a kind and an event.

One file for each kind of change. ``RULES`` gives each difference to the first line whose path it lies below.
CONTRIBUTING.md says what a new kind of change needs.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.changes import general, results
from monitor.core.changes.context import PROTOCOL, STATUS_MODULE, Step
from monitor.core.changes.counted import counted
from monitor.core.changes.dates import NAMES as DATES
from monitor.core.changes.dates import dates
from monitor.core.changes.enrollment import PATH as ENROLLMENT
from monitor.core.changes.enrollment import enrollment
from monitor.core.changes.locations import locations
from monitor.core.changes.status import status
from monitor.core.records.compare import differences
from monitor.core.records.respelled import respelled
from monitor.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.core.changes.context import Rule
    from monitor.model import Change, Difference, Path, Record


def _eligibility(step: Step, found: Sequence[Difference]) -> Iterable[Change]:
    from monitor.core.changes.eligibility import eligibility  # noqa: PLC0415  # its patterns take 50 ms to compile

    return eligibility(step, found)


def _outcomes(step: Step, found: Sequence[Difference]) -> Iterable[Change]:
    from monitor.core.changes.outcomes import outcomes  # noqa: PLC0415  # 25 ms likewise

    return outcomes(step, found)


def _lines(rule: Rule, *paths: Path) -> list[tuple[Path, Rule]]:
    return [(path, rule) for path in paths]


def _status(*names: str) -> list[Path]:
    return [(*STATUS_MODULE, name) for name in names]


RULES: list[tuple[Path, Rule]] = [
    *_lines(status, *_status("overallStatus", "lastKnownStatus", "whyStopped", "expandedAccessInfo")),
    *_lines(dates, *_status(*DATES)),
    *_lines(
        results.results,
        ("hasResults",),
        ("resultsSection",),
        ("annotationSection",),
        results.TRACKING,
        results.VIOLATION_FLAG,
        *_status(*results.DATES, "delayedPosting", "resultsWaived"),
    ),
    *_lines(general.housekeeping, STATUS_MODULE),
    *_lines(general.edited(Kind.DOCUMENTS), ("documentSection",)),
    *_lines(_eligibility, (PROTOCOL, "eligibilityModule")),
    *_lines(_outcomes, (PROTOCOL, "outcomesModule")),
    *_lines(enrollment, ENROLLMENT),
    *_lines(locations, (PROTOCOL, "contactsLocationsModule", "locations")),
    *_lines(general.edited(Kind.DESIGN), (PROTOCOL, "designModule")),
    *_lines(general.edited(Kind.INTERVENTIONS), (PROTOCOL, "armsInterventionsModule")),
    *_lines(general.edited(Kind.CONTACTS), (PROTOCOL, "contactsLocationsModule")),
    *_lines(general.edited(Kind.SPONSOR), (PROTOCOL, "sponsorCollaboratorsModule")),
    *_lines(general.housekeeping, (PROTOCOL, "identificationModule", "nctIdAliases")),
    *_lines(general.edited(Kind.IDENTIFICATION), (PROTOCOL, "identificationModule")),
    *_lines(general.edited(Kind.DESCRIPTION), (PROTOCOL, "descriptionModule")),
    *_lines(general.edited(Kind.CONDITIONS), (PROTOCOL, "conditionsModule")),
    *_lines(results.references, (PROTOCOL, "referencesModule")),
    *_lines(general.edited(Kind.OVERSIGHT), (PROTOCOL, "oversightModule")),
    *_lines(general.edited(Kind.SHARING), (PROTOCOL, "ipdSharingStatementModule")),
    *_lines(general.housekeeping, ("derivedSection",)),
    *_lines(general.edited(Kind.RECORD), ()),
]
"""Paths in a record, and the rule for the differences below each; the last line takes all that is left."""
_DEPTH = max(len(path) for path, _ in RULES)


def classify(old: Record, new: Record, *, past: Sequence[Change] = ()) -> list[Change]:
    """Return the changes between two records, as ``monitor.core.changes.classify`` does."""
    new, renamed = respelled(old, new)
    step = Step(old, new, past)
    changes = [change for rule, group in _assigned(differences(old, new)) for change in rule(step, group)]
    changes += [general.respelled(step, found) for found in renamed]
    return sorted(_distinct(counted(changes)), key=lambda change: -change.severity.rank)


def _assigned(found: Sequence[Difference]) -> list[tuple[Rule, list[Difference]]]:
    """Give each difference to the first rule of the table whose path it lies below."""
    groups: dict[int, tuple[Rule, list[Difference]]] = {}
    known: dict[
        Path, Rule
    ] = {}  # the start of a path → its rule: thousands of differences may lie in one list
    for difference in found:
        start = difference.path[:_DEPTH]
        rule = known.get(start)
        if rule is None:
            rule = known[start] = next(rule for path, rule in RULES if start[: len(path)] == path)
        groups.setdefault(id(rule), (rule, []))[1].append(difference)
    order = [id(rule) for _, rule in RULES]
    return [groups[key] for key in sorted(groups, key=order.index)]


def _distinct(changes: Sequence[Change]) -> list[Change]:
    """Number changes of one event at one path, so that each has an identity of its own."""
    seen: Counter[tuple[str, str]] = Counter()
    numbered = []
    for change in changes:
        seen[change.path, change.event] += 1
        number = seen[change.path, change.event]
        numbered.append(change if number == 1 else replace(change, path=f"{change.path} #{number}"))
    return numbered
