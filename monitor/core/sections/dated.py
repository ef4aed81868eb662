"""When each section last changed, and by which change. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

_CONTACTS = "protocolSection.contactsLocationsModule."
_REFERENCES = "protocolSection.referencesModule."
PLACES: dict[str, tuple[tuple[Kind, str], ...]] = {
    "status": ((Kind.STATUS, ""), (Kind.DATES, ""), (Kind.ENROLLMENT, "")),
    "eligibility": ((Kind.ELIGIBILITY, ""),),
    "contacts": ((Kind.CONTACTS, f"{_CONTACTS}centralContacts"),),
    "locations": ((Kind.LOCATIONS, ""),),
    "description": (
        (Kind.DESCRIPTION, ""),
        (Kind.IDENTIFICATION, "protocolSection.identificationModule.officialTitle"),
        (Kind.IDENTIFICATION, "protocolSection.identificationModule.acronym"),
    ),
    "conditions": ((Kind.CONDITIONS, ""),),
    "treatment": ((Kind.INTERVENTIONS, ""), (Kind.DESIGN, "")),
    "outcomes": ((Kind.OUTCOMES, ""),),
    "results": ((Kind.RESULTS, ""),),
    "sponsor": ((Kind.SPONSOR, ""), (Kind.OVERSIGHT, ""), (Kind.CONTACTS, f"{_CONTACTS}overallOfficials")),
    "references": ((Kind.REFERENCES, f"{_REFERENCES}references"), (Kind.REFERENCES, f"{_REFERENCES}seeAlsoLinks")),
    "sharing": ((Kind.DOCUMENTS, ""), (Kind.SHARING, ""), (Kind.REFERENCES, f"{_REFERENCES}availIpds")),
    "identifiers": ((Kind.IDENTIFICATION, ""),),
    "related": ((Kind.RECORD, "NCT"),),
}  # fmt: skip
"""The key of a section → the kinds of its changes, each with what their path begins with."""


@dataclass(frozen=True, slots=True)
class ChangedPlace:
    """A change, as far as it dates a section. `day` is the day from which the registry said so."""

    id: int
    day: str
    kind: str
    path: str
    version: int | None


def last_changed(changes: Iterable[ChangedPlace]) -> dict[str, ChangedPlace]:
    """Return for each section the change that last concerned it; a section that never changed is left out.

    Args:
        changes: those with weight, the newest day first and within a day the gravest first.

    """
    found: dict[str, ChangedPlace] = {}
    for change in changes:
        for key, places in PLACES.items():
            if key not in found and any(
                change.kind == kind and change.path.startswith(start) for kind, start in places
            ):
                found[key] = change
    return found
