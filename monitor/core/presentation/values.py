"""Values of a record as text, in full or clipped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.presentation.codes import CODED, code_words
from monitor.core.presentation.items import describe, name_of
from monitor.core.presentation.labels import cut
from monitor.core.presentation.prose import unescaped
from monitor.core.presentation.sanitize import flat
from monitor.core.presentation.text import date_text
from monitor.core.presentation.vocabulary import noun
from monitor.core.records.accessors import get

if TYPE_CHECKING:
    from monitor.model import Change, Json, Record

_GEOGRAPHY = {"city", "state", "zip", "country"}


def value_text(value: Json, key: str = "", parent: str = "") -> str:
    """Return the value of a field in words, in full and without quotation marks; "" for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(value_text(part, key, parent) for part in value)
    if isinstance(value, dict):
        return describe(value, key) or _dated(value) or _members(value, key)
    if isinstance(value, int | float):
        return f"{value:,} bytes" if key == "size" else str(value)
    text = flat(unescaped(str(value)))
    return code_words(text) if key in CODED else date_text(text) if _is_date(key) else text


def _dated(value: Record) -> str:
    """Return a date with its kind; "" for any other object."""
    if not is_dated(value):
        return ""
    kind = value.get("type")
    return f"{date_text(value['date'])} ({code_words(str(kind))})" if kind else date_text(value["date"])


def is_dated(value: Json) -> bool:
    """Return whether a value is a date with its kind, as the registry's ``…DateStruct`` fields have it."""
    return isinstance(value, dict) and isinstance(value.get("date"), str) and value.keys() <= {"date", "type"}


def _members(value: dict[str, Json], parent: str) -> str:
    """Return an object as "name: value" for each member; its keys may be paths, as those of an edited item are."""
    parts = []
    for key, part in value.items():
        if part is not None:
            listed, _, field = split_key(key)
            text = value_text(part, field or listed, listed if field else parent)
            parts.append(f"{_key_words(key, parent)}: {text}")
    return "; ".join(parts)


def _key_words(key: str, parent: str) -> str:
    """Return what a member is called, ``contacts[A, CONTACT].phone`` → ``telephone number of A``.

    The key of a value of the results has its names between bars.
    """
    if " | " in key:
        return ", ".join(key.split(" | "))
    listed, label, field = split_key(key)
    if not field:
        return noun(listed, parent)
    return f"{noun(field, listed)} of {name_of(label, listed)}" if label else noun(field, listed)


def split_key(key: str) -> tuple[str, str, str]:
    """Return the parts of a path below an item: list or field, label of the inner item, its field; "" for those it lacks."""
    head, bracket, rest = key.partition("[")
    if not bracket or "]" not in rest:
        parent, _, field = key.rpartition(".")
        return (parent.rpartition(".")[2], "", field) if parent else (key, "", "")
    label, _, field = rest.rpartition("]")
    return head.rpartition(".")[2], label, field.removeprefix(".")


def _is_date(key: str) -> bool:
    return key.endswith(("Date", "date"))


def both_sides(change: Change) -> tuple[str, str]:
    """Return the values before and after in full; of two objects only the members that differ.

    For the same edit of many items: those of the first. For a change that counts others: their names.
    """
    if "counted" in change.details:
        return "", value_text(change.after["alike"])
    example = change.details.get("example")
    sides = (example["before"], example["after"]) if example else (change.before, change.after)
    before, after = map(without_point, differing(*sides))
    keys = {name for side in (before, after) if isinstance(side, dict) for name in side}
    if len(keys) == 1:
        (name,) = keys
        listed, _, field = split_key(name)
        texts = [value_text(get(side, name), field or listed) for side in (before, after)]
        return texts[0], texts[1]
    key = _field(change.path)
    return value_text(before, key), value_text(after, key)


def without_point(parts: Json) -> Json:
    """Return edited parts of a site, without its place on the map if its city, state, zip or country changed too."""
    if not isinstance(parts, dict) or not _GEOGRAPHY.intersection(parts):
        return parts
    return {key: value for key, value in parts.items() if not key.startswith("geoPoint")}


def _field(path: str) -> str:
    """Return the name of the field or list that a change's path leads to, ``locations[Clinic].status`` → ``status``."""
    head, bracket, rest = path.partition("[")
    below = rest.rpartition("]")[2].partition(" #")[0] if bracket else ""
    return (below or head).partition(" #")[0].rpartition(".")[2]


def differing(before: Json, after: Json) -> tuple[Json, Json]:
    """Return two values; of two objects only the members that differ."""
    if not isinstance(before, dict) or not isinstance(after, dict):
        return before, after
    same = {key for key in before.keys() & after.keys() if before[key] == after[key]}
    return (
        {key: value for key, value in before.items() if key not in same and value is not None},
        {key: value for key, value in after.items() if key not in same and value is not None},
    )


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A text, or a part of it; `left` is how many more characters the record has."""

    text: str
    left: int = 0

    def __str__(self) -> str:
        """Return the text with a note on what is left out."""
        return f"{self.text} {more(self.left)}" if self.left else self.text

    def quoted(self) -> str:
        """Return the same with the text in quotation marks."""
        return f"“{self.text.strip()}”{f' {more(self.left)}' if self.left else ''}"


def excerpt(text: str, limit: int) -> Excerpt:
    """Return the start of a text, about ``limit`` characters at most."""
    if len(text) <= limit + 40:  # a note about a few omitted characters would be longer than these
        return Excerpt(text)
    head = cut(text, limit)
    return Excerpt(head, len(text) - len(head) + 2)


def clipped(text: str, limit: int) -> str:
    """Return a text of about ``limit`` characters at most; a cut one ends with how many more the record has."""
    return str(excerpt(text, limit))


def more(left: int) -> str:
    """Return the note that ``left`` characters of a text are left out."""
    return f"({left:,} more characters in the record)"
