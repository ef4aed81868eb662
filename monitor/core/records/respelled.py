"""Fields that the registry gave another name: the same field, so that its value did not come or go."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from monitor.core.records.canonical import same, same_in_any_order
from monitor.core.records.fields import KNOWN

if TYPE_CHECKING:
    from monitor.model import Json, Path, Record

SECTION = "protocolSection"


class Respelling(NamedTuple):
    """A known field that has another name now."""

    path: Path
    """Where it was."""
    name: str
    """What it is called now."""
    before: Json
    after: Json
    """What it holds now; another form of the same where it is not equal to what it held."""


def respelled(old: Record, new: Record) -> tuple[Record, list[Respelling]]:
    """Return the new record with the names that the old one has, and what was named anew.

    A known name that went and an unknown one that came in the same object are one field: where they hold the
    same, or where they are the only ones. A value in a form that is not known is left as it was.
    """
    was, now = old.get(SECTION), new.get(SECTION)
    if not isinstance(was, dict) or not isinstance(now, dict):
        return new, []
    found: list[Respelling] = []
    section = _object(was, now, (SECTION,), found)
    return ({**new, SECTION: section}, found) if found else (new, [])


def _object(old: Record, new: Record, path: Path, found: list[Respelling]) -> Record:
    """Return an object with the old names, its parts too."""
    result = dict(new)
    for key, name in _renamed(old, new):
        before, after = old[key], result.pop(name)
        found.append(Respelling((*path, key), name, before, after))
        comparable = isinstance(before, dict | list) and type(before) is type(after)
        result[key] = after if comparable else before
    for key, value in result.items():
        was = old.get(key)
        if isinstance(was, dict) and isinstance(value, dict):
            result[key] = _object(was, value, (*path, key), found)
        elif isinstance(was, list) and isinstance(value, list) and len(was) == len(value):
            result[key] = _items(was, value, (*path, key), found)
    return result


def _renamed(old: Record, new: Record) -> list[tuple[str, str]]:
    gone = [key for key in old if key not in new and key in KNOWN]
    came = [key for key in new if key not in old and key not in KNOWN]
    if not gone or not came:
        return []
    pairs = []
    for name in list(came):
        equal = next((key for key in gone if same_in_any_order(old[key], new[name])), None)
        if equal is not None:
            pairs.append((equal, name))
            gone.remove(equal)
            came.remove(name)
    if len(gone) == len(came) == 1:
        pairs.append((gone[0], came[0]))
    return pairs


def _items(old: list[Json], new: list[Json], path: Path, found: list[Respelling]) -> list[Json]:
    """Return the items of a list, one field of which has another name in all of them and holds the same."""
    if not all(isinstance(item, dict) for item in (*old, *new)):
        return new
    before, after = ({key for item in items for key in item} for items in (old, new))
    gone, came = (before - after) & KNOWN, after - before - KNOWN
    if len(gone) != 1 or len(came) != 1:
        return new
    (key,), (name,) = gone, came
    values = [[item.get(field) for item in items] for items, field in ((old, key), (new, name))]
    if not same(*values):
        return new
    found.append(Respelling((*path, key), name, values[0], values[1]))
    return [
        {(key if field == name else field): value for field, value in item.items()}
        for item in new
        if isinstance(item, dict)
    ]
