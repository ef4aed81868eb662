"""What a service sees of a message: real requests over real TLS, answered as the service documents it.

Where a service's host is fixed, names lead to a server on loopback by a resolver of the tests, and its certificate is
of an authority of theirs.
"""

from __future__ import annotations

import json
import socket
import ssl
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import get_args
from urllib.parse import unquote_plus

import pytest
import trustme

from monitor.alerts import services
from monitor.alerts.outcome import SendStatus
from monitor.alerts.send import send, target_names
from monitor.model import Message, Notify

TYPES = get_args(Notify)
UUID = "12345678-1234-1234-1234-123456789abc"
SUBJECT = "NCT03822858: recruitment stopped"


@dataclass(frozen=True)
class Known:
    """A service: an address of it, the host that it asks, and what is in the request that makes people hear of it."""

    url: str
    host: str
    path: str
    marks: tuple[str, ...] = ()
    """Texts in the request's body besides the subject."""


SERVICES = {
    "opsgenie": Known(f"opsgenie://{UUID}", "api.opsgenie.com", "/v2/alerts"),
    "jira": Known(f"jira://{UUID}", "api.atlassian.com", "/jsm/ops/integration/v2/alerts"),
    "pagerduty": Known(
        f"pagerduty://{'i' * 32}@{'a' * 20}", "events.pagerduty.com", "/v2/enqueue", ('"trigger"',)
    ),
    "pagerduty-map": Known(
        f"pagerduty://{'i' * 32}@{'a' * 20}?action=map", "events.pagerduty.com", "/v2/enqueue", ('"trigger"',)
    ),
    "splunk": Known(
        f"splunk://route@{UUID}", "alert.victorops.com", f"/integrations/generic/20131114/alert/{UUID}/route"
    ),
    "slack": Known(
        "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#general",
        "hooks.slack.com",
        "/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
    ),
    "teams": Known(
        "workflows://prod-1.westus.logic.azure.example:443/w0rkfl0w/s1gn4ture",
        "prod-1.westus.logic.azure.example",
        "/workflows/w0rkfl0w/triggers/manual/paths/invoke",
    ),
    "telegram": Known(
        "tgram://123456789:abcdefg_hijklmnop/12315544/",
        "api.telegram.org",
        "/bot123456789:abcdefg_hijklmnop/sendMessage",
    ),
    "discord": Known(
        "discord://123456789012345678/abcdefghijklmnop",
        "discord.com",
        "/api/webhooks/123456789012345678/abcdefghijklmnop",
    ),
    "ntfy": Known("ntfys://ntfy.example/trials", "ntfy.example", "/"),
    "matrix": Known(
        "matrixs://me:password@matrix.example/!room:matrix.example",
        "matrix.example",
        "/_matrix/client/v3/rooms/%21room%3Amatrix.example/send/m.room.message",
    ),
    "pushover": Known(f"pover://{'u' * 30}@{'t' * 30}", "api.pushover.net", "/1/messages.json"),
    "gotify": Known("gotifys://gotify.example/t0kent0ken", "gotify.example", "/message"),
    "json": Known("jsons://hook.example/path", "hook.example", "/path"),
    "xml": Known("xmls://hook.example/path", "hook.example", "/path"),
    "form": Known("forms://hook.example/path", "hook.example", "/path"),
    "mattermost": Known("mmosts://mm.example/t0kent0ken", "mm.example", "/hooks/t0kent0ken"),
    "ilert": Known(f"ilert://{'k' * 24}", "api.ilert.com", "/api/events", ('"ALERT"',)),
}
INCIDENTS = {"opsgenie", "jira", "pagerduty", "pagerduty-map", "splunk", "ilert"}
"""Services to which the type of a message says what to do."""
ANSWERS = {
    "api.opsgenie.com": {"requestId": UUID},
    "api.atlassian.com": {"requestId": UUID},
    "api.telegram.org": {"ok": True, "result": {"message_id": 1}},
    "api.pushover.net": {"status": 1, "request": UUID},
    "/_matrix/client/v3/login": {"user_id": "@me:matrix.example", "access_token": "secret"},
    "/_matrix/client/v3/joined_rooms": {"joined_rooms": ["!room:matrix.example"]},
    "/_matrix/client/v3/rooms": {"event_id": "$1", "room_id": "!room:matrix.example"},
}
"""Host or beginning of a path → what is answered there; ``{}`` elsewhere."""


def answer(host, path):
    """Return status, headers and body."""
    if host == "hooks.slack.com":
        return 200, {}, "ok"
    if path.startswith("/.well-known"):
        return 404, {}, ""
    found = next((words for place, words in ANSWERS.items() if place == host or path.startswith(place)), {})
    return 200, {}, json.dumps(found)


class World(ThreadingHTTPServer):
    """Every host at once; ``taken`` has host, path and body of each request, ``answer`` a status and headers for all."""

    daemon_threads = True

    def __init__(self, authority):
        self.taken = []
        self.answer = None
        super().__init__(("127.0.0.1", 0), Handler)
        self.contexts = {}
        self.authority = authority
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("fallback.example").configure_cert(context)
        context.sni_callback = self.certify
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def certify(self, connection, name, _context):
        if name not in self.contexts:
            self.contexts[name] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.authority.issue_cert(name).configure_cert(self.contexts[name])
        connection.context = self.contexts[name]

    def handle_error(self, *_args):
        pass


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        host = self.headers["Host"].partition(":")[0]
        self.server.taken.append((host, self.path.partition("?")[0], f"{body}\n{unquote_plus(body)}"))
        status, headers, words = self.server.answer or answer(host, self.path)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        self.wfile.write(words.encode())

    do_GET = do_PUT = do_POST  # noqa: N815  # the name of the standard library

    def log_message(self, *_args):
        pass


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    authority = trustme.CA()
    path = tmp_path_factory.mktemp("authority") / "ca.pem"
    authority.cert_pem.write_to_path(path)
    server = World(authority)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server, path
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def world(running, monkeypatch):
    server, path = running
    server.taken.clear()
    server.answer = None
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    monkeypatch.setattr("apprise.plugins.matrix.NotifyMatrix.request_rate_per_sec", 0)
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda *_args, **_options: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", server.server_address)],
    )
    return server


@pytest.mark.parametrize(
    ("name", "notify"),
    [(name, notify) for name in SERVICES for notify in (TYPES if name in INCIDENTS else TYPES[:1])],
)
def test_what_is_sent_was_requested(world, name, notify):
    """Whatever the type of a message, a request that people hear of leaves, and is counted."""
    known = SERVICES[name]
    result = send(known.url, Message(SUBJECT, "It stopped.\n\nSee more.", {}, notify))
    assert result.outcome is SendStatus.SENT, result.answer
    assert result.requests >= 1
    telling = [row for row in world.taken if row[:1] == (known.host,) and SUBJECT in row[2]]
    assert [path for _, path, _ in telling if path.startswith(known.path)], world.taken
    assert all(mark in body for mark in known.marks for *_, body in telling)
    assert result.answer.startswith(f"https://{known.host}:443 answered 200")


@pytest.mark.parametrize("name", SERVICES)
def test_an_error_is_told_in_the_far_sides_words(world, name):
    """With its host, and without the secrets of the address."""
    known = SERVICES[name]
    world.answer = (503, {"Retry-After": "77"}, '{"error": "the kettle is cold"}')
    result = send(known.url, Message(SUBJECT, "It stopped."))
    assert result.outcome is SendStatus.LATER
    assert result.answer.startswith(f"https://{known.host}:443 answered 503 Service Unavailable")
    assert "the kettle is cold" in result.answer
    assert result.rest == 77


def test_a_yes_without_a_request_is_no_yes(world):
    """A plug-in that has nothing to do for a message says that it was sent."""
    result = send(f"opsgenie://{UUID}?action=note", Message(SUBJECT, "It stopped."))
    assert world.taken == []
    assert (result.outcome, result.requests) == (SendStatus.LATER, 0)
    assert result.answer == "no request was sent: the service does nothing with a message of this type"


@pytest.mark.parametrize(
    ("url", "names"),
    [
        ("ntfys://ntfy.example/trials/others", ["trials", "others"]),
        ("tgram://123456789:abcdefg_hijklmnop/12315544/-100200", ["12315544", "-100200"]),
        ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#one/#two", ["#one", "#two"]),
        (
            "matrixs://me:pw@matrix.example/!a:matrix.example/!b:matrix.example",
            ["!a:matrix.example", "!b:matrix.example"],
        ),
        ("mmosts://mm.example/t0kent0ken/?to=one,two", ["one", "two"]),
        ("ntfy://trials-of-mine/?to=others-of-mine&mode=cloud", ["tri… (2dac)", "oth… (007b)"]),
        (f"pover://{'u' * 30}@{'t' * 30}/phone/tablet", [""]),
        ("jsons://hook.example/one/two", [""]),
    ],
)
def test_each_target_gets_a_request_of_its_own(world, url, names):
    """Topics, chats and channels of one address; an address whose service takes them in one request is not split."""
    assert sorted(target_names(url)) == sorted(names)
    for name in names:
        world.taken.clear()
        result = send(url, Message(SUBJECT, "It stopped."), target=name)
        assert result.outcome is SendStatus.SENT, result.answer
        (request,) = [body for *_, body in world.taken if SUBJECT in body]
        others = {other.strip("#") for other in names} - {name.strip("#")}
        assert not any(other in f"{request} {world.taken[-1][1]}" for other in others if "…" not in other)


def test_every_service_that_a_type_tells_what_to_do_is_known():
    """Each plug-in of Apprise that closes incidents, or adds notes to them, gets the type that opens one."""
    from apprise.plugins import N_MGR

    quiet = {"resolve", "close", "note", "recovery"}
    found = {
        str(plugin.service_name)
        for plugin in N_MGR.plugins()
        if quiet.intersection(plugin.template_args.get("action", {}).get("values", ()))
    }
    assert len(found) > 10
    assert found == services.INCIDENTS | services.CLOSED_BY_SUCCESS
