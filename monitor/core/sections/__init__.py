"""What a record says now, section by section, as values for pages. Pure; one file for each section or two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.sections.contacts import contacts
from monitor.core.sections.description import description
from monitor.core.sections.eligibility import eligibility
from monitor.core.sections.identifiers import identifiers
from monitor.core.sections.locations import locations
from monitor.core.sections.outcomes import outcomes
from monitor.core.sections.references import references, sharing
from monitor.core.sections.related import related
from monitor.core.sections.results import results
from monitor.core.sections.sponsor import sponsor
from monitor.core.sections.status import status
from monitor.core.sections.treatment import conditions, treatment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from monitor.core.sections.model import Limits, Section
    from monitor.model import Record

SECTIONS = (
    status,
    eligibility,
    contacts,
    locations,
    description,
    conditions,
    treatment,
    outcomes,
    results,
    sponsor,
    references,
    sharing,
    identifiers,
)
"""In the order in which a reader asks: can I take part, whom do I ask, where; then what it is and who does it."""


def sections(record: Record, alike: Sequence[Mapping[str, Any]], limits: Limits) -> tuple[Section, ...]:
    """Return the sections of a record that have content.

    Args:
        record: the newest version.
        alike: its related trials, as `related` takes them.
        limits: how much of each is shown.

    """
    found = [*(make(record, limits) for make in SECTIONS), related(alike, limits)]
    return tuple(section for section in found if not section.empty)
