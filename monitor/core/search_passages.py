"""A record → the passages in it that people read, of which a search shows the one that has what was looked for. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.presentation.codes import CODED, code_words
from monitor.core.presentation.labels import STATUS, field_name
from monitor.core.presentation.prose import unescaped
from monitor.core.search_text import NOT_WORDS, column_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.model import Json, Record

_BULLET = re.compile(r"\s*(?:[*•·+-]|\d{1,3}[.)])\s+")
_NO_WORDS = re.compile(r"[\W\d_]*")
"""A number, a day, or signs."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A line of a text, or what an item of a list says."""

    field: str
    """How people call where it stands, such as "eligibility" or "brief summary"."""
    column: str
    """One of ``search_text.COLUMNS``."""
    text: str
    shown: str
    """The text as people read it; of a code of the registry, its words."""
    rank: int
    """0 for what people read, 1 for titles, which stand above a hit anyway, 2 for codes and numbers."""


def passages(record: Record) -> Iterator[Passage]:
    """Yield the passages of a record, in its order."""
    for section, modules in record.items():
        for module, part in modules.items() if isinstance(modules, dict) else ():
            if column := column_of(section, module):
                yield from _passages(part, column, "")


def _passages(value: Json, column: str, key: str) -> Iterator[Passage]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _passages(part, column, name)
    elif isinstance(value, list):
        for item in value:
            yield from _of_item(item, column, key)
    elif isinstance(value, str) and key not in NOT_WORDS:
        for line in value.split("\n"):
            yield from _of_line(line, column, key)


def _of_item(item: Json, column: str, key: str) -> Iterator[Passage]:
    """Yield what an item of a list says, its short texts as one: a site with its town and country."""
    if not isinstance(item, dict):
        yield from _passages(item, column, key)
        return
    short = {
        name: part
        for name, part in item.items()
        if isinstance(part, str) and name not in NOT_WORDS | CODED and "\n" not in part
    }
    if short:
        yield from _of_line(", ".join(short.values()), column, key)
    yield from _passages({name: part for name, part in item.items() if name not in short}, column, key)


def _of_line(line: str, column: str, key: str) -> Iterator[Passage]:
    text = _BULLET.sub("", line, count=1) if _BULLET.match(line) else line
    text = " ".join(unescaped(text).split())
    if not text:
        return
    words = STATUS.get(text) or code_words(text) if key in CODED else text
    code = words != text or bool(_NO_WORDS.fullmatch(text))
    named = column == "other" or code
    yield Passage(
        field=field_name(key) if named else column,
        column=column,
        text=text,
        shown=words,
        rank=2 if code else int(column == "title"),
    )
