"""The process that `forking.py` starts: it imports the program once, and forks for each command.

It has a single thread, as what forks must have. It ends when nobody has a share of it: a wish of no length, for which
it holds the connection open.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import pkgutil
import selectors
import signal
import socket
import sys
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import ModuleType


SELDOM = ("monitor.tools",)
"""What few commands need and takes much memory, of which each fork copies the tables."""
LATER = (
    "click._textwrap",
    "dateutil.parser",
    "deepdiff",
    "encodings.idna",
    "encodings.unicode_escape",
    "encodings.utf_8_sig",
    "msgspec",
    "netrc",
    "sqlite_utils",
)
"""What the program imports only where it is used."""


def preload() -> None:
    """Import what most commands may import, the plug-ins of Apprise included, and make what they make once.

    As a process that runs long, a fork then has the templates of the pages, and copies an empty store.
    """
    import monitor

    import_all(monitor)
    for name in LATER:
        importlib.import_module(name)
    from apprise import Apprise

    Apprise().add("json://127.0.0.1/")
    from monitor.report.pages import _environment

    for name in _environment.list_templates():
        _environment.get_template(name)
    import empty_stores

    empty_stores.empty()
    empty_stores.COPIED["on"] = True
    # A process apart spares the service the import of Apprise; here that is done already.
    from monitor.cli import addresses

    addresses._apart = addresses._here
    addresses.SEAL_COST = 2  # the hundreds of polls have no passwords to guard
    assert threading.active_count() == 1, threading.enumerate()


def import_all(package: ModuleType) -> None:
    """Import the modules of a package and of those in it."""
    for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        if found.name not in SELDOM:
            module = importlib.import_module(found.name)
            if found.ispkg:
                import_all(module)


def serve(handle: int) -> dict[str, Any]:
    """Fork for each wish; return in the fork, with the wish."""
    listener = socket.socket(fileno=handle)
    woken, wake = socket.socketpair()
    for end in (woken, wake):
        end.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake.fileno())
    running: dict[int, socket.socket] = {}
    shares: set[socket.socket] = set()
    with selectors.DefaultSelector() as ready:
        for source in (listener, woken):
            ready.register(source, selectors.EVENT_READ)
        while True:
            for key, _ in ready.select():
                if key.fileobj in shares:
                    ready.unregister(key.fileobj)
                    shares.remove(key.fileobj)
                    key.fileobj.close()
                    if not shares:
                        sys.exit()
                    continue
                if key.fileobj is woken:
                    woken.recv(4096)
                    report(running)
                    continue
                asked, _ = listener.accept()
                wish, streams = received(asked)
                if wish is None:
                    ready.register(asked, selectors.EVENT_READ)
                    shares.add(asked)
                    asked.sendall(b".")
                    continue
                if pid := os.fork():
                    running[pid] = asked
                    leave(streams)
                    with suppress(BrokenPipeError):  # who asked has given up
                        asked.sendall(b"%d\n" % pid)
                    continue
                take(streams, asked, listener, woken, wake, *shares, *running.values())
                return wish


def received(asked: socket.socket) -> tuple[dict[str, Any] | None, list[int]]:
    """Return a wish and the three streams that came with it; None for a share."""
    size, streams, *_ = socket.recv_fds(asked, 8, 3)
    if not int(size):
        return None, []
    with asked.makefile("rb") as file:
        return json.loads(file.read(int(size))), streams


def leave(streams: list[int]) -> None:
    """Leave these streams to the fork."""
    for stream in streams:
        os.close(stream)


def take(streams: list[int], *ends: socket.socket) -> None:
    """Make these the standard streams of the fork, and undo what the process that forks is by itself."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for end in ends:
        end.close()
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    leave(streams)


def report(running: dict[int, socket.socket]) -> None:
    """Say how each fork ended that has: its exit status, or its signal's number below zero; and its peak memory."""
    for pid in list(running):
        ended, status, used = os.wait4(pid, os.WNOHANG)
        if ended:
            with running.pop(pid) as asked, suppress(BrokenPipeError):
                asked.sendall(b"%d %d\n" % (os.waitstatus_to_exitcode(status), used.ru_maxrss))


def run(wish: dict[str, Any]) -> None:
    """Run a command as a new process would, in this fork."""
    from monitor.__main__ import main

    os.chdir(wish["cwd"])
    os.environ.clear()
    os.environ.update(wish["env"])
    time.tzset()
    sys.argv[1:] = wish["words"]
    exec(wish["before"], {})  # code of a test
    try:
        main()
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            finish(end.code or 0)
        raise


def finish(status: int) -> None:
    """End as Python ends, but for taking its modules apart, which copies the memory that the forks share."""
    threading._shutdown()
    atexit._run_exitfuncs()
    sys.stdout.flush()  # whatever this raises ends the process as Python does
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    if os.fork():  # who started it need not wait for it
        os._exit(0)
    preload()
    gc.freeze()
    run(serve(int(sys.argv[1])))
