"""A criterion that was cut into lines, or lines that became one, of which a few words changed too."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from monitor.core.eligibility.matching.content import content, links
from monitor.core.eligibility.model import Part

if TYPE_CHECKING:
    from collections.abc import Container

    from monitor.core.eligibility.parse import Node

_MOST = 12  # lines that one criterion is cut into
_COVERED = 0.75  # so much of a line stands in the whole
_CHANGED = 0.1  # so much of the whole may differ
_FEW = 2  # lines at least; also words that may differ in a short criterion
_Words = tuple[str, ...]


class Recut(NamedTuple):
    """Lines that are one criterion of the other text.

    `lines`: their places.
    `shown`: the place of the line that changed most, by which the change is told.
    `whole`, `joined`: the wording of the criterion and that of the lines together; "" where more than numbers changed.
    `changed`: how many words differ.
    """

    lines: list[int]
    shown: int
    whole: str
    joined: str
    changed: int


def recut(whole: Node, nodes: list[Node], place: int, matched: Container[int]) -> Recut | None:
    """Return how a criterion stands as several lines around a place of the other text; None where it does not.

    `matched` holds the places that have a partner.
    """
    words = content(whole.text)
    lines = _lines(nodes, place, matched, words)
    if len(lines) < _FEW or len(words) > sum(len(content(nodes[at].text)) for at in lines) * 2:
        return None
    had = Counter(words)
    found = Counter(word for at in lines for word in content(nodes[at].text))
    gone, come = had - found, found - had
    changed = gone.total() + come.total()
    link = "or" if whole.part is Part.INCLUSION else "and"
    texts = [nodes[at].text for at in lines]
    if changed > max(_FEW, _CHANGED * len(words)) or links(whole.text, link) > sum(
        links(text, link) for text in texts
    ):
        return None
    shown = max(lines, key=lambda at: sum(word in come for word in content(nodes[at].text)))
    numbers = all(word[0].isdigit() for word in (*gone, *come))
    joined = " ".join(text if text[-1] in ".:;," else f"{text};" for text in texts)
    return Recut(lines, shown, whole.text if numbers else "", joined if numbers else "", changed)


def _lines(nodes: list[Node], place: int, matched: Container[int], words: _Words) -> list[int]:
    """Return a place and its neighbours without partners that mostly stand in some words."""
    words_of_whole = set(words)
    found = [place]
    for step in (-1, 1):
        at = place + step
        while (
            0 <= at < len(nodes)
            and len(found) < _MOST
            and _belongs(nodes, at, place, matched, words_of_whole)
        ):
            found.append(at)
            at += step
    return sorted(found)


def _belongs(
    nodes: list[Node], at: int, place: int, matched: Container[int], words_of_whole: set[str]
) -> bool:
    """Return whether a neighbour is a line of the same part, without a partner, that mostly stands in some words."""
    node = nodes[at]
    if at in matched or node.heading or node.part is not nodes[place].part:
        return False
    words = content(node.text)
    return bool(words) and sum(word in words_of_whole for word in words) >= _COVERED * len(words)
