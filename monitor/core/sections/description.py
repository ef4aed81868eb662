"""What the trial is about: its titles and descriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.records.accessors import get, text_at
from monitor.core.sections.model import Section
from monitor.core.sections.parts import facts, line, module, text, texts

if TYPE_CHECKING:
    from monitor.core.sections.model import Limits
    from monitor.model import Record


def description(record: Record, limits: Limits) -> Section:
    """Return the section of descriptions."""
    part, names = module(record, "descriptionModule"), module(record, "identificationModule")
    official = text_at(names, "officialTitle")
    return Section(
        "description",
        "What it is about",
        facts(
            ("Official title", line(official) if official != text_at(names, "briefTitle") else ()),
            ("Acronym", line(get(names, "acronym"))),
        ),
        texts(
            text("In brief", get(part, "briefSummary"), limits.text),
            text("In detail", get(part, "detailedDescription"), limits.text),
        ),
    )
