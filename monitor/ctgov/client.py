"""The HTTP client of the registry: rate limit, retries, connection profiles, deadlines.

At most one request a second, retries with backoff, ``Retry-After`` obeyed, the next profile after a 403,
and an end when no usable answer comes for long. Nothing here knows what an answer means.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

import httpx

from monitor.ctgov import body
from monitor.ctgov.api import BASE, Answer
from monitor.ctgov.profiles import Profile, profiles
from monitor.ctgov.rate_limit import RateLimit, retry_after
from monitor.errors import BadAnswer, ConfigError, Forbidden, Refused, Unreachable
from monitor.network.transport import Deadline, Transport

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

MAX_BODY = 8 << 20
"""Bytes of an unpacked answer: twice the largest record. The records of a larger page are fetched one by one."""
ATTEMPTS = 3
MAX_REDIRECTS = 3
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_USABLE = _REDIRECTS | {200, 304, 400, 404}


@dataclass(slots=True)
class Usage:
    """Requests sent, and bytes of bodies received over the wire."""

    requests: int = 0
    bytes: int = 0


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
        try:
            self._url = httpx.URL(url.rstrip("/"))
        except httpx.InvalidURL as error:
            raise ConfigError([f"[registry] url: {url!r} is no web address ({error})"]) from error
        self._timeout = timeout
        # a slow rate must not look like a silent registry
        patience = max(8 * timeout, timeout + 1 / requests_per_second)
        self._rate = RateLimit(requests_per_second, patience=patience)
        self._deadline = Deadline()
        self._limit = MAX_BODY
        self._profiles = profiles(contact)
        self._preferred = dict(accepted or {})
        self._answered: set[str] = set()  # endpoints that answered 200 to this client
        self._http: httpx.Client | None = None
        self._connected_as: Profile | None = None
        self.accepted: dict[str, str] = {}
        """The profile's name that each API accepted, by API; empty before the first answer."""
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
        """Return the answer to ``GET base + path``; its status is 2xx, 304, 400 or 404.

        Args:
            path: below ``base``.
            query: parameters.
            headers: beside the client's own.
            base: ``/api/v2`` or ``/api/int``.
            limit: bytes that the answer may have, unpacked.

        Raises:
            Refused: the edge answers 403 to every profile.
            Forbidden: this one address answers 403, others of the same endpoint answered 200.
            Unreachable: no answer came in any attempt.
            BadAnswer: every answer was cut off, too large or otherwise unusable.

        """
        url = self._url.copy_with(path=self._url.path.rstrip("/") + base + path, params=dict(query or {}))
        self._limit = limit
        permanent = True
        for redirects in range(MAX_REDIRECTS + 1):
            answer = self._get_with_retries(base, url, headers or {})
            if answer.status not in _REDIRECTS:
                return replace(answer, moved=redirects > 0 and permanent)
            permanent = permanent and answer.status in _PERMANENT
            url = _redirect_target(url, answer)
        raise BadAnswer(f"the registry redirects in a circle at {url}")

    def mark_usable(self) -> None:
        """Mark the last response usable; resets the give-up timer."""
        self._rate.reset_patience()

    @property
    def pause_left(self) -> float:
        """Seconds that are left of the pause that the registry asked for; 0 for none."""
        return self._rate.pause_left

    def _get_with_retries(self, base: str, url: httpx.URL, headers: Mapping[str, str]) -> Answer:
        """Return a usable answer, from a few attempts at most, while patience lasts."""
        refused: set[str] = set()
        attempt = 0
        while True:
            attempt += 1
            failure: Unreachable | BadAnswer
            wait = 0.0
            try:
                answer = self._get_accepted(base, url, headers, refused)
            except httpx.HTTPError as error:
                self._disconnect()  # a handshake cut in a proxy's tunnel keeps its place in the pool
                failure = Unreachable(f"{url.host} cannot be reached: {_cause(error)}")
            except Forbidden:
                raise
            except BadAnswer as error:
                failure = error
            else:
                if not _is_busy(answer):
                    return self._checked(base, url, answer)
                wait = retry_after(answer.headers.get("retry-after"))
                self._rate.pause(wait)
                failure = Unreachable(f"{url.host} answers {answer.status} ({answer.text})", retry_after=wait)
            backoff = min(2.0 ** (attempt - 1), self._timeout / 4)
            if attempt == ATTEMPTS or not self._rate.sleep(max(wait, backoff)):
                raise failure

    def _checked(self, base: str, url: httpx.URL, answer: Answer) -> Answer:
        if answer.status not in _USABLE:
            raise BadAnswer(f"{url.host} answers {answer.status} ({answer.text})")
        if answer.status == 200:
            self._answered.add(_endpoint(base, url))
        return answer

    def _get_accepted(
        self, base: str, url: httpx.URL, headers: Mapping[str, str], refused: set[str]
    ) -> Answer:
        """Return the answer to the first profile that is not answered 403.

        The edge's verdict on a profile does not change, so a profile in ``refused`` is not tried again.
        An endpoint that answered 200 accepts this client: its 403 is about this one address (a version
        number that the record history does not have; reported in August 2026).
        """
        preferred = self.accepted.get(base) or self._preferred.get(base)
        for profile in sorted(self._profiles, key=lambda profile: profile.name != preferred):
            if profile.name in refused:
                continue
            answer = self._send(profile, url, headers)
            if answer.status == 403:
                if _endpoint(base, url) in self._answered:
                    raise Forbidden(f"{url.host} answers 403 to {url.path} alone")
                refused.add(profile.name)
                continue
            if not _is_busy(answer):
                self.accepted[base] = profile.name
            return answer
        raise Refused(
            f"{url.host} refuses this client (403 in every connection profile). It looks at the TLS handshake "
            "and the User-Agent: try from another network, set [registry] contact, or upgrade nctwatch."
        )

    def _send(self, profile: Profile, url: httpx.URL, headers: Mapping[str, str]) -> Answer:
        """Send one request and read the whole answer."""
        client = self._connected(profile)
        self._rate.wait()
        self._deadline.start(self._rate.time_for_request(self._timeout))
        self.usage.requests += 1
        with client.stream("GET", url, headers=dict(headers), timeout=self._timeout) as response:
            content, wire = body.read(response, self._limit)
        self.usage.bytes += wire
        return Answer(response.status_code, response.headers, content)

    def _connected(self, profile: Profile) -> httpx.Client:
        if self._http is None or profile is not self._connected_as:
            self._disconnect()
            self._connected_as = profile
            context = profile.context() if self._url.scheme == "https" else None
            self._http = httpx.Client(
                transport=Transport(context, self._deadline),
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


def _endpoint(base: str, url: httpx.URL) -> str:
    """Return the API and the kind of thing asked for, such as ``/api/int/studies``."""
    rest = url.path.partition(base)[2]
    return f"{base}/{rest.strip('/').partition('/')[0]}"


def _is_busy(answer: Answer) -> bool:
    """Return whether the registry answers that it is overloaded or broken for now."""
    return answer.status >= 500 or answer.status == 429


def _redirect_target(url: httpx.URL, answer: Answer) -> httpx.URL:
    """Return where a redirect leads; BadAnswer if that is another server or scheme."""
    target = url.join(answer.headers.get("location", ""))
    if (target.scheme, target.host, target.port) != (url.scheme, url.host, url.port):
        raise BadAnswer(f"the registry redirects to another server ({target.host}), which is not followed")
    return target


def _cause(error: httpx.HTTPError) -> str:
    """Return what failed, in words."""
    if isinstance(error, httpx.TimeoutException):
        return f"no whole answer in time ({error})" if str(error) else "no whole answer in time"
    return str(error) or type(error).__name__
