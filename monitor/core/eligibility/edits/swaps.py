"""Replacements with a known meaning: and/or, longer/shorter, with/without."""

from __future__ import annotations

import re
from math import inf
from typing import TYPE_CHECKING, Protocol

from monitor.core.eligibility.edits import guards, whichever
from monitor.core.eligibility.edits.lexicon import EXAMPLE_STARTS, EXCEPTIONS, FORM, WAIVERS
from monitor.core.eligibility.edits.model import UNKNOWN, Edit
from monitor.core.eligibility.quantities.analytes import SUBJECTS
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.quantities.word_scales import WORDED
from monitor.core.eligibility.wording.synonyms import PHRASES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.edits.align import Block
    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.edits.scopes import Scope
    from monitor.core.eligibility.quantities.model import Piece

    class Wording(Protocol):
        """One wording: its pieces and what stands over each."""

        pieces: list[Piece]
        scopes: list[Scope]


_LISTED = frozenset(
    [
        "pregnant",
        "breastfeeding",
        "male",
        "female",
        "alcohol",
        "drug",
        "substance",
        "hiv",
        "hbv",
        "hcv",
        "hepatitisb",
        "hepatitisc",
        "hbsag",
        "inclusion",
        "renal",
        "hepatic",
        "cardiac",
        "pulmonary",
        "neurological",
        "psychiatric",
        "medical",
        "adult",
        "child",
        "parent",
        "guardian",
        "read",
        "write",
        "adequate",
        "normal",
        "acceptable",
        "sufficient",
    ]
)
_ONE = frozenset(["one", "single", "solitary"])
_JOINTS = frozenset(["or", "and"])
_LINKS = frozenset(["or", "and", ",", "/", ":"])
_ADJECTIVE = re.compile(r"(?:ed|ent|ant|al|ic|ive|ous|ar|ary|ine|ing|able|ible)$")
_NAMES = frozenset(PHRASES.values())
_FAILED = frozenset(["refractory", "resistant", "intolerant", "failed", "progressed", "relapsed"])


def connective(old: Wording, new: Wording, block: Block, *, exclusion: bool) -> Edit | None:
    """Class "and" turned into "or", "whichever is longer" into "shorter"."""
    gone, come = old.pieces[block.start : block.end], new.pieces[block.other : block.stop]
    opened = with_or_without(old, new, block) or _excepted(old, new, block)
    if opened is not None:
        return opened
    gone, come = ([piece for piece in side if piece != ","] for side in (gone, come))
    if len(gone) != 1 or len(come) != 1:
        return None
    counted = _counted(gone[0], come[0], old.scopes[block.start])
    if counted is not None:
        return counted
    before, after, above = gone[0], come[0], old.scopes[block.start]
    if {before, after} == {"and", "or"}:
        every = {str(piece) for piece in old.pieces} & _JOINTS == {before}
        every = every and {str(piece) for piece in new.pieces} & _JOINTS == {after}
        links = _LINKS - _JOINTS if every else _LINKS
        if (
            above.form
            or (above.example and not guards.example_defines(old.pieces, old.scopes, block.start))
            or above.condition
            or above.stops
            or above.unable
            or above.vague
            or not _joins_conditions(old, block.start, links, exclusion=exclusion)
        ):
            return UNKNOWN
        sign = 1 if after == "or" else -1
        reason = f"“{before}” became “{after}”"
        return Edit(0, reason, waiver=sign) if above.waived else Edit(sign * above.sign, reason)
    longer = whichever.turned(old.pieces, old.scopes, block.start, (before, after), exclusion=exclusion)
    if longer is not None:
        return longer
    if {before, after} == {"current", "lifetime"}:
        sign = above.sign if after == "lifetime" else -above.sign
        return Edit(sign, f"“{before}” became “{after}”")
    if {before, after} == {"all", "either"}:
        sign = above.sign if after == "either" else -above.sign
        return Edit(sign, f"“{before}” became “{after}”")
    return None


def opens(old: Wording, new: Wording, block: Block) -> bool:
    """Return whether a block turns what follows it in a known way: "no" into "no more than one", "with" into "with or without"."""
    gone, come = old.pieces[block.start : block.end], new.pieces[block.other : block.stop]
    if len(gone) == len(come) == 1 and _counted(gone[0], come[0], old.scopes[block.start]):
        return True
    return (with_or_without(old, new, block) or _excepted(old, new, block)) is not None


def _excepted(old: Wording, new: Wording, block: Block) -> Edit | None:
    """Class "including X" turned into "except X", or back."""
    gone, come = old.pieces[block.start : block.end], new.pieces[block.other : block.stop]
    for example, exception, growth in ((gone, come, -1), (come, gone, 1)):
        if tuple(example) in EXAMPLE_STARTS and tuple(exception) in set(EXCEPTIONS) - WAIVERS:
            word = "became an exception" if growth < 0 else "is an exception no more"
            return Edit(growth * old.scopes[block.start].sign, f"what was included {word}")
    return None


def with_or_without(old: Wording, new: Wording, block: Block) -> Edit | None:
    """Class "with X" or "without X" turned into "with or without X", or back."""
    sides = (
        (old.pieces, block.start, block.end, old.scopes, -1),
        (new.pieces, block.other, block.stop, new.scopes, 1),
    )
    if (block.start == block.end) == (block.other == block.stop):
        return None
    pieces, first, last, above, growth = sides[block.start == block.end]
    put, before, after = list(pieces[first:last]), pieces[first - 1 : first], pieces[last : last + 1]
    if (put == ["with", "or"] and after == ["without"]) or (put == ["or", "without"] and before == ["with"]):
        return Edit(
            growth * above[first].sign,
            "“with or without” became possible" if growth > 0 else "“with or without” was dropped",
        )
    return None


def _counted(before: Piece, after: Piece, above: Scope) -> Edit | None:
    """Class "all" turned into "at least one", "no" into "no more than one", or back."""
    for word, limit, growth in ((before, after, 1), (after, before, -1)):
        if not isinstance(limit, Limit) or limit.dimension or limit.kind not in {"limit", "count", "scale"}:
            continue
        if (
            word in _ONE
            and limit.ranges[0].low_closed
            and limit.ranges[0].low == 1 < limit.ranges[-1].high < inf
        ):
            reason = f"“{word}” became “{limit.text}”" if growth > 0 else f"“{limit.text}” became “{word}”"
            return Edit(growth * above.sign, reason)
        if limit.kind == "scale":
            continue
        lower = limit.ranges[0].low > float("-inf")
        if (word == "all" and lower) or (word == "no" and not lower and limit.ranges[0].high >= 1):
            return Edit(
                growth * above.sign,
                f"“{word}” became “{limit.text}”" if growth > 0 else f"“{limit.text}” became “{word}”",
            )
    return None


def _joins_conditions(side: Wording, at: int, links: frozenset[str], *, exclusion: bool) -> bool:
    """Return whether a connective joins two conditions of their own: "and" between things may only list them.

    A condition has a limit before the connective, or one behind it that cannot count for both sides; or it is one of
    all that an inclusion asks for. `links` part the things that are joined.
    """
    stretches = _ahead(side, at, links), _behind(side, at, links)
    if ":" in side.pieces[:at]:
        return False
    if side.scopes[at].brackets:
        return all(map(_bounded, stretches))
    sizes = [sum(piece not in FORM for piece in stretch) for stretch in stretches]
    own = sizes[0] > 1 and not SUBJECTS & {str(piece) for piece in stretches[0]}
    if _bounded(stretches[0]) or (own and _bounded(stretches[1])):
        return True
    if _shared(stretches[1], exclusion=exclusion):
        return True
    if not exclusion and _FAILED & {str(piece) for piece in side.pieces[:at]}:
        return True  # "refractory to bortezomib and lenalidomide"
    # "No fever or cough" and "no fever and cough" may be the same
    few = (
        not exclusion
        and not side.scopes[at].negations
        and not links & {str(piece) for piece in (*side.pieces[:at], *side.pieces[at + 1 :])}
    )
    whole = min(sizes) > 1 or (
        min(sizes) == 1
        and (sizes[1] == 1 or side.pieces[at - 1] in _NAMES)
        and not _ADJECTIVE.search(str(side.pieces[at - 1]))
    )
    whole = whole and not _bounded(stretches[1])
    return few and whole and not _LISTED & {str(piece) for stretch in stretches for piece in stretch}


def _ahead(side: Wording, at: int, links: frozenset[str]) -> list[Piece]:
    """Return the pieces before a place up to a link, without those in deeper brackets."""
    found: list[Piece] = []
    for place in range(at - 1, -1, -1):
        if side.scopes[place].brackets <= side.scopes[at].brackets and side.pieces[place] in links | {
            ".",
            ";",
        }:
            break
        found.append(side.pieces[place])
    return found


def _behind(side: Wording, at: int, links: frozenset[str]) -> list[Piece]:
    """Return the pieces behind a place up to a link, without those in deeper brackets."""
    found: list[Piece] = []
    for place in range(at + 1, len(side.pieces)):
        if side.scopes[place].brackets <= side.scopes[at].brackets and side.pieces[place] in links | {
            ".",
            ";",
        }:
            break
        found.append(side.pieces[place])
    return found


def _shared(stretch: Sequence[Piece], *, exclusion: bool) -> bool:
    """Return whether what is said of two things is clearly said of each: "AST and ALT > 5 × ULN", but "ALT or AST ≤ 3" may ask for both."""
    bounds = [piece for piece in stretch if isinstance(piece, Limit) and piece.kind == "limit"]
    if exclusion:
        return bool(bounds) or "positive" in stretch
    return bool(bounds) and all(piece.ranges[0].low > -inf for piece in bounds)


def _bounded(stretch: Sequence[Piece]) -> bool:
    """Return whether a limit with a comparator, or values of a scale, are among some pieces."""
    return any(
        isinstance(piece, Limit)
        and piece.kind in {"limit", "scale", "window"}
        and piece.dimension not in WORDED
        for piece in stretch
    )


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
