"""Numbers without a comparator beside them: "able to walk 200 m", "5 mg"."""

from __future__ import annotations

from monitor.core.eligibility.quantities.bounds import BORN, VIABLE
from monitor.core.eligibility.quantities.comparators import NAMED
from monitor.core.eligibility.quantities.model import Limit, Range
from monitor.core.eligibility.quantities.numbers import number
from monitor.core.eligibility.quantities.values import PREGNANCY, Value, one_sided, shown, value_at

_DISTANT_SIGNS = {"minimum": "≥", "least": "≥", "maximum": "≤", "exceed": ">", "exceeding": ">"}
# "A decrease of 20 %" is one of 20 % or more.
_CHANGED = frozenset(
    [
        "increase",
        "increased",
        "decrease",
        "decreased",
        "decline",
        "declined",
        "reduction",
        "reduced",
        "improvement",
        "improved",
        "drop",
        "fall",
        "rise",
        "loss",
        "gain",
        "donation",
    ]
)
_LOST = frozenset(["lost", "donated"])
_PREGNANCY = PREGNANCY | {"pregnancy"}
_DOSES = frozenset(["last", "end", "completion", "discontinuation"])
# "Two relapses in the past year" are two or more.
_EVENTS = frozenset(
    [
        "episode",
        "exacerbation",
        "relapse",
        "attack",
        "hospitalization",
        "seizure",
        "burst",
        "course",
        "occasion",
        "flare",
        "event",
        "admission",
        "transfusion",
        "failure",
    ]
)
# "Failed two drugs" is two or more.
_FAILED = frozenset(
    ["failed", "failure", "response", "refractory", "resistant", "intolerant", "unresponsive"]
)
_REACH = 8  # words before a number in which its comparator is looked for
_WHICH_OF_MANY = frozenset(["first", "last", "every", "next"])  # "the first two episodes" are no count
_LONG_REACH = 40  # words before a number in which "threshold" is looked for
# Among these words, "the threshold is" may be an upper one.
_BELOW = frozenset(["low", "below", "under", "less", "medium", "maximum"])
# "Willing to attend three visits" is three or more.
_DUTIES = frozenset(["willing", "agree", "undergo", "attend", "complete", "completed"])
_NEAR = 6  # words between a duty and how often it is to be done
_SEPARATE = frozenset(["consecutive", "separate", "independent", "distinct", "different"])
_FEW = 10  # more events than this are an exact number
# "Able to walk 200 m" is 200 m or more, "can climb two flights" two or more.
_ABILITY = frozenset(["able", "inability", "walk", "run", "lift", "stand", "sit", "score"])
_ABLE = frozenset(["able", "can", "inability", "capable", "ability"])
_EXERTIONS = frozenset(
    [
        "walk",
        "run",
        "climb",
        "ascend",
        "lift",
        "carry",
        "hold",
        "raise",
        "do",
        "perform",
        "manage",
        "cover",
        "pull",
    ]
)
_STRETCHES = frozenset(
    ["flight", "stair", "step", "floor", "storey", "story", "block", "lap", "squat", "repetition", "push"]
)


def bare(words: tuple[str, ...], at: int) -> tuple[Limit, int] | None:
    """Read a number without a comparator beside it: a bound by the words around it, else "bare"."""
    value = value_at(words, at)
    before = words[max(0, at - 5) : at]
    if value is None or (before[-1:] and before[-1] in NAMED):
        return None
    sign = _sign(words, at, value)
    if sign:
        return one_sided(sign, value, words, at), value[2]
    if words[at] in {"single", "once"} or (words[at] == "one" and value[1].dimension != "time"):
        return None
    text = shown(words[at : value[2]])
    span = Range(value[0], value[0], True, True)
    return Limit((span,), value[1].dimension, "bare", text, value[1].coarse), value[2]


def _sign(words: tuple[str, ...], at: int, value: Value) -> str:
    """Return the sign of a number that only makes sense as a bound, or whose comparator other words keep from it; "" for others."""
    before = words[max(0, at - 5) : at]
    dimension, behind = value[1].dimension, set(words[value[2] : value[2] + 3])
    if before[-1:] and before[-1] in _WHICH_OF_MANY:
        return ""
    if dimension == "packyear" or _exerted(words, at, value):
        return "≥"
    if dimension == "titre" and before[-1:] == ("at",):
        return "≥"  # "positive at 1:80"
    if (before[-1:] in {("by",), ("of",)} and _CHANGED & set(before[:-1])) or _LOST & set(before[-1:]):
        return "≥"
    timed = _time_sign(words, at, value) if dimension in {"time", "halflife"} else ""
    if timed:
        return timed
    if not dimension and value[2] < len(words) and words[value[2]] in _SEPARATE:
        return "≥"
    if (
        dimension in {"", "time"}
        and _DUTIES & set(words[max(0, at - _NEAR) : at])
        and _is_noun(words, value, at)
    ):
        return "≥"
    if not dimension and value[0] <= _FEW and before[-1:] != ("of",):
        failed = before[-1:] in {("to",), ("failed",)} and _FAILED & set(before)
        if (_EVENTS & behind and not {"of", "and", "or"} & set(words[value[2] : value[2] + 1])) or failed:
            return "≥"
    return _distant_sign(words, at)


def _exerted(words: tuple[str, ...], at: int, value: Value) -> bool:
    """Return whether a number is how far somebody can go or how much lift: "able to walk 200 m", "can climb two flights"."""
    before, following = words[max(0, at - 5) : at], words[value[2]] if value[2] < len(words) else ""
    dimension = value[1].dimension
    if _ABILITY & set(before[-4:]) and dimension in {"length", "time"}:
        return True
    counted = following in _STRETCHES if not dimension else dimension == "mass"
    return counted and bool(_ABLE & set(before) and _EXERTIONS & set(before[-2:])) and "only" not in before


def _time_sign(words: tuple[str, ...], at: int, value: Value) -> str:
    """Return the sign of a time: "pregnant until 20 weeks", "5 half-lives since the last dose"; "" for others."""
    if words[at - 1 : at] == ("until",) and _PREGNANCY & set(words[max(0, at - _REACH) : at]):
        return "≤"
    if words[at - 1 : at] in {("before",), ("after",)} and BORN & set(words[max(0, at - _NEAR) : at]):
        weeks = words[value[2] - 1] == "week" and value[0] >= VIABLE
        return {"before": "<", "after": ">"}[words[at - 1]] if weeks else ""
    behind = words[value[2] : value[2] + _REACH + 2]
    for place, word in enumerate(behind):
        if word in {"since", "after", "post", "from"}:
            return "≥" if _DOSES & set(behind[place + 1 : place + 3]) else ""
        if word in {".", ";", "before", "prior"}:
            break
    return ""


def _is_noun(words: tuple[str, ...], value: Value, at: int) -> bool:
    """Return whether what is counted stands behind a number, and no other number or range before it."""
    before = words[at - 1] if at else ""
    following = words[value[2]] if value[2] < len(words) else "."
    counted = value[1].dimension == "time" or (
        following.isalpha() and following not in {"and", "or", "to", "of", "in", "at"}
    )
    return counted and before not in {"to", "and", "or", "between", "than", "within", "-"}


def _distant_sign(words: tuple[str, ...], at: int) -> str:
    """Return the sign of a comparator that other words keep from its number, "minimum symptom score of 5"; "" without one."""
    ahead = set(words[max(0, at - _LONG_REACH) : at])
    if {"threshold", "high", "dose"} <= ahead and not _BELOW & ahead:
        return "≥"  # "high dose. The threshold is set at 400 mcg a day"
    for word in reversed(words[max(0, at - _REACH) : at]):
        if word in _DISTANT_SIGNS:
            return _DISTANT_SIGNS[word]
        if not word.isalpha() or word in {"and", "or", "but", "than"} or number(word) is not None:
            break
    return ""
