"""The registry's client: politely, within a deadline, believing nothing.

One request a second, retries with backoff, ``Retry-After`` obeyed, the next profile on a
403, and an end when nothing usable comes back for long.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

import httpx

from monitor.ctgov import body
from monitor.ctgov.api import BASE, Answer
from monitor.ctgov.profiles import Profile, profiles
from monitor.ctgov.rate_limit import Pace, retry_after
from monitor.ctgov.transport import Deadline, Transport
from monitor.errors import BadAnswer, ConfigError, Refused, Unreachable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

MAX_BODY = 8 << 20
"""Bytes of an unpacked answer: twice the largest record. A larger page is asked for singly."""
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

    Raises:
        ConfigError: the registry's address is none.

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
        try:
            self._url = httpx.URL(url.rstrip("/"))
        except httpx.InvalidURL as error:
            raise ConfigError([f"[registry] url: {url!r} is no web address ({error})"]) from error
        self._timeout = timeout
        # a slow pace must not look like a silent registry
        self._pace = Pace(requests_per_second, patience=max(8 * timeout, timeout + 1 / requests_per_second))
        self._deadline = Deadline()
        self._limit = MAX_BODY
        self._profiles = sorted(profiles(contact), key=lambda one: one.name != profile)
        self._http: httpx.Client | None = None
        self._in_use: Profile | None = None
        self.profile: str | None = None
        """The name of the profile that the registry answers to; None before the first answer."""
        self.usage = Usage()

    def __enter__(self) -> Self:
        """Use it in a ``with`` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections."""
        self._disconnect()

    def get(
        self,
        path: str,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        base: str = BASE,
        limit: int = MAX_BODY,
    ) -> Answer:
        """Ask for ``path`` below ``/api/v2``, or another base, and return an answer that is 2xx, 304, 400 or 404.

        It may have ``limit`` bytes, unpacked.

        Raises:
            Refused: the edge answers 403 in every profile.
            Unreachable: no answer came, however often it was tried.
            BadAnswer: every answer was cut off, too large or otherwise no answer.

        """
        url = self._url.copy_with(path=self._url.path.rstrip("/") + base + path, params=dict(query or {}))
        self._limit = limit
        for_good = True
        for hop in range(REDIRECTS + 1):
            answer = self._persist(url, headers or {})
            if answer.status not in {301, 302, 303, 307, 308}:
                return replace(answer, moved=hop > 0 and for_good)
            for_good = for_good and answer.status in {301, 308}
            url = self._redirected(url, answer)
        raise BadAnswer(f"the registry redirects in a circle at {url}")

    def trust(self) -> None:
        """Say that the last answer was of use, so that patience begins anew."""
        self._pace.trust()

    @property
    def held(self) -> float:
        """Seconds that the registry still wants to be left alone for."""
        return self._pace.held

    def _redirected(self, url: httpx.URL, answer: Answer) -> httpx.URL:
        target = url.join(answer.headers.get("location", ""))
        if (target.scheme, target.host, target.port) != (url.scheme, url.host, url.port):
            raise BadAnswer(
                f"the registry redirects to another server ({target.host}), which is not followed"
            )
        return target

    def _persist(self, url: httpx.URL, headers: Mapping[str, str]) -> Answer:
        """Ask until there is an answer, in every profile, a few times, while patience lasts."""
        refused: set[str] = set()
        attempt = 0
        while True:
            attempt += 1
            failure: Unreachable | BadAnswer
            wait = 0.0
            try:
                answer = self._ask_accepted(url, headers, refused)
            except httpx.HTTPError as error:
                failure = Unreachable(f"{url.host} cannot be reached: {_why(error)}")
            except BadAnswer as error:
                failure = error
            else:
                if answer.status < 500 and answer.status != 429:
                    return self._usable(url, answer)
                wait = retry_after(answer.headers.get("retry-after"))
                self._pace.hold(wait)
                failure = Unreachable(f"{url.host} answers {answer.status} ({answer.text})", retry_after=wait)
            backoff = min(2.0 ** (attempt - 1), self._timeout / 4)
            if attempt == ATTEMPTS or not self._pace.rest(max(wait, backoff)):
                raise failure

    def _usable(self, url: httpx.URL, answer: Answer) -> Answer:
        if answer.status not in {200, 301, 302, 303, 304, 307, 308, 400, 404}:
            raise BadAnswer(f"{url.host} answers {answer.status} ({answer.text})")
        return answer

    def _ask_accepted(self, url: httpx.URL, headers: Mapping[str, str], refused: set[str]) -> Answer:
        """Ask in one profile after the other until the edge lets the request in.

        Its verdict is always the same, so no request is repeated in a profile that was ``refused`` with it.
        """
        for profile in [one for one in self._profiles if one.name not in refused]:
            answer = self._ask(profile, url, headers)
            if answer.status == 403:
                refused.add(profile.name)
                continue
            if answer.status < 500 and answer.status != 429:
                self.profile = profile.name
                self._profiles.sort(key=lambda one: one is not profile)
            return answer
        raise Refused(
            f"{url.host} refuses this client (403 in every connection profile). It looks at the TLS handshake "
            "and the User-Agent: try from another network, set [registry] contact, or upgrade nctwatch."
        )

    def _ask(self, profile: Profile, url: httpx.URL, headers: Mapping[str, str]) -> Answer:
        """Send one request and read the whole answer."""
        client = self._connected(profile)
        self._pace.wait()
        self._deadline.start(self._pace.allowed(self._timeout))
        self.usage.requests += 1
        with client.stream("GET", url, headers=dict(headers), timeout=self._timeout) as response:
            content, wire = body.read(response, self._limit)
        self.usage.bytes += wire
        return Answer(response.status_code, response.headers, content)

    def _connected(self, profile: Profile) -> httpx.Client:
        if self._http is None or profile is not self._in_use:
            self._disconnect()
            self._in_use = profile
            context = profile.context() if self._url.scheme == "https" else None
            self._http = httpx.Client(
                transport=Transport(context, self._deadline, self._url),
                headers={
                    "User-Agent": profile.user_agent,
                    "Accept": "application/json, text/plain;q=0.9",
                    "Accept-Encoding": "gzip",
                },
            )
        return self._http

    def _disconnect(self) -> None:
        if self._http:
            self._http.close()
        self._http = None


def _why(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.TimeoutException):
        return f"no whole answer in time ({error})" if str(error) else "no whole answer in time"
    return str(error) or type(error).__name__
