"""Which eligibility texts a trial had before the present one. Pure."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from monitor.report.model import EarlierText

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    Row = dict[str, Any]


def earlier_texts(versions: Sequence[Row], edited: Collection[int]) -> tuple[EarlierText, ...]:
    """Return the eligibility texts before the present one, newest first; each by the first version that has it and is kept.

    Args:
        versions: oldest first.
        edited: the numbers of versions whose eligibility text differs from the one before.

    """
    runs: list[list[Row]] = []
    for row in versions:
        if not runs or row["version"] in edited:
            runs.append([])
        runs[-1].append(row)
    found = []
    for run, following in pairwise(runs):
        kept = next((row for row in run if not row["pruned_at"]), None)
        if kept:
            found.append(
                EarlierText(kept["id"], kept["version"], run[0]["valid_from"], following[0]["valid_from"])
            )
    return tuple(reversed(found))
