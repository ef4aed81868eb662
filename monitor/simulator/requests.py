"""What the simulated registry was asked, for tests to look at."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

NCT = re.compile(r"[Nn][Cc][Tt]0*([1-9]\d{0,7})")
"""What the registry takes for an NCT number (reported by its API description)."""


def nct_number(text: str) -> str | None:
    """Write an NCT number as the registry does; None if it is none."""
    match = NCT.fullmatch(text)
    return f"NCT{int(match[1]):08}" if match else None


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came, and what became of it: the status (0: none was sent) and the bytes sent, head and all."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 0
    sent: int = 0

    @classmethod
    def of(cls, method: str, target: str, headers: Mapping[str, str]) -> Request:
        """Take a request line's target apart."""
        parts = urlsplit(target)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        return cls(method, parts.path, query, {name.lower(): value for name, value in headers.items()})


class RequestLog:
    """All requests in the order in which they came; safe to use from many threads."""

    def __init__(self, *, keep: bool = True) -> None:
        self.requests: list[Request] = []
        self._keep, self._lock = keep, Lock()

    def add(self, request: Request) -> None:
        """Add a request that has come."""
        if self._keep:
            with self._lock:
                self.requests.append(request)

    def replace(self, before: Request, now: Request) -> None:
        """Put a request in the place of another; a list that a test has cleared stays so."""
        with self._lock:
            for place in range(len(self.requests) - 1, -1, -1):
                if self.requests[place] is before:
                    self.requests[place] = now
                    return


class Entry:
    """The line of one request in the log: replaced there as its answer goes out."""

    def __init__(self, log: RequestLog, request: Request) -> None:
        self._log, self.request = log, request
        log.add(request)

    def note(self, *, status: int | None = None, sent: int = 0) -> None:
        """Write down a status or some more bytes."""
        before = self.request
        self.request = replace(
            before, status=before.status if status is None else status, sent=before.sent + sent
        )
        self._log.replace(before, self.request)
