"""Words that say how or when something is measured, established or managed, or only name it in full."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.lexicon import FORM_STARTS, PROCEDURES, RELATIVES, RESTRICTIVE
from monitor.core.eligibility.edits.starts import begins
from monitor.core.eligibility.normal import word_set
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.quantities.word_scales import WORDED

if TYPE_CHECKING:
    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.quantities.model import Piece

_RECENT = frozenset(["recent", "recently", "newly"])
_EXAMINED = frozenset(["test", "function", "scan", "imaging", "examination", "laboratory"])
_MANNERS = frozenset(["at", "in", "on", "after", "by", "with", "without", "during", "under", "when", "using"])
UNDER_CONTROL = frozenset(
    ["controlled", "stable", "treated", "managed", "suppressed", "resolved", "corrected"]
)
_PREPOSITIONS = frozenset(["of", "to", "for", "from", "with", "by", "up", "at", "on"])
_STOPS = frozenset([".", ";", ",", ":", "(", ")", "or", "and", "within", "before", "after", "during", "in"])
_ELAPSED = re.compile(
    r"(?:preced|lead|pass|elaps|run|go|end)(?:e|es|ed|s|ing)?$|(?:before|past|just|ago|gone|prior|up|to)$"
)
_BY = _MANNERS | {"following", "meeting", "fulfilling", "satisfying", "from", "through"}
_SOURCES = word_set(
    "guideline guidelines recommendation recommendations classification criterion criteria consensus definition standard standards statement"
)
_RELATIVES = frozenset(["that", "which", "has", "have", "just", "immediately", "directly"])
ABILITY = frozenset(["able", "inability", "walk", "independently", "alone"])


def says_how(block: Insertion, words: list[str], measured: list[Limit]) -> bool:
    """Return whether the words perhaps limit nobody: a method, a help, a label, "within 3 months" beside "recent"."""
    if _formal(block, words, measured) or _measured_behind(block) or _enabled(block) or _labels(block):
        return True
    if _unfinished(block) or _of_time(block) or _by_source(block):
        return True
    return bool(measured) and bool(_RECENT & {str(piece) for piece in block.every})


def _unfinished(block: Insertion) -> bool:
    """Return whether a phrase lacks its object, or what it restricts: "in the course of" a year, "in a position to" come."""
    if len(block.inside) < 2 or block.end == len(block.every):
        return False
    first, last, behind = block.inside[0], block.inside[-1], block.every[block.end]
    if first in RELATIVES and isinstance(behind, str) and behind not in _STOPS:
        return True  # "defects [that go along] with pain"
    return (block.start == 0 and first in RESTRICTIVE and last != ",") or last in _PREPOSITIONS


def _by_source(block: Insertion) -> bool:
    """Return whether the words name a document by which something is established: "gout [in line with the guideline]"."""
    return block.inside[0] in _BY and block.inside[-1] in _SOURCES


def _of_time(block: Insertion) -> bool:
    """Return whether words behind a time say which time it is: "the 30 days that precede screening"."""
    time = block.every[block.start - 1] if block.start else ""
    return (
        isinstance(time, Limit)
        and time.dimension == "time"
        and all(piece in _RELATIVES or _ELAPSED.match(str(piece)) for piece in block.inside)
    )


def _measured_behind(block: Insertion) -> bool:
    """Return whether a measured bound stands right behind the words: what it bounds is perhaps only named in full."""
    for piece in block.every[block.end :]:
        if piece in {"or", "and", ",", ".", ";"}:
            return False
        if _is_value(piece):
            return True
    return False


def _enabled(block: Insertion) -> bool:
    """Return whether the words say by what help something is done or controlled, which may ask for less."""
    ahead = {str(piece) for piece in block.every[: block.start]}
    return block.inside[0] in {"with", "using", "on", "by", "under"} and bool(
        ahead & (ABILITY | UNDER_CONTROL)
    )


def _labels(block: Insertion) -> bool:
    """Return whether the words only name what follows: "Cardiac: ejection fraction ≥ 50 %"."""
    return ":" in block.inside or list(block.every[block.end : block.end + 1]) == [":"]


def _is_value(piece: Piece) -> bool:
    """Return whether a piece is a limit of something that is measured."""
    return (
        isinstance(piece, Limit)
        and piece.kind == "limit"
        and piece.dimension not in {"", "age", "time", "halflife", *WORDED}
    )


def _formal(block: Insertion, words: list[str], measured: list[Limit]) -> bool:
    """Return whether a block says only how or when something is established."""
    if block.inside[0] in _MANNERS and not measured and any(map(_is_value, block.every[: block.start])):
        return True  # "≥ 50 % of predicted after a bronchodilator"
    if begins(block.inside, FORM_STARTS) or (not words and _assessed(block, measured)):
        return True
    return bool(PROCEDURES & block.words()) and block.inside[0] in {"on", "by", "in", "at", "with"}


def _assessed(block: Insertion, measured: list[Limit]) -> bool:
    """Return whether a time window only says when something is examined: "ECOG 0 or 1 within 7 days of randomisation"."""
    if not measured or any(piece.kind != "window" for piece in measured):
        return False
    rest = (*block.every[: block.start], *block.every[block.end :])
    return bool(_EXAMINED & {piece for piece in rest if isinstance(piece, str)}) or any(
        isinstance(piece, Limit)
        and piece.kind in {"limit", "scale"}
        and piece.dimension not in {"", "time", "age"}
        for piece in rest
    )
