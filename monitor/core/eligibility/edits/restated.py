"""What a wording says of a limit a second time: in other units, as "or equivalent", as "or more"."""

from __future__ import annotations

from dataclasses import replace
from math import inf

from monitor.core.eligibility.edits.lexicon import FORM, MARKERS, QUALIFIERS
from monitor.core.eligibility.quantities.analytes import analyte
from monitor.core.eligibility.quantities.comparators import AFTER
from monitor.core.eligibility.quantities.model import Limit, Piece, Range
from monitor.core.eligibility.quantities.sets import SAME, relation

_ROUGHLY = frozenset(
    [
        "approx",
        "approximately",
        "about",
        "roughly",
        "around",
        "little",
        "circa",
        "equivalent",
        "equal",
        "corresponding",
    ]
)
_RANGES = frozenset(["range", "scale", "possible", "ranging"])  # "(range 0-42)" is all that a score can have
_FAR = 6  # pieces between a limit and its "or more"
_BESIDE, _LONG = 4, 10  # pieces between a limit and the bracket behind it; in the bracket
_DOSES = frozenset(["mass", "mass/time", "mass/mass/time"])
_EQUIVALENTS = tuple(
    tuple(phrase.split())
    for phrase in [
        "( or equivalent dose )",
        "( or equivalent )",
        "( or its equivalent )",
        "or equivalent dose",
        "or its equivalent",
        "or equivalent",
        "( equivalent )",
        "or an equivalent",
        "equivalent",
    ]
)
_CLOSED = frozenset(
    [
        ",",
        ".",
        ";",
        ")",
        "(",
        "or",
        "and",
        "at",
        "in",
        "on",
        "during",
        "within",
        "before",
        "after",
        "for",
        "per",
        "as",
    ]
)
_BOUNDS = frozenset(["limit", "window", "duration"])
_BEFORE_NOUN = FORM | _CLOSED | MARKERS


def without_conversions(found: list[Piece]) -> list[Piece]:
    """Drop a bracket that only gives the limit before it again: "≥ 70 mg/dL (1.8 mmol/L)", "1.4 g (about 6 peanuts)"."""
    result: list[Piece] = []
    at = 0
    while at < len(found):
        if found[at] == "(" and found[at + 1 : at + 2] and found[at + 1] in _ROUGHLY | _RANGES:
            end = _rough_end(found, at)
            known = found[at + 1] in _RANGES or any(isinstance(piece, Limit) for piece in result[-_BESIDE:])
            if end and known:
                at = end
                continue
        last, inside = (result[-1] if result else None), found[at + 1 : at + 3]
        if (
            found[at] == "("
            and len(inside) == 2
            and inside[1] == ")"
            and _repeats(last, inside[0], analyte(result, len(result)))
        ):
            at += 3
            continue
        result.append(found[at])
        at += 1
    return result


def without_inclusive(found: list[Piece]) -> list[Piece]:
    """Drop "inclusive" behind a range that has both its ends anyway: "16 to 55 years of age, inclusive"."""
    result: list[Piece] = []
    bracketed = False
    for at, piece in enumerate(found):
        if piece == "inclusive" and found[at + 1 : at + 2] != ["of"] and _closed_range(result[-_BESIDE:]):
            if result[-1] in {",", "("}:
                bracketed = result.pop() == "("
            continue
        if piece == ")" and bracketed:
            bracketed = False
            continue
        result.append(piece)
    return result


def _closed_range(ahead: list[Piece]) -> bool:
    """Return whether some pieces end with a range that has both its ends, with "of age" or without."""
    limit = next((piece for piece in reversed(ahead) if piece not in {",", "of", "age", "old", "("}), None)
    return (
        isinstance(limit, Limit)
        and len(limit.ranges) == 1
        and limit.ranges[0].low_closed
        and limit.ranges[0].high_closed
    )


def without_equivalents(found: list[Piece]) -> list[Piece]:
    """Drop "or equivalent" behind a dose, "> 10 mg a day of prednisone or equivalent"."""
    result: list[Piece] = []
    at = 0
    while at < len(found):
        size = next(
            (len(phrase) for phrase in _EQUIVALENTS if tuple(found[at : at + len(phrase)]) == phrase), 0
        )
        if size and any(
            isinstance(piece, Limit) and piece.dimension in _DOSES for piece in result[-_BESIDE:]
        ):
            at += size
            continue
        result.append(found[at])
        at += 1
    return result


def without_closings(found: list[Piece]) -> list[Piece]:
    """Drop the "or more" that closes a bound behind what is counted, which the limit has: "60 points or more"."""
    result: list[Piece] = []
    at = 0
    while at < len(found):
        ended = at + 2 >= len(found) or found[at + 2] in _CLOSED or isinstance(found[at + 2], Limit)
        bound = next(
            (piece for piece in result[:-_FAR:-1] if isinstance(piece, Limit) or piece in _CLOSED), None
        )
        if (
            found[at] == "or"
            and result
            and not isinstance(result[-1], Limit)
            and ended
            and found[at + 1 : at + 2]
            and isinstance(bound, Limit)
            and bound.kind == "limit"
            and found[at + 1] in AFTER
            and len(bound.ranges) == 1
            and (
                bound.ranges[0].low_closed
                if AFTER[str(found[at + 1])] == "≥"
                else bound.ranges[0].high_closed
            )
        ):
            at += 2
            continue
        result.append(found[at])
        at += 1
    return result


def attributive(found: list[Piece]) -> list[Piece]:
    """Put an adjective that is said of a noun before it: "gout that is untreated" is "untreated gout"."""
    result: list[Piece] = []
    at = 0
    while at < len(found):
        if found[at] in {"that", "which"} and (word := _adjective(found, at)):
            noun = len(result)
            while noun and isinstance(result[noun - 1], str) and result[noun - 1] not in _BEFORE_NOUN:
                noun -= 1
            if noun < len(result):
                result.insert(noun, word)
                at += 3
                continue
        result.append(found[at])
        at += 1
    return result


def _adjective(found: list[Piece], at: int) -> str:
    """Return the adjective of a clause such as "that is untreated", which ends behind it; "" for other clauses."""
    verb, word, behind = [*found[at + 1 : at + 4], "", "", ""][:3]
    ends = at + 3 >= len(found) or behind in _CLOSED or isinstance(behind, Limit)
    return str(word) if verb in {"is", "are"} and word in QUALIFIERS and ends else ""


def _rough_end(found: list[Piece], at: int) -> int:
    """Return the place behind a short bracket that has a number in it, else 0."""
    inside = found[at + 1 : at + _LONG]
    end = at + 1 + inside.index(")") if ")" in inside else 0
    return end + 1 if end and any(isinstance(piece, Limit) for piece in found[at:end]) else 0


def _repeats(limit: Piece | None, echo: Piece, about: str) -> bool:
    """Return whether a number, with its comparator or without, is that of the limit before it in another form."""
    if not isinstance(limit, Limit) or not isinstance(echo, Limit) or limit.kind not in _BOUNDS:
        return False
    if echo.kind != "bare":
        return relation(limit, echo, about) == SAME
    if len(limit.ranges) != 1:
        return False
    span, value = limit.ranges[0], echo.ranges[0].low
    same = Range(
        value if span.low > -inf else -inf,
        value if span.high < inf else inf,
        span.low_closed,
        span.high_closed,
    )
    return relation(limit, replace(echo, ranges=(same,), kind="limit"), about) == SAME
