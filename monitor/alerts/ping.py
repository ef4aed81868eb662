"""The dead man's switch: a request after each successful poll, so that a service elsewhere notices when polls stop."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import httpx

from monitor import __version__
from monitor.errors import ConfigError
from monitor.network import trust
from monitor.network.transport import Deadline, Transport
from monitor.redact import Redactor

if TYPE_CHECKING:
    from monitor.config.secret import Secret

log = logging.getLogger(__name__)
logging.getLogger("httpx").setLevel(logging.WARNING)  # below, it writes every address in full

MOST_REDIRECTS = 5
SECONDS = 10.0
"""A call as a whole, with its redirects, may take so long."""


def ping(url: Secret, seconds: float = SECONDS) -> bool:
    """Call the address, if there is one; whatever goes wrong is logged, without the address."""
    if not url:
        return False
    address = ""
    try:
        address = url.reveal()
        _call(address, seconds)
    except (httpx.HTTPError, httpx.InvalidURL, ConfigError, OSError, ValueError) as error:
        reason = Redactor([address])(str(error)) if address else str(error)
        log.warning("ping", extra={"error": f"{type(error).__name__}: {reason}"})
        return False
    return True


def _call(address: str, seconds: float) -> None:
    """Send a GET, and follow redirects within the same host; raise if there is no answer, or it is no 2xx."""
    deadline = Deadline()
    deadline.start(seconds)
    headers = {"User-Agent": f"nctwatch/{__version__}"}
    transport = Transport(trust.context(), deadline)
    with httpx.Client(transport=transport, headers=headers, timeout=seconds) as client:
        following: httpx.Request | None = client.build_request("GET", address)
        host = following.url.host if following else ""
        for _ in range(MOST_REDIRECTS + 1):
            if following is None:
                return
            if following.url.host != host:
                raise httpx.HTTPError("it redirects to another host, which is not followed")
            following = _answered(client, following)
    raise httpx.HTTPError(f"it redirects more than {MOST_REDIRECTS} times")


def _answered(client: httpx.Client, request: httpx.Request) -> httpx.Request | None:
    """Send a request; return the one that it is redirected to, None where it was answered well; raise otherwise."""
    response = client.send(request, stream=True)  # whatever its body is, it is not read
    response.close()
    if not response.is_success and response.next_request is None:
        raise httpx.HTTPError(f"it answers {response.status_code}")
    return response.next_request
