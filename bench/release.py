"""What a release costs: a baseline and a release in which only the stamp moved, against a plain decode and hash.

Also the store's size, and the memory of the idle service. All in one run on 1,000 records.
"""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from world import announce, cpu, number_of, records, registry

from monitor.__main__ import set_collector
from monitor.config.load import load
from monitor.poll import poll
from monitor.store.opening import open_for_writing

COUNT = 1000


def plain(records_served: list[bytes]) -> float:
    """Return the CPU seconds of decoding and hashing the same bytes, the best of three."""
    best = float("inf")
    for _ in range(3):
        with cpu() as taken:
            for raw in records_served:
                json.loads(raw)
                hashlib.sha256(raw).digest()
        best = min(best, taken[0])
    return best


def idle_memory(config: Path) -> float:
    """Return the resident megabytes of a service that has polled and waits."""
    command = [sys.executable, "-m", "monitor", "--config", str(config), "run"]
    service = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    for line in service.stderr or []:
        if "event=poll" in line:
            break
    time.sleep(2)
    status = Path(f"/proc/{service.pid}/status").read_text(encoding="ascii")
    service.send_signal(signal.SIGTERM)
    service.communicate(timeout=30)
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def seconds(command: list[str]) -> float:
    """Return the least time that a command takes, of eleven runs."""
    times = []
    for _ in range(11):
        began = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - began)
    return min(times)


def main() -> None:
    announce()
    set_collector()  # as the command does
    records_served = records(COUNT)
    raw = [
        json.dumps(record, separators=(",", ":"), ensure_ascii=False).encode() for record in records_served
    ]
    size = sum(map(len, raw))
    with tempfile.TemporaryDirectory() as folder, registry(COUNT) as (url, publish):
        config = Path(folder) / "nctwatch.toml"
        related = ", ".join(f'"{number_of(record)}"' for record in records_served[1:])
        config.write_text(
            f'[registry]\nurl = "{url}"\nrequests_per_second = 1000\n[store]\npath = "{folder}/store.db"\n'
            f'[[watch]]\ntrial = "{number_of(records_served[0])}"\nrelated = [{related}]\n'
        )
        base = plain(raw)
        baselines: list[float] = []
        for number in range(3):
            with open_for_writing(Path(folder) / f"other{number}.db") as store, cpu() as baseline:
                poll(load(config), store)
            baselines += baseline
        with open_for_writing(Path(folder) / "store.db") as store:
            first = poll(load(config), store)
            stamps = []
            for _ in range(3):
                publish()
                with cpu() as stamp:
                    second = poll(load(config), store)
                stamps.append(stamp[0])
        blobs = sum(path.stat().st_size for path in Path(folder).glob("store.db*") if "lock" not in path.name)
        memory = idle_memory(config)
        bare = seconds([sys.executable, "-c", "import json,sqlite3"])
        command = [sys.executable, "-m", "monitor", "--config", str(config), "history"]
        history = seconds([*command, number_of(records_served[0])])
    assert first.counts["baseline"] == second.counts["unchanged"] == COUNT, (first.counts, second.counts)
    print(f"{COUNT} records, {size / 1e6:.1f} MB of JSON")
    print(f"plain decode and hash      {base:6.2f} s CPU   1.0")
    print(f"release, only the stamp    {min(stamps):6.2f} s CPU   {min(stamps) / base:.1f}   (at most 1.5)")
    print(
        f"baseline                   {min(baselines):6.2f} s CPU   {min(baselines) / base:.1f}   (at most 4)"
    )
    print(
        f"store                      {blobs / 1e6:6.1f} MB      {blobs / size:.2f} of the JSON   (at most 0.33)"
    )
    print(
        f"nctwatch history           {1000 * history:6.1f} ms      {history / bare:.1f} of a bare Python   (at most 4)"
    )
    print(f"idle service               {memory:6.1f} MB resident   (under 70)")


if __name__ == "__main__":
    main()
