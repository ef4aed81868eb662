"""The registry's transport over real proxies: their TLS, their refusals, and handshakes that they cut off."""

from __future__ import annotations

import ssl

import httpx
import pytest
import trustme
from proxying import Proxy, serving

from monitor.network import trust
from monitor.network.transport import Deadline, Transport

REGISTRY = "https://registry.example/version"


@pytest.fixture
def client():
    deadline = Deadline()
    deadline.start(10)
    with httpx.Client(transport=Transport(trust.context(), deadline), timeout=5) as made:
        yield made


@pytest.fixture
def proxy(service, authority, monkeypatch):
    """A company's proxy: it opens the TLS of its tunnels with its own certificates."""
    with serving(Proxy(service.server_address, authority)) as running:
        monkeypatch.setenv("HTTPS_PROXY", running.url)
        yield running


def test_a_tunnel_with_the_companys_authority(trusted, proxy, service, client):
    """The name is the proxy's to look up; SSL_CERT_FILE vouches for what it answers; the tunnel is kept."""
    assert [client.get(REGISTRY).json() for _ in range(2)] == [{}, {}]
    assert proxy.asked == ["CONNECT registry.example:443"]
    assert service.taken == [("GET", "/version", "registry.example")] * 2


def test_an_authority_that_is_not_known(proxy, client):
    """The certificate is named as what is wrong, and the variable that mends it."""
    with pytest.raises(httpx.NetworkError) as caught:
        client.get(REGISTRY)
    assert str(caught.value) == (
        f"through the proxy {proxy.url} (HTTPS_PROXY): the certificate of registry.example is signed by an "
        "authority this machine does not know: set SSL_CERT_FILE to the file of that authority"
    )


def test_handshakes_cut_in_a_tunnel_spoil_no_later_request(trusted, proxy, client):
    """However many are cut: each is told as what it is, not as a timeout, and then a request is answered."""
    proxy.cut = 4
    for _ in range(4):
        with pytest.raises(httpx.NetworkError, match=r"HTTPS_PROXY\): the TLS handshake .* was cut off"):
            client.get(REGISTRY)
    assert client.get(REGISTRY).status_code == 200


@pytest.mark.parametrize("status", ["403 Forbidden", "502 Bad Gateway"])
def test_a_tunnel_that_is_refused(proxy, client, status):
    """The proxy is named, and what it says."""
    proxy.status = status
    with pytest.raises(
        httpx.ProxyError, match=rf"proxy http.* gives no connection to registry\.example: {status}"
    ):
        client.get(REGISTRY)


def test_a_login(trusted, proxy, client, monkeypatch):
    """A proxy's password is used and never told; without one, the proxy says what it wants."""
    proxy.login = "me:hid/den"
    with pytest.raises(httpx.ProxyError, match="407 Proxy Authentication Required"):
        client.get(REGISTRY)
    monkeypatch.setenv("HTTPS_PROXY", proxy.url.replace("//", "//me:hid%2Fden@"))
    assert client.get(REGISTRY).status_code == 200
    proxy.status = "403 Forbidden"
    with pytest.raises(httpx.ProxyError, match=r"me:\*\*\*@127") as caught:
        client.get("https://other.example")
    assert "den" not in str(caught.value).replace("Forbidden", "")


def test_a_proxy_that_is_not_there(client, monkeypatch):
    """It is the proxy that cannot be reached, not the registry."""
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    with pytest.raises(
        httpx.NetworkError, match=r"through the proxy http://127.0.0.1:1 \(ALL_PROXY\): .*refused"
    ):
        client.get(REGISTRY)


def test_exempt_hosts_are_asked_directly(trusted, proxy, tls_service, client, monkeypatch):
    """By a network of NO_PROXY; what is not in it goes through the proxy, in the same client."""
    from monitor.network import proxies

    monkeypatch.setattr(proxies, "is_local", lambda _host: False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.0/30")
    assert client.get(f"https://127.0.0.1:{tls_service.server_port}/direct").status_code == 200
    assert proxy.asked == []
    assert client.get(REGISTRY).status_code == 200
    assert proxy.asked == ["CONNECT registry.example:443"]


def test_a_proxy_that_speaks_tls_itself(trusted, tls_service, authority, client, monkeypatch):
    """A tunnel through an https:// proxy is TLS in TLS; the environment's authorities vouch for both."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    proxy = Proxy(tls_service.server_address)

    def serve(connection):
        with context.wrap_socket(connection, server_side=True) as secure:
            proxy.serve_http(secure)

    with serving(proxy, serve):
        monkeypatch.setenv("HTTPS_PROXY", f"https://127.0.0.1:{proxy.port}")
        assert client.get("https://service.example/").status_code == 200
    assert proxy.asked == ["CONNECT service.example:443"]


@pytest.mark.parametrize("login", ["", "me:hidden"])
def test_socks(trusted, tls_service, client, monkeypatch, login):
    """Through a SOCKS5 proxy, which looks up the name, with and without a login."""
    with serving(proxy := Proxy(tls_service.server_address, login=login), proxy.serve_socks):
        address = f"socks5h://{login}@127.0.0.1:{proxy.port}"
        monkeypatch.setenv("ALL_PROXY", address)
        assert client.get("https://service.example/").status_code == 200
        assert proxy.asked == ["SOCKS service.example:443"]
        proxy.cut = 3
        for number in range(3):
            with pytest.raises(httpx.TransportError, match=r"handshake with .* was cut off"):
                client.get(f"https://other{number}.example/")
        assert client.get("https://service.example/").status_code == 200


@pytest.mark.parametrize("answer", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b""])
def test_a_socks_proxy_that_is_none(client, monkeypatch, answer):
    """What does not speak SOCKS5 is said not to, whatever it answers."""

    def serve(connection):
        connection.recv(100)
        connection.sendall(answer)

    with serving(Proxy(("127.0.0.1", 1)), serve) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url.replace("http:", "socks5:"))
        with pytest.raises(httpx.TransportError, match=r"socks5://127\.0\.0\.1:\d+ does not speak SOCKS5"):
            client.get(REGISTRY)


def test_certificates_that_are_wrong_otherwise(trusted, authority, service, client, monkeypatch):
    """One of another host is said to be just that."""
    stranger = trustme.CA()
    with serving(Proxy(service.server_address, authority)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        issue = authority.issue_cert
        monkeypatch.setattr(authority, "issue_cert", lambda _host: issue("elsewhere.example"))
        with pytest.raises(
            httpx.NetworkError, match=r"certificate of registry\.example is that of another host"
        ):
            client.get(REGISTRY)
        monkeypatch.setattr(authority, "issue_cert", stranger.issue_cert)
        with pytest.raises(
            httpx.NetworkError, match=r"authority this machine does not know: set SSL_CERT_FILE"
        ):
            client.get(REGISTRY)


def test_plain_http_where_tls_is_spoken(trusted, service, client):
    """A port without TLS is named as such."""
    with pytest.raises(httpx.NetworkError, match=r"localhost does not speak TLS at this port"):
        client.get(f"https://localhost:{service.server_port}/")
