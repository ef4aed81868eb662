"""A simulated registry in a process of its own, so that its cost is not that of whoever measures."""

from __future__ import annotations

import multiprocessing
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monitor.simulator.server import SimulatedRegistry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection

    from monitor.simulator.source import StudySource

_PATIENCE = 10.0
"""Seconds that the process has to end."""


class RemoteRegistry:
    """A simulated registry that is served by another process."""

    def __init__(self, url: str, pipe: Connection) -> None:
        self.url = url
        self._pipe = pipe

    def call(self, function: Callable[..., Any], *arguments: object) -> Any:  # noqa: ANN401 - as the function
        """Call a function with the registry and these arguments over there; return what it returns.

        Raises:
            Exception: what the function raised.

        """
        self._pipe.send((function, arguments))
        answer, error = self._pipe.recv()
        if error is not None:
            raise error
        return answer

    def cost(self) -> tuple[float, float]:
        """Return the CPU seconds and the megabytes of its own memory that the process has used."""
        cost: tuple[float, float] = self.call(_cost)
        return cost


@contextmanager
def in_process(
    make: Callable[..., StudySource], *arguments: object, port: int = 0
) -> Iterator[RemoteRegistry]:
    """Serve the source that `make` returns while the block runs; `make` must be importable."""
    ours, theirs = multiprocessing.Pipe()
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_serve, args=(theirs, make, arguments, port), daemon=True)
    process.start()
    theirs.close()  # so that the end of the process is noticed here
    try:
        yield RemoteRegistry(ours.recv(), ours)
    finally:
        ours.close()
        process.join(_PATIENCE)


def _serve(
    pipe: Connection, make: Callable[..., StudySource], arguments: tuple[object, ...], port: int
) -> None:
    registry = make(*arguments)
    with SimulatedRegistry(registry, port=port, keep_requests=False) as server:
        pipe.send(server.url)
        try:
            while True:
                function, given = pipe.recv()
                pipe.send(_outcome(function, registry, given))
        except (EOFError, KeyboardInterrupt):
            pass


def _outcome(
    function: Callable[..., Any], registry: StudySource, arguments: tuple[object, ...]
) -> tuple[Any, Exception | None]:
    try:
        return function(registry, *arguments), None
    except Exception as error:  # noqa: BLE001 - raised again by whoever called
        return None, error


def _cost(_registry: StudySource) -> tuple[float, float]:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return time.process_time(), int(status.split("RssAnon:")[1].split()[0]) / 1024
