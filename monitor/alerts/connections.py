"""This program's connections for Apprise, whose plug-ins take none of a caller.

Most send by ``requests.post`` and the like, mail by ``smtplib``, IRC and Nostr by sockets of Apprise's own. Nothing
else in this program uses these, so what is set here, once and before the first send, is Apprise's alone.
"""

from __future__ import annotations

import smtplib
import ssl
from contextlib import contextmanager
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from monitor.network import trust
from monitor.network.addresses import open_socket

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator


@cache
def prepare() -> None:
    """Let Apprise's plug-ins connect as this program does."""
    import requests
    from apprise.plugins.email import smtp
    from apprise.utils.socket import SocketTransport

    from monitor.network.requests_adapter import Adapter

    requests.sessions.HTTPAdapter = Adapter  # type: ignore[attr-defined]  # each new session takes it
    smtp.smtplib = SimpleNamespace(**{**vars(smtplib), "SMTP": _SMTP, "SMTP_SSL": _SMTPS})
    build = SocketTransport._build_ssl_context  # noqa: SLF001  # it offers no other way in
    SocketTransport._build_ssl_context = lambda transport: _trusting(build(transport))  # noqa: SLF001


def _trusting(context: ssl.SSLContext) -> ssl.SSLContext:
    """Trust the environment's authorities beside those of Apprise."""
    context.load_default_certs()
    return trust.trusting(context)


class _SMTP(smtplib.SMTP):
    """Connects to any address of a mail server that answers, and names what a TLS handshake fails of."""

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return open_socket(host, port, timeout)

    def starttls(self, *, context: ssl.SSLContext) -> Any:  # type: ignore[override]  # noqa: ANN401  # as smtplib
        with _naming(self._host):  # type: ignore[attr-defined]
            return super().starttls(context=trust.trusting(context))


class _SMTPS(smtplib.SMTP_SSL, _SMTP):
    """The same with TLS from the first byte."""

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        trust.trusting(self.context)
        with _naming(host):
            return super()._get_socket(host, port, timeout)


@contextmanager
def _naming(host: str) -> Iterator[None]:
    try:
        yield
    except ssl.SSLError as error:
        raise OSError(trust.handshake_failure(error, host)) from error
