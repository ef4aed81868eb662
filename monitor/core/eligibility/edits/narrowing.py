"""Words that restrict: qualifiers of the closed lists, limits, phrases such as "requiring antibiotics"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.doubts import permission
from monitor.core.eligibility.edits.implied import implied
from monitor.core.eligibility.edits.lexicon import FORM_STARTS, NEGATIVE, PROCEDURES, QUALIFIERS, RESTRICTIVE
from monitor.core.eligibility.edits.model import UNKNOWN, Edit
from monitor.core.eligibility.edits.scopes import begins
from monitor.core.eligibility.quantities.model import Limit, Range
from monitor.core.eligibility.quantities.scales import WORDED

if TYPE_CHECKING:
    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.edits.scopes import Scope
    from monitor.core.eligibility.quantities.model import Piece

_VARIANT = re.compile(r"[a-z]\d{2,4}[a-z]")  # of a gene: G12C, V600E
_RECENT = frozenset(["recent", "recently", "newly"])
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
_EXAMINED = frozenset(["test", "function", "scan", "imaging", "examination", "laboratory"])
_TREATED = frozenset(["radiotherapy", "radiation", "irradiation"])
_ABILITY = frozenset(["able", "inability", "walk", "independently", "alone"])
_MANNERS = frozenset(["at", "in", "on", "after", "by", "with", "without", "during", "under", "when", "using"])
_UNDER_CONTROL = frozenset(
    ["controlled", "stable", "treated", "managed", "suppressed", "resolved", "corrected"]
)
_BEGUN = frozenset(["started", "initiated", "occurring", "lasting"])
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
        "compatible",
    ]
)


def narrowing(block: Insertion, above: Scope, content: list[Piece]) -> Edit | None:
    """Class a qualifier, a limit or a restrictive phrase."""
    words = [piece for piece in content if isinstance(piece, str)]
    measured = [piece for piece in content if isinstance(piece, Limit)]
    if measured and all(piece.ranges == (Range(),) for piece in measured):
        return UNKNOWN if words else None  # "at any time" limits nothing
    if block.bracketed and not (measured and all(piece.kind == "window" for piece in measured)):
        return UNKNOWN if measured or set(words) & QUALIFIERS else None
    if block.unbalanced() or implied(block, words) or _formal(block, words, measured):
        return UNKNOWN
    if measured and any(piece.kind in {"bare", "count"} for piece in measured):
        return UNKNOWN
    if any(permission(block.every, at) for at in range(block.start, block.end)):
        return UNKNOWN
    if measured and block.inside[-1] == "of":
        return UNKNOWN  # "at least 3 years of primary school" is less than all of it
    if _measured_behind(block) or _enabled(block):
        return UNKNOWN
    if _labels(block) or (measured and _RECENT & {str(piece) for piece in block.every}):
        return UNKNOWN
    if above.condition or above.stops or any(word in {"or", "and"} for word in words):
        qualifying = bool(words) and all(word in QUALIFIERS or word in {"or", "and"} for word in words)
        if above.condition or above.stops or not qualifying or words[0] in {"or", "and"}:
            return None if block.bracketed else UNKNOWN
    if not _restricts(block, words, measured):
        return None if block.bracketed else UNKNOWN
    reason = f"limited to “{block.shown()}”"
    if above.waived:
        return Edit(0, reason, waiver=-1)
    return Edit(-above.sign, reason)


def _measured_behind(block: Insertion) -> bool:
    """Tell whether a measured bound stands right behind the words: what it bounds is perhaps only named in full."""
    for piece in block.every[block.end :]:
        if piece in {"or", "and", ",", ".", ";"}:
            return False
        if _is_value(piece):
            return True
    return False


def _enabled(block: Insertion) -> bool:
    """Tell whether the words say by what help something is done or controlled, which may ask for less."""
    ahead = {str(piece) for piece in block.every[: block.start]}
    return block.inside[0] in {"with", "using", "on", "by", "under"} and bool(
        ahead & (_ABILITY | _UNDER_CONTROL)
    )


def _labels(block: Insertion) -> bool:
    """Tell whether the words only name what follows: "Cardiac: ejection fraction ≥ 50 %"."""
    return ":" in block.inside or list(block.every[block.end : block.end + 1]) == [":"]


def _is_limit(piece: Piece) -> bool:
    """Tell whether a piece is a limit with a comparator."""
    return isinstance(piece, Limit) and piece.kind == "limit"


def _is_value(piece: Piece) -> bool:
    """Tell whether a piece is a limit of something that is measured."""
    return (
        isinstance(piece, Limit)
        and piece.kind == "limit"
        and piece.dimension not in {"", "age", "time", "halflife", *WORDED}
    )


def _ends(block: Insertion) -> bool:
    """Tell whether a block of more than one word ends its clause and is not tied to what stands before it by a link."""
    before = block.every[block.start - 1] if block.start else ""
    after = block.every[block.end] if block.end < len(block.every) else "."
    return (
        len(block.inside) > 1
        and after in {".", ";", ")", ","}
        and before not in {"", "or", "and", "with", "("}
    )


def _formal(block: Insertion, words: list[str], measured: list[Limit]) -> bool:
    """Tell whether a block says only how or when something is established."""
    if block.inside[0] in _MANNERS and not measured and any(map(_is_value, block.every[: block.start])):
        return True  # "≥ 50 % of predicted after a bronchodilator"
    if begins(block.inside, FORM_STARTS) or (not words and _assessed(block, measured)):
        return True
    return bool(PROCEDURES & block.words()) and block.inside[0] in {"on", "by", "in", "at", "with"}


def _assessed(block: Insertion, measured: list[Limit]) -> bool:
    """Tell whether a time window only says when something is examined: "ECOG 0 or 1 within 7 days of randomisation"."""
    if not measured or any(piece.kind != "window" for piece in measured):
        return False
    rest = (*block.every[: block.start], *block.every[block.end :])
    return bool(_EXAMINED & {piece for piece in rest if isinstance(piece, str)}) or any(
        isinstance(piece, Limit)
        and piece.kind in {"limit", "scale"}
        and piece.dimension not in {"", "time", "age"}
        for piece in rest
    )


def _restricts(block: Insertion, words: list[str], measured: list[Limit]) -> bool:
    """Tell whether words from the closed lists, or limits alone, were put in."""
    plain = [word for word in words if word not in {"or", "and"} | PROCEDURES and not word.isdigit()]
    if block.inside[0] in {"of", "at"} and len(block.inside) > 1 and _is_limit(block.inside[1]):
        return not {"or", "and"} & block.words()
    following = str(block.inside[1]) if len(block.inside) > 1 else ""
    if block.inside[0] == "without" or (block.inside[0] == "not" and following.endswith("ing")):
        return _ends(block) and not _ABILITY & {str(piece) for piece in block.every[: block.start]}
    if block.inside[0] == "to" and _TREATED & {str(piece) for piece in block.every[: block.start]}:
        return _ends(block) and not measured
    if block.inside[0] == "of" or (
        plain == ["oral"] and block.every[block.end : block.end + 1] and block.every[block.end] in _SWALLOWED
    ):
        return False
    if not plain:
        return bool(measured)
    if all(word in QUALIFIERS or _VARIANT.fullmatch(word) for word in plain):
        return True
    if set(plain) <= RESTRICTIVE and block.inside[0] in _BEGUN:
        return bool(measured)
    if set(plain) <= RESTRICTIVE or _OPINION & {str(word) for word in block.inside}:
        return False
    if block.inside[0] == "not" and len(plain) > 1 and plain[1] in _UNMET:
        return True
    return block.inside[0] in RESTRICTIVE and not NEGATIVE & set(plain[2:])
