"""The dead man's switch is called after a good poll, and its address stays secret."""

from __future__ import annotations

import http.server
import logging
import threading

import pytest

from monitor.alerts.ping import ping
from monitor.config.secret import Secret


@pytest.fixture
def switch():
    called = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            called.append(self.path)
            place = self.path.partition("?to=")[2]
            self.send_response(302 if place else 200 if "good" in self.path else 500)
            if place:
                self.send_header("Location", place)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield called, f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_it_is_called(switch):
    """With a plain GET."""
    called, url = switch
    assert ping(Secret(f"{url}/good-token", "", "here"))
    assert called == ["/good-token"]


def test_without_an_address_nothing_is_called():
    """The usual case."""
    assert not ping(Secret("", "", "here"))


@pytest.mark.parametrize(
    "address", ["{}/bad-token", "http://127.0.0.1:9/bad-token", "file:///etc/hostname", "bad-token"]
)
def test_what_goes_wrong_is_logged_without_the_address(switch, caplog, address):
    """A switch that cannot be called harms nobody."""
    with caplog.at_level(logging.INFO):
        assert not ping(Secret(address.format(switch[1]), "", "here"))
    assert "bad-token" not in caplog.text


def test_a_redirect_within_the_host_is_followed(switch):
    """Such as to another path."""
    called, url = switch
    assert ping(Secret(f"{url}/x?to=/good", "", "here"))
    assert called == ["/x?to=/good", "/good"]


def test_a_redirect_elsewhere_is_not_followed(switch, caplog):
    """Whoever answers for the switch sends nobody to other hosts, such as those behind a firewall."""
    called, url = switch
    elsewhere = url.replace("127.0.0.1", "localhost")
    assert not ping(Secret(f"{url}/x?to={elsewhere}/good", "", "here"))
    assert called == [f"/x?to={elsewhere}/good"]
    assert "another host" in caplog.records[-1].error


def test_redirects_in_a_circle_end(switch):
    """After a few."""
    called, url = switch
    assert not ping(Secret(f"{url}/x?to=/x?to=/x", "", "here"))
    assert len(called) <= 6
