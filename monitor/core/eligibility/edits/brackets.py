"""A bracket that came, went or gave way to another: "(no transfusion within 7 days)", "(transfusions permitted)"."""

from __future__ import annotations

import re

from monitor.core.eligibility.edits.lexicon import FORM, MAY, NEGATIVE, PERMITTED
from monitor.core.eligibility.edits.model import Edit
from monitor.core.eligibility.quantities.limits import limits
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.reasons import What, because, opposite
from monitor.core.eligibility.wording.tokens import tokens

_BRACKET = re.compile(r"\(([^()]{3,200})\)")
_CONDITIONS = frozenset(["if", "when", "unless", "only", "except", "provided", "other", "up"])
_WITHOUT = frozenset(["no", "not", "without", "unsupported", "untransfused"])
_SUPPORT = frozenset(
    [
        "transfusion",
        "transfused",
        "support",
        "supported",
        "unsupported",
        "untransfused",
        "csf",
        "oxygen",
        "supplementation",
        "supplemental",
    ]
)
_INCLUDES = frozenset(["including", "even", "also", "include"])
_CONSENT = frozenset(["consent", "assent", "icf", "signed", "informed", "parent", "guardian"])
_DONE = frozenset(
    [
        "recorded",
        "taken",
        "drawn",
        "collected",
        "measured",
        "sent",
        "documented",
        "discussed",
        "reported",
        "repeated",
        "informed",
        "performed",
        "done",
        "obtained",
        "reviewed",
        "verified",
        "notified",
    ]
)
_STEM = 6  # letters of a word that two brackets about one thing have in common


def bracketed(before: str, after: str, *, exclusion: bool) -> Edit | None:
    """Class the only difference of two wordings where it is what stands in one bracket; None for any other."""
    if tokens(_BRACKET.sub(" ", before)) != tokens(_BRACKET.sub(" ", after)):
        return None
    sides = [
        {tokens(found[1]): found.start() for found in _BRACKET.finditer(text)} for text in (before, after)
    ]
    gone, come = sides[0].keys() - sides[1].keys(), sides[1].keys() - sides[0].keys()
    if max(len(gone), len(come)) != 1 or () in gone | come:
        return None
    old, new = next(iter(gone), ()), next(iter(come), ())
    if exclusion:
        eased = _permits(new) and _includes(old) and _share(old, new)
        hardened = _permits(old) and _includes(new) and _share(old, new)
    else:
        ahead = tokens(before[: sides[0][old]] if old else after[: sides[1][new]])
        eased = _demands(old, ahead) and not _demands(new, ahead) and (not new or _permits(new))
        hardened = _demands(new, ahead) and not _demands(old, ahead) and (not old or _permits(old))
    if eased == hardened:
        return None
    shown = " ".join(new or old)
    less = because(What.BRACKETS_ASK_LESS, shown)
    return Edit(0, less if eased else opposite(less), waiver=1 if eased else -1)


def _permits(words: tuple[str, ...]) -> bool:
    """Return whether a bracket permits something without a condition."""
    found = set(words)
    permitting = found & PERMITTED or (found & MAY and "be" in found)
    return bool(permitting) and not found & (NEGATIVE | _CONDITIONS)


def _demands(words: tuple[str, ...], ahead: tuple[str, ...]) -> bool:
    """Return whether a bracket asks for something, by its words and those before it.

    It says "must", or that the value right before it is reached without help: "≥ 9 g/dL (no transfusion)".
    """
    found = set(words)
    if found & (_CONSENT | _CONDITIONS | _DONE) or found & PERMITTED:
        return False
    if "must" in found:
        return not NEGATIVE & set(ahead)
    measured = limits(ahead)
    return (
        bool(words and measured)
        and words[0] in _WITHOUT
        and bool(found & _SUPPORT)
        and isinstance(measured[-1], Limit)
    )


def _includes(words: tuple[str, ...]) -> bool:
    """Return whether a bracket names what counts too: "(including adjuvant therapy)"."""
    return bool(words) and words[0] in _INCLUDES


def _share(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Return whether two brackets speak of one thing."""
    stems = [
        {word[:_STEM] for word in side if word not in FORM | PERMITTED | _INCLUDES and word.isalpha()}
        for side in (words, others)
    ]
    return bool(stems[0] & stems[1])
