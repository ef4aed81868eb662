"""The connection profiles, as the far side of a real TLS handshake sees them."""

import socket
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
import trustme

from monitor import __version__
from monitor.ctgov.profiles import profiles
from monitor.errors import Unreachable

POST_HANDSHAKE_AUTH = 49
SUPPORTED_VERSIONS = 43


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def trusted(authority, tmp_path, monkeypatch):
    """Trust the test's authority, as an administrator would: by ``SSL_CERT_FILE``."""
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))


@pytest.fixture
def edge(authority):
    """An edge that speaks TLS; ``seen`` has version and User-Agent of each request, ``refuse`` those it refuses."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.seen.append((self.connection.version(), self.headers["User-Agent"]))
            refused = self.server.refuse(self.connection.version())
            self.send_response(403 if refused else 200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_args):
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_args):
            pass

    server = Server(("localhost", 0), Handler)
    server.seen, server.refuse = [], lambda _version: False
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.url = f"https://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def offered(profile):
    """Return the extensions, by number, in the first message of a profile's handshake."""
    near, far = socket.socketpair()
    with near, far:
        near.settimeout(0.05)
        with pytest.raises(OSError, match="timed out"):
            profile.context().wrap_socket(near, server_hostname="localhost")
        hello = far.recv(65536)
    place = 5 + 4 + 2 + 32  # record, handshake, version, random
    place += 1 + hello[place]
    place += 2 + int.from_bytes(hello[place : place + 2])
    place += 1 + hello[place]
    end = place + 2 + int.from_bytes(hello[place : place + 2])
    place += 2
    found = {}
    while place < end:
        number, size = int.from_bytes(hello[place : place + 2]), int.from_bytes(hello[place + 2 : place + 4])
        found[number] = hello[place + 4 : place + 4 + size]
        place += 4 + size
    return found


def test_user_agents():
    """Each profile says who asks and whom to write to; the first begins as httpx does."""
    first, second = profiles("ops@example.org")
    assert first.user_agent == f"python-httpx/{httpx.__version__} (nctwatch/{__version__}; +ops@example.org)"
    assert second.user_agent == f"nctwatch/{__version__} (+ops@example.org)"
    assert [one.user_agent for one in profiles("")] == [
        f"python-httpx/{httpx.__version__} (nctwatch/{__version__})",
        f"nctwatch/{__version__}",
    ]
    assert not any("Mozilla" in one.user_agent for one in profiles(""))


def test_handshakes_on_the_wire():
    """The first profile offers TLS 1.2 and no more, the second newer ones with post-handshake authentication."""
    first, second = map(offered, profiles(""))
    assert SUPPORTED_VERSIONS not in first
    assert POST_HANDSHAKE_AUTH not in first
    assert b"\x03\x04" in second[SUPPORTED_VERSIONS]
    assert POST_HANDSHAKE_AUTH in second


def test_first_profile_speaks_tls_1_2(edge, trusted, ask):
    """To a server that speaks TLS 1.3 too, the first profile speaks 1.2."""
    client = ask(edge.url)
    assert client.get("/version").status == 200
    assert [version for version, _ in edge.seen] == ["TLSv1.2"]
    assert client.profile == "tls12"


def test_refused_by_its_handshake(edge, trusted, ask):
    """Where the edge refuses the first handshake, the second is made, with its own User-Agent."""
    edge.refuse = lambda version: version == "TLSv1.2"
    client = ask(edge.url, contact="me@example.org")
    assert client.get("/version").status == 200
    assert [version for version, _ in edge.seen] == ["TLSv1.2", "TLSv1.3"]
    assert edge.seen[1][1].startswith("nctwatch/")
    assert client.profile == "post-handshake-auth"


def test_certificate_is_checked(edge, ask):
    """A server whose certificate nobody vouches for is not talked to."""
    with pytest.raises(Unreachable, match="certificate"):
        ask(edge.url).get("/version")
    assert edge.seen == []


def test_hanging_handshake_ends(ask):
    """A server that accepts and never answers the handshake costs a timeout for each try, no more."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = ask(f"https://127.0.0.1:{listener.getsockname()[1]}", timeout=0.05)
        with pytest.raises(Unreachable, match="in time"):
            client.get("/version")
    assert client.usage.requests <= 3
