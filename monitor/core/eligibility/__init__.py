"""Eligibility texts: read one into criteria; compare two: what changed, and for whom."""

from __future__ import annotations

from monitor.core.eligibility.ages import StatedAge, ages_of, stated_ages
from monitor.core.eligibility.compare import compare
from monitor.core.eligibility.model import Criterion, CriterionChange, Part, Span
from monitor.core.eligibility.parse import criteria, parse
from monitor.core.eligibility.redline import redline

__all__ = [
    "Criterion",
    "CriterionChange",
    "Part",
    "Span",
    "StatedAge",
    "ages_of",
    "compare",
    "read",
    "redline",
    "stated_ages",
]


def read(text: str) -> tuple[Criterion, ...]:
    """Read an eligibility text, Markdown or HTML, into its criteria in order; never raises on any text."""
    return tuple(criterion for criterion in criteria(parse(text)) if criterion.number)
