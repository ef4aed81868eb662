"""What goes wrong with a job is logged, once while it lasts, and ends neither the scheduler nor the service."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from monitor.errors import NctwatchError, NothingStored

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

log = logging.getLogger(__name__)

REMIND = 600.0
"""Seconds after which an error that lasts is logged again."""


class Guard:
    """Runs jobs on a store and logs their errors.

    Args:
        path: the store. While its file is gone, no job runs: a job would make an empty store in its place, as
            when its disk is taken away.

    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._logged: dict[str, dict[str, float]] = {}

    def run(self, name: str, job: Callable[[], object]) -> None:
        """Run a job; log its error if it is news, and that the job works again after errors."""
        try:
            self._require_store()
            job()
        except NctwatchError as error:
            if self._is_news(name, str(error)):
                log.error("job", extra={"job": name, "error": str(error)})  # noqa: TRY400  # it says all
        except Exception as error:
            if self._is_news(name, repr(error)):
                log.exception("job", extra={"job": name})
        else:
            if self._logged.pop(name, None):
                log.info("job", extra={"job": name, "state": "well again"})

    def _require_store(self) -> None:
        if not self._path.is_file():
            raise NothingStored(
                f"{self._path} is gone: put it back, or start the service again to begin with an empty one"
            )

    def _is_news(self, name: str, error: str) -> bool:
        """Return whether an error was not logged in the last ten minutes, also where two errors alternate."""
        logged, now = self._logged.setdefault(name, {}), time.monotonic()
        for old in [old for old, at in logged.items() if now - at >= REMIND]:
            del logged[old]
        if error in logged:
            return False
        logged[error] = now
        return True
