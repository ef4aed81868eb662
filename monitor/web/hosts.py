"""Which host names a server answers to, so that a page elsewhere cannot read it under a name of its own (DNS rebinding)."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.network.proxies import is_local

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from monitor.config.address import ListenAddress

_REFUSAL = b"This server is not known under that name; [service] public_url is the name that it answers to.\n"


def by_known_names(application: WSGIApplication, address: ListenAddress, public_url: str) -> WSGIApplication:
    """Return an application that answers 421 to requests for other hosts than its own.

    Its own are this machine's names and the host of ``public_url``. An address that other machines reach also answers
    to numbers, which no other site can have as its name, and to every name if there is no ``public_url``.

    Args:
        application: what answers.
        address: where it is served.
        public_url: where people reach it; "" for nowhere else.

    """
    public = _host(urlsplit(public_url).netloc)
    wide = not is_local(address.host)
    if wide and not public:
        return application

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        named = environ.get("HTTP_HOST")
        if named is None or _is_known(_host(named), public, address.host if wide else ""):
            return application(environ, start)
        start(
            "421 Misdirected Request",
            [
                ("Content-Type", "text/plain"),
                ("Content-Length", str(len(_REFUSAL))),
                ("Cache-Control", "no-store"),
            ],
        )
        return [_REFUSAL]

    return answer


def _is_known(host: str, public: str, own: str) -> bool:
    """Return whether a host is one of the server's; ``own`` is where it listens, "" for this machine alone."""
    if not host:
        return False
    return is_local(host) or host == public or bool(own and (host == own.lower() or _is_number(host)))


def _host(netloc: str) -> str:
    """Return the host of ``host:port`` in lower case; "" for none and for what cannot be read."""
    try:
        return (urlsplit(f"//{netloc}").hostname or "").rstrip(".") if "@" not in netloc else ""
    except ValueError:
        return ""


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
