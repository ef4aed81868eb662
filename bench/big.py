"""The whole registry in a box: makes it, serves it, and measures the least that pulling all of it costs.

python bench/big.py --studies 6000               makes 6,000 studies, pulls all pages, says what it cost
python bench/big.py --studies 600000 --serve     serves them; "publish 1500 200" on standard input is a release
"""

from __future__ import annotations

import argparse
import gc
import resource
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from world import CORPUS, announce, corpus

from monitor.core.changes import classify
from monitor.core.records import canonical
from monitor.ctgov.client import Client
from monitor.ctgov.pages import split_page
from monitor.errors import BadAnswer
from monitor.simulator.generated import generated_registry, make_shelf, publish_random
from monitor.simulator.generated.shelf import size_of
from monitor.simulator.process import RemoteRegistry, in_process

if TYPE_CHECKING:
    from collections.abc import Iterator


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--studies", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where the studies are kept (default: a temporary one)")
    parser.add_argument("--workers", type=int, default=1, help="processes that make studies")
    parser.add_argument("--page-size", type=int, default=200)
    parser.add_argument("--changes", type=int, default=60, help="studies that the release changes")
    parser.add_argument("--silent", type=int, default=8, help="of which no update date tells")
    parser.add_argument("--serve", action="store_true")
    parser.add_argument("--port", type=int, default=0)
    return parser.parse_args()


def made(options: argparse.Namespace) -> Path:
    """Return the folder with the studies, made if they are not there."""
    folder = options.folder or Path(tempfile.gettempdir()) / "nctwatch-studies"
    folder = folder / f"{CORPUS.name}-{options.studies}-{options.seed}"

    def progress(done: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{done:,} studies made", end="", file=sys.stderr)

    seconds = make_shelf(
        folder, corpus, options.studies, options.seed, workers=options.workers, progress=progress
    )
    size = size_of(folder)
    how = f"made in {seconds:.0f} s" if seconds else "made before"
    print(f"{options.studies:,} studies in {folder}: {size / 1e6:,.0f} MB, {how}", flush=True)
    return folder


class Floor:
    """CPU seconds by what they are spent on."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._at = 0.0

    def begin(self) -> None:
        """Count from now on."""
        self._at = time.process_time()

    def took(self, what: str) -> None:
        """Count what passed since the last call."""
        now = time.process_time()
        self.seconds[what] += now - self._at
        self._at = now


def bodies(
    client: Client, size: int, query: dict[str, str], floor: Floor
) -> Iterator[tuple[bytes, list[bytes]]]:
    """Go through all pages of a search; a page that is too large is asked for by halves."""
    token, asked = None, size
    while True:
        floor.begin()
        more = {"pageToken": token} if token else {}
        try:
            answer = client.get("/studies", query | {"pageSize": str(asked)} | more)
        except BadAnswer:
            floor.took("fetch and unpack")
            if asked == 1:
                raise
            asked = max(1, asked // 2)
            continue
        floor.took("fetch and unpack")
        letters, members = split_page(answer.body) or ([], {})
        floor.took("cut")
        client.mark_usable()  # or its patience, which is for a whole round, would end here
        asked = size
        yield answer.body, letters
        token = members.get("nextPageToken")
        if not token:
            return


def pulled(client: Client, size: int, query: dict[str, str]) -> tuple[Floor, int, int, dict[str, str]]:
    """Pull all studies of a search: what it took, how many there were, their bytes, and their marks."""
    floor, count, total, marks = Floor(), 0, 0, {}
    for _, letters in bodies(client, size, query, floor):
        floor.begin()
        found = [canonical.fingerprint(part) for part in letters]
        floor.took("fingerprint")
        values = [canonical.decode(part) for part in letters]
        del values
        floor.took("decode")
        for mark, part in zip(found, letters, strict=True):
            marks[part[part.index(b'"nctId":"') + 9 :][:11].decode()] = mark
        count += len(letters)
        total += sum(map(len, letters))
    return floor, count, total, marks


def understood(client: Client, before: dict[str, bytes]) -> list[float]:
    """Return the CPU seconds of understanding each of the studies that changed since they were held."""
    seconds = []
    for nct, raw in before.items():
        old, new = canonical.decode(raw), canonical.decode(client.get(f"/studies/{nct}").body)
        began = time.process_time()
        if classify(old, new):
            seconds.append(time.process_time() - began)
    return seconds


def dry_run(server: RemoteRegistry, options: argparse.Namespace) -> None:
    with Client(server.url, requests_per_second=10_000) as client:
        gc.disable()
        began, spent = time.perf_counter(), server.cost()[0]
        floor, count, total, marks = pulled(client, options.page_size, {})
        wall, spent = time.perf_counter() - began, server.cost()[0] - spent
        assert count == len(marks) == options.studies, (count, len(marks))
        print(
            f"{count:,} studies pulled: {total / 1e6:,.0f} MB, {client.usage.bytes / 1e6:,.0f} MB over the wire,"
        )
        print(f"{client.usage.requests:,} requests, {wall:.1f} s\n")
        per = 1000 / count
        for what, seconds in floor.seconds.items():
            print(f"{what:20} {seconds * per:7.3f} s CPU per 1,000 studies")
        print(
            f"{'the server':20} {spent * per:7.3f} s CPU per 1,000 studies, {server.cost()[1]:.0f} MB of its own"
        )
        release(client, server, options, marks)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'this process':20} {peak:7.0f} MB at most")


def release(
    client: Client, server: RemoteRegistry, options: argparse.Namespace, marks: dict[str, str]
) -> None:
    """Publish a release and find its changes, by date and by looking at everything."""
    sample = list(marks)[:: max(1, len(marks) // 300)]
    before = {nct: client.get(f"/studies/{nct}").body for nct in sample}
    published = server.call(publish_random, options.changes, options.silent)
    day = canonical.decode(client.get("/version").body)["dataTimestamp"][:10]
    floor, count, _, by_date = pulled(
        client, options.page_size, {"query.term": f"AREA[LastUpdatePostDate]RANGE[{day},MAX]"}
    )
    changed = {nct for nct, mark in by_date.items() if marks[nct] != mark}
    assert changed == set(published["moved"]), "the update date tells of what sponsors changed"
    print(f"\na release: {count} studies by their update date, {sum(floor.seconds.values()):.3f} s CPU")
    *_, now = pulled(client, options.page_size, {})
    everything = {nct for nct, mark in now.items() if marks[nct] != mark}
    assert everything == {*published["moved"], *published["silent"]}, "a sweep finds those without a date too"
    print(f"a sweep finds {len(everything)}, {len(everything - changed)} of them without a date")
    server.call(publish_random, len(before), 0, list(before))
    seconds = understood(client, before)
    print(f"{len(seconds)} changed studies: {1000 * statistics.mean(seconds):.1f} ms CPU each to understand")


def main() -> None:
    options = arguments()
    announce()
    with in_process(generated_registry, made(options), port=options.port) as server:
        if not options.serve:
            dry_run(server, options)
            return
        print(server.url, flush=True)
        for line in sys.stdin:
            match line.split():
                case ["publish", moved, silent]:
                    published = server.call(publish_random, int(moved), int(silent))
                    print({what: len(numbers) for what, numbers in published.items()}, flush=True)
                case ["stop"]:
                    return


if __name__ == "__main__":
    main()
