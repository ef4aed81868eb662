"""Ask the registry single questions: no retry, no redirect followed, the profile chosen, and a limit on requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import httpx

from monitor.ctgov.api import BASE, Answer
from monitor.ctgov.connections import Connections, below, cause, registry_url
from monitor.ctgov.profiles import profiles
from monitor.ctgov.rate_limit import RateLimit
from monitor.errors import BadAnswer, Unreachable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

LIMIT = 8 << 20
"""Bytes of a decompressed answer."""
UNANSWERED_BEFORE_END = 3
"""After this many requests in a row without an answer, nothing more is asked."""


class Probe:
    """Sends requests whose answers are judged as they are.

    Args:
        url: the registry.
        contact: goes into the User-Agent.
        timeout: seconds for a whole request.
        requests_per_second: the rate limit.
        most: requests that may be sent in all.

    """

    def __init__(
        self, url: str, *, contact: str, timeout: float, requests_per_second: float, most: int
    ) -> None:
        self._url = registry_url(url)
        self._most = most
        patience = most * (timeout + 1 / requests_per_second)
        rate = RateLimit(requests_per_second, patience=patience)
        self._connections = Connections(self._url, rate, timeout)
        self._profiles = {profile.name: profile for profile in profiles(contact)}
        self._unanswered = 0
        self.answered = False
        """Whether any answer came."""

    def __enter__(self) -> Self:
        """Use it in a ``with`` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections."""
        self._connections.close()

    @property
    def profiles(self) -> list[str]:
        """The names of all connection profiles, in the order in which a client tries them."""
        return list(self._profiles)

    @property
    def requests(self) -> int:
        """Requests sent."""
        return self._connections.usage.requests

    def ask(
        self,
        profile: str,
        path: str,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        base: str = BASE,
    ) -> Answer:
        """Return the answer to ``GET base + path``, whatever its status.

        Raises:
            Unreachable: no whole answer came, several in a row did not, or no request is left.

        """
        if self._unanswered >= UNANSWERED_BEFORE_END:
            raise Unreachable(f"not asked: no answer to {UNANSWERED_BEFORE_END} requests in a row")
        if self.requests >= self._most:
            raise Unreachable(f"not asked: {self._most} requests were sent already")
        url = below(self._url, base + path, query)
        try:
            answer = self._connections.send(self._profiles[profile], url, headers or {}, LIMIT)
        except (httpx.HTTPError, BadAnswer) as error:
            self._connections.close()
            self._unanswered += 1
            why = cause(error) if isinstance(error, httpx.HTTPError) else str(error)
            raise Unreachable(f"{url.host} gives no whole answer: {why}") from error
        self._unanswered, self.answered = 0, True
        return answer
