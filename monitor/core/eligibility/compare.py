"""Compare two eligibility texts: what changed between them.

Both are parsed into trees and matched (`texts.py`). Then a pair with other words is a rewording, whose direction
`edits/direction.py` tells, and what has no partner was added or removed, which `presence.py` tells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility import excepted_lists, labels, modes, washouts
from monitor.core.eligibility.above import reverses, stops
from monitor.core.eligibility.alike import gathered
from monitor.core.eligibility.edits.as_written import as_written
from monitor.core.eligibility.edits.direction import moved
from monitor.core.eligibility.headings import demands_limit, group_words, same_heading, speaks
from monitor.core.eligibility.matching.gathering import gathers
from monitor.core.eligibility.model import LONGEST, Criterion, CriterionChange, Part
from monitor.core.eligibility.normal import key
from monitor.core.eligibility.parse import ancestors, parse
from monitor.core.eligibility.permissive import boilerplate, note
from monitor.core.eligibility.presence import flip, presence
from monitor.core.eligibility.reasons import Reasons, What, because, opposite
from monitor.core.eligibility.texts import Texts, read_both
from monitor.core.eligibility.topics import titles
from monitor.core.eligibility.wrappers import wraps
from monitor.model import Direction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.core.eligibility.parse import Node
    from monitor.core.eligibility.texts import Side

_MOST = 1_500  # headings and criteria
_BUDGET = 45_000  # letters of reworded criteria that are compared word by word; twice the longest text of the registry is 40,000
_UNDETERMINED: tuple[Direction, Reasons] = (Direction.UNDETERMINED, ())
_Placed = tuple[
    tuple[float, int], CriterionChange
]  # with its place in the new text, and its rank among those there


def compare(before: str, after: str) -> tuple[CriterionChange, ...]:
    """Return what changed between two texts, in the order of the new one.

    () for equal texts; a single `restructured` where only order, markup, numbering or line breaks changed;
    a single `edited` for a text far longer than the registry takes.
    """
    if before == after:
        return ()
    if max(len(before), len(after)) > LONGEST:
        return (_edited(before, after),)
    old_nodes, new_nodes = parse(before), parse(after)
    if max(len(old_nodes), len(new_nodes)) > _MOST:
        return (_edited(before, after),)
    texts = read_both(old_nodes, new_nodes)
    found: list[_Placed] = [*_reworded(texts), *_coming_and_going(texts)]
    if not found:
        reasons = because(What.SAME_CRITERIA)
        return (CriterionChange("restructured", None, None, Direction.UNDETERMINED, reasons),)
    return gathered(change for _, change in sorted(found, key=lambda placed: placed[0]))


def _edited(before: str, after: str) -> CriterionChange:
    """Return the one change of a text that is too long to be compared."""
    reasons = because(What.TOO_LONG, f"{len(before):,}", f"{len(after):,}")
    return CriterionChange("edited", None, None, Direction.UNDETERMINED, reasons)


def _reworded(texts: Texts) -> Iterator[_Placed]:
    """Yield a change for each pair whose words, part or parent differ."""
    old, new = texts.old, texts.new
    spent = 0
    for place, partner in old.partners.items():
        before, after = old.nodes[place], new.nodes[partner]
        if before.heading and after.heading and not _demands(before.text, after.text):
            if not same_heading(before.text, after.text) and not _names_one_part(before, after):
                why = because(What.OTHER_HEADING)
                yield _change("edited", texts, place, partner, Direction.UNDETERMINED, why)
            continue
        if place in texts.silent or (boilerplate(before.text) and boilerplate(after.text)):
            continue
        direction, reasons = _UNDETERMINED
        if before.part is not after.part and Part.UNSTATED not in {before.part, after.part}:
            reasons = because(What.MOVED, before.part.value, after.part.value)
        elif before.key == after.key or _only_linked(texts, place, partner):
            if not _hangs_elsewhere(texts, place, partner):
                continue
            reasons = because(What.UNDER_ANOTHER)
        elif not _hangs_elsewhere(texts, place, partner):
            spent += len(before.text) + len(after.text)
            if spent <= _BUDGET:
                direction, reasons = _direction(texts, place, partner)
        yield _change("criterion_reworded", texts, place, partner, direction, reasons)


def _names_one_part(heading: Node, other: Node) -> bool:
    """Return whether two headings name the same part and no group: "No inclusion / exclusion criteria", "Exclusion criteria"."""
    return heading.plain and other.plain and heading.part is other.part


def _demands(heading: str, other: str) -> bool:
    """Return whether two headings both set a limit, or ask for different numbers of what stands below, or for all of it."""
    first, second = modes.enough(heading), modes.enough(other)
    both = {modes.mode(heading), modes.mode(other)} == {modes.Mode.ANY, modes.Mode.ALL}
    return (demands_limit(heading) and demands_limit(other)) or both or 0 < first != second > 0


def _change(
    event: str, texts: Texts, place: int, partner: int, direction: Direction, reasons: Reasons
) -> _Placed:
    """Return the change of a pair with its place in the new text."""
    change = CriterionChange(
        event, texts.old.criteria[place], texts.new.criteria[partner], direction, reasons
    )
    return (partner, 1), change


def _direction(texts: Texts, place: int, partner: int) -> tuple[Direction, Reasons]:
    """Return the direction of a reworded criterion; none where a line above it may reverse the meaning."""
    old, new = texts.old, texts.new
    before, after = old.nodes[place], new.nodes[partner]
    exclusion = before.part is Part.EXCLUSION
    above = [*ancestors(old.nodes, before), *ancestors(new.nodes, after)]
    if washouts.listed(old.nodes, before) and washouts.listed(new.nodes, after):
        return washouts.moved(before.text, after.text)
    if excepted_lists.listed(old.nodes, before) and excepted_lists.listed(new.nodes, after):
        return excepted_lists.moved(before.text, after.text)
    linked = modes.leads_on(before.text, after.text) or modes.leads_on(after.text, before.text)
    if (
        linked
        or before.part is not after.part
        or any(
            reverses(lead.text, heading=lead.heading, names_part=lead.opens, exclusion=exclusion)
            or stops(lead.text, before.text)
            for lead in above
        )
    ):
        return _UNDETERMINED
    label = labels.labelled(before.text, after.text)
    if label:
        return _UNDETERMINED if _grouped(texts, above) else label
    direction, reasons = moved(before.part, *texts.wordings.get(place, (before.text, after.text)))
    if direction is not Direction.UNDETERMINED and (
        new.elsewhere.mirrors(before)
        or old.elsewhere.mirrors(after)
        or _gathered(texts, place, partner)
        or not _list_agrees(texts, place, partner, direction)
    ):
        return _UNDETERMINED
    return direction, as_written(reasons, before.text, after.text)


def _grouped(texts: Texts, above: list[Node]) -> bool:
    """Return whether a group has a heading above a criterion, or one that came or went, so that a label may say nothing new."""
    alone = (side.nodes[place] for side in (texts.old, texts.new) for place in side.alone)
    return any(node.heading and not node.plain for node in (*above, *alone))


def _gathered(texts: Texts, place: int, partner: int) -> bool:
    """Return whether a pair differs only by what other lines said that went, or that came: lists were made or parted."""
    if place in texts.wordings:
        return False  # compared with its other lines already
    before, after = texts.old.nodes[place], texts.new.nodes[partner]
    lost, came = (
        [side.nodes[at] for at in sorted(side.alone - side.contained)] for side in (texts.old, texts.new)
    )
    return gathers(before, after, lost) or gathers(after, before, came)


def _only_linked(texts: Texts, place: int, partner: int) -> bool:
    """Return whether a pair differs by an "and" or "or" at its end that its list has as before, or that says nothing new."""
    before, after = texts.old.nodes[place], texts.new.nodes[partner]
    (words, link), (new_words, new_link) = modes.unlinked(before.text), modes.unlinked(after.text)
    if key(words) != key(new_words) or bool(link) == bool(new_link):
        return False
    nested = before.parent >= 0 and not texts.old.nodes[before.parent].heading
    if not nested and (link or new_link) == ("or" if before.part is Part.EXCLUSION else "and"):
        return True
    return all(
        (node.parent, link or new_link) in side.links
        for side, node in ((texts.old, before), (texts.new, after))
    )


def _list_agrees(texts: Texts, old_place: int, new_place: int, direction: Direction) -> bool:
    """Return whether each item that a list gained or lost counts the same way as the edit of its lead."""
    sides = ((texts.old, old_place), (texts.new, new_place))
    before, after = (modes.mode(side.nodes[place].text) for side, place in sides)
    for side, place in sides:
        for at in side.alone:
            if side.nodes[at].parent != place or at in side.contained:
                continue
            if before is not after:
                return False
            counts, _ = presence(side.nodes, side.nodes[at], side.alone)
            if (counts if side is texts.new else flip(counts)) is not direction:
                return False
    return True


def _hangs_elsewhere(texts: Texts, old_place: int, new_place: int) -> bool:
    """Return whether the parents of a pair are in both texts, but not as a pair."""
    old, new = texts.old, texts.new
    old_parent, new_parent = old.nodes[old_place].parent, new.nodes[new_place].parent
    if old_parent in old.alone or new_parent in new.alone:
        return False
    if (old.partners[old_parent] if old_parent >= 0 else -1) == new_parent:
        return False
    beside = old.beside[old_place]
    if (beside >= 0 and old.partners.get(beside) == new_parent) or (
        old_parent >= 0 and old.partners[old_parent] == new.beside[new_place]
    ):
        return False
    return not all(
        place < 0 or side.nodes[place].plain or titles(side.nodes[place].text)
        for place, side in ((old_parent, old), (new_parent, new))
    )


def _coming_and_going(texts: Texts) -> list[_Placed]:
    """Return the changes of what only one text has; what was removed keeps its place."""
    return [
        *_alone(texts, texts.new, texts.old, added=True),
        *_alone(texts, texts.old, texts.new, added=False),
    ]


def _alone(texts: Texts, side: Side, other: Side, *, added: bool) -> Iterator[_Placed]:
    """Yield a change for each criterion, heading or note that the other text does not have."""
    stood = -1
    for place, node in enumerate(side.nodes):
        if place in side.partners:
            stood = side.partners[place]
            continue
        if place in side.contained or (not node.heading and boilerplate(node.text)):
            continue
        if wraps(side.nodes, place, side.partners, other.nodes):
            continue
        at = (place, 2) if added else (stood + 0.5, 0)
        event = "criterion_added" if added else "criterion_removed"
        if node.heading or note(node.text):
            grouping = place in side.partly_matched and bool(group_words(node.text))
            if node.heading and (node.plain or titles(node.text) or not (grouping or speaks(node.text))):
                continue  # told by the criteria below it
            event = "edited"
        direction, reasons = _meaning(texts, side, other, place)
        if event == "edited":
            what = What.HEADING if node.heading else What.NOTE
            direction, reasons = Direction.UNDETERMINED, because(what)
        reasons = reasons if added else opposite(reasons)
        direction = direction if added else flip(direction)
        criterion: Criterion = side.criteria[place]
        was, now = (None, criterion) if added else (criterion, None)
        yield at, CriterionChange(event, was, now, direction, reasons)


def _defines(side: Side, other: Side, above: int) -> bool:
    """Return whether a list says what a criterion means that had none in the other text: "adequate organ function"."""
    partner = side.partners.get(above, -1)
    return partner >= 0 and not side.nodes[above].heading and not other.nodes[partner].children


def _meaning(texts: Texts, side: Side, other: Side, place: int) -> tuple[Direction, Reasons]:
    """Return (direction, reasons) of a criterion that one side has and the other has not."""
    node = side.nodes[place]
    if (
        texts.rewritten
        or place in side.partly_matched
        or place in side.doubtful
        or (node.key, node.part) in other.keys
        or _defines(side, other, node.parent)
    ):
        return _UNDETERMINED
    unmatched = [node]
    above = node.parent
    while above >= 0:
        if above in side.altered:
            return _UNDETERMINED
        if above in side.alone and not side.nodes[above].heading:
            unmatched.append(side.nodes[above])
        above = side.nodes[above].parent
    if any(side.doubts.about(unmatched_node) for unmatched_node in unmatched):
        return _UNDETERMINED
    direction, reasons = presence(side.nodes, node, side.alone)
    if direction is not Direction.UNDETERMINED and other.elsewhere.says(node):
        return _UNDETERMINED
    return direction, reasons
