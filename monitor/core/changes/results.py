"""Results: submitted and waiting, posted, amended, removed; and documents beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.changes.context import STATUS_MODULE, by_item, parts
from monitor.core.changes.general import one, sentence
from monitor.core.presentation.labels import count, name, shown
from monitor.core.records.accessors import get, items_at
from monitor.model import Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.core.changes.context import Step
    from monitor.model import Change, Difference, Path, Record

ANNOTATION = ("annotationSection", "annotationModule")
TRACKING = ("derivedSection", "miscInfoModule", "submissionTracking")
_POSTING = ("resultsFirstSubmitDate", "resultsFirstSubmitQcDate", "resultsFirstPostDateStruct")
DATES = (*_POSTING, "dispFirstSubmitDate", "dispFirstSubmitQcDate", "dispFirstPostDateStruct")
"""Fields of the status module that tell of results."""


def has_results(record: Record) -> bool:
    """Say whether results are posted: the registry's own flag, or a section of them."""
    return bool(record.get("hasResults") is True or record.get("resultsSection"))


def results(step: Step, differences: Sequence[Difference]) -> Iterator[Change]:
    """Tell of everything about results but the documents."""
    before, after = has_results(step.old), has_results(step.new)
    rest = list(differences)
    if before != after:
        yield _posted(step) if after else _removed(step)
        rest = [difference for difference in rest if not _belongs_to_posting(difference.path)]
    sections = [difference for difference in rest if difference.path[0] == "resultsSection"]
    yield from _amended(step, sections)
    yield from _submission(
        step, [difference for difference in rest if difference.path[0] != "resultsSection"]
    )


def _belongs_to_posting(path: Path) -> bool:
    """Say whether a place moves with the posting of results and needs no word of its own."""
    return path[0] in {"hasResults", "resultsSection"} or (path[:2] == STATUS_MODULE and path[2] in _POSTING)


def _posted(step: Step) -> Change:
    modules = (
        sorted(get(step.new, "resultsSection") or {})
        if isinstance(step.new.get("resultsSection"), dict)
        else []
    )
    measures = items_at(step.new, "resultsSection", "outcomeMeasuresModule", "outcomeMeasures")
    summary = "Results were posted"
    if measures:
        summary += f", with {count(len(measures), 'outcome measure')}"
    submitted = get(step.new, *STATUS_MODULE, "resultsFirstSubmitDate")
    summary += f"; they were first submitted on {submitted}." if submitted else "."
    return step.told(Kind.RESULTS, "posted", ("hasResults",), False, {"modules": modules}, summary)


def _removed(step: Step) -> Change:
    modules = (
        sorted(get(step.old, "resultsSection") or {})
        if isinstance(step.old.get("resultsSection"), dict)
        else []
    )
    summary = "The posted results were removed from the record."
    return step.told(Kind.RESULTS, "removed", ("hasResults",), {"modules": modules}, False, summary)


def _amended(step: Step, differences: Sequence[Difference]) -> Iterator[Change]:
    """Tell of each part of posted results that changed."""
    modules: dict[Path, list[Difference]] = {}
    for difference in differences:
        modules.setdefault(difference.path[:2], []).append(difference)
    for path, group in modules.items():
        before, after = parts(group, len(path))
        items = {key[1:-1] for difference in group for key in difference.path[3:4] if key.startswith("[")}
        what = f" ({shown(sorted(items))})" if items else ""
        summary = f"The posted results were amended: {name(path[-1])}{what}, {count(len(group), 'place')}."
        yield step.told(Kind.RESULTS, "amended", path, before, after, summary)


_EVENTS = {
    "RELEASE": ("submitted", "Results were submitted to the registry and wait to be posted"),
    "UNRELEASE": ("cancelled", "The sponsor took back the results that waited to be posted"),
    "RESET": ("returned", "The registry returned the submitted results to the sponsor for correction"),
}


def _submission(step: Step, differences: Sequence[Difference]) -> Iterator[Change]:
    for path, group in by_item(differences).items():
        before, after = parts(group, len(path))
        if path == ("hasResults",):
            words = "The record says in another way that it has no results; nothing changed."
            yield step.told(Kind.RESULTS, "edited", path, before, after, words, severity=Severity.NOISE)
        elif path[-2:-1] == ("unpostedEvents",) and isinstance(after, dict) and before is None:
            event, words = _EVENTS.get(
                str(after.get("type")), ("edited", f"Submission of results: {shown(after)}")
            )
            day = after.get("date")
            yield step.told(
                Kind.RESULTS, event, path, None, after, f"{words} ({day})." if day else f"{words}."
            )
        elif path[-2:-1] == ("submissionInfos",):
            yield _tracked(step, path, group)
        elif path == (*STATUS_MODULE, "resultsFirstSubmitDate") and after and not before:
            words = f"Results were submitted to the registry on {after} and wait to be posted."
            yield step.told(Kind.RESULTS, "submitted", path, before, after, words)
        elif "violationAnnotation" in path:
            words = f"A violation of the reporting law is recorded: {shown(after or before)}."
            yield step.told(Kind.RESULTS, "violation", path, before, after, words)
        else:
            yield one(step, Kind.RESULTS, path, group)


def _tracked(step: Step, path: Path, group: Sequence[Difference]) -> Change:
    """Tell of one submission in the registry's tracking of it."""
    before, after = parts(group, len(path))
    if before is None and isinstance(after, dict):
        # The annotation tells the same step; where it does, this is its echo.
        echoed = step.both(*ANNOTATION)[0] != step.both(*ANNOTATION)[1]
        words = f"Results were submitted to the registry on {after.get('releaseDate', 'an unstated day')} and wait to be posted."
        return step.told(
            Kind.RESULTS, "submitted", path, before, after, words, severity=Severity.LOW if echoed else None
        )
    if isinstance(after, dict) and "resetDate" in after:
        return step.told(
            Kind.RESULTS, "returned", path, before, after, f"{_EVENTS['RESET'][1]} ({after['resetDate']})."
        )
    if isinstance(after, dict) and "unreleaseDate" in after:
        words = f"{_EVENTS['UNRELEASE'][1]} ({after['unreleaseDate']})."
        return step.told(Kind.RESULTS, "cancelled", path, before, after, words)
    return step.told(Kind.RESULTS, "edited", path, before, after, sentence(path, "edited", before, after))
