"""Who may take part: criteria, ages, sex, healthy volunteers, population."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core import eligibility as criteria
from monitor.core.changes import ages
from monitor.core.changes.context import PROTOCOL, by_item, parts
from monitor.core.changes.general import event_of, sentence
from monitor.core.presentation.labels import cut, shown
from monitor.model import Direction, Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.core.changes.context import Step
    from monitor.model import Change, Difference

MODULE = (PROTOCOL, "eligibilityModule")
_MEANING = {
    Direction.LOOSENED: "more people may fit",
    Direction.TIGHTENED: "fewer people may fit",
    Direction.UNDETERMINED: "",
}
_SEX = {"ALL": "all", "FEMALE": "women only", "MALE": "men only"}


def eligibility(step: Step, differences: Sequence[Difference]) -> Iterator[Change]:
    """Tell of everything in the eligibility module."""
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


def _meaning(direction: Direction, reason: str = "") -> str:
    words = "; ".join(part for part in (reason, _MEANING[direction]) if part)
    return f" ({words})" if words else ""


def _criteria(step: Step) -> Iterator[Change]:
    path = (*MODULE, "eligibilityCriteria")
    before, after = (value if isinstance(value, str) else "" for value in step.both(*path))
    for number, found in enumerate(criteria.compare(before, after), start=1):
        if found.event == "restructured":
            summary = "The criteria were put in another order or markup; what they say is the same."
            yield step.told(Kind.ELIGIBILITY, found.event, path, before, after, summary)
            continue
        which = found.after or found.before
        label = f"[{which.part} {which.number}, change {number}]" if which else f"[{number}]"
        yield step.told(
            Kind.ELIGIBILITY,
            found.event,
            (*path, label),
            found.before.text if found.before else None,
            found.after.text if found.after else None,
            _criterion_summary(found),
            direction=found.direction,
        )


def _criterion_summary(found: criteria.CriterionChange) -> str:
    which = found.after or found.before
    part = f"{which.part} " if which and which.part != criteria.Part.UNSTATED else ""
    under = f" for “{cut(which.heading, 60)}”" if which and which.heading else ""
    meaning = _meaning(found.direction, found.reason)
    was = cut(found.before.text, 300) if found.before else ""
    now = cut(found.after.text, 300) if found.after else ""
    if found.event == "criterion_added":
        return f"A new {part}criterion{under}{meaning}: “{now}”."
    if found.event == "criterion_removed":
        return (
            f"{part.capitalize()}criterion{under} removed{meaning}: “{was}”."
            if part
            else f"A criterion{under} was removed{meaning}: “{was}”."
        )
    return (
        f"{part.capitalize() or 'A '}criterion{under} reworded{meaning}: it was “{was}” and is now “{now}”."
    )


def _age(step: Step, name: str) -> Change:
    path = (*MODULE, name)
    before, after = step.both(*path)
    if ages.same(before, after):
        summary = f"The same age in other words: {before} is {after}."
        return step.told(
            Kind.ELIGIBILITY, "restructured", path, before, after, summary, severity=Severity.NOISE
        )
    direction = ages.direction(before, after, lower_bound=name == "minimumAge")
    end = "youngest" if name == "minimumAge" else "oldest"
    was, now = (value or "no limit" for value in (before, after))
    summary = f"The {end} age that may take part went from {was} to {now}{_meaning(direction)}."
    return step.told(Kind.ELIGIBILITY, "age", path, before, after, summary, direction=direction)


def _sex(step: Step) -> Change:
    path = (*MODULE, "sex")
    before, after = step.both(*path)
    direction = Direction.UNDETERMINED
    if {str(before), str(after)} <= set(_SEX) and "ALL" in (before, after):
        direction = Direction.LOOSENED if after == "ALL" else Direction.TIGHTENED
    was, now = (_SEX.get(str(value), shown(value)) for value in (before, after))
    summary = f"Who may take part by sex went from {was} to {now}{_meaning(direction)}."
    return step.told(Kind.ELIGIBILITY, "sex", path, before, after, summary, direction=direction)


def _healthy(step: Step) -> Change:
    path = (*MODULE, "healthyVolunteers")
    before, after = step.both(*path)
    direction = Direction.UNDETERMINED
    if isinstance(before, bool) and isinstance(after, bool):
        direction = Direction.LOOSENED if after else Direction.TIGHTENED
    words = {True: "accepted", False: "not accepted"}
    was, now = (
        words.get(value, "not mentioned") if isinstance(value, bool) else "not mentioned"
        for value in (before, after)
    )
    summary = f"Healthy volunteers were {was} and are now {now}{_meaning(direction)}."
    return step.told(
        Kind.ELIGIBILITY, "healthy_volunteers", path, before, after, summary, direction=direction
    )


_EVENTS = {
    "genderBased": "sex",
    "genderDescription": "sex",
    "studyPopulation": "population",
    "samplingMethod": "population",
}


def _other(step: Step, name: str, differences: Sequence[Difference]) -> Iterator[Change]:
    """Tell of the rest: sex by gender, population, and the age groups that the registry derives."""
    for path, group in by_item(differences).items():
        before, after = parts(group, len(path))
        summary = sentence(path, event_of(group, path), before, after)
        event = _EVENTS.get(name, "restructured" if name == "stdAges" else "edited")
        severity = None if event != "restructured" else Severity.NOISE
        yield step.told(
            Kind.ELIGIBILITY,
            event,
            path,
            before,
            after,
            summary,
            severity=severity,
            direction=Direction.UNDETERMINED,
        )
