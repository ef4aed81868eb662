"""Watching everything: a baseline, a day's release and a whole pass, with the real command, at several sizes.

python bench/everything.py                          6,000 and 60,000 studies
python bench/everything.py --studies 6000 600000    the whole registry: an hour or two, and 8 GB of disk
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from world import CORPUS, announce, corpus

from monitor.simulator.generated import generated_registry, make_shelf, publish_random
from monitor.simulator.process import in_process
from monitor.store.opening import open_for_reading
from monitor.store.verify import sizes

CHANGED = 120
"""One study in so many is changed by a release: 5,000 of 600,000."""
SILENT = 20
"""One change in so many moves no update date."""


@dataclass
class Ran:
    """What a command printed and cost."""

    report: Any
    cpu: float
    wall: float
    memory: float
    """Megabytes at most."""


def most(process: int) -> float:
    """Return the megabytes that a process has held at most until now; 0 if it has ended."""
    with suppress(OSError):
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
        return int(found[1]) / 1024 if found else 0.0
    return 0.0


def run(config: Path, *words: str) -> Ran:
    """Run a command and measure it; its own CPU, without the registry's."""
    began = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "monitor", "--config", str(config), *words],
            stdout=out,
            stderr=subprocess.DEVNULL,
        )
        # what wait4 says of memory begins with that of this program, which holds the report before
        memory = 0.0
        while (ended := os.wait4(process.pid, os.WNOHANG))[0] == 0:
            memory = max(memory, most(process.pid))
            time.sleep(0.02)
        _, status, usage = ended
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - began
        out.seek(0)
        text = out.read()
    assert process.returncode == 0, f"{words} ended with {process.returncode}"
    return Ran(json.loads(text or b"null"), usage.ru_utime + usage.ru_stime, wall, memory)


def line(what: str, ran: Ran, studies: int, note: str = "") -> None:
    print(
        f"{what:26} {ran.cpu:8.1f} s CPU {1e6 * ran.cpu / studies:8.0f} µs a study {ran.wall:8.1f} s {ran.memory:6.0f} MB   {note}",
        flush=True,
    )


def counted(ran: Ran) -> str:
    names = ("baseline", "unchanged", "changed", "gone", "failed")
    counts = ", ".join(f"{ran.report[name]:,} {name}" for name in names if ran.report[name])
    return f"{counts}; {ran.report['requests']:,} requests"


def measure(studies: int, folder: Path) -> None:
    print(f"\n{studies:,} studies", flush=True)
    made = folder / f"{CORPUS.name}-{studies}-1"
    make_shelf(made, corpus, studies, workers=2)
    with tempfile.TemporaryDirectory(dir=folder) as place, in_process(generated_registry, made) as server:
        config = Path(place) / "nctwatch.toml"
        text = (
            f'[registry]\nurl = "{server.url}"\nrequests_per_second = 100000\nhistory = false\n'
            f'[store]\npath = "{place}/store.db"\nsearch = false\n[[watch]]\nquery = {{}}\nlimit = 0\n'
        )
        config.write_text(text, encoding="utf-8")
        first = run(config, "poll", "--json")
        line("baseline", first, studies, counted(first))
        assert first.report["baseline"] == studies
        with open_for_reading(Path(place) / "store.db") as reader:
            size = sizes(reader)
        print(
            f"{'store':26} {size['file'] / studies:8.0f} bytes a study ({size['versions'] / studies:.0f} of versions)"
        )
        changed = max(10, studies // CHANGED)
        server.call(publish_random, changed - changed // SILENT, changed // SILENT)
        day = run(config, "poll", "--json")
        line("a day's release", day, studies, counted(day))
        assert day.report["changed"] == changed - changed // SILENT
        for _ in range(6):
            server.call(publish_random, 0, 0)
        week = run(config, "poll", "--json")
        line("a whole pass, each week", week, studies, counted(week))
        assert week.report["changed"] == changed // SILENT
        nothing = run(config, "poll", "--json")
        line("nothing new", nothing, studies, counted(nothing))
        config.write_text(text.replace("search = false", "search = true"), encoding="utf-8")
        index = run(config, "poll", "--json")
        with open_for_reading(Path(place) / "store.db") as reader:
            size = sizes(reader)
        line("search index, once", index, studies, f"{size['search'] / studies:.0f} bytes a study")
        line("verify", run(config, "verify", "--json"), studies)
        line("status", run(config, "status", "--json"), studies)
        line("search", run(config, "search", "progressive multiple sclerosis", "--json"), studies)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--studies", type=int, nargs="+", default=[6000, 60_000])
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "nctwatch-studies")
    options = parser.parse_args()
    announce()
    options.folder.mkdir(parents=True, exist_ok=True)
    print(
        "the goals for 600,000: baseline within 3,600 s CPU, a day's release within 120, under 150 MB and 6,000 bytes"
    )
    for studies in options.studies:
        measure(studies, options.folder)


if __name__ == "__main__":
    main()
