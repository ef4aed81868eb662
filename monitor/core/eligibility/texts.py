"""Two texts, read and matched: their trees, the pairs of criteria, and what was only split, merged or moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.eligibility.matching import leads
from monitor.core.eligibility.matching.contained import Contained
from monitor.core.eligibility.matching.doubts import Doubts
from monitor.core.eligibility.matching.elsewhere import Elsewhere
from monitor.core.eligibility.matching.pairs import match
from monitor.core.eligibility.matching.places import pair_places
from monitor.core.eligibility.matching.recut import recut
from monitor.core.eligibility.modes import unlinked
from monitor.core.eligibility.parse import Node, criteria

if TYPE_CHECKING:
    from monitor.core.eligibility.model import Criterion, Part

_REWRITTEN = 0.5  # with this share of criteria without a partner on both sides, the text was written anew
_FEW = 3  # fewer criteria without a partner than this make no new text


@dataclass(frozen=True, slots=True)
class Side:
    """One text of the comparison, its nodes by their places in its tree.

    `partners`: place → place of its partner in the other text.
    `alone`: the places without a partner.
    `partly_matched`: places with something below them that has a partner.
    `altered`: places whose partner has other words.
    `contained`: places that stand in the other text as part of something else.
    `doubtful`: places that are perhaps contained, or stand beside a replacement.
    `beside`: for each node, the lead beside it whose list it may belong to, -1 without one (`leads.py`).
    `links`: (parent, "and" or "or") for each line of a list that ends with such a link, (parent, "") for the others.
    `keys`: (key, part) of each node.
    `doubts`: what the other text lost, of which a node may be a part.
    `elsewhere`: where else something stands in this text.
    """

    nodes: list[Node]
    criteria: list[Criterion]
    partners: dict[int, int]
    alone: frozenset[int]
    partly_matched: frozenset[int]
    altered: frozenset[int]
    contained: frozenset[int]
    doubtful: frozenset[int]
    beside: list[int]
    links: frozenset[tuple[int, str]]
    keys: frozenset[tuple[str, Part]]
    doubts: Doubts
    elsewhere: Elsewhere


@dataclass(frozen=True, slots=True)
class Texts:
    """Both sides.

    `silent`: the old places of pairs of which one side was only split or merged.
    `rewritten`: the text was written anew.
    `wordings`: by old place, both whole wordings of a pair of which one side is several lines; "" where that is not certain.
    """

    old: Side
    new: Side
    silent: frozenset[int]
    rewritten: bool
    wordings: dict[int, tuple[str, str]]


def read_both(old: list[Node], new: list[Node]) -> Texts:
    """Match two trees and set up both sides."""
    pairs = match(old, new)
    rewritten = _is_rewritten(old, new, pairs)
    contained = Contained(old, new, pairs)
    contained.add_parted(old, new, pairs, (), complete=True)
    wordings = _recut(old, new, pairs, contained)
    contained.add_parted(old, new, pairs, wordings, complete=False)
    wordings |= dict.fromkeys(contained.parted, ("", ""))
    unpaired = pair_places(old, new, pairs, (contained.old, contained.new))
    back = {new_place: old_place for old_place, new_place in pairs.items()}
    return Texts(
        _side(old, new, pairs, contained.old, contained.doubtful_old | unpaired[0]),
        _side(new, old, back, contained.new, contained.doubtful_new | unpaired[1]),
        silent=frozenset(contained.pairs),
        rewritten=rewritten,
        wordings=wordings,
    )


def _recut(
    old: list[Node], new: list[Node], pairs: dict[int, int], contained: Contained
) -> dict[int, tuple[str, str]]:
    """Pair each criterion that was cut into lines, or made of lines, with the line that changed.

    Returns both whole wordings by old place.
    """
    wordings: dict[int, tuple[str, str]] = {}
    for place, partner in list(pairs.items()):
        before, after = old[place], new[partner]
        unlike = before.key != after.key and before.part is after.part
        known = place in contained.pairs or place in contained.parted
        if not unlike or before.heading or after.heading or known:
            continue
        cut = recut(before, new, partner, set(pairs.values()))
        merged = None if cut else recut(after, old, place, pairs)
        if cut:
            pairs[place] = cut.shown
            contained.new.update(at for at in cut.lines if at != cut.shown)
            wordings[place] = (cut.whole, cut.joined)
        elif merged:
            del pairs[place]
            pairs[merged.shown] = partner
            contained.old.update(at for at in merged.lines if at != merged.shown)
            wordings[merged.shown] = (merged.joined, merged.whole)
        if (cut and not cut.changed) or (merged and not merged.changed):
            contained.pairs.add(merged.shown if merged else place)
    return wordings


def _side(
    nodes: list[Node], others: list[Node], partners: dict[int, int], contained: set[int], doubtful: set[int]
) -> Side:
    """Set up one side."""
    alone = frozenset(place for place in range(len(nodes)) if place not in partners)
    back = {partner: place for place, partner in partners.items()}
    lost = frozenset(place for place in range(len(others)) if place not in back)
    return Side(
        nodes=nodes,
        criteria=criteria(nodes),
        partners=partners,
        alone=alone,
        partly_matched=frozenset(node.parent for place, node in enumerate(nodes) if place in partners),
        altered=frozenset(
            place
            for place, partner in partners.items()
            if nodes[place].key != others[partner].key and not (nodes[place].plain and others[partner].plain)
        ),
        contained=frozenset(contained),
        doubtful=frozenset(doubtful),
        beside=leads.beside(nodes),
        links=frozenset((node.parent, unlinked(node.text)[1]) for node in nodes),
        keys=frozenset((node.key, node.part) for node in nodes),
        doubts=Doubts(others, nodes, lost, back),
        elsewhere=Elsewhere(nodes),
    )


def _is_rewritten(old: list[Node], new: list[Node], pairs: dict[int, int]) -> bool:
    """Return whether the text was written anew, or one side has no criteria: single directions would then be guesses."""
    shares = []  # of criteria without a partner in each text; 2 for a text that has no criteria
    for nodes, having in ((old, set(pairs)), (new, set(pairs.values()))):
        items = [place for place, node in enumerate(nodes) if not node.heading]
        alone = sum(place not in having for place in items)
        shares.append(alone / len(items) if items else 2.0)
        if items and alone < _FEW:
            shares[-1] = 0.0
    return min(shares) > _REWRITTEN or max(shares) > 1.0
