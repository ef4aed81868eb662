"""Pages and metrics over real connections, by one kind of server."""

from __future__ import annotations

import socket
import urllib.request

import pytest

from monitor.config.load import load
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
