"""Lists written beside their lead: where layout alone tells a list's items from its neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.modes import is_lead

if TYPE_CHECKING:
    from monitor.core.eligibility.parse import Node


def beside(nodes: list[Node]) -> list[int]:
    """Return for each node the last sibling before it that announces a list and has none below it; -1 without one."""
    last: dict[int, int] = {}
    found = []
    for place, node in enumerate(nodes):
        found.append(last.get(node.parent, -1))
        if is_lead(node.text) and not node.children and not node.plain:
            last[node.parent] = place
    return found
