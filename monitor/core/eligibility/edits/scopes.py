"""What stands over each piece of a criterion: negations, exceptions, waivers, examples, conditions, matters of form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.lexicon import (
    CLAUSE_STARTS,
    EXAMPLE_STARTS,
    EXCEPTIONS,
    FORM_STARTS,
    NEGATORS,
    STOPPERS,
    WAIVERS,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.quantities.model import Piece


@dataclass(frozen=True, slots=True)
class Scope:
    """The operators above a piece in its own clause; `sentence` counts sentences, `clause` clauses, from 0."""

    negations: int = 0
    unable: int = 0
    unwilling: bool = False
    stops: int = 0
    exceptions: int = 0
    waived: bool = False
    example: bool = False
    form: bool = False
    condition: bool = False
    brackets: int = 0
    sentence: int = 0
    clause: int = 0

    @property
    def sign(self) -> int:
        """Return +1 where more of the piece makes the set of people larger, -1 where it makes it smaller."""
        return -1 if (self.negations + self.exceptions) % 2 else 1

    @property
    def duration_sign(self) -> int:
        """Return the same for a duration: "no seizures for a year" asks for more the longer it is."""
        return -1 if (self.unable + self.exceptions) % 2 else 1


_PLAIN = Scope()
_CONDITIONS = frozenset(["if", "when", "whenever", "where", "provided"])


def scopes(pieces: Sequence[Piece]) -> list[Scope]:
    """Return the scope of every piece, in order."""
    found: list[Scope] = []
    now = _PLAIN
    outer: list[Scope] = []
    for at, piece in enumerate(pieces):
        word = piece if isinstance(piece, str) else ""
        if word == "(":
            outer.append(now)
            now = replace(now, brackets=now.brackets + 1)
            found.append(now)
            continue
        if word == ")":
            found.append(now)
            if outer:
                now = replace(outer.pop(), sentence=now.sentence, clause=now.clause)
            continue
        now = _boundary(pieces, at, word, now)
        found.append(now)
        now = _opened(pieces, at, word, now)
    return found


def _next(pieces: Sequence[Piece], at: int) -> str:
    """Return the word behind a place, "" for a limit or the end."""
    following = pieces[at + 1] if at + 1 < len(pieces) else ""
    return following if isinstance(following, str) else ""


def _boundary(pieces: Sequence[Piece], at: int, word: str, now: Scope) -> Scope:
    """Leave what ends here."""
    if word == ".":
        return Scope(sentence=now.sentence + 1, clause=now.clause + 1, brackets=now.brackets)
    if word == ";":
        return Scope(sentence=now.sentence, clause=now.clause + 1, brackets=now.brackets)
    if word == "but" and not starts(pieces, at, EXCEPTIONS) and _next(pieces, at) != "not":
        return Scope(sentence=now.sentence, clause=now.clause + 1, brackets=now.brackets)
    if word in {",", "and", "or"}:
        now = replace(now, form=now.form and word == "or") if now.form else now
        following = _next(pieces, at)
        if word != "or" and (now.negations or now.stops) and following in CLAUSE_STARTS:
            return replace(now, negations=0, stops=0, unable=0, unwilling=False)
    return now


def _opened(pieces: Sequence[Piece], at: int, word: str, now: Scope) -> Scope:
    """Enter what begins with this piece."""
    exception = starts(pieces, at, EXCEPTIONS)
    if exception:
        if exception in WAIVERS:
            return replace(now, waived=True, form=False, example=False)
        return replace(now, exceptions=now.exceptions + 1, form=False, example=False)
    if starts(pieces, at, FORM_STARTS):
        now = replace(now, form=True)
    if starts(pieces, at, EXAMPLE_STARTS) and word != "like":
        now = replace(now, example=True)
    if word in _CONDITIONS:
        now = replace(now, condition=True)
    if word in STOPPERS:
        now = replace(now, stops=now.stops + 1)
    if _negates(pieces, at, word):
        unable = now.unable + (word in {"inability", "unwilling"})
        now = replace(
            now, negations=now.negations + 1, unable=unable, unwilling=now.unwilling or word == "unwilling"
        )
    return now


def _negates(pieces: Sequence[Piece], at: int, word: str) -> bool:
    """Tell whether a word negates what follows it."""
    following = _next(pieces, at)
    before = pieces[at - 1] if at else ""
    if word in {"failure", "fail", "failed", "failing"}:
        return following == "to" and pieces[at + 2 : at + 3] != ["respond"]
    if word in {"negative", "seronegative"}:
        return following == "for"
    if word == "free":
        return following in {"of", "from"}
    if word not in NEGATORS:
        return False
    if following == "or" or (word == "not" and following in {"limited", "only"}):
        return False  # "never or former smokers", "no or mild impairment"
    return not (before == "or" and word in {"without", "not"})


def starts(pieces: Sequence[Piece], at: int, phrases: tuple[tuple[str, ...], ...]) -> tuple[str, ...] | None:
    """Return the phrase that begins at a place."""
    for phrase in phrases if at < len(pieces) else ():
        if pieces[at] == phrase[0] and tuple(pieces[at : at + len(phrase)]) == phrase:
            return phrase
    return None


def begins(pieces: Sequence[Piece], phrases: tuple[tuple[str, ...], ...]) -> tuple[str, ...] | None:
    """Return the phrase that some pieces begin with."""
    return starts(pieces, 0, phrases) if pieces else None
