"""Commands run in forks of a process that has imported the program already.

Importing it takes most of the time of a short command, and the end-to-end tests run hundreds. A fork is a
process like any other: it has its own streams, folder, environment, locks, signals and exit status. What
depends on how Python itself starts and ends is run by ``subprocess``.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Self

SERVER = Path(__file__).with_name("fork_server.py")


class Fork:
    """A command that was started, with the names of ``subprocess.Popen``; its streams are of text."""

    def __init__(self, wish: dict[str, Any], asked: socket.socket, *streams: IO[str]) -> None:
        self.args = wish["words"]
        self.stdout, self.stderr = streams or (None, None)
        self.returncode: int | None = None
        self.peak = 0
        """The most memory that it had, in KiB, the program that it is a fork of included."""
        self._asked, self._lines = asked, b""
        try:
            self.pid = int(self._line(60))
        except BaseException:
            asked.close()
            raise

    def _line(self, timeout: float | None) -> bytes:
        deadline = None if timeout is None else time.monotonic() + timeout
        while b"\n" not in self._lines:
            self._asked.settimeout(None if deadline is None else max(0, deadline - time.monotonic()))
            try:
                part = self._asked.recv(64)
            except (TimeoutError, BlockingIOError):
                raise subprocess.TimeoutExpired(self.args, timeout or 0) from None
            assert part, "the process that forks has ended"
            self._lines += part
        line, _, self._lines = self._lines.partition(b"\n")
        return line

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it ends, and return how: its exit status, or its signal's number below zero.

        Raises:
            TimeoutExpired: it takes longer than ``timeout`` seconds.

        """
        if self.returncode is None:
            self.returncode, self.peak = map(int, self._line(timeout).split())
            self._asked.close()
        return self.returncode

    def poll(self) -> int | None:
        """Return how it ended, or None while it runs."""
        try:
            return self.wait(0)
        except subprocess.TimeoutExpired:
            return None

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """Read its streams while it runs to its end; return them.

        Raises:
            TimeoutExpired: it takes longer than ``timeout`` seconds.

        """
        texts = ["", ""]

        def read(place: int, stream: IO[str] | None) -> None:
            if stream and not stream.closed:
                with stream:
                    texts[place] = stream.read()

        readers = [
            threading.Thread(target=read, args=pair, daemon=True)
            for pair in enumerate((self.stdout, self.stderr))
        ]
        for reader in readers:
            reader.start()
        self.wait(timeout)
        for reader in readers:
            reader.join()
        return texts[0], texts[1]

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for stream in filter(None, (self.stdout, self.stderr)):
            stream.close()
        self.wait()


class Completed(subprocess.CompletedProcess[str]):
    """A command that ran, and the most memory that it had, in KiB; the program that it is a fork of included."""

    def __init__(self, fork: Fork, out: str, err: str) -> None:
        assert fork.returncode is not None
        super().__init__(fork.args, fork.returncode, out, err)
        self.peak = fork.peak


class Forks:
    """The process that forks; see `fork_server.py`. All who name the same address share it.

    Args:
        address: the socket at which it is asked; the first to name it starts it.

    """

    def __init__(self, address: Path) -> None:
        self.address = str(address)
        """The socket at which it is asked."""
        with address.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._share = self._shared() or self._started()

    def _shared(self) -> socket.socket | None:
        """Return a share of the process, which runs as long as anybody has one; None if it does not run."""
        asked = socket.socket(socket.AF_UNIX)
        with suppress(OSError):
            asked.connect(self.address)
            asked.sendall(b"%08d" % 0)
            if asked.recv(1):
                return asked
        asked.close()
        return None

    def _started(self) -> socket.socket:
        Path(self.address).unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(self.address)
            listener.listen()
            handle = listener.fileno()
            root = str(SERVER.parents[1])
            subprocess.run(
                [sys.executable, str(SERVER), str(handle)],
                cwd=root,
                env=os.environ | {"PYTHONPATH": root},
                pass_fds=[handle],
                stdin=subprocess.DEVNULL,
                check=True,
            )
            share = self._shared()
        assert share, "the process that forks did not start"
        return share

    def start(self, words: list[str], *, cwd: Path, env: dict[str, str], before: str = "") -> Fork:
        """Start nctwatch with these words, without input, its output in pipes.

        Args:
            words: what follows the name of the command.
            cwd: its folder.
            env: all its variables.
            before: Python that is run in its process before it.

        """
        out, theirs_out = os.pipe()
        err, theirs_err = os.pipe()
        try:
            asked = self._ask(wish := _wish(words, cwd, env, before), theirs_out, theirs_err)
        finally:
            os.close(theirs_out)
            os.close(theirs_err)
        streams = [os.fdopen(end, encoding="utf-8") for end in (out, err)]
        return Fork(wish, asked, *streams)

    def run(
        self, words: list[str], *, cwd: Path, env: dict[str, str], timeout: float, before: str = ""
    ) -> Completed:
        """Run nctwatch with these words to its end, without input; its output is captured as text.

        Raises:
            TimeoutExpired: it took longer than ``timeout`` seconds, and was killed.

        """
        with (
            tempfile.TemporaryFile("w+", encoding="utf-8") as out,
            tempfile.TemporaryFile("w+", encoding="utf-8") as err,
        ):
            wish = _wish(words, cwd, env, before)
            fork = Fork(wish, self._ask(wish, out.fileno(), err.fileno()))
            try:
                fork.wait(timeout)
            except subprocess.TimeoutExpired:
                fork.kill()
                fork.wait()
                raise
            out.seek(0)
            err.seek(0)
            return Completed(fork, out.read(), err.read())

    def _ask(self, wish: dict[str, Any], out: int, err: int) -> socket.socket:
        asked = socket.socket(socket.AF_UNIX)
        try:
            asked.connect(self.address)
            text = json.dumps(wish).encode()
            with Path(os.devnull).open("rb") as nothing:
                socket.send_fds(asked, [b"%08d" % len(text)], [nothing.fileno(), out, err])
            asked.sendall(text)
        except BaseException:
            asked.close()
            raise
        return asked

    def close(self) -> None:
        """Give the share up; the process ends with the last."""
        self._share.close()


def _wish(words: list[str], cwd: Path, env: dict[str, str], before: str) -> dict[str, Any]:
    return {"words": words, "cwd": str(cwd), "env": env, "before": before}
