"""Results: submitted and waiting, posted, amended, removed; and documents beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.changes.context import STATUS_MODULE, by_item, parts
from monitor.core.changes.general import named, one
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
    return step.change(
        Kind.RESULTS,
        "posted",
        ("hasResults",),
        False,  # the value of the field
        {"modules": _modules(step.new)},
        measures=len(items_at(step.new, "resultsSection", "outcomeMeasuresModule", "outcomeMeasures")),
        submitted=get(step.new, *STATUS_MODULE, "resultsFirstSubmitDate"),
    )


def _removed(step: Step) -> Change:
    return step.change(Kind.RESULTS, "removed", ("hasResults",), {"modules": _modules(step.old)}, False)


def _modules(record: Record) -> list[str]:
    section = get(record, "resultsSection")
    return sorted(section) if isinstance(section, dict) else []


def _amended(step: Step, differences: Sequence[Difference]) -> Iterator[Change]:
    """Tell of each part of posted results that changed."""
    modules: dict[Path, list[Difference]] = {}
    for difference in differences:
        modules.setdefault(difference.path[:2], []).append(difference)
    for path, group in modules.items():
        before, after = parts(group, len(path))
        items = {key[1:-1] for difference in group for key in difference.path[3:4] if key.startswith("[")}
        yield step.change(
            Kind.RESULTS,
            "amended",
            path,
            before,
            after,
            module=path[-1],
            items=sorted(items),
            places=len(group),
        )


_EVENTS = {"RELEASE": "submitted", "UNRELEASE": "cancelled", "RESET": "returned"}


def _submission(step: Step, differences: Sequence[Difference]) -> Iterator[Change]:
    for path, group in by_item(differences).items():
        before, after = parts(group, len(path))
        if path == ("hasResults",):
            yield step.change(Kind.RESULTS, "edited", path, before, after, severity=Severity.NOISE, same=True)
        elif path[-2:-1] == ("unpostedEvents",) and isinstance(after, dict) and before is None:
            event = _EVENTS.get(str(after.get("type")), "edited")
            yield step.change(Kind.RESULTS, event, path, None, after, day=after.get("date"))
        elif path[-2:-1] == ("submissionInfos",):
            yield _tracked(step, path, group)
        elif path == (*STATUS_MODULE, "resultsFirstSubmitDate") and after and not before:
            yield step.change(Kind.RESULTS, "submitted", path, before, after, day=after, tracked=True)
        elif "violationAnnotation" in path:
            yield step.change(Kind.RESULTS, "violation", path, before, after)
        else:
            yield one(step, Kind.RESULTS, path, group)


def _tracked(step: Step, path: Path, group: Sequence[Difference]) -> Change:
    """Return the change of one submission in the registry's tracking of it."""
    before, after = parts(group, len(path))
    if before is None and isinstance(after, dict):
        # The annotation has the same step; where it does, this is its echo.
        echoed = step.both(*ANNOTATION)[0] != step.both(*ANNOTATION)[1]
        return step.change(
            Kind.RESULTS,
            "submitted",
            path,
            before,
            after,
            severity=Severity.LOW if echoed else None,
            day=after.get("releaseDate", "an unstated day"),
            tracked=True,
        )
    for key, event in (("resetDate", "returned"), ("unreleaseDate", "cancelled")):
        if isinstance(after, dict) and key in after:
            return step.change(Kind.RESULTS, event, path, before, after, day=after[key])
    return step.change(Kind.RESULTS, "edited", path, before, after, **named(path))
