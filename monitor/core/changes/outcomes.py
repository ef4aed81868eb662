"""Outcome measures: added, removed, reworded, and moved between primary and secondary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.changes.context import PROTOCOL, STATUS_MODULE, by_item, parts
from monitor.core.changes.dates import days_between
from monitor.core.changes.events import severity as usual_severity
from monitor.core.changes.general import one, only_punctuation
from monitor.core.changes.results import has_results
from monitor.core.records.accessors import get
from monitor.core.records.match import LIKENESS, alike
from monitor.model import Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.core.changes.context import Step
    from monitor.model import Change, Difference, Json, Path

MODULE = (PROTOCOL, "outcomesModule")
_RANK = {"primaryOutcomes": 0, "secondaryOutcomes": 1, "otherOutcomes": 2}
_NAME = {"primaryOutcomes": "primary", "secondaryOutcomes": "secondary", "otherOutcomes": "other"}


def outcomes(step: Step, differences: Sequence[Difference]) -> Iterator[Change]:
    """Tell of each outcome measure, and of where the trial stood then."""
    known = [d for d in differences if len(d.path) > 3 and d.path[2] in _RANK]
    for path, group in by_item(d for d in differences if d not in known).items():
        yield one(step, Kind.OUTCOMES, path, group)
    items = by_item(known)
    gone = {
        path: group[0].before
        for path, group in items.items()
        if _whole(path, group) and group[0].after is None
    }
    came = {
        path: group[0].after
        for path, group in items.items()
        if _whole(path, group) and group[0].before is None
    }
    for old, new in _moved(gone, came):
        yield from _switch(step, old, new, gone.pop(old), came.pop(new))
    for path, item in gone.items():
        yield _whole_change(step, path, "removed", item, None)
    for path, item in came.items():
        yield _whole_change(step, path, "added", None, item)
    for path, group in items.items():
        if not _whole(path, group):
            yield from _edited(step, path, group)


def _whole(path: Path, group: Sequence[Difference]) -> bool:
    return len(group) == 1 and group[0].path == path


def _moved(gone: dict[Path, Json], came: dict[Path, Json]) -> list[tuple[Path, Path]]:
    """Pair what left one list with what came into another and is plainly the same measure."""
    scored = sorted(
        (
            (alike(get(gone[old], "measure"), get(came[new], "measure")), old, new)
            for old in gone
            for new in came
            if old[2] != new[2]
        ),
        key=lambda found: -found[0],
    )
    pairs: list[tuple[Path, Path]] = []
    for score, old, new in scored:
        if score >= LIKENESS and all(old != pair[0] and new != pair[1] for pair in pairs):
            pairs.append((old, new))
    return pairs


def _switch(step: Step, old: Path, new: Path, before: Json, after: Json) -> Iterator[Change]:
    up = _RANK[new[2]] < _RANK[old[2]]
    yield step.change(
        Kind.OUTCOMES,
        "promoted" if up else "demoted",
        new,
        {"list": _NAME[old[2]], **before},
        {"list": _NAME[new[2]], **after},
        subject=_measure(before),
        severity=None if "primaryOutcomes" in (old[2], new[2]) else Severity.LOW,
        list=_NAME[old[2]],
        to_list=_NAME[new[2]],
        stage=stage(step),
    )
    for event, names in (("reworded", ("measure", "description")), ("time_frame", ("timeFrame",))):
        was, now = ({name: item[name] for name in names if name in item} for item in (before, after))
        if was != now:
            yield _text_change(step, (*new, names[0]), event, was, now, _measure(after))


def _whole_change(step: Step, path: Path, event: str, before: Json, after: Json) -> Change:
    primary = path[2] == "primaryOutcomes"
    return step.change(
        Kind.OUTCOMES,
        event,
        path,
        before,
        after,
        subject=_measure(after or before),
        severity=usual_severity(Kind.OUTCOMES, event, primary=primary),
        list=_NAME[path[2]],
        time_frame=get(after or before, "timeFrame"),
        stage=stage(step),
    )


def _edited(step: Step, path: Path, group: Sequence[Difference]) -> Iterator[Change]:
    for event, own in (("time_frame", True), ("reworded", False)):
        chosen = [d for d in group if (d.path[4:5] == ("timeFrame",)) is own]
        if chosen:
            before, after = parts(chosen, len(path))
            noise = all(only_punctuation(d.before, d.after) for d in chosen)
            label = (*path, "timeFrame") if own else path
            yield _text_change(step, label, event, before, after, path[3][1:-1], noise=noise)


def _text_change(
    step: Step, path: Path, event: str, before: Json, after: Json, measure: str, *, noise: bool = False
) -> Change:
    usual = usual_severity(Kind.OUTCOMES, event, primary=path[2] == "primaryOutcomes")
    return step.change(
        Kind.OUTCOMES,
        event,
        path,
        before,
        after,
        subject=measure,
        severity=Severity.NOISE if noise else usual,
        list=_NAME[path[2]],
        stage=stage(step),
    )


def _measure(item: Json) -> str:
    return str(get(item, "measure") or "unnamed")


def stage(step: Step) -> str:
    """Return where the trial stood at the new record by its own dates: a late change weighs more.

    One of ``results_posted``, ``primary_completion``, ``started``, ``not_started``.
    """
    if has_results(step.new):
        return "results_posted"
    module = get(step.new, *STATUS_MODULE)
    posted = {"date": get(module, "lastUpdatePostDateStruct", "date")}
    for key, reached in (
        ("primaryCompletionDateStruct", "primary_completion"),
        ("startDateStruct", "started"),
    ):
        passed = days_between(get(module, key), posted)
        if passed is not None and passed >= 0 and get(module, key, "type") != "ESTIMATED":
            return reached
    return "not_started"
