"""The HTTP client of the registry: retries, redirects, and an end when no usable answer comes for long.

At most one request a second, ``Retry-After`` obeyed, the next profile after a 403. Nothing here knows what an
answer means.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Self

import httpx

from monitor.ctgov.api import BASE, Answer
from monitor.ctgov.connections import Connections, below, cause, registry_url
from monitor.ctgov.edge import Edge, is_busy
from monitor.ctgov.profiles import profiles
from monitor.ctgov.rate_limit import RateLimit, retry_after
from monitor.ctgov.redirects import MAX_REDIRECTS, PERMANENT, REDIRECTS, redirect_target
from monitor.errors import BadAnswer, Forbidden, Unreachable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

MAX_BODY = 8 << 20
"""Bytes of a decompressed answer: twice the largest record. The records of a larger page are fetched one by one."""
ATTEMPTS = 3
_USABLE = REDIRECTS | {200, 304, 400, 404}


class Client:
    """Sends requests to one registry.

    Args:
        url: the registry, such as ``https://clinicaltrials.gov``; ``/api/v2`` is below it.
        contact: goes into the User-Agent.
        timeout: seconds for a whole request.
        requests_per_second: the rate limit.
        accepted: for each API (``/api/v2``, ``/api/int``) the name of the profile that it accepted last,
            which is tried first.

    Raises:
        ConfigError: the registry's address is not a web address.

    """

    def __init__(
        self,
        url: str,
        *,
        contact: str = "",
        timeout: float = 30.0,
        requests_per_second: float = 1.0,
        accepted: Mapping[str, str] | None = None,
    ) -> None:
        self._url = registry_url(url)
        self._timeout = timeout
        # a slow rate must not look like a silent registry
        patience = max(8 * timeout, timeout + 1 / requests_per_second)
        self._rate = RateLimit(requests_per_second, patience=patience)
        self._connections = Connections(self._url, self._rate, timeout)
        self._edge = Edge(profiles(contact), dict(accepted or {}))
        self.accepted = self._edge.accepted
        """The profile's name that each API accepted, by API; empty before the first answer."""
        self.usage = self._connections.usage

    def __enter__(self) -> Self:
        """Use it in a ``with`` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections."""
        self._connections.close()

    def get(
        self,
        path: str,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        base: str = BASE,
        limit: int = MAX_BODY,
    ) -> Answer:
        """Return the answer to ``GET base + path``; its status is 2xx, 304, 400 or 404.

        Args:
            path: below ``base``.
            query: parameters.
            headers: beside the client's own.
            base: ``/api/v2`` or ``/api/int``.
            limit: bytes that the answer may have, decompressed.

        Raises:
            Refused: the edge answers 403 to every profile.
            Forbidden: this one address answers 403, others of the same endpoint answered 200.
            Unreachable: no answer came in any attempt.
            BadAnswer: every answer was cut off, too large or otherwise unusable.

        """
        url = below(self._url, base + path, query)
        permanent = True
        for redirects in range(MAX_REDIRECTS + 1):
            answer = self._get_with_retries(base, url, headers or {}, limit)
            if answer.status not in REDIRECTS:
                return replace(answer, moved=redirects > 0 and permanent)
            permanent = permanent and answer.status in PERMANENT
            url = redirect_target(url, answer)
        raise BadAnswer(f"the registry redirects in a circle at {url}")

    def mark_usable(self) -> None:
        """Mark the last response usable: patience begins anew."""
        self._rate.reset_patience()

    @property
    def pause_left(self) -> float:
        """Seconds that are left of the pause that the registry asked for; 0 for none."""
        return self._rate.pause_left

    def _get_with_retries(self, base: str, url: httpx.URL, headers: Mapping[str, str], limit: int) -> Answer:
        """Return a usable answer, from a few attempts at most, while patience lasts."""
        refused: set[str] = set()
        attempt = 0
        while True:
            attempt += 1
            failure: Unreachable | BadAnswer
            wait = 0.0
            try:
                answer = self._edge.ask(
                    base,
                    url,
                    lambda profile, url: self._connections.send(profile, url, headers, limit),
                    refused,
                )
            except httpx.HTTPError as error:
                self._connections.close()  # a handshake cut in a proxy's tunnel keeps its place in the pool
                failure = Unreachable(f"{url.host} cannot be reached: {cause(error)}")
            except Forbidden:
                raise
            except BadAnswer as error:
                failure = error
            else:
                if not is_busy(answer):
                    return _checked(url, answer)
                wait = retry_after(answer.headers.get("retry-after"))
                self._rate.pause(wait)
                failure = Unreachable(f"{url.host} answers {answer.status} ({answer.text})", retry_after=wait)
            backoff = min(2.0 ** (attempt - 1), self._timeout / 4)
            if attempt == ATTEMPTS or not self._rate.sleep(max(wait, backoff)):
                raise failure


def _checked(url: httpx.URL, answer: Answer) -> Answer:
    """Return the answer; BadAnswer if its status means nothing here."""
    if answer.status not in _USABLE:
        raise BadAnswer(f"{url.host} answers {answer.status} ({answer.text})")
    return answer
