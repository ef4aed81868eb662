"""`/stats/size`: how large the records are, in bytes of JSON."""

from __future__ import annotations

import heapq
from array import array
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.model import Json
    from monitor.simulator.source import Dataset

_BOUNDS = (0, 5_000, 10_000, 50_000, 100_000, 1_000_000, 10_000_000)
_LARGEST = 10


def sizes(now: Dataset) -> Json:
    """Return the sizes as the registry words them."""
    found = array("I", now.sizes())
    largest = heapq.nlargest(_LARGEST, zip(found, now.numbers(), strict=True))
    ordered = array("I", sorted(found))
    return {
        "averageSizeBytes": sum(ordered) // len(ordered) if ordered else 0,
        "largestStudies": [{"id": nct, "sizeBytes": size} for size, nct in largest],
        "percentiles": {str(part): _percentile(ordered, part) for part in (5, 25, 50, 75, 95)},
        "ranges": [
            {
                "sizeRange": f"{low / 1000:g}k-{high / 1000:g}k",
                "studiesCount": sum(low <= size < high for size in ordered),
            }
            for low, high in pairwise(_BOUNDS)
        ],
        "totalStudies": len(ordered),
    }


def _percentile(ordered: array[int], part: int) -> int:
    return ordered[min(len(ordered) * part // 100, len(ordered) - 1)] if ordered else 0
