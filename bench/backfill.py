"""The record history of one trial with very many versions: its time and memory, also where it is cut short.

The real registry's longest has 1,650 versions (NCT00769379), a version 42 KB in the mean. The registry runs in a process
of its own; the real command is killed in the middle and goes on where it was. ``python bench/backfill.py [VERSIONS]``.
"""

from __future__ import annotations

import copy
import signal
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from everything import run

from monitor.simulator import Registry, seed_records
from monitor.simulator.process import in_process
from monitor.store.opening import open_for_reading

TRIAL = "NCT01933802"
SITES = 130
"""Of the record; they make its JSON 40 KB."""
FIRST = date(2003, 1, 6)
MOST_GROWTH = 40.0
"""Megabytes that a history of all versions may need more than one of a tenth of them."""


def registry(versions: int) -> Registry:
    """Return a registry whose one trial was submitted so many times, each time with a few changes."""
    record = next(seed for seed in seed_records() if number_of(seed) == TRIAL)
    record.pop("resultsSection", None)
    protocol = record["protocolSection"]
    module, status = protocol["contactsLocationsModule"], protocol["statusModule"]
    module["locations"] = [site(number) for number in range(SITES)]
    served = None
    for number in range(versions):
        day = (FIRST + timedelta(days=5 * number)).isoformat()
        status["lastUpdateSubmitDate"] = day
        status["lastUpdatePostDateStruct"] = {"date": day, "type": "ACTUAL"}
        status["overallStatus"] = "RECRUITING" if number // 7 % 2 else "SUSPENDED"
        module["locations"][number % SITES] = site(number + SITES)
        protocol["designModule"]["enrollmentInfo"] = {"count": 100 + number // 3, "type": "ESTIMATED"}
        if served is None:
            served = Registry([record])
        else:
            served.put(copy.deepcopy(record))
    assert served is not None
    return served


def number_of(record: dict) -> str:
    """Return the record's NCT number."""
    return record["protocolSection"]["identificationModule"]["nctId"]


def site(number: int) -> dict:
    """Return an invented place of a trial."""
    return {
        "facility": f"Hospital of the {number}th Street, Department of Neurology and Rehabilitation",
        "status": "RECRUITING",
        "city": f"City {number}",
        "state": "New York",
        "zip": f"{number:05}",
        "country": "United States",
        "contacts": [{"name": f"Coordinator {number}", "role": "CONTACT", "phone": f"555-{number:04}"}],
    }


def held(config: Path) -> int:
    """Return how many versions the store has."""
    with open_for_reading(config.parent / "store.db") as reader:
        return int(reader.value("SELECT count(*) FROM versions"))


def interrupted(config: Path, least: int) -> None:
    """Begin the backfill, and kill it when so many versions are stored."""
    command = [sys.executable, "-m", "monitor", "--config", str(config), "backfill", TRIAL]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while held(config) < least and process.poll() is None:
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)


def measure(versions: int, *, cut: bool) -> float:
    """Take in a history, print what it cost, and return the most memory in megabytes."""
    with tempfile.TemporaryDirectory() as folder, in_process(registry, versions) as server:
        config = Path(folder) / "nctwatch.toml"
        config.write_text(
            f'[registry]\nurl = "{server.url}"\nrequests_per_second = 10000\n[store]\npath = "{folder}/store.db"\n'
            f'[[watch]]\ntrial = "{TRIAL}"\n',
            encoding="utf-8",
        )
        run(config, "poll", "--json")
        before = 1
        if cut:
            interrupted(config, versions // 3)
            before = held(config)
            print(f"  killed with {before:,} versions stored; the next run goes on")
        done = run(config, "backfill", TRIAL, "--json")
        (row,) = done.report
        assert row["complete"], row
        assert row["listed"] == held(config) == versions, row
        assert row["added"] + row["recognised"] == versions - (before if cut else 0) + (1 if cut else 0), row
        size = (Path(folder) / "store.db").stat().st_size
    print(
        f"  {versions:6,} versions, {row['changes']:,} changes: {done.wall:.0f} s ({done.cpu:.0f} s CPU), "
        f"at most {done.memory:.0f} MB, store {size / 2**20:.1f} MB"
    )
    waits = row["added"] + row["recognised"] + 1
    work = done.cpu / waits
    print(
        f"         at one request a second: {max(1.0, work) * waits / 60:.0f} min, the CPU idle for {1 - min(1, work):.0%}"
    )
    return done.memory


def main() -> None:
    versions = int(sys.argv[1]) if len(sys.argv) > 1 else 1_650
    print("whole:")
    few = measure(max(2, versions // 10), cut=False)
    many = measure(versions, cut=False)
    print("killed in the middle:")
    measure(versions, cut=True)
    well = many - few <= MOST_GROWTH
    print(f"{many - few:+.0f} MB for ten times as many versions (at most {MOST_GROWTH:.0f})")
    print("pass" if well else "FAIL: memory grows with the history")
    sys.exit(0 if well else 1)


if __name__ == "__main__":
    main()
