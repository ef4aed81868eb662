"""What a check of the registry says: one line for each thing that this client relies on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from monitor.core.presentation.sanitize import safe_line
from monitor.errors import BadAnswer, RegistryError, Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.ctgov.api import Answer

_LONGEST = 160


class Verdict(StrEnum):
    """Whether the registry does what is expected."""

    HOLDS = "holds"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that this client relies on."""

    name: str
    expected: str
    seen: str
    verdict: Verdict
    breaks: str
    """What does not work where it differs."""


class Different(Exception):
    """What was seen is not what is expected; its text says what was seen."""


def judged(name: str, expected: str, breaks: str, read: Callable[[], str]) -> Line:
    """Return the line about one expectation.

    Args:
        name: the thing in a few words.
        expected: what is expected.
        breaks: what does not work where it differs.
        read: returns what was seen where it is as expected; raises Different or BadAnswer where it is not, and
            another RegistryError where that cannot be said.

    """
    try:
        seen, verdict = read(), Verdict.HOLDS
    except (Different, BadAnswer) as difference:
        seen, verdict = str(difference), Verdict.DIFFERS
    except RegistryError as error:
        seen, verdict = str(error), Verdict.UNKNOWN
    return Line(name, expected, safe_line(seen)[:_LONGEST], verdict, breaks)


def usable(answer: Answer) -> Answer:
    """Return an answer of status 200.

    Raises:
        Unreachable: the registry is overloaded or broken for now.
        Different: any other status.

    """
    if answer.status == 429 or answer.status >= 500:
        raise Unreachable(f"the registry answers {answer.status} for now")
    if answer.status != 200:
        raise Different(described(answer))
    return answer


def described(answer: Answer) -> str:
    """Return the status of an answer and how its text begins, or that it is HTML."""
    return f"{answer.status}, {'HTML' if is_html(answer) else answer.text[:80] or 'no body'}"


def is_html(answer: Answer) -> bool:
    """Return whether an answer is a page for people."""
    return "html" in answer.headers.get("content-type", "").lower()
