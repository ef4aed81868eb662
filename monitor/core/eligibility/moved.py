"""The direction of a criterion of which only numeric thresholds moved."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.core.eligibility import caution
from monitor.core.eligibility.model import Part
from monitor.core.eligibility.normal import words
from monitor.core.eligibility.thresholds import number, thresholds
from monitor.model import Direction

if TYPE_CHECKING:
    from monitor.core.eligibility.thresholds import Threshold

UNTOLD = (Direction.UNDETERMINED, "")
_LONGEST = 800  # signs; a longer text is prose in which a number may stand for anything
_SENTENCE_BREAK = re.compile(r"[.;:]\s")
_NEXT_SENTENCE = re.compile(r"(?<=[a-z)%\d])\.\s+(?=[A-Z])")
_NEGATED_WINDOW = re.compile(r"\b(?:no|not|without|never|absence)\b")
_BREAKS_NEGATION = re.compile(r"\b(?:and|but|or have|or has|then|with)\b")


def moved(part: Part, before: str, after: str) -> tuple[Direction, str]:
    """Compare two wordings of a criterion: (direction, why).

    Told only when the words are the same but for thresholds, all of which moved the same way, and
    nothing in the text could turn the meaning round.
    """
    old_frame, old = thresholds(before)
    new_frame, new = thresholds(after)
    if part is Part.UNSTATED or old_frame != new_frame or not old or max(len(before), len(after)) > _LONGEST:
        return UNTOLD
    pairs = [(one, other) for one, other in zip(old, new, strict=True) if not _same(one, other)]
    if not pairs:
        return Direction.UNDETERMINED, "the same limit in other words"
    signs = {_grows(one, other) for one, other in pairs}
    if len(signs) != 1 or None in signs:
        return UNTOLD
    grows = signs == {True}
    sign = _sense(part, (before, after), pairs, (old, new))
    if sign is None:
        return UNTOLD
    lets_in = (grows == sign) == (part is Part.INCLUSION)
    why = "; ".join(_why(one, other) for one, other in pairs)
    suffix = " in an exclusion" if part is Part.EXCLUSION else ""
    return (Direction.LOOSENED if lets_in else Direction.TIGHTENED), why + suffix


def _same(one: Threshold, other: Threshold) -> bool:
    """Tell whether two thresholds allow the same values."""
    return one.kind == other.kind and one.covers(other) and other.covers(one)


def _grows(one: Threshold, other: Threshold) -> bool | None:
    """Tell whether the new threshold allows more (True), less (False), or neither contains the other (None)."""
    if one.kind != other.kind or one.window != other.window:
        return None
    if _is_next_whole(one, other):
        return None
    if other.covers(one):
        return True
    return False if one.covers(other) else None


def _is_next_whole(one: Threshold, other: Threshold) -> bool:
    """Tell whether "> 17" became "≥ 18", which is the same where only whole numbers are counted."""
    if (one.low_closed, one.high_closed) == (other.low_closed, other.high_closed):
        return False
    first, second = number(one.said.split()[0]), number(other.said.split()[0])
    return first is not None and second is not None and abs(first - second) == 1


def _sense(
    part: Part,
    texts: tuple[str, str],
    pairs: list[tuple[Threshold, Threshold]],
    everything: tuple[list[Threshold], list[Threshold]],
) -> bool | None:
    """Tell whether more values allowed mean more people meet the criterion (True), fewer (False), unknown (None)."""
    senses = set()
    for side, text in enumerate(texts):
        moving = [pair[side] for pair in pairs]
        senses.add(_sense_of(part, text, moving, everything[side]))
    return senses.pop() if len(senses) == 1 else None


def _sense_of(part: Part, text: str, moving: list[Threshold], every: list[Threshold]) -> bool | None:
    """Give the sense of one wording."""
    said = words(text)
    plain = list(said)
    for one in every:
        plain[one.at : one.end] = ["§"] * (
            one.end - one.at
        )  # a "no" inside "no more than" negates nothing else
    whole = " ".join(word for word in plain if word != "§")
    if caution.excepts(whole) or caution.contradicts(whole, exclusion=part is Part.EXCLUSION):
        return None
    for one in moving:
        if caution.conditional(" ".join(plain[: one.at])) or caution.describes(" ".join(plain[one.end :])):
            return None
        if _stands_aside(text, one):
            return None
        if one.high is not None and one.low is None and _counts_other_way(whole, one, every):
            return None
        if (
            part is Part.EXCLUSION
            and one.kind in {"days", "months"}
            and one.low is not None
            and caution.since(whole)
        ):
            return None
    if not caution.negations(whole):
        return True
    return _negated(part, text, plain, moving)


def _stands_aside(text: str, one: Threshold) -> bool:
    """Tell whether a threshold does not state the criterion itself.

    It may only say of whom the rest speaks ("Patients ≥ 65 years: …"), or stand in a later sentence,
    which may explain or define anything.
    """
    head, colon, rest = text.partition(": ")
    if colon and rest and one.end <= len(words(head)):
        return True
    later = _NEXT_SENTENCE.search(text)
    return later is not None and one.at >= len(words(text[: later.start()]))


def _counts_other_way(whole: str, one: Threshold, every: list[Threshold]) -> bool:
    """Tell whether a higher upper bound or longer window may ask for more instead of less."""
    if one.window or one.kind in {"days", "months"}:
        # A longer window makes "at most 2 attacks" harder; something may have to hold all through it.
        return caution.held(whole) or any(
            other.high is not None and not other.window for other in every if other is not one
        )
    return bool(
        re.search(r"\b(?:agree\w*|willing\w*|contracept\w*|abstain\w*|refrain\w*|commit\w*)\b", whole)
    )


def _negated(part: Part, text: str, plain: list[str], moving: list[Threshold]) -> bool | None:
    """Give the sense of "no … within 4 weeks" among the inclusions: a longer window lets fewer in."""
    if part is not Part.INCLUSION or len(moving) != 1 or not moving[0].window or _SENTENCE_BREAK.search(text):
        return None
    before = " ".join(plain[: moving[0].at])
    found = caution.negations(" ".join(word for word in plain if word != "§"))
    match = _NEGATED_WINDOW.search(before)
    if len(found) != 1 or match is None or _BREAKS_NEGATION.search(before, match.end()):
        return None
    return False


def _why(one: Threshold, other: Threshold) -> str:
    """Say in words how a threshold moved."""
    old, new = one.said.replace(" %", "%"), other.said.replace(" %", "%")
    if one.window:
        return f"time window {'lengthened' if other.covers(one) else 'shortened'} from {old} to {new}"
    if old == new:
        return f"the limit {old} itself now {'counts' if other.covers(one) else 'does not count'}"
    if (one.low is None, one.high is None) != (other.low is None, other.high is None):
        return f"limits changed from {old} to {new}"
    if one.low is None or one.high is None:
        name = "upper" if one.low is None else "lower"
        raised = (other.high or 0) + (other.low or 0) > (one.high or 0) + (one.low or 0)
        return f"{name} limit {'raised' if raised else 'lowered'} from {old} to {new}"
    return f"range {'widened' if other.covers(one) else 'narrowed'} from {old} to {new}"
