"""The direction of a criterion that came or went: a further exclusion tightens, a further inclusion mostly too.

An item of a list counts by the lead of its list: among inclusions, one more of several of which one is enough loosens.
"""

from __future__ import annotations

from monitor.core.eligibility import caution, excepted_lists, modes, permissive
from monitor.core.eligibility.above import keeps_out, reverses
from monitor.core.eligibility.conduct import conducts
from monitor.core.eligibility.model import Part
from monitor.core.eligibility.modes import Mode
from monitor.core.eligibility.parse import Node, ancestors
from monitor.core.eligibility.reasons import Reasons, What, because
from monitor.core.eligibility.remarks import is_remark
from monitor.model import Direction

_FLIPPED = {
    Direction.LOOSENED: Direction.TIGHTENED,
    Direction.TIGHTENED: Direction.LOOSENED,
    Direction.UNDETERMINED: Direction.UNDETERMINED,
}
_MANY = 500  # a longer text is not looked through for each of its criteria
_VARIED = 2  # so many words differ between "patients with relapsing MS" and "patients with progressive MS"
NO_DIRECTION: tuple[Direction, Reasons] = (Direction.UNDETERMINED, ())


def flip(direction: Direction) -> Direction:
    """Return the direction of the opposite change."""
    return _FLIPPED[direction]


def presence(nodes: list[Node], node: Node, alone: frozenset[int]) -> tuple[Direction, Reasons]:
    """Return (direction, reasons) of an added criterion; that of a removed one is its opposite (`flip`).

    `alone` holds the places of nodes that the other text does not have: what stands below a new heading has no direction.
    """
    above = ancestors(nodes, node)
    exclusion = node.part is Part.EXCLUSION
    if node.heading or node.part is Part.UNSTATED or node.unclear or _asks_nothing(node, exclusion=exclusion):
        return NO_DIRECTION
    if excepted_lists.listed(nodes, node):
        new_list = any(nodes[place] is above[0] for place in alone)
        return NO_DIRECTION if new_list else excepted_lists.added(nodes, node)
    if any(
        reverses(ancestor.text, heading=ancestor.heading, names_part=ancestor.opens, exclusion=exclusion)
        for ancestor in above
    ):
        return NO_DIRECTION
    if any(ancestor.unclear for ancestor in above) or _under_new_heading(nodes, node, alone):
        return NO_DIRECTION
    lead = above[0] if above else None
    if lead is None or lead.heading:
        return _in_part(nodes, node, lead)
    return _in_list(nodes, node, lead, alone)


def _asks_nothing(node: Node, *, exclusion: bool) -> bool:
    """Return whether a line by itself certainly or perhaps asks nothing of anybody."""
    if not exclusion and permissive.only(node.text):
        return False
    if caution.blurs_presence(node.key) or caution.contradicts_presence(node.key, exclusion=exclusion):
        return True
    if modes.is_lead(node.text) and not node.children:
        return True
    if (
        permissive.permits(node.text, exclusion=exclusion)
        or permissive.note(node.text)
        or permissive.defines(node.text)
        or permissive.formality(node.text)
        or conducts(node.text)
        or is_remark(node.text)
    ):
        return True
    if exclusion:
        return caution.groups_only(node.key)
    return permissive.embraces(node.text) or permissive.allowance(node.text)


def _is_parallel(nodes: list[Node], node: Node) -> bool:
    """Return whether a kind of people stands beside a like one: "Patients with …" twice may be two ways in."""
    if not caution.names_people(node.key) or permissive.demands(node.text):
        return False
    mine = set(node.key.split())
    if len(nodes) > _MANY:
        return True
    for other in nodes:
        theirs = set(other.key.split())
        if (
            other is node
            or other.heading
            or other.parent != node.parent
            or not caution.names_people(other.key)
        ):
            continue
        if 2 * len(mine & theirs) >= len(mine) + len(theirs) - 2 * _VARIED:
            return True
    return False


def _in_part(nodes: list[Node], node: Node, lead: Node | None) -> tuple[Direction, Reasons]:
    """Return (direction, reasons) of a criterion that stands by itself in its part."""
    mode = modes.mode(lead.text, exclusion=node.part is Part.EXCLUSION) if lead else Mode.UNCLEAR
    if node.part is Part.EXCLUSION:
        return NO_DIRECTION if mode is Mode.ALL else (Direction.TIGHTENED, because(What.GROUND))
    if mode is Mode.ANY:
        # Only a lead that all inclusions stand under is certain to be about this one too.
        whole = (
            lead is not None
            and len(nodes) <= _MANY
            and all(
                other.heading or lead in ancestors(nodes, other)
                for other in nodes
                if other.part is Part.INCLUSION
            )
        )
        return (Direction.LOOSENED, because(What.ONE_ENOUGH)) if whole else NO_DIRECTION
    diagnosis = caution.names_tumour(node.key) and not permissive.demands(node.text)
    if diagnosis or caution.names_group(node.key) or permissive.opens(node.text) or _is_parallel(nodes, node):
        return NO_DIRECTION
    return Direction.TIGHTENED, because(What.REQUIREMENT)


def _in_list(nodes: list[Node], node: Node, lead: Node, alone: frozenset[int]) -> tuple[Direction, Reasons]:
    """Return (direction, reasons) of an item of a list, by what the lead of the list asks for."""
    exclusion = node.part is Part.EXCLUSION
    mode = modes.mode(lead.text, exclusion=exclusion)
    if mode is Mode.UNCLEAR and exclusion and keeps_out(lead.text):
        mode = Mode.ANY
    if mode is Mode.UNCLEAR or caution.excepts(node.key) or caution.conditional(node.key):
        return NO_DIRECTION
    grows = mode is Mode.ANY
    lets_in = grows == (node.part is Part.INCLUSION)
    # If the lead is new as well, the whole list is a further criterion, whose items cannot let more people in.
    if (
        any(nodes[place] is ancestor for place in alone for ancestor in (lead, *ancestors(nodes, lead)))
        and lets_in
    ):
        return NO_DIRECTION
    what = {
        (True, True): What.ONE_ENOUGH,
        (True, False): What.GROUND,
        (False, True): What.REQUIREMENT,
        (False, False): What.ALSO_NEEDED,
    }[grows, node.part is Part.INCLUSION]
    return (Direction.LOOSENED if lets_in else Direction.TIGHTENED), because(what)


def _under_new_heading(nodes: list[Node], node: Node, alone: frozenset[int]) -> bool:
    """Return whether a criterion stands below a heading that the other text lacks: perhaps a new way in.

    The bare heading of the exclusions is no group of people.
    """
    while node.parent >= 0:
        place, node = node.parent, nodes[node.parent]
        if place in alone and node.heading and not (node.plain and node.part is Part.EXCLUSION):
            return True
    return False
