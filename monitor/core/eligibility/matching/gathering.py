"""Whether a reworded criterion only took in what lines said that went: "creatinine", "AST or ALT" as one list."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from monitor.core.eligibility.matching.kin import TIMES, core
from monitor.core.eligibility.normal import stems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from monitor.core.eligibility.parse import Node

_View: TypeAlias = "Callable[[str], frozenset[str]]"
_MOST = 200  # lines looked at


def gathers(before: Node, after: Node, lost: Iterable[Node]) -> bool:
    """Return whether all that `after` names beyond `before` stands in `lost`, lines of the text of `before` that went.

    Only a line counts of which `after` names most, or half with its head: "active cancer". With texts exchanged, `lost`
    are lines that came. The words are compared as canonical ones, then as written: "interstitial lung or renal disease"
    has no "ILD".
    """
    lines = [node for node in islice(lost, _MOST) if node.part is before.part and not node.heading]
    return any(_names_all(view, before, after, lines) for view in (_canonical, stems))


def _names_all(view: _View, before: Node, after: Node, lines: list[Node]) -> bool:
    """Return whether the words that `after` has and `before` has not stand in some lines, as one view gives words."""
    whole = view(after.text)
    added = set(whole - view(before.text) - TIMES)
    if not added:
        return False
    for node in lines:
        words = view(node.text) - TIMES
        common = 2 * len(words & whole)
        if common > len(words) or (common == len(words) and core(node.text).head in whole):
            added -= words
    return not added


def _canonical(text: str) -> frozenset[str]:
    """Return the canonical words of what a text is about."""
    return core(text).words
