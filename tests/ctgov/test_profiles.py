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
    """An edge that speaks TLS; ``seen`` has version and User-Agent of each request, ``asked`` its path; ``refuse`` decides by both."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.asked.append(self.path)
            self.server.seen.append((self.connection.version(), self.headers["User-Agent"]))
            refused = self.server.refuse(self.connection.version(), self.headers["User-Agent"])
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
    server.asked, server.seen, server.refuse = [], [], lambda _version, _agent: False
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
    """Each profile names the program and the contact; the first two begin as httpx does, none as a browser."""
    httpx_agent = f"python-httpx/{httpx.__version__} (nctwatch/{__version__}; +ops@example.org)"
    assert [profile.user_agent for profile in profiles("ops@example.org")] == [
        httpx_agent,
        httpx_agent,
        f"nctwatch/{__version__} (+ops@example.org)",
    ]
    assert [profile.user_agent for profile in profiles("")] == [
        f"python-httpx/{httpx.__version__} (nctwatch/{__version__})",
        f"python-httpx/{httpx.__version__} (nctwatch/{__version__})",
        f"nctwatch/{__version__}",
    ]


def test_handshakes_on_the_wire():
    """Python's default, then TLS 1.2 and no more, then newer ones with post-handshake authentication."""
    default, tls12, post_handshake = map(offered, profiles(""))
    assert b"\x03\x04" in default[SUPPORTED_VERSIONS]
    assert POST_HANDSHAKE_AUTH not in default
    assert SUPPORTED_VERSIONS not in tls12
    assert POST_HANDSHAKE_AUTH not in tls12
    assert b"\x03\x04" in post_handshake[SUPPORTED_VERSIONS]
    assert POST_HANDSHAKE_AUTH in post_handshake


def test_first_profile_is_the_default_handshake(edge, trusted, ask):
    """To a server that speaks TLS 1.3, the first profile speaks it too, and says that it is httpx."""
    client = ask(edge.url)
    assert client.get("/version").status == 200
    assert [version for version, _ in edge.seen] == ["TLSv1.3"]
    assert edge.seen[0][1].startswith("python-httpx/")
    assert client.accepted == {"/api/v2": "default"}


def test_edge_that_decides_by_handshake_and_agent(edge, trusted, ask):
    """Refused by its handshake, then by its agent, the client comes to the profile whose combination is accepted."""
    edge.refuse = lambda version, agent: version == "TLSv1.2" or agent.startswith("python-httpx")
    client = ask(edge.url, contact="me@example.org")
    assert client.get("/version").status == 200
    assert [version for version, _ in edge.seen] == ["TLSv1.3", "TLSv1.2", "TLSv1.3"]
    assert edge.seen[2][1].startswith("nctwatch/")
    assert client.accepted == {"/api/v2": "post-handshake-auth"}


def test_edge_that_wants_the_older_handshake(edge, trusted, ask):
    """Where only TLS 1.2 with httpx's agent is accepted, the second profile is."""
    edge.refuse = lambda version, agent: version != "TLSv1.2" or not agent.startswith("python-httpx")
    client = ask(edge.url)
    assert client.get("/version").status == 200
    assert client.accepted == {"/api/v2": "tls12"}


def test_each_api_keeps_the_profile_that_its_edge_accepts(edge, trusted, ask):
    """The record history accepts another handshake and agent than the records; both are found once."""

    def refuse(version, agent):
        if edge.asked[-1].startswith("/api/int"):
            return version != "TLSv1.3" or not agent.startswith("nctwatch/")
        return version != "TLSv1.2" or not agent.startswith("python-httpx")

    edge.refuse = refuse
    client = ask(edge.url)
    for _ in range(2):
        client.get("/version")
        client.get("/studies/NCT03822858/history", base="/api/int")
    assert client.accepted == {"/api/v2": "tls12", "/api/int": "post-handshake-auth"}
    assert [version for version, _ in edge.seen] == [
        *("TLSv1.3", "TLSv1.2"),
        *("TLSv1.3", "TLSv1.2", "TLSv1.3"),
        *("TLSv1.2", "TLSv1.3"),
    ]


def test_certificate_is_checked(edge, ask):
    """A server whose certificate nobody vouches for is not talked to."""
    with pytest.raises(Unreachable, match="certificate"):
        ask(edge.url).get("/version")
    assert edge.seen == []


def test_hanging_handshake_ends(ask):
    """A server that accepts and never answers the handshake costs a timeout for each try, no more."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = ask(f"https://127.0.0.1:{listener.getsockname()[1]}", timeout=0.25)
        with pytest.raises(Unreachable, match="in time"):
            client.get("/version")
    assert client.usage.requests <= 3
