"""Changes of items and fields that need no rule of their own: added, removed or edited.

Every difference that no other rule takes ends here, so that none is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.changes.context import PROTOCOL, by_item, parts
from monitor.core.records.canonical import same_in_any_order
from monitor.core.records.fields import CODED, KNOWN
from monitor.core.records.punctuation import only_punctuation
from monitor.model import Kind, Origin, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.core.changes.context import Rule, Step
    from monitor.core.records.respelled import Respelling
    from monitor.model import Change, Difference, Json, Path


def edited(kind: Kind) -> Rule:
    """Return the rule that makes one change of a kind for each list item or field that differs."""

    def rule(step: Step, differences: Sequence[Difference]) -> Iterator[Change]:
        for path, group in by_item(differences).items():
            yield change_at(step, kind, path, group)

    return rule


def change_at(step: Step, kind: Kind, path: Path, group: Sequence[Difference]) -> Change:
    """Return the change of one item or field."""
    before, after = parts(group, len(path))
    event = event_of(group, path)
    by_registry = step.origin is Origin.REGISTRY
    noise = event == "edited" and all(
        only_punctuation(d.before, d.after) or (by_registry and d.path[-1] in CODED and d.before is not None)
        for d in group
    )
    # noise: punctuation alone, or a code that changed without an update date, which is the registry's spelling
    unknown = path[0] == PROTOCOL and any(not key.startswith("[") and key not in KNOWN for key in path[1:])
    severity = Severity.NOISE if noise else Severity.LOW if unknown else None
    return step.change(kind, event, path, before, after, severity=severity, **named(path))


def respelled(step: Step, found: Respelling) -> Change:
    """Return the change of a field's name, which is the registry's; noise if the field holds the same as before."""
    severity = Severity.NOISE if same_in_any_order(found.before, found.after) else None
    before, after = {found.path[-1]: found.before}, {found.name: found.after}
    if isinstance(found.before, dict | list):
        before, after = {"name": found.path[-1]}, {"name": found.name}
        severity = Severity.NOISE  # its parts are compared by themselves
    return step.change(
        Kind.RECORD,
        "edited",
        found.path,
        before,
        after,
        severity=severity,
        origin=Origin.REGISTRY,
        respelled=[found.path[-1], found.name],
        **named(found.path),
    )


def named(path: Path) -> dict[str, Json]:
    """Return the ``subject`` and ``fields`` of a change: the innermost list item's label, the last two fields' names."""
    items = [key[1:-1] for key in path if key.startswith("[")]
    fields = [key for key in path[1:] if not key.startswith("[")] or [path[0]]
    return {"subject": items[-1] if items else "", "fields": fields[-2:]}


def event_of(group: Sequence[Difference], path: Path) -> str:
    """Return ``added``, ``removed`` or ``edited``: what happened to what lies at ``path``."""
    whole = len(group) == 1 and group[0].path == path
    if whole and group[0].before is None and group[0].after is not None:
        return "added"
    if whole and group[0].after is None and group[0].before is not None:
        return "removed"
    return "edited"


def housekeeping(step: Step, differences: Sequence[Difference]) -> Iterator[Change]:
    """Yield the changes of dates of verification and update, and of what the registry derives from the record."""
    for path, group in by_item(differences).items():
        before, after = parts(group, len(path))
        what = event_of(group, path)
        yield step.change(Kind.RECORD, "housekeeping", path, before, after, what=what, **named(path))
