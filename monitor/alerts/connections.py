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
from monitor.network.exchanges import Exchange, note_mail, record

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator, Sequence

ANSWER_SECONDS = 300.0
"""Seconds for which each answer is waited for, in the background once a send counts as timed out.

RFC 5321 (4.5.3.2) gives a mail server so long for its greeting and for most commands.
"""
TAKEN_SECONDS = 600.0
"""Seconds for which the answer to the end of a mail is waited for (RFC 5321, 4.5.3.2.6): who hangs up earlier never learns
that the mail was taken, and sends it again and again."""
QUIT_SECONDS = 2.0
FORWARDED = 251
"""SMTP's reply for a recipient to whom a mail is forwarded."""


@cache
def prepare() -> None:
    """Let Apprise's plug-ins connect as this program does; ``prepare_mail`` is for those that send mail."""
    import requests
    from apprise.utils.socket import SocketTransport

    from monitor.network.requests_adapter import Adapter

    requests.sessions.HTTPAdapter = Adapter  # type: ignore[attr-defined]  # each new session takes it
    build = SocketTransport._build_ssl_context  # noqa: SLF001  # it offers no other way in
    SocketTransport._build_ssl_context = lambda transport: _trusting(build(transport))  # noqa: SLF001


@cache
def prepare_mail() -> None:
    """Let plug-ins that send mail connect as this program does."""
    from apprise.plugins.email import smtp

    smtp.smtplib = SimpleNamespace(**{**vars(smtplib), "SMTP": _SMTP, "SMTP_SSL": _SMTPS})


def _trusting(context: ssl.SSLContext) -> ssl.SSLContext:
    """Trust the environment's authorities beside those of Apprise."""
    context.load_default_certs()
    return trust.trusting(context)


class _SMTP(smtplib.SMTP):
    """Connects to any address of a mail server that answers, records its answers, and names what a handshake fails of."""

    _place = ""

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        self._place = f"smtp://{host}:{port}"
        connected = open_socket(host, port, timeout)
        connected.settimeout(ANSWER_SECONDS)
        return connected

    def connect(self, host: str = "", port: int = 0, source_address: Any = None) -> tuple[int, bytes]:  # noqa: ANN401  # as smtplib
        """Connect; a greeting that is none is recorded."""
        return self._note(super().connect(host, port, source_address), well=220)

    def starttls(self, *, context: ssl.SSLContext) -> Any:  # type: ignore[override]  # noqa: ANN401  # as smtplib
        with _naming(self._host):  # type: ignore[attr-defined]
            return super().starttls(context=trust.trusting(context))

    def login(self, user: str, password: str, *, initial_response_ok: bool = True) -> tuple[int, bytes]:
        """Log in; a refusal is recorded."""
        with self._noting(is_login=True):
            return super().login(user, password, initial_response_ok=initial_response_ok)

    def mail(self, sender: str, options: Sequence[str] = ()) -> tuple[int, bytes]:
        """Name the sender; a refusal is recorded."""
        return self._note(super().mail(sender, options), well=250)

    def rcpt(self, recip: str, options: Sequence[str] = ()) -> tuple[int, bytes]:
        """Name a recipient; a refusal is recorded."""
        code, words = super().rcpt(recip, options)
        return (code, words) if code == FORWARDED else self._note((code, words), well=250)

    def data(self, msg: Any) -> tuple[int, bytes]:  # noqa: ANN401  # as smtplib
        """Send the mail and wait long for the answer, which is recorded, and not for that to QUIT."""
        note_mail()
        self.sock.settimeout(TAKEN_SECONDS)  # type: ignore[union-attr]  # connected
        with self._noting():
            answer = self._note(super().data(msg))
        self.sock.settimeout(QUIT_SECONDS)  # type: ignore[union-attr]  # likewise
        return answer

    def _note(
        self, answer: tuple[int, bytes], well: int | None = None, *, is_login: bool = False
    ) -> tuple[int, bytes]:
        code, words = answer
        if code != well:
            said = " ".join(words.decode("utf-8", "replace").split())
            record(Exchange(self._place, code, said, is_login=is_login))
        return answer

    @contextmanager
    def _noting(self, *, is_login: bool = False) -> Iterator[None]:
        try:
            yield
        except smtplib.SMTPResponseException as error:
            words = error.smtp_error
            answer = error.smtp_code, words if isinstance(words, bytes) else words.encode()
            self._note(answer, is_login=is_login)
            raise


class _SMTPS(smtplib.SMTP_SSL, _SMTP):
    """The same with TLS from the first byte."""

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        self._place = f"smtps://{host}:{port}"
        trust.trusting(self.context)
        with _naming(host):
            return super()._get_socket(host, port, timeout)


@contextmanager
def _naming(host: str) -> Iterator[None]:
    try:
        yield
    except ssl.SSLError as error:
        raise OSError(trust.handshake_failure(error, host)) from error
