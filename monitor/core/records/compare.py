"""Two records → the places where they differ.

Equal subtrees are pruned and lists are turned into objects keyed by what their items are; an item
that came or went, or a single value in one, is a difference by that. DeepDiff sees only what is
left, by name: it would take minutes to find out for itself which of a thousand sites is which
(measured: 96 s against 30 ms).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from monitor.core.records.canonical import same, same_in_any_order, without_stamp
from monitor.core.records.identity import distinct_label, repeated_labels
from monitor.core.records.match import match
from monitor.model import Difference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.model import Json, Path, Record

RESULTS = "resultsSection"
ATOMIC_SECTIONS = (RESULTS,)
"""Sections that come and go as one; any other missing object is looked into."""

Tree = dict[str, Any]


def differences(old: Record, new: Record) -> list[Difference]:
    """Return every place where two records differ, in the order of their paths.

    The release stamp, the order of keys and the order of lists are no differences.
    An item of a list that came or went is one difference; an edited one is a
    difference for each value in it that changed.
    """
    old, new = without_stamp(old), without_stamp(new)
    found: list[Difference] = []
    if all(isinstance(record.get(RESULTS), dict) for record in (old, new)):
        found += _modules(old[RESULTS], new[RESULTS])
        old, new = ({key: record[key] for key in record if key != RESULTS} for record in (old, new))
    before, after = _align_objects(old, new, (), found)
    if before or after:
        found += _edits(before, after)
    return sorted(found, key=lambda difference: difference.path)


def _edits(before: Tree, after: Tree) -> Iterator[Difference]:
    """Yield the differences of what was aligned."""
    from deepdiff import DeepDiff  # noqa: PLC0415  # 60 ms, most of it asyncio's

    compared = DeepDiff(
        before,
        after,
        view="tree",
        ignore_private_variables=False,  # keys that start with __ count too
        threshold_to_diff_deeper=0,  # an unlike object is looked into all the same
    )
    for group in compared.values():
        yield from map(_difference, group)


def _modules(old: Tree, new: Tree) -> list[Difference]:
    """Return the modules of two results sections that differ, each as one: their values are compared by their ids."""
    return [
        Difference((RESULTS, name), old.get(name), new.get(name))
        for name in sorted(old.keys() | new.keys())
        if not same_in_any_order(old.get(name), new.get(name))
    ]


def path_text(path: Path) -> str:
    """Write a path as people do: ``protocolSection.outcomesModule.primaryOutcomes[EDSS].timeFrame``."""
    return "".join(key if key.startswith("[") or not place else f".{key}" for place, key in enumerate(path))


def _difference(level: Any) -> Difference:  # noqa: ANN401  # DeepDiff's DiffLevel has no types
    keys = []
    step = level.up
    while (
        step is not None
    ):  # level.path() spells out each key as Python code and back, which takes as long as all else
        keys.append(str((step.t1_child_rel or step.t2_child_rel).param))
        step = step.up
    return Difference(tuple(reversed(keys)), _value(level.t1), _value(level.t2))


def _value(value: Any) -> Json:  # noqa: ANN401
    """Return what DeepDiff found; its marker for "not there" becomes None."""
    return value if isinstance(value, dict | list | str | int | float) else None


def _align_objects(old: Tree, new: Tree, path: Path, found: list[Difference]) -> tuple[Tree, Tree]:
    """Return the two objects without what is equal in both, their lists keyed; add to ``found`` what came and went."""
    before: Tree = {}
    after: Tree = {}
    in_item = any(name.startswith("[") for name in path)
    for key in (*old, *(key for key in new if key not in old)):
        below = (*path, key)
        if in_item and _single(old.get(key)) and _single(new.get(key)):
            if key not in old or key not in new or not same(old[key], new[key]):
                found.append(Difference(below, old.get(key), new.get(key)))
        elif key in old and key in new:
            if not same(old[key], new[key]):
                before[key], after[key] = _align(old[key], new[key], below, found)
        elif key in old:
            before[key], other = _align(old[key], _nothing_like(old[key], path, key), below, found)
            if other is not None:
                after[key] = other
        else:
            other, after[key] = _align(_nothing_like(new[key], path, key), new[key], below, found)
            if other is not None:
                before[key] = other
    return before, after


def _align(old: Json, new: Json, path: Path, found: list[Difference]) -> tuple[Json, Json]:
    if isinstance(old, dict) and isinstance(new, dict):
        return _align_objects(old, new, path, found)
    if isinstance(old, list) and isinstance(new, list):
        return _align_lists(old, new, path, found)
    return old, new


def named_items(old: list[Json], new: list[Json], path: Path) -> Iterator[tuple[str, int | None, int | None]]:
    """Yield the key in paths of every item of two lists, with its place in each; None where it is not there."""
    used: dict[str, int] = {}
    pairs, removed, added = match(old, new, path)
    repeated = repeated_labels((old, new), path)
    for a, b in pairs:
        yield _unused(distinct_label(old[a], path, repeated), used), a, b
    for a in removed:
        yield _unused(distinct_label(old[a], path, repeated), used), a, None
    for b in added:
        yield _unused(distinct_label(new[b], path, repeated), used), None, b


def _align_lists(old: list[Json], new: list[Json], path: Path, found: list[Difference]) -> tuple[Tree, Tree]:
    before: Tree = {}
    after: Tree = {}
    for name, a, b in named_items(old, new, path):
        if a is None or b is None:
            sides = (None if a is None else old[a]), (None if b is None else new[b])
            found.append(Difference((*path, name), *sides))
            continue
        was, now = _align(old[a], new[b], (*path, name), found)
        if was or now or not isinstance(was, dict):
            before[name], after[name] = was, now
    return before, after


def _single(value: Json) -> bool:
    """Return whether a value has no parts; in an item of a list, it differs by the item's key and its own."""
    return not isinstance(value, dict | list)


def _unused(name: str, used: dict[str, int]) -> str:
    """Put a name into brackets, as paths show items; the second and later of one name are numbered."""
    candidate, number = f"[{name}]", used.get(f"[{name}]", 0)
    while candidate in used:
        number += 1
        candidate = f"[{name} #{number}]"
    used[f"[{name}]"] = max(number, 1)
    used.setdefault(candidate, 1)
    return candidate


def _nothing_like(value: Json, path: Path, key: str) -> Json:
    """Return what a missing value is compared with, so that its parts are told one by one."""
    if value and not (path or ("",))[0].startswith(ATOMIC_SECTIONS) and key not in ATOMIC_SECTIONS:
        return {} if isinstance(value, dict) else [] if isinstance(value, list) else None
    return None
