"""Numbers without a comparator beside them: "18 to 65 years", "2, 3 or 4 copies", "able to walk 200 m"."""

from __future__ import annotations

from dataclasses import replace

from monitor.core.eligibility.quantities.comparators import NAMED
from monitor.core.eligibility.quantities.model import Limit, Range
from monitor.core.eligibility.quantities.numbers import number
from monitor.core.eligibility.quantities.values import Value, one_sided, shown, two_sided, value_at

_OPENING_FILLERS = frozenset(["the", "age", "of"])
_RANGE_FILLERS = frozenset(
    ["of", "the", "a", "an", "range", "normal", "reference", "limit", "interval", "between", "from", ":", "("]
)
_JOINTS = frozenset(["to", "through", "up", "until", "till"])
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
_PREGNANCY = frozenset(["gestation", "gestational", "pregnant", "pregnancy"])
# "Born before 32 weeks" is an age at birth.
_BORN = frozenset(["born", "delivered", "delivery", "birth"])
_VIABLE = 140  # days; nobody is born earlier
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


def ranged(words: tuple[str, ...], at: int) -> tuple[Limit, int] | None:
    """Read "between 18 and 65 years", "18 to 65 years", "0-1", "from 7 to 10 percent"."""
    opened = words[at] in {"between", "from"}
    start = at + opened
    while opened and words[start : start + 1] and words[start] in _OPENING_FILLERS:
        start += 1
    first = value_at(words, start)
    before = words[at - 1] if at else ""
    if first is None or before in NAMED or before in {"within", "outside"}:
        return None
    joint = words[first[2]] if first[2] < len(words) else ""
    if joint not in _JOINTS and not (joint == "and" and words[at] == "between"):
        return None
    after = first[2] + 1 + (joint == "up")
    second = value_at(words, after)
    if second is None:
        return None
    if first[1].dimension not in {"", "age", second[1].dimension} and second[1].dimension:
        return None
    made = two_sided(first, second, f"{shown(words[start : first[2]])}–{shown(words[after : second[2]])}")
    end = second[2]
    low, high = made.ranges[0][:2]
    if low > high and (not made.dimension or low < 0):
        made = replace(made, ranges=(Range(high, low, True, True),))  # "78 to 24 letters", "-0.75 to -5 D"
    elif low >= high:
        return None
    for trail in (
        ("both", "inclusive"),
        ("inclusive",),
        ("(", "inclusive", ")"),
        ("(", "both", "inclusive", ")"),
    ):
        if words[end : end + len(trail)] == trail:
            end += len(trail)
            break
    return made, end


def outside(words: tuple[str, ...], at: int) -> tuple[Limit, int] | None:
    """Read "outside the range of 50 to 100 bpm" or "not between 50 and 100 bpm": what lies below and above it."""
    if words[at] == "not" and words[at + 1 : at + 2] in {("between",), ("within",)}:
        start = at + 2
    elif words[at] == "outside" or words[at : at + 2] == ("out", "of"):
        start = at + 1
    else:
        return None
    while words[start : start + 1] and words[start] in _RANGE_FILLERS:
        start += 1
    first = value_at(words, start)
    if first is None or words[first[2] : first[2] + 1] not in {("to",), ("and",)}:
        return None
    second = value_at(words, first[2] + 1)
    if second is None:
        return None
    inner = two_sided(
        first, second, f"{shown(words[start : first[2]])}–{shown(words[first[2] + 1 : second[2]])}"
    )
    low, high = inner.ranges[0][:2]
    if low >= high:
        return None
    ranges = (Range(high=low), Range(low=high))
    return replace(inner, ranges=ranges, text=f"outside {inner.text}"), second[2]


def listed(words: tuple[str, ...], at: int) -> tuple[Limit, int] | None:
    """Read "2, 3 or 4 copies": a set of whole numbers."""
    values = []
    end = at
    before = words[at - 1] if at else ""
    if before in NAMED:
        return None
    while end < len(words):
        value = number(words[end])
        if value is None or not value.is_integer() or value > 20 or words[end] in {"single", "once"}:
            break
        if words[end] == "one" and not _continues(words, end + 1):
            break  # "one or more"
        values.append(value)
        after = end + 1
        while after < len(words) and words[after] in {",", "or"} and after < end + 3:
            after += 1
        if after == end + 1 or after >= len(words) or number(words[after]) is None:
            end += 1
            break
        end = after
    if len(values) < 2 or "or" not in words[at:end]:
        return None
    ranges = _in_a_row(sorted(values))
    copies = words[end : end + 1] == ("copy",)
    return Limit(ranges, "copies" if copies else "", "scale", " ".join(words[at:end])), end + copies


def _in_a_row(values: list[float]) -> tuple[Range, ...]:
    """Return whole numbers as ranges, of which each holds those that follow one another."""
    found: list[Range] = []
    for value in values:
        if found and value - found[-1].high <= 1:
            found[-1] = found[-1]._replace(high=value)
        else:
            found.append(Range(value, value, True, True))
    return tuple(found)


def _continues(words: tuple[str, ...], at: int) -> bool:
    """Return whether "or" and another number follow."""
    return (
        words[at : at + 1] in {("or",), (",",)} and at + 1 < len(words) and number(words[at + 1]) is not None
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
    if words[at - 1 : at] in {("before",), ("after",)} and _BORN & set(words[max(0, at - _NEAR) : at]):
        weeks = words[value[2] - 1] == "week" and value[0] >= _VIABLE
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
