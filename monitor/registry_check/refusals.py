"""What the registry answers to requests that it cannot serve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.ctgov.api import is_not_found
from monitor.registry_check.model import Different, described, is_html, judged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.registry_check.model import Line
    from monitor.registry_check.session import Session

_UNKNOWN = "NCT99999999"


def lines(session: Session) -> Iterator[Line]:
    """Yield the answers for an unknown trial, an unknown path and a wrong number."""
    yield judged(
        "unknown trial",
        f'404 "NCT number {_UNKNOWN} not found" in plain text',
        "a trial that is gone is not told as gone, but fails in each poll",
        lambda: _unknown_trial(session),
    )
    yield judged(
        "unknown path",
        "404 as an HTML page",
        "nothing: only the registry's own words make a trial gone",
        lambda: _unknown_path(session),
    )
    yield judged(
        "wrong number",
        "400 in plain text",
        "nothing: NCT numbers are checked before they are asked for",
        lambda: _wrong_number(session),
    )


def _unknown_trial(session: Session) -> str:
    answer = session.get(f"/studies/{_UNKNOWN}")
    if not is_not_found(answer, _UNKNOWN):
        raise Different(described(answer))
    return described(answer)


def _unknown_path(session: Session) -> str:
    answer = session.get("/no-such-path")
    if answer.status != 404 or not is_html(answer):
        raise Different(described(answer))
    return described(answer)


def _wrong_number(session: Session) -> str:
    answer = session.get("/studies/NCT0")
    if answer.status != 400 or is_html(answer):
        raise Different(described(answer))
    return described(answer)
