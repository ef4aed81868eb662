"""Counts that differ by kind, "≥ 2 moderate or ≥ 1 severe exacerbations", as one limit with a count of each."""

from __future__ import annotations

from dataclasses import replace
from math import inf

from monitor.core.eligibility.quantities.model import Limit, Piece
from monitor.core.eligibility.quantities.scales import merged

_SIZE = 5  # pieces: a count, a kind, "or", a count, a kind


def by_kind(pieces: list[Piece]) -> list[Piece]:
    """Join two counts of kinds of one thing that "or" links; the kinds stay, linked by "or"."""
    found: list[Piece] = []
    at = 0
    while at < len(pieces):
        joined = _counts(pieces[at : at + _SIZE]) if isinstance(pieces[at], Limit) else None
        following = pieces[at + _SIZE] if at + _SIZE < len(pieces) else "."
        if joined and isinstance(following, str) and following.isalpha() and following not in {"or", "and"}:
            found.extend(joined)
            at += _SIZE
        else:
            found.append(pieces[at])
            at += 1
    return found


def _counts(part: list[Piece]) -> list[Piece] | None:
    """Return the joined limit and the two kinds."""
    if len(part) < _SIZE or part[2] != "or":
        return None
    first, kind, _, second, other = part
    if (
        not isinstance(first, Limit)
        or not isinstance(second, Limit)
        or not (_is_count(first) and _is_count(second))
    ):
        return None
    names = [name for name in (_name(kind), _name(other)) if name]
    if len(set(names)) != 2:
        return None
    groups = tuple(sorted([(names[0], first.ranges), (names[1], second.ranges)]))
    joined = replace(first, groups=groups, text=f"{first.text} {names[0]} or {second.text} {names[1]}")
    if isinstance(kind, Limit) and isinstance(other, Limit):
        both = replace(
            kind, ranges=merged([*kind.ranges, *other.ranges]), text=f"{kind.text} or {other.text}"
        )
        return [joined, both]
    return [joined, kind, "or", other]


def _is_count(limit: Limit) -> bool:
    """Return whether a limit is a least count."""
    return (
        limit.kind == "limit"
        and not limit.dimension
        and limit.ranges[0].low > -inf
        and limit.ranges[-1].high == inf
    )


def _name(kind: Piece) -> str:
    """Return the kind that is counted, "" for what is none."""
    if isinstance(kind, Limit):
        return kind.text if kind.kind == "scale" else ""
    return kind if kind.isalpha() else ""
