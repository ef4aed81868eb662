"""Two wordings that differ in one list of things, compared as sets whatever the order and the last link."""

from __future__ import annotations

from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.kinds import is_kind
from monitor.core.eligibility.edits.lexicon import (
    AT_ONCE,
    FORM,
    MARKERS,
    NEGATORS,
    PEOPLE,
    PERMISSIONS,
    QUALIFIERS,
    RESTRICTIVE,
)
from monitor.core.eligibility.edits.model import Edit
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.reasons import What, because

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.edits.scope import Scope
    from monitor.core.eligibility.quantities.model import Piece

_QUALIFYING = QUALIFIERS | RESTRICTIVE
_LINKS = frozenset(["or", "and", ","])
_ENOUGH = 3  # things of a list that "and" joins among what keeps out
_FEW = 6  # words of a thing
_COMMAS = 2  # of a list without another link
_COUNTS = frozenset(["limit", "count"])
_LEAD = 8  # pieces before the colon of a list
_ENDS = frozenset([".", ";", ":"])
_NEAR = 4  # pieces between two of them
_STOPS = frozenset(["(", ")", ".", ";", ":", "or", "and"])
_TURNS = frozenset(
    [
        "(",
        ")",
        ".",
        ";",
        ":",
        "who",
        "that",
        "which",
        "with",
        "if",
        "when",
        "must",
        "including",
        "eg",
        "ie",
        "etc",
    ]
)
_ADDED = frozenset(
    [
        "must",
        "should",
        "will",
        "may",
        "can",
        "excluded",
        "ineligible",
        "if",
        "unless",
        "except",
        "only",
        "these",
        "this",
        "such",
        "excepted",
        "exempt",
        "spared",
    ]
)
_VERBAL = frozenset(["is", "are", "be", "will", "has", "have", "may", "should", "see", "note", "criterion"])
_UNCERTAIN = PERMISSIONS | {
    "other",
    "another",
    "etc",
    "whichever",
    "whatever",
    "any",
    "consent",
    "assent",
    "cohort",
    "arm",
    "part",
    "phase",
    "must",
    "should",
}
_Item = tuple["Piece", ...]


def listed(
    old: tuple[Sequence[Piece], Sequence[Scope]],
    new: tuple[Sequence[Piece], Sequence[Scope]],
    *,
    exclusion: bool,
) -> Edit | None:
    """Class a list that gained or lost things; None where the wordings differ in more than that."""
    for pieces, scopes in (old, new):
        if any(
            scope.turn != (1, 1, False, False, 0) or scope.form or scope.example or scope.vague
            for scope in scopes
        ):
            return None
        words = {str(piece) for piece in pieces}
        tied = "and" in words and (not exclusion or AT_ONCE & words)
        if tied or (not exclusion and "," in words) or _UNCERTAIN & words:
            return None
    items = [_items(pieces) for pieces, _ in (old, new)]
    if min(map(len, items)) < _ENOUGH or items[0][0] != items[1][0]:
        return None
    gone, come = ([item for item in items[side] if item not in items[1 - side]] for side in (0, 1))
    if bool(gone) == bool(come):
        return None
    unchanged = items[0] if come else items[1]
    if not all(_is_thing(item, unchanged) for item in gone or come):
        return None
    shown = ", ".join(" ".join(map(str, item)) for item in gone or come)
    listed_too = Edit(1, because(What.ALTERNATIVE, shown))
    return listed_too if come else listed_too.opposite()


def _items(pieces: Sequence[Piece]) -> list[_Item]:
    """Return what stands between the links of a wording."""
    found: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece in _LINKS:
            found.append([])
        else:
            found[-1].append(piece)
    return [tuple(item) for item in found if item]


def _is_thing(item: _Item, others: list[_Item]) -> bool:
    """Return whether an item names a thing of its own beside the others of a list."""
    words = {piece for piece in item if isinstance(piece, str)}
    content = words - FORM
    if any(isinstance(piece, Limit) for piece in item) or not content or len(item) > _FEW:
        return False
    if words & (_TURNS | MARKERS | RESTRICTIVE) or content <= QUALIFIERS:
        return False
    for other in others[1:]:
        beside = {str(piece) for piece in other} - FORM
        if beside <= content or content <= beside or is_kind(content, beside) or is_kind(beside, content):
            return False
    return True


def next_clause(block: Insertion) -> bool:
    """Return whether the words are one more of the things that semicolons part: "asthma; gout[; leprosy]"."""
    before, behind = block.every[block.start - 1 : block.start], block.every[block.end : block.end + 1]
    outside = [*block.every[: max(0, block.start - 1)], *block.every[block.end :]]
    excepted = any(scope.exceptions or scope.waived for scope in block.above[: block.start])
    if before != [";"] or behind not in ([], [";"]) or excepted:  # not of "except: A; B[; C]"
        return False
    people = block.inside[0] in PEOPLE and block.inside[1:2] in (["who"], ["with"])
    if people:  # "asthma[; subjects who plan to give blood]"
        return not block.bounds() and not block.words() & (_ADDED | NEGATORS | PERMISSIONS)
    plain = not block.measures() and len(block.inside) <= _FEW and ";" in outside
    return plain and not block.words() & (_TURNS | MARKERS - {"or", "and"} | NEGATORS | PERMISSIONS | _VERBAL)


def next_of_list(block: Insertion, *, exclusion: bool) -> bool:
    """Return whether the words are one more of at least three things that commas alone list.

    They are kept out, excepted, or such that one of them is enough.
    """
    first, last = block.start, block.end
    if block.linked() or block.bounds():
        return False
    if not (exclusion or block.above[first].exceptions or block.above[first].waived or _some_of(block)):
        return False
    level = [at for at, scope in enumerate(block.above) if scope.brackets == block.above[first].brackets]
    breaks = [at for at in level if block.every[at] in _STOPS]
    ahead = max((at for at in breaks if at < first), default=-1)
    behind = min((at for at in breaks if at >= last), default=len(block.every))
    commas = [place for place, at in enumerate(level) if block.every[at] == "," and ahead < at < behind]
    if len(commas) < _COMMAS or not {first - 1, last} & {level[place] for place in commas}:
        return False
    close = all(after - before <= _NEAR + 1 for before, after in pairwise(commas))
    plain = (
        _ends_in_noun(block)
        or _named_alike(block, level)
        or not (block.measures() or block.words() & _QUALIFYING)
    )
    return close and len(block.inside) <= 2 * _NEAR and plain


def _ends_in_noun(block: Insertion) -> bool:
    """Return whether qualifiers with their own noun end a list: "(…, rhinitis, well controlled hypothyroidism)"."""
    behind = block.every[block.end] if block.end < len(block.every) else "."
    named = isinstance(block.inside[-1], str) and block.inside[-1] not in _QUALIFYING | FORM
    return behind in {")", "."} and named and not block.words() & RESTRICTIVE


def _named_alike(block: Insertion, level: Sequence[int]) -> bool:
    """Return whether the last word of a block is the last of another thing of its list: "(treated skin cancer, [treated breast cancer,] …)"."""
    ends = {
        block.every[before]
        for before, at in pairwise(level)
        if block.every[at] in {",", ")"} and not block.start <= before < block.end
    }
    return (
        block.inside[-1] in ends
        and not block.words() & RESTRICTIVE - QUALIFIERS
        and block.inside[-1] not in _QUALIFYING | FORM
    )


def _some_of(block: Insertion) -> bool:
    """Return whether the list of a block begins with how many of it are enough: "at least two of the following:", "one of these signs:"."""
    colon = next((at for at in range(block.start - 1, -1, -1) if block.every[at] in _ENDS), -1)
    if colon < 0 or block.every[colon] != ":" or block.above[colon].brackets:
        return False
    for at in range(colon - 1, max(0, colon - _LEAD), -1):
        piece, count = block.every[at], block.every[at - 1]
        if piece in NEGATORS or piece in _ENDS:
            return False
        if piece == "of":
            exact = block.every[at - 2 : at - 1] in (["exactly"], ["only"])
            return count == "none" or (isinstance(count, Limit) and enough(count) and not exact)
    return False


def enough(count: Limit) -> bool:
    """Return whether a number is a least one, as "one of" is."""
    return (
        not count.dimension
        and count.kind in _COUNTS
        and 0 < count.ranges[0].low < count.ranges[-1].high == inf
    )
