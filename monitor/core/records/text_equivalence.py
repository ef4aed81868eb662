"""One text in two renditions: HTML of the record history, Markdown of API v2. Pure.

A version of the record history and a polled record are compared by their words. So a text of the
record history with the same words as one of a polled record is replaced by that one, letter by letter;
any other text is converted.
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
"""(name of a field, words of a text in it) → the texts with these words in polled records, letter by letter."""

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
"""Fields that the registry makes by itself, and that a version of its record history may lack."""


def reading(text: str) -> str:
    """Return the words of a text, HTML or Markdown, without bullets, escapes and line breaks."""
    return " ".join(line.text for line in lines(text))


def spelling(records: Iterable[Record]) -> Spelling:
    """Return every text of polled records by field and words, those of the first record first."""
    found: Spelling = {}
    for record in records:
        for key, text in _texts(record, ""):
            letters = found.setdefault((key, reading(text)), [])
            if text not in letters:
                letters.append(text)
    return found


def rendered(value: Json, spelled: Spelling, convert: Callable[[str], str], key: str = "") -> Json:
    """Copy a version of the record history with every text as API v2 writes it.

    Args:
        value: the version, or a part of it.
        spelled: the texts of this trial in polled records.
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


def restricted(polled: Record, past: Record) -> Record:
    """Return the part of a polled record that can be compared with a version of the record history.

    Left out are sections that ``past`` does not have, and fields that the registry derives and ``past`` has nowhere.
    """
    return {name: part for name, part in _without_derived(polled, past).items() if name in past}


def completed(known: Record, past: Record, polled: Record) -> tuple[Record, Record]:
    """Return a version of the record history and a later polled record, so that they can be compared.

    The version gets the sections that a record history never has, such as results, from the last poll before it.

    Args:
        known: the record of the last poll before that version.
        past: the version.
        polled: the record of the first poll after it.

    """
    missing = {name: part for name, part in known.items() if name not in past}
    return {**missing, **past}, _without_derived(polled, past)


def _without_derived(polled: Record, past: Record) -> Record:
    """Leave out derived fields that ``past`` has nowhere, from the sections that it has."""
    absent = DERIVED - set(_names(past))
    return {name: _without(part, absent) if name in past else part for name, part in polled.items()}


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
