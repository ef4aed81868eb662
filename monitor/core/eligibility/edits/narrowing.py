"""Words that restrict: qualifiers of the closed lists, limits, phrases such as "requiring antibiotics"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.edits import addressed, manner
from monitor.core.eligibility.edits.amounts import at_least_one
from monitor.core.eligibility.edits.doubts import permission
from monitor.core.eligibility.edits.implied import implied
from monitor.core.eligibility.edits.less_asked import less, of_one
from monitor.core.eligibility.edits.lexicon import FORM, PEOPLE, PERMISSIONS, QUALIFIERS
from monitor.core.eligibility.edits.model import UNKNOWN, Edit
from monitor.core.eligibility.edits.outcomes import got_over
from monitor.core.eligibility.edits.phrases import OPINION, is_dose, is_phrase, qualifies, restricts
from monitor.core.eligibility.normal import word_set
from monitor.core.eligibility.permissive import embraces
from monitor.core.eligibility.quantities.model import Limit, Range
from monitor.core.eligibility.reasons import What, because

if TYPE_CHECKING:
    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.edits.scope import Scope
    from monitor.core.eligibility.quantities.model import Piece

_PAIR = 2
_MINORS = frozenset(["minor", "minors"])
_MILD, _SEVERE = 1, 3  # on the scale of word_scales.py
_ONSET = word_set(
    "with of onset symptom beginning start first that which occurred happened began begun started took "
    "place occurring happening was were has have been had done performed carried out made"
)
_OPENING = frozenset(["with", "of", "that", "which", "occurring", "happening"])
_VERBS = frozenset(["must", "should", "shall", "is", "are", "will", "may", "can"])
_TEST = 5  # pieces from "negative" to the end of its test
_WHOLE = 4  # pieces of a condition that says more than "if applicable"
_NEAR = 5  # pieces from "normal" to what is so
_SOUND = frozenset(
    [
        "normal",
        "adequate",
        "good",
        "intact",
        "preserved",
        "negative",
        "sufficient",
        "satisfactory",
        "unremarkable",
        "unimpaired",
    ]
)
_ENDS = frozenset([",", ".", ";", ")", "or", "and"])
_BEHIND = frozenset(
    ["within", "during", "after", "before", "since", "without", "despite", "outside", "under", "or", "and"]
)


def narrowing(block: Insertion, above: Scope, content: list[Piece], *, exclusion: bool) -> Edit | None:
    """Class a qualifier, a limit or a restrictive phrase; None where it changes nothing, unknown where it may be anything else."""
    words = [piece for piece in content if isinstance(piece, str)]
    measured = [piece for piece in content if isinstance(piece, Limit)]
    if measured and not words and all(map(at_least_one, measured)):
        return None  # "one or more of"
    if measured and all(piece.ranges == (Range(),) for piece in measured):
        return UNKNOWN if words else None  # "at any time" limits nothing
    restricting = measured and all(piece.kind == "window" or is_dose(piece) for piece in measured)
    if block.bracketed and not restricting:
        return UNKNOWN if measured or set(words) & QUALIFIERS else None
    if words[-1:] and {"only", "required"} <= block.words():
        return Edit(0, because(What.SOME_ONLY, block.shown()), waiver=1)
    if (
        _may_repeat(block)
        or any(map(_every_degree, measured))
        or _says_onset(block)
        or _is_item(block)
        or block.unbalanced()
        or implied(block, words)
        or embraces(" ".join(words))  # "[oral or parenteral] methotrexate"
        or manner.says_how(block, words, measured)
    ):
        return UNKNOWN
    if (
        _of_other(block, above, exclusion=exclusion)
        or addressed.of_subject(block, exclusion=exclusion)
        or of_one(block)
        or (not exclusion and less(block, above))
        or got_over(block.every, block.above, block.start)
        or _of_sound(block)
        or _tested_for(block, above)
        or _counts_part(block, measured)
        or any(permission(block.every, at) for at in range(block.start, block.end))
    ):
        return UNKNOWN
    if _sets_apart(block) and not (above.condition or above.stops or above.waived):
        return Edit(-above.sign, because(What.LIMITED, block.shown()))
    links = any(word in {"or", "and"} for word in words) and not is_phrase(block)
    listed = links and (not qualifies(block, words) or words[0] in {"or", "and"})
    if above.condition or above.stops or listed or not restricts(block, words, measured):
        return None if block.bracketed else UNKNOWN
    reasons = because(What.LIMITED, block.shown())
    if above.waived:
        return Edit(0, reasons, waiver=-above.sign)
    return Edit(-above.sign, reasons)


def _every_degree(limit: Limit) -> bool:
    """Return whether a limit names all degrees: "mild, moderate or severe asthma" is all asthma."""
    return limit.dimension == "severity" and limit.ranges[0].low <= _MILD and limit.ranges[-1].high > _SEVERE


def _says_onset(block: Insertion) -> bool:
    """Return whether the words only say that a time is that of the event: "stroke [with onset] within 24 hours"."""
    behind = block.every[block.end] if block.end < len(block.every) else ""
    onset = _ONSET.issuperset(map(str, block.inside)) and block.inside[0] in _OPENING
    return onset and isinstance(behind, Limit)


def _sets_apart(block: Insertion) -> bool:
    """Return whether the words are a whole condition in a bracket: "(except moles [if they were removed and did not recur])"."""
    if block.inside[0] != "if" or len(block.inside) < _WHOLE or not block.above[block.start].brackets:
        return False
    return block.every[block.end : block.end + 1] == [")"] and not block.words() & (OPINION | PERMISSIONS)


def _of_other(block: Insertion, above: Scope, *, exclusion: bool) -> bool:
    """Return whether the words are a sentence about the study, or say in whom something is denied or asked: "no carer [in patients with dementia]"."""
    ended = block.every[block.start - 1 : block.start] in ([";"], ["."], ["("])
    if ended and (addressed.done(block.inside, later=True) or _VERBS & block.words()):
        return True
    return bool(
        (above.negations or not exclusion)
        and block.inside[0] in {"in", "among", "for"}
        and (PEOPLE | _MINORS) & set(block.inside[1:3])
    )


def _tested_for(block: Insertion, above: Scope) -> bool:
    """Return whether the words say of what a test that must be negative is: "a negative screen [for opioids]"."""
    ahead = {str(piece) for piece in block.every[max(0, block.start - _TEST) : block.start]}
    return block.inside[0] == "for" and "negative" in ahead and not above.negations


def _of_sound(block: Insertion) -> bool:
    """Return whether the words say what has to be sound, and of less so: "normal [hepatic] function", "negative [bacterial] cultures"."""
    for at in range(block.start - 1, max(-1, block.start - _NEAR), -1):
        word = block.every[at]
        if not isinstance(word, str) or word in _ENDS | {"with", "for", "in"}:
            return False
        if word in _SOUND:
            # Not "HER2-negative [advanced] cancer" nor "negative history of [severe] asthma".
            named = str(block.every[at - 1]) if at and word == "negative" else ""
            return not block.above[block.start].negations and (not named or named in FORM)
    return False


def _counts_part(block: Insertion, measured: list[Limit]) -> bool:
    """Return whether a number of something is put in, or one of no known side: "3 years of" primary school is less than all of it."""
    return bool(measured) and (
        block.inside[-1] == "of" or any(piece.kind in {"bare", "count"} for piece in measured)
    )


def _is_item(block: Insertion) -> bool:
    """Return whether the words between commas, or behind a semicolon, are a thing of their own: "treated prostate cancer", but not "treated with surgery"."""
    if block.every[block.start - 1 : block.start] == [";"] and block.inside[0] in QUALIFIERS:
        return True
    behind = str(block.every[block.end]) if block.end < len(block.every) else "."
    if (
        len(block.inside) < _PAIR
        or block.every[block.start - 1 : block.start] != [","]
        or behind not in _ENDS
    ):
        return False
    first, second = (str(piece) for piece in block.inside[:_PAIR])
    return first.endswith("ed") and not isinstance(block.inside[1], Limit) and second not in FORM | _BEHIND


def _may_repeat(block: Insertion) -> bool:
    """Return whether the words are perhaps an item of a list, "vessels, heart, etc.", or a limit again, "a month (30 days)"."""
    around = (*block.every[block.start - 1 : block.start], *block.every[block.end : block.end + 1])
    again = block.bracketed and isinstance(block.every[block.start - 2], Limit)
    return again or (around == (",", ",") and len(block.inside) == 1)
