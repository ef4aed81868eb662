"""What versions cost to keep, and how long it takes to check and to copy them.

Real records, real changes on consecutive days, and scripted chains of twenty versions each.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from world import CORPUS, announce, cpu, number_of, records

from monitor.core.changes import classify
from monitor.store import full_text, verify
from monitor.store.backup import backup
from monitor.store.changes import add_changes
from monitor.store.opening import open_for_reading, open_for_writing
from monitor.store.packing import learn
from monitor.store.search_index import index_versions
from monitor.store.trials import ensure_trial, update_trial
from monitor.store.versions import add_polled, latest_version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.store.connection import Connection

DAY = "2026-09-01T15:00:00Z"


def letters(record: dict[str, Any]) -> bytes:
    return json.dumps(record, separators=(",", ":"), ensure_ascii=False).encode()


def keep(store: Connection, nct: str, chain: list[dict[str, Any]]) -> None:
    """Keep the versions of one trial, with the changes between them."""
    with store.transaction():
        trial = ensure_trial(store, nct)
        before = old = None
        for record in chain:
            version = add_polled(store, trial, letters(record), record, before, observed_at=DAY)
            if old is not None:
                add_changes(store, trial, classify(old, record), before, version, observed_at=DAY)
            before, old = version, record
        update_trial(store, trial, fingerprint="x")


def pairs() -> Iterator[list[dict[str, Any]]]:
    """Give the changes between consecutive releases."""
    yield from map(list, CORPUS.pairs())


def series() -> Iterator[list[dict[str, Any]]]:
    """Give trials on consecutive days, without the days on which only the stamp moved."""
    from monitor.core.records.canonical import same_content

    found: dict[str, list[dict[str, Any]]] = {}
    for value in CORPUS.series():
        chain = found.setdefault(value["nctId"], [])
        if not chain or not same_content(chain[-1], value["record"]):
            chain.append(value["record"])
    yield from found.values()


def scripted(record: dict[str, Any], length: int, seed: int) -> list[dict[str, Any]]:
    """Return a chain of versions: each moves the update date and one or two other things."""
    chance = random.Random(seed)
    chain = [record]
    while len(chain) < length:
        chain.append(edited(json.loads(letters(chain[-1])), len(chain), chance))
    return chain


def edited(record: dict[str, Any], number: int, chance: random.Random) -> dict[str, Any]:
    """Edit a record as a sponsor does."""
    protocol = record["protocolSection"]
    status, criteria = protocol["statusModule"], protocol.setdefault("eligibilityModule", {})
    day = f"20{10 + number // 2:02}-{1 + chance.randrange(12):02}-{1 + chance.randrange(28):02}"
    status["lastUpdateSubmitDate"] = day
    status["lastUpdatePostDateStruct"] = {"date": day, "type": "ACTUAL"}
    for what in chance.sample(("status", "date", "age", "criterion", "count"), chance.choice([1, 1, 2])):
        if what == "status":
            status["overallStatus"] = chance.choice(["RECRUITING", "SUSPENDED", "COMPLETED"])
        elif what == "date":
            status["completionDateStruct"] = {"date": day[:7], "type": "ESTIMATED"}
        elif what == "age":
            criteria["minimumAge"] = f"{chance.randrange(16, 40)} Years"
        elif what == "criterion":
            text = criteria.get("eligibilityCriteria", "")
            criteria["eligibilityCriteria"] = f"{text}\n* Criterion {chance.random()}"
        else:
            protocol["designModule"]["enrollmentInfo"] = {
                "count": chance.randrange(20, 900),
                "type": "ESTIMATED",
            }
    return record


def patches(store: Connection) -> list[int]:
    return [row[0] for row in store.tuples("SELECT length(blob) FROM versions WHERE version > 1")]


def measure(title: str, chains: list[list[dict[str, Any]]]) -> None:
    with tempfile.TemporaryDirectory() as folder, open_for_writing(Path(folder) / "s.db") as store:
        for number, chain in enumerate(chains):
            keep(store, f"NCT{90000000 + number}", chain)
        sizes = patches(store)
    print(
        f"{title:34} {len(sizes):6,} versions   {statistics.mean(sizes):5.0f} bytes mean, {statistics.median(sizes):.0f} median   (under 600)"
    )


def firsts() -> None:
    """Print what first versions cost, with the dictionary of the program and with one learned from other trials of the store."""
    records_read = records(757)
    others, mine = records_read[::2], records_read[1::2]
    for title, teach in (("first versions", False), ("with the store's own dictionary", True)):
        with tempfile.TemporaryDirectory() as folder, open_for_writing(Path(folder) / "s.db") as store:
            for record in others:
                keep(store, number_of(record), [record])
            last = store.value("SELECT max(id) FROM versions")
            assert not teach or learn(store)
            for record in mine:
                keep(store, number_of(record), [record])
            stored, size = store.execute(
                "SELECT sum(length(blob)), sum(bytes) FROM versions WHERE id > ?", [last]
            ).fetchone()
        print(f"{title:34} {len(mine):6,} versions    {stored / size:.3f} of their JSON   (at most 0.20)")


def care(count: int) -> None:
    """Print how long a store of many versions takes to index, to check, and to copy while it is written to."""
    chain = 20
    base = records(count // chain)
    with tempfile.TemporaryDirectory() as folder, open_for_writing(Path(folder) / "s.db") as store:
        path = Path(folder) / "s.db"
        for number, record in enumerate(base):
            keep(store, number_of(record), scripted(record, chain, number))
        total, size = store.execute("SELECT count(*), sum(bytes) FROM versions").fetchone()
        with cpu() as indexed:
            while index_versions(store):
                pass
        with open_for_reading(path) as reader:
            with cpu() as verified:
                faults = [fault for *_, fault in verify.versions(reader) if fault]
            with cpu() as looked:
                hits = full_text.find(reader, '"sclerosis"', history=True, limit=20)
            sizes = verify.sizes(reader)
        print(f"{'scripted chains of twenty':34} {total:6,} versions of {size / 1e6:,.0f} MB of JSON")
        print(
            f"{'kept in':34} {sizes['versions'] / 1e6:6.1f} MB of versions, {sizes['search'] / 1e6:.1f} MB of search index"
        )
        print(f"{'index':34} {indexed[0]:6.1f} s CPU")
        print(f"{'verify':34} {verified[0]:6.1f} s CPU, {len(faults)} damaged   (seconds)")
        print(f"{'search in all versions':34} {1000 * looked[0]:6.0f} ms, {len(hits)} trials")
        copying(path, Path(folder) / "copy.db", base[0])


def copying(path: Path, copy: Path, record: dict[str, Any]) -> None:
    """Print how long a copy takes while another connection goes on writing."""
    stop, written = threading.Event(), []

    def write() -> None:
        with open_for_writing(path) as store:
            trial = ensure_trial(store, "NCT99999999")
            while not stop.is_set():
                with store.transaction():
                    add_polled(
                        store, trial, letters(record), record, latest_version(store, trial), observed_at=DAY
                    )
                written.append(1)

    thread = threading.Thread(target=write)
    thread.start()
    began = time.perf_counter()
    backup(path, copy)
    taken = time.perf_counter() - began
    stop.set()
    thread.join()
    with open_for_reading(copy) as reader:
        faults = [fault for *_, fault in verify.versions(reader) if fault]
    print(
        f"{'backup during writes':34} {taken:6.1f} s, {copy.stat().st_size / 1e6:.0f} MB, {len(written)} writes meanwhile, {len(faults)} damaged"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--versions", type=int, default=10_000)
    wanted = parser.parse_args().versions
    announce()
    measure("changes, pairs", list(pairs()))
    measure("trials on consecutive days", [chain for chain in series() if len(chain) > 1])
    measure("scripted chains of twenty", [scripted(record, 20, n) for n, record in enumerate(records(100))])
    firsts()
    care(wanted)


if __name__ == "__main__":
    main()
