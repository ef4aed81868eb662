"""What stands over each piece of a criterion: negations, exceptions, waivers, examples, conditions, matters of form.

In "no gout, except acute gout" the first gout stands under a negation, the second under an exception too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.excepted_kinds import one_more
from monitor.core.eligibility.edits.lexicon import (
    CLAUSE_STARTS,
    EXAMPLE_STARTS,
    EXCEPTIONS,
    FORM,
    FORM_STARTS,
    MARKERS,
    PEOPLE,
    RELATIVES,
    STOPPERS,
    WAIVERS,
)
from monitor.core.eligibility.edits.negation import ends_at, negates, next_word
from monitor.core.eligibility.edits.without_effect import names_failed, recovering
from monitor.core.eligibility.quantities.model import Limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.quantities.model import Piece


@dataclass(frozen=True, slots=True)
class Scope:
    """What stands over a piece in its own clause: a negation, for example, from its word to the end of what it denies.

    `negations`: how many negations; `unable` how many of these say that somebody cannot or will not.
    `unwilling`: one of them is "unwilling".
    `stops`: how many words such as "discontinue".
    `exceptions`: 1 in an exception, else 0; `waived`: in one that lets people in whatever the part ("unless").
    `example`: in an example ("such as"). `form`: in a matter of form ("as judged by"). `condition`: behind "if".
    `filled`: the clause already speaks of something. `inner`: its negation began behind that.
    `apart`: its exception began behind a comma.
    `failed`: it names what had no effect, or what nobody recovered from.
    `vague`: the piece may stand under that negation or exception as well as beside it.
    `brackets`: how many are open.
    `sentence`, `clause`, `segment`: which sentence, clause and predicate the piece belongs to, from 0; "and", "or" or a
        comma joins predicates.
    """

    negations: int = 0
    unable: int = 0
    unwilling: bool = False
    stops: int = 0
    exceptions: int = 0
    waived: bool = False
    example: bool = False
    form: bool = False
    condition: bool = False
    filled: bool = False
    inner: bool = False
    failed: bool = False
    apart: bool = False
    vague: bool = False
    brackets: int = 0
    sentence: int = 0
    clause: int = 0
    segment: int = 0

    @property
    def sign(self) -> int:
        """Return +1 where widening the piece lets the words describe more people, -1 where fewer."""
        return -1 if (self.negations + self.exceptions) % 2 else 1

    @property
    def turn(self) -> tuple[int, int, bool, bool, int]:
        """Return all that decides which way an edit of the piece counts."""
        return self.sign, self.duration_sign, self.waived, self.condition, self.stops % 2

    @property
    def duration_sign(self) -> int:
        """Return the same for a time that something lasts, which only "unable" and exceptions turn: "no seizures for a year" asks for more the longer it is."""
        return -1 if (self.unable + self.exceptions) % 2 else 1


_PLAIN = Scope()
_NEW_VERBS = frozenset(["have", "has", "are", "is", "must", "should"])
_CONDITIONS = frozenset(["if", "when", "whenever", "where", "provided"])
_REASONS = frozenset(
    ["because", "due", "owing", "attributable", "therefore"]
)  # "ineligible because of age ≥ 65 years"
_TOLD = RELATIVES | {"with", "without", "not", "aged", "planning", "taking", "receiving", "having"}
_RATES = frozenset(["hour", "day", "night", "week", "month", "year", "episode", "minute"])
_STOPPED = frozenset(["stopped", "quit", "ceased"])
_DEMANDED = frozenset(["required", "necessary", "mandatory", "needed"])
_GOING_ON = frozenset(["within", "before", "after", "during", "that", "requiring", "intended"])
_NEAR = 6  # pieces before a condition in which people are excluded
_CONTROL = frozenset(["control", "controlled"])
_REACH = 4  # pieces before a bracket
_EMPTY = FORM | PEOPLE | CLAUSE_STARTS | MARKERS


def scopes(pieces: Sequence[Piece]) -> list[Scope]:
    """Return the scope of every piece, in order."""
    found: list[Scope] = []
    now = _PLAIN
    outer: list[Scope] = []
    for at, piece in enumerate(pieces):
        word = piece if isinstance(piece, str) else ""
        if word == "(":
            outer.append(now)
            now = replace(_in_bracket(pieces, at, now), brackets=now.brackets + 1)
            found.append(now)
            continue
        if word == ")":
            found.append(now)
            if outer:
                now = replace(outer.pop(), sentence=now.sentence, clause=now.clause, segment=now.segment)
            continue
        if isinstance(piece, Limit) and piece.kind == "window" and now.exceptions and not now.apart:
            now = _after_exception(pieces, at, now)
        now = _blurred(pieces, at, word, _counted(pieces, at, word, _boundary(pieces, at, word, now)))
        found.append(now)
        now = _opened(pieces, at, word, now)
        if not now.filled and word not in _EMPTY:
            now = replace(now, filled=True)
    return found


def _in_bracket(pieces: Sequence[Piece], at: int, now: Scope) -> Scope:
    """Return what stands over a bracket: what is said to be out of control has the value in it, "not controlled (BP > 140)"."""
    if not now.negations or _CONTROL.isdisjoint(pieces[max(0, at - _REACH) : at]):
        return now
    return replace(now, negations=now.negations - 1, failed=True, vague=pieces[at - 1] != "controlled")


def _after_exception(pieces: Sequence[Piece], at: int, now: Scope) -> Scope:
    """Leave an exception at a window: "cancer other than melanoma within 5 years"; of "except" it is not certain."""
    for place in range(at - 1, -1, -1):
        phrase = starts(pieces, place, EXCEPTIONS)
        if phrase:
            return replace(now, exceptions=0) if phrase == ("other", "than") else replace(now, vague=True)
    return now


def _counted(pieces: Sequence[Piece], at: int, word: str, now: Scope) -> Scope:
    """Begin a segment at a link before a new predicate, and at every stop."""
    opens = word in {".", ";", "but"} or (
        word in {",", "and", "or"} and next_word(pieces, at) in CLAUSE_STARTS
    )
    return replace(now, segment=now.segment + 1) if opens else now


def _blurred(pieces: Sequence[Piece], at: int, word: str, now: Scope) -> Scope:
    """Mark where a negation or exception behind something else may end: at a link, or where the reason is given."""
    if now.negations and names_failed(pieces, at):
        return replace(now, negations=now.negations - 1, failed=True)
    if word == "to" and now.failed and recovering(pieces, at):
        return replace(now, negations=now.negations + 1, failed=False)  # "… from chemotherapy to grade 1"
    negated = now.negations and ((now.inner and word in {",", "or", "and"}) or word in _REASONS)
    excepted = now.apart and (now.exceptions or now.waived) and word == ","
    if (
        negated
        or (excepted and not one_more(pieces, at))
        or (now.exceptions and word == "and" and _but_not(pieces, at))
    ):
        return replace(now, vague=True)
    return now


def _but_not(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether the exception before a link begins with "but not": "but not relevant findings, and QTcF ≤ 450 ms"."""
    begun = next((place for place in range(at - 1, -1, -1) if starts(pieces, place, EXCEPTIONS)), at)
    return list(pieces[begun : begun + 2]) == ["but", "not"]


def _boundary(pieces: Sequence[Piece], at: int, word: str, now: Scope) -> Scope:
    """Leave what ends here."""
    if word == ".":
        return _fresh(now, sentence=1, clause=1)
    if word == ";":
        return _fresh(now, clause=1)
    if word == "but" and not starts(pieces, at, EXCEPTIONS) and next_word(pieces, at) != "not":
        return _fresh(now, clause=1)
    if word == "," and (now.exceptions or now.waived) and not now.apart and starts(pieces, 0, EXCEPTIONS):
        return _fresh(now)
    if word == "," and now.exceptions and now.apart and _goes_on(pieces, at + 1):
        return replace(now, exceptions=0, apart=False, vague=False, condition=False)
    if now.form and (word in RELATIVES or (word == "to" and next_word(pieces, at) in {"have", "be"})):
        return replace(now, form=False)  # "per RECIST that was not irradiated", "judged by a doctor to have"
    if word == ":" and now.form and _announced(pieces, at):
        return replace(now, form=False)
    return _linked(pieces, at, word, now) if word in {",", "and", "or"} else now


def _announced(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether a list that a colon begins was named before a matter of form: "one of the following, as shown by imaging:"."""
    begun = next((place for place in range(at - 1, -1, -1) if starts(pieces, place, FORM_STARTS)), 0)
    return "thefollowing" in pieces[:begun] and "thefollowing" not in pieces[begun:at]


def _goes_on(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether a comma closes what was put between two: ", other than minor ones, within 4 weeks", ", except aspirin, that …"."""
    piece = pieces[at] if at < len(pieces) else ""
    return piece in _GOING_ON or (isinstance(piece, Limit) and piece.kind == "window")


def _linked(pieces: Sequence[Piece], at: int, word: str, now: Scope) -> Scope:
    """Leave what ends at a link."""
    now = replace(now, form=now.form and word == "or", condition=now.condition and word != ",")
    following = next_word(pieces, at)
    ended = replace(
        now, negations=0, stops=0, unable=0, unwilling=False, inner=False, failed=False, filled=False
    )
    refused = now.unable and following in {
        "inability",
        "unwilling",
    }  # "unable to read, or unwilling to learn"
    if now.negations and following in _STOPPED:
        return ended  # "never smoked or stopped"
    if (now.negations or now.failed) and (
        refused or _names_others(pieces, at) or (now.inner and following in RELATIVES)
    ):
        return ended
    if word == "or" and now.negations:
        over = ends_at(pieces, at)
        return ended if over else replace(now, vague=now.vague or over is None)
    if word != "or" and following in CLAUSE_STARTS:
        certain = word == "and" and following in _NEW_VERBS and not (now.exceptions or now.waived)
        ended = replace(ended, vague=now.vague and not certain)
        return ended if now.negations or now.failed or now.stops else replace(now, filled=False)
    return now


def _fresh(now: Scope, *, sentence: int = 0, clause: int = 0) -> Scope:
    """Return a scope under nothing, so many sentences and clauses on."""
    return Scope(
        sentence=now.sentence + sentence,
        clause=now.clause + clause,
        segment=now.segment,
        brackets=now.brackets,
    )


def _names_others(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether other people are named behind a link: "…, or women who …"."""
    return next_word(pieces, at) in PEOPLE and next_word(pieces, at + 1) in _TOLD


def _opened(pieces: Sequence[Piece], at: int, word: str, now: Scope) -> Scope:
    """Enter what begins with this piece."""
    exception = starts(pieces, at, EXCEPTIONS)
    if exception:
        apart = at > 0 and pieces[at - 1] == ","
        if exception in WAIVERS:
            return replace(
                now, waived=True, exceptions=0, form=False, example=False, apart=apart, vague=False
            )
        vague = bool(now.exceptions) and not apart  # an exception from an exception?
        return replace(now, exceptions=1, form=False, example=False, apart=apart, vague=vague)
    taken = at == 0 and word == "using"  # "Using opioids" names no method
    if (
        starts(pieces, at, FORM_STARTS)
        and not taken
        and not (word == "per" and next_word(pieces, at) in _RATES)
    ):
        now = replace(now, form=True)
    if starts(pieces, at, EXAMPLE_STARTS) and word != "like" and list(pieces[at - 1 : at]) != ["exception"]:
        now = replace(now, example=True)
    if word in _CONDITIONS and not _excluding(pieces, at):
        now = replace(now, condition=True)
    if word in STOPPERS:
        now = replace(now, stops=now.stops + 1)
    if word == "not" and next_word(pieces, at) in _DEMANDED:
        return replace(now, vague=True)  # "are not required to have measurable disease"
    if negates(pieces, at, word):
        unable = now.unable + (word in {"inability", "unwilling", "unlikely"})
        now = replace(
            now,
            negations=now.negations + 1,
            unable=unable,
            unwilling=now.unwilling or word == "unwilling",
            inner=now.inner or now.filled,
            vague=now.vague or bool(now.negations and now.filled),  # perhaps of another clause than the first
        )
    return now


def _excluding(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether a condition is what keeps out: "will be excluded from the study if they have"."""
    for place in range(at - 1, max(-1, at - _NEAR), -1):
        if pieces[place] in {"excluded", "ineligible"}:
            return "not" not in pieces[max(0, place - 2) : place]
        if pieces[place] not in FORM | {"from"}:
            return False
    return False


def starts(pieces: Sequence[Piece], at: int, phrases: tuple[tuple[str, ...], ...]) -> tuple[str, ...] | None:
    """Return the phrase that begins at a place."""
    for phrase in phrases if at < len(pieces) else ():
        if pieces[at] == phrase[0] and tuple(pieces[at : at + len(phrase)]) == phrase:
            return phrase
    return None


def begins(pieces: Sequence[Piece], phrases: tuple[tuple[str, ...], ...]) -> tuple[str, ...] | None:
    """Return the phrase that some pieces begin with."""
    return starts(pieces, 0, phrases) if pieces else None
