"""Serving pages and metrics beside the service's work."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING

from monitor.config.address import ListenAddress
from monitor.errors import ConfigError
from monitor.web.connections import Server
from monitor.web.hosts import by_known_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from wsgiref.types import WSGIApplication

    from monitor.config.model import Config


def serve_all(config: Config) -> Iterator[tuple[str, str]]:
    """Serve what ``[service]`` asks for; yield ``pages`` or ``metrics`` with its address.

    The pages have the metrics too, so that where both are to be at one address there is one server.

    Raises:
        ConfigError: an address cannot be had.

    """
    http, metrics = config.service.http, config.service.metrics
    if http:
        yield "pages", serve(config, "http", http, _pages(config))
    if metrics and (metrics != http or metrics.port == 0):
        yield "metrics", serve(config, "metrics", metrics, _metrics(config))


def serve(config: Config, key: str, address: ListenAddress, application: WSGIApplication) -> str:
    """Serve an application from threads that end with the process; return its URL.

    Raises:
        ConfigError: the address, which stands at ``key`` in ``[service]``, cannot be had.

    """
    try:
        listener = _listen(address)
        public_url = config.service.public_url if key == "http" else ""
        server = Server(by_known_names(application, address, public_url), listener)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        fault = f"{config.source}: [service] {key}: {address} cannot be served on ({reason})"
        raise ConfigError([fault]) from error
    threading.Thread(target=server.run, name=key, daemon=True).start()
    return f"http://{ListenAddress(address.host, listener.getsockname()[1])}/"


def _listen(address: ListenAddress) -> socket.socket:
    """Return a socket bound to an address; Waitress leaves its own open where it cannot be bound."""
    listener = socket.socket(socket.AF_INET6 if ":" in address.host else socket.AF_INET)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address.host, address.port))
    except OSError:
        listener.close()
        raise
    return listener


def _pages(config: Config) -> WSGIApplication:
    from monitor.web.app import App  # noqa: PLC0415  # templates, which metrics alone do without

    def exposition() -> tuple[bytes, str]:
        from monitor.metrics.exposition import exposition  # noqa: PLC0415  # 2 MB once somebody asks

        return exposition(config)

    return App(config, exposition)


def _metrics(config: Config) -> WSGIApplication:
    from monitor.metrics.exposition import application  # noqa: PLC0415  # 2 MB that pages do without

    return application(config)
