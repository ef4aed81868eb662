"""Who may take part: criteria, ages, sex, healthy volunteers, population."""

from __future__ import annotations

from types import NoneType
from typing import TYPE_CHECKING

from monitor.core import eligibility as criteria
from monitor.core.changes import ages
from monitor.core.changes.context import PROTOCOL, by_item, parts
from monitor.core.changes.general import event_of, named
from monitor.core.changes.stated import contradicting
from monitor.core.records.punctuation import only_punctuation
from monitor.model import Direction, Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.core.changes.context import Step
    from monitor.model import Change, Difference, Json, Path

MODULE = (PROTOCOL, "eligibilityModule")
_SEXES = {"ALL", "FEMALE", "MALE"}


def eligibility(step: Step, differences: Sequence[Difference]) -> Iterator[Change]:
    """Yield the changes of the eligibility module."""
    names = dict.fromkeys(
        difference.path[2] if len(difference.path) > 2 else "" for difference in differences
    )
    for name in names:
        if name == "eligibilityCriteria":
            yield from _criteria(step)
        elif name in {"minimumAge", "maximumAge"}:
            yield _age(step, name)
        elif name == "sex":
            yield _sex(step)
        elif name == "healthyVolunteers":
            yield _healthy(step)
        else:
            rest = [
                difference for difference in differences if difference.path[2:3] == ((name,) if name else ())
            ]
            yield from _other(step, name, rest)


def _criteria(step: Step) -> Iterator[Change]:
    path = (*MODULE, "eligibilityCriteria")
    before, after = (value if isinstance(value, str) else "" for value in step.values(*path))
    for number, found in enumerate(criteria.compare(before, after), start=1):
        which = found.after or found.before
        if which is None:
            severity = Severity.MEDIUM if found.event == "edited" else None  # a text too long to be compared
            yield step.change(
                Kind.ELIGIBILITY, found.event, path, before, after, severity=severity, **_reasons(found)
            )
            continue
        yield step.change(
            Kind.ELIGIBILITY,
            found.event,
            (*path, f"[{which.part} {which.number}, change {number}]"),
            found.before.text if found.before else None,
            found.after.text if found.after else None,
            context=which.parents,
            direction=found.direction,
            part=str(which.part),
            heading=which.heading,
            alike=[_texts(other) for other in found.alike],
            **_reasons(found),
            **_fields(step, found.after),
        )


def _reasons(found: criteria.CriterionChange) -> dict[str, Json]:
    """Return why a change has its direction: {"reasons": [{"what", "of", …}]}."""
    return {"reasons": [reason.as_json() for reason in found.reasons]}


def _fields(step: Step, criterion: criteria.Criterion | None) -> dict[str, Json]:
    """Return the record's own age limits that a criterion contradicts: {"field_says": …}, or nothing."""
    stated = criteria.ages_of(criterion) if criterion else ()
    found: list[str] = []
    for name, lower in (("minimumAge", True), ("maximumAge", False)) if stated else ():
        field = step.values(*MODULE, name)[1]
        if contradicting(stated, field, lower=lower):
            found.append(
                f"{'youngest' if lower else 'oldest'} age {'no limit' if ages.unlimited(field) else field}"
            )
    return {"field_says": ", ".join(found)} if found else {}


def _texts(found: criteria.CriterionChange) -> dict[str, str | None]:
    """Return both texts of a criterion change that is counted in another one."""
    return {
        "before": found.before.text if found.before else None,
        "after": found.after.text if found.after else None,
    }


def _age(step: Step, name: str) -> Change:
    path = (*MODULE, name)
    before, after = step.values(*path)
    if ages.same(before, after):
        severity = Severity.NOISE
        return step.change(
            Kind.ELIGIBILITY, "restructured", path, before, after, severity=severity, bound=name
        )
    if not ages.readable(before) or not ages.readable(after):
        return _unknown(step, path)
    lower = name == "minimumAge"
    direction = ages.direction(before, after, lower_bound=lower)
    text = step.values(*MODULE, "eligibilityCriteria")[1]
    stated = contradicting(criteria.stated_ages(text) if isinstance(text, str) else (), after, lower=lower)
    if stated:  # the direction is that of the criteria, which say otherwise than the field
        return step.change(
            Kind.ELIGIBILITY,
            "age",
            path,
            before,
            after,
            direction=Direction.UNDETERMINED,
            bound=name,
            text_says=stated,
        )
    return step.change(Kind.ELIGIBILITY, "age", path, before, after, direction=direction, bound=name)


def _sex(step: Step) -> Change:
    path = (*MODULE, "sex")
    before, after = step.values(*path)
    direction = Direction.UNDETERMINED
    if not {str(before), str(after)} <= _SEXES:
        return _unknown(step, path)
    if "ALL" in (before, after):
        direction = Direction.LOOSENED if after == "ALL" else Direction.TIGHTENED
    return step.change(Kind.ELIGIBILITY, "sex", path, before, after, direction=direction, field="sex")


def _unknown(step: Step, path: Path) -> Change:
    """Return the change of a field whose old or new value is none that is known; its direction is undetermined."""
    before, after = step.values(*path)
    severity = Severity.NOISE if only_punctuation(before, after) else None
    return step.change(
        Kind.ELIGIBILITY,
        "edited",
        path,
        before,
        after,
        severity=severity,
        direction=Direction.UNDETERMINED,
        what="edited",
        **named(path),
    )


def _healthy(step: Step) -> Change:
    path = (*MODULE, "healthyVolunteers")
    before, after = step.values(*path)
    direction = Direction.UNDETERMINED
    if not {type(before), type(after)} <= {bool, NoneType}:
        return _unknown(step, path)
    if isinstance(before, bool) and isinstance(after, bool):
        direction = Direction.LOOSENED if after else Direction.TIGHTENED
    return step.change(Kind.ELIGIBILITY, "healthy_volunteers", path, before, after, direction=direction)


_EVENTS = {
    "genderBased": "sex",
    "genderDescription": "sex",
    "studyPopulation": "population",
    "samplingMethod": "population",
}


def _other(step: Step, name: str, differences: Sequence[Difference]) -> Iterator[Change]:
    """Yield the rest: sex by gender, population, and the age groups that the registry derives."""
    for path, group in by_item(differences).items():
        before, after = parts(group, len(path))
        event = _EVENTS.get(name, "restructured" if name == "stdAges" else "edited")
        yield step.change(
            Kind.ELIGIBILITY,
            event,
            path,
            before,
            after,
            severity=Severity.NOISE if event == "restructured" else None,
            direction=Direction.UNDETERMINED,
            what=event_of(group, path),
            **named(path),
        )
