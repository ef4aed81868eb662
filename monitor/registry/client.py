"""The registry's client: politely, within a deadline, believing nothing.

One request a second, retries with backoff, ``Retry-After`` obeyed, the next profile on a
403, and an end when nothing usable comes back for long.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

import httpx

from monitor.errors import BadAnswer, Refused, Unreachable
from monitor.registry import body
from monitor.registry.api import BASE, Answer
from monitor.registry.pace import Pace, retry_after
from monitor.registry.profiles import Profile, profiles
from monitor.registry.transport import Deadline, Transport

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

MAX_BODY = 64 << 20
"""Bytes of an unpacked answer; a page of 50 of the largest records would be cut, and asked for singly."""
ATTEMPTS = 3
REDIRECTS = 3


@dataclass(slots=True)
class Usage:
    """What a round cost: requests sent, and bytes of bodies over the wire."""

    requests: int = 0
    bytes: int = 0


class Client:
    """Asks one registry.

    Args:
        url: the registry, such as ``https://clinicaltrials.gov``; ``/api/v2`` is below it.
        contact: goes into the User-Agent.
        timeout: seconds for a whole request.
        requests_per_second: the pace.
        profile: name of the profile that worked last time, to be tried first.

    """

    def __init__(
        self,
        url: str,
        *,
        contact: str = "",
        timeout: float = 30.0,
        requests_per_second: float = 1.0,
        profile: str | None = None,
    ) -> None:
        self._url = httpx.URL(url.rstrip("/"))
        self._timeout = timeout
        self._pace = Pace(requests_per_second, patience=8 * timeout)
        self._deadline = Deadline()
        self._waiting = sorted(profiles(contact), key=lambda one: one.name != profile)
        self._profile: Profile | None = None
        self._http: httpx.Client | None = None
        self.usage = Usage()

    def __enter__(self) -> Self:
        """Use it in a ``with`` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections."""
        if self._http:
            self._http.close()

    @property
    def profile(self) -> str | None:
        """The name of the profile in use; None before the first answer."""
        return self._profile.name if self._profile else None

    def get(
        self, path: str, query: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Ask for ``path`` below ``/api/v2`` and return an answer that is 2xx, 304, 400 or 404.

        Raises:
            Refused: the edge answers 403 in every profile.
            Unreachable: no answer came, however often it was tried.
            BadAnswer: every answer was cut off, too large or otherwise no answer.

        """
        url = self._url.copy_with(path=self._url.path.rstrip("/") + BASE + path, params=dict(query or {}))
        for hop in range(REDIRECTS + 1):
            answer = self._persist(url, headers or {})
            if answer.status not in {301, 302, 303, 307, 308}:
                return replace(answer, redirected=hop > 0)
            url = self._redirected(url, answer)
        raise BadAnswer(f"the registry redirects in a circle at {url}")

    def _redirected(self, url: httpx.URL, answer: Answer) -> httpx.URL:
        target = url.join(answer.headers.get("location", ""))
        if (target.scheme, target.host, target.port) != (url.scheme, url.host, url.port):
            raise BadAnswer(
                f"the registry redirects to another server ({target.host}), which is not followed"
            )
        return target

    def _persist(self, url: httpx.URL, headers: Mapping[str, str]) -> Answer:
        """Ask until there is an answer, in every profile, a few times, while patience lasts."""
        failure: Unreachable | BadAnswer = Unreachable(f"{url.host} was not asked")
        attempt = 0
        while attempt < ATTEMPTS:
            wait = 0.0
            try:
                answer = self._ask(url, headers)
            except httpx.HTTPError as error:
                failure = Unreachable(f"{url.host} cannot be reached: {_why(error)}")
            except BadAnswer as error:
                failure = error
            else:
                if answer.status == 403:
                    self._refused(url)
                    continue
                if answer.status < 500 and answer.status != 429:
                    return self._usable(url, answer)
                wait = retry_after(answer.headers.get("retry-after"))
                failure = Unreachable(
                    f"{url.host} answers {answer.status} ({answer.text[:120]})", retry_after=wait
                )
            attempt += 1
            if attempt < ATTEMPTS and not self._pace.rest(
                max(wait, min(2.0 ** (attempt - 1), self._timeout / 4))
            ):
                break
        raise failure

    def _usable(self, url: httpx.URL, answer: Answer) -> Answer:
        if answer.status not in {200, 301, 302, 303, 304, 307, 308, 400, 404}:
            raise BadAnswer(f"{url.host} answers {answer.status} ({answer.text[:120]})")
        return answer

    def trust(self) -> None:
        """Say that the last answer was of use, so that patience begins anew."""
        self._pace.trust()

    def _ask(self, url: httpx.URL, headers: Mapping[str, str]) -> Answer:
        """Send one request and read the whole answer."""
        client = self._connected()
        self._pace.wait()
        self._deadline.start(self._pace.allowed(self._timeout))
        self.usage.requests += 1
        with client.stream("GET", url, headers=dict(headers), timeout=self._timeout) as response:
            content, wire = body.read(response, MAX_BODY)
        self.usage.bytes += wire
        return Answer(response.status_code, response.headers, content)

    def _connected(self) -> httpx.Client:
        if self._http is None:
            self._profile = self._waiting.pop(0)
            self._http = httpx.Client(
                transport=Transport(self._profile.context, self._deadline, self._url),
                headers={
                    "User-Agent": self._profile.user_agent,
                    "Accept": "application/json, text/plain;q=0.9",
                    "Accept-Encoding": "gzip",
                },
            )
        return self._http

    def _refused(self, url: httpx.URL) -> None:
        """Turn to the next profile: the edge's verdict is always the same, so asking again is in vain."""
        if self._http:
            self._http.close()
        self._http = None
        if not self._waiting:
            raise Refused(
                f"{url.host} refuses this client (403 in every connection profile). It looks at the TLS handshake "
                "and the User-Agent: try from another network, set [registry] contact, or upgrade nctwatch."
            )


def _why(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.TimeoutException):
        return f"no whole answer in time ({error})" if str(error) else "no whole answer in time"
    return str(error) or type(error).__name__
