"""Pages and metrics over real connections, by one kind of server."""

from __future__ import annotations

import http.client
import socket
import time
import urllib.request
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest

from monitor.config.address import ListenAddress
from monitor.config.load import load
from monitor.web import server
from monitor.web.hosts import by_known_names
from monitor.web.server import serve_all


@pytest.fixture
def served(filled, tmp_path, monkeypatch):
    """Return a function that serves what ``[service]`` asks for; the URLs by what is there."""
    monkeypatch.setenv("NCTWATCH_DB", str(filled))

    def serve(service):
        path = tmp_path / "nctwatch.toml"
        path.write_text(f'[service]\n{service}\n[[watch]]\ntrial = "NCT03822858"\n')
        return dict(serve_all(load(path)))

    return serve


@pytest.fixture
def free():
    """An address that nobody listens at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{taken.getsockname()[1]}"


def get(url):
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.read().decode()


def test_nothing_is_served_unless_it_is_asked_for(served):
    """Neither pages nor metrics."""
    assert served("") == {}


def test_metrics_alone_have_no_pages(served):
    """Whatever the path is, the metrics are the answer."""
    urls = served('metrics = "127.0.0.1:0"')
    assert list(urls) == ["metrics"]
    assert "nctwatch_store_up 1.0" in get(f"{urls['metrics']}metrics")
    assert "nctwatch_store_up 1.0" in get(f"{urls['metrics']}api/v1/trials")  # the API neither
    assert "Watched trials" not in get(urls["metrics"])


def test_pages_and_metrics_at_two_addresses(served):
    """Each at its own; the pages have the metrics too."""
    urls = served('http = "127.0.0.1:0"\nmetrics = "127.0.0.1:0"')
    assert "Watched trials" in get(urls["pages"])
    for url in urls.values():
        assert "nctwatch_store_up 1.0" in get(f"{url}metrics")
    assert len(set(urls.values())) == 2


def test_pages_and_metrics_at_one_address_are_one_server(served, free):
    """A port is bound once."""
    urls = served(f'http = "{free}"\nmetrics = "{free}"')
    assert list(urls) == ["pages"]
    assert "nctwatch_store_up 1.0" in get(f"{urls['pages']}metrics")


def test_who_is_slow_keeps_no_scrape_waiting(served):
    """While twenty clients begin a request and do not end it, the next one is answered: they hold no thread."""
    url = served('metrics = "127.0.0.1:0"')["metrics"]
    port = int(url.rstrip("/").rpartition(":")[2])
    slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(20)]
    for connection in slow:
        connection.send(b"GET /metrics HTTP/1.1\r\nHost: x\r\n")
    assert "nctwatch_store_up 1.0" in get(f"{url}metrics")
    for connection in slow:
        connection.close()


@pytest.fixture
def large(served, monkeypatch):
    """Serve pages, with a page of 4 MB at ``/large``, on eight connections; return the port."""

    def pages(application):
        def answer(environ, start):
            if environ["PATH_INFO"] != "/large":
                return application(environ, start)
            start("200 OK", [("Content-Length", str(4_000_000))])
            return [bytes(4_000_000)]

        return answer

    monkeypatch.setattr("monitor.web.connections.CONNECTIONS", 8)
    monkeypatch.setattr("monitor.web.server._pages", lambda config, made=server._pages: pages(made(config)))
    return urlsplit(served('http = "127.0.0.1:0"')["pages"]).port


def test_who_does_not_read_keeps_nobody_waiting(large):
    """More clients than there are connections ask for large pages, several at once, and read none of them."""
    with ExitStack() as clients:
        for _ in range(20):
            client = clients.enter_context(socket.create_connection(("127.0.0.1", large)))
            client.send(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n" * 3)
        for _ in range(3):
            assert health(large) < 10


def test_who_sends_no_request_keeps_nobody_waiting(large):
    """More clients than there are connections begin a request, and go on with it byte by byte."""
    with ExitStack() as clients:
        held = [clients.enter_context(socket.create_connection(("127.0.0.1", large))) for _ in range(20)]
        for client in held:
            client.send(b"GET /heal")
        assert health(large) < 10


def health(port):
    """Return the seconds until ``/healthz`` is answered."""
    began = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", "/healthz")
    assert connection.getresponse().status in {200, 503}
    connection.close()
    return time.monotonic() - began


HERE = ["localhost", "localhost:8080", "127.0.0.1:8080", "127.0.0.2", "[::1]:8080", "LOCALHOST.", None]
ELSEWHERE = [
    "evil.example",
    "evil.example:8080",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "",
    "a@localhost",
]


@pytest.mark.parametrize(
    ("address", "public_url", "answered", "refused"),
    [
        ("127.0.0.1", "", HERE, [*ELSEWHERE, "watch.example.org", "192.0.2.7"]),
        ("::1", "", HERE, ELSEWHERE),
        ("127.0.0.1", "https://watch.example.org/trials", [*HERE, "Watch.example.org", "watch.example.org:443"], ELSEWHERE),
        ("0.0.0.0", "", [*HERE, "evil.example", "192.0.2.7"], []),
        ("0.0.0.0", "https://watch.example.org", [*HERE, "watch.example.org", "192.0.2.7:8080"], ELSEWHERE),
        ("box.internal", "https://watch.example.org", [*HERE, "box.internal:8080"], ELSEWHERE),
    ],
)  # fmt: skip
def test_only_known_hosts_are_answered(address, public_url, answered, refused):
    """This machine's names on a loopback address; ``public_url`` besides, and alone where others reach the address."""

    def status(host):
        seen = []
        environ = {} if host is None else {"HTTP_HOST": host}
        application = by_known_names(
            lambda _environ, start: start("200 OK", []) or [], ListenAddress(address, 8080), public_url
        )
        list(application(environ, lambda status, _headers: seen.append(status)))
        return int(seen[0][:3])

    assert {host: status(host) for host in answered} == dict.fromkeys(answered, 200)
    assert {host: status(host) for host in refused} == dict.fromkeys(refused, 421)


def test_a_page_is_refused_to_another_name(served):
    """Over a real connection, with a sentence that says why; metrics are too."""
    urls = served('http = "127.0.0.1:0"\nmetrics = "127.0.0.1:0"\npublic_url = "https://watch.example.org"')
    for url in urls.values():
        connection = http.client.HTTPConnection("127.0.0.1", urlsplit(url).port, timeout=10)
        connection.request("GET", "/", headers={"Host": "evil.example"})
        answer = connection.getresponse()
        assert answer.status == 421
        assert b"public_url" in answer.read()
        connection.close()
