"""A criterion that the other text has as several lines beside each other, none of them with a partner."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.core.eligibility.matching.content import content, links
from monitor.core.eligibility.model import Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.core.eligibility.parse import Node

_MARKS = re.compile(r"\s*(?:\(\d\)|\*{1,3})\s*$|^\W*(?:note|nb|n\.b\.)\W+", re.IGNORECASE)
_EXAMPLES = re.compile(r"\b(?:including|such as|e\.?g\b|for (?:example|instance))", re.IGNORECASE)
LONGEST_RUN = 8  # so many neighbours at most make one criterion of the other text


def divided(
    wholes: list[Node], lines: list[Node], partners: dict[int, int], taken: dict[int, int]
) -> Iterator[tuple[int, list[int], bool]]:
    """Yield the place of a criterion, those of the lines that have its words together, and whether they say the same."""
    wanted = spare(wholes, partners)
    for first, node in enumerate(lines if wanted else ()):
        run: tuple[str, ...] = ()
        for at in range(first, min(first + LONGEST_RUN, len(lines))):
            if not free(lines, at, taken, node.part):
                break
            run += content(lines[at].text)
            whole = wanted.get((node.part, run))
            if whole is not None and at > first:
                yield whole, list(range(first, at + 1)), not relinked(wholes[whole], lines[first : at + 1])


def relinked(whole: Node, lines: list[Node]) -> bool:
    """Return whether a criterion links by "or" among inclusions, by "and" among exclusions, what lines say each for itself.

    Among examples either word only lists.
    """
    link = "or" if whole.part is Part.INCLUSION else "and"
    return links(_EXAMPLES.split(whole.text, maxsplit=1)[0], link) > sum(
        links(line.text, link) for line in lines
    )


def spare(nodes: list[Node], partners: dict[int, int]) -> dict[tuple[Part, tuple[str, ...]], int]:
    """Return the places of the criteria without a partner by part and content."""
    return {
        (node.part, unmarked(node.text)): place
        for place, node in enumerate(nodes)
        if place not in partners and not node.heading and unmarked(node.text)
    }


def unmarked(text: str) -> tuple[str, ...]:
    """Return the content of a text without the mark of a footnote at its end, or at the beginning of the footnote."""
    return content(_MARKS.sub("", text))


def free(nodes: list[Node], place: int, partners: dict[int, int], part: Part) -> bool:
    """Return whether a neighbour is a criterion of the same part without a partner."""
    return place not in partners and nodes[place].part is part and not nodes[place].heading
