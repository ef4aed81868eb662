"""Whether a reworded criterion only took in what lines said that went: "creatinine", "AST or ALT" as one list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.matching.kin import TIMES, core

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.core.eligibility.parse import Node

_MOST = 200  # lines looked at


def gathers(before: Node, after: Node, lost: Iterable[Node]) -> bool:
    """Return whether all that `after` names beyond `before` stands in `lost`, lines of the text of `before` that went.

    Only a line counts of which `after` names most, or half with its head: "active cancer". With texts exchanged, `lost`
    are lines that came.
    """
    whole = core(after.text).words
    added = set(whole - core(before.text).words - TIMES)
    if not added:
        return False
    for node, _ in zip(lost, range(_MOST), strict=False):
        words, head, _ = core(node.text)
        words -= TIMES
        common = 2 * len(words & whole)
        if (
            node.part is before.part
            and not node.heading
            and (common > len(words) or (common == len(words) and head in whole))
        ):
            added -= words
    return not added
