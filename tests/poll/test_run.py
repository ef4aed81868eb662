"""A poll as a whole: profiles remembered, refusals, and what the registry asked for."""

import gc
import time

from monitor.simulator import actions
from monitor.store.state import PROFILE

SEED = "NCT03822858"
NONE = {"baseline": 0, "unchanged": 0, "changed": 0, "gone": 0, "failed": 0}


def refuse(world, start):
    world.server.faults.refuse(lambda request: request.headers["user-agent"].startswith(start))


def agents(world):
    return [request.headers["user-agent"].split("/")[0] for request in world.server.requests]


def test_profile_that_works_is_remembered(world):
    """After a refusal the profile that worked is tried first in the next polls: no request is refused again."""
    refuse(world, "python-httpx")
    assert world.poll().exit_status == 0
    assert agents(world) == ["python-httpx", "python-httpx", "nctwatch", "nctwatch"]
    assert world.state(PROFILE) == {"/api/v2": "post-handshake-auth"}
    world.publish()
    world.poll()
    assert agents(world) == ["nctwatch", "nctwatch"]


def test_profile_is_remembered_from_a_304(world):
    """An answer without a body shows as well that a profile works."""
    world.poll()
    world.server.faults.refuse(lambda request: request.headers["user-agent"].startswith("python-httpx"))
    world.poll()
    assert agents(world) == ["python-httpx", "python-httpx", "nctwatch"]
    assert world.state(PROFILE) == {"/api/v2": "post-handshake-auth"}


def test_refused_in_every_profile(baseline):
    """Refused in every profile, the poll ends after one request in each, says so, and forgets nothing."""
    baseline.publish()
    refuse(baseline, "")
    done = baseline.poll()
    assert (done.exit_status, done.requests) == (3, 3)
    assert "refuses this client" in str(done.error)
    assert baseline.state(PROFILE) == {"/api/v2": "default"}
    baseline.server.faults.clear()
    assert baseline.poll().counts == NONE | {"unchanged": 6}


def test_refused_from_the_start(world):
    """No profile is remembered that never worked."""
    refuse(world, "")
    assert world.poll().exit_status == 3
    assert world.state(PROFILE) is None


def test_refused_the_records_alone(baseline):
    """An edge that gives the release and refuses the records: each trial fails of it, with 1."""
    baseline.publish()
    baseline.server.faults.add("/studies", actions.denied(), times=99)
    done = baseline.poll()
    assert (done.exit_status, done.counts["failed"]) == (1, 6)
    assert all("refuses this client" in error for _, error in done.errors)
    assert len(baseline.asked) == 4


def test_long_retry_after(baseline):
    """Told to come back in an hour, the poll asks nothing more, and passes the hour on."""
    baseline.publish()
    baseline.server.faults.add("/studies", actions.status(429, retry_after=3600), times=9)
    done = baseline.poll()
    assert baseline.asked == ["/version", "/studies"]
    assert done.exit_status == 1
    assert 3590 < done.retry_after <= 3600
    assert baseline.poll().retry_after > 3590


def test_long_retry_after_for_the_release(baseline):
    """Told so at once, the poll ends after that one request, with the hour in its error."""
    baseline.server.faults.add("/version", actions.status(503, retry_after=3600), times=9)
    done = baseline.poll()
    assert (done.exit_status, done.requests) == (3, 1)
    assert 3590 < done.error.retry_after <= 3600


def test_pace_of_a_round(world):
    """The requests of a poll are as far apart as the pace says, whatever is asked."""
    world.watch(SEED, per_second=10)
    world.server.faults.add("/studies", actions.raw(b'{"studies":[]}'))
    start = time.monotonic()
    world.poll()
    assert world.asked == ["/version", "/studies", f"/studies/{SEED}"]
    assert time.monotonic() - start >= 0.2


def test_cost_of_a_round(baseline):
    """Requests and bytes are counted, in vain or not."""
    baseline.server.faults.add("/version", actions.status(503), times=2)
    done = baseline.poll()
    assert (done.requests, done.exit_status) == (3, 0)
    assert done.bytes == len("503") * 2


def test_a_round_leaves_the_collector_of_the_process_alone(world):
    """It is everybody's: the pages are served by other threads of the same process meanwhile."""
    before, seen = (gc.isenabled(), gc.get_threshold(), gc.get_freeze_count()), []
    world.poll(progress=lambda *_: seen.append((gc.isenabled(), gc.get_threshold(), gc.get_freeze_count())))
    assert set(seen) == {before}
