"""The whole check, in the order in which its requests are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.ctgov.probe import Probe
from monitor.registry_check import description, edge, queries, record_history, records, refusals, release
from monitor.registry_check.model import Verdict
from monitor.registry_check.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.config.model import Config
    from monitor.registry_check.model import Line

MOST_REQUESTS = 20
MOST_RECORDS = 20
"""Records of watched trials in one page; on average 17 KB each."""
_USUAL = ("NCT03822858",)
"""Asked for where the configuration names no trial."""


def check_registry(config: Config) -> Iterator[Line]:
    """Yield a line for each thing that this client relies on, in at most ``MOST_REQUESTS`` requests at its pace.

    Args:
        config: where the registry is, how to ask it, and which trials to ask for.

    """
    registry = config.registry
    with Probe(
        registry.url,
        contact=registry.contact,
        timeout=registry.timeout,
        requests_per_second=registry.requests_per_second,
        most=MOST_REQUESTS,
    ) as probe:
        yield from _lines(Session(probe, _numbers(list(config.watched))))


def exit_status(lines: Sequence[Line]) -> int:
    """Return 0 if all lines hold, 3 if no profile was accepted anywhere, so that nothing could be asked, else 1."""
    held = [line for line in lines if line.verdict is Verdict.HOLDS]
    if len(held) == len(lines):
        return 0
    return 1 if any(edge.is_about_profile(line) for line in held) else 3


def _lines(session: Session) -> Iterator[Line]:
    yield from edge.lines(session)
    yield from release.lines(session)
    yield from record_history.lines(session)
    yield from records.lines(session)
    yield from queries.lines(session)
    yield release.one_release(session)
    yield from description.lines(session)
    yield from refusals.lines(session)
    yield records.single(session)


def _numbers(watched: Sequence[str]) -> Sequence[str]:
    return watched[:MOST_RECORDS] or _USUAL
