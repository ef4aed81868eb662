"""Serving the pages beside the service's work. The one module that knows Waitress."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from waitress.server import create_server

from monitor.config.address import LOOPBACK, Address
from monitor.errors import ConfigError
from monitor.metrics import exposition
from monitor.web.app import App

if TYPE_CHECKING:
    from monitor.config.model import Config

THREADS = 2
"""Pages that are made at once; more would take time from the polls."""


def serve(config: Config) -> str:
    """Serve the pages from threads that end with the process; return their address.

    Raises:
        ConfigError: the address cannot be had.

    """
    address = config.service.http or Address(LOOPBACK, 0)
    host, port = address.host, address.port
    try:
        server = create_server(
            App(config, lambda: exposition(config)),
            host=host,
            port=port,
            threads=THREADS,
            ident=None,
            channel_timeout=30,
            connection_limit=100,
            max_request_header_size=16_384,
            max_request_body_size=1_024,
            clear_untrusted_proxy_headers=True,
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ConfigError([f"[service] http: {address} cannot be served on ({reason})"]) from error
    threading.Thread(target=server.run, name="pages", daemon=True).start()
    return f"http://{Address(host, getattr(server, 'effective_port', port))}/"
