"""What each page costs with 60,000 trials watched: seconds and memory, each asked in a process of its own.

python bench/pages.py                    60,000 trials
python bench/pages.py --trials 6000 --keep /tmp/pages.db
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

from report import keep
from werkzeug.test import Client
from world import CORPUS, announce, number_of

from monitor.config.load import load
from monitor.store.listed import list_values
from monitor.store.opening import open_for_writing
from monitor.store.search_index import index_versions
from monitor.store.state import LAST_POLL_AT, LAST_SUCCESS_AT, RELEASE, set_state
from monitor.store.trials import ensure_trial, update_trial
from monitor.web.app import App

WHOLE = 250
"""Trials that are stored with their records; the others are copies of their rows."""
BOUND = 0.5
PATHS = (
    "/",
    "/?page=600",
    "/?sort=gravity",
    "/?sort=title&page=3",
    "/?sort=status",
    "/?status=RECRUITING&phase=2",
    "/?sponsor=univ&kind=status",
    "/?q=multiple+sclerosis",
    "/changes",
    "/changes?page=100",
    "/changes?severity=high&kind=eligibility",
    "/changes?sponsor=univ&phase=2",
    "/changes?status=SUSPENDED",
    "/changes?trial={nct}",
    "/trial/{nct}",
    "/trial/{big}",
    "/change/1",
    "/feed.atom",
    "/healthz",
)


def fill(path: Path, count: int) -> tuple[str, str]:
    """Make the store; return the number of a trial that changed and of the one with most sites."""
    held: dict[str, dict] = {}
    with open_for_writing(path) as store:
        rows = sorted(CORPUS.series(), key=lambda row: row["observed"])
        for row in rows:
            keep(store, row["record"], row["observed"][:10], held)
        for record in CORPUS.records():
            if len(held) < WHOLE and number_of(record) not in held:
                keep(store, record, "2026-09-01", held)
        with store.transaction():
            for nct, record in held.items():
                update_trial(
                    store,
                    ensure_trial(store, nct),
                    first_seen_at="2026-01-01T00:00:00Z",
                    **list_values(record),
                )
            copies(store, len(held), count)
            set_state(store, RELEASE, "2026-09-09T09:00:05")
            for key in (LAST_POLL_AT, LAST_SUCCESS_AT):
                set_state(store, key, "2026-09-10T11:50:00Z")
        while index_versions(store):
            pass
    sites = {
        nct: len(record["protocolSection"].get("contactsLocationsModule", {}).get("locations", []))
        for nct, record in held.items()
    }
    return rows[0]["nctId"], max(sites, key=lambda nct: sites[nct])


def copies(store: object, whole: int, count: int) -> None:
    """Copy the rows of the stored trials under other numbers until there are so many, and let a search have found them."""
    columns = {}
    for table in ("trials", "versions", "changes"):
        names = [row[1] for row in store.tuples(f"PRAGMA table_info({table})")]
        columns[table] = [name for name in names if name not in {"id", "nct", "trial_id"}]
    first = store.value("SELECT max(id) FROM trials") + 1
    ids = [row[0] for row in store.tuples("SELECT id FROM trials ORDER BY id")]
    names = ", ".join(columns["trials"])
    shift = "(SELECT new FROM twin WHERE old = trial_id)"
    store.execute("CREATE TEMP TABLE twin (old INTEGER, new INTEGER PRIMARY KEY)")
    for start in range(first, first + count - whole, len(ids)):
        pairs = [
            (old, start + place) for place, old in enumerate(ids) if start + place < first + count - whole
        ]
        store.execute("DELETE FROM twin")
        store.execute_many("INSERT INTO twin VALUES (?, ?)", pairs)
        store.execute(
            f"INSERT INTO trials (id, nct, {names}) SELECT new, 'NCT' || printf('%08d', 70000000 + new), {names} FROM trials JOIN twin ON old = id"
        )
        for table in ("versions", "changes"):
            each = ", ".join(columns[table])
            store.execute(
                f"INSERT INTO {table} (trial_id, {each}) SELECT {shift}, {each} FROM {table} WHERE trial_id IN (SELECT old FROM twin)"
            )
    store.execute("INSERT INTO searches (name, query) VALUES ('all', '{}')")
    store.execute(
        "INSERT INTO hits (search, trial_id, found_at) SELECT 'all', id, '2026-01-01T00:00:00Z' FROM trials"
    )


def asked(config: Path, path: str) -> tuple[float, float, float, int, int]:
    """Ask for a page twice in a process of its own; return both times, its growth in MB, status and bytes."""
    reader, writer = os.pipe()
    if os.fork() == 0:
        client = Client(App(load(config)))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        times = []
        for _ in range(2):
            began = time.perf_counter()
            answer = client.get(path)
            times.append(time.perf_counter() - began)
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        os.write(writer, f"{times[0]} {times[1]} {grown} {answer.status_code} {len(answer.data)}".encode())
        os._exit(0)
    os.close(writer)
    os.wait()
    with os.fdopen(reader) as answer:
        first, second, grown, status, size = answer.read().split()
    return float(first), float(second), float(grown), int(status), int(size)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--trials", type=int, default=60_000)
    parser.add_argument("--keep", type=Path, help="where the store is kept and used again")
    options = parser.parse_args()
    announce()
    with tempfile.TemporaryDirectory() as folder:
        path = options.keep or Path(folder) / "store.db"
        named = path.with_suffix(".txt")
        if not named.exists():
            began = time.perf_counter()
            named.write_text(" ".join(fill(path, options.trials)))
            print(
                f"{options.trials:,} trials stored in {time.perf_counter() - began:.0f} s, {path.stat().st_size / 1e6:.0f} MB"
            )
        nct, big = named.read_text().split()
        config = Path(folder) / "nctwatch.toml"
        config.write_text('[[watch]]\nname = "all"\nquery = { cond = "any" }\nlimit = 100000\n')
        os.environ["NCTWATCH_DB"] = str(path)
        print(f"{'page':45} {'first':>7} {'again':>7} {'memory':>8} {'size':>9}   (at most {BOUND} s)")
        slow = []
        for pattern in PATHS:
            page = pattern.format(nct=nct, big=big)
            first, again, grown, status, size = asked(config, page)
            print(
                f"{page:45} {first:6.3f}s {again:6.3f}s {grown:5.1f} MB {size / 1e3:6.0f} kB"
                + ("" if status < 400 else f"   {status}")
            )
            slow += [page] if again > BOUND else []
    sys.exit(f"over the bound: {', '.join(slow)}" if slow else 0)


if __name__ == "__main__":
    main()
