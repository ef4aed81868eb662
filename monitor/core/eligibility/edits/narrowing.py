"""Words that restrict: qualifiers of the closed lists, limits, phrases such as "requiring antibiotics"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits import manner
from monitor.core.eligibility.edits.doubts import permission
from monitor.core.eligibility.edits.implied import implied
from monitor.core.eligibility.edits.lexicon import NEGATIVE, PROCEDURES, QUALIFIERS, RESTRICTIVE
from monitor.core.eligibility.edits.manner import ABILITY
from monitor.core.eligibility.edits.model import UNKNOWN, Edit
from monitor.core.eligibility.quantities.model import Limit, Range
from monitor.core.eligibility.quantities.scale_names import SCALES

if TYPE_CHECKING:
    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.edits.scopes import Scope
    from monitor.core.eligibility.quantities.model import Piece

_VARIANT = re.compile(r"[a-z]\d{2,4}[a-z]")  # of a gene: G12C, V600E
_OPINION = frozenset(
    [
        "investigator",
        "physician",
        "doctor",
        "clinician",
        "team",
        "staff",
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
        "decided",
        "decision",
        "preference",
        "preferred",
        "needed",
        "appropriate",
        "indicated",
        "possible",
        "feasible",
        "usual",
        "routine",
    ]
)
_TREATED = frozenset(["radiotherapy", "radiation", "irradiation"])
_BEGUN = frozenset(["started", "initiated", "occurring", "lasting"])
_SWALLOWED = frozenset(["tablet", "capsule", "pill"])
_WHENS = frozenset(["if", "when", "that", "who", "which", "whose"])
_THERAPIES = frozenset(
    [
        "therapy",
        "treatment",
        "drug",
        "medicine",
        "medication",
        "steroid",
        "corticosteroid",
        "chemotherapy",
        "radiotherapy",
        "surgery",
        "antibiotic",
        "immunotherapy",
        "hospitalization",
        "hospitalized",
        "transfusion",
        "treated",
        "received",
        "receiving",
        "insulin",
        "opioid",
        "anticoagulant",
        "use",
    ]
)
_AIMLESS = frozenset(
    [
        "reason",
        "purpose",
        "study",
        "trial",
        "participation",
        "protocol",
        "screening",
        "use",
        "any",
        "not",
        "than",
    ]
)
_NOT_ONLY = frozenset(["", "only", "limited", "necessarily", "yet"])
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
        "compatible",
    ]
)


def narrowing(block: Insertion, above: Scope, content: list[Piece]) -> Edit | None:
    """Class a qualifier, a limit or a restrictive phrase."""
    words = [piece for piece in content if isinstance(piece, str)]
    measured = [piece for piece in content if isinstance(piece, Limit)]
    if measured and all(piece.ranges == (Range(),) for piece in measured):
        return UNKNOWN if words else None  # "at any time" limits nothing
    restricting = measured and all(piece.kind == "window" or _is_dose(piece) for piece in measured)
    if block.bracketed and not restricting:
        return UNKNOWN if measured or set(words) & QUALIFIERS else None
    if words[-1:] and {"only", "required"} <= block.words():
        return Edit(0, f"asked of some only: “{block.shown()}”", waiver=1)
    if (
        _repeats(block)
        or block.unbalanced()
        or implied(block, words)
        or manner.says_how(block, words, measured)
    ):
        return UNKNOWN
    if _counts_part(block, measured) or any(
        permission(block.every, at) for at in range(block.start, block.end)
    ):
        return UNKNOWN
    links = any(word in {"or", "and"} for word in words) and not _is_phrase(block)
    if above.condition or above.stops or links:
        qualifying = bool(words) and all(word in QUALIFIERS or word in {"or", "and"} for word in words)
        if above.condition or above.stops or not qualifying or words[0] in {"or", "and"}:
            return None if block.bracketed else UNKNOWN
    if not _restricts(block, words, measured):
        return None if block.bracketed else UNKNOWN
    reason = f"limited to “{block.shown()}”"
    if above.waived:
        return Edit(0, reason, waiver=-1)
    return Edit(-above.sign, reason)


def _counts_part(block: Insertion, measured: list[Limit]) -> bool:
    """Return whether a number is put in of which the side is not known: "3 years of" primary school is less than all of it."""
    return bool(measured) and (
        block.inside[-1] == "of" or any(piece.kind in {"bare", "count"} for piece in measured)
    )


def _is_limit(piece: Piece) -> bool:
    """Return whether a piece is a limit with a comparator."""
    return isinstance(piece, Limit) and piece.kind == "limit"


def _ends(block: Insertion) -> bool:
    """Return whether a block of more than one word ends its clause and is not tied to what stands before it by a link."""
    before = block.every[block.start - 1] if block.start else ""
    after = block.every[block.end] if block.end < len(block.every) else "."
    return (
        len(block.inside) > 1
        and after in {".", ";", ")", ","}
        and before not in {"", "or", "and", "with", "("}
    )


def _repeats(block: Insertion) -> bool:
    """Tell whether the words are perhaps an item of a list, "vessels, heart, etc.", or a limit again, "a month (30 days)"."""
    around = (*block.every[block.start - 1 : block.start], *block.every[block.end : block.end + 1])
    again = block.bracketed and isinstance(block.every[block.start - 2], Limit)
    return again or (around == (",", ",") and len(block.inside) == 1)


def _is_dose(limit: Limit) -> bool:
    """Return whether a limit is one of a dose, which says of whom a drug's name in a criterion is meant."""
    return limit.kind == "limit" and limit.dimension in {"mass/time", "mass"}


def _is_phrase(block: Insertion) -> bool:
    """Return whether the words are one phrase that restricts what stands before them, with all that they list."""
    following = block.every[block.end] if block.end < len(block.every) else "."
    ends = _ends(block) or (isinstance(following, Limit) and following.kind == "window")
    first = block.inside[0]
    return (
        ends
        and (first in RESTRICTIVE - _WHENS or _has_purpose(block))
        and block.inside[1] not in {"or", "and"}
    )


def _has_purpose(block: Insertion) -> bool:
    """Return whether the words say what a therapy before them is for: "steroids for asthma"."""
    ahead = {str(piece) for piece in block.every[: block.start]}
    return (
        block.inside[0] == "for"
        and bool(ahead & _THERAPIES)
        and not block.words() & _AIMLESS
        and not block.measures()
    )


def _restricts(block: Insertion, words: list[str], measured: list[Limit]) -> bool:
    """Return whether words from the closed lists, or limits alone, were put in."""
    plain = _plain(words, measured)
    if block.inside[0] in {"of", "at"} and len(block.inside) > 1 and _is_limit(block.inside[1]):
        return not {"or", "and"} & block.words()
    following = str(block.inside[1]) if len(block.inside) > 1 else ""
    if block.inside[0] == "without" or (block.inside[0] == "not" and following not in _NOT_ONLY):
        return _ends(block) and not ABILITY & {str(piece) for piece in block.every[: block.start]}
    if block.inside[0] == "to" and _TREATED & {str(piece) for piece in block.every[: block.start]}:
        return _ends(block) and not measured
    if block.inside[0] == "of" or (
        plain == ["oral"] and block.every[block.end : block.end + 1] and block.every[block.end] in _SWALLOWED
    ):
        return False
    if not plain:
        return bool(measured)
    if _has_purpose(block) or (block.bracketed and any(map(_is_dose, measured))):
        return True
    return all(word in QUALIFIERS or _VARIANT.fullmatch(word) for word in plain) or _restrictive(
        block, plain, measured
    )


def _plain(words: list[str], measured: list[Limit]) -> list[str]:
    """Return the words that carry a meaning of their own: no links, procedures or names of a scale."""
    scales = SCALES.keys() if any(piece.kind == "scale" for piece in measured) else ()
    return [
        word
        for word in words
        if word not in {"or", "and"} | PROCEDURES and word not in scales and not word.isdigit()
    ]


def _restrictive(block: Insertion, plain: list[str], measured: list[Limit]) -> bool:
    """Return whether the words are a phrase that restricts: "requiring antibiotics", "not controlled by drugs"."""
    if set(plain) <= RESTRICTIVE and block.inside[0] in _BEGUN:
        return bool(measured)
    if set(plain) <= RESTRICTIVE or _OPINION & {str(word) for word in block.inside}:
        return False
    if block.inside[0] == "not" and len(plain) > 1 and plain[1] in _UNMET:
        return True
    first = block.inside[block.inside[0] == "current" and len(block.inside) > 1]
    return first in RESTRICTIVE and not NEGATIVE & set(plain[2:])
