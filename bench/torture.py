"""Kill the real command at random moments, again and again, and count what was lost or told twice.

``poll`` and the service ``run`` work against a simulated registry that publishes releases
with real changes, and three channels: two web hooks, and a mail server with three recipients,
all of which keep what they took; with ``--printed`` no channel at all, so that alerts are printed. Each release is published, killed at, and at last caught up
with by a round that nobody kills. Promised: no change lost, and for each hook and recipient no
alert lost and at most one repeated for each kill; every checksum right.

``python bench/torture.py [--kills 200] [--seed 1] [--trials 60] [--hurry] [--printed]``
"""

from __future__ import annotations

import argparse
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from mail_receiver import mail_receiver
from receiver import receiver

from monitor.simulator import Registry, SimulatedRegistry, edit, seed_records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from mail_receiver import MailReceiver
    from receiver import Receiver

    Start = Callable[[Path, list[str]], AbstractContextManager["subprocess.Popen[str]"]]
    """Starts nctwatch in a folder with these words; its output and its errors are pipes."""

STATUS = "protocolSection.statusModule.overallStatus"
STATES = ("SUSPENDED", "RECRUITING")
PHASES = ("start", "fetch", "transaction", "delivery")
COMMANDS = ("poll", "run")
LEASE = 95.0
"""Seconds after which the claim of a process that was killed is void."""
LIMIT = 3600.0
"""Seconds after which the whole thing gives up."""
RECIPIENTS = ("a@example.org", "b@example.org", "c@example.org")
FIRST_POST = date(2026, 3, 1)
"""The day on which the first release's edits are posted; each further release is a day later."""
ALERT = re.compile(r"nctwatch diff (NCT\d{8}) (\d+) (\d+)")

TITLE = re.compile(r"^─+$", re.MULTILINE)
"""The line below the title of a printed alert."""

Step = tuple[str, int, int, str, str]
"""A change: trial, both versions, the status before and after."""


def start_anew(folder: Path, words: list[str]) -> subprocess.Popen[str]:
    """Start the real command."""
    return subprocess.Popen(
        [sys.executable, "-m", "monitor", *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


class Torture:
    """The registry, the receivers, and the command between them."""

    def __init__(
        self,
        folder: Path,
        server: SimulatedRegistry,
        hooks: tuple[Receiver, Receiver],
        mails: MailReceiver,
        seed: int,
        start: Start,
        start_up: float,
        *,
        printed: bool,
    ) -> None:
        self.folder, self.server, self.hooks, self.mails = folder, server, hooks, mails
        self.start, self.start_up = start, start_up
        self.chance = random.Random(seed)
        self.numbers = sorted(server.registry.now.records)
        self.versions = dict.fromkeys(self.numbers, 1)
        self.status = dict.fromkeys(self.numbers, "AVAILABLE")
        self.expected: list[Step] = []
        self.kills: Counter[str] = Counter()
        self.releases = 0
        self.printed = printed
        self.outputs: list[str] = []
        related = ", ".join(f'"{number}"' for number in self.numbers[1:])
        channels = (
            {}
            if printed
            else {
                "hook": hooks[0].url,
                "ntfy": hooks[1].url.replace("json:", "ntfy:") + "trials",
                "mail": mails.url(*RECIPIENTS),
            }
        )
        (folder / "nctwatch.toml").write_text(
            f'[registry]\nurl = "{server.url}"\nrequests_per_second = 1000\ntimeout = "5s"\n'
            f'[store]\npath = "store.db"\n[schedule]\npoll = "1s"\n'
            f'[[watch]]\ntrial = "{self.numbers[0]}"\nrelated = [{related}]\n'
            + "".join(
                f'[[channel]]\nname = "{name}"\nurl = "{url}"\nkinds = "all"\n'
                for name, url in channels.items()
            ),
            encoding="utf-8",
        )

    @contextmanager
    def command(self, *words: str) -> Iterator[subprocess.Popen[str]]:
        """Start the command; it is dead when the block is left."""
        process = self.start(self.folder, ["--config", "nctwatch.toml", *words])
        try:
            yield process
        finally:
            process.kill()
            self.finish(process)

    def finish(self, process: subprocess.Popen[str]) -> str:
        """Read what a command prints until it ends, at most once; return its errors."""
        if process.stdout and not process.stdout.closed:
            out, errors = process.communicate(timeout=120)
            self.outputs.append(out)
            return errors
        return ""

    def publish(self) -> None:
        """Publish a release in which some sponsors give their trials another status."""
        edits = []
        self.releases += 1
        post = (FIRST_POST + timedelta(days=self.releases)).isoformat()
        for number in self.chance.sample(
            self.numbers, self.chance.randint(1, max(1, len(self.numbers) // 4))
        ):
            before, version = self.status[number], self.versions[number]
            after = next(state for state in STATES if state != before)
            self.expected.append((number, version, version + 1, before, after))
            self.status[number], self.versions[number] = after, version + 1
            edits.append(edit(number, {STATUS: after}, post=post))
        self.server.registry.publish(edits)

    def kill(self) -> None:
        """Start a command and kill it: at once, while it fetches, while it writes, or while it delivers."""
        phase, word = self.chance.choice(PHASES), self.chance.choice(COMMANDS)
        asked, taken = len(self.server.requests), self.taken()
        reached: dict[str, Callable[[], bool]] = {
            "start": lambda: True,
            "fetch": lambda: len(self.server.requests) > asked,
            "transaction": lambda: any(
                request.path.endswith("/studies") for request in self.server.requests[asked:]
            ),
            "delivery": lambda: self.taken() > taken,
        }
        longest = {"start": self.start_up, "fetch": 0.02, "transaction": 0.15, "delivery": 0.1}[phase]
        with self.command(word) as process:
            give_up = time.monotonic() + 3
            while not reached[phase]() and process.poll() is None and time.monotonic() < give_up:
                time.sleep(0.001)
            time.sleep(longest * self.chance.random())
            if process.poll() is None:
                process.kill()
                self.kills[f"{word} {phase}"] += 1

    def taken(self) -> int:
        """Return how many messages the receivers took; where alerts are printed, how many were begun."""
        if self.printed:
            there = (self.folder / "store.db").exists()
            return self.ask("SELECT count(*) FROM deliveries WHERE attempts > 0")[0][0] if there else 0
        return sum(len(receiver_.taken) for receiver_ in (*self.hooks, self.mails))

    def alerts(self) -> dict[str, Counter[tuple[str, int, int]]]:
        """Return for each hook and recipient how often it took the alert of each step."""
        hooks = dict(zip(("hook", "ntfy"), self.hooks, strict=True))
        found = {name: [message["message"] for message in hook.taken] for name, hook in hooks.items()}
        found |= {recipient: self.mails.texts(recipient) for recipient in RECIPIENTS}
        if self.printed:
            found = {"printed": [text for out in self.outputs for text in TITLE.split(out)[1:]]}
        return {
            name: Counter(
                (number, int(old), int(new))
                for message in messages
                for number, old, new in set(ALERT.findall(message))
            )
            for name, messages in found.items()
        }

    def recover(self) -> None:
        """Let a round come to its end: the same release again, whatever the killed one left."""
        with self.command("poll") as process:
            output = self.finish(process)
            # 1: a message was refused by the receiver, and waits for its next attempt
            if process.returncode not in {0, 1} or "fault of nctwatch" in output or "Traceback" in output:
                sys.exit(f"a round after a kill ended with {process.returncode}: {output}")

    def drain(self, *, hurry: bool) -> None:
        """Send what waits; claims of the killed are void after a while, in a hurry at once."""
        if hurry:
            with closing(sqlite3.connect(self.folder / "store.db")) as store:
                store.execute("UPDATE deliveries SET claimed_until = '2000-01-01T00:00:00Z'")
                store.commit()
        for receiver_ in (*self.hooks, self.mails):
            receiver_.refuse = 0.0
        end = time.monotonic() + LEASE
        while True:
            with self.command("deliveries", "retry") as process:
                self.finish(process)
            waiting = self.ask("SELECT count(*) FROM deliveries WHERE state <> 'sent'")[0][0]
            if not waiting or time.monotonic() > end:
                return
            time.sleep(1)

    def ask(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """Ask the store."""
        with closing(sqlite3.connect(f"file:{self.folder}/store.db?mode=ro", uri=True)) as store:
            return store.execute(sql, values).fetchall()

    def report(self) -> bool:
        """Print what became of everything; say whether every promise was kept."""
        stored = Counter(
            self.ask(
                "SELECT t.nct, c.from_version, c.to_version, json_extract(c.before, '$'), json_extract(c.after, '$') "
                "FROM changes c JOIN trials t ON t.id = c.trial_id WHERE c.kind = 'status'"
            )
        )
        alerts = self.alerts()
        wanted, due = Counter(self.expected), Counter(step[:3] for step in self.expected)
        kills, rounds = sum(self.kills.values()), self.ask("SELECT count(*) FROM polls")[0][0]
        integrity = self.ask("PRAGMA integrity_check")
        with self.command("verify") as process:
            output = self.finish(process).strip()
        print(f"kills     {kills} ({', '.join(f'{n} {what}' for what, n in sorted(self.kills.items()))})")
        print(f"rounds    {rounds} that came to their end")
        print(
            f"changes   {wanted.total()} expected, {stored.total()} in the store, {(wanted - stored).total()} lost, "
            f"{(stored - wanted).total()} false"
        )
        for name, taken in alerts.items():
            print(
                f"alerts    {due.total()} expected, {taken.total()} received, {(due - taken).total()} lost, "
                f"{(taken - due).total()} repeated, {len(set(taken) - set(due))} false: {name}"
            )
        print(f"store     verify ends with {process.returncode} ({output}); integrity {integrity[0][0]}")
        return (
            stored == wanted
            and all(set(taken) == set(due) for taken in alerts.values())
            and all((taken - due).total() <= kills for taken in alerts.values())
            and process.returncode == 0
            and integrity == [("ok",)]
        )


def trials(count: int) -> list[dict[str, object]]:
    """Return as many records, each with a number of its own."""
    records = []
    for number in range(count):
        record = seed_records()[0]
        record["protocolSection"]["identificationModule"]["nctId"] = f"NCT9{number:07}"
        records.append(record)
    return records


def torture(
    kills: int,
    seed: int,
    count: int,
    *,
    hurry: bool,
    start: Start = start_anew,
    start_up: float = 0.6,
    printed: bool = False,
) -> bool:
    """Kill commands so often, print what became of everything, and say whether every promise was kept.

    Args:
        kills: how many.
        seed: of what is random here.
        count: of trials.
        hurry: do not wait until the claims of the killed are void.
        start: starts a command.
        printed: have no channel, so that alerts are printed.
        start_up: the seconds within which one is killed "at once"; about as many as a quiet round takes.

    """
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory() as folder,
        SimulatedRegistry(Registry(trials(count)), latency=0.01) as server,
        receiver(slow=0.02, refuse=0.03, seed=seed) as hook,
        receiver(slow=0.02, refuse=0.03, seed=seed + 1) as other,
        mail_receiver(slow=0.02, refuse=0.03, seed=seed + 2) as mails,
    ):
        torture = Torture(Path(folder), server, (hook, other), mails, seed, start, start_up, printed=printed)
        while torture.kills.total() < kills:
            if time.monotonic() - began > LIMIT:
                sys.exit(f"gave up after {LIMIT:.0f} s and {torture.kills.total()} kills")
            server.requests.clear()
            for _ in range(torture.chance.randint(1, 3)):
                if torture.kills.total() < kills:
                    torture.kill()
            torture.recover()
            torture.publish()
        torture.recover()
        torture.drain(hurry=hurry)
        well = torture.report()
    print(f"{'every promise kept' if well else 'A PROMISE WAS BROKEN'} in {time.monotonic() - began:.0f} s")
    return well


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--trials", type=int, default=60)
    parser.add_argument(
        "--hurry", action="store_true", help="do not wait until the claims of the killed are void"
    )
    parser.add_argument("--printed", action="store_true", help="have no channel, so that alerts are printed")
    wanted = parser.parse_args()
    sys.exit(
        not torture(wanted.kills, wanted.seed, wanted.trials, hurry=wanted.hurry, printed=wanted.printed)
    )


if __name__ == "__main__":
    main()
