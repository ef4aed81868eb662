"""What a change costs: bytes of record and time, over the real changes, at the largest record, and between unlike ones."""

from __future__ import annotations

import json
import random
import statistics
import time
from copy import deepcopy
from typing import Any

from world import CORPUS, announce, number_of

from monitor.core.changes import classify
from monitor.store import blobs

EDITS = 300


def letters(record: dict[str, Any]) -> bytes:
    return json.dumps(record, separators=(",", ":"), ensure_ascii=False).encode()


def milliseconds(old: dict[str, Any], new: dict[str, Any]) -> float:
    """Return how long it takes to understand a step; the better of two runs."""
    times = []
    for _ in range(2):
        began = time.perf_counter()
        classify(old, new)
        times.append(time.perf_counter() - began)
    return 1000 * min(times)


def texts(value: dict[str, Any] | list[Any]) -> list[tuple[Any, Any]]:
    """Return where all texts of a record stand: what holds each, and under which key."""
    items = list(value.items() if isinstance(value, dict) else enumerate(value))
    found = [(value, key) for key, item in items if isinstance(item, str) and " " in item]
    return found + [
        place for _, item in items if isinstance(item, dict | list) and item for place in texts(item)
    ]


def edited(record: dict[str, Any]) -> dict[str, Any]:
    """Return a copy with many edits: texts all over it get a word more, lists lose an item and are turned round."""
    copy, chance = deepcopy(record), random.Random(1)
    places = texts(copy)
    for holder, key in chance.sample(places, min(EDITS, len(places))):
        holder[key] += " (edited)"
    for module in copy.get("resultsSection", {}).values():
        for items in (value for value in module.values() if isinstance(value, list) and len(value) > 1):
            del items[chance.randrange(len(items))]
            items.reverse()
    return copy


def main() -> None:
    announce()
    real = CORPUS.pairs()
    sizes = [len(blobs.patch(letters(new), letters(old))) for old, new in real]
    times = [milliseconds(old, new) for old, new in real]
    print(f"{len(real)} changes of one trial on consecutive releases")
    print(
        f"bytes of record      {statistics.mean(sizes):6.0f} mean, {statistics.median(sizes):.0f} median   (under 600 in the mean)"
    )
    print(
        f"time to understand   {statistics.mean(times):6.1f} ms mean, {max(times):.0f} ms at most   (at most 10 in the mean)"
    )
    old, new = max(real, key=lambda pair: len(letters(pair[1])))
    print(
        f"the largest of them  {milliseconds(old, new):6.1f} ms   ({number_of(new)}, {len(letters(new)) / 1e3:.0f} KB)"
    )
    corpus = CORPUS.records()
    largest = max(corpus, key=lambda record: len(letters(record)))
    print(
        f"the largest record   {milliseconds(largest, edited(largest)):6.1f} ms for up to {EDITS} edits   "
        f"({number_of(largest)}, {len(letters(largest)) / 1e3:.0f} KB; at most 250)"
    )
    chance = random.Random(1)
    unlike = [chance.sample(corpus, 2) for _ in range(300)]
    slowest, (first, second) = max(
        ((milliseconds(*pair), pair) for pair in unlike), key=lambda found: found[0]
    )
    print(
        f"slowest of 300 pairs of unlike records: {slowest:.0f} ms ({number_of(first)}, {number_of(second)})"
    )


if __name__ == "__main__":
    main()
