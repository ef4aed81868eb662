"""The release gate: when a poll is one request, and when it asks for the records."""

import pytest

from monitor.simulator import actions, edit
from monitor.store.state import LAST_POLL_AT, LAST_SUCCESS_AT, RELEASE

SEED = "NCT03822858"
STATUS = "protocolSection.statusModule.overallStatus"
NONE = {"baseline": 0, "unchanged": 0, "changed": 0, "gone": 0, "failed": 0}


def test_baseline_is_two_requests(world):
    """Six trials are asked for in one request, after the one for the release."""
    done = world.poll()
    assert world.asked == ["/version", "/studies"]
    assert (done.requests, done.checked, done.exit_status) == (2, 6, 0)
    assert done.counts == NONE | {"baseline": 6}
    assert done.bytes > 1000
    assert done.changes == []
    assert done.release == world.server.registry.timestamp


def test_same_release_is_one_request(baseline):
    """With the tag of the release held, a 304 ends the poll: nothing else is asked, nothing counted."""
    done = baseline.poll()
    assert [(request.path, request.status) for request in baseline.server.requests] == [
        ("/api/v2/version", 304)
    ]
    assert baseline.server.requests[0].headers["if-none-match"].startswith('"2.0.5-')
    assert (done.counts, done.checked, done.exit_status) == (NONE, 0, 0)
    assert done.release == baseline.server.registry.timestamp
    assert done.successful


def test_release_held_without_a_304(baseline):
    """A 200 that names the release held ends the poll as well: some fronts ignore the tag."""
    body = b'{"dataTimestamp":"%b"}' % baseline.server.registry.timestamp.encode()
    baseline.server.faults.add("/version", actions.raw(body), times=2)
    assert baseline.poll().counts == NONE
    assert baseline.poll().requests == 1
    assert "if-none-match" not in baseline.server.requests[0].headers, "that answer had no tag"


def test_new_release_asks_again(baseline):
    """A new release is asked about with one page; what moved only its stamp is no change."""
    baseline.publish(edit(SEED, {STATUS: "NO_LONGER_AVAILABLE"}, post="2026-09-02"))
    done = baseline.poll()
    assert baseline.asked == ["/version", "/studies"]
    assert done.counts == NONE | {"unchanged": 5, "changed": 1}
    assert baseline.poll().requests == 1


@pytest.mark.parametrize(
    "action",
    [
        actions.status(500),
        actions.status(404),
        actions.page(),
        actions.empty(),
        actions.raw(b"null"),
        actions.raw(b'{"apiVersion":"3"}'),
        actions.raw(b'{"dataTimestamp":["2026"]}'),
        actions.raw(b"[" * 5000),
        actions.raw(b"", code=410),
        actions.redirect(),
        actions.hang(60),
        actions.reset(),
    ],
    ids=["500", "404", "html", "empty", "null", "shape", "type", "nested", "410", "loop", "hang", "reset"],
)
def test_version_fails_or_changes(baseline, action):
    """Without a usable answer to ``/version`` the records are asked for, and changes are not missed."""
    baseline.publish(edit(SEED, {STATUS: "NO_LONGER_AVAILABLE"}, post="2026-09-02"))
    baseline.server.faults.add("/version", action, times=9)
    done = baseline.poll()
    assert done.counts == NONE | {"unchanged": 5, "changed": 1}
    assert done.exit_status == 0
    assert baseline.asked[-1] == "/studies"
    baseline.server.faults.clear()
    assert baseline.poll().counts == NONE | {"unchanged": 6}
    assert baseline.poll().requests == 1


def test_unasked_304(world):
    """A 304 to a question that had no tag says nothing: the records are asked for."""
    world.server.faults.add("/version", actions.raw(b"", code=304, kind=""))
    assert world.poll().counts == NONE | {"baseline": 6}


@pytest.mark.parametrize("tag", ["é", "x" * 5000], ids=["not ascii", "long"])
def test_tag_that_cannot_be_sent_back(world, tag):
    """A strange tag does not break the polls after it."""
    body = b'{"dataTimestamp":"%b"}' % world.server.registry.timestamp.encode()
    world.server.faults.add("/version", actions.raw(body, headers=[("ETag", tag)]), times=2)
    assert world.poll().counts == NONE | {"baseline": 6}
    assert world.poll().counts == NONE
    assert world.poll().exit_status == 0


def test_trial_that_owes_its_answer(baseline):
    """A trial that failed is asked for again in the next poll, though the release is the same."""
    baseline.publish(edit(SEED, {STATUS: "NO_LONGER_AVAILABLE"}, post="2026-09-02"))
    body = b'{"studies":[]}'
    baseline.server.faults.add("/studies", actions.raw(body), *[actions.status(500)] * 3)
    done = baseline.poll()
    assert done.counts == NONE | {"unchanged": 5, "failed": 1}
    assert [trial for trial, _ in done.errors] == [SEED]
    assert done.exit_status == 1
    assert baseline.poll().counts == NONE | {"changed": 1}
    assert [request.status for request in baseline.server.requests] == [304, 200]
    assert dict(baseline.server.requests[1].query)["filter.ids"] == SEED
    assert baseline.poll().requests == 1


def test_trial_that_is_watched_anew(baseline):
    """A trial added to the configuration is asked for at once, the others are not."""
    record = baseline.server.registry.record(SEED)
    record["protocolSection"]["identificationModule"]["nctId"] = "NCT00000001"
    baseline.server.registry.put(record)
    baseline.watch(SEED, "NCT00000001")
    assert baseline.poll().counts == NONE | {"baseline": 1}
    assert dict(baseline.server.requests[1].query)["filter.ids"] == "NCT00000001"


def test_many_trials_are_asked_for_in_pages(world):
    """Sixty trials are asked for in two requests, each of whose answers is whole on one page."""
    numbers = [f"NCT{number:08}" for number in range(1, 61)]
    template = world.server.registry.record(SEED)
    for number in numbers:
        template["protocolSection"]["identificationModule"]["nctId"] = number
        world.server.registry.put(template)
    world.watch(*numbers)
    progress = []
    done = world.poll(progress=lambda *step: progress.append(step))
    assert done.counts == NONE | {"baseline": 60}
    assert world.asked == ["/version", "/studies", "/studies"]
    assert progress == [(0, 60), (50, 60), (60, 60)]


def test_round_is_kept(baseline):
    """Each poll is written down with when it was and that it was a success."""
    assert baseline.state(LAST_POLL_AT) == baseline.state(LAST_SUCCESS_AT) == "2026-09-02T15:00:00Z"
    baseline.server.faults.add("", actions.status(500), times=99)
    baseline.poll()
    assert baseline.state(LAST_POLL_AT) == "2026-09-03T15:00:00Z"
    assert baseline.state(LAST_SUCCESS_AT) == "2026-09-02T15:00:00Z"


def test_version_alone_is_no_success(baseline):
    """A registry that names its release and gives no record for days must not look well."""
    baseline.publish()
    baseline.server.faults.add("/studies", actions.status(500), times=99)
    done = baseline.poll()
    assert (done.exit_status, done.successful) == (1, False)
    assert baseline.state(LAST_SUCCESS_AT) == "2026-09-02T15:00:00Z"


def test_one_failing_trial_is_a_success_all_the_same(baseline):
    """One trial that the registry cannot give does not make the whole watch look dead."""
    baseline.watch(SEED, "NCT99999999")
    baseline.server.faults.add("/studies", actions.raw(b'{"studies":[]}'), *[actions.status(500)] * 3)
    done = baseline.poll()
    assert (done.exit_status, done.successful) == (1, True)


def test_an_older_release_is_no_news(baseline):
    """A front that lags behind makes no change there and back, costs one request, and is no success."""
    old = b'{"dataTimestamp":"2026-08-31T09:00:06"}'
    success = baseline.state(LAST_SUCCESS_AT)
    held = baseline.server.registry.timestamp
    baseline.server.faults.add("/version", actions.raw(old), times=2)
    for _ in range(2):
        done = baseline.poll()
        assert (done.requests, done.counts, done.exit_status) == (1, NONE, 0)
        assert (done.release, done.successful) == (held, False)
    assert baseline.state(LAST_SUCCESS_AT) == success
    assert baseline.changes() == []
    assert baseline.poll().successful
    assert baseline.server.requests[0].status == 304, "the release held is still known by its tag"


def test_an_older_release_for_days_is_believed(baseline):
    """What the registry serves for longer than ``stale_after`` is what it has: nothing waits for hands."""
    wrong = b'{"dataTimestamp":"2026-09-05T00:00:00"}'
    baseline.server.faults.add("/version", actions.raw(wrong))
    baseline.poll()
    baseline.publish(edit(SEED, {STATUS: "NO_LONGER_AVAILABLE"}, post="2026-09-02"))
    assert [baseline.poll().successful for _ in range(4)] == [False, False, False, True]
    assert baseline.rounds[-1].counts == NONE | {"unchanged": 5, "changed": 1}
    assert baseline.state(RELEASE) == baseline.server.registry.timestamp


def test_a_release_whose_name_is_no_time(baseline):
    """A release named in another way than so far is a new one: it cannot be told to be older."""
    baseline.server.faults.add("/version", actions.raw(b'{"dataTimestamp":"R7"}'), times=2)
    assert baseline.poll().counts == NONE | {"unchanged": 6}
    assert baseline.poll().counts == NONE
