"""Sections of a record, with the change that last concerned each. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.report.model import DatedSection

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.core.sections.dated import ChangedPlace
    from monitor.core.sections.model import Section


def dated(
    nct: str, sections: Sequence[Section], changed: Mapping[str, ChangedPlace]
) -> tuple[DatedSection, ...]:
    """Return sections with the day of their last change, its number, and where its step stands on the page."""
    return tuple(
        DatedSection(section, found.day, found.id, f"{nct}-v{found.version}" if found.version else "")
        if (found := changed.get(section.key))
        else DatedSection(section)
        for section in sections
    )
