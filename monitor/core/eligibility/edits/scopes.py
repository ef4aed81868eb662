"""What stands over each piece of a criterion: negations, exceptions, waivers, examples, conditions, matters of form.

In "no gout, except acute gout" the first gout stands under a negation, the second under an exception too.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.lexicon import (
    CLAUSE_STARTS,
    EXAMPLE_STARTS,
    EXCEPTIONS,
    FORM,
    FORM_STARTS,
    MARKERS,
    PEOPLE,
    STOPPERS,
    WAIVERS,
)
from monitor.core.eligibility.edits.negation import negates, next_word
from monitor.core.eligibility.edits.scope import Scope
from monitor.core.eligibility.edits.scope_ends import left
from monitor.core.eligibility.edits.starts import starts
from monitor.core.eligibility.edits.without_effect import recovered_ahead

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.quantities.model import Piece

_PLAIN = Scope()
_CONDITIONS = frozenset(["if", "when", "whenever", "where", "provided"])
# What is named behind these is left out, as in an exception.
_BESIDE = frozenset(["outside", "besides", "beside", "beyond", "unrelated"])
_COMPARED = frozenset(["more", "less", "greater", "higher", "lower", "rather", "fewer", "longer", "older"])
_RATES = frozenset(["hour", "day", "night", "week", "month", "year", "episode", "minute"])
_DEMANDED = frozenset(["required", "necessary", "mandatory", "needed"])
_NEAR = 6  # pieces before a condition in which people are excluded
_CONTROL = frozenset(["control", "controlled"])
_REACH = 4  # pieces before a bracket, or before "than"
_CONSENTS = frozenset(
    ["let", "allow", "agree", "consent", "accept", "permit", "comply", "cooperate", "wish", "want", "intend"]
)
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
        now = left(pieces, at, word, now)
        found.append(now)
        now = _opened(pieces, at, word, now)
        if not now.filled and word not in _EMPTY and not starts(pieces, at, EXCEPTIONS):
            now = replace(now, filled=True)
    return found


def _in_bracket(pieces: Sequence[Piece], at: int, now: Scope) -> Scope:
    """Return what stands over a bracket: what is said to be out of control has the value in it, "not controlled (BP > 140)"."""
    if not now.negations or _CONTROL.isdisjoint(pieces[max(0, at - _REACH) : at]):
        return now
    return replace(now, negations=now.negations - 1, failed=True, vague=pieces[at - 1] != "controlled")


def _opened(pieces: Sequence[Piece], at: int, word: str, now: Scope) -> Scope:
    """Enter what begins with this piece."""
    exception = starts(pieces, at, EXCEPTIONS)
    if exception:
        return _excepted(pieces, at, now, waives=exception in WAIVERS)
    taken = at == 0 and word == "using"  # "Using opioids" names no method
    if (
        starts(pieces, at, FORM_STARTS)
        and not taken
        and not (word == "per" and next_word(pieces, at) in _RATES)
    ):
        now = replace(now, form=True)
    if starts(pieces, at, EXAMPLE_STARTS) and word != "like" and list(pieces[at - 1 : at]) != ["exception"]:
        now = replace(now, example=True)
    if word in _BESIDE or _other_than(pieces, at, word):
        now = replace(now, beside=True)
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
            unwilling=now.unwilling or word == "unwilling" or next_word(pieces, at) in _CONSENTS,
            inner=now.inner or now.filled,
            vague=now.vague or bool(now.negations and now.filled),  # perhaps of another clause than the first
        )
    return now


def _excepted(pieces: Sequence[Piece], at: int, now: Scope, *, waives: bool) -> Scope:
    """Enter an exception: what it `waives`, or is from what somebody has to have recovered from, lets people in."""
    before = pieces[at - 1] if at else ""
    now = replace(now, form=False, example=False, apart=before == ",")
    if waives or recovered_ahead(pieces, at):
        return replace(
            now, waived=True, exceptions=0, negations=0, inner=False, failed=False, vague=False, filled=False
        )
    if (now.exceptions or now.waived) and before == "(":  # "except skin cancer (but not melanoma)"
        return replace(now, exceptions=now.exceptions + 1)
    vague = now.waived or (bool(now.exceptions) and not now.apart)  # an exception from an exception?
    return replace(now, exceptions=1, vague=vague)


def _other_than(pieces: Sequence[Piece], at: int, word: str) -> bool:
    """Return whether "than" goes with an "other" before its noun, or "from" with "different": "other drugs than insulin"."""
    if word == "from":
        return pieces[at - 1] in {"different", "distinct"}
    apart = word == "than" and "other" in pieces[max(0, at - _REACH) : at - 1]
    return apart and not starts(pieces, at - 1, EXCEPTIONS) and pieces[at - 1] not in _COMPARED


def _excluding(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether a condition is what keeps out: "will be excluded from the study if they have"."""
    for place in range(at - 1, max(-1, at - _NEAR), -1):
        if pieces[place] in {"excluded", "ineligible"}:
            return "not" not in pieces[max(0, place - 2) : place]
        if pieces[place] not in FORM | {"from"}:
            return False
    return False
