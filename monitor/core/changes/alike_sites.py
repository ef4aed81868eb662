"""The same edit at many sites as one change that counts them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.records.identity import canonical_text
from monitor.core.records.masked import is_masked

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from monitor.model import Change, Json

MANY = 3
"""The same edit at this many sites, or more, is one change."""


def group_alike(changes: Sequence[Change], path: str) -> Iterator[Change]:
    """Yield the changes of sites; the same edit at ``MANY`` sites or more is one change at ``path``, the list of sites."""
    left = list(changes)
    for side in ("after", "before"):
        groups: dict[Hashable, list[Change]] = defaultdict(list)
        for change in left:
            key = _edit_key(change, side)
            if key is not None:
                groups[key].append(change)
        many = [group for group in groups.values() if len(group) >= MANY]
        grouped = {id(change) for group in many for change in group}
        left = [change for change in left if id(change) not in grouped]
        yield from (_counted(group, path) for group in many)
    yield from left


def _counted(group: Sequence[Change], path: str) -> Change:
    """Return one change for a group; its example is what was and is at the first site."""
    first = group[0]
    example = {"site": first.subject, "before": first.before, "after": first.after}
    after: Json = {"count": len(group), "alike": [change.subject for change in group]}
    where = [place for change in group for place in change.details.get("places", ())]
    details = {**first.details, "example": example, "masked": _masking(first)}
    details |= {"places": where} if where else {}
    return replace(first, path=path, before=None, after=after, subject="", details=details)


def _edit_key(change: Change, side: str) -> Hashable | None:
    """Return a key that equal edits of sites share; None for a change that is always told by itself.

    Equal are edits of the same fields to the same values (``side`` is "after") or, where only the facility's name
    changed, from the same name ("before").
    """
    alone = change.details.get("last_open") or (change.event == "site_status" and change.after is not None)
    if alone or change.event not in {"site_status", "site_edited"}:
        return None
    before, after = (value if isinstance(value, dict) else {} for value in (change.before, change.after))
    fields = sorted({_field(key) for key in (*before, *after)})
    if side == "before" and fields != ["facility"]:
        return None
    values = before if side == "before" else after
    made = sorted(f"{_field(key)} {_value(key, value)}" for key, value in values.items())
    return change.event, change.severity, change.origin, *fields, "", *made


def _field(key: str) -> str:
    """Return the field that a path below a site leads to, without the names of items on the way."""
    head, bracket, rest = key.partition("[")
    return head + rest.rpartition("]")[2] if bracket else key


def _value(key: str, value: Json) -> str:
    """Return a value as one text, the same for all masked names."""
    return "" if key == "facility" and is_masked(value) else canonical_text(value)


def _masking(change: Change) -> str | None:
    """Return whether an edit of the names alone ``masked`` or ``unmasked`` them; None for any other edit."""
    before, after = change.before, change.after
    if not all(isinstance(side, dict) and side.keys() == {"facility"} for side in (before, after)):
        return None
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    was, now = is_masked(before["facility"]), is_masked(after["facility"])
    return None if was == now else "masked" if now else "unmasked"
