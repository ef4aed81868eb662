"""The posted results in short: who took part, the primary outcomes as reported, serious adverse events and deaths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.prose import pieces
from monitor.core.records.accessors import get, items_at, text_at
from monitor.core.sections.model import Item, Section
from monitor.core.sections.parts import capital, facts, line, listing, listings, module, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from monitor.core.presentation.prose import Line
    from monitor.core.sections.model import Limits
    from monitor.model import Json, Record

_RESULTS = "resultsSection"
_VALUES = 12
"""Values of an outcome that are shown."""


def results(record: Record, limits: Limits) -> Section:
    """Return the section of results; without content where none are posted."""
    part = get(record, _RESULTS)
    if not isinstance(part, dict) or not part:
        return Section("results", "Results")
    measures = items_at(part, "outcomeMeasuresModule", "outcomeMeasures")
    primary = [_outcome(item) for item in measures if text_at(item, "type") == "PRIMARY"]
    status = module(record, "statusModule")
    others = len(measures) - len(primary)
    return Section(
        "results",
        "Results in short",
        facts(
            ("First posted", line(get(status, "resultsFirstPostDateStruct", "date"), "date")),
            ("Further outcomes reported", f"{others:,}" if others else ""),
        ),
        listings=listings(
            listing("Participants", _flow(part), limits.items),
            listing("Primary outcomes as reported", primary, limits.items, folded=len(primary) > 6),
            listing("Serious adverse events and deaths", _events(part), limits.items),
        ),
    )


def _titles(groups: list[dict[str, Json]]) -> dict[str, str]:
    return {group["id"]: words(group.get("title")) for group in groups if isinstance(group.get("id"), str)}


def _named(titles: Mapping[str, str], item: Json) -> str:
    return titles.get(text_at(item, "groupId") or "") or "A group without a name"


def _flow(part: Json) -> Iterator[Item]:
    """Yield each group with how many started and completed the first period."""
    titles = _titles(items_at(part, "participantFlowModule", "groups"))
    numbers: dict[str, list[Line]] = {}
    for period in items_at(part, "participantFlowModule", "periods")[:1]:
        for milestone in items_at(period, "milestones"):
            kind = text_at(milestone, "type")
            if kind in {"STARTED", "COMPLETED"}:
                for item in items_at(milestone, "achievements"):
                    shown = pieces(f"{words(item.get('numSubjects'))} {kind.lower()}")
                    numbers.setdefault(_named(titles, item), []).append(shown)
    for name, lines in numbers.items():
        yield Item(pieces(name), tuple(lines))


def _outcome(item: Json) -> Item:
    """Return a measure with the value of each group."""
    titles, unit = _titles(items_at(item, "groups")), words(item.get("unitOfMeasure"))
    kind = capital(words(text_at(item, "paramType")).replace("_", " ").lower())
    of = f"{kind}, {unit}" if kind and unit else kind or unit
    values = list(_values(item, titles))
    left = len(values) - _VALUES
    p = next(
        (words(get(found, "pValue")) for found in items_at(item, "analyses") if get(found, "pValue")), ""
    )
    shown = [pieces(of), *map(pieces, values[:_VALUES])]
    shown += [pieces(f"{left} more values")] if left > 0 else []
    shown += [pieces(f"p-value {p}")] if p else []
    return Item(line(item.get("title")) or pieces("A measure without a name"), tuple(filter(None, shown)))


def _values(item: Json, titles: Mapping[str, str]) -> Iterator[str]:
    for part in items_at(item, "classes"):
        for category in items_at(part, "categories"):
            names = [words(get(level, "title")) for level in (part, category)]
            where = ", ".join(filter(None, names))
            for found in items_at(category, "measurements"):
                value = words(found.get("value"))
                ends = [words(found.get(key)) for key in ("lowerLimit", "upperLimit")]
                spread = words(found.get("spread"))
                aside = f" ({ends[0]} to {ends[1]})" if all(ends) else f" (± {spread})" if spread else ""
                if value:
                    yield f"{_named(titles, found)}{f', {where}' if where else ''}: {value}{aside}"


def _events(part: Json) -> Iterator[Item]:
    for group in items_at(part, "adverseEventsModule", "eventGroups"):
        shown = []
        for name, key in (("with serious adverse events", "serious"), ("died", "deaths")):
            hit, risk = get(group, f"{key}NumAffected"), get(group, f"{key}NumAtRisk")
            if isinstance(hit, int) and isinstance(risk, int):
                shown.append(pieces(f"{hit:,} of {risk:,} {name}"))
        if shown:
            yield Item(line(group.get("title")) or pieces("A group without a name"), tuple(shown))
