"""An httpx transport with a deadline for each whole request.

httpx's own timeouts count for each read, so an answer whose head or body arrives byte by byte
never times out. Here every wait on the socket ends with the deadline of the request.
"""

from __future__ import annotations

import queue
import socket
import threading
import time
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpcore
import httpx

from monitor.errors import ConfigError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable, Iterator


ADDRESS_SECONDS = 2.0
"""Seconds that a connection to one of several addresses may take (an IPv6 network that swallows packets is
common); the last one has all that is left."""


class Deadline:
    """When the request under way has to be over, on the monotonic clock."""

    def __init__(self) -> None:
        self._at = float("inf")

    def start(self, seconds: float) -> None:
        """Start a request that may take this long."""
        self._at = time.monotonic() + seconds

    def left(self, timeout: float | None) -> float:
        """Return the seconds that one wait may take: at most ``timeout``, None for no limit of its own.

        Raises:
            httpcore.ReadTimeout: the deadline has passed.

        """
        left = self._at - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the answer took longer than a whole request may")
        return left if timeout is None else min(timeout, left)


class _Stream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _Stream(stream, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    def __init__(self, deadline: Deadline) -> None:
        self._backend = httpcore.SyncBackend()
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first of a host's addresses that answers; each but the last gets a share of the time."""
        failure: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        addresses = self._addresses(host, port, self._deadline.left(timeout))
        for tried, address in enumerate(addresses, start=1):
            left = self._deadline.left(timeout)
            share = left if tried == len(addresses) else min(ADDRESS_SECONDS, left / 2)
            try:
                stream = self._backend.connect_tcp(address, port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Stream(stream, self._deadline)
        raise failure or httpcore.ConnectError(f"{host} has no address")

    def _addresses(self, host: str, port: int, seconds: float) -> list[str]:
        """Return a host's IP addresses.

        The system's lookup has no timeout: it runs in a thread, which is abandoned
        when the time is up, and ends by itself.
        """
        found: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

        def look_up() -> None:
            try:
                rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
                found.put(list(dict.fromkeys(str(row[4][0]) for row in rows)))
            except Exception as error:  # noqa: BLE001  # raised where it is waited for
                found.put(error)

        threading.Thread(target=look_up, daemon=True, name="lookup").start()
        try:
            answer = found.get(timeout=seconds)
        except queue.Empty:
            raise httpcore.ConnectTimeout(f"the address of {host} was not found in time") from None
        if isinstance(answer, OSError):
            raise httpcore.ConnectError(str(answer)) from answer
        if isinstance(answer, Exception):
            raise answer
        return answer


class Transport(httpx.BaseTransport):
    """Sends requests over connections of one TLS context; a proxy of the environment is used.

    Raises:
        ConfigError: the environment's proxy is none that this client can use.

    """

    def __init__(self, context: ssl.SSLContext | None, deadline: Deadline, url: httpx.URL) -> None:
        backend = _Backend(deadline)
        proxy = _proxy(url)
        if proxy is None:
            self._pool = httpcore.ConnectionPool(
                ssl_context=context, network_backend=backend, max_connections=2
            )
        else:
            self._pool = httpcore.HTTPProxy(
                str(proxy.url),
                proxy_auth=proxy.raw_auth,
                ssl_context=context,
                network_backend=backend,
                max_connections=2,
            )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the body of the answer is read later, from the same connection."""
        target = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        with _httpx_errors():
            answer = self._pool.handle_request(
                httpcore.Request(
                    method=request.method,
                    url=target,
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions=request.extensions,
                )
            )
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions
        )

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        with _httpx_errors():
            yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def _proxy(url: httpx.URL) -> httpx.Proxy | None:
    """Return the environment's proxy for a URL; None for loopback, which no proxy can reach."""
    if url.host in _LOOPBACK or urllib.request.proxy_bypass(url.host):
        return None
    address = urllib.request.getproxies().get(url.scheme)
    if not address:
        return None
    try:
        proxy = httpx.Proxy(address if "://" in address else f"http://{address}")
    except (ValueError, httpx.InvalidURL):
        proxy = None
    if proxy is None or not proxy.url.scheme.startswith("http"):
        # without its address, which may hold a password
        raise ConfigError([f"{url.scheme}_proxy in the environment is no HTTP proxy; no other kind is known"])
    return proxy


@contextmanager
def _httpx_errors() -> Iterator[None]:
    """Translate httpcore's errors to httpx's."""
    try:
        yield
    except httpcore.TimeoutException as error:
        raise httpx.ReadTimeout(str(error) or "timed out") from error
    except httpcore.ProtocolError as error:
        raise httpx.RemoteProtocolError(str(error)) from error
    except (httpcore.NetworkError, httpcore.ProxyError, httpcore.UnsupportedProtocol) as error:
        raise httpx.NetworkError(str(error) or type(error).__name__) from error
    except (UnicodeError, OverflowError) as error:  # an invalid host name or port
        raise httpx.ConnectError(f"no such address ({error})") from error
