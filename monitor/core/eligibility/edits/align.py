"""Two wordings as lists of pieces, and the blocks in which they differ.

Limits are aligned whatever their values: "age ≥ 18" and "age ≥ 16" are one equal block.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from monitor.core.eligibility.edits.lexicon import EXAMPLE_STARTS, EXCEPTIONS, FORM_STARTS, PEOPLE, SEX
from monitor.core.eligibility.edits.relative import partitive
from monitor.core.eligibility.edits.restated import (
    attributive,
    without_closings,
    without_conversions,
    without_equivalents,
    without_inclusive,
)
from monitor.core.eligibility.edits.starts import starts
from monitor.core.eligibility.quantities.by_kind import by_kind
from monitor.core.eligibility.quantities.by_sex import by_sex
from monitor.core.eligibility.quantities.limits import limits
from monitor.core.eligibility.quantities.model import Limit, Piece
from monitor.core.eligibility.quantities.word_scales import WORDED
from monitor.core.eligibility.wording.opposites import opposed
from monitor.core.eligibility.wording.tokens import acronyms, tokens

if TYPE_CHECKING:
    from collections.abc import Collection

_TIMES = frozenset(["hour", "day", "night", "week", "month", "year"])
_LASTING = frozenset(["lasting", "persisting"])
_DROPPED = frozenset(["a", "an", "the", "any"])
_LAYOUT = frozenset(["or", "and", ",", ".", ";", ":", "/"])  # at the ends of a line
_PROOFS = frozenset(["confirmed", "documented", "proven", "diagnosed", "verified", "established"])
_KINDS = SEX | {"adult", "child", "adolescent", "infant"}
_PEOPLE = PEOPLE | {"people", "person", "individual"}
_PREPOSITIONS = frozenset(["within", "before", "after", "during", "who", "that", "which", "as", "without"])
_STATES = frozenset(
    [
        "active",
        "acute",
        "chronic",
        "serious",
        "uncontrolled",
        "unstable",
        "untreated",
        "symptomatic",
        "progressive",
        "persistent",
        "recurrent",
        "advanced",
        "ongoing",
        "significant",
        "refractory",
        "lifethreatening",
    ]
)
_SCALES = frozenset(["class", "grade", "stage", "score", "step", "level", "category"])
_HORIZON = 40  # pieces to the right in which a comma's "or" is looked for
LONGEST = 500  # pieces; a longer criterion is prose whose edits are not classed


class Block(NamedTuple):
    """Pieces [start:end] of the old wording stand where [other:stop] stand in the new one."""

    equal: bool
    start: int
    end: int
    other: int
    stop: int


def pieces(text: str, explained: dict[tuple[str, ...], str]) -> list[Piece]:
    """Return a wording's pieces: limits, words without articles, commas of a list as its "or" or "and"."""
    words = _abbreviated(tokens(text), explained)
    found = [piece for piece in limits(words) if piece not in _DROPPED]
    for at, (before, piece, after) in enumerate(zip(found, found[1:], found[2:], strict=False), 1):
        if piece == "/" and after in _TIMES:
            found[at] = "per"  # "cigarettes/day"
        elif piece == "/" and all(isinstance(word, str) and word.isalpha() for word in (before, after)):
            found[at] = "or"  # "Dutch/English"
        elif piece in _LASTING and isinstance(after, Limit) and after.dimension == "time":
            found[at] = "for"
    found = attributive(without_inclusive(without_closings(without_equivalents(found))))
    while found and found[-1] in _LAYOUT:
        found.pop()
    while found and found[0] in _LAYOUT:
        found.pop(0)
    return _coordinated(by_kind(by_sex(without_conversions(found))))


def explained(*texts: str) -> dict[tuple[str, ...], str]:
    """Return the abbreviations that some texts explain."""
    return {phrase: short for text in texts for phrase, short in acronyms(text).items()}


def blocks(old: list[Piece], new: list[Piece], *, exact: bool = False) -> list[Block]:
    """Align two wordings; limits of one sort count as equal here and are compared by value afterwards.

    `exact`: a limit that both wordings have counts as equal to itself only.
    """
    common = set(_limits(old)) & set(_limits(new)) if exact else frozenset()
    keys = [[_key(piece, common) for piece in side] for side in (old, new)]
    matcher = SequenceMatcher(None, keys[0], keys[1], autojunk=False)
    found = [Block(op == "equal", *places) for op, *places in matcher.get_opcodes()]
    return _closed(_slid(found, old, new), old, new)


def _slid(found: list[Block], old: list[Piece], new: list[Piece]) -> list[Block]:
    """Return blocks of which an exception begins with its own words: "cancer [other than skin cancer] …", not "[cancer other than skin] cancer …"."""
    result: list[Block] = []
    for block in found:
        last = result[-1] if result else None
        if (
            last is None
            or last.equal
            or not block.equal
            or (last.start < last.end) == (last.other < last.stop)
        ):
            result.append(block)
            continue
        side, begin, end = (
            (new, last.other, last.stop) if last.other < last.stop else (old, last.start, last.end)
        )
        size = min(end - begin, block.end - block.start)
        by = next((by for by in range(1, size) if starts(side, begin + by, EXCEPTIONS)), 0)
        if not by or side[begin : begin + by] != side[end : end + by]:
            result.append(block)
            continue
        result[-1:] = [
            Block(equal=True, start=last.start, end=last.start + by, other=last.other, stop=last.other + by),
            Block(
                equal=False,
                start=last.start + by,
                end=last.end + by,
                other=last.other + by,
                stop=last.stop + by,
            ),
            block._replace(start=block.start + by, other=block.other + by),
        ]
    return result


def _closed(found: list[Block], old: list[Piece], new: list[Piece]) -> list[Block]:
    """Return blocks of which a bracket that was put in right before the end of another one is whole: "(except A [(but not B)])"."""
    for at, (opened, ended, rest) in enumerate(zip(found, found[1:], found[2:], strict=False)):
        if not ended.equal or old[ended.start : ended.end] != [")"]:
            continue
        gone, come = old[opened.start : opened.end], new[opened.other : opened.stop]
        if not gone and come.count("(") > come.count(")") and new[rest.other : rest.stop] == [")"]:
            whole = opened._replace(stop=opened.stop + 1)
            close = ended._replace(other=rest.other, stop=rest.stop)
        elif not come and gone.count("(") > gone.count(")") and old[rest.start : rest.end] == [")"]:
            whole = opened._replace(end=opened.end + 1)
            close = ended._replace(start=rest.start, end=rest.end)
        else:
            continue
        return [*found[:at], whole, close, *found[at + 3 :]]
    return found


def repeated(old: list[Piece], new: list[Piece]) -> bool:
    """Return whether two wordings have a limit in common beside another one of its sort."""
    common = set(_limits(old)) & set(_limits(new))
    sorts = [limit.sort for side in (old, new) for limit in _limits(side) if limit not in common]
    return bool({limit.sort for limit in common} & set(sorts))


def _limits(side: list[Piece]) -> list[Limit]:
    """Return the limits of a wording."""
    return [piece for piece in side if isinstance(piece, Limit)]


def _key(piece: Piece, common: Collection[Piece]) -> str | Piece:
    """Return what a piece is aligned by."""
    return piece.sort if isinstance(piece, Limit) and piece not in common else piece


def _abbreviated(words: tuple[str, ...], short: dict[tuple[str, ...], str]) -> tuple[str, ...]:
    """Replace spelled-out names by the abbreviations that either text explains."""
    if not short:
        return words
    found: list[str] = []
    at = 0
    while at < len(words):
        phrase = next((name for name in short if words[at : at + len(name)] == name), None)
        if phrase is None:
            found.append(words[at])
            at += 1
        else:
            if found[-1:] != [short[phrase]]:
                found.append(short[phrase])
            at += len(phrase)
    return tuple(found)


def _coordinated(found: list[Piece]) -> list[Piece]:
    """Turn the commas of "A, B or C" into "or", those of "A, B and C" into "and"; of "men and women" make "or"."""
    result: list[Piece] = []
    governing: list[str] = [""] * (len(found) + 1)
    depth_word, distance = "", 0
    outer: list[tuple[str, int]] = []
    for at in range(len(found) - 1, -1, -1):
        piece = found[at]
        distance += 1
        if piece in {"or", "and"} and not {"with", "without"} & {*map(str, found[at - 1 : at + 2])}:
            depth_word, distance = str(piece), 0
        elif piece == ")":
            outer.append((depth_word, distance))
            depth_word = ""
        elif piece == "(":
            depth_word, distance = outer.pop() if outer else ("", 0)
        elif piece in {".", ";", ":"} or distance > _HORIZON:
            depth_word = ""
        governing[at] = depth_word
    for at, piece in enumerate(found):
        kinds = piece == "and" and 0 < at < len(found) - 1 and {found[at - 1], found[at + 1]} <= _KINDS
        if kinds or (piece == "and" and _kinds_of_people(found, at)):
            result.append("or")  # "men and women" are people of whom each is one
            continue
        word = (
            governing[at]
            if piece == ","
            and governing[at]
            and not _sets_off(found, at + 1)
            and not _goes_on(found, at + 1)
            and not _grades(found, at)
            and not _stacked(found, at)
            and found[at - 1] not in _PROOFS
            else piece
        )
        if word in {"or", "and"} and result and result[-1] in {"or", "and", ","}:
            result[-1] = word
            continue
        result.append(word)
    return result


def _stacked(found: list[Piece], at: int) -> bool:
    """Return whether a comma stands between two states of one thing: "active, severe infection or gout"."""
    before, _, after, noun = [*found[at - 1 : at + 3], ".", "."][:4]
    stated = [
        piece in _STATES or (isinstance(piece, Limit) and piece.dimension in WORDED)
        for piece in (before, after)
    ]
    return (
        all(stated)
        and isinstance(noun, str)
        and noun not in _LAYOUT | _STATES
        and {before, after} != {"acute", "chronic"}
    )


def _kinds_of_people(found: list[Piece], at: int) -> bool:
    """Return whether "and" stands between two opposites before people: "nulliparous and parous women"."""
    for size in (1, 2):
        people = found[at + size + 1 : at + size + 2]
        names = [[*map(str, found[at - size : at])], [*map(str, found[at + 1 : at + size + 1])]]
        together = at > size and found[at - size - 1] in {
            "of",
            "between",
        }  # "numbers of verbal and nonverbal children"
        if at >= size and people and people[0] in _PEOPLE and opposed(*names) and not together:
            return True
    return False


def _grades(found: list[Piece], at: int) -> bool:
    """Return whether a comma sets off the grade of what stands before it: "specific IgE, class 2 or higher, …"."""
    last = at + 1 + (found[at + 1 : at + 2] != [] and found[at + 1] in _SCALES)
    grade = found[last] if last < len(found) else ""
    behind = found[last + 1] if last + 1 < len(found) else "."
    if not isinstance(grade, Limit) or grade.kind not in {"limit", "scale"} or behind not in _LAYOUT | {")"}:
        return False
    if grade.dimension in WORDED and behind in {"or", "and"}:
        return False  # "uncontrolled, severe or recurrent asthma" lists three
    first = next((place for place in range(at - 1, -1, -1) if found[place] in _LAYOUT), -1)
    return not any(isinstance(piece, Limit) for piece in found[first + 1 : at])


def _goes_on(found: list[Piece], at: int) -> bool:
    """Return whether a comma only closes what was put between two: ", other than minor ones, within 4 weeks"."""
    piece = found[at] if at < len(found) else ""
    return (
        piece in _PREPOSITIONS
        or (isinstance(piece, Limit) and piece.kind == "window")
        or partitive(found, at)
    )


def _sets_off(found: list[Piece], at: int) -> bool:
    """Return whether an exception, an example or a matter of form begins at a place: its comma joins no list."""
    return any(starts(found, at, phrases) for phrases in (EXCEPTIONS, EXAMPLE_STARTS, FORM_STARTS))
