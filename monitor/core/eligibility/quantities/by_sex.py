"""Limits that differ by sex, "≤ 450 ms for men and ≤ 470 ms for women", as one limit with two sets of values."""

from __future__ import annotations

from dataclasses import replace

from monitor.core.eligibility.quantities.model import Limit, Piece

SEXES = frozenset(["male", "female"])
_BEFORE = frozenset(["for", "in", "if", "among", "("])
_LINKS = frozenset(["and", "or", ",", ";", "/"])
_BOTH = (
    ("both", "sex"),
    ("either", "sex"),
    ("male", "or", "female"),
    ("female", "or", "male"),
    ("male", "and", "female"),
    ("female", "and", "male"),
)
_PEOPLE = frozenset(["patient", "subject", "participant"])
_NAME = 6  # words between a sex and its limit, which name what is measured


def by_sex(pieces: list[Piece]) -> list[Piece]:
    """Join two limits of one thing, each of a sex, and drop "for both sexes" behind a limit."""
    found: list[Piece] = []
    at = 0
    while at < len(pieces):
        read = _behind(pieces, at) or _ahead(pieces, at)
        if read is None:
            found.append(pieces[at])
            at += 1
        else:
            found.extend(read[0])
            at = read[1]
    return found


def _behind(pieces: list[Piece], at: int) -> tuple[list[Piece], int] | None:
    """Read "≤ 450 ms (men) or ≤ 470 ms (women)" or "≤ 450 ms for both sexes": (what stands for it, place behind it)."""
    first = pieces[at]
    if not isinstance(first, Limit) or first.kind != "limit":
        return None
    for phrase in _BOTH:
        end = at + 1 + (pieces[at + 1 : at + 2] in (["for"], ["in"]))
        if end > at + 1 and tuple(pieces[end : end + len(phrase)]) == phrase:
            return [first], end + len(phrase)
    sex = _sex_behind(pieces, at + 1)
    if sex is None:
        return None
    place = sex[1] + (pieces[sex[1] : sex[1] + 1] != [] and pieces[sex[1]] in _LINKS)
    place += pieces[place : place + 1] in (["and"], ["or"])
    second = pieces[place] if place < len(pieces) else None
    other_sex = _sex_behind(pieces, place + 1) if isinstance(second, Limit) else None
    if other_sex is None or not isinstance(second, Limit):
        return None
    joined = _joined(sex[0], first, other_sex[0], second)
    return ([joined], other_sex[1]) if joined else None


def _sex_behind(pieces: list[Piece], at: int) -> tuple[str, int] | None:
    """Read "for men" or "(women)": (the sex, place behind it)."""
    if pieces[at : at + 1] == [] or pieces[at] not in _BEFORE:
        return None
    bracket = pieces[at] == "("
    start = at + 1 + (bracket and pieces[at + 1 : at + 2] in (["for"], ["in"]))
    sex = pieces[start] if start < len(pieces) else ""
    if not isinstance(sex, str) or sex not in SEXES:
        return None
    end = start + 1 + (pieces[start + 1 : start + 2] != [] and pieces[start + 1] in _PEOPLE)
    if bracket:
        return (sex, end + 1) if pieces[end : end + 1] == [")"] else None
    return sex, end


def _ahead(pieces: list[Piece], at: int) -> tuple[list[Piece], int] | None:
    """Read "women: QTcF ≤ 470 ms, men ≤ 450 ms": (what stands for it, place behind it)."""
    sex = pieces[at]
    if not isinstance(sex, str) or sex not in SEXES:
        return None
    place = next(
        (n for n in range(at + 1, min(at + 2 + _NAME, len(pieces))) if isinstance(pieces[n], Limit)), -1
    )
    first = pieces[place] if place > 0 else None
    name = [piece for piece in pieces[at + 1 : place] if piece != ":"]
    if (
        not isinstance(first, Limit)
        or name.count("(") != name.count(")")
        or any(piece in _LINKS | {"."} for piece in name)
    ):
        return None
    link = place + 1
    while link < min(place + 3, len(pieces)) and pieces[link] in _LINKS:
        link += 1
    other_sex = pieces[link] if link > place + 1 and link < len(pieces) else ""
    end = link + 1 + (pieces[link + 1 : link + 2] == [":"])
    second = pieces[end] if end < len(pieces) else None
    if not isinstance(other_sex, str) or other_sex not in SEXES or not isinstance(second, Limit):
        return None
    joined = _joined(sex, first, other_sex, second)
    return ([*name, joined], end + 1) if joined else None


def _joined(sex: str, first: Limit, other_sex: str, second: Limit) -> Limit | None:
    """Return one limit of two that are of the two sexes and of one dimension."""
    if sex == other_sex or {first.kind, second.kind} != {"limit"} or first.dimension != second.dimension:
        return None
    groups = tuple(sorted([(sex, first.ranges), (other_sex, second.ranges)]))
    return replace(first, groups=groups, text=f"{first.text} ({sex}) or {second.text} ({other_sex})")
