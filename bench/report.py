"""What a report costs: one page over a hundred trials, those of the series with all their days, and its feed."""

from __future__ import annotations

import json
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from world import CORPUS, announce, number_of, records

from monitor.core.changes import classify
from monitor.core.records import accessors
from monitor.core.records.canonical import same_content
from monitor.report import write
from monitor.report.queries import Source
from monitor.store.changes import add_changes
from monitor.store.news import Filter
from monitor.store.opening import open_for_reading, open_for_writing
from monitor.store.trials import ensure_trial, update_trial
from monitor.store.versions import add_polled, latest_version

if TYPE_CHECKING:
    from monitor.store.connection import Connection

COUNT = 100


def keep(store: Connection, record: dict, day: str, held: dict[str, dict]) -> None:
    """Keep a record of a day if it differs from the one that is held, with its changes."""
    nct = number_of(record)
    before = held.get(nct)
    if before and same_content(before, record):
        return
    with store.transaction():
        trial = ensure_trial(store, nct)
        latest = latest_version(store, trial)
        raw = json.dumps(record, separators=(",", ":"), ensure_ascii=False).encode()
        at = f"{day}T10:00:00Z"
        version = add_polled(store, trial, raw, record, latest, observed_at=at)
        if before:
            add_changes(store, trial, classify(before, record), latest, version, observed_at=at)
        update_trial(
            store,
            trial,
            title=accessors.title_of(record),
            status=accessors.status_of(record),
            fingerprint="x",
        )
    held[nct] = record


def fill(path: Path) -> int:
    """Keep the series day by day, then other records up to a hundred trials; return the number of versions."""
    held: dict[str, dict] = {}
    with open_for_writing(path) as store:
        for row in sorted(CORPUS.series(), key=lambda row: row["observed"]):
            keep(store, row["record"], row["observed"][:10], held)
        for record in records(700):
            if len(held) < COUNT and number_of(record) not in held:
                keep(store, record, "2026-09-01", held)
        return int(store.value("SELECT count(*) FROM versions"))


def main() -> None:
    announce()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        versions = fill(path)
        at = datetime.now(UTC)
        with open_for_reading(path) as reader:
            began = time.perf_counter()
            page = write.page(Source(reader, {}, at.date()), [], at)
            took = time.perf_counter() - began
            began = time.perf_counter()
            feed = write.feed(reader, None, Filter(), at, "")
            fed = time.perf_counter() - began
    assert page.count('<section id="NCT') == COUNT
    print(f"{COUNT} trials, {versions} versions")
    print(f"page    {took:6.2f} s   {len(page.encode()) / 1e6:5.2f} MB   (at most 5 s)")
    print(f"feed    {fed:6.2f} s   {len(feed) / 1e6:5.2f} MB")


if __name__ == "__main__":
    main()
