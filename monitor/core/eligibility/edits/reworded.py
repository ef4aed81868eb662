"""A criterion in other words or another order, of which a limit moved: "SNOT-22 score ≥ 30", "a score of at least 20 on the SNOT-22".

What is left of both wordings without form and limits has to be the same, under the same negations and exceptions; then
the limits are compared as values.
"""

from __future__ import annotations

from itertools import dropwhile, pairwise, takewhile
from math import inf
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits import guards, quantity
from monitor.core.eligibility.edits.lexicon import FORM, MARKERS, PERMISSIONS
from monitor.core.eligibility.normal import word_set
from monitor.core.eligibility.quantities.model import Limit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.core.eligibility.edits.model import Edit, Wording
    from monitor.core.eligibility.quantities.model import Piece

_LINKS = frozenset(["or", "and"])
_STOPS = frozenset([",", ";", ".", ":", "(", ")", "/"])
# Words that say that something took place, was found or was taken, beside those of form.
_LIGHT = FORM | word_set(
    "other may can application started duration taken born delivered completed made done undergo leading up ago away count within during while whether occurring occurred "
    "happened found having experienced if when where"
)
_SILENT = _LIGHT | _STOPS | MARKERS
_ANCHORS = frozenset(["before", "after", "since", "from"])  # behind them stands what a time is counted from
_TURNING = word_set("no not without never none only but neither will would")  # as often in both wordings
_OF_TWO = frozenset(["either", "both", "each", "target", "index"])
_BOUNDS = frozenset(["limit", "duration"])
# Words of form that name what a limit is of, where nothing else does.
_THINGS = word_set(
    "disease syndrome diagnosis treatment therapy medication drug agent investigationaldrug test result history use consent "
    "form study trial visit following baseline"
)
_SAME = dict.fromkeys(PERMISSIONS, "eligible")
_AGES = frozenset(["age", "aged", "old"])
_PLAIN = (1, 1, False, False, 0)


def moved(old: Wording, new: Wording, *, exclusion: bool) -> list[Edit]:
    """Return the edits of the limits of two wordings that say the same but for them; none where that is not certain."""
    places = [_limits(side) for side in (old, new)]
    if len(places[0]) != len(places[1]) or not places[0] or not _same(old, new, ordered=len(places[0]) > 1):
        return []
    found = []
    for place, other in zip(*places, strict=True):
        before, after = old.pieces[place], new.pieces[other]
        if before == after:
            continue
        if not _comparable(old, place, new, other) or not _at_same(old, place, new, other):
            return []
        edit = quantity.edit(
            (old.pieces, old.scopes, place), (new.pieces, new.scopes, other), exclusion=exclusion
        )
        if edit is not None:
            found.append(edit)
    return found


def _limits(side: Wording) -> list[int]:
    """Return the places of the limits of a wording."""
    return [at for at, piece in enumerate(side.pieces) if isinstance(piece, Limit)]


def _same(old: Wording, new: Wording, *, ordered: bool) -> bool:
    """Return whether two wordings say the same but for their limits, in the same order where it may matter."""
    if any(scope.vague for side in (old, new) for scope in side.scopes):
        return False
    forms = [[piece for piece in side.pieces if piece in FORM] for side in (old, new)]
    turning = [sum(piece in _TURNING for piece in side.pieces) for side in (old, new)]
    if guards.turned(*forms) or turning[0] != turning[1] or _which(old.pieces) != _which(new.pieces):
        return False
    words = [list(_words(side)) for side in (old, new)]
    if not words[0]:
        things = [_THINGS & {str(piece) for piece in side.pieces} for side in (old, new)]
        windows = any(isinstance(piece, Limit) and piece.kind == "window" for piece in old.pieces)
        return not words[1] and not windows and things[0] == things[1]
    linked = any(word in _LINKS for word, _ in (*words[0], *words[1]))
    clauses = [side.scopes[-1].clause for side in (old, new)]
    turned = any(scope.turn != _PLAIN for side in (old, new) for scope in side.scopes)
    if ordered or linked or turned or clauses != [0, 0]:
        return words[0] == words[1] and clauses[0] == clauses[1]
    return set(words[0]) == set(words[1])


def _which(pieces: Sequence[Piece]) -> list[str]:
    """Return the words that say which of two something is of: "either eye", "the study eye"."""
    named = [*map(str, pieces), ""]
    return sorted(
        word
        for word, following in pairwise(named)
        if word in _OF_TWO or (word == "study" and following and following not in FORM | _STOPS)
    )


def _words(side: Wording) -> Iterator[tuple[str, object]]:
    """Yield the words that say something, and the links, with what stands over each."""
    silent = _SILENT | {"adult"} if _AGES & set(side.pieces) else _SILENT  # the limit says who is one
    for piece, scope in zip(side.pieces, side.scopes, strict=True):
        if isinstance(piece, str) and (piece in _LINKS or piece not in silent):
            yield _SAME.get(piece, piece), scope.turn


def _comparable(old: Wording, place: int, new: Wording, other: int) -> bool:
    """Return whether two limits are of one sort, a window against a window; "less than 4 weeks ago" is one too."""
    before, after = old.pieces[place], new.pieces[other]
    if not isinstance(before, Limit) or not isinstance(after, Limit) or before.sort != after.sort:
        return False
    if bool(before.groups) != bool(after.groups):
        return False
    kinds = {_kind(old.pieces, place), _kind(new.pieces, other)}
    return len(kinds) == 1 or kinds <= _BOUNDS


def _kind(pieces: Sequence[Piece], at: int) -> str:
    """Return the kind of a limit, "window" for the most that something may be ago."""
    limit = pieces[at]
    if not isinstance(limit, Limit):
        return ""
    ago = pieces[at + 1 : at + 2] == ["ago"] and limit.ranges[0].low == -inf
    return "window" if ago and limit.kind == "limit" else limit.kind


def _at_same(old: Wording, place: int, new: Wording, other: int) -> bool:
    """Return whether two limits are of the same thing: what stands before one stands beside the other, and both are counted from the same."""
    if _anchor(old.pieces, place) != _anchor(new.pieces, other):
        return False
    (before, behind), (now_before, now_behind) = _beside(old.pieces, place), _beside(new.pieces, other)
    if not before and not now_before:
        return behind == now_behind
    return bool(before & (now_before | now_behind) or now_before & behind)


def _beside(pieces: Sequence[Piece], at: int) -> tuple[set[str], set[str]]:
    """Return the words in a row that say something nearest to a place, before and behind it."""
    rows: list[set[str]] = []
    for side in (pieces[:at][::-1], pieces[at + 1 :]):
        row = takewhile(_says, dropwhile(lambda piece: not _says(piece), side))
        rows.append(set(map(str, row)))
    return rows[0], rows[1]


def _says(piece: Piece) -> bool:
    """Return whether a piece is a word that says something."""
    return isinstance(piece, str) and piece not in _SILENT and piece not in _LINKS


def _anchor(pieces: Sequence[Piece], at: int) -> frozenset[str]:
    """Return what a time is counted from, as far as it is named: "within 4 weeks before [surgery]"."""
    limit, following = pieces[at], next(iter(pieces[at + 1 : at + 2]), "")
    if not isinstance(limit, Limit) or limit.dimension != "time":
        return frozenset()
    if following not in _ANCHORS and not (following == "of" and limit.kind == "window"):
        return frozenset()
    found = []
    for piece in pieces[at + 2 :]:
        if not isinstance(piece, str) or piece in _STOPS or piece in _LINKS:
            break
        found.append(piece)
    return frozenset(filter(_says, found))
