"""A real mail server with STARTTLS, a test certificate and a login."""

from __future__ import annotations

import email
import email.policy
import socket
import ssl

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from monitor.alerts.outcome import SendStatus
from monitor.alerts.render import notice
from monitor.alerts.send import send


class Mails:
    """Keeps mails, and whether they came over TLS and after a login."""

    def __init__(self):
        self.received = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  # aiosmtpd's name
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.received.append((mail, session.ssl is not None, session.authenticated))
        return "250 OK"


def right(_server, _session, _envelope, _mechanism, data):
    return AuthResult(success=data.login == b"user" and data.password == b"open sesame", handled=False)


@pytest.fixture
def server(monkeypatch, tmp_path):
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    mails = Mails()
    controller = Controller(
        mails,
        hostname="127.0.0.1",
        port=port,
        tls_context=context,
        require_starttls=True,
        authenticator=right,
        auth_required=True,
    )
    controller.start()
    yield mails, port
    controller.stop()


def address(port, password):
    return (
        f"mailtos://user:{password}@127.0.0.1:{port}/?from=watch@example.org&to=you@example.org&mode=starttls"
    )


def test_mail_goes_over_starttls_after_a_login(server):
    """The mail arrives encrypted and after the login, as a page and as plain text."""
    mails, port = server
    result = send(address(port, "open%20sesame"), notice("nctwatch: a test", ["All is well."]), seconds=10)
    assert result.outcome is SendStatus.SENT, result.answer
    [(mail, encrypted, known)] = mails.received
    assert (encrypted, known) == (True, True)
    assert str(mail["Subject"]) == "nctwatch: a test"
    assert mail["Message-ID"]
    for kind in ("plain", "html"):
        assert "All is well." in mail.get_body((kind,)).get_content()


def test_a_wrong_password_is_told_and_stays_secret(server):
    """The server's no to the login is known as that, and the password is in no word of it."""
    mails, port = server
    result = send(address(port, "open%20barley"), notice("s", ["b"]), seconds=10)
    assert result.outcome is SendStatus.UNAUTHORIZED
    assert "barley" not in result.answer
    assert mails.received == []
