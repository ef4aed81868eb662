"""One block of words that was put in: an exception, an alternative, a further condition, a qualifier, or form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.lexicon import (
    DEMANDS,
    EXAMPLE_STARTS,
    EXCEPTIONS,
    FORM,
    PEOPLE,
    PERMISSIONS,
    PROCEDURES,
    QUALIFIERS,
    RESTRICTIVE,
    SEX,
    WAIVERS,
)
from monitor.core.eligibility.edits.model import UNKNOWN, Edit
from monitor.core.eligibility.edits.scopes import begins, starts
from monitor.core.eligibility.quantities.model import Limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.edits.scopes import Scope
    from monitor.core.eligibility.quantities.limits import Piece

_NEGATIVE = frozenset(["no", "not", "without", "never", "none"])
_STATES = frozenset(["prior", "current", "history", "new", "present", "before", "past"])
_OPINION = frozenset(
    [
        "investigator",
        "opinion",
        "judgment",
        "judgement",
        "protocol",
        "per",
        "according",
        "criterion",
        "definition",
        "discretion",
        "consent",
    ]
)
_SWALLOWED = frozenset(["tablet", "capsule", "pill"])
_UNMET = frozenset(
    [
        "controlled",
        "treated",
        "responding",
        "responsive",
        "managed",
        "adequately",
        "well",
        "related",
        "caused",
        "requiring",
        "amenable",
        "resolved",
        "corrected",
        "due",
    ]
)
_READY = frozenset(
    [
        "and",
        "or",
        "able",
        "willing",
        "agree",
        "must",
        "should",
        "signed",
        "dated",
        "written",
        "competent",
        "prepared",
        "ready",
    ]
)
_OBEDIENCE = frozenset(["comply", "compliance", "adhere", "adherence", "cooperate", "follow"])
_SHIFTS = 8
_LINKS = frozenset({"or", "and", ",", ".", ";", "/", ":"})
_ENDS = frozenset({",", ".", ";", ":"})


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
            if _opens(every, first) or every[last - 1] in {"or", "and"}:
                return first, last
    return start, end


def _opens(every: Sequence[Piece], at: int) -> bool:
    """Tell whether a link, an exception or a bracket stands at a place."""
    return every[at] in {"or", "and", "("} or bool(starts(every, at, EXCEPTIONS))


class Insertion:
    """Pieces [start:end] of a wording that the other one lacks, with the scopes of the wording."""

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
        """Return the pieces that say something: not form, not within a matter of form."""
        return [
            piece
            for piece, scope in zip(self.inside, self.above[self.start : self.end], strict=True)
            if isinstance(piece, Limit) or not (piece in FORM or scope.form)
        ]

    def shown(self) -> str:
        """Return the words as readable text."""
        words = [piece.text if isinstance(piece, Limit) else piece for piece in self.inside]
        while words and words[0] in _LINKS:
            words.pop(0)
        while words and words[-1] in _LINKS:
            words.pop()
        text = " ".join(words).replace("( ", "(").replace(" )", ")").replace(" ,", ",")
        return text if len(text) <= 60 else text[:57].rstrip() + "…"

    def edit(self, *, exclusion: bool) -> Edit | None:
        """Class the words as if they were put in; None where they change nothing."""
        if not self.inside:
            return None
        above = self.above[self.start]
        content = self.content()
        if begins(self.inside, EXCEPTIONS):
            return self._exception(above)
        if not content:
            return None
        if all(scope.form for scope in self.above[self.start : self.end]):
            return None
        if self._generalises():
            return Edit(above.sign, f"“{self.shown()}” covers more")
        if begins(self.inside, EXAMPLE_STARTS) or all(
            scope.example for scope in self.above[self.start : self.end]
        ):
            return UNKNOWN if self._measures(content) else None
        if self._permits():
            return Edit(0, f"“{self.shown()}” is now let in", waiver=1) if exclusion else UNKNOWN
        linked = self._linked()
        if linked == "or":
            return self._alternative(above, content)
        if linked == "and":
            return self._conjunct(above, content, exclusion=exclusion)
        return self._narrowing(above, content)

    def _measures(self, content: list[Piece]) -> bool:
        """Tell whether a limit is among the content."""
        return any(isinstance(piece, Limit) for piece in content)

    def _exception(self, above: Scope) -> Edit:
        """Class an exception that was put in."""
        phrase = begins(self.inside, EXCEPTIONS)
        rest = self.inside[len(phrase or ()) :]
        if not rest:
            return UNKNOWN
        text = self.shown()
        if phrase in WAIVERS:
            return Edit(0, f"an exception was made: “{text}”", waiver=1)
        return Edit(-above.sign, f"an exception was made: “{text}”")

    def _generalises(self) -> bool:
        """Tell whether the words end with "including": what follows them is now one case of many."""
        last = self.inside[-1]
        return last in {"including", "eg"} and len(self.inside) > 1 and self.end < len(self.every)

    def _permits(self) -> bool:
        """Tell whether the words are a sentence that lets somebody in."""
        words = [piece for piece in self.inside if isinstance(piece, str)]
        ends = self.end == len(self.every) or self.every[self.end] in {".", ";", ")"}
        opens = (
            self.start == 0
            or self.every[self.start - 1] in {".", ";", "(", ",", "but"}
            or self.inside[0] == "."
        )
        return ends and opens and any(word in PERMISSIONS for word in words) and not _NEGATIVE & set(words)

    def _linked(self) -> str:
        """Return the connective that ties the words to what was there: at one of their ends."""
        before = self.every[self.start - 1] if self.start else ""
        after = self.every[self.end] if self.end < len(self.every) else ""
        for word in ("or", "and"):
            if self.inside[0] == word or self.inside[-1] == word:
                return word
        if self.bracketed:
            return ""
        del before, after
        return ""

    def _alternative(self, above: Scope, content: list[Piece]) -> Edit | None:
        """Class "or X"."""
        rest = [piece for piece in content if piece not in {"or", "and"}]
        if not rest and not _STATES & {word for word in self.inside if isinstance(word, str)}:
            return None if all(scope.form for scope in self.above[self.start + 1 : self.end]) else UNKNOWN
        if any(scope.form for scope in self.above[self.start : self.end]):
            return UNKNOWN
        if self._grouped() or (
            _NEGATIVE & {word for word in rest if isinstance(word, str)} and "with" in self.inside
        ):
            return UNKNOWN
        sign = above.sign * (-1 if above.stops % 2 else 1)
        reason = f"an alternative: “{self.shown()}”"
        if above.waived:
            return Edit(0, reason, waiver=1)
        if above.condition or (above.unwilling and not above.stops):
            return UNKNOWN
        return Edit(sign, reason)

    def _grouped(self) -> bool:
        """Tell whether a limit is put in for one sex only."""
        return self._measures(list(self.inside)) and any(piece in SEX for piece in self.inside)

    def _conjunct(self, above: Scope, content: list[Piece], *, exclusion: bool) -> Edit | None:
        """Class "and X": a further condition where two demands are joined, else unknown."""
        words = {piece for piece in self.inside if isinstance(piece, str)}
        if words <= _READY:
            return None
        if words & PEOPLE or above.waived or above.form:
            return UNKNOWN
        clause = {
            piece
            for piece, scope in zip(self.every, self.above, strict=True)
            if isinstance(piece, str) and scope.clause == above.clause
        }
        if clause & _OBEDIENCE:
            return UNKNOWN
        measured = any(isinstance(piece, Limit) and piece.kind == "limit" for piece in content)
        if above.negations or above.stops or above.condition or above.exceptions:
            return UNKNOWN
        if measured or (not exclusion and clause & DEMANDS and not words & {"no", "not", "without"}):
            return Edit(-1, f"a further condition: “{self.shown()}”")
        return UNKNOWN

    def _narrowing(self, above: Scope, content: list[Piece]) -> Edit | None:
        """Class a qualifier, a limit or a restrictive phrase."""
        words = [piece for piece in content if isinstance(piece, str)]
        measured = [piece for piece in content if isinstance(piece, Limit)]
        if self.bracketed and not all(piece.kind == "window" for piece in measured):
            return UNKNOWN
        if measured and any(piece.kind in {"bare", "count"} for piece in measured):
            return UNKNOWN
        if above.condition or above.stops or any(word in {"or", "and"} for word in words):
            qualifying = bool(words) and all(word in QUALIFIERS or word in {"or", "and"} for word in words)
            if above.condition or above.stops or not qualifying or words[0] in {"or", "and"}:
                return None if self.bracketed else UNKNOWN
        if not self._restricts(words, measured):
            return None if self.bracketed else UNKNOWN
        reason = f"limited to “{self.shown()}”"
        if above.waived:
            return Edit(0, reason, waiver=-1)
        return Edit(-above.sign, reason)

    def _restricts(self, words: list[str], measured: list[Limit]) -> bool:
        """Tell whether words from the closed lists, or limits alone, were put in."""
        plain = [word for word in words if word not in {"or", "and"} | PROCEDURES and not word.isdigit()]
        if self.inside[0] == "of" or (
            plain == ["oral"] and self.every[self.end : self.end + 1] and self.every[self.end] in _SWALLOWED
        ):
            return False
        if not plain:
            return bool(measured)
        if all(word in QUALIFIERS for word in plain):
            return True
        if set(plain) <= RESTRICTIVE or _OPINION & {str(word) for word in self.inside}:
            return False
        if self.inside[0] == "not" and len(plain) > 1 and plain[1] in _UNMET:
            return True
        return self.inside[0] in RESTRICTIVE and not _NEGATIVE & set(plain[2:])
