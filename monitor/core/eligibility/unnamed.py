"""Texts that name no part: whether what they list is asked of those who take part."""

from __future__ import annotations

import re

_YEARS = r"\b[1-6]?\d ?(?:years?|yrs?|y\.?o\.?)"  # a higher age is where trials end
_ASKS = re.compile(
    rf"(?:[>≥]\s?=?|\bat least|\bover|\babove|\bolder than) ?{_YEARS} (?:of age|old)\b|"
    rf"{_YEARS}(?: of age| old)? (?:or|and) (?:older|above|over)\b|"
    rf"\bage[ds]?\b[\w :]{{0,20}} ?(?:[>≥]\s?=?|\bat least|\bover|\babove|\bolder than) ?{_YEARS}|"
    r"\bage[ds]?\b[\w :]{0,20} \d{1,2} ?(?:-|–|to|and) ?\d{2,3}\b|"
    r"^(?:(?:has|have|having|able|willing) (?:\w+ ){0,2})?(?:signed|written|gives?|giv(?:en|ing)|provid(?:e[sd]?|ing)) .{0,40}\bconsent\b",
    re.IGNORECASE,
)
_SPEAKS_OF_PARTS = re.compile(
    r"\bexclu|ineligib|\b(?:not|non)[- ](?:be )?(?:eligible|inclu|enrol)|contraindicat|\b(?:inclusion|eligibility) criteri",
    re.IGNORECASE,
)


def asks(texts: list[str]) -> bool:
    """Return whether a line sets a lower age or asks for consent, and none speaks of exclusion or of the parts."""
    return any(map(_ASKS.search, texts)) and not any(map(_SPEAKS_OF_PARTS.search, texts))
