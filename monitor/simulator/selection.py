"""What a query asks of a study, read from its parameters."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.simulator import query as essie
from monitor.simulator.distance import within
from monitor.simulator.errors import BadRequest
from monitor.simulator.requests import nct_number
from monitor.simulator.search import matches, paths_of, resolved, update_days, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from monitor.model import Record
    from monitor.simulator.behavior import Behavior
    from monitor.simulator.source import Dataset

_AREAS = {
    "query.term": "BasicSearch",
    "query.cond": "ConditionSearch",
    "query.intr": "InterventionSearch",
    "query.titles": "TitleSearch",
    "query.outc": "OutcomeSearch",
    "query.spons": "SponsorSearch",
    "query.lead": "LeadSponsorName",
    "query.id": "IdSearch",
    "query.locn": "LocationSearch",
    "query.patient": "PatientSearch",
    "filter.advanced": "BasicSearch",
    "postFilter.advanced": "BasicSearch",
}

STATUSES = frozenset(
    [
        "ACTIVE_NOT_RECRUITING",
        "COMPLETED",
        "ENROLLING_BY_INVITATION",
        "NOT_YET_RECRUITING",
        "RECRUITING",
        "SUSPENDED",
        "TERMINATED",
        "WITHDRAWN",
        "AVAILABLE",
        "NO_LONGER_AVAILABLE",
        "TEMPORARILY_NOT_AVAILABLE",
        "APPROVED_FOR_MARKETING",
        "WITHHELD",
        "UNKNOWN",
    ]
)

_LIST = re.compile(r"[,|]")


@dataclass(slots=True)
class Selection:
    """Conditions that a study must all meet: to be one of some, to be updated in some days, to pass tests of its record."""

    ids: set[str] | None = None
    days: tuple[str, str] | None = None
    tests: list[Callable[[Record], bool]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def restrict(self, ids: set[str]) -> None:
        """Let only these pass, in addition to what was asked before."""
        self.ids = ids if self.ids is None else self.ids & ids


def read(now: Dataset, query: Mapping[str, str], behavior: Behavior) -> Selection:
    """Read all parameters. A query of numbers alone makes the filters void (reported by the API description)."""
    selection = Selection()
    only_ids = {name for name, text in query.items() if name.startswith("query.") and _ids_only(text)}
    for name, text in query.items():
        if name in only_ids:
            selection.restrict(_current(_ids_only(text), now))
        elif name in _AREAS and text.strip():
            node = essie.parse(text, name, behavior)
            _add_query(
                selection if not only_ids or name.startswith("query.") else Selection(), name, node, now
            )
        elif name.endswith(".geo"):
            (selection if not only_ids else Selection()).tests.append(within(name, text))
        elif name.endswith((".ids", ".overallStatus")):
            _add_list(selection if not only_ids else Selection(), name, _LIST.split(text), now)
    return selection


def _add_query(selection: Selection, name: str, node: essie.Node, now: Dataset) -> None:
    days = update_days(node)
    if days and not selection.days:
        selection.days = days
        return
    wanted = resolved(node, now.names)
    area = tuple(paths_of(_AREAS[name], now.names))
    selection.tests.append(lambda record: matches(record, wanted, area))
    if name.startswith("query."):
        selection.words += words_of(wanted)


def _add_list(selection: Selection, name: str, values: list[str], now: Dataset) -> None:
    if name.endswith(".ids"):
        ids = [nct for value in values if (nct := nct_number(value.strip()))]
        if len(ids) != len(values):
            raise BadRequest(f"Parameter `{name}` has incorrect format")
        selection.restrict(_current(ids, now))
        return
    if not STATUSES.issuperset(values):
        raise BadRequest(f"Parameter `{name}` has incorrect format")
    selection.tests.append(
        lambda record: record["protocolSection"].get("statusModule", {}).get("overallStatus") in values
    )


def _ids_only(text: str) -> list[str]:
    ids = [nct_number(part) for part in re.split(r"[\s,]+", text.strip())]
    return [nct for nct in ids if nct] if ids and all(ids) else []


def _current(wanted: list[str], now: Dataset) -> set[str]:
    """Return the present numbers of these trials; unknown numbers are no error (measured)."""
    return {current for nct in wanted if (current := now.current(nct))}
