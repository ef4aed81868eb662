"""What a change costs: bytes of record and time, over the real changes; and the slowest of unlike records."""

from __future__ import annotations

import gzip
import json
import random
import statistics
import time

from world import SHARED

from monitor.core.classify import classify
from monitor.store import blobs


def main() -> None:
    sizes, times = [], []
    for folder in sorted((SHARED / "pairs").iterdir()):
        old, new = (
            json.loads((folder / name).read_text(encoding="utf-8")) for name in ("old.json", "new.json")
        )
        first, second = (
            json.dumps(record, separators=(",", ":"), ensure_ascii=False).encode() for record in (old, new)
        )
        sizes.append(len(blobs.patch(second, first)))
        began = time.perf_counter()
        classify(old, new)
        times.append(time.perf_counter() - began)
    print(f"{len(sizes)} real changes")
    print(
        f"bytes of record      {statistics.mean(sizes):6.0f} mean, {statistics.median(sizes):.0f} median   (under 600 in the mean)"
    )
    print(
        f"time to understand   {1000 * statistics.mean(times):6.1f} ms mean, {1000 * max(times):.0f} ms at most"
    )
    with gzip.open(SHARED / "corpus.jsonl.gz", "rt", encoding="utf-8") as file:
        corpus = [json.loads(line) for line in file]
    chance = random.Random(1)
    slowest = (0.0, "", "")
    for _ in range(300):
        one, other = chance.sample(corpus, 2)
        began = time.perf_counter()
        classify(one, other)
        names = (record["protocolSection"]["identificationModule"]["nctId"] for record in (one, other))
        slowest = max(slowest, (time.perf_counter() - began, *names))
    print(f"slowest of 300 pairs of unlike records: {1000 * slowest[0]:.0f} ms ({slowest[1]}, {slowest[2]})")


if __name__ == "__main__":
    main()
