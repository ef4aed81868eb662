"""What the programs here share: records, a registry in a process of its own, and CPU time."""

from __future__ import annotations

import json
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monitor.simulator import Registry, edit
from monitor.simulator.process import in_process
from monitor.simulator.releases import next_release

if TYPE_CHECKING:
    from collections.abc import Iterator

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

import criteria  # found by the line above
from corpus import REAL, SAMPLE

CORPUS = REAL if REAL.exists else SAMPLE


def announce() -> None:
    """Say which records the figures are of: the bounds beside them are for the real ones."""
    if not CORPUS.real:
        print(
            f"of the invented sample, as no real records are at {REAL.folder}; the bounds are for real ones, which are larger"
        )


def records(count: int) -> list[dict[str, Any]]:
    """Return records, all different: the corpus, the series' trials, then some under another number."""
    found: dict[str, dict[str, Any]] = {}
    for record in [*CORPUS.records(), *(day["record"] for day in CORPUS.series())]:
        found.setdefault(number_of(record), record)
    chosen = list(found.values())[:count]
    distinct = len(chosen)
    for number in range(count - distinct):
        copy = json.loads(json.dumps(chosen[number % distinct]))
        copy["protocolSection"]["identificationModule"]["nctId"] = f"NCT{98000000 + number}"
        copy["protocolSection"]["identificationModule"].pop("nctIdAliases", None)
        chosen.append(copy)
    return chosen


def corpus() -> list[dict[str, Any]]:
    """Return the records that generated studies are mixed from."""
    return CORPUS.records()


def edits_of(path: Path) -> list[dict[str, Any]]:
    """Return the edits of a set with their texts; those of real records only where these are."""
    return criteria.edits(path)


def number_of(record: dict[str, Any]) -> str:
    """Return a record's NCT number."""
    return record["protocolSection"]["identificationModule"]["nctId"]


def open_registry(count: int) -> Registry:
    """Return a registry of so many records."""
    return Registry(records(count))


def _publish(served: Registry, change: bool) -> str:
    return served.publish(_edits(served) if change else ())


def _edits(served: Registry) -> list[Any]:
    """Return an edit of every record, as its sponsor would make it: another status, one site more, a new date."""
    day = next_release(served.timestamp)[:10]
    site = {"facility": f"Hospital of {day}", "city": "Lyon", "country": "France"}
    changes = {
        "protocolSection.statusModule.overallStatus": lambda status: (
            "RECRUITING" if status == "SUSPENDED" else "SUSPENDED"
        ),
        "protocolSection.contactsLocationsModule.locations": lambda sites: [
            *(sites if isinstance(sites, list) else []),
            site,
        ],
    }
    return [edit(nct, changes, post=day) for nct in served.now.records]


@contextmanager
def registry(count: int) -> Iterator[tuple[str, Any]]:
    """Serve ``count`` records from a process of its own; gives its address and a function that publishes.

    That takes ``change=True`` for a release in which every record is changed.
    """
    with in_process(open_registry, count) as server:
        yield server.url, lambda *, change=False: server.call(_publish, change)


@contextmanager
def cpu() -> Iterator[list[float]]:
    """Measure the CPU seconds of this process, all its threads."""
    taken: list[float] = []
    began = time.process_time()
    yield taken
    taken.append(time.process_time() - began)
