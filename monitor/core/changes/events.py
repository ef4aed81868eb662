"""The one table of events: what can happen, its severity, and its headline.

High: a patient who waits would act on it today. Medium: it changes what the trial is or when it ends.
Low: worth knowing. Noise: nothing that anybody has to know.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitor.model import Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from monitor.model import Change


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the table.

    `headline` says in a few words what happened. `to_all` events go to every channel, whatever it asks for;
    those of `any_kind` to every channel that asks for the trial, whatever kinds and severity it asks for.
    `primary` is the severity where a primary outcome is concerned, `closing` where nobody can join any more
    who could until now; None where that makes no difference.
    """

    kind: Kind
    name: str
    severity: Severity
    headline: str
    to_all: bool = False
    any_kind: bool = False
    primary: Severity | None = None
    closing: Severity | None = None


OPENING = frozenset(["opened", "resumed", "access_available"])
"""Events of the status after which somebody can join."""
TITLES = {
    Kind.STATUS: "Status",
    Kind.RESULTS: "Results",
    Kind.ELIGIBILITY: "Eligibility",
    Kind.OUTCOMES: "Outcome measures",
    Kind.DATES: "Dates",
    Kind.ENROLLMENT: "Participants",
    Kind.LOCATIONS: "Sites",
    Kind.DESIGN: "Design",
    Kind.INTERVENTIONS: "Interventions",
    Kind.CONTACTS: "Contacts",
    Kind.SPONSOR: "Sponsor",
    Kind.IDENTIFICATION: "Identification",
    Kind.DESCRIPTION: "Description",
    Kind.CONDITIONS: "Conditions",
    Kind.REFERENCES: "References",
    Kind.DOCUMENTS: "Documents",
    Kind.OVERSIGHT: "Oversight",
    Kind.SHARING: "Sharing",
    Kind.RECORD: "The record",
}
"""Kinds as headings, in their order."""
_H, _M, _L, _N = Severity.HIGH, Severity.MEDIUM, Severity.LOW, Severity.NOISE


def _edits(kind: Kind, edited: Severity, whole: Severity, noun: str) -> list[Event]:
    """Return the rows of a kind that only knows edited, added and removed."""
    return [
        Event(kind, "edited", edited, f"{noun} changed"),
        Event(kind, "added", whole, f"{noun} added"),
        Event(kind, "removed", whole, f"{noun} removed"),
    ]


TABLE: tuple[Event, ...] = (
    Event(Kind.STATUS, "opened", _H, "now recruiting"),
    Event(Kind.STATUS, "closed", _H, "closed to new patients"),
    Event(Kind.STATUS, "paused", _H, "paused"),
    Event(Kind.STATUS, "resumed", _H, "recruiting again"),
    Event(Kind.STATUS, "stopped", _H, "stopped early"),
    Event(Kind.STATUS, "withheld", _H, "record withheld"),
    Event(Kind.STATUS, "access_available", _H, "expanded access available"),
    Event(Kind.STATUS, "access_paused", _H, "expanded access paused"),
    Event(Kind.STATUS, "access_ended", _H, "expanded access ended"),
    Event(Kind.STATUS, "access_approved", _H, "approved for marketing"),
    Event(Kind.STATUS, "completed", _M, "completed", closing=_H),
    Event(Kind.STATUS, "went_unknown", _M, "status no longer confirmed"),
    Event(Kind.STATUS, "expanded_access", _M, "expanded access changed"),
    Event(Kind.STATUS, "why_stopped", _M, "reason for stopping changed"),
    Event(Kind.STATUS, "other", _M, "status changed"),
    Event(Kind.RESULTS, "posted", _H, "results posted"),
    Event(Kind.RESULTS, "removed", _H, "results removed"),
    Event(Kind.RESULTS, "violation", _H, "violation of the reporting law"),
    Event(Kind.RESULTS, "submitted", _M, "results submitted"),
    Event(Kind.RESULTS, "returned", _M, "results returned to the sponsor"),
    Event(Kind.RESULTS, "amended", _M, "results amended"),
    Event(Kind.RESULTS, "overdue", _M, "results overdue"),
    Event(Kind.RESULTS, "outcomes_differ", _M, "reported outcomes differ from those registered"),
    Event(Kind.RESULTS, "published", _M, "results published"),
    Event(Kind.RESULTS, "violation_resolved", _M, "violation of the reporting law resolved"),
    Event(Kind.RESULTS, "certificate", _M, "results delayed by a certificate"),
    Event(Kind.RESULTS, "cancelled", _L, "submission of results cancelled"),
    Event(Kind.RESULTS, "edited", _L, "results changed"),
    Event(Kind.RESULTS, "added", _L, "detail of results added"),
    Event(Kind.ELIGIBILITY, "age", _H, "age limits changed"),
    Event(Kind.ELIGIBILITY, "criterion_added", _H, "new eligibility criterion"),
    Event(Kind.ELIGIBILITY, "criterion_removed", _H, "eligibility criterion removed"),
    Event(Kind.ELIGIBILITY, "sex", _H, "eligibility by sex changed"),
    Event(Kind.ELIGIBILITY, "criterion_reworded", _M, "eligibility criterion reworded"),
    Event(Kind.ELIGIBILITY, "healthy_volunteers", _M, "rule on healthy volunteers changed"),
    Event(Kind.ELIGIBILITY, "population", _M, "study population changed"),
    Event(Kind.ELIGIBILITY, "edited", _L, "eligibility changed"),
    Event(Kind.ELIGIBILITY, "restructured", _N, "eligibility rearranged"),
    Event(Kind.OUTCOMES, "promoted", _L, "outcome became primary", primary=_H),
    Event(Kind.OUTCOMES, "demoted", _L, "primary outcome demoted", primary=_H),
    Event(Kind.OUTCOMES, "added", _M, "outcome added", primary=_H),
    Event(Kind.OUTCOMES, "removed", _M, "outcome removed", primary=_H),
    Event(Kind.OUTCOMES, "reworded", _M, "outcome reworded"),
    Event(Kind.OUTCOMES, "time_frame", _M, "outcome measured at another time", primary=_H),
    Event(Kind.OUTCOMES, "edited", _L, "outcomes changed"),
    Event(Kind.DATES, "slipped", _M, "date moved later"),
    Event(Kind.DATES, "advanced", _M, "date moved earlier"),
    Event(Kind.DATES, "became_actual", _M, "date confirmed"),
    Event(Kind.DATES, "became_estimated", _M, "date became an estimate again"),
    Event(Kind.DATES, "added", _M, "date added"),
    Event(Kind.DATES, "removed", _M, "date removed"),
    Event(Kind.DATES, "edited", _L, "dates changed"),
    Event(Kind.ENROLLMENT, "raised", _M, "more participants planned"),
    Event(Kind.ENROLLMENT, "lowered", _M, "fewer participants planned"),
    Event(Kind.ENROLLMENT, "became_actual", _M, "actual number of participants"),
    Event(Kind.ENROLLMENT, "edited", _L, "enrollment changed"),
    Event(Kind.LOCATIONS, "site_added", _M, "site added"),
    Event(Kind.LOCATIONS, "site_removed", _M, "site removed", closing=_H),
    Event(Kind.LOCATIONS, "site_status", _L, "site opened or closed", closing=_H),
    Event(Kind.LOCATIONS, "site_edited", _L, "site details changed"),
    *_edits(Kind.LOCATIONS, _L, _L, "locations"),
    Event(Kind.LOCATIONS, "relabelled", _N, "site renamed by the registry"),
    *_edits(Kind.DESIGN, _M, _M, "design"),
    *_edits(Kind.INTERVENTIONS, _L, _M, "interventions"),
    *_edits(Kind.CONTACTS, _L, _L, "contacts"),
    *_edits(Kind.SPONSOR, _M, _M, "sponsor"),
    *_edits(Kind.IDENTIFICATION, _L, _L, "identification"),
    *_edits(Kind.DESCRIPTION, _L, _L, "description"),
    *_edits(Kind.CONDITIONS, _L, _L, "conditions"),
    *_edits(Kind.REFERENCES, _L, _L, "references"),
    *_edits(Kind.DOCUMENTS, _L, _M, "documents"),
    *_edits(Kind.OVERSIGHT, _L, _L, "oversight"),
    *_edits(Kind.SHARING, _L, _L, "sharing"),
    Event(Kind.RECORD, "gone", _H, "gone from the registry", to_all=True),
    Event(Kind.RECORD, "returned", _H, "back in the registry", to_all=True),
    Event(Kind.RECORD, "renamed", _M, "has a new number", to_all=True),
    Event(Kind.RECORD, "related_found", _M, "related trial found", to_all=True),
    Event(Kind.RECORD, "found", _M, "found by a standing search", any_kind=True),
    Event(Kind.RECORD, "left_search", _L, "no longer found by a standing search"),
    *_edits(Kind.RECORD, _L, _L, "record"),
    Event(Kind.RECORD, "housekeeping", _N, "registry housekeeping"),
)
EVENTS: Mapping[tuple[Kind, str], Event] = {(event.kind, event.name): event for event in TABLE}
"""The table by kind and name."""


def opens(changes: Iterable[Change]) -> bool:
    """Return whether people can join a trial after these changes who could not before."""
    return any(change.kind is Kind.STATUS and change.event in OPENING for change in changes)


def event_row(kind: Kind, name: str) -> Event:
    """Return an event's row; an event that is not in the table, as another release may have recorded it, is low."""
    return EVENTS.get((kind, name)) or Event(kind, name, Severity.LOW, f"{kind}: {name.replace('_', ' ')}")


def severity(kind: Kind, name: str, *, primary: bool = False, closing: bool = False) -> Severity:
    """Return the severity of an event.

    Args:
        kind: its kind.
        name: its name.
        primary: whether a primary outcome is concerned.
        closing: whether nobody can join any more who could until now.

    """
    event = event_row(kind, name)
    graver = event.primary if primary else event.closing if closing else None
    return graver or event.severity


def overridden(changes: Iterable[Change], own: Mapping[tuple[Kind, str], Severity]) -> list[Change]:
    """Return changes with the severities that a configuration sets for events.

    A severity that is none of the event's own stays, such as noise for an edit of punctuation.
    """
    return [
        replace(change, severity=own[change.kind, change.event])
        if (change.kind, change.event) in own and change.severity in _severities(change)
        else change
        for change in changes
    ]


def _severities(change: Change) -> set[Severity | None]:
    """Return the severities that the table has for a change's event."""
    row = event_row(change.kind, change.event)
    return {row.severity, row.primary, row.closing}


def markdown() -> str:
    """Return the table of severities for the README: a line a kind, a column a severity."""
    order = sorted(Severity, key=lambda severity: -severity.rank)
    lines = [f"| kind | {' | '.join(order)} |", "| --- " * (len(order) + 1) + "|"]
    for kind in Kind:
        rows = [event for event in TABLE if event.kind is kind]
        cells = [", ".join(_cell(rows, severity)) for severity in order]
        lines.append(f"| `{kind}` | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _cell(rows: list[Event], severity: Severity) -> list[str]:
    usual = [f"`{event.name}`" for event in rows if event.severity is severity]
    return [
        *usual,
        *(f"`{event.name}` of a primary outcome" for event in rows if event.primary is severity),
        *(f"`{event.name}` that closes a trial" for event in rows if event.closing is severity),
    ]
