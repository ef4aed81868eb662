"""Who can take part: ages, sex, healthy volunteers, and the criteria under their headings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.presentation.prose import pieces
from monitor.core.records.accessors import get
from monitor.core.sections.model import Section
from monitor.core.sections.parts import capital, facts, line, module, text, texts, words

if TYPE_CHECKING:
    from monitor.core.presentation.prose import Paragraph
    from monitor.core.sections.model import Limits
    from monitor.model import Json, Record

_NO_LIMIT = frozenset({"", "N/A", "0 Years", "120 Years"})


def eligibility(record: Record, limits: Limits) -> Section:
    """Return the section of eligibility as it is now."""
    part = module(record, "eligibilityModule")
    criteria = text("Criteria", get(part, "eligibilityCriteria"), limits.text)
    if criteria:
        criteria = replace(criteria, paragraphs=tuple(map(_headed, criteria.paragraphs)))
    return Section(
        "eligibility",
        "Who can take part",
        facts(
            ("Age", _ages(get(part, "minimumAge"), get(part, "maximumAge"))),
            ("Sex", capital(words(get(part, "sex"), "sex"))),
            ("Gender", line(get(part, "genderDescription"))),
            ("Healthy volunteers", _healthy(get(part, "healthyVolunteers"))),
            ("Population", line(get(part, "studyPopulation"))),
            ("Sampling", line(get(part, "samplingMethod"), "samplingMethod")),
        ),
        texts(criteria),
    )


def _headed(paragraph: Paragraph) -> Paragraph:
    """Mark "Inclusion Criteria:" and its like as headings."""
    from monitor.core.eligibility import headings  # noqa: PLC0415  # its patterns take 0.1 s to compile

    words_ = "".join(piece.text for piece in paragraph.line)
    found = None if paragraph.depth else headings.part_heading(words_, item=False)
    return (
        replace(paragraph, line=pieces(found.text), heading=True) if found and not found.rest else paragraph
    )


def _ages(low: Json, high: Json) -> str:
    """Return "18 to 70 years", "18 years and older", "up to 17 years"; "" where the record states neither limit."""
    least, most = (
        "" if str(value or "") in _NO_LIMIT else words(value).lower() if isinstance(value, str) else ""
        for value in (low, high)
    )
    if least and most:
        (number, _, unit), (_, _, other) = least.partition(" "), most.partition(" ")
        return f"{number if unit == other else least} to {most}"
    if least or most:
        return f"{least} and older" if least else f"Up to {most}"
    return "Any" if low or high else ""


def _healthy(value: Json) -> str:
    return {True: "Can take part", False: "Cannot take part"}[value] if isinstance(value, bool) else ""
