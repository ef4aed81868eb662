"""The words of a reason as the criterion writes them: "ulcerative colitis (UC)" for what is compared as "uc"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.align import explained, pieces
from monitor.core.eligibility.edits.insertion import readable
from monitor.core.eligibility.reasons import What
from monitor.core.eligibility.wording.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.core.eligibility.reasons import Reason, Reasons

_WORD = re.compile(r"[^\s/-]+")
_AROUND = 4  # words of a phrase before or behind the one that is found
_LONGEST = 40  # words
_ENDS = " ,;:."
_LINKS = frozenset(["or", "and", "a", "an", "the", "any", "as", "is", "are"])
_QUOTED = frozenset(
    {
        What.ALTERNATIVE,
        What.EXCEPTION,
        What.CONDITION,
        What.LIMITED,
        What.COVERS,
        What.LET_IN,
        What.SOME_ONLY,
        What.SECOND_TIME,
        What.WIDER_FOR_SOME,
        What.NARROWER_FOR_SOME,
        What.BECAME,
    }
)


def as_written(reasons: Reasons, before: str, after: str) -> Reasons:
    """Return reasons with the words of the criterion before or after, as it writes them; words not found stay."""
    short = explained(before, after)
    return tuple(_written(reason, before, after, short) for reason in reasons)


def _written(reason: Reason, before: str, after: str, short: dict[tuple[str, ...], str]) -> Reason:
    if reason.what not in _QUOTED:
        return reason
    both = (after, before) if reason.opposite else (before, after)
    sources = both if len(reason.of) == len(both) else both[1:]
    words = (_found(words, source, short) or words for words, source in zip(reason.of, sources, strict=True))
    return replace(reason, of=tuple(words))


def _found(words: str, source: str, short: dict[tuple[str, ...], str]) -> str:
    """Return the shortest stretch of a text that reads as these words; "" for none."""
    places = [found.span() for found in _WORD.finditer(source)]
    if len(words.split()) > _LONGEST:
        return ""
    for first, last in _stretches(tokens(words), [tokens(source[start:end]) for start, end in places]):
        stretch = _closed(source[places[first][0] : places[last][1]].strip(_ENDS))
        if readable(pieces(stretch, short)) == words:
            return _extended(source, places, first, last, short)
    return ""


def _extended(
    source: str, places: list[tuple[int, int]], first: int, last: int, short: dict[tuple[str, ...], str]
) -> str:
    """Return a stretch with the comparators before it and the abbreviation behind it, which read the same."""

    def stretch(start: int, end: int) -> str:
        return _closed(source[places[start][0] : places[end][1]].strip(_ENDS))

    words = readable(pieces(stretch(first, last), short))
    for start in range(max(0, first - _AROUND), first):
        if (
            _bare(source, places[start]) not in _LINKS
            and readable(pieces(stretch(start, last), short)) == words
        ):
            first = start
            break
    for end in range(min(len(places) - 1, last + _AROUND), last, -1):
        if _bare(source, places[end]) not in _LINKS and readable(pieces(stretch(first, end), short)) == words:
            last = end
            break
    return stretch(first, last)


def _bare(source: str, place: tuple[int, int]) -> str:
    """Return a word of a text without the marks around it."""
    return source[slice(*place)].casefold().strip(_ENDS)


def _stretches(wanted: Sequence[str], found: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    """Give the stretches of a text, first and last word, in which some words stand in order, the shortest first."""
    inner = set()
    if not any({*wanted} & {*these} for these in found):  # a name of several words: "deep vein thrombosis"
        inner = {(at, at) for at in range(len(found))}
    for at, these in enumerate(found):
        if not {*these} & {*wanted[:2]}:
            continue
        last, left = at, list(wanted)
        for place in range(at, min(len(found), at + 2 * len(wanted) + _AROUND)):
            if {*found[place]} & {*left}:
                last = place
                left = [word for word in left if word not in found[place]]
        inner.add((at, last))
    around = {
        (first - more, last + further)
        for first, last in inner
        for more in range(_AROUND + 1)
        for further in range(_AROUND + 1)
        if first >= more and last + further < len(found)
    }
    yield from sorted(around, key=lambda span: (span[1] - span[0], span))


def _closed(text: str) -> str:
    """Return a stretch without the brackets around it, or the half of one whose other half it lacks."""
    if text.startswith("(") and (text.endswith(")") or ")" not in text):
        text = text[1:]
    lacking = text.count(")") - text.count("(")
    return text[:-1] if lacking > 0 and text.endswith(")") else text
