"""How much each event matters: one table, by kind and event.

High: a patient who waits would act on it today. Medium: it changes what the trial is or
when it ends. Low: worth knowing. Noise: nothing that anybody has to know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.model import Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    Kind.RECORD: "renamed related_found",
}
_NOISE = {
    Kind.ELIGIBILITY: "restructured",
    Kind.LOCATIONS: "relabelled",
    Kind.RECORD: "housekeeping",
}

SEVERITIES: Mapping[tuple[Kind, str], Severity] = {
    (kind, event): severity
    for severity, table in ((Severity.HIGH, _HIGH), (Severity.MEDIUM, _MEDIUM), (Severity.NOISE, _NOISE))
    for kind, events in table.items()
    for event in events.split()
}
"""What is not in the table is low."""


def severity(kind: Kind, event: str) -> Severity:
    """Return how much an event matters."""
    return SEVERITIES.get((kind, event), Severity.LOW)
