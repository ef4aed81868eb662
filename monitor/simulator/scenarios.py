"""What `nctwatch simulate --fault` can play: each makes a running registry behave as the real one was seen to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from monitor.simulator import actions
from monitor.simulator.behavior import Breaks
from monitor.simulator.edits import ABSENT, derived_reference, edit_version
from monitor.simulator.predicates import agent_lacks, below, next_page, past_version, single_study
from monitor.simulator.rate_limit import RateLimit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from monitor.simulator.registry import Registry
    from monitor.simulator.server import SimulatedRegistry

    Server: TypeAlias = SimulatedRegistry[Registry]


class Scenario(NamedTuple):
    """A behavior of the registry: what happens, in one sentence, and the function that sets it."""

    title: str
    play: Callable[[Server], None]


def _no_history(server: Server) -> None:
    server.behavior.history = False


def _line_breaks(server: Server) -> None:
    server.behavior.history_line_breaks = Breaks.WORDS


def _no_status(server: Server) -> None:
    for nct, version in _past_versions(server.registry):
        if version == 0:
            edit_version(nct, version, {"statusModule.overallStatus": ABSENT})(server.registry)


def _derived_references(server: Server) -> None:
    reference = derived_reference("99999999", "Invented A. A publication found later. J Invent. 2026.")
    for nct, version in _past_versions(server.registry):
        edit_version(nct, version, reference)(server.registry)


def _past_versions(registry: Registry) -> Iterator[tuple[str, int]]:
    for nct in registry.now.numbers():
        yield from ((nct, version) for version in range(len(registry.now.history(nct)) - 1))


def _complicated_query(server: Server) -> None:
    server.behavior.query_terms = 5


def _missing_version(server: Server) -> None:
    server.faults.refuse(past_version(1))


def _new_status(server: Server) -> None:
    server.behavior.more_statuses = ("ON_HOLD",)


def _gzip_etags(server: Server) -> None:
    server.behavior.gzip_etags = True


def _long_tokens(server: Server) -> None:
    server.behavior.long_page_tokens = True


def _daily_order(server: Server) -> None:
    server.behavior.daily_order = True


def _moving_release(server: Server) -> None:
    server.faults.add(next_page, actions.then(server.registry.publish))


def _refuse_v2(server: Server) -> None:
    server.faults.refuse(below("/api/v2"))


def _refuse_history(server: Server) -> None:
    server.faults.refuse(below("/api/int"))


def _refuse_agents(server: Server) -> None:
    server.faults.refuse(agent_lacks("python-httpx/"))


def _peak(server: Server) -> None:
    server.faults.limit(single_study, RateLimit(5, seconds=60))


SCENARIOS = {
    "no-history": Scenario("the record history is not served", _no_history),
    "line-breaks": Scenario(
        "a line break after every word of the record history, not only after sentences", _line_breaks
    ),
    "no-status": Scenario("the oldest version of a history has no status", _no_status),
    "derived-references": Scenario(
        "past versions have a publication that the registry added", _derived_references
    ),
    "complicated-query": Scenario("queries of more than 5 terms are too complicated", _complicated_query),
    "missing-version": Scenario(
        "403 for version 1 of every record history, though it is listed", _missing_version
    ),
    "new-status": Scenario("the API's description has an overall status that nobody knows", _new_status),
    "gzip-etags": Scenario("entity tags end in -gzip", _gzip_etags),
    "long-tokens": Scenario("page tokens have 200 letters", _long_tokens),
    "daily-order": Scenario("lists are in another order on each day", _daily_order),
    "moving-release": Scenario("a release comes out once while a list is read page by page", _moving_release),
    "refuse-v2": Scenario("403 for all of /api/v2", _refuse_v2),
    "refuse-history": Scenario("403 for all of /api/int", _refuse_history),
    "refuse-agents": Scenario(
        "403 for clients that do not name python-httpx in their User-Agent", _refuse_agents
    ),
    "peak": Scenario("429 for /studies/{id} from the sixth request in a minute on, not for lists", _peak),
}
"""Name → scenario."""
