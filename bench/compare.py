"""Side by side with urlwatch and webchanges: the same records on the same registry, in the same run.

Each of the two is installed into an environment of its own and set up as its documentation says for
a JSON address: a job a record, the JSON formatted, the line of the release stamp taken out, reports
to a web hook. nctwatch asks for fifty records at once, because that is what it does.
"""

from __future__ import annotations

import argparse
import http.server
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import venv
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from world import registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

CACHE = Path(tempfile.gettempdir()) / "nctwatch-bench"
STEPS = {
    "cold": "first look",
    "same": "no new release",
    "stamp": "release, only the stamp",
    "changed": "release, all changed",
}
PAUSE = 40.0
"""Seconds between rounds after the outage, enough for the first retries."""


class Hook(http.server.BaseHTTPRequestHandler):
    """Takes messages, or answers 500; remembers which trials were told of in what it took."""

    down = False
    received: set[str] = set()  # noqa: RUF012  # one receiver at a time

    def do_POST(self) -> None:
        """Take a message."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not self.down:
            self.received.update(re.findall(r"NCT\d{8}", body.decode()))
        self.send_response(500 if self.down else 200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def receiver() -> Iterator[tuple[str, type[Hook]]]:
    """Receive messages while the block runs; gives the host and port, and what was told."""
    hook = type("Own", (Hook,), {"received": set()})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), hook) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_port}", hook
        finally:
            server.shutdown()
            thread.join()


class Cost(NamedTuple):
    """What one round took."""

    wall: float
    cpu: float
    memory: float


@dataclass
class Tool:
    """A tool under test: what to run, and where its hook is told of changes."""

    name: str
    version: str
    command: list[str]
    hook: type[Hook]
    costs: dict[str, list[Cost]] = field(default_factory=dict)

    def round(self, step: str) -> None:
        """Run one round and keep what it took."""
        began = time.perf_counter()
        with tempfile.TemporaryFile() as output:
            process = subprocess.Popen(self.command, stdout=output, stderr=output)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode not in {0, 1}:
                output.seek(0)
                sys.exit(f"{self.name} ended with {process.returncode}: {output.read().decode()[-2000:]}")
        cost = Cost(time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
        self.costs.setdefault(step, []).append(cost)

    def least(self, step: str) -> Cost:
        """Return the least that a step took."""
        return Cost(*map(min, zip(*self.costs[step], strict=True)))


def installed(name: str) -> Path:
    """Return the folder of programs of an environment that has a package, made if it is not there."""
    folder = CACHE / name
    if not (folder / "bin" / name).exists():
        venv.create(folder, with_pip=True)
        pip = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        done = subprocess.run([*pip, name], capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{name} cannot be installed: {done.stderr[-2000:]}")
    return folder / "bin"


def version(programs: Path, name: str) -> str:
    code = f"from importlib.metadata import version; print(version({name!r}))"
    return subprocess.check_output([programs / "python", "-c", code], text=True).strip()


def jobs(url: str, trials: Sequence[str], without: str) -> str:
    """Write the jobs of urlwatch or webchanges; ``without`` names the filter that takes lines out."""
    job = "name: {0}\nurl: {1}/api/v2/studies/{0}\nfilter:\n  - format-json\n  - {2}: versionHolder\n"
    return "---\n".join(job.format(trial, url, without) for trial in trials)


def urlwatch(folder: Path, url: str, trials: Sequence[str], hook: str, received: type[Hook]) -> Tool:
    programs = installed("urlwatch")
    (folder / "urls.yaml").write_text(jobs(url, trials, "grepi"))
    report = {"slack": {"enabled": True, "webhook_url": f"http://{hook}/"}, "stdout": {"enabled": False}}
    (folder / "urlwatch.yaml").write_text(json.dumps({"display": {"new": False}, "report": report}))
    files = {"urls": "urls.yaml", "config": "urlwatch.yaml", "hooks": "hooks.py", "cache": "cache.db"}
    command = [str(programs / "urlwatch"), *(f"--{key}={folder / name}" for key, name in files.items())]
    return Tool("urlwatch", version(programs, "urlwatch"), command, received)


def webchanges(folder: Path, url: str, trials: Sequence[str], hook: str, received: type[Hook]) -> Tool:
    programs = installed("webchanges")
    (folder / "jobs.yaml").write_text(jobs(url, trials, "delete_lines_containing"))
    report = {"webhook": {"enabled": True, "webhook_url": f"http://{hook}/"}, "stdout": {"enabled": False}}
    (folder / "config.yaml").write_text(json.dumps({"display": {"new": False}, "report": report}))
    files = {"jobs": "jobs.yaml", "config": "config.yaml", "hooks": "hooks.py", "database": "snapshots.db"}
    command = [str(programs / "webchanges"), *(f"--{key}={folder / name}" for key, name in files.items())]
    return Tool("webchanges", version(programs, "webchanges"), command, received)


def nctwatch(folder: Path, url: str, trials: Sequence[str], hook: str, received: type[Hook]) -> Tool:
    related = ", ".join(f'"{trial}"' for trial in trials[1:])
    (folder / "nctwatch.toml").write_text(
        f'[registry]\nurl = "{url}"\nrequests_per_second = 1000\n[store]\npath = "{folder}/store.db"\n'
        f'[[watch]]\ntrial = "{trials[0]}"\nrelated = [{related}]\n'
        f'[[channel]]\nname = "hook"\nurl = "json://{hook}/"\nkinds = "all"\n'
    )
    command = [sys.executable, "-m", "monitor", "--config", str(folder / "nctwatch.toml"), "poll"]
    return Tool("nctwatch", version(Path(sys.executable).parent, "nctwatch"), command, received)


def numbers(url: str, count: int) -> list[str]:
    """Return the numbers of the trials that a registry has; this process holds no records."""
    with urllib.request.urlopen(f"{url}/api/v2/studies?fields=NCTId&pageSize={count}") as answer:
        return re.findall(r"NCT\d{8}", answer.read().decode())


MAKERS = (nctwatch, urlwatch, webchanges)


@contextmanager
def tools(url: str, trials: Sequence[str]) -> Iterator[list[Tool]]:
    """Set all tools up afresh, each with a receiver of its own."""
    with tempfile.TemporaryDirectory() as folder:
        made = []
        entered = []
        try:
            for make in MAKERS:
                own = Path(folder) / make.__name__
                own.mkdir()
                entered.append(receiver())
                made.append(make(own, url, trials, *entered[-1].__enter__()))
            yield made
        finally:
            for hook in entered:
                hook.__exit__(None, None, None)


def measured(url: str, publish: Callable[..., str], trials: Sequence[str]) -> list[Tool]:
    """Take every tool through the steps once."""
    with tools(url, trials) as made:
        for step in STEPS:
            if step in {"stamp", "changed"}:
                publish(change=step == "changed")
            for tool in made:
                tool.hook.received.clear()
                tool.round(step)
                expected = len(trials) if step == "changed" else 0
                if len(tool.hook.received) != expected:
                    print(f"! {tool.name} told of {len(tool.hook.received)} trials, not {expected} ({step})")
        return made


def lost(url: str, publish: Callable[..., str], trials: Sequence[str]) -> dict[str, int]:
    """Return how many changed trials each tool never told of when its receiver was down in the round of the change."""
    with tools(url, trials) as made:
        for tool in made:
            tool.round("cold")
            tool.hook.received.clear()
            tool.hook.down = True
        publish(change=True)
        for tool in made:
            tool.round("down")
            tool.hook.down = False
        for _ in range(3):
            time.sleep(PAUSE)
            for tool in made:
                tool.round("after")
        return {tool.name: len(set(trials) - tool.hook.received) for tool in made}


def table(runs: Sequence[Sequence[Tool]], missing: dict[str, int], count: int) -> None:
    best = {tool.name: tool for tool in runs[0]}
    for tool in (tool for run in runs[1:] for tool in run):
        for step, costs in tool.costs.items():
            best[tool.name].costs[step] += costs
    own = best["nctwatch"]
    print(f"\n{count} records, the least of {len(runs)} runs; in brackets, times nctwatch\n")
    print(f"{'':36}" + "".join(f"{f'{tool.name} {tool.version}':>24}" for tool in best.values()))
    for step, words in STEPS.items():
        for place, (what, form) in enumerate((("s", ".2f"), ("s CPU", ".2f"), ("MB at most", ".0f"))):
            values = [(tool.least(step)[place], own.least(step)[place]) for tool in best.values()]
            cells = (f"{f'{value:{form}} ({value / base:.1f})':>24}" for value, base in values)
            print(f"{words if not place else '':25}{what:11}" + "".join(cells))
    print(
        f"{'alerts lost in an outage':36}" + "".join(f"{f'{missing[name]} of {count}':>24}" for name in best)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--records", type=int, default=100)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with registry(options.records) as (url, publish):
        trials = numbers(url, options.records)
        runs = [measured(url, publish, trials) for _ in range(options.runs)]
        missing = lost(url, publish, trials)
    table(runs, missing, options.records)
    # Linux counts a child's peak from that of its parent: ours has to stay below what is measured
    mine = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    smallest = min(
        cost.memory for run in runs for tool in run for costs in tool.costs.values() for cost in costs
    )
    if mine >= smallest:
        print(f"! memory cannot be told apart from this program's own {mine:.0f} MB")


if __name__ == "__main__":
    main()
