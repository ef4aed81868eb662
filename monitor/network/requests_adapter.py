"""This program's connections for the library requests, by which channels send.

requests by itself gives each of a host's addresses the whole time, reads ``SSL_CERT_FILE`` nowhere, and knows
``NO_PROXY`` without IPv6 networks.
"""

from __future__ import annotations

import re
from http.client import RemoteDisconnected
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from monitor.errors import ConfigError
from monitor.network import trust
from monitor.network.addresses import open_socket
from monitor.network.answers import retry_after, words_of
from monitor.network.exchanges import Exchange, record
from monitor.network.proxies import proxy_for

if TYPE_CHECKING:
    import socket

    from monitor.network.proxies import Proxy

_TUNNEL_FAILURE = re.compile(r"Tunnel connection failed: (\d{3} ?[^'\")]*)")
"""How http.client says that a proxy does not open a tunnel."""


class _Connection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        seconds = self.timeout if isinstance(self.timeout, int | float) else None
        try:
            return open_socket(self._dns_host, self.port, seconds, self.source_address, self.socket_options)
        except TimeoutError as error:
            raise ConnectTimeoutError(self, f"Connection to {self.host} timed out. {error}") from error
        except OSError as error:
            raise NewConnectionError(self, f"Failed to establish a new connection: {error}") from error


class _SecureConnection(_Connection, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


_READ = 2000
"""Bytes of an answer that are looked at."""
_PORTS = {"http": 80, "https": 443}
_POOLS = {"http": _Pool, "https": _SecurePool}


class Adapter(HTTPAdapter):
    """Sends requests over proxies and with authorities of the environment, to any address that answers.

    Its methods are the hooks that requests offers to subclasses.
    """

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Make the pools of connections without a proxy."""
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        """Return the pools of connections over a proxy."""
        if proxy.startswith("https:"):
            options["proxy_ssl_context"] = trust.context()
        manager = super().proxy_manager_for(proxy, **options)
        if not proxy.startswith("socks"):
            manager.pool_classes_by_scheme = _POOLS
        return manager

    def build_connection_pool_key_attributes(
        self,
        request: Any,
        verify: Any,
        cert: Any = None,
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the host, and TLS settings that trust what the environment says."""
        host, settings = super().build_connection_pool_key_attributes(request, bool(verify), cert)
        if verify and host["scheme"] == "https":
            settings["ssl_context"] = trust.context()
        return host, settings

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Leave the authorities to the TLS settings; a channel can still switch the check off."""
        super().cert_verify(conn, url, bool(verify), cert)
        conn.ca_certs = conn.ca_cert_dir = None

    def send(self, request: Any, *args: Any, **options: Any) -> requests.Response:
        """Send one request; record its answer, and name what failed if none comes.

        Raises:
            requests.RequestException: no answer came.

        """
        url = urlsplit(request.url)
        host = url.hostname or ""
        try:
            proxy = proxy_for(url.scheme, host, url.port)
        except ConfigError as error:
            raise requests.exceptions.InvalidProxyURL(str(error)) from error
        options["proxies"] = {url.scheme: proxy.url} if proxy else {}
        shown = f"[{host}]" if ":" in host else host
        place = f"{url.scheme}://{shown}:{url.port or _PORTS[url.scheme]}"
        try:
            response = super().send(request, *args, **options)
        except (requests.ConnectionError, requests.Timeout) as error:
            raise type(error)(_reason(error, host, place, proxy), request=request) from error
        body = _body(response, streamed=bool(options.get("stream")))
        record(
            Exchange(
                place,
                response.status_code,
                words_of(response.reason or "", body),
                retry_after(response.headers.get("Retry-After", ""), body),
                is_login=url.path.endswith("/login"),
            )
        )
        return response


def _body(response: requests.Response, *, streamed: bool) -> str:
    """Return the beginning of an answer; of one that the plug-in reads piece by piece, only where it is short and a no."""
    length = response.headers.get("Content-Length", "")[:9]
    if streamed and (response.ok or not length.isdecimal() or int(length) > _READ):
        return ""
    return response.content[:_READ].decode("utf-8", "replace")


def _reason(error: requests.RequestException, host: str, place: str, proxy: Proxy | None) -> str:
    """Return what failed, with the place that was asked and without the path, which may be a secret."""
    about = f"through the proxy {proxy} ({proxy.variable}): " if proxy else ""
    if tunnel := _TUNNEL_FAILURE.search(str(error)):
        return f"the proxy {proxy} gives no connection to {host}: {tunnel[1]}"
    if handshake := trust.handshake_failure(error, host):
        return about + handshake
    cause = next((each for each in trust.causes(error) if isinstance(each, OSError) and each.strerror), None)
    if cause is not None:
        return f"{about}{place} cannot be reached: {cause.strerror}"
    if any(isinstance(each, RemoteDisconnected) for each in trust.causes(error)):
        return f"{about}{place} closed the connection without an answer"
    if isinstance(error, requests.Timeout):
        return f"{about}{place} timed out"
    return f"{about}{place}: {error}"
