"""Queries in a small part of the Essie syntax, read into a tree.

Words, "phrases", AND, OR, NOT, parentheses, `AREA[Field]` before any of these, and
`RANGE[from,to]` after an area. Words next to each other must all occur.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, Union

from monitor.simulator.errors import BadRequest

if TYPE_CHECKING:
    from monitor.simulator.behavior import Behavior

_TOKEN = re.compile(
    r'\s*(?:"(?P<phrase>[^"]*)"|AREA\[(?P<area>[^\]]*)\]|RANGE\[(?P<range>[^\]]*)\]|(?P<paren>[()])|(?P<word>[^\s()"]+))'
)
_PLAIN = re.compile(r"[^\W_]+")
_OPERATORS = frozenset({"AND", "OR", "NOT"})
_LABELS = {
    "query.cond": "Conditions or disease",
    "query.term": "Other terms",
    "query.intr": "Intervention / treatment",
    "query.titles": "Title / acronym",
    "query.outc": "Outcome measure",
    "query.spons": "Sponsor / collaborator",
    "query.lead": "Lead sponsor name",
    "query.id": "Study IDs",
    "query.locn": "Location terms",
    "query.patient": "Patient search",
}
"""What a refusal calls a parameter; only the first was seen (reported), the others are likely."""
_ENUM = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")


@dataclass(frozen=True, slots=True)
class Words:
    """Tokens that follow each other in a text."""

    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """A value between two others, both included; MIN and MAX leave a side open."""

    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Area:
    """A node to look for in one field or search area."""

    name: str
    node: Node


@dataclass(frozen=True, slots=True)
class Every:
    """All of the nodes."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one of the nodes."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Not the node."""

    node: Node


Node: TypeAlias = Union[Words, Range, Area, Every, Some, Not]  # noqa: UP007 - the classes refer to it


def tokens(text: str) -> tuple[str, ...]:
    """Return the words of a text in a form that compares: lower case, without a plural s."""
    # A value such as NOT_YET_RECRUITING is one word, or a search for RECRUITING would find it.
    words = [text] if _ENUM.fullmatch(text) else _PLAIN.findall(text)
    return tuple(word.lower().removesuffix("s") or word for word in words)


def parse(text: str, parameter: str, behavior: Behavior | None = None) -> Node:
    """Read a query of a parameter, no more complicated than the registry's behavior lets it be.

    Raises:
        BadRequest: it is too complicated, or is none.

    """
    parser = _Parser(text, parameter)
    if behavior and parameter in _LABELS and parser.is_too_complicated(behavior):
        raise BadRequest(f"Error parsing query in {_LABELS[parameter]}: Too complicated query")
    return parser.query()


class _Parser:
    def __init__(self, text: str, parameter: str) -> None:
        self.parameter = parameter
        self.tokens: list[tuple[str, str]] = []
        place, text = 0, text.strip()
        while place < len(text):
            match = _TOKEN.match(text, place)
            if match is None:
                raise self._refusal()
            kind = str(match.lastgroup)
            self.tokens.append((kind, match[kind]))
            place = match.end()
        self.place = 0

    def is_too_complicated(self, behavior: Behavior) -> bool:
        words = sum(kind == "word" and value not in _OPERATORS for kind, value in self.tokens)
        phrases = sum(kind == "phrase" for kind, _ in self.tokens)
        return words >= behavior.query_words or words + phrases > behavior.query_terms

    def query(self) -> Node:
        node = self._some()
        if self.place < len(self.tokens):
            raise self._refusal()
        return node

    def _some(self) -> Node:
        nodes = [self._every()]
        while self._peek() == ("word", "OR"):
            self.place += 1
            nodes.append(self._every())
        return nodes[0] if len(nodes) == 1 else Some(tuple(nodes))

    def _every(self) -> Node:
        nodes = [self._not()]
        while self._peek() not in {("word", "OR"), ("paren", ")"), ("", "")}:
            if self._peek() == ("word", "AND"):
                self.place += 1
            nodes.append(self._not())
        return nodes[0] if len(nodes) == 1 else Every(tuple(nodes))

    def _not(self) -> Node:
        if self._peek() == ("word", "NOT"):
            self.place += 1
            return Not(self._not())
        return self._term()

    def _term(self) -> Node:
        kind, value = self._peek()
        self.place += 1
        if kind == "area":
            return Area(value.strip(), self._run())
        if kind == "range":
            low, comma, high = value.partition(",")
            if comma:
                return Range(low.strip(), high.strip())
        elif kind == "phrase" or (kind == "word" and value not in {"AND", "OR"}):
            return Words(tokens(value))
        elif (kind, value) == ("paren", "("):
            node = self._some()
            if self._peek() == ("paren", ")"):
                self.place += 1
                return node
        raise self._refusal()

    def _run(self) -> Node:
        """Read what an area holds for: one group, phrase or range, or all words up to the next operator."""
        nodes = [self._term()]
        while self._peek()[0] == "word" and self._peek()[1] not in _OPERATORS:
            nodes.append(self._term())
        return nodes[0] if len(nodes) == 1 else Every(tuple(nodes))

    def _peek(self) -> tuple[str, str]:
        return self.tokens[self.place] if self.place < len(self.tokens) else ("", "")

    def _refusal(self) -> BadRequest:
        return BadRequest(f"Parameter `{self.parameter}` has incorrect format")
