"""Results: submitted, returned, posted, amended, removed; violations of the reporting law; publications."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.changes.context import PROTOCOL, STATUS_MODULE, by_item, parts
from monitor.core.changes.general import edited, event_of, named
from monitor.core.records.accessors import get, items_at
from monitor.core.results.amended import amendment
from monitor.core.results.submission import ANNOTATION, TRACKING, has_results, load_submission
from monitor.core.results.transitions import (
    certificate_transition,
    submission_transition,
    violation_transitions,
)
from monitor.model import Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.core.changes.context import Step
    from monitor.core.results.amended import MovedValue
    from monitor.core.results.transitions import Transition
    from monitor.model import Change, Difference, Json, Path, Record

SECTION = ("resultsSection",)
VIOLATION_FLAG = (PROTOCOL, "oversightModule", "fdaaa801Violation")
_UNPOSTED = (*ANNOTATION, "unpostedAnnotation")
_VIOLATIONS = (*ANNOTATION, "violationAnnotation")
_POSTING = ("resultsFirstSubmitDate", "resultsFirstSubmitQcDate", "resultsFirstPostDateStruct")
_CERTIFICATE = ("dispFirstSubmitDate", "dispFirstSubmitQcDate", "dispFirstPostDateStruct")
DATES = (*_POSTING, *_CERTIFICATE)
"""Fields of the status module that tell of results."""


def results(step: Step, differences: Sequence[Difference]) -> Iterator[Change]:
    """Yield the changes of the results: at most one transition of their submission, what was amended, and the rest."""
    before, after = load_submission(step.old), load_submission(step.new)
    submission, certificate = submission_transition(before, after), certificate_transition(before, after)
    violations = violation_transitions(step.old, step.new)
    rest = list(differences)
    if submission is not None:
        yield _submission(step, submission)
        rest = [d for d in rest if not _is_submission(d.path)]
    elif sections := [d for d in rest if d.path[:1] == SECTION]:
        yield _amended(step, [d.path[1] for d in sections if len(d.path) > 1])
        rest = [d for d in rest if d.path[:1] != SECTION]
    if certificate is not None:
        yield step.change(
            Kind.RESULTS,
            "certificate",
            (*STATUS_MODULE, "dispFirstPostDateStruct"),
            None,
            certificate.day,
            day=certificate.day,
            posted=bool(get(step.new, *STATUS_MODULE, "dispFirstPostDateStruct", "date")),
        )
        rest = [d for d in rest if not (d.path[:2] == STATUS_MODULE and d.path[2] in _CERTIFICATE)]
    for violation in violations:
        yield _violation(step, violation)
    if violations:
        rest = [d for d in rest if d.path[:3] not in {_VIOLATIONS, VIOLATION_FLAG}]
    cleared = before.state == "cancelled" and after.state == "none"
    same = cleared or (before.state, before.day) == (after.state, after.day)
    for path, group in _by_field(rest).items():
        yield _rest(step, path, group, same=same)


def _by_field(differences: Sequence[Difference]) -> dict[Path, list[Difference]]:
    """Group differences by their field of the status module, such as a date with its type; others by list item."""
    groups: dict[Path, list[Difference]] = {}
    rest = []
    for difference in differences:
        if difference.path[:2] == STATUS_MODULE:
            groups.setdefault(difference.path[:3], []).append(difference)
        else:
            rest.append(difference)
    return groups | by_item(rest)


def _is_submission(path: Path) -> bool:
    """Return whether a field belongs to the submission of results, which is one change as a whole."""
    return (
        path[0] in {"hasResults", "resultsSection"}
        or path[: len(TRACKING)] == TRACKING
        or path[: len(_UNPOSTED)] == _UNPOSTED
        or (path[:2] == STATUS_MODULE and path[2] in _POSTING)
    )


def _submission(step: Step, found: Transition) -> Change:
    if found.event == "posted":
        return step.change(
            Kind.RESULTS,
            "posted",
            ("hasResults",),
            False,  # the value of the field
            {"modules": _modules(step.new)},
            day=found.day,
            measures=len(items_at(step.new, *SECTION, "outcomeMeasuresModule", "outcomeMeasures")),
            submitted=get(step.new, *STATUS_MODULE, "resultsFirstSubmitDate"),
        )
    if found.event == "removed":
        posted = get(step.old, *STATUS_MODULE, "resultsFirstPostDateStruct", "date")
        before = {"modules": _modules(step.old)}
        return step.change(Kind.RESULTS, "removed", ("hasResults",), before, False, posted=posted)
    was, now = {"state": found.before}, {"state": found.after, "day": found.day}
    vanished = found.after == "none"
    return step.change(Kind.RESULTS, found.event, TRACKING, was, now, day=found.day, vanished=vanished)


def _modules(record: Record) -> list[str]:
    section = get(record, *SECTION)
    return sorted(section) if isinstance(section, dict) else []


def _amended(step: Step, modules: Sequence[str]) -> Change:
    """Return the one change of posted results, with the modules that differ and the values that moved."""
    found = amendment(step.old, step.new, modules)
    before = {_name(value): value.before for value in found.values if value.before is not None}
    after = {_name(value): value.after for value in found.values if value.after is not None}
    return step.change(
        Kind.RESULTS,
        "amended",
        SECTION,
        before or None,
        after or None,
        modules=list(found.modules),
        counts=dict(found.counts),
        values=[_value(value) for value in found.values],
    )


def _name(value: MovedValue) -> str:
    place = value.place
    return " | ".join(filter(None, (place.name, place.part, value.group, place.field)))


def _value(value: MovedValue) -> dict[str, Json]:
    place = value.place
    return {
        "section": place.section,
        "name": place.name,
        "part": place.part,
        "field": place.field,
        "group": value.group,
        "before": value.before,
        "after": value.after,
    }


def _violation(step: Step, found: Transition) -> Change:
    kind, _, description = found.detail.partition("\n")
    after = {"type": kind or None, "day": found.day, "description": description or None}
    path = (*_VIOLATIONS, "violationEvents") if kind else VIOLATION_FLAG
    return step.change(
        Kind.RESULTS, found.event, path, None, after, day=found.day, type=kind, description=description
    )


def _rest(step: Step, path: Path, group: Sequence[Difference], *, same: bool) -> Change:
    """Return the change of a field about results that no transition covers; noise where it only repeats a known state.

    Its event is never ``removed``, which means that posted results are gone.

    Args:
        step: the two records.
        path: where the field is.
        group: what differs in it.
        same: whether the submission stands as before.

    """
    before, after = step.values(*path) if path[:2] == STATUS_MODULE else parts(group, len(path))
    if path == ("hasResults",):
        return step.change(Kind.RESULTS, "edited", path, before, after, severity=Severity.NOISE, same=True)
    if _is_submission(path) and path[:2] != STATUS_MODULE:
        severity = Severity.NOISE if same else None
        return step.change(Kind.RESULTS, "edited", path, before, after, severity=severity, **named(path))
    event = "added" if before is None else "edited"
    return step.change(Kind.RESULTS, event, path, before, after, **named(path))


def references(step: Step, differences: Sequence[Difference]) -> Iterator[Change]:
    """Yield the changes of references; a new publication of the trial's results is ``published``."""
    rest = []
    for path, group in by_item(differences).items():
        reference = _publication(path, group)
        if reference is None:
            rest += group
            continue
        citation = get(reference, "citation")
        pmid = get(reference, "pmid")
        yield step.change(
            Kind.RESULTS, "published", path, None, reference, subject=str(citation or ""), pmid=pmid
        )
    yield from edited(Kind.REFERENCES)(step, rest)


def _publication(path: Path, group: Sequence[Difference]) -> Json:
    """Return the reference that was added as one of the trial's results, else None."""
    if event_of(group, path) != "added" or path[2:3] != ("references",):
        return None
    reference = group[0].after
    return reference if get(reference, "type") == "RESULT" else None


__all__ = ["ANNOTATION", "DATES", "TRACKING", "VIOLATION_FLAG", "has_results", "references", "results"]
