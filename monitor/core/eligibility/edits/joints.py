"""What it does to the people described that "and" became "or" between two things, or "or" became "and".

"Fever and rash" became "fever or rash": more people have that, where both were asked for.
"""

from __future__ import annotations

import re
from math import inf
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits import guards
from monitor.core.eligibility.edits.lexicon import FORM, PEOPLE, QUALIFIERS, RELATIVES
from monitor.core.eligibility.edits.model import UNKNOWN, Edit
from monitor.core.eligibility.normal import word_set
from monitor.core.eligibility.quantities.analytes import SUBJECTS
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.quantities.word_scales import WORDED
from monitor.core.eligibility.reasons import What, because
from monitor.core.eligibility.wording.synonyms import PHRASES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.edits.align import Block
    from monitor.core.eligibility.edits.model import Wording
    from monitor.core.eligibility.edits.scope import Scope
    from monitor.core.eligibility.quantities.model import Piece

_LISTED = frozenset(
    [
        "pregnant",
        "breastfeeding",
        "male",
        "female",
        "alcohol",
        "drug",
        "substance",
        "hiv",
        "hbv",
        "hcv",
        "hepatitisb",
        "hepatitisc",
        "hbsag",
        "inclusion",
        "renal",
        "hepatic",
        "cardiac",
        "pulmonary",
        "neurological",
        "psychiatric",
        "medical",
        "adult",
        "child",
        "parent",
        "guardian",
        "read",
        "write",
        "adequate",
        "normal",
        "acceptable",
        "sufficient",
    ]
)
_STATES = word_set(
    "active symptomatic severe uncontrolled unstable untreated progressive refractory relapsed resistant decompensated intractable serious significant"
)
_SEVERAL = word_set("metastasis infection lesion tumor comorbidity symptom ailment condition problem")
_NOUN = 3  # pieces behind two qualifiers among which their noun is
_FINITE = frozenset(["have", "has", "had", "are", "is"])
_JOINTS = frozenset(["or", "and"])
_LINKS = frozenset(["or", "and", ",", "/", ":"])
_ADJECTIVE = re.compile(r"(?:ed|ent|ant|al|ic|ive|ous|ar|ary|ine|ing|able|ible)$")
_NAMES = frozenset(PHRASES.values())
_CHOICES = word_set("thefollowing following all any one either both each these below least two")
_PROOF = re.compile(
    r"(?:hist|cyt|path|radi|ser|microbi|immun|hemat|bi|sonog|echo)o\w*(?:ic|ical|ically)$|"
    r"(?:clinical|molecular|genetic|endoscopic|surgical|radiographic)(?:ly|ally)?$|ultrasound$|imaging$|laboratory$"
)
_CONFIRMED = word_set(
    "confirmed proven diagnosed verified documented established diagnosis confirmation evidence proof"
)
_PROVEN = 3
_REST = frozenset(
    ["other", "others", "another", "similar", "further"]
)  # "A and other B" lists as "A or other B" does
_PROVED = word_set("confirmed documented demonstrated evidenced shown proven verified")
_BY = frozenset(["by", "with", "on"])
_PREFIX = 2  # letters that kinds have in common: "HFrEF and HFpEF"
_NEAR = 10  # pieces before a link in which it says that something is proven
_FAILED = frozenset(["refractory", "resistant", "intolerant", "failed", "progressed", "relapsed"])


def swapped(old: Wording, new: Wording, block: Block, *, exclusion: bool) -> Edit:
    """Class "and" turned into "or", or back; unknown where it may only list things."""
    before, after, above = old.pieces[block.start], new.pieces[block.other], old.scopes[block.start]
    every = {str(piece) for piece in old.pieces} & _JOINTS == {before}
    every = every and {str(piece) for piece in new.pieces} & _JOINTS == {after}
    links = _LINKS - _JOINTS if every else _LINKS
    at_once = _at_once(old, block.start)
    if not exclusion and _proven_by(old, block.start) and _proven_by(new, block.other):
        return _turned(after, above)
    if (
        (above.form and not _defined(old, block.start, links))
        or (above.example and not guards.example_defines(old.pieces, old.scopes, block.start))
        or above.condition
        or above.stops
        or above.unable
        or above.vague
        or not (
            _joins_conditions(old, block.start, links, exclusion=exclusion) if at_once is None else at_once
        )
    ):
        return UNKNOWN
    return _turned(after, above)


def of_two(old: Wording, new: Wording, block: Block) -> Edit:
    """Class a link between two things of which "both" or "either" says that each is meant."""
    above, first = old.scopes[block.start], str(old.pieces[block.start - 1])
    second = str(old.pieces[block.start + 1]) if block.start + 1 < len(old.pieces) else ""
    unsure = above.form or above.example or above.condition or above.stops or above.unable or above.vague
    alike = first[:_PREFIX] == second[:_PREFIX] or {"type"} & set(
        map(str, old.pieces)
    )  # kinds of which nobody has two
    adjective = _ADJECTIVE.search(first) and not first.endswith("ine")
    if unsure or alike or adjective or PEOPLE & {first, second}:
        return UNKNOWN  # "both oral and inhaled steroids"
    return _turned(new.pieces[block.other], above)


def _turned(after: Piece, above: Scope) -> Edit:
    """Return what "and" and "or" do in place of each other, by what stands over them."""
    before = "and" if after == "or" else "or"
    sign = 1 if after == "or" else -1
    reasons = because(What.BECAME, before, str(after))
    return Edit(0, reasons, waiver=sign * above.sign) if above.waived else Edit(sign * above.sign, reasons)


def _joins_conditions(side: Wording, at: int, links: frozenset[str], *, exclusion: bool) -> bool:
    """Return whether a connective joins two conditions of their own: "and" between things may only list them.

    A condition has a limit before the connective, or one behind it that cannot count for both sides; or it is one of
    all that an inclusion asks for. `links` part the things that are joined.
    """
    stretches = _ahead(side, at, links), _behind(side, at, links)
    if _REST & set(map(str, side.pieces[at + 1 : at + 2])):
        return False
    if ":" in side.pieces[:at]:
        return not exclusion and _labelled(side) and all(map(_bounded, stretches))
    if not exclusion and _proofs(side, at):
        return True
    if side.scopes[at].brackets:
        return all(map(_bounded, stretches))
    sizes = [sum(piece not in FORM for piece in stretch) for stretch in stretches]
    own = sizes[0] > 1 and not SUBJECTS & {str(piece) for piece in stretches[0]}
    if _bounded(stretches[0]) or (own and _bounded(stretches[1])):
        return True
    if _shared(stretches[1], exclusion=exclusion):
        return True
    if side.scopes[at].waived and all(
        _state(piece) for piece in (*side.pieces[at - 1 : at], *side.pieces[at + 1 : at + 2])
    ):
        return True  # "unless asymptomatic and stable"
    if _predicates(side, at, stretches[0]):
        return True
    if not exclusion and _FAILED & {str(piece) for piece in side.pieces[:at]}:
        return True  # "refractory to bortezomib and lenalidomide"
    # "No fever or cough" and "no fever and cough" may be the same
    few = (
        not exclusion
        and not side.scopes[at].negations
        and not links & {str(piece) for piece in (*side.pieces[:at], *side.pieces[at + 1 :])}
    )
    whole = min(sizes) > 1 or (
        min(sizes) == 1
        and (sizes[1] == 1 or side.pieces[at - 1] in _NAMES)
        and not _ADJECTIVE.search(str(side.pieces[at - 1]))
    )
    whole = whole and not _bounded(stretches[1])
    return few and whole and not _LISTED & {str(piece) for stretch in stretches for piece in stretch}


def _at_once(side: Wording, at: int) -> bool | None:
    """Return whether two qualifiers are states of one illness at once, "active [and] symptomatic", not "acute and chronic"; None for other words.

    Of "untreated and symptomatic metastases" each may be in another state.
    """
    beside = (*side.pieces[at - 1 : at], *side.pieces[at + 1 : at + 2])
    if side.scopes[at].waived or not all(
        piece.dimension in WORDED if isinstance(piece, Limit) else piece in QUALIFIERS for piece in beside
    ):
        return None
    states = {piece.text if isinstance(piece, Limit) else piece for piece in beside}
    nouns = {*map(str, side.pieces[at + 2 : at + 2 + _NOUN])}
    several = not nouns - FORM or bool(nouns & _SEVERAL)
    return states <= _STATES and not several and not side.scopes[at].negations


def _predicates(side: Wording, at: int, ahead: Sequence[Piece]) -> bool:
    """Return whether two things are said of the same people: "who have failed it and have no other option", "and been found unfit"."""
    following = side.pieces[at + 1] if at + 1 < len(side.pieces) else ""
    finite = bool(_FINITE & set(map(str, ahead)))
    relative = bool(RELATIVES & set(map(str, side.pieces[:at])))
    return finite and (following == "been" or (following in _FINITE and relative))


def _state(piece: Piece) -> bool:
    """Return whether a piece is a word that says in which state something is."""
    return isinstance(piece, str) and (piece in QUALIFIERS or piece.endswith("ed"))


def _labelled(side: Wording) -> bool:
    """Return whether what stands before a colon only names what is asked for, and none of it is for some people only."""
    label = {str(piece) for piece in side.pieces[: side.pieces.index(":")]}
    counted = any(isinstance(piece, Limit) for piece in side.pieces[: side.pieces.index(":")])
    return not counted and not label & _CHOICES and not PEOPLE & {str(piece) for piece in side.pieces}


def _proven_by(side: Wording, at: int) -> bool:
    """Return whether two proofs are joined: "confirmed by MRI [and] biopsy"."""
    above = side.scopes[at]
    if above.negations or above.exceptions or above.waived or above.condition or above.stops or above.vague:
        return False
    if sum(piece in _JOINTS for piece in side.pieces) > 1 or (_REST | {":"}) & {*map(str, side.pieces)}:
        return False
    return any(
        side.pieces[place] in _PROVED and side.pieces[place + 1] in _BY
        for place in range(max(0, at - _NEAR), at - 1)
    )


def _defined(side: Wording, at: int, links: frozenset[str]) -> bool:
    """Return whether the words are the definition behind "defined as:", or two measured bounds."""
    ahead = list(side.pieces[:at])
    if ":" in ahead and ahead[ahead.index(":") - 2 : ahead.index(":")] == ["defined", "as"]:
        return True
    return all(
        any(isinstance(piece, Limit) and piece.kind in {"limit", "scale"} for piece in stretch)
        for stretch in (_ahead(side, at, links), _behind(side, at, links))
    )


def _proofs(side: Wording, at: int) -> bool:
    """Return whether two ways of proof are joined: "histologically [or] cytologically confirmed", "a clinical [and] genetic diagnosis"."""
    if side.scopes[at].negations or side.scopes[at].exceptions:
        return False
    beside = (*side.pieces[at - 1 : at], *side.pieces[at + 1 : at + 3])
    return (
        len(beside) == _PROVEN
        and all(_PROOF.match(str(piece)) for piece in beside[:2])
        and beside[2] in _CONFIRMED
    )


def _ahead(side: Wording, at: int, links: frozenset[str]) -> list[Piece]:
    """Return the pieces before a place up to a link, without those in deeper brackets."""
    found: list[Piece] = []
    for place in range(at - 1, -1, -1):
        if side.scopes[place].brackets <= side.scopes[at].brackets and side.pieces[place] in links | {
            ".",
            ";",
        }:
            break
        found.append(side.pieces[place])
    return found


def _behind(side: Wording, at: int, links: frozenset[str]) -> list[Piece]:
    """Return the pieces behind a place up to a link, without those in deeper brackets."""
    found: list[Piece] = []
    for place in range(at + 1, len(side.pieces)):
        if side.scopes[place].brackets <= side.scopes[at].brackets and side.pieces[place] in links | {
            ".",
            ";",
        }:
            break
        found.append(side.pieces[place])
    return found


def _shared(stretch: Sequence[Piece], *, exclusion: bool) -> bool:
    """Return whether what is said of two things is clearly said of each: "AST and ALT > 5 × ULN", but "ALT or AST ≤ 3" may ask for both."""
    bounds = [piece for piece in stretch if isinstance(piece, Limit) and piece.kind == "limit"]
    if exclusion:
        return bool(bounds) or "positive" in stretch
    return bool(bounds) and all(piece.ranges[0].low > -inf for piece in bounds)


def _bounded(stretch: Sequence[Piece]) -> bool:
    """Return whether a limit with a comparator, or values of a scale, are among some pieces."""
    return any(
        isinstance(piece, Limit)
        and piece.kind in {"limit", "scale", "window"}
        and piece.dimension not in WORDED
        for piece in stretch
    )
