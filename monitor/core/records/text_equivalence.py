"""One text in two renditions: HTML of the record history, Markdown of API v2. Pure.

A history version and a polled record have to be compared by what they say. So a text of the
history that reads the same as one of a polled record takes that one's letters, and only what
reads otherwise is converted.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, TypeAlias

from monitor.core.eligibility.markup import lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from monitor.model import Json, Record

Spelling: TypeAlias = dict[tuple[str, str], list[str]]
"""Name of a field and how a text in it reads → the letters that API v2 has for it, here or there."""

_RICH = re.compile(r"</?(?:p|ul|ol|li|br|div|table|mark|sup|sub)\b[^<>]{0,300}>", re.IGNORECASE)
_ITEM = re.compile(r"\s{0,40}(?:[*+-]|\d{1,3}[.)])\s")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.IGNORECASE)

DERIVED = frozenset(
    {
        "geoPoint",
        "nctIdAliases",
        "stdAges",
        "studyFirstPostDateStruct",
        "lastUpdatePostDateStruct",
        "resultsFirstPostDateStruct",
        "dispFirstPostDateStruct",
        "studyFirstSubmitQcDate",
    }
)
"""Fields that the registry makes by itself, and that its record history need not have."""


def reading(text: str) -> str:
    """Return what a text says, HTML or Markdown: its words, without bullets, escapes and line breaks."""
    return " ".join(line.text for line in lines(text))


def spelling(records: Iterable[Record]) -> Spelling:
    """Return the letters of every text in polled records, those of the first record first."""
    found: Spelling = {}
    for record in records:
        for key, text in _texts(record, ""):
            letters = found.setdefault((key, reading(text)), [])
            if text not in letters:
                letters.append(text)
    return found


def rendered(value: Json, spelled: Spelling, convert: Callable[[str], str], key: str = "") -> Json:
    """Copy a record of the history with every text in v2's form.

    Args:
        value: the record, or a part of it.
        spelled: the letters that v2 has for texts of this trial.
        convert: makes Markdown of HTML.
        key: the name of the field that ``value`` is in.

    """
    if isinstance(value, dict):
        return {name: rendered(part, spelled, convert, name) for name, part in value.items()}
    if isinstance(value, list):
        return [rendered(part, spelled, convert, key) for part in value]
    if not isinstance(value, str):
        return value
    known = spelled.get((key, reading(value)))
    if known:
        return (
            known[0]
            if len(known) == 1
            else next((spelling for spelling in known if spelling == convert(value)), known[0])
        )
    if _RICH.search(value):
        return convert(value)
    return _folded(html.unescape(value) if _ENTITY.search(value) else value)


def _folded(text: str) -> str:
    """Return text without markup with each line break inside a paragraph or item as a blank."""
    if "\n" not in text:
        return text
    blocks: list[list[str]] = []
    for line in text.split("\n"):
        if blocks and blocks[-1][-1].strip() and line.strip() and not _ITEM.match(line):
            blocks[-1].append(line.strip())
        else:
            blocks.append([line.rstrip()])
    return "\n".join(" ".join(block) for block in blocks)


def within(polled: Record, past: Record) -> Record:
    """Return of a polled record only what a version of the history could have said.

    Sections that ``past`` has not, and fields that the registry derives and ``past`` never
    mentions, say nothing about a change.
    """
    return {name: part for name, part in _told(polled, past).items() if name in past}


def since(known: Record, past: Record, polled: Record) -> tuple[Record, Record]:
    """Return a version of the history and a later polled record, as they compare.

    What the history cannot speak of, such as results, is as it was when a poll last saw it.

    Args:
        known: what a poll brought before that version.
        past: the version of the history.
        polled: what a poll brought after it.

    """
    unspoken = {name: part for name, part in known.items() if name not in past}
    return {**unspoken, **past}, _told(polled, past)


def _told(polled: Record, past: Record) -> Record:
    """Leave out what the registry derives inside the sections that ``past`` has, where it never mentions it."""
    unsaid = DERIVED - set(_names(past))
    return {name: _without(part, unsaid) if name in past else part for name, part in polled.items()}


def _without(value: Json, names: frozenset[str]) -> Json:
    if isinstance(value, dict):
        return {name: _without(part, names) for name, part in value.items() if name not in names}
    if isinstance(value, list):
        return [_without(part, names) for part in value]
    return value


def _names(value: Json) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _names(part)


def _texts(value: Json, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _texts(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part, key)
