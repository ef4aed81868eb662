"""A block of words that one wording has and the other lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.lexicon import EXCEPTIONS, FORM, QUALIFIERS, RESTRICTIVE
from monitor.core.eligibility.edits.starts import starts
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.quantities.word_scales import WORDED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.edits.scope import Scope
    from monitor.core.eligibility.quantities.model import Piece

_SHIFTS = 8
_APART = 4  # words of the next thing before what it shares with the one before it
_LINKS = frozenset({"or", "and", ",", ".", ";", "/", ":"})
_OPEN = (("with", "or", "without"), ("without", "or", "with"))
_STRETCH = frozenset({".", ";", "(", ")", "and", "who", "that", "within", "during"})
_LIST_ENDS = frozenset({".", ";", ")", ":", "who", "that", "with"})
_ENDS = frozenset({",", ".", ";", ":"})


class Insertion:
    """Pieces [start:end] of a wording that the other one lacks.

    `every`: all pieces of the wording, `above`: the scope of each.
    `inside`: the pieces themselves, without the stops and commas at their ends.
    `bracketed`: they stood in brackets, which are left out.
    """

    def __init__(self, every: Sequence[Piece], above: Sequence[Scope], start: int, end: int) -> None:
        start, end = _shifted(every, start, end)
        while start < end and every[start] in _ENDS:
            start += 1
        while end > start and every[end - 1] in _ENDS:
            end -= 1
        self.bracketed = end - start > 2 and every[start] == "(" and every[end - 1] == ")"
        if self.bracketed:
            start, end = start + 1, end - 1
        self.every, self.above, self.start, self.end = every, above, start, end
        self.inside = list(every[start:end])

    def content(self) -> list[Piece]:
        """Return the pieces that carry a condition: no words of form, and none within a clause that is form."""
        return [
            piece
            for piece, scope in zip(self.inside, self.above[self.start : self.end], strict=True)
            if isinstance(piece, Limit) or not (piece in FORM or scope.form)
        ]

    def says(self) -> bool:
        """Return whether the words carry a condition or make an exception."""
        return (
            bool(self.content())
            or "only" in self.inside
            or (len(self.inside) > 1 and bool(starts(self.inside, 0, EXCEPTIONS)))
        )

    def shown(self) -> str:
        """Return the words as readable text."""
        return readable(self.inside)

    def words(self) -> set[str]:
        """Return the words of the block."""
        return {piece for piece in self.inside if isinstance(piece, str)}

    def scopes(self) -> Sequence[Scope]:
        """Return what stands over each piece of the block."""
        return self.above[self.start : self.end]

    def measures(self) -> bool:
        """Return whether a limit is among the words."""
        return any(isinstance(piece, Limit) for piece in self.inside)

    def bounds(self) -> bool:
        """Return whether a limit that is no mere degree ("mild") is among the words."""
        return any(isinstance(piece, Limit) and piece.dimension not in WORDED for piece in self.inside)

    def unbalanced(self) -> bool:
        """Return whether a bracket is opened or closed in the block but not both."""
        return self.inside.count("(") != self.inside.count(")")

    def vague(self) -> bool:
        """Return whether what stands over the words is not certain."""
        return any(scope.vague for scope in self.scopes())

    def open_both_ways(self) -> bool:
        """Return whether the words go on from "with or without", in which case they ask nothing."""
        first = 1 if self.inside[0] in _LINKS else 0
        return self.inside[first : first + 3] in (["with", "or", "without"], ["without", "or", "with"])

    def of_open_list(self) -> bool:
        """Return whether the words are one more of what somebody may have or lack: "with or without polyps [or rhinitis]"."""
        above = self.above[self.start]
        for at in range(self.start - 1, 1, -1):
            if self.every[at] in _STRETCH or self.above[at].sentence != above.sentence:
                return False
            if tuple(self.every[at - 2 : at + 1]) in _OPEN:
                return True
        return False

    def of_examples(self) -> bool:
        """Return whether the words are in a list that goes on to "etc.", of which all are examples."""
        above = self.above[self.end - 1]
        for at in range(self.end, len(self.every)):
            piece, scope = self.every[at], self.above[at]
            if scope.brackets > above.brackets and scope.clause == above.clause:
                continue
            if piece in _LIST_ENDS or scope.turn != above.turn or scope.example != above.example:
                return False
            if piece == "etc" or list(self.every[at : at + 2]) == ["for", "example"]:
                return True
        return False

    def shared(self) -> bool:
        """Return whether the words stand once more behind the next thing: "systemic [steroids] or inhaled steroids"."""
        size = len(self.inside)
        if self.linked() or self.every[self.end : self.end + 1] not in (["or"], ["and"]):
            return False
        return any(
            self.every[at : at + size] == self.inside
            and not _LINKS & {str(piece) for piece in self.every[self.end + 1 : at]}
            for at in range(self.end + 2, self.end + 2 + _APART)
        )

    def repeated(self) -> bool:
        """Return whether the words stand before the thing before as well: "severe renal or [severe] hepatic"."""
        size = len(self.inside)
        if self.linked() or self.every[self.start - 1 : self.start] not in (["or"], ["and"]):
            return False
        return any(
            self.every[at : at + size] == self.inside
            and not _LINKS & {str(piece) for piece in self.every[at + size : self.start - 1]}
            for at in range(max(0, self.start - 1 - size - _APART), self.start - 1 - size)
        )

    def named_in_brackets(self) -> bool:
        """Return whether all that the words say stands in brackets that open and close among them."""
        outer = min(scope.brackets for scope in self.scopes())
        bare = [
            piece for piece, scope in zip(self.inside, self.scopes(), strict=True) if scope.brackets == outer
        ]
        return "(" in self.inside and all(piece in FORM or piece in {"or", "and", ")"} for piece in bare)

    def linked(self) -> str:
        """Return the connective that ties the words to what was there, at one of their ends; "" without one."""
        ends = (*self.inside[:1], *self.inside[-1:])
        return next((word for word in ("or", "and") if word in ends), "")


def _shifted(every: Sequence[Piece], start: int, end: int) -> tuple[int, int]:
    """Shift a block among its equal readings to one that begins with a link: "A, [B, ]C" is "A[, B], C"."""
    if start == end or _opens(every, start) or every[end - 1] in {"or", "and"}:
        return start, end
    for step in (-1, 1):
        first, last = start, end
        for _ in range(_SHIFTS):
            if step < 0 and first > 0 and every[first - 1] == every[last - 1]:
                first, last = first - 1, last - 1
            elif step > 0 and last < len(every) and every[first] == every[last]:
                first, last = first + 1, last + 1
            else:
                break
            whole = (
                first > 0 and every[first - 1] == "," == every[last - 1]
            )  # ", [treated lip cancer,] treated skin cancer"
            if whole or _opens(every, first) or every[last - 1] in {"or", "and"}:
                return first, last
    if every[start] not in RESTRICTIVE | QUALIFIERS and every[start : start + 1] == every[end : end + 1]:
        following = every[start + 1 : start + 2]
        if following and following[0] in RESTRICTIVE:  # "vaccination [with live vaccination]"
            return start + 1, end + 1
    return start, end


def _opens(every: Sequence[Piece], at: int) -> bool:
    """Return whether a link, an exception or a bracket stands at a place."""
    return every[at] in {"or", "and", "("} or bool(starts(every, at, EXCEPTIONS))


def readable(pieces: Sequence[Piece]) -> str:
    """Return pieces as text, without the links at their ends."""
    words = [piece.text if isinstance(piece, Limit) else piece for piece in pieces]
    while words and words[0] in _LINKS:
        words.pop(0)
    while words and words[-1] in _LINKS:
        words.pop()
    return " ".join(words).replace("( ", "(").replace(" )", ")").replace(" ,", ",")
