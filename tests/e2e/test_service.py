"""The service from outside: it polls, it can be asked for its health, and it stops when told."""

from __future__ import annotations

import signal
import socket
import threading
import time
from datetime import timedelta

import pytest
from waiting import wait_for

from monitor.clock import now, stamp
from monitor.simulator import actions, edit
from monitor.store.opening import open_for_writing
from monitor.store.state import ALIVE_AT, UNDER_WAY, set_state

SEED = "NCT03822858"
PAUSED = edit(
    SEED, {"protocolSection.statusModule.overallStatus": "TEMPORARILY_NOT_AVAILABLE"}, post="2026-09-03"
)


@pytest.fixture
def configured(world, hook):
    """A configuration with a hook, and no service yet."""
    world.configure(f'name = "hook"\nurl = "json://127.0.0.1:{hook.port}/secret-token-of-the-hook"')


@pytest.fixture
def service(world, configured):
    process = world.start_anew("run")
    yield process
    process.kill()
    process.communicate()


def test_health_is_bad_before_the_service_runs(world, configured):
    """No store, no sign of life."""
    assert world.run("health").status == 1


def test_the_service_polls_delivers_and_stops(world, hook, registry, service):
    """At once on start and then on schedule; its health is good; SIGTERM ends it within seconds."""
    wait_for(lambda: any(request.path.endswith("/studies") for request in registry.requests))
    wait_for(lambda: world.run("health").status == 0)
    assert world.run("status", "--json").json["service"]["alive"] is True
    registry.registry.publish([PAUSED])
    wait_for(lambda: hook.taken)
    assert SEED in hook.taken[0]["title"]
    began = time.monotonic()
    service.send_signal(signal.SIGTERM)
    _, err = service.communicate(timeout=10)
    assert time.monotonic() - began < 5
    assert service.returncode == 0
    assert "event=stopped" in err
    assert "secret-token-of-the-hook" not in err
    health = world.run("health")
    assert health.status == 1
    assert "stopped cleanly at" in health.out
    assert "stopped cleanly at" in world.run("status").out
    assert world.run("verify").status == 0


def test_a_second_service_is_refused_and_a_poll_beside_is_safe(world, registry, service):
    """One store has one service; ``poll`` waits for its turn and finds nothing twice."""
    wait_for(lambda: any(request.path.endswith("/studies") for request in registry.requests))
    second = world.run("run")
    assert second.status == 1
    assert "another nctwatch service" in second.err
    assert world.run("poll").status == 0
    registry.registry.publish([PAUSED])
    for _ in range(3):
        assert world.run("poll", "--json").status == 0
    recent = world.run("changes", "--kind", "status", "--trial", SEED, "--since", "2026-01-01", "--json")
    assert len(recent.json) == 1
    polled = [row for row in world.run("history", SEED, "--json").json if row["source"] == "poll"]
    assert len(polled) == 2
    assert service.poll() is None


def test_a_registry_that_hangs_does_not_keep_the_service_from_stopping(world, registry):
    """While an answer is awaited in vain, SIGTERM still ends the service within seconds."""
    registry.faults.add("/version", actions.hang(60), times=20)
    world.configure(timeout="30s")
    process = world.start("run")
    wait_for(lambda: world.run("status", "--json").json["service"]["alive"])
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    assert time.monotonic() - began < 10
    assert process.returncode == 0
    registry.faults.clear()


def test_the_service_takes_in_the_record_history(world, hook, registry, service):
    """By itself after the baseline, without telling anybody; polls go on meanwhile."""
    wait_for(lambda: len(world.run("history", SEED, "--json").json or []) == 11 if held(world) else False)
    registry.registry.publish([PAUSED])
    wait_for(lambda: hook.taken)
    assert len(hook.taken) == 1
    assert "Temporarily not available" in hook.taken[0]["message"]
    service.send_signal(signal.SIGTERM)
    service.communicate(timeout=10)
    assert world.run("history", SEED, "--json").json[0]["version"] == 12


def held(world):
    """Return whether the store has the seed trial."""
    return world.run("history", SEED, "--json").status == 0


def test_the_record_history_can_be_left_out(world, registry):
    """``[registry] history = false``: not a request is made for it."""
    text = (world.folder / "nctwatch.toml").read_text(encoding="utf-8")
    (world.folder / "nctwatch.toml").write_text(
        text.replace("[registry]\n", "[registry]\nhistory = false\n"), encoding="utf-8"
    )
    process = world.start("run")
    try:
        wait_for(lambda: sum(request.path.endswith("/version") for request in registry.requests) >= 2)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=10)
    assert not [request for request in registry.requests if "/int/" in request.path]


def test_the_ping_comes_after_the_alerts(world, hook, registry):
    """Of `poll` and of the service: the dead man's switch is called when the message is with its receiver."""
    asked = []
    hook.before = lambda: asked.append("alert")
    switch = socket.create_server(("127.0.0.1", 0))

    def answer():
        while True:
            try:
                connection, _ = switch.accept()
            except OSError:
                return
            with connection:
                asked.append("ping" if connection.recv(4096).startswith(b"GET /switch") else "other")
                connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    thread = threading.Thread(target=answer)
    thread.start()
    world.configure(f'name = "hook"\nurl = "json://127.0.0.1:{hook.port}/"', poll="1h")
    path = world.folder / "nctwatch.toml"
    address = f"http://127.0.0.1:{switch.getsockname()[1]}/switch"
    path.write_text(path.read_text().replace('poll = "1h"', f'poll = "1h"\nping_url = "{address}"'))
    assert world.run("poll").status == 0
    assert asked == ["ping"]
    registry.registry.publish([PAUSED])
    with world.start("run") as service:
        wait_for(lambda: len(asked) == 3)
        service.terminate()
        service.communicate(timeout=10)
    assert asked == ["ping", "alert", "ping"]
    switch.shutdown(socket.SHUT_RDWR)
    switch.close()
    thread.join()


def test_health_is_bad_where_a_job_is_stuck(world):
    """The sign of life says when each job last got ahead."""
    world.run("poll")
    with open_for_writing(world.folder / "store.db") as store:
        for key, value in (
            (ALIVE_AT, stamp(now())),
            (UNDER_WAY, {"deliver": stamp(now() - timedelta(minutes=11))}),
        ):
            set_state(store, key, value)
    ran = world.run("health")
    assert ran.status == 1
    assert "Stuck: the job `deliver` has not got ahead since" in ran.out
    assert world.run("health", "--json").json["stuck"] == ["deliver"]
    with open_for_writing(world.folder / "store.db") as store:
        set_state(store, UNDER_WAY, {"deliver": stamp(now() - timedelta(minutes=9))})
    assert world.run("health").status == 0
