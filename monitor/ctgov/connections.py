"""Send one request over a connection of one profile, within the request's deadline."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx

from monitor.ctgov import body
from monitor.ctgov.api import Answer
from monitor.errors import ConfigError
from monitor.network import trust
from monitor.network.transport import Deadline, Transport

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.ctgov.profiles import Profile
    from monitor.ctgov.rate_limit import RateLimit


@dataclass(slots=True)
class Usage:
    """Requests sent, and bytes of bodies received over the wire."""

    requests: int = 0
    bytes: int = 0


class Connections:
    """Connections to one registry, of one profile at a time.

    Args:
        url: the registry.
        rate: spaces the requests.
        timeout: seconds for a whole request.

    """

    def __init__(self, url: httpx.URL, rate: RateLimit, timeout: float) -> None:
        self._url, self._rate, self._timeout = url, rate, timeout
        self._deadline = Deadline()
        self._http: httpx.Client | None = None
        self._connected_as: Profile | None = None
        self.usage = Usage()

    def send(self, profile: Profile, url: httpx.URL, headers: Mapping[str, str], limit: int) -> Answer:
        """Send one request and return its answer, whatever its status.

        Args:
            profile: the TLS handshake and User-Agent.
            url: what to ask for.
            headers: beside the client's own.
            limit: bytes that the answer may have, decompressed.

        Raises:
            httpx.HTTPError: the connection failed.
            BadAnswer: the body is cut off, too large or compressed in an unknown way.
            Unreachable: patience ran out before it could be sent.

        """
        client = self._connected(profile)
        self._rate.wait()
        self._deadline.start(self._rate.time_for_request(self._timeout))
        self.usage.requests += 1
        with client.stream("GET", url, headers=dict(headers), timeout=self._timeout) as response:
            content, wire = body.read(response, limit)
        self.usage.bytes += wire
        return Answer(response.status_code, response.headers, content)

    def close(self) -> None:
        """Close all connections; the next request opens a new one."""
        if self._http:
            self._http.close()
        self._http = None

    def _connected(self, profile: Profile) -> httpx.Client:
        if self._http is None or profile is not self._connected_as:
            self.close()
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


def registry_url(url: str) -> httpx.URL:
    """Return the registry's address; ConfigError if it is no web address."""
    try:
        return httpx.URL(url.rstrip("/"))
    except httpx.InvalidURL as error:
        raise ConfigError([f"[registry] url: {url!r} is no web address ({error})"]) from error


def below(url: httpx.URL, path: str, query: Mapping[str, str] | None = None) -> httpx.URL:
    """Return the address of a path below the registry's, with query parameters."""
    return url.copy_with(path=url.path.rstrip("/") + path, params=dict(query or {}))


def cause(error: httpx.HTTPError) -> str:
    """Return what failed, in words."""
    if isinstance(error, httpx.TimeoutException):
        return f"no whole answer in time ({error})" if str(error) else "no whole answer in time"
    if any(isinstance(each, socket.gaierror) for each in trust.causes(error)):
        return "its name or its proxy's cannot be looked up; is this machine connected, or does it need a proxy (HTTPS_PROXY)?"
    return str(error) or type(error).__name__
