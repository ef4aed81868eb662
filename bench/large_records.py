"""The ten largest real records, every number of their results raised by one, and the service under 256 MB.

All ten change in one release, are served in one page, and then each changes once more by itself. Memory is bound by a
control group where one can be made, else by ``RLIMIT_DATA``. Exits with 1 where a peak is over 150 MB, a record takes
over ten seconds, or a change is not kept.
"""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from world import announce, corpus, number_of

from monitor.simulator import Registry, edit
from monitor.simulator.process import in_process
from monitor.simulator.releases import next_release

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

COUNT, LIMIT_MB, MOST_MB, MOST_SECONDS, PATIENCE = 10, 256, 150, 10.0, 120.0
_NUMBER = re.compile(r"\d+")
_GROUPS = Path("/sys/fs/cgroup")


def largest() -> list[dict[str, Any]]:
    """Return the largest records, the largest first."""
    return sorted(corpus(), key=lambda record: -len(json.dumps(record)))[:COUNT]


def raised(value: Any) -> Any:  # noqa: ANN401
    """Return a value with every number in it raised by one, also in its texts of digits."""
    if isinstance(value, dict):
        return {key: raised(part) for key, part in value.items()}
    if isinstance(value, list):
        return [raised(part) for part in value]
    if isinstance(value, str):
        return str(int(value) + 1) if _NUMBER.fullmatch(value) else value
    return value + 1 if type(value) in {int, float} else value


def open_registry() -> Registry:
    """Return a registry of the largest records."""
    return Registry(largest())


def publish(served: Registry, numbers: Sequence[str]) -> str:
    """Publish a release in which the results of some trials are raised."""
    day = next_release(served.timestamp)[:10]
    return served.publish([edit(number, {"resultsSection": raised}, post=day) for number in numbers])


def bound() -> tuple[str, Callable[[], None], Path | None]:
    """Return how memory is bound, what a new process calls to be bound, and the control group if there is one."""
    size = LIMIT_MB << 20
    for parent, name in ((_GROUPS / "memory", "memory.limit_in_bytes"), (_GROUPS, "memory.max")):
        group = parent / f"nctwatch-{os.getpid()}"
        try:
            group.mkdir()
            (group / name).write_text(str(size), "ascii")
        except OSError:
            with suppress(OSError):
                group.rmdir()
            continue
        if (group / "cgroup.procs").exists():
            return "a control group", partial(_join, group), group
    return "RLIMIT_DATA", lambda: resource.setrlimit(resource.RLIMIT_DATA, (size, size)), None


def _join(group: Path) -> None:
    (group / "cgroup.procs").write_text(str(os.getpid()), "ascii")


def peak(process: int) -> float:
    """Return the most megabytes that a process had since the last call."""
    status = Path(f"/proc/{process}/status").read_text("ascii")
    with suppress(OSError):
        Path(f"/proc/{process}/clear_refs").write_text("5", "ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def seconds(process: int) -> float:
    """Return the seconds of the processor that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def versions(store: Path) -> int:
    """Return how many versions a store has."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"{store.as_uri()}?mode=ro", uri=True)) as reader:
        return int(reader.execute("SELECT count(*) FROM versions").fetchone()[0])
    return 0


def wait_for(service: subprocess.Popen[bytes], store: Path, count: int) -> None:
    """Wait until a store has so many versions.

    Raises:
        SystemExit: the service ended, or took too long.

    """
    deadline = time.monotonic() + PATIENCE
    while versions(store) < count:
        if service.poll() is not None:
            log = store.with_name("log").read_text("utf-8")[-2000:]
            sys.exit(f"the service ended with {service.returncode}: {log}")
        if time.monotonic() > deadline:
            sys.exit(f"{versions(store)} of {count} versions are kept after {PATIENCE:.0f} s")
        time.sleep(0.05)
    time.sleep(1.5)  # what comes after: messages, the search index


def main() -> None:
    announce()
    records = {number_of(record): len(json.dumps(record)) / 1e6 for record in largest()}
    first, *others = records
    how, join, group = bound()
    print(f"{COUNT} records of {sum(records.values()):.1f} MB under {LIMIT_MB} MB by {how}")
    well = True
    with tempfile.TemporaryDirectory() as folder, in_process(open_registry) as registry:
        config, store = Path(folder) / "nctwatch.toml", Path(folder) / "store.db"
        config.write_text(
            f'[registry]\nurl = "{registry.url}"\nrequests_per_second = 1000\nhistory = false\n'
            f'[store]\npath = "{store}"\n[schedule]\npoll = "1s"\n'
            f'[[watch]]\ntrial = "{first}"\nrelated = {json.dumps(others)}\n'
        )
        command = [sys.executable, "-m", "monitor", "--config", str(config), "run"]
        service = subprocess.Popen(
            command,
            preexec_fn=join,  # noqa: PLW1509  # this process has no threads
            stdout=subprocess.DEVNULL,
            stderr=(Path(folder) / "log").open("wb"),
        )
        try:
            wait_for(service, store, count := COUNT)
            print(f"{'baseline':14} {seconds(service.pid):6.2f} s  {peak(service.pid):5.0f} MB at most")
            for number in ("all", *records):
                numbers = list(records) if number == "all" else [number]
                began = seconds(service.pid)
                registry.call(publish, numbers)
                wait_for(service, store, count := count + len(numbers))
                taken, most = seconds(service.pid) - began, peak(service.pid)
                size = sum(records[name] for name in numbers)
                print(f"{number:14} {taken:6.2f} s  {most:5.0f} MB at most   {size:.2f} MB of JSON")
                well &= most <= MOST_MB and taken <= MOST_SECONDS * len(numbers)
        finally:
            service.send_signal(signal.SIGTERM)
            service.wait(30)
            if group:
                group.rmdir()
    print("pass" if well else f"FAIL: over {MOST_MB} MB, or {MOST_SECONDS:.0f} s a record")
    sys.exit(not well)


if __name__ == "__main__":
    main()
