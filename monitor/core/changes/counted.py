"""More changes of one record than anybody reads: the largest groups of one kind are each told as one, with counts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.records.identity import MAX_LABEL

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from monitor.model import Change, Json

MOST = 1_000
"""So many changes of a record are told singly; a trial may open 230 sites in a day (measured)."""
NAMED = 100
"""A change that counts others has the names of the first of them."""


def counted(changes: Sequence[Change]) -> list[Change]:
    """Return at most about ``MOST`` changes: of more, the largest groups of a list, then of a module, are one each.

    The changes of a group have kind, event, severity, origin and direction in common. The one that counts them has the
    ``path`` of their list, and ``{"count", "alike": [names]}`` as ``after``, for outcomes with their ``list``.
    """
    found = list(changes)
    for place in (_list, _module, _nowhere):
        if len(found) > MOST:
            found = _gathered(found, place)
    return found


def _gathered(changes: Sequence[Change], place: Callable[[str], str]) -> list[Change]:
    """Count the largest groups, until no more than ``MOST`` changes are left; a group stands where its first change was."""
    groups: dict[Hashable, list[Change]] = defaultdict(list)
    for change in changes:
        groups[_key(change, place(change.path))].append(change)
    left, large = len(changes), {}
    for key, group in sorted(groups.items(), key=lambda item: -len(item[1])):
        if left <= MOST or len(group) == 1:
            break
        large[key] = group
        left -= len(group) - 1
    found = []
    for change in changes:
        key = _key(change, where := place(change.path))
        if key not in large:
            found.append(change)
        elif change is large[key][0]:
            found.append(_one(large[key], where))
    return found


def _key(change: Change, place: str) -> Hashable:
    lists = change.details.get("list"), change.details.get("to_list"), change.details.get("nature")
    return change.kind, change.event, change.severity, change.origin, change.direction, place, *lists


def _one(group: Sequence[Change], path: str) -> Change:
    """Return the change that counts a group."""
    first = group[0]
    kept = {key: first.details[key] for key in ("list", "to_list", "nature", "stage") if key in first.details}
    names = [name for change in group[:NAMED] for name in _names(change)][:NAMED]
    count = sum(_count(change) for change in group)
    after: dict[str, Json] = {"count": count, "alike": names}
    if "to_list" in kept:
        after["list"] = kept["to_list"]
    where = [place for change in group for place in change.details.get("places", ())]
    details = {**kept, "counted": count} | ({"places": where} if where else {})
    return replace(
        first,
        path=path,
        before=None,
        after=after,
        subject="",
        context=(),
        details=details,
        recorded_summary=None,
    )


def _count(change: Change) -> int:
    """Return how many items a change is about: more than 1 if it counts others itself."""
    return int(change.after["count"]) if _counts(change) else 1


def _names(change: Change) -> list[str]:
    if _counts(change):
        return [str(name)[:MAX_LABEL] for name in change.after["alike"]]
    name = change.subject or change.path.partition("[")[2].rpartition("]")[0]
    return [(name or change.path.rpartition(".")[2])[:MAX_LABEL]]


def _counts(change: Change) -> bool:
    return "example" in change.details or "counted" in change.details


def _list(path: str) -> str:
    """Return the outermost list on a path, ``a.b.things[Thing].name`` → ``a.b.things``; of none, what the last key lies in."""
    listed, bracket, _ = path.partition("[")
    return listed if bracket else path.rpartition(".")[0] or path


def _module(path: str) -> str:
    return ".".join(_list(path).split(".", 2)[:2])


def _nowhere(path: str) -> str:  # noqa: ARG001
    """Return the path of the whole record."""
    return ""
