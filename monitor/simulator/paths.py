"""Reading and changing a record by dotted path, as in `protocolSection.statusModule.overallStatus`."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.model import Json, Record


class Absent(Enum):
    """The type of `ABSENT`: an absent value is not null, the registry leaves the key away."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT


def get(record: Record, path: str) -> Json:
    """Return the value at `path`, or ABSENT. A number in the path is a place in a list."""
    value: Any = record
    for key in path.split("."):
        try:
            value = value[int(key)] if isinstance(value, list) else value[key]
        except (KeyError, IndexError):
            return ABSENT
    return value


def put(record: Record, path: str, value: Json) -> None:
    """Set the value at `path`, making the objects on the way; ABSENT removes what is there."""
    *parents, last = path.split(".")
    target: Any = record
    for key in parents:
        target = target[int(key)] if isinstance(target, list) else target.setdefault(key, {})
    place = int(last) if isinstance(target, list) else last
    if value is ABSENT:
        del target[place]
    else:
        target[place] = value


def copied(value: Json) -> Json:
    """Return a copy of JSON that shares nothing that can be changed; `copy.deepcopy` takes five times as long."""
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    return [copied(item) for item in value] if isinstance(value, list) else value


def leaves(value: Json, path: str = "") -> Iterator[tuple[str, Json]]:
    """Walk all values that are neither object nor list, with their paths; lists add nothing to a path."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item, path)
    else:
        yield path, value


def texts(record: Record, path: str) -> Iterator[str]:
    """Every leaf below `path` as text, going into all items of the lists on the way."""
    yield from _below(record, path.split("."))


def _below(value: Json, keys: list[str]) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _below(item, keys)
    elif not keys:
        yield from (_text(leaf) for _, leaf in leaves(value))
    elif isinstance(value, dict) and keys[0] in value:
        yield from _below(value[keys[0]], keys[1:])


def _text(value: Json) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
