"""What the API and the feed cost where 60,000 trials are watched: time and memory of each call, in a process of its own.

python bench/large.py                          makes the store in a temporary folder, which takes some minutes
python bench/large.py --folder /tmp/large      keeps it there, and uses it again
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from world import announce, corpus

from monitor.core.changes import classify
from monitor.core.records import accessors as look
from monitor.simulator.generated.generator import Generator
from monitor.store.changes import add_changes
from monitor.store.opening import open_for_writing
from monitor.store.packing import learn
from monitor.store.polls import add_poll
from monitor.store.search_index import index_versions
from monitor.store.state import LAST_POLL_AT, LAST_SUCCESS_AT, LISTED, set_state
from monitor.store.trials import ensure_trial, update_trial
from monitor.store.versions import add_polled, latest_version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.store.connection import Connection
    from monitor.store.trials import Trial

BATCH = 500
"""Trials of one transaction."""
DAYS = 60
"""Days on which a poll saw changes."""
CHANGED = 5
"""One trial in so many changed once."""
GROUP = 300
"""Trials of the group ``class``, as an analyst has them."""
AT_MOST = 0.5
"""Seconds that a call may take."""
STATUS = ("protocolSection", "statusModule")


def keep(store: Connection, trial: Trial, record: dict[str, Any], day: str) -> None:
    """Keep a record as a poll of a day does, with its changes."""
    at = f"{day}T10:00:00Z"
    latest = latest_version(store, trial)
    raw = json.dumps(record, separators=(",", ":"), ensure_ascii=False).encode()
    version = add_polled(store, trial, raw, record, latest, observed_at=at)
    if latest:
        before = edited(record, back=True)
        add_changes(store, trial, classify(before, record), latest, version, observed_at=at)
    update_trial(
        store,
        trial,
        title=look.title_of(record),
        sponsor=look.sponsor_of(record),
        status=look.status_of(record),
        fingerprint="x",
        first_seen_at=at,
        last_seen_at=at,
    )


def edited(record: dict[str, Any], *, back: bool = False) -> dict[str, Any]:
    """Return a record with another status and end, or as it was before that edit."""
    copy = json.loads(json.dumps(record))
    module = copy["protocolSection"]["statusModule"]
    module["overallStatus"] = "RECRUITING" if back else "SUSPENDED"
    module["completionDateStruct"] = {"date": "2027-06" if back else "2028-03", "type": "ESTIMATED"}
    return copy


def fill(path: Path, count: int) -> list[str]:
    """Make a store of so many trials, one in five of which changed; return their numbers."""
    made = Generator(corpus())
    first = datetime.now(UTC).date() - timedelta(days=DAYS)
    days = [(first + timedelta(days=number)).isoformat() for number in range(DAYS)]
    numbers = []
    with open_for_writing(path) as store:
        for day in days:
            poll = {"started_at": f"{day}T10:00:00Z", "finished_at": f"{day}T10:05:00Z", "outcome": "done"}
            counted = dict.fromkeys(("requests", "bytes", "checked", "changed", "failed"), 1)
            add_poll(store, release=f"{day}T09:00:04", **poll, **counted)
        for start in range(0, count, BATCH):
            with store.transaction():
                for place in range(start, min(count, start + BATCH)):
                    record = json.loads(made.record(place, days[0]))
                    number = look.nct_of(record) or ""
                    numbers.append(number)
                    trial = ensure_trial(store, number)
                    changes = place % CHANGED == 0
                    keep(store, trial, edited(record, back=True) if changes else record, days[0])
                    if changes:
                        keep(store, trial, edited(record), days[1 + place // CHANGED % (DAYS - 1)])
            learn(store)
            progress("trials", start + BATCH)
        last = f"{days[-1]}T10:05:00Z"
        set_state(store, LAST_POLL_AT, last)
        set_state(store, LAST_SUCCESS_AT, last)
        done = 0
        while indexed := index_versions(store):
            done += indexed
            progress("versions indexed", done)
    return numbers


def progress(what: str, done: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done:,} {what}   ", end="", file=sys.stderr)


def prepare(folder: Path, count: int) -> Path:
    """Return the configuration of a store of so many trials, made if it is not there yet."""
    config = folder / "nctwatch.toml"
    if config.is_file():
        return config
    folder.mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()
    store = folder / "store.db"
    numbers = fill(store, count)
    for name, listed in (("all", numbers), ("class", numbers[:: max(1, len(numbers) // GROUP)][:GROUP])):
        (folder / f"{name}.txt").write_text("\n".join(listed))
    with open_for_writing(store) as opened:
        found = {
            str(folder / f"{name}.txt"): {
                "numbers": (folder / f"{name}.txt").read_text().split(),
                "error": None,
            }
            for name in ("all", "class")
        }
        set_state(opened, LISTED, found)
    config.write_text(
        f'[store]\npath = "{store}"\n[[watch]]\nfile = "{folder}/all.txt"\n'
        f'[[watch]]\ngroup = "class"\nfile = "{folder}/class.txt"\n'
    )
    size = store.stat().st_size / 1e6
    print(f"{count:,} trials in {store}: {size:,.0f} MB, made in {time.perf_counter() - began:,.0f} s\n")
    return config


def paths(config: Path) -> Iterator[str]:
    """Yield the paths that are asked for, about a trial that changed."""
    nct = (config.parent / "class.txt").read_text().split()[0]
    api = "/api/v1"
    yield f"{api}/trials"
    yield f"{api}/trials?limit=50"
    yield f"{api}/trials?status=RECRUITING&limit=50"
    yield f"{api}/trials?group=class"
    yield f"{api}/trials/{nct}"
    yield f"{api}/trials/{nct}/history"
    yield f"{api}/trials/{nct}/diff"
    yield f"{api}/changes"
    yield f"{api}/changes?severity=high&limit=1000"
    yield f"{api}/changes?group=class&since=30d"
    yield f"{api}/changes?trial={nct}&kind=status"
    yield f"{api}/search?q=cancer"
    yield f"{api}/search?q=stem+cells+fatigue&history=true"
    yield f"{api}/related/{nct}"
    yield "/api/openapi.json"
    yield "/feed.atom"
    yield "/feed.atom?severity=high&limit=1000"
    yield "/feed.atom?group=class"
    yield f"/feed.atom?trial={nct}"
    yield "/calendar.ics?group=class"


def memory(*, reset: bool = False) -> float:
    """Return the most memory of this process in megabytes since it was reset; after a reset what it has now."""
    if reset:
        Path("/proc/self/clear_refs").write_text("5")
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def ask(config: Path, path: str) -> None:
    """Ask for a path, after the health that loads the program; print what the answer cost as JSON."""
    from werkzeug.test import Client

    from monitor.__main__ import set_collector
    from monitor.config.load import load
    from monitor.web.app import App

    set_collector()  # as the service does
    client = Client(App(load(config)))
    client.get("/healthz")
    before = memory(reset=True)
    began = time.perf_counter()
    answer = client.get(path)
    body = answer.data
    first = time.perf_counter() - began
    began = time.perf_counter()
    assert client.get(path).data
    again = time.perf_counter() - began
    peak = memory()
    assert answer.status_code == 200, (path, body)
    print(json.dumps({"first": first, "again": again, "bytes": len(body), "more": peak - before}))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--trials", type=int, default=60_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--ask", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.ask:
        ask(options.folder / "nctwatch.toml", options.ask)
        return
    announce()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        config = prepare(folder, options.trials)
        print(f"{'path':58} {'first':>8} {'again':>8} {'answer':>9} {'memory':>8}")
        for path in paths(config):
            words = [sys.executable, __file__, "--folder", str(folder), "--ask", path]
            row = json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
            mark = "" if row["again"] <= AT_MOST else f"   more than {AT_MOST} s"
            print(
                f"{path:58} {row['first']:6.2f} s {row['again']:6.2f} s {row['bytes'] / 1e6:6.2f} MB "
                f"{row['more']:5.0f} MB{mark}",
                flush=True,
            )


if __name__ == "__main__":
    main()
