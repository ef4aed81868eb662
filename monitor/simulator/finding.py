"""Which trials a search finds, and in what order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.simulator import query as essie
from monitor.simulator.paths import texts
from monitor.simulator.refusals import BadRequest
from monitor.simulator.requests import nct_number
from monitor.simulator.search import comparable, matches, paths_of, relevance, resolved, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from monitor.model import Record
    from monitor.simulator.registry import Snapshot

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

_SORT = re.compile(r"([a-zA-Z][a-zA-Z0-9\-. ]*|@relevance)(?::(asc|desc))?")
_LIST = re.compile(r"[,|]")


def find(now: Snapshot, query: Mapping[str, str]) -> list[str]:
    """Return the numbers of the trials found, in the order asked for or that of the data set."""
    only_ids = {name for name, text in query.items() if name.startswith("query.") and _ids_only(text)}
    tests: list[Callable[[Record], bool]] = []
    words: list[str] = []
    for name, text in query.items():
        if name in only_ids:
            tests.append(_among(_ids_only(text), now))
            continue
        test, found_words = _test(name, text, now)
        # A query of numbers alone makes the filters void (reported by the API description).
        if test and (name.startswith("query.") or not only_ids):
            tests.append(test)
            words += found_words if name.startswith("query.") else []
    found = [nct for nct, record in now.records.items() if all(test(record) for test in tests)]
    for field, direction in reversed(_order(query.get("sort", ""))):
        if field == "@relevance":
            scores = {nct: relevance(now.records[nct], words) for nct in found}
            found.sort(key=scores.__getitem__, reverse=direction != "asc")
        else:
            found = _sorted(now, found, field, direction)
    return found


def _test(name: str, text: str, now: Snapshot) -> tuple[Callable[[Record], bool] | None, list[str]]:
    """Read one parameter into a test of a record and the words it asks for; other parameters test nothing."""
    if name in _AREAS and text.strip():
        node = resolved(essie.parse(text, name), now.names)
        area = tuple(paths_of(_AREAS[name], now.names))
        return lambda record: matches(record, node, area), words_of(node)
    if name.endswith((".ids", ".overallStatus")):
        return _listed(name, text, now), []
    return None, []


def _ids_only(text: str) -> list[str]:
    ids = [nct_number(part) for part in re.split(r"[\s,]+", text.strip())]
    return [nct for nct in ids if nct] if ids and all(ids) else []


def _among(wanted: list[str], now: Snapshot) -> Callable[[Record], bool]:
    """Return the test for these trials, by their present or former numbers; unknown numbers are no error."""
    places = {id(now.records[current]) for nct in wanted if (current := now.current(nct))}
    return lambda record: id(record) in places


def _listed(name: str, text: str, now: Snapshot) -> Callable[[Record], bool]:
    values = _LIST.split(text)
    if name.endswith(".ids"):
        ids = [nct for value in values if (nct := nct_number(value.strip()))]
        if len(ids) != len(values):
            raise BadRequest(f"Parameter `{name}` has incorrect format")
        return _among(ids, now)
    if not STATUSES.issuperset(values):
        raise BadRequest(f"Parameter `{name}` has incorrect format")
    return lambda record: record["protocolSection"].get("statusModule", {}).get("overallStatus") in values


def _order(sort: str) -> list[tuple[str, str]]:
    if not sort:
        return []
    parts = [_SORT.fullmatch(part.strip()) for part in _LIST.split(sort)]
    if len(parts) > 2 or not all(parts):
        raise BadRequest("Parameter `sort` has incorrect format")
    return [(part[1], part[2] or "") for part in parts if part]


def _sorted(now: Snapshot, found: list[str], field: str, direction: str) -> list[str]:
    """Sort by one field: dates downward and numbers upward unless told, trials without it last."""
    if field not in now.names:
        raise BadRequest(f"Parameter `sort` contains invalid field name: `{field}`")
    given = {nct: next(texts(now.records[nct], now.names[field]), "") for nct in found}
    values = {nct: value for nct, text in given.items() if (value := comparable(text)) is not None}
    if any(given.values()) and not values:
        raise BadRequest("Parameter `sort` allows only date and numeric fields")
    dated = any(isinstance(value, str) for value in values.values())
    down = direction == "desc" or (not direction and dated)
    having = sorted(values, key=lambda nct: values[nct], reverse=down)
    return [*having, *(nct for nct in found if nct not in values)]
