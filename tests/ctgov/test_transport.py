"""No request outlives its deadline, and what goes wrong below comes up as one of httpx's errors."""

import contextlib
import socket
import threading
import time

import httpcore
import httpx
import pytest

from monitor.errors import ConfigError
from monitor.network import addresses
from monitor.network.transport import Deadline, Transport
from monitor.simulator import actions

LIMIT = 0.12


@pytest.fixture
def get(registry):
    """Ask over the transport with a deadline; httpx's own timeouts are far away."""
    deadline = Deadline()

    def fetch(url=None, limit=LIMIT):
        target = httpx.URL(f"{url or registry.url}/api/v2/version")
        with httpx.Client(transport=Transport(None, deadline), timeout=60) as client:
            deadline.start(limit)
            with client.stream("GET", target) as response:
                return response.status_code, b"".join(response.iter_raw())

    return fetch


def test_answers_arrive_whole(get):
    """An ordinary answer passes through as it is."""
    status, content = get()
    assert status == 200
    assert b"dataTimestamp" in content


@pytest.mark.parametrize(
    "action",
    [
        actions.hang(60),
        actions.drip(0.02),
        actions.drip(0.02, head=True),
        actions.slow(60),
    ],
    ids=["hang", "drip", "dripped head", "slow"],
)
def test_deadline_of_the_whole_request(get, registry, action):
    """A server that says nothing, or a byte now and then, in body or head, is waited for until the deadline."""
    registry.faults.add("/version", action)
    start = time.monotonic()
    with pytest.raises(httpx.TimeoutException):
        get()
    assert LIMIT * 0.9 < time.monotonic() - start < LIMIT + 3


def test_endless_interim_answers_end(get, raw_server):
    """A server that says "continue" for ever does not get around the deadline."""
    with (
        raw_server(b"HTTP/1.1 100 Continue\r\n\r\n" * 20_000, hang=5) as (url, _),
        pytest.raises(httpx.HTTPError),
    ):
        get(url)


def test_no_time_left():
    """With no time left nothing is waited for at all."""
    deadline = Deadline()
    assert deadline.left(5) == 5
    deadline.start(-1)
    with pytest.raises(httpcore.ReadTimeout):
        deadline.left(5)


@pytest.mark.parametrize(
    "action",
    [actions.reset(), actions.reset_after_head(), actions.reset_in_body(), actions.close_in_body()],
    ids=["at once", "after the head", "in the body", "closed in the body"],
)
def test_broken_connections(get, registry, action):
    """A connection broken off at any stage is httpx's error, never a short answer."""
    registry.faults.add("/version", action)
    with pytest.raises(httpx.TransportError):
        get()


def test_reset_before_the_request_is_read(get, registry):
    """A connection broken off as soon as it is there is httpx's error too."""
    registry.faults.reset_at_accept()
    with pytest.raises(httpx.TransportError):
        get()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\x00\x01\x02\x03" * 50,
        b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100_000,
        b"HTTP/1.1 999999 OK\r\n\r\n",
    ],
    ids=["nothing", "noise", "no length", "negative length", "bad chunk", "endless head", "no status"],
)
def test_what_is_no_http(get, raw_server, answer):
    """A server that does not speak HTTP is httpx's error, whatever it sends."""
    with raw_server(answer) as (url, _), pytest.raises(httpx.TransportError):
        get(url)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1", "http://no.such.host.invalid", "http://127.0.0.1:99999"]
)
def test_nobody_there(get, url):
    """An address where nobody listens, or that cannot be, is httpx's error."""
    with pytest.raises(httpx.TransportError):
        get(url, limit=2)


def test_name_that_cannot_be(get):
    """A host's name that no resolver takes is httpx's error too."""
    with pytest.raises(httpx.TransportError):
        get(f"http://{'a' * 70}.invalid")


def test_proxy_of_the_environment(get, registry, monkeypatch):
    """A proxy that the environment names is used, with its password, which no server behind it sees."""
    monkeypatch.setenv("http_proxy", registry.url.replace("//", "//user:p%40ss@"))
    monkeypatch.delenv("no_proxy", raising=False)
    status, _ = get("http://registry.invalid")
    assert status == 200
    assert registry.requests[0].headers["host"] == "registry.invalid"
    assert registry.requests[0].headers["proxy-authorization"] == "Basic dXNlcjpwQHNz"


def test_proxy_without_a_scheme(get, registry, monkeypatch):
    """A proxy that is named by host and port alone is used too, as curl does."""
    monkeypatch.setenv("http_proxy", registry.url.removeprefix("http://"))
    assert get("http://registry.invalid")[0] == 200


def test_no_proxy(get, registry, monkeypatch):
    """Hosts that the environment exempts are asked directly, and so is this machine."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert get()[0] == 200
    monkeypatch.setenv("no_proxy", "registry.invalid")
    with pytest.raises(httpx.NetworkError, match=r"Name or service|resolution|known"):
        get("http://registry.invalid", limit=2)


@pytest.mark.parametrize("proxy", ["socks4://user:secret@h:1", "ftp://user:secret@h", "http://[::1"])
def test_proxy_that_cannot_be_used(get, monkeypatch, proxy):
    """A proxy of another kind is said to be none that works, without its password."""
    monkeypatch.setenv("http_proxy", proxy)
    with pytest.raises(ConfigError, match="http_proxy") as caught:
        get("http://registry.invalid")
    assert "secret" not in str(caught.value)


def test_a_lookup_that_hangs(get, registry, monkeypatch):
    """A name server that says nothing is waited for until the deadline, and not for as long as it likes."""
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: over.wait(30))
    start = time.monotonic()
    with pytest.raises(httpx.TimeoutException, match=r"address of registry\.example was not found in time"):
        get(registry.url.replace("127.0.0.1", "registry.example"))
    over.set()
    assert time.monotonic() - start < LIMIT + 3


def test_a_name_with_several_addresses(get, registry, monkeypatch):
    """Where nobody listens at a host's first address, the next one is tried."""
    port = httpx.URL(registry.url).port
    found = [(2, 1, 6, "", (address, port)) for address in ("127.0.0.2", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    assert get(f"http://registry.invalid:{port}", limit=5)[0] == 200


def test_a_dead_address_among_several(get, registry, monkeypatch):
    """An address that swallows packets, as a broken IPv6 network does, costs seconds and not the request."""
    port = httpx.URL(registry.url).port
    monkeypatch.setattr(addresses, "ADDRESS_SECONDS", 0.3)
    found = [(2, 1, 6, "", (address, port)) for address in ("127.0.0.2", "127.0.0.1")]
    with socket.socket() as dead, contextlib.ExitStack() as waiting:
        dead.bind(("127.0.0.2", port))
        dead.listen(0)
        for _ in range(3):  # a full backlog: the system drops what comes then
            client = waiting.enter_context(socket.socket())
            client.setblocking(False)
            client.connect_ex(("127.0.0.2", port))
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
        start = time.monotonic()
        assert get(f"http://registry.invalid:{port}", limit=20)[0] == 200
        assert 0.3 <= time.monotonic() - start < 5
