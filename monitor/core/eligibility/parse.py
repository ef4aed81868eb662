"""Lines to a tree of headings and criteria.

The tree is a list of nodes in reading order, each with the place of its parent, so that a place names a node.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from monitor.core.eligibility import headings, markup, modes, normal, numbering, topics, unnamed
from monitor.core.eligibility.markup import Line
from monitor.core.eligibility.model import Criterion, Part

if TYPE_CHECKING:
    from collections.abc import Iterator

# Headings stand above every line, whose indent is 0 or more: a sub-heading just above what it titles.
_PART_INDENT, _OUTER_INDENT = -10.0, -20.0
_USUAL = 20_000  # letters, the most that the registry takes
_WRAPPED = 50  # letters of a line that may have been broken for its length
_WORDLESS = re.compile(r"[\W_]*")
_CONNECTIVE = re.compile(r"(?:and|or|and/or)[:.,]?", re.IGNORECASE)


@dataclass(slots=True)
class Node:
    """A heading or a criterion in the tree of a text.

    `parent`: the place of the node above it in the tree, -1 at its top.
    `indent`: how deep its line stands; a node is below the last one before it with a smaller indent.
    `key`: the text as it is compared (`normal.key`).
    `children`: the number of nodes right below it.
    `opens`: it is the heading of a part.
    `plain`: it is the heading of a part and names no group.
    `listed`: it stood behind a bullet or number.
    `unclear`: its place in its list does not tell how it combines with its neighbours ("or" between them, a lead on
        the same level).
    """

    text: str
    part: Part
    heading: bool
    parent: int
    indent: float
    key: str = ""
    children: int = 0
    plain: bool = False
    opens: bool = False
    listed: bool = False
    unclear: bool = False


def parse(text: str) -> list[Node]:
    """Return the tree of an eligibility text, in reading order; a parent stands before its children. Nobody changes it.

    The last trees are remembered: a change has its two texts read for its criteria and for its ages, and the new text is
    the old one of the next change.
    """
    return _remembered(text) if len(text) <= _USUAL else _read(text)


def _read(text: str) -> list[Node]:
    """Read an eligibility text into its tree."""
    found = list(_divided(markup.lines(text)))
    tree = _Tree(has_parts=any(headings.part_heading(line.text, item=line.item) for line in found))
    for at, line in enumerate(found):
        tree.take(line, found[at + 1] if at + 1 < len(found) else None)
    for node in tree.nodes:
        node.key = normal.key(node.text)
    _state_first_list(tree.nodes)
    _mark_unclear(tree.nodes)
    return tree.nodes


_remembered = lru_cache(maxsize=8)(_read)


def criteria(nodes: list[Node]) -> list[Criterion]:
    """Return the criterion of each node of a tree; headings, too, as criteria numbered 0."""
    counts = dict.fromkeys(Part, 0)
    found: list[Criterion] = []
    for node in nodes:
        if not node.heading:
            counts[node.part] += 1
        found.append(_criterion(nodes, node, 0 if node.heading else counts[node.part]))
    return found


def ancestors(nodes: list[Node], node: Node) -> list[Node]:
    """Return the headings and leads above a node, nearest first."""
    found: list[Node] = []
    while node.parent >= 0:
        node = nodes[node.parent]
        found.append(node)
    return found


def _criterion(nodes: list[Node], node: Node, number: int) -> Criterion:
    """Return the criterion of a node, with the texts of its ancestors as `parents`."""
    above = ancestors(nodes, node)[::-1]
    titles = [ancestor.text.rstrip(" :") for ancestor in above if ancestor.heading and not ancestor.plain]
    parents = tuple(ancestor.text for ancestor in above if not ancestor.heading)
    lead = above[-1].text if above else ""
    return Criterion(
        node.part, node.text, " – ".join(titles), parents, number, node.key, any_of=modes.any_of(lead)
    )


def _divided(found: list[Line]) -> Iterator[Line]:
    """Cut lines that hold several things: glued headings, enumerations inside a line; take numbering off."""
    known = numbering.seen(found)
    for line in found:
        for part in _unglued(line):
            for piece in numbering.pieces(part):
                text, marked = numbering.strip(piece.text, known)
                if not _WORDLESS.fullmatch(text):
                    same = text == piece.text and (piece.item or not marked)
                    yield piece if same else replace(piece, text=text, item=piece.item or marked)


def _unglued(line: Line) -> Iterator[Line]:
    """Divide a line before a heading that is glued to its end, and after the heading of a part at its beginning."""
    heading = headings.part_heading(line.text.lstrip("-•·* "), item=line.item)
    glued = None if heading and not line.item else headings.trailing_heading(line.text)
    if glued:
        yield replace(line, text=glued[0])
        line = Line(0, item=False, text=glued[1])
        heading = headings.part_heading(line.text, item=False)
    if heading is None or not heading.rest:
        yield line
        return
    yield replace(line, item=False, indent=0, text=f"{heading.text}:")
    yield Line(0, item=False, text=heading.rest, loose=False)


class _Tree:
    """The tree while it grows: `open` holds the places from its top to the node below which the next line goes."""

    def __init__(self, *, has_parts: bool) -> None:
        self.nodes: list[Node] = []
        self._has_parts = has_parts
        self.open: list[int] = []
        self.part = Part.UNSTATED

    def take(self, line: Line, following: Line | None) -> None:
        """Put the next line where it belongs."""
        heading = headings.part_heading(line.text, item=line.item)
        if heading:
            self._open_part(heading)
        elif not line.item and _CONNECTIVE.fullmatch(line.text) and self.nodes and not self.nodes[-1].heading:
            self.nodes[-1].text += f" {line.text}"
        elif not line.item and self._is_heading(line, following):
            self._open_heading(line, following)
        elif not line.item and self._continues(line):
            self.nodes[-1].text += f" {line.text}"
        else:
            self._close(line.indent)
            self._add(
                Node(line.text, self.part, heading=False, parent=-1, indent=line.indent, listed=line.item)
            )

    def _open_part(self, heading: headings.PartHeading) -> None:
        """Open a part; one right below another of the same kind narrows it."""
        indent = _PART_INDENT
        last = self.nodes[-1] if self.nodes else None
        if last and last.opens and last.part is heading.part and last.indent == indent:
            indent += 0.01  # just below the heading before it
        self._close(indent)
        self.part = heading.part
        text = heading.text
        self._add(
            Node(text, self.part, heading=True, parent=-1, indent=indent, plain=heading.plain, opens=True)
        )

    def _open_heading(self, line: Line, following: Line | None) -> None:
        """Open a sub-heading, below the one before it when nothing stands between them."""
        if self._is_outer(line, following):
            indent, self.part = _OUTER_INDENT, Part.UNSTATED
        elif headings.is_unstated(line.text) and not line.indent and not self._opens_inclusions(line.text):
            indent, self.part = _PART_INDENT, headings.lead_part(line.text, Part.UNSTATED)
        else:
            indent = min(line.indent, following.indent if following and following.item else line.indent) - 0.5
            last = self.nodes[-1] if self.nodes else None
            if last and last.heading and not last.opens and indent - 0.4 <= last.indent <= indent + 0.2:
                indent = last.indent + 0.01
        self._close(indent)
        if indent > _PART_INDENT and all(self.nodes[place].heading for place in self.open):
            self.part = headings.lead_part(line.text, self.part)
        self._add(Node(line.text, self.part, heading=True, parent=-1, indent=indent))

    def _opens_inclusions(self, title: str) -> bool:
        """Return whether "Eligibility criteria" only goes on with the inclusions: right below their heading, or for a group."""
        if self.part is not Part.INCLUSION:
            return False
        return self.nodes[-1].heading or bool(headings.group_words(title))

    def _is_heading(self, line: Line, following: Line | None) -> bool:
        """Return whether a paragraph is a heading, by itself and by what comes next."""
        if following is None:
            return False
        short = (
            not line.loose
            and not self._is_wrapped(line)
            and len(line.text.split()) <= 3
            and not re.match(r"none|n/?a|not ", line.text.lower())
        )
        preface = not self.nodes and self._has_parts and headings.is_preface(line.text)
        return (
            preface
            or (headings.is_unstated(line.text) and not line.text.endswith("."))
            or (following.item and (short or topics.titles(line.text)))
            or self._is_outer(line, following)
            or headings.is_sub_heading(line.text, before_list=following.item)
        )

    def _is_outer(self, line: Line, following: Line | None) -> bool:
        """Return whether a paragraph names a group with an inclusion and an exclusion part of its own."""
        if following is None or line.indent or not headings.part_heading(following.text, item=following.item):
            return False
        alone = bool(self.nodes) and self.nodes[-1].opens
        return not alone and headings.is_outer(line.text)

    def _is_wrapped(self, line: Line) -> bool:
        """Return whether a line goes on with a long item that ends without a stop, as hard line breaks leave it."""
        return (
            self._continues(line)
            and len(self.nodes[-1].text) > _WRAPPED
            and self.nodes[-1].text[-1] not in ".:;!?"
        )

    def _continues(self, line: Line) -> bool:
        """Return whether a paragraph only goes on with the item before it."""
        return bool(self.nodes) and not self.nodes[-1].heading and self.nodes[-1].indent < line.indent

    def _close(self, indent: float) -> None:
        """Leave everything that is not above the given indentation."""
        while self.open and self.nodes[self.open[-1]].indent >= indent:
            self.open.pop()

    def _add(self, node: Node) -> None:
        """Add a node below the last open one."""
        if self.open:
            node.parent = self.open[-1]
            self.nodes[node.parent].children += 1
        self.nodes.append(node)
        self.open.append(len(self.nodes) - 1)


def _state_first_list(nodes: list[Node]) -> None:
    """Take a list before "Exclusion Criteria" for the inclusion part where nothing else is named so."""
    if any(node.part is Part.INCLUSION for node in nodes):
        return
    if not any(node.opens for node in nodes):
        _state_whole(nodes)
        return
    first = next((place for place, node in enumerate(nodes) if node.opens), 0)
    early = [node for node in nodes[:first] if node.part is Part.UNSTATED]
    if any(node.listed for node in early):
        for node in early:
            node.part = Part.INCLUSION


def _state_whole(nodes: list[Node]) -> None:
    """Take a list that names no part for inclusions where it asks for something that only these ask for."""
    texts = [node.text for node in nodes]
    listed = any(node.listed for node in nodes) and all(node.part is Part.UNSTATED for node in nodes)
    if listed and unnamed.asks(texts):
        for node in nodes:
            node.part = Part.INCLUSION


def _mark_unclear(nodes: list[Node]) -> None:
    """Mark items of which their list does not tell whether each is asked for by itself: `Node.unclear`."""
    natural = {Part.INCLUSION: modes.Mode.ALL, Part.EXCLUSION: modes.Mode.ANY}
    lists: dict[int, list[Node]] = {}
    for node in nodes:
        if not node.heading:
            lists.setdefault(node.parent, []).append(node)
    for siblings in lists.values():
        tied = any(modes.joins(node.text) for node in siblings)
        dangling = False
        for node in siblings:
            node.unclear = tied or dangling
            lead = modes.is_lead(node.text) and not node.children
            dangling |= lead and modes.mode(node.text) is not natural.get(node.part)
