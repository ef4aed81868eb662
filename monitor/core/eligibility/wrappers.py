"""Leads that only gather the lines below them, and ask for nothing that these do not ask for by themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.core.eligibility.above import reverses
from monitor.core.eligibility.headings import group_words
from monitor.core.eligibility.model import Part
from monitor.core.eligibility.modes import Mode, mode
from monitor.core.eligibility.normal import word_set, words
from monitor.core.eligibility.parse import ancestors
from monitor.core.eligibility.topics import titles

if TYPE_CHECKING:
    from monitor.core.eligibility.parse import Node

_SAYS_NOTHING = word_set(
    "at each one more least both every ones presence presenting condition conditions need needs"
)
_NEEDS_ALL = word_set("all both each every")
_NEEDS_ONE = word_set("any either one least more or")
_LIMITS = re.compile(r"[\d<>≥≤=]|\b(?:only|none|neither|nor|without|lack\w*|absence|absent)\b")


def wraps(nodes: list[Node], place: int, partners: dict[int, int], others: list[Node]) -> bool:
    """Return whether a lead adds nothing to the lines below it, which the other text has by themselves.

    "Any of the following:" above exclusions says what stands there anyway; above inclusions it does not.
    """
    node = nodes[place]
    if node.heading or not node.children or not all(map(_neutral, (node, *ancestors(nodes, node)))):
        return False
    below = [partners[at] for at, child in enumerate(nodes) if child.parent == place and at in partners]
    return bool(below) and all(
        others[at].part is node.part and all(map(_neutral, ancestors(others, others[at]))) for at in below
    )


def _neutral(node: Node) -> bool:
    """Return whether a heading names a part, or a lead a subject, or the way in which its part combines lines."""
    if node.heading or titles(node.text):
        return True
    exclusion = node.part is Part.EXCLUSION
    if set(group_words(node.text)) - _SAYS_NOTHING or _LIMITS.search(node.text.lower()):
        return False
    if reverses(node.text, heading=exclusion, names_part=False, exclusion=exclusion):
        return False
    combined = mode(node.text)
    if combined is (Mode.ANY if exclusion else Mode.ALL):
        return True
    return not set(words(node.text)) & (_NEEDS_ALL if exclusion else _NEEDS_ONE)
