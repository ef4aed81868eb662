"""Which connection profiles the registry's edge accepts, on each of its APIs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from monitor.ctgov.api import BASE
from monitor.ctgov.record_history import BASE as HISTORY_BASE
from monitor.ctgov.record_history import history_path
from monitor.errors import Unreachable
from monitor.registry_check.model import Different, Verdict, judged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.registry_check.model import Line
    from monitor.registry_check.session import Session

_PROFILE = "profile "
_BREAKS = "nothing while another profile is accepted; else nothing can be fetched from {}"


def profile_lines(session: Session, base: str) -> Iterator[Line]:
    """Yield the edge's verdict on each profile; the first answer of each kind is kept for further lines."""
    for profile in session.probe.profiles:
        yield judged(
            f"{_PROFILE}{profile} on {base}",
            "accepted",
            _BREAKS.format(base),
            partial(_verdict, session, base, profile),
        )
    if base not in session.accepted:
        session.refused.add(base)


def is_about_profile(line: Line) -> bool:
    """Return whether a line is about a connection profile."""
    return line.name.startswith(_PROFILE)


def lines(session: Session) -> Iterator[Line]:
    """Yield the verdict on each profile, on both APIs."""
    for base in (BASE, HISTORY_BASE):
        found = list(profile_lines(session, base))
        if base in session.refused and any(line.verdict is Verdict.UNKNOWN for line in found):
            session.refused.discard(base)  # not every profile was judged
        yield from found


def _verdict(session: Session, base: str, profile: str) -> str:
    number = session.numbers[0]
    if base == HISTORY_BASE:
        name, path, query = "history", history_path(number), None
    elif profile == session.probe.profiles[0]:
        name, path, query = "version", "/version", None
    else:
        # the registry limits single records sooner than lists, so some requests of a check ask for one
        name, path, query = "number", f"/studies/{number}", {"fields": "NCTId"}
    answer = session.ask(profile, path, query, base=base)
    if answer.status == 403:
        raise Different("refused (403)")
    if answer.status == 429 or answer.status >= 500:
        raise Unreachable(f"the registry answers {answer.status} for now")
    session.accepted.setdefault(base, profile)
    session.cache(name, answer)
    return f"accepted ({answer.status})"
