"""An httpx transport with a deadline for each whole request, over proxies of the environment.

httpx's own timeouts count for each read, so an answer whose head or body arrives byte by byte
never times out. Here every wait on the socket ends with the deadline of the request.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpcore
import httpx

from monitor.network import trust
from monitor.network.addresses import connect_to_any
from monitor.network.proxies import proxy_for

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable, Iterator

    from monitor.network.proxies import Proxy

_CONNECTIONS = 2
_CONNECT_FAILURES = (httpcore.ConnectError, httpcore.ConnectTimeout)


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
    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline, about: str) -> None:
        self._stream = stream
        self._deadline = deadline
        self._about = about

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        host = server_hostname or "the server"
        try:
            stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        except httpcore.ConnectTimeout as error:
            raise httpcore.ConnectTimeout(f"{self._about}{host} does not answer the TLS handshake") from error
        except httpcore.ConnectError as error:
            reason = trust.handshake_failure(error, host) or f"the TLS handshake with {host} was cut off"
            raise httpcore.ConnectError(self._about + reason) from error
        return _Stream(stream, self._deadline, self._about)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Connects to a host, or to a proxy, which its errors then name."""

    def __init__(self, deadline: Deadline, proxy: Proxy | None) -> None:
        self._backend = httpcore.SyncBackend()
        self._deadline = deadline
        self._proxy = proxy
        self._newest: httpcore.NetworkStream | None = None

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first of a host's addresses that answers."""
        about = f"through the proxy {self._proxy} ({self._proxy.variable}): " if self._proxy else ""

        def connect(address: str, seconds: float) -> httpcore.NetworkStream:
            return self._backend.connect_tcp(address, port, seconds, local_address, socket_options)

        try:
            stream = connect_to_any(
                host, port, lambda: self._deadline.left(timeout), connect, _CONNECT_FAILURES
            )
        except (TimeoutError, httpcore.ConnectTimeout) as error:
            raise httpcore.ConnectTimeout(f"{about}{error}") from error
        except (OSError, httpcore.ConnectError) as error:
            raise httpcore.ConnectError(f"{about}{error}") from error
        self._newest = _Stream(stream, self._deadline, about)
        return self._newest

    def abandon(self) -> None:
        """Close the newest connection; httpcore leaves one open whose proxy does not speak SOCKS5."""
        if self._newest:
            self._newest.close()


class Transport(httpx.BaseTransport):
    """Sends requests over connections of one TLS context; proxies of the environment are used.

    Args:
        context: TLS settings; None where no address is https.
        deadline: is started for each request by whoever sends it.

    """

    def __init__(self, context: ssl.SSLContext | None, deadline: Deadline) -> None:
        self._context = context
        self._deadline = deadline
        self._pools: dict[Proxy | None, tuple[httpcore.ConnectionPool, _Backend]] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the body of the answer is read later, from the same connection.

        Raises:
            ConfigError: the environment's proxy is none that this client can use.
            httpx.TransportError: no answer came.

        """
        url = request.url
        proxy = proxy_for(url.scheme, url.host, url.port)
        if proxy not in self._pools:
            backend = _Backend(self._deadline, proxy)
            self._pools[proxy] = self._new_pool(proxy, backend), backend
        pool, backend = self._pools[proxy]
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        try:
            with _httpx_errors(url.host, proxy):
                answer = pool.handle_request(
                    httpcore.Request(
                        method=request.method,
                        url=target,
                        headers=request.headers.raw,
                        content=request.stream,
                        extensions=request.extensions,
                    )
                )
        except httpx.TransportError:
            # A connection whose handshake is cut in a proxy's tunnel keeps its place in the pool for ever
            # (httpcore 1.0.9), and two of them would end every later request.
            pool.close()
            backend.abandon()
            raise
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer, url.host, proxy),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        """Close all connections."""
        for pool, _ in self._pools.values():
            pool.close()

    def _new_pool(self, proxy: Proxy | None, backend: _Backend) -> httpcore.ConnectionPool:
        if proxy is None:
            return httpcore.ConnectionPool(
                ssl_context=self._context, network_backend=backend, max_connections=_CONNECTIONS
            )
        login = (proxy.user.encode(), proxy.password.encode()) if proxy.user or proxy.password else None
        if proxy.is_socks:
            return httpcore.SOCKSProxy(
                proxy.address,
                proxy_auth=login,
                ssl_context=self._context,
                network_backend=backend,
                max_connections=_CONNECTIONS,
            )
        return httpcore.HTTPProxy(
            proxy.address,
            proxy_auth=login,
            ssl_context=self._context,
            proxy_ssl_context=trust.context() if proxy.scheme == "https" else None,
            network_backend=backend,
            max_connections=_CONNECTIONS,
        )


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response, host: str, proxy: Proxy | None) -> None:
        self._answer = answer
        self._host = host
        self._proxy = proxy

    def __iter__(self) -> Iterator[bytes]:
        with _httpx_errors(self._host, self._proxy):
            yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


@contextmanager
def _httpx_errors(host: str, proxy: Proxy | None) -> Iterator[None]:
    """Translate httpcore's errors to httpx's, and name what failed."""
    try:
        yield
    except httpcore.TimeoutException as error:
        raise httpx.ReadTimeout(str(error) or "timed out") from error
    except httpcore.ProtocolError as error:
        raise httpx.RemoteProtocolError(str(error)) from error
    except httpcore.ProxyError as error:
        raise httpx.ProxyError(f"the proxy {proxy} gives no connection to {host}: {error}") from error
    except (httpcore.NetworkError, httpcore.UnsupportedProtocol) as error:
        raise httpx.NetworkError(str(error) or type(error).__name__) from error
    except (UnicodeError, OverflowError) as error:  # an invalid host name or port
        raise httpx.ConnectError(f"no such address ({error})") from error
    except Exception as error:
        if proxy is None or not proxy.is_socks:
            raise
        # httpcore asserts that the proxy speaks SOCKS5, and lets the errors of socksio through
        raise httpx.ProxyError(f"the proxy {proxy} does not speak SOCKS5") from error
