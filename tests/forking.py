"""Commands run in forks of a process that has imported the program already.

Importing it takes most of the time of a short command, and the end-to-end tests run hundreds. A fork is a
process like any other: it has its own streams, folder, environment, locks and exit status. What depends on
how Python itself starts is run by ``subprocess``.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

PRELOADED = (
    "apprise",
    "monitor.service.run",
    "monitor.service.jobs",
    "monitor.backfill",
    "monitor.cli.addresses",
)


class Completed(subprocess.CompletedProcess[str]):
    """A command that ran, and the most memory that it had, in KiB; the program that it is a fork of included."""

    def __init__(self, words: list[str], status: int, out: str, err: str, *, peak: int) -> None:
        super().__init__(words, status, out, err)
        self.peak = peak


class Forks:
    """A process that forks. It has a single thread, as what forks must have."""

    def __init__(self, address: Path) -> None:
        self._address = str(address)
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(self._address)
            listener.listen()
            handle = listener.fileno()
            command = [sys.executable, __file__, str(handle)]
            root = str(Path(__file__).resolve().parents[1])
            self._process = subprocess.Popen(
                command,
                cwd=root,
                env=os.environ | {"PYTHONPATH": root},
                pass_fds=[handle],
                stdin=subprocess.PIPE,
            )

    def run(self, words: list[str], *, cwd: Path, env: dict[str, str], timeout: float) -> Completed:
        """Run nctwatch with these words to its end, without input; its output is captured as text.

        Raises:
            TimeoutExpired: it took longer than ``timeout`` seconds, and was killed.

        """
        with (
            tempfile.TemporaryFile() as out,
            tempfile.TemporaryFile() as err,
            socket.socket(socket.AF_UNIX) as asked,
            Path(os.devnull).open("rb") as nothing,
        ):
            asked.settimeout(timeout)
            asked.connect(self._address)
            wish = json.dumps({"words": words, "cwd": str(cwd), "env": env}).encode()
            socket.send_fds(asked, [b"%08d" % len(wish)], [nothing.fileno(), out.fileno(), err.fileno()])
            asked.sendall(wish)
            with asked.makefile("rb") as answer:
                pid = int(answer.readline())
                try:
                    status, peak = map(int, answer.readline().split())
                except TimeoutError:
                    os.kill(pid, signal.SIGKILL)
                    raise subprocess.TimeoutExpired(words, timeout) from None
            texts = [
                Path(f"/proc/self/fd/{file.fileno()}").read_text(encoding="utf-8") for file in (out, err)
            ]
        return Completed(words, status, *texts, peak=peak)

    def close(self) -> None:
        """End the process, as the end of who started it does."""
        self._process.communicate(timeout=10)
        Path(self._address).unlink()


def serve(handle: int) -> dict[str, Any]:
    """Fork for each wish; return in the fork, with the wish. The parent ends when its standard input does."""
    listener = socket.socket(fileno=handle)
    woken, wake = socket.socketpair()
    for one in (woken, wake):
        one.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake.fileno())
    running: dict[int, socket.socket] = {}
    with selectors.DefaultSelector() as ready:
        ready.register(listener, selectors.EVENT_READ)
        ready.register(woken, selectors.EVENT_READ)
        ready.register(sys.stdin, selectors.EVENT_READ)
        while True:
            for key, _ in ready.select():
                if key.fileobj is sys.stdin:
                    sys.exit()
                if key.fileobj is woken:
                    woken.recv(4096)
                    report(running)
                    continue
                asked, _ = listener.accept()
                wish, streams = received(asked)
                if pid := os.fork():
                    running[pid] = asked
                    asked.sendall(b"%d\n" % pid)
                    for stream in streams:
                        os.close(stream)
                    continue
                for number, stream in enumerate(streams):
                    os.dup2(stream, number)
                    os.close(stream)
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                for one in (asked, listener, woken, wake, *running.values()):
                    one.close()
                return wish


def received(asked: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """Return a wish and the three streams that came with it."""
    size, streams, *_ = socket.recv_fds(asked, 8, 3)
    with asked.makefile("rb") as file:
        return json.loads(file.read(int(size))), streams


def report(running: dict[int, socket.socket]) -> None:
    """Tell who asked for a fork how it ended: its exit status, or the signal's number below zero; and its peak memory."""
    for pid in list(running):
        ended, status, used = os.wait4(pid, os.WNOHANG)
        if ended:
            with running.pop(pid) as asked:
                asked.sendall(b"%d %d\n" % (os.waitstatus_to_exitcode(status), used.ru_maxrss))


if __name__ == "__main__":
    for name in PRELOADED:
        importlib.import_module(name)
    from monitor.__main__ import main

    gc.freeze()
    wanted = serve(int(sys.argv[1]))
    os.chdir(wanted["cwd"])
    os.environ.clear()
    os.environ.update(wanted["env"])
    time.tzset()
    sys.argv[1:] = wanted["words"]
    main()
