"""When each job under way last got ahead: what the sign of life tells of jobs that do not come to an end."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from monitor.clock import now, stamp

if TYPE_CHECKING:
    from collections.abc import Iterator


class Signs:
    """The signs of the jobs of one service, given by their threads and read by the one that writes the sign of life."""

    def __init__(self) -> None:
        self._at: dict[str, str] = {}

    @contextmanager
    def under_way(self, job: str) -> Iterator[None]:
        """Let a job be under way until the block is left."""
        self.sign(job)
        try:
            yield
        finally:
            self._at.pop(job, None)

    def sign(self, job: str) -> None:
        """Note that a job got ahead just now."""
        self._at[job] = stamp(now())

    def read(self) -> dict[str, str]:
        """Return for each job under way when it last got ahead."""
        return dict(self._at)
