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
    return tuple(_written(reason, _Source(before, short), _Source(after, short)) for reason in reasons)


class _Source:
    """A wording, of which words from one place to another can be read."""

    def __init__(self, text: str, short: dict[tuple[str, ...], str]) -> None:
        self._text, self._short = text, short
        self._places = [found.span() for found in _WORD.finditer(text)]

    def words(self) -> list[str]:
        """Return its words, as it writes them."""
        return [self._text[slice(*place)] for place in self._places]

    def stretch(self, first: int, last: int) -> str:
        """Return what it writes from one word to another one."""
        return _closed(self._text[self._places[first][0] : self._places[last][1]].strip(_ENDS))

    def reads(self, first: int, last: int, words: str) -> bool:
        """Return whether what it writes from one word to another one is compared as these words."""
        return readable(pieces(self.stretch(first, last), self._short)) == words


def _written(reason: Reason, before: _Source, after: _Source) -> Reason:
    if reason.what not in _QUOTED:
        return reason
    both = (after, before) if reason.opposite else (before, after)
    sources = both if len(reason.of) == len(both) else both[1:]
    words = (_found(words, source) or words for words, source in zip(reason.of, sources, strict=True))
    return replace(reason, of=tuple(words))


def _found(words: str, source: _Source) -> str:
    """Return the stretch of a wording that reads as these words; "" for none, and for a lone link."""
    if words in {"or", "and"} or len(words.split()) > _LONGEST:
        return ""
    for first, last in _stretches(tokens(words), list(map(tokens, source.words()))):
        if source.reads(first, last, words):
            return source.stretch(*_extended(source, first, last, words))
    return ""


def _extended(source: _Source, first: int, last: int, words: str) -> tuple[int, int]:
    """Return the ends of a stretch with the comparators before it and the abbreviation behind it, which read the same."""
    own = [word.casefold().strip(_ENDS) not in _LINKS for word in source.words()]
    starts = range(max(0, first - _AROUND), first)
    first = next((at for at in starts if own[at] and source.reads(at, last, words)), first)
    ends = range(min(len(own) - 1, last + _AROUND), last, -1)
    return first, next((at for at in ends if own[at] and source.reads(first, at, words)), last)


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
