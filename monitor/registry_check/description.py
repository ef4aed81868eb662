"""The served description of the API against the enumerations and fields that this client knows."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from monitor.core.presentation.labels import STATUS
from monitor.registry_check.model import Different, judged, usable
from monitor.registry_check.records import RELIED_ON

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.registry_check.model import Line
    from monitor.registry_check.session import Session

BASE, PATH = "/api/oas", "/v2"
KNOWN = {
    "Status": set(STATUS),
    "StudyType": {"EXPANDED_ACCESS", "INTERVENTIONAL", "OBSERVATIONAL"},
    "ExpandedAccessStatus": {
        *("AVAILABLE", "NO_LONGER_AVAILABLE", "TEMPORARILY_NOT_AVAILABLE", "APPROVED_FOR_MARKETING"),
    },
    "DateType": {"ACTUAL", "ESTIMATED"},
    "EnrollmentType": {"ACTUAL", "ESTIMATED"},
    "ReferenceType": {"BACKGROUND", "RESULT", "DERIVED"},
    "Sex": {"FEMALE", "MALE", "ALL"},
    "UnpostedEventType": {"RESET", "RELEASE", "UNRELEASE"},
    "ViolationEventType": {
        *("VIOLATION_IDENTIFIED", "CORRECTION_CONFIRMED", "PENALTY_IMPOSED"),
        "ISSUES_IN_LETTER_ADDRESSED_CONFIRMED",
    },
}
"""The enumerations by whose values this client tells changes apart."""
FIELDS = {
    *(name for path in RELIED_ON for name in path.split(".")),
    *(
        "nctIdAliases",
        "submissionTracking",
        "unpostedAnnotation",
        "violationAnnotation",
        "expandedAccessInfo",
    ),
    *("primaryOutcomes", "secondaryOutcomes", "armGroups", "locations", "references", "enrollmentInfo"),
}
"""Names of fields that this client reads by their place in a record."""

# an enumeration as the registry's YAML has it: the name, its type, then a value a line
_YAML = re.compile(r'^ {4}(\w+):\n(?: {6}\w+: [^\n]*\n){0,5} {6}enum:\n((?: {6}- "?\w+"?\n)+)', re.MULTILINE)
_WORD = re.compile(r"\w+")


def lines(session: Session) -> Iterator[Line]:
    """Yield what the served description says of enumerations and of fields."""
    yield judged(
        "enumerations",
        f"the {len(KNOWN)} that are relied on, with the values that are known",
        "a new value is kept and shown as it is, without a meaning of its own; one that is gone is never met",
        lambda: _enumerations(_text(session)),
    )
    yield judged(
        "described fields",
        f"all {len(FIELDS)} names that are relied on",
        "changes of a field with another name are told as other changes",
        lambda: _fields(_text(session)),
    )


def enumerations(text: str) -> dict[str, set[str]]:
    """Return the values of each enumeration of a description, which is YAML as the registry writes it, or JSON."""
    try:
        schemas = json.loads(text)["components"]["schemas"]
        return {name: set(schema["enum"]) for name, schema in schemas.items() if "enum" in schema}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {name: set(_WORD.findall(values)) for name, values in _YAML.findall(text)}


def _text(session: Session) -> str:
    answer = usable(session.cached("description", PATH, base=BASE))
    return answer.body.decode("utf-8", "replace").replace("\r\n", "\n")


def _enumerations(text: str) -> str:
    served = enumerations(text)
    different = []
    for name, known in KNOWN.items():
        values = served.get(name)
        if values is None:
            different.append(f"{name} is missing")
            continue
        different += [f"{name} has {value}" for value in sorted(values - known)]
        different += [f"{name} lacks {value}" for value in sorted(known - values)]
    if different:
        raise Different(", ".join(different))
    return f"{len(KNOWN)} of {len(KNOWN)} as known"


def _fields(text: str) -> str:
    missing = FIELDS.difference(_WORD.findall(text))
    if missing:
        raise Different(f"not {', '.join(sorted(missing))}")
    return f"{len(FIELDS)} of {len(FIELDS)}"
