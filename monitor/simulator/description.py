"""The description of the API that `/api/oas/v2` serves, in OpenAPI's form: enumerations and names of fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.simulator.releases import API_VERSION
from monitor.simulator.selection import STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.simulator.source import Dataset

_ACCESS = ("APPROVED_FOR_MARKETING", "AVAILABLE", "NO_LONGER_AVAILABLE", "TEMPORARILY_NOT_AVAILABLE")
_RECRUITMENT = (
    *("ACTIVE_NOT_RECRUITING", "COMPLETED", "ENROLLING_BY_INVITATION", "NOT_YET_RECRUITING", "RECRUITING"),
    *("SUSPENDED", "TERMINATED", "WITHDRAWN", "AVAILABLE"),
)
ENUMERATIONS: dict[str, Iterable[str]] = {
    "Status": sorted(STATUSES),
    "StudyType": ("EXPANDED_ACCESS", "INTERVENTIONAL", "OBSERVATIONAL"),
    "RecruitmentStatus": _RECRUITMENT,
    "ExpandedAccessStatus": _ACCESS,
    "DateType": ("ACTUAL", "ESTIMATED"),
    "EnrollmentType": ("ACTUAL", "ESTIMATED"),
    "ReferenceType": ("BACKGROUND", "RESULT", "DERIVED"),
    "Sex": ("FEMALE", "MALE", "ALL"),
    "UnpostedEventType": ("RESET", "RELEASE", "UNRELEASE"),
    "ViolationEventType": (
        *("VIOLATION_IDENTIFIED", "CORRECTION_CONFIRMED", "PENALTY_IMPOSED"),
        "ISSUES_IN_LETTER_ADDRESSED_CONFIRMED",
    ),
}
_UNSEEN = ("nctIdAliases", "submissionTracking", "unpostedAnnotation", "violationAnnotation")
"""Fields that a few real records have, and perhaps none that is served."""


def description(now: Dataset, more_statuses: Iterable[str] = ()) -> bytes:
    """Return the description as YAML, written as the registry's is.

    Args:
        now: the data set, whose fields are named.
        more_statuses: values of the overall status beside the usual ones.

    """
    lines = ['openapi: "3.0.3"', "info:", f'  version: "{API_VERSION}"', "components:", "  schemas:"]
    for name, usual in ENUMERATIONS.items():
        values = [*usual, *(more_statuses if name == "Status" else ())]
        lines += [
            f"    {name}:",
            '      type: "string"',
            "      enum:",
            *(f'      - "{value}"' for value in values),
        ]
    fields = {part for path in now.names.values() for part in path.split(".")} | {*_UNSEEN}
    lines += ["    Study:", '      type: "object"', "      properties:"]
    lines += [f'        {field}:\n          type: "object"' for field in sorted(fields)]
    return "\n".join([*lines, ""]).encode()
