"""Channels reach their services as the registry is reached: proxies, authorities and dead addresses."""

from __future__ import annotations

import email
import email.policy
import socket
import ssl
import time

import pytest
from aiosmtpd.controller import Controller
from proxying import Proxy, black_hole, resolving, serving

from monitor.alerts.outcome import SendStatus
from monitor.alerts.ping import ping
from monitor.alerts.send import send
from monitor.config.secret import Secret
from monitor.model import Message
from monitor.network import addresses

pytestmark = pytest.mark.usefixtures("plugins")

MESSAGE = Message("subject", "body")
HOOK = "jsons://hook.example/s3cret"


@pytest.fixture
def proxy(service, authority, monkeypatch):
    """A company's proxy, which opens the TLS of its tunnels."""
    with serving(Proxy(service.server_address, authority)) as running:
        monkeypatch.setenv("HTTPS_PROXY", running.url)
        yield running


@pytest.fixture
def _half_second(monkeypatch):
    monkeypatch.setattr(addresses, "ADDRESS_SECONDS", 0.3)


def test_a_hook_behind_the_companys_proxy(trusted, proxy, service):
    """HTTPS_PROXY and SSL_CERT_FILE hold for channels, whatever bundles of other programs say."""
    assert send(HOOK, MESSAGE).outcome is SendStatus.SENT
    assert proxy.asked == ["CONNECT hook.example:443"]
    assert service.taken == [("POST", "/s3cret", "hook.example")]


def test_other_plugins_too(trusted, proxy):
    """A service whose host stands in no address, and one that sends by PUT."""
    assert send("discord://123456789012345678/abcdefghijklmnop", MESSAGE).outcome is SendStatus.SENT
    assert send("jsons://put.example/?method=put", MESSAGE).outcome is not SendStatus.DEAD
    assert proxy.asked == ["CONNECT discord.com:443", "CONNECT put.example:443"]


@pytest.mark.filterwarnings("ignore:Unverified HTTPS request")
def test_an_authority_that_is_not_known(proxy, service):
    """A channel may switch the check off; else certificate and variable are named, and nothing is sent for now."""
    result = send("discord://123456789012345678/abcdefghijklmnop", MESSAGE)
    assert result.outcome is SendStatus.LATER
    assert "certificate of discord.com is signed by an authority this machine does not know" in result.answer
    assert "set SSL_CERT_FILE" in result.answer
    assert service.taken == []
    assert send(f"{HOOK}?verify=no", MESSAGE).outcome is SendStatus.SENT


def test_a_bundle_of_requests_does_not_shadow_the_file(trusted, proxy, monkeypatch):
    """Both are trusted: many machines have the system's own bundle there."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", ssl.get_default_verify_paths().cafile or "/nowhere")
    assert send(HOOK, MESSAGE).outcome is SendStatus.SENT


def test_a_proxy_that_refuses(trusted, proxy, monkeypatch):
    """It is named, without its password, and with what it says."""
    proxy.login = "me:hidden"
    result = send(HOOK, MESSAGE)
    assert result.outcome is SendStatus.LATER
    assert "407 Proxy Authentication Required" in result.answer
    monkeypatch.setenv("HTTPS_PROXY", proxy.url.replace("//", "//me:hidden@"))
    assert send(HOOK, MESSAGE).outcome is SendStatus.SENT
    proxy.status = "403 Forbidden"
    result = send(HOOK, MESSAGE)
    assert result.outcome is SendStatus.LATER
    assert f"the proxy http://me:***@127.0.0.1:{proxy.port} gives no connection" in result.answer
    assert "hidden" not in result.answer


def test_a_handshake_that_is_cut(trusted, proxy):
    """It is told as that, and the next attempt goes through."""
    proxy.cut = 1
    result = send(HOOK, MESSAGE)
    assert (result.outcome, "was cut off" in result.answer) == (SendStatus.LATER, True), result.answer
    assert send(HOOK, MESSAGE).outcome is SendStatus.SENT


@pytest.mark.parametrize("exempt", ["127.0.0.0/8", "10.0.0.0/8"])
def test_exempt_networks(service, proxy, monkeypatch, exempt):
    """A network of NO_PROXY is reached directly; plain HTTP has HTTP_PROXY."""
    from monitor.network import proxies

    monkeypatch.setattr(proxies, "is_local", lambda _host: False)
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    monkeypatch.setenv("NO_PROXY", exempt)
    assert send(f"json://127.0.0.1:{service.server_port}/x", MESSAGE).outcome is SendStatus.SENT
    direct = exempt.startswith("127")
    assert proxy.asked == ([] if direct else [f"POST http://127.0.0.1:{service.server_port}/x"])


def test_socks(trusted, tls_service, monkeypatch):
    """A hook through a SOCKS5 proxy, which looks up its name."""
    running = Proxy(tls_service.server_address, login="me:hidden")
    with serving(running, running.serve_socks):
        monkeypatch.setenv("ALL_PROXY", f"socks5h://me:hidden@127.0.0.1:{running.port}")
        assert send("jsons://service.example/x", MESSAGE).outcome is SendStatus.SENT
    assert running.asked == ["SOCKS service.example:443"]


def test_a_proxy_that_speaks_tls_itself(trusted, tls_service, authority, monkeypatch):
    """TLS in TLS, both by the environment's authorities."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    running = Proxy(tls_service.server_address)

    def serve(connection):
        with context.wrap_socket(connection, server_side=True) as secure:
            running.serve_http(secure)

    with serving(running, serve):
        monkeypatch.setenv("HTTPS_PROXY", f"https://127.0.0.1:{running.port}")
        result = send("jsons://service.example/x", MESSAGE)
    assert result.outcome is SendStatus.SENT, result.answer
    assert running.asked == ["CONNECT service.example:443"]


def test_a_proxy_that_cannot_be_used(monkeypatch):
    """Its variable is named, the message waits, and no password shows."""
    monkeypatch.setenv("ALL_PROXY", "socks4://me:hidden@127.0.0.1:1")
    result = send(HOOK, MESSAGE)
    assert result.outcome is SendStatus.LATER
    assert "ALL_PROXY in the environment is no proxy that can be used" in result.answer
    assert "hidden" not in result.answer


def test_channels_over_sockets(authority_file, tls_service, monkeypatch):
    """IRC and the like trust the environment's authorities too: the handshake is done, though no IRC is spoken."""
    address = f"ircs://me@localhost:{tls_service.server_port}/%23channel"
    result = send(address, MESSAGE, seconds=5)
    assert "CERTIFICATE_VERIFY_FAILED" in result.answer or "certificate verify failed" in result.answer
    monkeypatch.setenv("SSL_CERT_FILE", str(authority_file))
    result = send(address, MESSAGE, seconds=5)
    assert "certificate" not in result.answer.lower()


@pytest.mark.usefixtures("_half_second")
def test_a_hook_with_a_dead_address(service, monkeypatch):
    """A web hook whose first address swallows packets costs a share of the time, not all of it."""
    with black_hole(service.server_port) as dead:
        monkeypatch.setattr(socket, "getaddrinfo", resolving(dead, "127.0.0.1"))
        start = time.monotonic()
        result = send(f"json://hook.example:{service.server_port}/x", MESSAGE)
        assert result.outcome is SendStatus.SENT, result.answer
        assert 0.3 <= time.monotonic() - start < 5


@pytest.mark.usefixtures("_half_second")
def test_a_ping_with_a_dead_address(service, monkeypatch):
    """So does the dead man's switch."""
    with black_hole(service.server_port) as dead:
        monkeypatch.setattr(socket, "getaddrinfo", resolving(dead, "127.0.0.1"))
        start = time.monotonic()
        assert ping(Secret(f"http://ping.example:{service.server_port}/x", "", "here"))
        assert 0.3 <= time.monotonic() - start < 5


def test_a_ping_behind_the_companys_proxy(trusted, proxy, service):
    """HTTPS_PROXY and SSL_CERT_FILE hold for the dead man's switch."""
    assert ping(Secret("https://ping.example/t0ken", "", "here"))
    assert proxy.asked == ["CONNECT ping.example:443"]
    assert service.taken == [("GET", "/t0ken", "ping.example")]


def test_a_ping_that_fails_says_why(proxy, monkeypatch, caplog):
    """With its host, and without its path and the proxy's password."""
    monkeypatch.setenv("HTTPS_PROXY", proxy.url.replace("//", "//me:hidden@"))
    assert not ping(Secret("https://ping.example/t0ken", "", "here"))
    (record,) = (record for record in caplog.records if record.name == "monitor.alerts.ping")
    assert "signed by an authority this machine does not know: set SSL_CERT_FILE" in record.error
    assert "ping.example" in record.error
    assert not any(part in record.error for part in ("hidden", "t0ken"))


def test_a_ping_that_drips_ends(monkeypatch):
    """A switch that answers byte by byte costs its time as a whole."""
    import threading

    over = threading.Event()

    def drip(connection):
        connection.recv(1000)
        while not over.wait(0.02):
            connection.sendall(b"H")

    with serving(Proxy(("127.0.0.1", 1)), drip) as server:
        start = time.monotonic()
        assert not ping(Secret(f"{server.url}/x", "", "here"), seconds=0.3)
        assert time.monotonic() - start < 3
        over.set()


class Mails:
    """Keeps mails."""

    def __init__(self):
        self.taken = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802  # aiosmtpd's name
        self.taken.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


@pytest.fixture(params=["starttls", "ssl", "insecure"])
def mail(request, authority):
    """A mail server, and the address of a channel to it, by each way of securing it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("mail.example").configure_cert(context)
    with socket.socket() as free:  # aiosmtpd cannot say which port it was given
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    secured = {
        "starttls": {"tls_context": context, "require_starttls": True},
        "ssl": {"ssl_context": context},
    }
    mails = Mails()
    controller = Controller(mails, hostname="127.0.0.1", port=port, **secured.get(request.param, {}))
    real = socket.create_connection
    if request.param == "ssl":  # the controller sees whether it runs by a connection without SNI
        controller._trigger_server = lambda: real(("127.0.0.1", port)).close()
    controller.start()
    schema = "mailto" if request.param == "insecure" else "mailtos"
    url = (
        f"{schema}://mail.example:{port}/?smtp=mail.example&from=watch@example.org&to=you@example.org"
        f"&mode={request.param}"
    )
    yield url, port, mails
    controller.stop()


@pytest.mark.usefixtures("_half_second")
def test_mail_with_a_dead_address(trusted, mail, monkeypatch):
    """A mail server whose first address swallows packets is reached, over TLS by the environment's authority."""
    url, port, mails = mail
    with black_hole(port) as dead:
        monkeypatch.setattr(socket, "getaddrinfo", resolving(dead, "127.0.0.1"))
        start = time.monotonic()
        result = send(url, MESSAGE)
        assert result.outcome is SendStatus.SENT, result.answer
        assert 0.3 <= time.monotonic() - start < 6
    assert mails.taken[0]["Subject"] == "subject"


@pytest.mark.parametrize("mail", ["starttls", "ssl"], indirect=True)
def test_mail_of_an_unknown_authority(mail, monkeypatch):
    """It is told as that, however TLS begins."""
    url, _, mails = mail
    monkeypatch.setattr(socket, "getaddrinfo", resolving("127.0.0.1"))
    result = send(url, MESSAGE)
    assert result.outcome is SendStatus.LATER
    assert "signed by an authority this machine does not know: set SSL_CERT_FILE" in result.answer
    assert mails.taken == []
