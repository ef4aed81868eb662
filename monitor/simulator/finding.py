"""Which trials a search finds, and in what order."""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING

from monitor.simulator.errors import BadRequest
from monitor.simulator.paths import texts
from monitor.simulator.search import comparable, relevance
from monitor.simulator.selection import Selection, read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.simulator.behavior import Behavior
    from monitor.simulator.source import Dataset

_SORT = re.compile(r"([a-zA-Z][a-zA-Z0-9\-. ]*|@relevance)(?::(asc|desc))?")
_LIST = re.compile(r"[,|]")


def find(now: Dataset, query: Mapping[str, str], behavior: Behavior) -> Sequence[str]:
    """Return the numbers of the trials found, in the order asked for or that of the data set."""
    selection = read(now, query, behavior)
    found = _candidates(now, selection)
    if selection.tests:
        records = ((nct, now.record(nct)) for nct in found)
        found = [nct for nct, record in records if all(test(record) for test in selection.tests)]
    order = _order(query.get("sort", ""))
    if behavior.daily_order and not order:
        # The order of a list is another on each day, and the same for all pages of a day (reported).
        found = Random(now.timestamp[:10]).sample(found, len(found))
    for name, direction in reversed(order):
        if name == "@relevance":
            scores = {nct: relevance(now.record(nct), selection.words) for nct in found}
            found = sorted(found, key=scores.__getitem__, reverse=direction != "asc")
        else:
            found = _sorted(now, found, name, direction)
    return found


def _candidates(now: Dataset, selection: Selection) -> Sequence[str]:
    """Return what the source can tell without a look into records."""
    updated = now.updated(*selection.days) if selection.days else None
    if selection.ids is not None:
        return now.among(selection.ids.intersection(updated) if updated is not None else selection.ids)
    return now.numbers() if updated is None else updated


def _order(sort: str) -> list[tuple[str, str]]:
    if not sort:
        return []
    parts = [_SORT.fullmatch(part.strip()) for part in _LIST.split(sort)]
    if len(parts) > 2 or not all(parts):
        raise BadRequest("Parameter `sort` has incorrect format")
    return [(part[1], part[2] or "") for part in parts if part]


def _sorted(now: Dataset, found: Sequence[str], field: str, direction: str) -> list[str]:
    """Sort by one field: dates downward and numbers upward unless told, trials without it last."""
    if field not in now.names:
        raise BadRequest(f"Parameter `sort` contains invalid field name: `{field}`")
    given = {nct: next(texts(now.record(nct), now.names[field]), "") for nct in found}
    values = {nct: value for nct, text in given.items() if (value := comparable(text)) is not None}
    if any(given.values()) and not values:
        raise BadRequest("Parameter `sort` allows only date and numeric fields")
    dated = any(isinstance(value, str) for value in values.values())
    down = direction == "desc" or (not direction and dated)
    having = sorted(values, key=lambda nct: values[nct], reverse=down)
    return [*having, *(nct for nct in found if nct not in values)]
