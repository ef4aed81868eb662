"""Whether words behind "or" are certain to be one thing more."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits import addressed
from monitor.core.eligibility.edits.alternative_repeats import BREAKS, same_again
from monitor.core.eligibility.edits.lexicon import FORM, NEGATIVE, PEOPLE, PERMISSIONS, SEX, STOPPERS
from monitor.core.eligibility.edits.outcomes import got_over
from monitor.core.eligibility.quantities.analytes import SUBJECTS
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.quantities.word_scales import WORDED

if TYPE_CHECKING:
    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.edits.scope import Scope
    from monitor.core.eligibility.quantities.model import Piece

_FEW = 4  # more words than this name no mere kind of what stands beside them
_SINCE = frozenset(["since", "from", "after", "before", "interval"])
_CONDITIONS = frozenset(["if", "when", "where", "unless", "provided"])
_FOR_BOTH = frozenset(["unless", "provided"])  # may be asked of what stands before the alternative too
_MEDICAL = frozenset(["clinical", "medical"])
_OF = frozenset(["with", "of", "for", "in", "from", "by"])
_VERBS = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "there",
        "who",
        "which",
        "that",
        "must",
        "should",
        "can",
        "may",
        "be",
    ]
)


def uncertain(block: Insertion, above: Scope, rest: list[Piece], *, exclusion: bool) -> bool:
    """Return whether it is not certain what "or X" adds to: a limit, a person, a duty, or what is let in."""
    if not exclusion and (_shares_limit(block) or addressed.asked_of(block) or _stopped(block)):
        return True
    if addressed.of_subject(block, exclusion=exclusion) or got_over(block.every, block.above, block.start):
        return True  # "any infection [or ulcer] must be healed", "recovered from surgery [or radiotherapy]"
    if _for_some(block):
        return True
    if any(scope.form for scope in block.scopes()) or same_again(block, rest) or _says_more(block, above):
        return True
    denied = NEGATIVE & {word for word in rest if isinstance(word, str)} and "with" in block.inside
    return (
        _grouped(block)
        or bool(denied and not _names_people(block, above))
        or _is_let_in(block, above)
        or _behind_non(block)
    )


def _for_some(block: Insertion) -> bool:
    """Return whether a second limit is that of some people in place of the first: "> 140 mmHg [or > 150 mmHg in patients over 65]"."""
    first = {"for", "in", "if", "when"} & block.words()
    return bool(
        first and block.measures() and (PEOPLE | {"age", "aged", "those", "elderly"}) & block.words()
    ) and any(isinstance(piece, Limit) and piece.kind == "limit" for piece in block.every[: block.start])


def _stopped(block: Insertion) -> bool:
    """Return whether what is named has to be stopped, each of it perhaps: "lithium [or valproate] discontinued for 2 weeks"."""
    clause = block.above[block.start].clause
    behind = range(block.end, len(block.every))
    return any(block.every[at] in STOPPERS and block.above[at].clause == clause for at in behind)


def _behind_non(block: Insertion) -> bool:
    """Return whether a negation before the words is of the qualifier before them, or of them too.

    "Non-English [or Spanish] speakers", "with not controlled [or newly diagnosed] diabetes".
    """
    before = str(block.every[block.start - 1]) if block.start else ""
    following = next((piece for piece in block.every[block.end :] if piece not in _MEDICAL), ".")
    again = any(word.startswith("non") for word in block.words())
    ahead = [str(piece) for piece in block.every[max(0, block.start - _FEW) : block.start]]
    qualifies = any(first in _OF and word == "not" for first, word in pairwise(ahead))
    return (before.startswith("non") or qualifies) and not again and following not in BREAKS | FORM


def _is_let_in(block: Insertion, above: Scope) -> bool:
    """Return whether the words are of an exception from what is let in: "opioids (drugs other than codeine [or tramadol] are allowed)"."""
    if not above.exceptions:
        return False
    first = next(at for at in range(block.start, -1, -1) if at == 0 or not block.above[at - 1].exceptions)
    if first < 2 or block.every[first - 2] in {"(", ",", ".", ";"}:
        return False
    return any(
        piece in PERMISSIONS and scope.clause == above.clause
        for piece, scope in zip(block.every[block.end :], block.above[block.end :], strict=True)
    )


def _tested(block: Insertion) -> bool:
    """Return whether the words are one more of what a test shows to be absent: "a negative swab for influenza [or measles]"."""
    ahead = [str(piece) for piece in block.every[max(0, block.start - 2 * _FEW) : block.start]]
    behind = ahead[ahead.index("negative") :] if "negative" in ahead else []
    return "for" in behind and not BREAKS - {"or"} & {*behind}


def _shares_limit(block: Insertion) -> bool:
    """Return whether a bound behind an alternative counts for it too: "ALT or AST ≤ 3 × ULN" may ask for both."""
    if block.measures():
        return False
    for at in range(block.end, len(block.every)):
        piece = block.every[at]
        if piece in {".", ";", "(", ")"} or block.above[at].clause != block.above[block.start].clause:
            return False
        if isinstance(piece, Limit) and piece.kind in {"limit", "scale"} and piece.dimension not in WORDED:
            since = bool(_SINCE & {str(word) for word in block.every[:at]})
            return since if piece.dimension == "time" else bool(SUBJECTS & block.words())
    return False


def _says_more(block: Insertion, above: Scope) -> bool:
    """Return whether an alternative is a sentence of its own or a condition, which no negation before it reaches."""
    words, turned = block.words(), bool(above.negations or above.exceptions)
    if not above.negations and _tested(block):
        return True
    if words & _CONDITIONS and (
        turned or words & _FOR_BOTH or not words & _CONDITIONS <= set(block.inside[2:])
    ):
        return True
    return turned and bool(words & _VERBS)


def _grouped(block: Insertion) -> bool:
    """Return whether a limit is put in for one sex only."""
    return block.measures() and any(piece in SEX for piece in block.inside)


def _names_people(block: Insertion, above: Scope) -> bool:
    """Return whether an alternative begins with people of its own: "or women with no uterus", "or never smokers with …"."""
    first = list(block.inside[1:3])
    return not above.negations and (bool(PEOPLE & set(first[:1])) or first == ["never", "smoker"])
