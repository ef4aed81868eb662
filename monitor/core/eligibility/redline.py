"""A word-level redline of two texts."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from monitor.core.eligibility.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WORDS = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d]+|\s+|[^\w\s]|\w")
_LARGEST = 1_000_000  # words times words; a larger block is one that was taken out and put in


def redline(before: str, after: str) -> tuple[Span, ...]:
    """Mark what was taken out and put in, word by word.

    The equal and deleted spans together are `before`, the equal and inserted ones `after`, sign for sign.
    """
    return tuple(_joined(_by_lines(before.splitlines(keepends=True), after.splitlines(keepends=True))))


def _by_lines(old: list[str], new: list[str]) -> Iterator[Span]:
    """Set equal lines aside, and compare the rest word by word."""
    for op, start, end, other, stop in _blocks(old, new):
        if op == "equal":
            yield Span("equal", "".join(old[start:end]))
        else:
            yield from _by_words("".join(old[start:end]), "".join(new[other:stop]))


def _by_words(old: str, new: str) -> Iterator[Span]:
    """Compare two stretches word by word."""
    old_words, new_words = _WORDS.findall(old), _WORDS.findall(new)
    for op, start, end, other, stop in _blocks(old_words, new_words):
        if op == "equal":
            yield Span("equal", "".join(old_words[start:end]))
            continue
        yield Span("delete", "".join(old_words[start:end]))
        yield Span("insert", "".join(new_words[other:stop]))


def _blocks(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """Return blocks as difflib does, with bounded work: common ends are set aside, and a block too large is not divided."""
    start = 0
    shorter = min(len(old), len(new))
    while start < shorter and old[start] == new[start]:
        start += 1
    tail = 0
    while tail < shorter - start and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    end, stop = len(old) - tail, len(new) - tail
    if start:
        yield "equal", 0, start, 0, start
    if (end - start) * (stop - start) > _LARGEST:
        yield "replace", start, end, start, stop
    elif end > start or stop > start:
        matcher = SequenceMatcher(None, old[start:end], new[start:stop])
        for op, first, last, other, until in matcher.get_opcodes():
            yield op, first + start, last + start, other + start, until + start
    if tail:
        yield "equal", end, len(old), stop, len(new)


def _joined(spans: Iterator[Span]) -> Iterator[Span]:
    """Join neighbours of one kind, and leave out what is empty."""
    op, text = "", ""
    for span in spans:
        if not span.text:
            continue
        if span.op == op:
            text += span.text
            continue
        if text:
            yield Span(op, text)
        op, text = span.op, span.text
    if text:
        yield Span(op, text)
