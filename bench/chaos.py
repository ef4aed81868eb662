"""Let everything work on one store at once, kill what runs at random, and count what was lost or told twice.

Two pollers, the service, backfill, prune and backup, each started again when it ends, while a simulated registry
publishes releases with real changes. Receivers and promises are those of ``torture.py``: no change and no alert lost
or false, for each hook and recipient at most one repeated for each kill; every checksum right, of the copies too.

``python bench/chaos.py [--seconds 120] [--seed 1] [--trials 40]``
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from mail_receiver import mail_receiver
from receiver import receiver
from torture import Torture, start_anew, trials

from monitor.simulator import Registry, SimulatedRegistry

if TYPE_CHECKING:
    from collections.abc import Iterator

KILLS_PER_SECOND = 0.4
GRACE = 60.0
"""Seconds that the last of each may take to end by itself."""
ALLOWED = {0, 1, -signal.SIGTERM}
"""How what was not killed may end: 1 where a receiver refused or another process was busy; by the signal that ends the
service, where it has only just started."""


class Chaos(Torture):
    """What runs at once; each slot starts its next command when the one before has ended."""

    def __init__(self, *rest: object, **options: object) -> None:
        super().__init__(*rest, **options)
        self.faults: list[str] = []
        self.ended: Counter[str] = Counter()
        self.copies = 0
        self.slots: dict[str, Iterator[tuple[str, ...]]] = {
            "service": self.again("run"),
            "poller 1": self.again("poll"),
            "poller 2": self.again("poll"),
            "backfill": self.again("backfill"),
            "prune": self.again("prune", "--keep", "3", "--yes"),
            "backup": self.backups(),
        }
        self.running: dict[str, subprocess.Popen[str]] = {}

    def again(self, *words: str) -> Iterator[tuple[str, ...]]:
        """Give the same command for ever."""
        while True:
            yield words

    def backups(self) -> Iterator[tuple[str, ...]]:
        """Give copies, each to a file of its own."""
        while True:
            self.copies += 1
            yield "backup", f"copy-{self.copies}.db"

    def step(self, name: str) -> None:
        """Start a slot's next command if the one before has ended, which is looked at."""
        process = self.running.get(name)
        if process is not None:
            if process.poll() is None:
                return
            self.close(name, killed=False)
        self.running[name] = self.start(self.folder, ["--config", "nctwatch.toml", *next(self.slots[name])])

    def close(self, name: str, *, killed: bool) -> None:
        """Read what a slot's command said; a fault is kept."""
        process = self.running.pop(name)
        said = self.finish(process)
        self.ended[name] += 1
        wrong = not killed and process.returncode not in ALLOWED
        if wrong or "Traceback" in said or "fault of nctwatch" in said:
            self.faults.append(f"{name} ended with {process.returncode}: {said[-2000:]}")

    def kill_one(self) -> None:
        """Kill what runs in a slot."""
        name = self.chance.choice(sorted(self.running))
        self.running[name].kill()
        self.running[name].wait()
        self.kills[name] += 1
        self.close(name, killed=True)

    def caught_up(self) -> bool:
        """Return whether a poll has stored the release that is served: two at once would be told as one change."""
        served = self.server.registry.timestamp
        return self.ask("SELECT count(*) FROM trials WHERE answered_release IS NOT ?", served) == [(0,)]

    def work(self, seconds: float) -> None:
        """Let everything run for some seconds, then let it end."""
        end, next_kill = time.monotonic() + seconds, time.monotonic() + 2
        while time.monotonic() < end and not self.faults:
            for name in self.slots:
                self.step(name)
            if time.monotonic() > next_kill:
                self.kill_one()
                next_kill = time.monotonic() + self.chance.expovariate(KILLS_PER_SECOND)
            if self.caught_up():
                self.publish()
            time.sleep(0.05)
        if "service" in self.running:
            self.running["service"].terminate()
        for name in list(self.running):
            try:
                self.running[name].wait(timeout=GRACE)
            except subprocess.TimeoutExpired:
                self.faults.append(f"{name} does not end")
                self.running[name].kill()
            self.close(name, killed=False)

    def verified_copies(self) -> tuple[int, int]:
        """Return how many copies there are, and how many of them are sound."""
        copies = sorted(self.folder.glob("copy-*.db"))
        sound = 0
        for copy in copies:
            (self.folder / "copy.toml").write_text(f'[store]\npath = "{copy.name}"\n', encoding="utf-8")
            process = self.start(self.folder, ["--config", "copy.toml", "verify"])
            self.finish(process)
            sound += process.returncode == 0
        return len(copies), sound


def chaos(seconds: float, seed: int, count: int) -> bool:
    """Run it, print what became of everything, and return whether every promise was kept."""
    began = time.monotonic()
    print(f"seed      {seed}")
    with (
        tempfile.TemporaryDirectory() as folder,
        SimulatedRegistry(Registry(trials(count)), latency=0.01) as server,
        receiver(slow=0.02, refuse=0.03, seed=seed) as hook,
        receiver(slow=0.02, refuse=0.03, seed=seed + 1) as other,
        mail_receiver(slow=0.02, refuse=0.03, seed=seed + 2) as mails,
    ):
        made = Chaos(Path(folder), server, (hook, other), mails, seed, start_anew, 0.6, printed=False)
        made.recover()  # the first release of all is no change
        made.publish()
        made.work(seconds)
        made.recover()
        made.drain(hurry=False)
        copies, sound = made.verified_copies()
        well = made.report() and copies == sound and not made.faults
    print(f"releases  {made.releases}; ended: {dict(sorted(made.ended.items()))}")
    print(f"copies    {copies}, of which {sound} are sound")
    for fault in made.faults:
        print(f"FAULT     {fault}")
    print(f"{'every promise kept' if well else 'A PROMISE WAS BROKEN'} in {time.monotonic() - began:.0f} s")
    return well


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--seed", type=int, default=random.randrange(10_000))
    parser.add_argument("--trials", type=int, default=40)
    wanted = parser.parse_args()
    sys.exit(not chaos(wanted.seconds, wanted.seed, wanted.trials))


if __name__ == "__main__":
    main()
