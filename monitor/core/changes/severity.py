"""How much each event matters: one table, by kind and event.

High: a patient who waits would act on it today. Medium: it changes what the trial is or
when it ends. Low: worth knowing. Noise: nothing that anybody has to know.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.model import Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from monitor.model import Change

_HIGH = {
    Kind.STATUS: "opened closed paused resumed stopped withheld access_available access_paused access_ended access_approved",
    Kind.RESULTS: "posted removed violation",
    Kind.ELIGIBILITY: "age criterion_added criterion_removed sex",
    Kind.OUTCOMES: "promoted demoted",
    Kind.RECORD: "gone returned",
}
_MEDIUM = {
    Kind.STATUS: "completed went_unknown expanded_access why_stopped other",
    Kind.RESULTS: "submitted amended overdue",
    Kind.ELIGIBILITY: "criterion_reworded healthy_volunteers population",
    Kind.OUTCOMES: "added removed reworded time_frame",
    Kind.DATES: "slipped advanced became_actual became_estimated added removed",
    Kind.ENROLLMENT: "raised lowered became_actual",
    Kind.INTERVENTIONS: "added removed",
    Kind.DESIGN: "edited added removed",
    Kind.SPONSOR: "edited added removed",
    Kind.DOCUMENTS: "added removed",
    Kind.LOCATIONS: "site_added site_removed",
    Kind.RECORD: "renamed related_found found",
}
_LOW = {
    Kind.RESULTS: "cancelled returned edited added",
    Kind.ELIGIBILITY: "edited",
    Kind.OUTCOMES: "edited",
    Kind.DATES: "edited",
    Kind.ENROLLMENT: "edited",
    Kind.LOCATIONS: "site_status site_edited edited added removed",
    Kind.INTERVENTIONS: "edited",
    Kind.CONTACTS: "edited added removed",
    Kind.IDENTIFICATION: "edited added removed",
    Kind.DESCRIPTION: "edited added removed",
    Kind.CONDITIONS: "edited added removed",
    Kind.REFERENCES: "edited added removed",
    Kind.DOCUMENTS: "edited",
    Kind.OVERSIGHT: "edited added removed",
    Kind.SHARING: "edited added removed",
    Kind.RECORD: "left_search edited added removed",
}
_NOISE = {
    Kind.ELIGIBILITY: "restructured",
    Kind.LOCATIONS: "relabelled",
    Kind.RECORD: "housekeeping",
}
_LEVELS = ((Severity.HIGH, _HIGH), (Severity.MEDIUM, _MEDIUM), (Severity.LOW, _LOW), (Severity.NOISE, _NOISE))

SEVERITIES: Mapping[tuple[Kind, str], Severity] = {
    (kind, event): severity
    for severity, table in _LEVELS
    for kind, events in table.items()
    for event in events.split()
}
"""How much each event matters, by kind and event."""


def severity(kind: Kind, event: str) -> Severity:
    """Return how much an event matters; one that is not in the table is low."""
    return SEVERITIES.get((kind, event), Severity.LOW)


def overridden(changes: Iterable[Change], own: Mapping[tuple[Kind, str], Severity]) -> list[Change]:
    """Return changes with the severities of a configuration; what a rule found to be noise stays noise."""
    return [
        replace(change, severity=own[change.kind, change.event])
        if (change.kind, change.event) in own and change.severity is severity(change.kind, change.event)
        else change
        for change in changes
    ]


def markdown() -> str:
    """Return the table for the documentation: a line for each kind, a column for each severity."""
    lines = ["| kind | high | medium | low | noise |", "| --- | --- | --- | --- | --- |"]
    for kind in Kind:
        cells = [", ".join(f"`{event}`" for event in table.get(kind, "").split()) for _, table in _LEVELS]
        lines.append(f"| `{kind}` | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"
