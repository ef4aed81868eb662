"""Lines that were parted from a list in one criterion: "taking A, B or C" as a lead and the items A, B and C."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from monitor.core.eligibility.matching.content import content, links
from monitor.core.eligibility.model import Part
from monitor.core.eligibility.modes import is_lead
from monitor.core.eligibility.normal import word_set
from monitor.core.eligibility.wording.tokens import tokens

if TYPE_CHECKING:
    from monitor.core.eligibility.parse import Node

_SEVERAL = 3  # things that "and" lists among exclusions: each keeps out
_NEAR = 10  # so many places around what is left of a criterion its parted items stand
_ENDS = frozenset([",", ";", "or", "and", "/", ".", ":"])
_ANNOUNCING = word_set(
    "following thefollowing below these any all one more at least or either listed criterion criteria condition disease disorder "
    "known history"
)
_OTHERWISE = {
    Part.EXCLUSION: word_set("all both each every"),
    Part.INCLUSION: word_set("any one either least more or"),
}
_Words = tuple[str, ...]


class Parted(NamedTuple):
    """The places of lines that were items of a criterion in the other text; `rest` is true where more than that changed."""

    lines: set[int]
    rest: bool


def parted(
    whole: Node, nodes: list[Node], place: int, partners: dict[int, int], *, complete: bool
) -> Parted | None:
    """Return the lines around a place that were items of a whole criterion and are not part of what is left of it.

    With `complete` only where each item stands in a line or in what is left.
    """
    listed = _items(whole.text)
    left = set(_items(nodes[place].text))
    gone = [item for item in listed if item not in left]
    for words in left - set(listed):
        _take(words, gone)
    around = [at for at in range(place - _NEAR, place + _NEAR + 1) if 0 <= at < len(nodes)]
    alone = [
        at for at in around if at not in partners and nodes[at].part is whole.part and not nodes[at].heading
    ]
    found: set[int] = set()
    for at in alone if len(listed) > 1 else ():
        if _take(content(nodes[at].text), gone):
            found.add(at)
    if (
        not found
        or (complete and gone)
        or _tied(whole, [nodes[at].text for at in (place, *found)], len(listed))
    ):
        return None
    found.update(at for at in alone if is_lead(nodes[at].text) and announces_nothing(nodes[at], [whole]))
    present = {word for at in (place, *found) for word in content(nodes[at].text)} - _ANNOUNCING
    return Parted(found, rest=present != set(content(whole.text)) - _ANNOUNCING)


def _take(words: _Words, items: list[_Words]) -> bool:
    """Take the item that some words are, or begin or end, off a list; return whether there is one."""
    for item in items if words else ():
        if words in {item[-len(words) :], item[: len(words)]}:
            items.remove(item)
            return True
    return False


def _tied(whole: Node, lines: list[str], items: int) -> bool:
    """Return whether a criterion ties its items as separate lines do not: by "or" among inclusions, two by "and" among exclusions."""
    link = "or" if whole.part is Part.INCLUSION else "and"
    several = whole.part is Part.EXCLUSION and items >= _SEVERAL
    return not several and links(whole.text, link) > sum(links(text, link) for text in lines)


def announces_nothing(lead: Node, listed: list[Node]) -> bool:
    """Return whether a lead says nothing that the lines of its list did not say before it stood there.

    Lines of an exclusion are alternatives by themselves, those of an inclusion are all asked for.
    """
    words = set(content(lead.text)) - _ANNOUNCING
    if not is_lead(lead.text) or _OTHERWISE.get(lead.part, frozenset()) & set(tokens(lead.text)):
        return False
    return all(words <= set(content(node.text)) for node in listed)


@lru_cache(maxsize=4096)
def _items(text: str) -> tuple[_Words, ...]:
    """Return the content of each item of a list in a sentence."""
    found: list[_Words] = []
    now: list[str] = []
    for word in (*tokens(text), "."):
        if word in _ENDS:
            if now and (item := content(" ".join(now))):
                found.append(item)
            now = []
        else:
            now.append(word)
    return tuple(found)
