"""A hundred trials change while the receiver is out of order: all are told when it is back, none twice."""

from __future__ import annotations

import http.server
import json
import signal
import struct
import threading
import time
from collections import Counter

import pytest
from records import a_record

from monitor.simulator import Registry, SimulatedRegistry, edit

NUMBERS = [f"NCT9{number:07d}" for number in range(100)]
FAILURES = ("500", "hang", "drip", "redirect", "reset")


class Receiver(http.server.ThreadingHTTPServer):
    """A web hook that can be out of order in several ways; ``told`` counts trials, ``good`` those by the other path."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Hook)
        self.mode = "well"
        self.alerted: Counter[str] = Counter()
        self.good: Counter[str] = Counter()
        self.over = threading.Event()

    def handle_error(self, *_args):
        """A client that gave up is no news."""


class Hook(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        trial = json.loads(body)["title"][:11]
        if self.path.startswith("/good"):
            self.server.good[trial] += 1
            self.answer(200)
        elif self.server.mode == "well":
            self.server.alerted[trial] += 1
            self.answer(200)
        else:
            getattr(self, "mode_" + self.server.mode)()

    def do_GET(self):
        self.answer(200)  # where a redirect would lead

    def answer(self, status, **headers):
        self.send_response(status)
        for name, value in {"Content-Length": "0", **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def mode_500(self):
        self.answer(500)

    def mode_redirect(self):
        self.answer(302, Location="/elsewhere")

    def mode_hang(self):
        self.server.over.wait(30)

    def mode_drip(self):
        self.send_response(200)
        self.flush_headers()
        while not self.server.over.wait(0.1):
            self.wfile.write(b"X-Drip: 1\r\n")
            self.wfile.flush()

    def mode_reset(self):
        self.connection.setsockopt(1, 13, struct.pack("ii", 1, 0))  # SO_LINGER 0: closing resets
        self.connection.close()

    def log_message(self, *_args):
        pass


@pytest.fixture
def receiver():
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.over.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def registry():
    with SimulatedRegistry(Registry([a_record(nct) for nct in NUMBERS])) as server:
        yield server


@pytest.fixture
def watching(world, receiver, registry):
    related = ", ".join(f'"{nct}"' for nct in NUMBERS[1:])
    world.configure(
        *(
            f'name = "{name}"\nurl = "json://127.0.0.1:{receiver.server_port}/{name}"\ntimeout = "1500ms"'
            for name in ("bad", "good")
        ),
        watch=f'[[watch]]\ntrial = "{NUMBERS[0]}"\nrelated = [{related}]',
    )
    assert world.run("poll").status == 0
    registry.registry.publish(
        [
            edit(nct, {"protocolSection.statusModule.overallStatus": "SUSPENDED"}, post="2026-09-03")
            for nct in NUMBERS
        ]
    )
    return world


def retry_until_told(world, receiver):
    """Try what waits until nothing does; the claims of a process that died run out in the meantime."""
    deadline = time.monotonic() + 110
    while time.monotonic() < deadline:
        world.run("deliveries", "retry")
        if not world.run("deliveries", "--state", "queued", "--json").json:
            return
        time.sleep(1)
    pytest.fail(f"{100 - len(receiver.alerted)} were not told")


@pytest.mark.parametrize("mode", FAILURES)
def test_all_hundred_are_told_after_an_outage_and_none_twice(watching, receiver, mode):
    """Whatever the receiver did meanwhile; the good channel beside it gets each message once, at once."""
    receiver.mode = mode
    ran = watching.run("poll", "--json")
    assert ran.status == 1
    assert ran.json["changed"] == 100
    assert ran.json["deliveries"]["queued"] == 200
    assert receiver.good == Counter(NUMBERS)
    receiver.mode = "well"
    retry_until_told(watching, receiver)
    assert receiver.alerted == Counter(NUMBERS)
    assert receiver.good == Counter(NUMBERS)


def test_a_kill_in_between_loses_nothing(watching, receiver):
    """The process is killed while it sends; what it had not settled is sent later, one at each channel at most a second time."""
    process = watching.start("poll")
    deadline = time.monotonic() + 30
    while sum(receiver.alerted.values()) < 20 and time.monotonic() < deadline:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert len(receiver.alerted) < 100
    # what the dead process claimed last is void within two minutes; the rest goes out at once
    watching.run("deliveries", "retry")
    waiting = watching.run("deliveries", "--state", "queued", "--json").json
    assert all(number == 1 for number in Counter(row["channel"] for row in waiting).values())
    for channel, taken in (("bad", receiver.alerted), ("good", receiver.good)):
        claimed = {row["subject"][:11] for row in waiting if row["channel"] == channel}
        assert set(taken) >= set(NUMBERS) - claimed
        assert all(count == 1 for count in taken.values())
    assert watching.run("verify").status == 0
