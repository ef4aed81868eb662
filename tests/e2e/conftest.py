"""The whole thing from outside: the real command, a registry, a web hook and a mailbox on loopback."""

from __future__ import annotations

import email
import email.policy
import http.server
import json
import os
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller
from forking import Forks

from monitor.simulator import Registry, SimulatedRegistry, seed_records

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from forking import Fork

SEED = "NCT03822858"
RELATED = ("NCT01933802", "NCT03355365", "NCT03778333", "NCT01730547", "NCT02034188")


@dataclass
class Hook:
    """A web hook that answers ``status`` and keeps what it took."""

    status: int = 200
    taken: list[dict[str, Any]] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    tried: int = 0
    port: int = 0
    before: Callable[[], None] | None = None
    """What to do with a message in hand, before it is answered."""


@dataclass
class Mailbox:
    """A mailbox; ``mails`` are what a mail program would open."""

    mails: list[email.message.EmailMessage] = field(default_factory=list)
    port: int = 0

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802  # aiosmtpd's name
        """Take a mail."""
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


@pytest.fixture
def hook():
    receiver = Hook()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            receiver.tried += 1
            body = self.rfile.read(int(self.headers["Content-Length"]))
            (receiver.taken if receiver.status == 200 else receiver.refused).append(json.loads(body))
            if receiver.before:
                receiver.before()
            self.send_response(receiver.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    receiver.port = server.server_address[1]
    yield receiver
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def mailbox():
    receiver = Mailbox()
    with socket.socket() as free:  # aiosmtpd cannot say which port it was given
        free.bind(("127.0.0.1", 0))
        receiver.port = free.getsockname()[1]
    controller = Controller(receiver, hostname="127.0.0.1", port=receiver.port)
    controller.start()
    yield receiver
    controller.stop()


@pytest.fixture
def registry():
    with SimulatedRegistry(Registry(seed_records())) as server:
        yield server


@dataclass
class Ran:
    """What a command printed and how it ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output, which is JSON alone."""
        return json.loads(self.out)


class World:
    """A folder with a configuration, in which commands are run as a user runs them."""

    def __init__(self, folder: Path, url: str, forks: Forks) -> None:
        self.folder = folder
        self.url = url
        self.before = ""
        """Python that is run in each fork before its command."""
        self._forks = forks
        self.configure()

    def configure(
        self,
        *channels: str,
        timeout: str = "5s",
        watch: str | None = None,
        poll: str = "1s",
        store: str = "store.db",
    ) -> None:
        """Write the configuration; each channel is the text of its table."""
        related = ", ".join(f'"{number}"' for number in RELATED)
        watch = watch or f'[[watch]]\ntrial = "{SEED}"\nrelated = [{related}]'
        (self.folder / "nctwatch.toml").write_text(
            f'[registry]\nurl = "{self.url}"\nrequests_per_second = 200\ntimeout = "{timeout}"\n'
            f'[store]\npath = "{store}"\n[schedule]\npoll = "{poll}"\n{watch}\n'
            + "".join(f"[[channel]]\n{channel}\n" for channel in channels),
            encoding="utf-8",
        )

    def environment(self, **extra: str) -> dict[str, str]:
        """Return the variables of a user who has set none of ours."""
        usual = {key: value for key, value in os.environ.items() if not key.startswith("NCTWATCH_")}
        return usual | {"HOME": str(self.folder), "COLUMNS": "200"} | extra

    def command(self, *words: str) -> list[str]:
        """Return the command line that runs these words in a Python of its own."""
        return [sys.executable, "-m", "monitor", "--config", "nctwatch.toml", *words]

    def run(self, *words: str, **variables: str) -> Ran:
        """Run a command to its end."""
        done = self._forks.run(**self._wish(words, variables), timeout=60)
        return Ran(done.returncode, done.stdout, done.stderr)

    def start(self, *words: str) -> Fork:
        """Start a command that goes on."""
        return self._forks.start(**self._wish(words, {}))

    def _wish(self, words: tuple[str, ...], variables: dict[str, str]) -> dict[str, Any]:
        return {
            "words": ["--config", "nctwatch.toml", *words],
            "cwd": self.folder,
            "env": self.environment(**variables),
            "before": self.before,
        }

    def start_anew(self, *words: str) -> subprocess.Popen[str]:
        """Start a command that goes on, in a Python of its own."""
        return subprocess.Popen(
            self.command(*words),
            cwd=self.folder,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
        )


@pytest.fixture(scope="session")
def forks(tmp_path_factory):
    """What runs commands without importing the program each time; all processes of pytest share it."""
    folder = tmp_path_factory.getbasetemp()
    started = Forks((folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "forks")
    yield started
    started.close()


@pytest.fixture
def world(tmp_path, registry, forks):
    return World(tmp_path, registry.url, forks)
