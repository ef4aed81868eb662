"""Words that gave way to others, with a known meaning: and/or, longer/shorter, with/without, all/either."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits import joints, whichever
from monitor.core.eligibility.edits.demanded import measures
from monitor.core.eligibility.edits.lexicon import EXAMPLE_STARTS, EXCEPTIONS, WAIVERS
from monitor.core.eligibility.edits.model import UNKNOWN, Edit
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.reasons import What, because, opposite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.edits.align import Block
    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.edits.model import Wording
    from monitor.core.eligibility.edits.scope import Scope
    from monitor.core.eligibility.quantities.model import Piece

_STARTED = frozenset(
    ["commencement", "initiation", "start", "change", "increase", "adjustment", "introduction"]
)
_TAKEN = frozenset(["use", "taking", "intake"])
_HISTORY = frozenset(["history", "of"])
_PRESENT = frozenset(["current", "currently", "active", "actively", "ongoing"])
_ARTICLES = frozenset(["a", "an", "the"])
_FORM_BESIDE = frozenset(["or", "in", "of", "to"])
_ONE = frozenset(["one", "single", "solitary"])


def connective(old: Wording, new: Wording, block: Block, *, exclusion: bool) -> Edit | None:
    """Class a block in which a word or two gave way to their counterpart: "and" to "or", "all" to "either"; None for any other."""
    gone, come = old.pieces[block.start : block.end], new.pieces[block.other : block.stop]
    opened = with_or_without(old, new, block) or _excepted(old, new, block)
    if opened is not None:
        return opened
    growth = _use_or_start(gone, come)
    if growth:
        used = because(What.ANY_USE)
        return Edit(growth * old.scopes[block.start].sign, used if growth > 0 else opposite(used))
    present = _present(gone, come)
    if present:
        if old.scopes[block.start].waived or old.scopes[block.start].condition:
            return UNKNOWN
        was, now = (" ".join(map(str, side)) for side in (gone, come))
        return Edit(present * old.scopes[block.start].sign, because(What.BECAME, was, now))
    gone, come = ([piece for piece in side if piece != ","] for side in (gone, come))
    if len(gone) != 1 or len(come) != 1:
        return None
    counted = _counted(gone[0], come[0], old.scopes[block.start])
    if counted is not None:
        return counted
    before, after, above = gone[0], come[0], old.scopes[block.start]
    if {before, after} == {"and", "or"}:
        return joints.swapped(old, new, block, exclusion=exclusion)
    longer = whichever.turned(old.pieces, old.scopes, block.start, (before, after), exclusion=exclusion)
    if longer is not None:
        return longer
    if {before, after} == {"current", "lifetime"}:
        sign = above.sign if after == "lifetime" else -above.sign
        return Edit(sign, because(What.BECAME, str(before), str(after)))
    return None


def _present(gone: Sequence[Piece], come: Sequence[Piece]) -> int:
    """Return -1 where a history of something, which what goes on now is a part of, gave way to the present, +1 for the reverse."""
    before, after = ({*map(str, side)} - _ARTICLES for side in (gone, come))
    for past, now, growth in ((before, after, -1), (after, before, 1)):
        if _HISTORY <= past <= _HISTORY | {"medical", "known", "documented"} and now and now <= _PRESENT:
            return growth
    return 0


def _use_or_start(gone: Sequence[Piece], come: Sequence[Piece]) -> int:
    """Return +1 where the start or change of a drug became its use, -1 where the use became them, else 0."""
    before, after = set(map(str, gone)), set(map(str, come))
    for starts, uses, growth in ((before, after, 1), (after, before, -1)):
        if (
            starts & _STARTED
            and starts <= _STARTED | _FORM_BESIDE
            and uses & _TAKEN
            and uses <= _TAKEN | _FORM_BESIDE - {"or"}
        ):
            return growth
    return 0


def opens(old: Wording, new: Wording, block: Block) -> bool:
    """Return whether a block turns what follows it in a known way: "no" into "no more than one", "with" into "with or without"."""
    gone, come = old.pieces[block.start : block.end], new.pieces[block.other : block.stop]
    if len(gone) == len(come) == 1 and _counted(gone[0], come[0], old.scopes[block.start]):
        return True
    return (with_or_without(old, new, block) or _excepted(old, new, block)) is not None


def _excepted(old: Wording, new: Wording, block: Block) -> Edit | None:
    """Class "including X" turned into "except X", or back."""
    sides = old.pieces[block.start : block.end], new.pieces[block.other : block.stop]
    gone, come = ([piece for piece in side if piece not in {",", "and", "also"}] for side in sides)
    for example, exception, growth in ((gone, come, -1), (come, gone, 1)):
        if tuple(example) in EXAMPLE_STARTS and tuple(exception) in set(EXCEPTIONS) - WAIVERS:
            if any(piece.ranges[0].low == -inf for piece in measures(old.pieces[: block.start])):
                return UNKNOWN  # "at most 2 lines, excluding adjuvant therapy": what counts less lets more in
            included = because(What.INCLUDED)
            return Edit(growth * old.scopes[block.start].sign, included if growth > 0 else opposite(included))
    return None


def with_or_without(old: Wording, new: Wording, block: Block) -> Edit | None:
    """Class "with X" or "without X" turned into "with or without X", "presence of" into "presence or absence of", or back."""
    sides = (
        (old.pieces, block.start, block.end, old.scopes, -1),
        (new.pieces, block.other, block.stop, new.scopes, 1),
    )
    if (block.start == block.end) == (block.other == block.stop):
        return None
    pieces, first, last, above, growth = sides[block.start == block.end]
    put, before, after = list(pieces[first:last]), pieces[first - 1 : first], pieces[last : last + 1]
    if any(
        (put == [one, "or"] and after == [other]) or (put == ["or", other] and before == [one])
        for one, other in (("with", "without"), ("presence", "absence"))
    ):
        either = because(What.WITH_OR_WITHOUT)
        return Edit(growth * above[first].sign, either if growth > 0 else opposite(either))
    return None


def freed(old: Wording, new: Wording, earlier: Sequence[Block], block: Block) -> bool:
    """Return whether words qualify what is open in the same wording alone: "without ascites", "with or without [mild] ascites"."""
    if (block.start == block.end) == (block.other == block.stop):
        return False
    second = block.start == block.end
    pieces, start = (new.pieces, block.other) if second else (old.pieces, block.start)
    at = start - 1
    while at > 1 and pieces[at] not in {"without", ",", "or", "and", ".", ";"}:
        at -= 1
    put = next(
        ((b.other, b.stop) if second else (b.start, b.end) for b in reversed(earlier) if not b.equal), ()
    )
    return pieces[at] == "without" and list(pieces[at - 2 : at]) == ["with", "or"] and put == (at - 2, at)


def _counted(before: Piece, after: Piece, above: Scope) -> Edit | None:
    """Class "one" turned into "one to three", "no" into "no more than one", or back."""
    for word, limit, growth in ((before, after, 1), (after, before, -1)):
        if not isinstance(limit, Limit) or limit.dimension or limit.kind not in {"limit", "count", "scale"}:
            continue
        more = (
            because(What.BECAME, str(before), limit.text)
            if growth > 0
            else because(What.BECAME, limit.text, str(after))
        )
        if (
            word in _ONE
            and limit.ranges[0].low_closed
            and limit.ranges[0].low == 1 < limit.ranges[-1].high < inf
        ):
            return Edit(growth * above.sign, more)
        if limit.kind == "scale":
            continue
        if word == "no" and limit.ranges[0].low == -inf and limit.ranges[0].high >= 1:
            return Edit(growth * above.sign, more)
    return None


def limits(gone: Insertion, come: Insertion) -> tuple[int, int] | None:
    """Return the places of the only limit on each side, where all other words of both are form."""
    found = []
    for side in (gone, come):
        content = side.content()
        measured = [place for place in range(side.start, side.end) if isinstance(side.every[place], Limit)]
        if len(measured) != 1 or len(content) != 1:
            return None
        found.append(measured[0])
    return found[0], found[1]
