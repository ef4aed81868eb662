"""Whether a reworded criterion only took in what lines said that went: "creatinine", "AST or ALT" as one list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.matching.kin import core

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.core.eligibility.parse import Node

_MOST = 200  # lines looked at


def gathers(before: Node, after: Node, lost: Iterable[Node]) -> bool:
    """Return whether all that the second wording names beyond the first stands in lines of that text that went.

    Of such a line, most of what it names is in the second wording, or half of it with its head: "active cancer".
    """
    whole = core(after.text).words
    added = set(whole - core(before.text).words)
    if not added:
        return False
    for node, _ in zip(lost, range(_MOST), strict=False):
        words, head, _ = core(node.text)
        common = 2 * len(words & whole)
        if (
            node.part is before.part
            and not node.heading
            and (common > len(words) or (common == len(words) and head in whole))
        ):
            added -= words
    return not added
