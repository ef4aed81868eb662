"""The faults that can be ordered of the simulated registry, and that it always stops promptly."""

import gzip
import json
import socket
import threading
import time
import zlib
from http.client import IncompleteRead, RemoteDisconnected

import pytest
from asking import fetch

from monitor.simulator import Registry, SimulatedRegistry, actions, seed_records

VERSION, STUDIES = "/api/v2/version", "/api/v2/studies"


def test_edge_refuses_by_predicate(server):
    """Requests of which the predicate is true get the edge's 403 page, the others are answered."""
    server.faults.refuse(lambda request: request.headers.get("user-agent", "").startswith("Mozilla"))
    status, headers, body = fetch(server, VERSION, headers={"User-Agent": "Mozilla/5.0"})
    assert (status, headers.get_content_type()) == (403, "text/html")
    assert b"Access Denied" in body
    assert fetch(server, VERSION, headers={"User-Agent": "nctwatch/1"})[0] == 200
    server.faults.clear()
    assert fetch(server, VERSION, headers={"User-Agent": "Mozilla/5.0"})[0] == 200


def test_actions_are_taken_in_turn(server):
    """Each action answers one request whose path fits; then all is well again."""
    server.faults.add("/studies", actions.status(503), actions.status(429, retry_after=7))
    assert fetch(server, VERSION)[0] == 200
    assert fetch(server, STUDIES)[0] == 503
    status, headers, _ = fetch(server, STUDIES)
    assert (status, headers["Retry-After"]) == (429, "7")
    assert fetch(server, STUDIES)[0] == 200
    assert [request.status for request in server.requests] == [200, 503, 429, 200]


def test_times_repeats(server):
    """With `times` the row of actions is taken so often."""
    server.faults.add("/version", actions.status(500), times=2)
    assert [fetch(server, VERSION)[0] for _ in range(3)] == [500, 500, 200]


def test_bodies(server):
    """HTML with 200, an empty body, any bytes of any type."""
    server.faults.add("/version", actions.page(), actions.empty(), actions.raw(b"{", kind="application/json"))
    status, headers, body = fetch(server, VERSION)
    assert (status, headers.get_content_type(), body[:2]) == (200, "text/html", b"<!")
    assert fetch(server, VERSION)[::2] == (200, b"")
    assert fetch(server, VERSION)[::2] == (200, b"{")


def test_changed_answer(server):
    """An ordinary answer with a part replaced."""
    server.faults.add("/version", actions.changed(kind="text/html"))
    status, headers, body = fetch(server, VERSION)
    assert (status, headers.get_content_type(), json.loads(body)["apiVersion"]) == (200, "text/html", "2.0.5")


def test_cut_gzip(server):
    """A compressed body that ends too soon, under a length that fits."""
    server.faults.add("/studies", actions.cut_gzip())
    status, headers, body = fetch(server, STUDIES)
    assert (status, headers["Content-Encoding"]) == (200, "gzip")
    reader = zlib.decompressobj(wbits=31)
    assert reader.decompress(body)
    assert not reader.eof


def test_bomb(server):
    """A small body that unpacks to much more."""
    server.faults.add("/studies", actions.bomb(1_000_000))
    body = fetch(server, STUDIES)[2]
    assert len(body) < 2000
    assert len(gzip.decompress(body)) == 1_000_000


def test_drip(server):
    """The body comes a byte at a time."""
    server.faults.add("/version", actions.drip(0.002))
    start = time.monotonic()
    assert json.loads(fetch(server, VERSION)[2])["apiVersion"] == "2.0.5"
    assert time.monotonic() - start > 0.1


def test_dripped_head(server):
    """The head comes a byte at a time too."""
    server.faults.add("/version", actions.drip(0.002, head=True))
    start = time.monotonic()
    assert fetch(server, VERSION)[0] == 200
    assert time.monotonic() - start > 0.3


def test_slow(server):
    """An answer that is right but late."""
    server.faults.add("/version", actions.slow(0.1))
    start = time.monotonic()
    assert fetch(server, VERSION)[0] == 200
    assert time.monotonic() - start >= 0.1


def test_hang_closes_without_an_answer(server):
    """Nothing for a while, then the end of the connection."""
    server.faults.add("/version", actions.hang(0.05))
    with pytest.raises(RemoteDisconnected):
        fetch(server, VERSION)
    assert server.requests[0].status == 0


def test_reset(server):
    """The connection is reset before, after and in the answer."""
    server.faults.add(
        "/studies",
        actions.reset(),
        actions.reset_after_head(),
        actions.reset_in_body(),
        actions.close_in_body(),
    )
    for _ in range(3):
        with pytest.raises(ConnectionResetError):
            fetch(server, STUDIES)
    with pytest.raises(IncompleteRead):
        fetch(server, STUDIES)
    assert fetch(server, STUDIES)[0] == 200
    assert [request.status for request in server.requests] == [0, 200, 200, 200, 200]


def test_reset_at_accept(server):
    """The next connections are broken off before they are read, and leave no request behind."""
    server.faults.reset_at_accept(1)
    with pytest.raises(ConnectionError):
        fetch(server, VERSION)
    assert fetch(server, VERSION)[0] == 200
    assert len(server.requests) == 1


def test_redirect(server):
    """A redirect to itself, which times makes a loop, or to another place."""
    server.faults.add("/version", actions.redirect(), actions.redirect("/api/v2/studies", code=301))
    status, headers, _ = fetch(server, VERSION)
    assert (status, headers["Location"]) == (302, VERSION)
    status, headers, _ = fetch(server, VERSION)
    assert (status, headers["Location"]) == (301, STUDIES)


def test_history_switched_off(server):
    """Without the record history its paths are not served, and the rest is."""
    target = "/api/int/studies/NCT03822858/history"
    assert fetch(server, target)[0] == 200
    server.behavior.history = False
    status, headers, _ = fetch(server, target)
    assert (status, headers.get_content_type()) == (404, "text/html")
    assert fetch(server, STUDIES)[0] == 200


@pytest.mark.parametrize(
    "action",
    [actions.hang(60), actions.drip(60), actions.slow(60), None],
    ids=["hang", "drip", "slow", "idle"],
)
def test_stops_promptly(action):
    """Whatever a connection waits for, stopping takes no time, and leaves no thread of its own behind."""
    before = set(threading.enumerate())
    server = SimulatedRegistry(Registry(seed_records()))
    server.start()
    if action:
        server.faults.add("/version", action)
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as client:
        client.sendall(b"GET /api/v2/version HTTP/1.1\r\nHost: x\r\n\r\n")
        deadline = time.monotonic() + 2
        while not server.requests and time.monotonic() < deadline:
            time.sleep(0.005)
        start = time.monotonic()
        server.stop()
        assert time.monotonic() - start < 5
    server.stop()
    assert set(threading.enumerate()) <= before


def test_serves_the_loopback_only(server):
    """The server listens on 127.0.0.1 and nowhere else."""
    assert server.url.startswith("http://127.0.0.1:")
    assert server._server.server_address[0] == "127.0.0.1"
