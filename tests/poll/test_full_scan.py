"""Watching everything: passes over the whole registry, page by page, each page in one transaction."""

import copy
import json
from dataclasses import replace
from itertools import count

import pytest
from records import a_record, letters

from monitor.config.load import load
from monitor.ctgov import full_scan
from monitor.poll.result import COUNTS
from monitor.simulator import actions, edit
from monitor.simulator.predicates import next_page
from monitor.store.state import FULL_SCAN

SEED = "NCT03822858"
STATUS = "protocolSection.statusModule.overallStatus"
FIVE = [f"NCT9000000{number}" for number in range(1, 6)]


def counts(done):
    return {name: count for name, count in done.counts.items() if count}


def asked(world):
    """Return the queries for pages, without what is always the same."""
    return [
        {
            key: value
            for key, value in request.query.items()
            if key not in {"pageSize", "countTotal", "pageToken"}
        }
        for request in world.server.requests
        if request.path.endswith("/studies")
    ]


@pytest.fixture
def all_of_it(world, monkeypatch):
    """A registry of eleven trials in pages of four, all of them watched."""
    monkeypatch.setattr(full_scan, "PAGE_SIZE", 4)
    for number in FIVE:
        posted = {"date": "2026-03-01", "type": "ACTUAL"}
        world.server.registry.put(a_record(number, statusModule__lastUpdatePostDateStruct=posted))
    watch_all(world)
    return world


def watch_all(world, extra="", channels=""):
    path = world.folder / "nctwatch.toml"
    path.write_text(
        f'[registry]\nurl = "{world.server.url}"\nrequests_per_second = 1000\ntimeout = "1s"\n'
        f'[store]\npath = "{world.folder}/store.db"\n[[watch]]\nquery = {{}}\nlimit = 0\n{extra}{channels}',
        encoding="utf-8",
    )
    world.config = load(path)


def test_everything_is_taken_in_page_by_page(all_of_it):
    """The baseline is a pass over all records; the same release again costs one request."""
    done = all_of_it.poll()
    assert (counts(done), done.checked, done.successful) == ({"baseline": 11}, 11, True)
    assert asked(all_of_it) == [{}, {}, {}]
    assert len(all_of_it.held()) == 11
    again = all_of_it.poll()
    assert (again.requests, again.checked, again.successful) == (1, 0, True)


def test_a_release_asks_for_what_was_updated(all_of_it):
    """By the update date, from the day before the last release on; nothing else comes over the wire."""
    all_of_it.poll()
    all_of_it.publish(edit(SEED, {STATUS: "NO_LONGER_AVAILABLE"}, post="2026-09-02"))
    done = all_of_it.poll()
    assert asked(all_of_it) == [{"query.term": "AREA[LastUpdatePostDate]RANGE[2026-08-31,MAX]"}]
    assert (counts(done), done.checked) == ({"changed": 1}, 1)
    assert "status.access_ended" in all_of_it.changes()


def test_what_the_registry_edits_by_itself_is_seen_within_a_week(all_of_it):
    """A pass over the update date misses it, the next one over everything tells it."""
    all_of_it.poll()
    all_of_it.publish(edit(SEED, {STATUS: "UNKNOWN"}))
    assert counts(all_of_it.poll()) == {}
    for _ in range(4):
        all_of_it.publish()
    assert counts(all_of_it.poll()) == {"changed": 1, "unchanged": 10}
    assert "status.went_unknown" in all_of_it.changes()


def test_a_pass_that_is_cut_short_goes_on_at_its_page(all_of_it):
    """What came before is kept; the poll says that it is not done, the next one does the rest."""
    all_of_it.server.faults.add("/version", actions.slow(0))
    all_of_it.server.faults.add(lambda request: "pageToken" in request.query, actions.status(503), times=3)
    done = all_of_it.poll()
    assert done.exit_status == 3
    assert counts(done) == {"baseline": 4}
    done = all_of_it.poll()
    assert (done.exit_status, counts(done)) == (0, {"baseline": 7})
    assert [("pageToken" in request.query) for request in all_of_it.server.requests if request.query] == [
        True,
        True,
    ]


def test_pages_of_a_new_release_begin_anew(all_of_it):
    """A pass that was cut short in another release starts over, at little cost."""
    all_of_it.server.faults.add(lambda request: "pageToken" in request.query, actions.status(503), times=3)
    all_of_it.poll()
    all_of_it.publish()
    assert counts(all_of_it.poll()) == {"baseline": 7, "unchanged": 4}


def test_a_release_that_comes_out_in_mid_pass_begins_it_anew(all_of_it):
    """In the same poll: pages of two releases do not fit together, whatever their order."""
    world = all_of_it
    world.server.behavior.daily_order = True
    world.server.faults.add(next_page, actions.then(world.server.registry.publish))
    done = world.poll()
    assert done.exit_status == 0
    assert len(world.held()) == 11
    assert [("pageToken" in request.query) for request in world.server.requests[1:]] == [
        *(False, True, True),  # the third page is of the next release
        *(False, True, True),
    ]
    assert world.state(FULL_SCAN)["under_way"] is None


def test_a_data_set_whose_name_never_stays_is_read_nevertheless(all_of_it):
    """Where each page names another one, the passes come to an end, and the records count."""
    tags = (f'"tag-{number}"' for number in count())

    def tagged(exchange):
        answer = exchange.ordinary()
        exchange.send(replace(answer, headers=(("ETag", next(tags)),)))

    all_of_it.server.faults.always(lambda request: request.path.endswith("/studies"), tagged)
    assert all_of_it.poll().exit_status == 0
    assert len(all_of_it.held()) == 11


def test_one_bad_page_is_a_failure_and_heals(all_of_it):
    """No false change, exit 1, and the next poll reads the page."""
    all_of_it.poll()
    all_of_it.publish(edit(SEED, {STATUS: "NO_LONGER_AVAILABLE"}, post="2026-09-02"))
    all_of_it.server.faults.add("/studies", actions.page())
    done = all_of_it.poll()
    assert (done.exit_status, counts(done)) == (1, {})
    assert "the pass over everything" in done.problems[0]
    assert counts(all_of_it.poll()) == {"changed": 1}


def test_pages_that_end_too_soon_are_not_believed(all_of_it):
    """Where much of what was promised did not come, the pass is not done, and nothing is gone."""
    all_of_it.server.faults.add("/studies", actions.raw(b'{"totalCount":900,"studies":[]}', code=200))
    done = all_of_it.poll()
    assert done.exit_status == 1
    assert "end after 0 of 900" in done.problems[0]
    assert counts(all_of_it.poll()) == {"baseline": 11}


def test_a_trial_that_is_gone_is_asked_for_by_itself(all_of_it):
    """What a pass over everything does not come upon is gone when the registry has said so twice."""
    all_of_it.poll()
    record = copy.deepcopy(all_of_it.server.registry.record(FIVE[0]))
    all_of_it.server.registry.drop(FIVE[0])
    for _ in range(5):
        all_of_it.publish()
    first = all_of_it.poll()
    assert counts(first) == {"unchanged": 10, "failed": 1}
    all_of_it.publish()
    assert counts(all_of_it.poll()) == {"gone": 1}
    assert "record.gone" in all_of_it.changes()
    all_of_it.server.registry.put(record)
    for _ in range(5):
        all_of_it.publish()
    assert counts(all_of_it.poll())["unchanged"] == 11
    assert all_of_it.changes()[0] == "record.returned"


def test_named_trials_are_watched_beside_everything(all_of_it):
    """They are asked for by their numbers, first, and a channel may ask for any trial there is."""
    channel = f'[[channel]]\nname = "all"\nurl = "json://127.0.0.1:9/"\ntrials = ["{FIVE[0]}"]\n'
    watch_all(all_of_it, f'[[watch]]\ntrial = "{SEED}"\n', channel)
    done = all_of_it.poll()
    assert (done.counts["baseline"], done.counts["unchanged"]) == (11, 1)
    assert set(COUNTS) == set(done.counts)
    all_of_it.publish(
        edit(FIVE[0], {STATUS: "SUSPENDED"}, post="2026-09-02"),
        edit(FIVE[1], {STATUS: "SUSPENDED"}, post="2026-09-02"),
    )
    assert all_of_it.poll().queued == 1


def test_pages_that_go_in_a_circle_end(all_of_it):
    """A page that names itself as the next one is not asked for again and again."""
    body = b'{"studies":[%b],"nextPageToken":"same"}'
    record = all_of_it.server.registry.now.encoded(FIVE[0])
    all_of_it.server.faults.add("/studies", actions.raw(body % record, code=200), times=50)
    done = all_of_it.poll()
    assert done.exit_status == 1
    assert "in a circle" in done.problems[0]
    assert len(all_of_it.asked) <= 4


def test_a_page_that_is_never_of_use_is_asked_for_from_the_beginning(all_of_it):
    """Its token may be what is wrong: after three polls the pass begins anew, and comes to its end."""
    unusable = (lambda request: request.query.get("pageToken"), actions.page())
    for _ in range(3):
        all_of_it.server.faults.add(*unusable)
        assert all_of_it.poll().exit_status == 1
    done = all_of_it.poll()
    assert asked(all_of_it) == [{}, {}, {}]
    assert (done.exit_status, counts(done)) == (0, {"baseline": 7, "unchanged": 4})


def test_a_count_that_is_always_too_high_is_believed_less_than_the_pages(all_of_it):
    """The second time that the pages end too soon, the pass is over: what it did not see is asked for by itself."""

    def too_many(exchange):
        answer = exchange.ordinary()
        exchange.send(replace(answer, body=answer.body.replace(b'"totalCount":11', b'"totalCount":900')))

    all_of_it.server.faults.add("/studies", too_many, times=6)
    assert all_of_it.poll().exit_status == 1
    done = all_of_it.poll()
    assert (done.exit_status, counts(done)) == (0, {"unchanged": 11})
    assert all_of_it.poll().requests == 1


def test_a_trial_that_is_renamed_keeps_its_past(all_of_it):
    """Its changes are told under the new number, and the old one is never asked for again."""
    all_of_it.poll()
    all_of_it.server.registry.rename(FIVE[0], "NCT90000091")
    all_of_it.publish(edit("NCT90000091", {STATUS: "SUSPENDED"}, post="2026-09-02"))
    assert counts(all_of_it.poll()) == {"changed": 1}
    assert {"status.paused", "record.renamed"} <= set(all_of_it.changes())
    assert FIVE[0] not in all_of_it.held()
    for _ in range(5):
        all_of_it.publish()
    assert counts(all_of_it.poll()) == {"unchanged": 11}


def test_a_record_that_comes_twice_is_taken_once(all_of_it):
    """Also where it comes back after it was gone."""

    def twice(exchange):
        answer = exchange.ordinary()
        value = json.loads(answer.body)
        value["studies"] = [study for study in value["studies"] for _ in range(2)]
        exchange.send(replace(answer, body=letters(value)))

    all_of_it.server.faults.add("/studies", twice, times=3)
    assert counts(all_of_it.poll()) == {"baseline": 11}


def test_a_page_that_is_not_kept_is_not_told(all_of_it):
    """What a refused page seemed to change is in no count and no message."""
    all_of_it.poll()
    all_of_it.publish(edit(SEED, {STATUS: "NO_LONGER_AVAILABLE"}, post="2026-09-02"))
    all_of_it.publish(edit(FIVE[0], {STATUS: "SUSPENDED"}, post="2026-09-03"))

    pages = []

    def circle(exchange):
        pages.append(exchange.ordinary())
        exchange.send(replace(pages[0], body=pages[0].body[:-1] + b',"nextPageToken":"same"}'))

    all_of_it.server.faults.add("/studies", circle, times=4)
    done = all_of_it.poll()
    assert "in a circle" in done.problems[0]
    assert len(pages) == 2
    assert counts(done) == {"changed": 2}  # by the first page, whose token was new
    assert done.queued == 2
