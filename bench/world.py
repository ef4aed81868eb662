"""What the programs here share: real records, a registry in a process of its own, and CPU time."""

from __future__ import annotations

import gzip
import json
import multiprocessing
import os
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monitor.registry.simulated import Registry, SimulatedRegistry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

SHARED = Path(os.environ.get("NCTWATCH_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "registry"


def records(count: int) -> list[dict[str, Any]]:
    """Return real records, all different: the corpus, the series' trials, then some under another number."""
    if not (SHARED / "corpus.jsonl.gz").is_file():
        sys.exit(
            f"the real records are not at {SHARED}; set NCTWATCH_SHARED to the folder that has registry/"
        )
    found = {}
    for name in ("corpus.jsonl.gz", "series.jsonl.gz"):
        with gzip.open(SHARED / name, "rt", encoding="utf-8") as file:
            for line in file:
                value = json.loads(line)
                record = value.get("record", value)
                found.setdefault(record["protocolSection"]["identificationModule"]["nctId"], record)
    kept = list(found.values())[:count]
    for number in range(count - len(kept)):
        copy = json.loads(json.dumps(kept[number]))
        copy["protocolSection"]["identificationModule"]["nctId"] = f"NCT{98000000 + number}"
        copy["protocolSection"]["identificationModule"].pop("nctIdAliases", None)
        kept.append(copy)
    return kept


def number_of(record: dict[str, Any]) -> str:
    """Return a record's NCT number."""
    return record["protocolSection"]["identificationModule"]["nctId"]


def _serve(pipe: Connection, count: int) -> None:
    with SimulatedRegistry(Registry(records(count))) as server:
        pipe.send(server.url)
        while pipe.recv() == "publish":
            pipe.send(server.registry.publish())


@contextmanager
def registry(count: int) -> Iterator[tuple[str, Any]]:
    """Serve ``count`` records from a process of its own; gives its address and a function that publishes."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(there, count), daemon=True)
    process.start()

    def publish() -> str:
        here.send("publish")
        return here.recv()

    try:
        yield here.recv(), publish
    finally:
        here.send("stop")
        process.join(10)


@contextmanager
def cpu() -> Iterator[list[float]]:
    """Measure the CPU seconds of this process, all its threads."""
    taken: list[float] = []
    began = time.process_time()
    yield taken
    taken.append(time.process_time() - began)
