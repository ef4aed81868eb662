"""The registry's values in words that a patient understands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.model import Json

STATUS = {
    "ACTIVE_NOT_RECRUITING": "Active, not recruiting",
    "COMPLETED": "Completed",
    "ENROLLING_BY_INVITATION": "Enrolling by invitation",
    "NOT_YET_RECRUITING": "Not yet recruiting",
    "RECRUITING": "Recruiting",
    "SUSPENDED": "Suspended",
    "TERMINATED": "Terminated",
    "WITHDRAWN": "Withdrawn",
    "AVAILABLE": "Available",
    "NO_LONGER_AVAILABLE": "No longer available",
    "TEMPORARILY_NOT_AVAILABLE": "Temporarily not available",
    "APPROVED_FOR_MARKETING": "Approved for marketing",
    "WITHHELD": "Withheld",
    "UNKNOWN": "Unknown",
}
"""The fourteen overall statuses (the registry's API description, enumeration Status)."""

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
# A value of the registry is several words joined, or one of these; any other word in capitals is a name (COPD).
_ENUM = re.compile(
    r"[A-Z]{2,}(?:_[A-Z]+)+\d?|ACTUAL|ESTIMATED|RECRUITING|COMPLETED|SUSPENDED|TERMINATED|WITHDRAWN|AVAILABLE"
    r"|UNKNOWN|INTERVENTIONAL|OBSERVATIONAL|RANDOMIZED|PARALLEL|CROSSOVER|SEQUENTIAL|FACTORIAL|COHORT|PROSPECTIVE"
    r"|RETROSPECTIVE|NONE|SINGLE|DOUBLE|TRIPLE|QUADRUPLE|PARTICIPANT|INVESTIGATOR|TREATMENT|PREVENTION|DIAGNOSTIC"
    r"|SCREENING|EXPERIMENTAL|DRUG|DEVICE|BIOLOGICAL|PROCEDURE|RADIATION|BEHAVIORAL|GENETIC|OTHER|PRIMARY|SECONDARY"
    r"|BACKGROUND|RESULT|DERIVED|SPONSOR|INDUSTRY|NETWORK|CONTACT|POSTED|UNDECIDED|MALE|FEMALE|CHILD|ADULT"
)
_ORDINALS = (
    "",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
)
_SUFFIX = re.compile(r" (module|struct|info|infos)\b")
_CODE = re.compile(r"[A-Z][A-Z_]*")


def status(value: Json) -> str:
    """Return an overall status as the registry's pages write it; one that is not in ``STATUS`` in quotes."""
    if value is None:
        return "none stated"
    words = str(value).replace("_", " ").capitalize() if _CODE.fullmatch(str(value)) else value
    return STATUS.get(str(value), f"“{words}”")


def code_label(text: str) -> str | None:
    """Return a code of the registry in words, ``ENROLLING_BY_INVITATION`` → ``Enrolling by invitation``; None for other text."""
    return text.replace("_", " ").capitalize() if _ENUM.fullmatch(text) else None


def field_name(key: str) -> str:
    """Return the name of a field in words: ``primaryPurpose`` → ``primary purpose``."""
    if key.startswith("["):
        return key[1:-1]
    words = _CAMEL.sub(" ", key)
    spelled = " ".join(word if word.isupper() and len(word) > 1 else word.lower() for word in words.split())
    return _SUFFIX.sub("", spelled)


def cut(text: str, limit: int) -> str:
    """Return a text; one longer than ``limit`` characters is cut between words and ends with "…"."""
    if len(text) <= limit:
        return text
    head = text[:limit].rsplit(" ", 1)[0] if " " in text[limit // 2 : limit] else text[:limit]
    return head.rstrip(" ,.;:") + " …"


IMPORTANCE = {
    "high": "High importance",
    "medium": "Medium importance",
    "low": "Low importance",
    "noise": "Routine",
}
"""Severities as people read them."""


def count(number: int, singular: str, plural: str = "") -> str:
    """Return ``1 site`` or ``3 sites``."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def ordinal(number: int) -> str:
    """Return ``second`` for 2; from 11 on ``11th``, ``21st``."""
    if number < len(_ORDINALS):
        return _ORDINALS[number]
    last = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{last}"


def span(days: int) -> str:
    """Return a number of days in plain words: ``92 days (about 3 months)``."""
    months = round(days / 30.44)
    if months >= 24:
        return f"{days:,} days (about {round(days / 365.25, 1):g} years)"
    return count(days, "day") + (f" (about {count(months, 'month')})" if days >= 45 else "")


def site_address(site: Json) -> str:
    """Return a site's name and place: facility, city, state, country."""
    parts = (
        [site.get(key) for key in ("facility", "city", "state", "country")] if isinstance(site, dict) else []
    )
    return ", ".join(str(part) for part in parts if part) or "a site without a name"


def moment(at: str | None) -> str:
    """Return a stored time for people, ``2026-09-08T14:02:11Z`` → ``2026-09-08 14:02 UTC``; "" for None."""
    return f"{at[:10]} {at[11:16]} UTC" if at else ""
