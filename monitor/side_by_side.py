"""Jobs done side by side, bounded, in threads that keep no process from ending."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")


def side_by_side(
    jobs: Sequence[Callable[[], T]], most: int, seconds: float, meanwhile: Callable[[], object]
) -> list[T]:
    """Do jobs at the same time; return their results, in no order.

    Args:
        jobs: what to do.
        most: so many at a time.
        seconds: after each so many, ``meanwhile`` is called until all jobs have ended.
        meanwhile: what to do while others work.

    Raises:
        BaseException: whatever the first job that failed raised, once all have ended.

    """
    left: queue.SimpleQueue[Callable[[], T]] = queue.SimpleQueue()
    for job in jobs:
        left.put(job)
    results: list[T] = []
    errors: list[BaseException] = []

    threads = [
        threading.Thread(target=_work, args=(left, results, errors), daemon=True, name="channel")
        for _ in jobs[:most]
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive():
            thread.join(seconds)
            if thread.is_alive():
                meanwhile()
    if errors:
        raise errors[0]
    return results


def _work(left: queue.SimpleQueue[Callable[[], T]], results: list[T], errors: list[BaseException]) -> None:
    """Do jobs as long as there are any."""
    while True:
        try:
            job = left.get_nowait()
        except queue.Empty:
            return
        try:
            results.append(job())
        except BaseException as error:  # noqa: BLE001  # the caller raises it
            errors.append(error)
