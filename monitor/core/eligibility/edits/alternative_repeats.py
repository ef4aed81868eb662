"""Whether "or X" perhaps says nothing more."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.abilities import LANGUAGES, SKILLS
from monitor.core.eligibility.edits.doubts import twin
from monitor.core.eligibility.edits.kinds import is_kind
from monitor.core.eligibility.edits.lexicon import FORM, NEGATORS, QUALIFIERS
from monitor.core.eligibility.permissive import embraces
from monitor.core.eligibility.quantities.analytes import analyte
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.quantities.sets import SAME, relation

if TYPE_CHECKING:
    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.edits.scope import Scope
    from monitor.core.eligibility.quantities.model import Piece

_ALL = frozenset(["whatever", "whichever", "however", "wherever", "whether", "regardless", "irrespective"])
_BOTH = frozenset(["both", "combination", "combined", "together", "thereof", "two", "otherwise", "not"])
_EQUIVALENT = frozenset(["equivalent", "equal", "similar", "comparable", "corresponding", "bioequivalent"])
_LAST_OF_KIND = frozenset(["other", "another"])
_NEARLY = frozenset(
    [
        "never",
        "borderline",
        "potentially",
        "nearly",
        "marginally",
        "conditionally",
        "planning",
        "intending",
        "attempting",
        "trying",
    ]
)
_FEW = 4  # more words than this name no mere kind of what stands beside them
BREAKS = frozenset(["or", "and", ",", ".", ";", "(", ")", ":"])
STATES = frozenset(["prior", "current", "history", "new", "present", "before", "past"])
_CERTAIN = frozenset(["definite", "confirmed", "known"])  # what is certain is among what is only likely
_DEGREES = _CERTAIN | {"suspected", "possible", "probable"}
_LACKS = frozenset(["inability", "lack", "lacking", "absence", "absent", "fail", "failure", "unlikely"])
_SORTS = frozenset(
    [
        "disease",
        "disorder",
        "condition",
        "illness",
        "syndrome",
        "comorbidity",
        "problem",
        "abnormality",
        "drug",
        "medication",
        "medicine",
        "agent",
        "therapy",
        "treatment",
        "antibody",
        "inhibitor",
        "product",
        "substance",
        "compound",
        "procedure",
        "factor",
        "reason",
        "cause",
    ]
)
_SUBSTANCES = frozenset(["drug", "medication", "medicine", "agent", "antibody", "inhibitor", "compound"])
_PROCEDURES = frozenset(
    [
        "radiotherapy",
        "radiation",
        "irradiation",
        "surgery",
        "transplantation",
        "transplant",
        "dialysis",
        "phototherapy",
        "acupuncture",
        "psychotherapy",
        "physiotherapy",
        "ablation",
        "embolization",
        "brachytherapy",
        "hyperthermia",
        "plasmapheresis",
        "apheresis",
    ]
)
_GOVERNORS = frozenset(
    ["of", "in", "with", "to", "for", "by", "from", "on", "no", "not", "each"]
)  # of "other"
_PAIR = 3


def same_or_form(block: Insertion, above: Scope, rest: list[Piece], *, exclusion: bool) -> bool:
    """Return whether "or X" may say nothing more: X is the same again, is caught by "or any other", or is what somebody lacks."""
    if embraces(" ".join(map(str, block.inside))):
        return True  # "tissue[, archival or fresh]"
    if _without_effect(block, rest) or (exclusion and _unable(block, above)) or _apposed(block):
        return True
    certain = _DEGREES.issuperset(map(str, rest))
    return (above.failed and not above.exceptions) or bool(
        rest and not certain and (_caught(block) or block.of_open_list())
    )


def _apposed(block: Insertion) -> bool:
    """Return whether the words are two qualifiers behind a comma, which say of what kind the noun before is: "disease, active or chronic"."""
    inside = block.inside
    return (
        inside[0] == "or" and len(inside) > _PAIR and inside[1] in QUALIFIERS and inside[2] in {"or", "and"}
    )


def same_again(block: Insertion, rest: list[Piece]) -> bool:
    """Return whether an alternative only repeats: "or equivalent", "penicillin allergy" beside "allergy", a legal age."""
    words = {piece for piece in rest if isinstance(piece, str)}
    if words and words & _EQUIVALENT and words <= _EQUIVALENT | FORM | {"dose", "doses", "steroid", "drug"}:
        return True
    if words and words <= _BOTH | FORM | {"included", "excepted", "excluded"}:
        return True
    if {"legal", "age"} <= block.words() or "majority" in words:
        return True
    first = block.start
    while first > 0 and block.every[first - 1] not in BREAKS:
        first -= 1
    last = block.end
    while last < len(block.every) and block.every[last] not in BREAKS:
        last += 1
    if not block.linked() and any(operand <= words for operand in _operands(block)):
        return True  # "asthma, severe asthma"
    neighbors = (block.every[first : block.start], block.every[block.end : last])
    return any(
        beside and not block.bounds() and beside <= words and not words & _NEARLY
        for beside in ({str(piece) for piece in near} - FORM - NEGATORS - {"or", "and"} for near in neighbors)
    ) or (len(words - FORM) <= _FEW and any(is_kind(words - FORM, genus) for genus in _operands(block)))


def _operands(block: Insertion) -> list[set[str]]:
    """Return what the words around a block name between their links, without form, in the same exception or none."""
    found: list[set[str]] = [set()]
    scope = block.above[block.start]
    shared = block.inside[0] == "or" and all(word in QUALIFIERS for word in block.inside[1:])
    noun = range(block.end, block.end + shared)  # of "open [or laparoscopic] surgery" both are kinds
    for at, piece in enumerate(block.every):
        if piece in BREAKS:
            found.append(set())
        elif at in noun:
            continue
        elif block.above[at].turn == scope.turn and not block.start <= at < block.end and piece not in FORM:
            found[-1].add(str(piece))
    return [operand for operand in found if operand]


def _limit_again(block: Insertion, limit: Limit) -> bool:
    """Return whether the limit on the other side of the link says the same: "≥ 9 g/dL or ≥ 5.6 mmol/L"."""
    about = analyte(block.every, block.start)
    beside = (*block.every[max(0, block.start - 1) : block.start], *block.every[block.end : block.end + 1])
    return any(isinstance(piece, Limit) and relation(piece, limit, about) == SAME for piece in beside)


def _caught(block: Insertion) -> bool:
    """Return whether the list goes on to "or any other disease", which perhaps takes in what the words name."""
    above = block.above[block.start]
    behind = [*block.inside[-1:], *block.every[block.end : block.end + 2]]
    while behind and behind[0] not in {"or", "and"}:
        behind.pop(0)
    if behind[1:2] and behind[1] in _LAST_OF_KIND:
        return not _done(block)  # "warfarin, [heparin] or other anticoagulants"
    for at in range(block.end, len(block.every) - 1):
        piece = block.every[at]
        if block.above[at].brackets > above.brackets:
            continue
        if piece in {".", ";", ":", ")"} or block.above[at].turn != above.turn:
            return False
        if piece == "other" and block.every[at - 1] not in _GOVERNORS:
            return _names_all(block, at + 1)
    return False


def _done(block: Insertion) -> bool:
    """Return whether the words name what is done to somebody, which is no "other drug": "insulin, [surgery] or other drugs"."""
    last = next(
        (at for at in range(block.end, len(block.every) - 1) if block.every[at] in _LAST_OF_KIND), block.end
    )
    sort = takewhile(lambda piece: piece not in BREAKS | _GOVERNORS, block.every[last:])
    return {*block.content()} - {"or", "and"} <= _PROCEDURES and bool(_SUBSTANCES & {*map(str, sort)})


def _names_all(block: Insertion, at: int) -> bool:
    """Return whether a word for everything of a sort stands in the words from a place up to the next link."""
    for piece in block.every[at:]:
        if piece in BREAKS:
            return False
        if piece in _SORTS:
            return True
    return False


def _without_effect(block: Insertion, rest: list[Piece]) -> bool:
    """Return whether an alternative is perhaps the same again: a bare number, a word's twin, a lone "current"."""
    if _ALL & {str(piece) for piece in block.inside[:2]}:
        return True  # "asthma, whatever the cause"
    if len(rest) == 1 and isinstance(rest[0], Limit) and _limit_again(block, rest[0]):
        return True
    if rest and all(isinstance(piece, Limit) and piece.kind == "bare" and piece.dimension for piece in rest):
        return True
    if not rest and STATES & block.words():
        neighbors = (
            *block.every[max(0, block.start - 1) : block.start],
            *block.every[block.end : block.end + 1],
        )
        visit = {"in", "prior"} <= block.words() and list(block.every[block.end : block.end + 1]) == ["at"]
        return not visit and not (STATES | {"active", "acute"}) & {str(piece) for piece in neighbors}
    if rest and all(piece in _DEGREES for piece in rest) and _CERTAIN & block.words():
        return True
    return twin(block, rest)


def _unable(block: Insertion, above: Scope) -> bool:
    """Return whether an exclusion names what somebody lacks or cannot do: one ground of two may be enough, or only both."""
    ahead = {str(piece) for piece in block.every[: block.start]}
    return bool(above.negations and ahead & _LACKS and not (LANGUAGES & block.words() and ahead & SKILLS))
