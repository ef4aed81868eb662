"""Memory does not grow: thousands of rounds in one process, most of them without news.

Rounds are done as the service does them, deliveries among them; the registry and the
receiver run in a process of their own. ``python bench/memory.py [ROUNDS]``.
"""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from receiver import receiver

from monitor.config.load import load
from monitor.service.jobs import run_deliveries, run_poll
from monitor.simulator import Registry, SimulatedRegistry, edit, seed_records

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

SEED = "NCT03822858"
STATUS = "protocolSection.statusModule.overallStatus"
SHOWN = (100, 1_000, 5_000, 10_000, 20_000)
MOST = 512.0
"""Bytes a round: at a round every half hour, 9 MB a year."""


def serve(pipe: Connection) -> None:
    """Serve registry and receiver; publish on demand, with an edit or without."""
    with SimulatedRegistry(Registry(seed_records())) as server, receiver(keep=False) as hook:
        pipe.send((server.url, hook.url))
        while (order := pipe.recv()) != "stop":
            server.requests.clear()
            edits = [edit(SEED, {STATUS: order})] if order else []
            pipe.send(server.registry.publish(edits))


def resident() -> int:
    """Return this process's resident bytes."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * 4096


def news(number: int) -> str | None:
    """Return what a round finds: nothing for six in ten, a moved stamp, or a change of status."""
    if number % 10 == 0:
        return "AVAILABLE" if number % 20 else "TEMPORARILY_NOT_AVAILABLE"
    return "" if number % 10 in {3, 5, 8} else None


def rounds(config: Path, pipe: Connection, count: int) -> dict[int, int]:
    """Do the rounds, and return the memory at some of them."""
    settings, seen, changed = load(config), {}, 0
    for number in range(1, count + 1):
        order = news(number)
        if order is not None:
            pipe.send(order)
            pipe.recv()
        done, _ = run_poll(settings)
        assert done.exit_status == 0, done
        changed += done.counts["changed"]
        run_deliveries(settings)
        if number in SHOWN or number == count:
            seen[number] = resident()
            print(f"{number:7,} rounds  {seen[number] / 2**20:7.1f} MB  {changed:5,} changes", flush=True)
    assert changed >= count // 10 - 1, "the rounds saw no changes"
    return seen


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(there,), daemon=True)
    server.start()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        url, hook = here.recv()
        config = Path(folder) / "nctwatch.toml"
        config.write_text(
            f'[registry]\nurl = "{url}"\nrequests_per_second = 10000\n[store]\npath = "{folder}/store.db"\n'
            f'[[watch]]\ntrial = "{SEED}"\nrelated = ["NCT01933802", "NCT03355365"]\n'
            f'[[channel]]\nname = "hook"\nurl = "{hook}"\nkinds = "all"\n',
            encoding="utf-8",
        )
        try:
            seen = rounds(config, here, count)
        finally:
            here.send("stop")
            server.join(10)
    first = min((number for number in seen if number >= 1_000), default=min(seen))
    slope = (seen[count] - seen[first]) / max(1, count - first)
    well = slope <= MOST
    print(
        f"{slope:.0f} bytes a round from {first:,} to {count:,} (at most {MOST:.0f}), {time.monotonic() - began:.0f} s"
    )
    print("pass" if well else "FAIL: memory grows")
    sys.exit(0 if well else 1)


if __name__ == "__main__":
    main()
