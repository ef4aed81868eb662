"""The values of a results section, each with a key that stays the same when the value changes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from monitor.core.records.accessors import get, items_at, text_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from monitor.model import Json, Record

Section: TypeAlias = Literal["primary_outcome", "serious_event", "deaths", "participant_flow"]

RESULTS = ("resultsSection",)
_MEASUREMENT = {
    "value": "value",
    "spread": "spread",
    "lowerLimit": "lower limit",
    "upperLimit": "upper limit",
}
_ANALYSIS = {
    "pValue": "p-value",
    "paramValue": "estimate",
    "ciLowerLimit": "confidence interval, lower limit",
    "ciUpperLimit": "confidence interval, upper limit",
}
_MEASURE = {"unitOfMeasure": "unit", "paramType": "kind of value", "dispersionType": "kind of spread"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands in the results."""

    section: Section
    name: str
    """The outcome's title, the event's term, or the period and milestone."""
    field: str
    """What the value is, such as ``value``, ``p-value``, ``affected``."""
    group: str = ""
    """The group's id; ids joined by a comma for an analysis of several."""
    part: str = ""
    """The class and category, or the statistical method of an analysis."""


Values: TypeAlias = "Iterator[tuple[Place, str]]"


def result_values(record: Record) -> Values:
    """Yield the values of primary outcomes, serious events, deaths and participant flow."""
    yield from _primary_outcomes(record)
    yield from _serious_events(record)
    yield from _flow(record)


def group_titles(record: Record) -> dict[Section, dict[str, str]]:
    """Return the titles of groups by their ids, for each section.

    Ids of groups are only unique within an outcome: there the key is its title, a tab and the id.
    """
    titles: dict[Section, dict[str, str]] = {
        "primary_outcome": {},
        "serious_event": {},
        "participant_flow": {},
    }
    for name, measure in _named(_measures(record), "title"):
        for group in items_at(measure, "groups"):
            titles["primary_outcome"][f"{name}\t{group.get('id')}"] = text_at(group, "title") or ""
    for group in items_at(record, *RESULTS, "adverseEventsModule", "eventGroups"):
        titles["serious_event"][str(group.get("id"))] = text_at(group, "title") or ""
    for group in items_at(record, *RESULTS, "participantFlowModule", "groups"):
        titles["participant_flow"][str(group.get("id"))] = text_at(group, "title") or ""
    titles["deaths"] = titles["serious_event"]
    return titles


def _measures(record: Record) -> list[dict[str, Json]]:
    measures = items_at(record, *RESULTS, "outcomeMeasuresModule", "outcomeMeasures")
    return [measure for measure in measures if measure.get("type") == "PRIMARY"]


def _named(items: Iterable[Mapping[str, Json]], *keys: str) -> Iterator[tuple[str, dict[str, Json]]]:
    """Yield items with their names; the second of the same name is "name #2", and so on."""
    seen: Counter[str] = Counter()
    for item in items:
        name = ", ".join(text for key in keys if (text := text_at(dict(item), key)))
        seen[name] += 1
        yield (name if seen[name] == 1 else f"{name} #{seen[name]}"), dict(item)


def _primary_outcomes(record: Record) -> Values:
    for name, measure in _named(_measures(record), "title"):
        for key, field in _MEASURE.items():
            yield from _value("primary_outcome", name, field, measure.get(key))
        yield from _denominators(name, "", measure)
        for label, outcome_class in _named(items_at(measure, "classes"), "title"):
            yield from _denominators(name, label, outcome_class)
            for category, item in _named(items_at(outcome_class, "categories"), "title"):
                part = ", ".join(filter(None, (label, category)))
                for measurement in items_at(item, "measurements"):
                    group = str(measurement.get("groupId"))
                    for key, field in _MEASUREMENT.items():
                        yield from _value("primary_outcome", name, field, measurement.get(key), group, part)
        yield from _analyses(name, measure)


def _denominators(name: str, part: str, holder: dict[str, Json]) -> Values:
    for denominator in items_at(holder, "denoms"):
        units = text_at(denominator, "units") or "Participants"
        for count in items_at(denominator, "counts"):
            field, group = f"{units.lower()} analysed", str(count.get("groupId"))
            yield from _value("primary_outcome", name, field, count.get("value"), group, part)


def _analyses(name: str, measure: dict[str, Json]) -> Values:
    seen: Counter[tuple[str, str]] = Counter()
    for analysis in items_at(measure, "analyses"):
        ids = analysis.get("groupIds")
        groups = ",".join(map(str, ids)) if isinstance(ids, list) else ""
        method = text_at(analysis, "statisticalMethod") or text_at(analysis, "paramType") or ""
        seen[groups, method] += 1
        number = seen[groups, method]
        part = method if number == 1 else f"{method} #{number}"
        for key, field in _ANALYSIS.items():
            yield from _value("primary_outcome", name, field, analysis.get(key), groups, part)


def _serious_events(record: Record) -> Values:
    module = (*RESULTS, "adverseEventsModule")
    for group in items_at(record, *module, "eventGroups"):
        for section, key in (("deaths", "deaths"), ("serious_event", "serious")):
            affected, at_risk = group.get(f"{key}NumAffected"), group.get(f"{key}NumAtRisk")
            name = "All-cause deaths" if section == "deaths" else "Any serious adverse event"
            place = Place(
                "deaths" if section == "deaths" else "serious_event", name, "affected", str(group.get("id"))
            )
            if affected is not None:
                yield place, _of(affected, at_risk)
    for name, event in _named(items_at(record, *module, "seriousEvents"), "term", "organSystem"):
        for stats in items_at(event, "stats"):
            place = Place("serious_event", name, "affected", str(stats.get("groupId")))
            if stats.get("numAffected") is not None:
                yield place, _of(stats["numAffected"], stats.get("numAtRisk"))


def _of(affected: Json, at_risk: Json) -> str:
    return f"{affected} of {at_risk}" if at_risk is not None else str(affected)


def _flow(record: Record) -> Values:
    for period, item in _named(items_at(record, *RESULTS, "participantFlowModule", "periods"), "title"):
        for milestone in items_at(item, "milestones"):
            kind = str(milestone.get("type"))
            if kind not in {"STARTED", "COMPLETED"}:
                continue
            for count in items_at(milestone, "achievements"):
                group = str(count.get("groupId"))
                yield from _value("participant_flow", period, kind.lower(), count.get("numSubjects"), group)


def _value(section: Section, name: str, field: str, value: Json, group: str = "", part: str = "") -> Values:
    if value is not None and not isinstance(value, dict | list):
        yield Place(section, name, field, group, part), str(value).strip()


def modules(record: Record) -> dict[str, Json]:
    """Return the modules of the results section by name."""
    section = get(record, *RESULTS)
    return section if isinstance(section, dict) else {}
