"""Two bounds of one thing as one limit: "≥ 18 and ≤ 65", "at least 2 but no more than 5"."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import inf

from monitor.core.eligibility.quantities.model import Limit, Piece, Range

_NEAR = 10  # pieces before a number in which its bound is looked for
_FAR = 30  # the same with what stands in brackets
_TIMES = frozenset(["time", "halflife"])
_STOPS = frozenset([".", ";"])


def joined(pieces: list[Piece]) -> list[Piece]:
    """Join two bounds of one thing: "≥ 18 and ≤ 65", "at least 2 but no more than 5", "< 18 or > 65"."""
    found: list[Piece] = []
    for at, piece in enumerate(pieces):
        if isinstance(piece, Limit):
            links: list[str] = []
            while (
                piece.kind == "limit"
                and found
                and isinstance(found[-1], str)
                and found[-1] in {"and", "but", "or", ","}
                and len(links) < 2
            ):
                links.append(str(found.pop()))
            last = found[-1] if found else None
            pair = _pair(last, piece, links) if links and isinstance(last, Limit) else None
            if pair:
                found[-1] = pair
                continue
            found.extend(reversed(links))
            found.append(_inherited(found, piece, listed=_in_list(piece, pieces[at + 1 : at + _NEAR])))
        else:
            found.append(piece)
    return found


def _in_list(piece: Limit, following: list[Piece]) -> bool:
    """Return whether a dose is one of a list that goes on: "> 10 mg of A, [5 mg of B] or 40 mg of C"."""
    for link, other in pairwise(following):
        if link in _STOPS:
            break
        if link in {"or", "and"} and isinstance(other, Limit):
            return piece.dimension == other.dimension and piece.dimension.split("/")[0] in {"mass", "volume"}
    return False


def _inherited(found: list[Piece], piece: Limit, *, listed: bool) -> Limit:
    """Return a bare number behind "and", "or" or a bracket with the side of the bound before it: "within 4 weeks or 5 half-lives"."""
    if piece.kind != "bare" or not (
        found[-1:] in (["and"], ["or"], ["("]) or (listed and found[-1:] == [","])
    ):
        return piece
    near = found[-_NEAR:] if found[-1] == "(" else _unbracketed(found)[-_NEAR:]
    last = next((previous for previous in reversed(near) if isinstance(previous, Limit)), None)
    if last is None or last.kind not in {"limit", "window", "duration"} or len(last.ranges) != 1:
        return piece
    if found[-1] == "(" and (found[-2:-1] == [")"] or last not in found[-5:]):
        return piece  # else "within 4 weeks (6 weeks for mitomycin)", "≤ 300 mg (443 mg cumulative)"
    again = found[-1] == "(" and last is found[-2] and piece.dimension == "volume"  # "≥ 1 unit (500 mL)"
    if last.dimension != piece.dimension and not {last.dimension, piece.dimension} <= _TIMES and not again:
        return piece
    if _STOPS & {previous for previous in near if isinstance(previous, str)}:
        return piece
    value = piece.ranges[0].low
    low, high = last.ranges[0].low > -inf, last.ranges[0].high < inf
    if low == high:
        return piece
    span = (
        Range(low=value, low_closed=last.ranges[0].low_closed)
        if low
        else Range(high=value, high_closed=last.ranges[0].high_closed)
    )
    return replace(
        piece,
        ranges=(span,),
        kind=last.kind,
        factor=last.factor if last.dimension == piece.dimension and found[-1] != "(" else piece.factor,
    )


def _unbracketed(found: list[Piece]) -> list[Piece]:
    """Return the last pieces without those in brackets that are closed: "within 30 days (or as required locally) or"."""
    result: list[Piece] = []
    depth = 0
    for piece in reversed(found[-_FAR:]):
        depth += (piece == ")") - (piece == "(" and depth > 0)
        if not depth and not (piece == "(" and result):
            result.append(piece)
    return result[::-1]


def _pair(limit: Limit, other: Limit, links: list[str]) -> Limit | None:
    """Return two opposite bounds as one limit: a range, or with "or" what lies outside of it; None for any others."""
    plain = limit.dimension == "" or (limit.dimension == "age" and other.dimension == "time")
    apart = limit.dimension != other.dimension and not plain and other.dimension != ""
    if limit.kind != "limit" or len(limit.ranges) != 1 or apart:
        return None
    first, second = limit.ranges[0], other.ranges[0]
    if plain and other.dimension:
        first = Range(
            first.low * other.factor, first.high * other.factor, first.low_closed, first.high_closed
        )
    lower, upper = (first, second) if first.high == inf else (second, first)
    if lower.high != inf or upper.low != -inf or lower.low == -inf or upper.high == inf:
        return None
    dimension = other.dimension if plain else limit.dimension
    # "Or" that would hold all values is a range, "and" that would hold none is what lies outside of it.
    if lower.low > upper.high or (lower.low == upper.high and "or" in links):
        text = f"{limit.text} or {other.text}"
        return Limit((upper, lower), dimension, "limit", text, limit.coarse, other.factor)
    if "or" in links and not plain and limit.factor != other.factor:
        return None  # "if under 70 kg or > 80 mg"
    text = f"{limit.text}–{other.text}"
    return Limit(
        (Range(lower.low, upper.high, lower.low_closed, upper.high_closed),),
        dimension,
        "limit",
        text,
        limit.coarse,
        other.factor,
    )
