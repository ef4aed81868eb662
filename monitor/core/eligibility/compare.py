"""Two eligibility texts to what changed between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.eligibility import caution
from monitor.core.eligibility.doubts import Doubts
from monitor.core.eligibility.match import match
from monitor.core.eligibility.model import Criterion, CriterionChange, Part
from monitor.core.eligibility.edits.direction import moved
from monitor.core.eligibility.parse import Node, ancestors, criteria, parse
from monitor.core.eligibility.presence import flip, presence
from monitor.model import Direction

if TYPE_CHECKING:
    from collections.abc import Iterator

_REWRITTEN = 0.5  # of all criteria without a partner on both sides: then the text was written anew
_FEW = 3


@dataclass(frozen=True, slots=True)
class _Text:
    """One side of the comparison: its tree, its criteria, the partners of its nodes, and who has none.

    `half_kept` and `half_gone` are the places with something below them that has, or has not, a partner;
    `altered` those that the other text words differently.
    """

    nodes: list[Node]
    criteria: list[Criterion]
    partners: dict[int, int]
    alone: frozenset[int]
    half_kept: frozenset[int]
    half_gone: frozenset[int]
    altered: frozenset[int]
    said: frozenset[tuple[str, Part]]


def _text(nodes: list[Node], others: list[Node], partners: dict[int, int]) -> _Text:
    """Set up one side."""
    return _Text(
        nodes,
        criteria(nodes),
        partners,
        frozenset(place for place in range(len(nodes)) if place not in partners),
        frozenset(node.parent for place, node in enumerate(nodes) if place in partners),
        frozenset(node.parent for place, node in enumerate(nodes) if place not in partners),
        frozenset(
            here
            for here, there in partners.items()
            if nodes[here].key != others[there].key and not (nodes[here].plain and others[there].plain)
        ),
        frozenset((node.key, node.part) for node in nodes),
    )


def compare(before: str, after: str) -> tuple[CriterionChange, ...]:
    """Say what changed between two texts, in the order of the new one.

    () for equal texts; a single `restructured` where only order, markup, numbering or spacing moved.
    """
    if before == after:
        return ()
    old_nodes, new_nodes = parse(before), parse(after)
    pairs = match(old_nodes, new_nodes)
    old = _text(old_nodes, new_nodes, pairs)
    new = _text(new_nodes, old_nodes, {there: here for here, there in pairs.items()})
    found: list[_Placed] = _reworded(old, new) + _coming_and_going(old, new)
    if not found:
        return (
            CriterionChange(
                "restructured", None, None, Direction.UNDETERMINED, "the same criteria in another form"
            ),
        )
    return tuple(change for _, change in sorted(found, key=lambda one: one[0]))


_Placed = tuple[tuple[float, int], CriterionChange]


def _reworded(old: _Text, new: _Text) -> list[_Placed]:
    """Tell of the pairs that do not say the same at the same place of the tree."""
    found: list[_Placed] = []
    for here, there in old.partners.items():
        one, other = old.nodes[here], new.nodes[there]
        direction, reason = Direction.UNDETERMINED, ""
        if one.part is not other.part and not one.heading and Part.UNSTATED not in {one.part, other.part}:
            reason = f"moved from {one.part.value} to {other.part.value}"
        elif one.key == other.key:
            if not _hangs_elsewhere(old, new, here, there):
                continue
            reason = "now stands under something else"
        elif not (one.heading or other.heading) and not _hangs_elsewhere(old, new, here, there):
            direction, reason = _limits(old.nodes, one, new.nodes, other)
        change = CriterionChange(
            "criterion_reworded", old.criteria[here], new.criteria[there], direction, reason
        )
        found.append(((there, 1), change))
    return found


def _limits(old: list[Node], one: Node, new: list[Node], other: Node) -> tuple[Direction, str]:
    """Give the direction of a reworded criterion, when what it stands under lets it be told."""
    exclusion = one.part is Part.EXCLUSION
    above = [*ancestors(old, one), *ancestors(new, other)]
    if one.part is not other.part or any(
        caution.blurs_list(lead.key, heading=lead.heading, exclusion=exclusion) for lead in above
    ):
        return Direction.UNDETERMINED, ""
    return moved(one.part, one.text, other.text)


def _hangs_elsewhere(old: _Text, new: _Text, here: int, there: int) -> bool:
    """Tell whether a pair stands under things that both texts have but that are not each other's partners."""
    above, other = old.nodes[here].parent, new.nodes[there].parent
    if above in old.alone or other in new.alone:
        return False
    return (old.partners[above] if above >= 0 else -1) != other


def _coming_and_going(old: _Text, new: _Text) -> list[_Placed]:
    """Tell of what only one of the texts has; the removed stand where they stood."""
    rewritten = _is_rewritten(old, new)
    return [
        *_alone(new, old, rewritten=rewritten, added=True),
        *_alone(old, new, rewritten=rewritten, added=False),
    ]


def _alone(side: _Text, other: _Text, *, rewritten: bool, added: bool) -> Iterator[_Placed]:
    """Tell of what the other text does not have."""
    doubts = Doubts(other.nodes, side.nodes, other.alone, other.partners)
    stood = -1
    for place, node in enumerate(side.nodes):
        if place in side.partners:
            stood = side.partners[place]
            continue
        if node.plain and place in side.half_gone:
            continue  # a bare "Exclusion Criteria" is told by the criteria below it
        direction, reason = (
            (Direction.UNDETERMINED, "") if rewritten else _meaning(side, other, place, doubts)
        )
        criterion = side.criteria[place]
        if added:
            reason = reason and f"{reason} was added"
            yield (place, 2), CriterionChange("criterion_added", None, criterion, direction, reason)
        else:
            reason = reason and f"{reason} was removed"
            yield (
                (stood + 0.5, 0),
                CriterionChange("criterion_removed", criterion, None, flip(direction), reason),
            )


def _meaning(side: _Text, other: _Text, place: int, doubts: Doubts) -> tuple[Direction, str]:
    """Say what it means that one side has this criterion and the other has not."""
    node = side.nodes[place]
    if place in side.half_kept or (node.key, node.part) in other.said:
        return Direction.UNDETERMINED, ""
    asked = [node]
    above = node.parent
    while above >= 0:
        if above in side.altered:
            return Direction.UNDETERMINED, ""
        if above in side.alone and not side.nodes[above].heading:
            asked.append(side.nodes[above])
        above = side.nodes[above].parent
    if any(doubts.about(one) for one in asked):
        return Direction.UNDETERMINED, ""
    return presence(side.nodes, node, side.alone)


def _is_rewritten(old: _Text, new: _Text) -> bool:
    """Tell whether the text was written anew (or there was none): single directions would then be guesses."""
    shares = []
    for side in (old, new):
        items = [place for place, node in enumerate(side.nodes) if not node.heading]
        alone = sum(place in side.alone for place in items)
        shares.append(alone / len(items) if items else 2.0)
        if items and alone < _FEW:
            shares[-1] = 0.0
    return min(shares) > _REWRITTEN or max(shares) > 1.0
