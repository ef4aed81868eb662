"""What is missing from a page: an alias, a real 404 or a hiccup, told apart by asking singly."""

import json

import pytest

from monitor.simulator import actions, edit

SEED, OTHER, NEW = "NCT03822858", "NCT01933802", "NCT09999991"
STATUS = "protocolSection.statusModule.overallStatus"
NONE = {"baseline": 0, "unchanged": 0, "changed": 0, "gone": 0, "failed": 0}
NO_STUDIES = actions.raw(b'{"studies":[]}')


def without_aliases(registry, nct):
    """Let the registry know a former number without telling so in the record."""
    record = registry.record(nct)
    del record["protocolSection"]["identificationModule"]["nctIdAliases"]
    registry.put(record)


def test_alias_in_a_page(world):
    """A former number is answered by the page itself, and the trial is held under the new one."""
    world.server.registry.rename(SEED, NEW)
    done = world.poll()
    assert world.asked == ["/version", "/studies"]
    assert done.counts == NONE | {"baseline": 6}
    assert NEW in world.held()
    assert SEED not in world.held()
    assert world.poll().requests == 1


def test_alias_that_a_page_does_not_name(world):
    """A former number of which the record says nothing is found by the 301 to the new one."""
    world.server.registry.rename(SEED, NEW)
    without_aliases(world.server.registry, NEW)
    done = world.poll()
    assert done.counts == NONE | {"baseline": 6}
    assert world.asked == ["/version", "/studies", f"/studies/{SEED}", f"/studies/{NEW}"]
    assert NEW in world.held()


def test_renamed_while_watched(baseline):
    """A trial that gets a new number is told once, keeps its versions, and is watched on under it."""
    baseline.server.registry.rename(SEED, NEW)
    baseline.publish()
    done = baseline.poll()
    assert done.counts["failed"] == 0
    assert baseline.changes().count("record.renamed") == 1
    assert baseline.held()[NEW]["versions"] == 2
    baseline.publish(edit(NEW, {STATUS: "NO_LONGER_AVAILABLE"}, post="2026-09-05"))
    assert baseline.poll().counts == NONE | {"unchanged": 5, "changed": 1}
    assert baseline.changes().count("record.renamed") == 1


def test_both_numbers_of_a_trial_are_watched(world):
    """A trial that is watched under both its numbers is held once, and asked for once from then on."""
    world.server.registry.rename(SEED, NEW)
    world.watch(SEED, NEW)
    assert world.poll().counts["failed"] == 0
    assert list(world.held()) == [NEW]
    assert world.held()[NEW]["versions"] == 1
    world.publish()
    assert world.poll().checked == 1


def test_temporary_redirect_to_another_trial(baseline):
    """A 302 to some other trial's record is a hiccup and not a new number."""
    baseline.publish()
    baseline.server.faults.add("/studies", NO_STUDIES, actions.redirect(f"/api/v2/studies/{OTHER}"))
    done = baseline.poll()
    assert done.errors == [(SEED, f"asked for {SEED}, the registry answers with {OTHER}")]
    assert "record.renamed" not in baseline.changes()


def test_hiccup_of_a_page(baseline):
    """A record that the page left out by mistake is asked for singly, and nothing is lost."""
    baseline.publish(edit(SEED, {STATUS: "NO_LONGER_AVAILABLE"}, post="2026-09-02"))
    baseline.server.faults.add("/studies", NO_STUDIES)
    done = baseline.poll()
    assert done.counts == NONE | {"unchanged": 5, "changed": 1}
    assert len(baseline.asked) == 8
    assert done.exit_status == 0


def test_gone_after_two_polls(baseline):
    """The registry's own 404 in two polls makes a trial gone: first a failure, then told once, then no failure."""
    baseline.server.registry.drop(SEED)
    baseline.publish()
    first = baseline.poll()
    assert first.counts == NONE | {"unchanged": 5, "failed": 1}
    assert first.exit_status == 1
    assert "record.gone" not in baseline.changes()
    second = baseline.poll()
    assert second.counts == NONE | {"gone": 1}
    assert (second.exit_status, second.errors) == (0, [])
    assert baseline.changes()[0] == "record.gone"
    assert baseline.poll().requests == 1
    baseline.publish()
    third = baseline.poll()
    assert f"/studies/{SEED}" in baseline.asked, "a gone trial is asked for in each release"
    assert third.counts == NONE | {"unchanged": 5, "gone": 1}
    assert third.exit_status == 0
    assert baseline.changes().count("record.gone") == 1


def test_gone_and_back(baseline):
    """A trial that comes back is told, and goes on where it was."""
    record = baseline.server.registry.record(SEED)
    baseline.server.registry.drop(SEED)
    baseline.publish()
    baseline.poll()
    baseline.poll()
    baseline.server.registry.put(record)
    baseline.publish()
    assert baseline.poll().counts == NONE | {"unchanged": 6}
    assert baseline.changes()[0] == "record.returned"
    assert baseline.held()[SEED]["gone_at"] is None
    baseline.publish()
    baseline.poll()
    assert baseline.changes().count("record.returned") == 1


def test_found_again_after_one_404(baseline):
    """One 404 that proves wrong leaves no trace, and does not count towards the next one."""
    gone = actions.raw(f"NCT number {SEED} not found".encode(), code=404, kind="text/plain")
    for _ in range(2):
        baseline.publish()
        baseline.server.faults.add("/studies", NO_STUDIES, gone)
        assert baseline.poll().counts["failed"] == 1
        assert baseline.poll().counts == NONE | {"unchanged": 1}
    assert baseline.changes() == []


@pytest.mark.parametrize(
    "action",
    [
        actions.page(code=404),
        actions.raw(b"Not found", code=404, kind="text/plain"),
        actions.raw(f"NCT number {OTHER} not found".encode(), code=404, kind="text/plain"),
        actions.raw(f"NCT number {SEED} not found".encode(), code=404, kind="text/html"),
    ],
    ids=["html", "other words", "other trial", "as html"],
)
def test_404_that_is_not_the_registrys_own(baseline, action):
    """Other 404s never make a trial gone, however often they come."""
    for _ in range(3):
        baseline.publish()
        baseline.server.faults.add("/studies", NO_STUDIES, action)
        assert baseline.poll().counts["failed"] == 1
    assert baseline.changes() == []
    assert baseline.poll().counts == NONE | {"unchanged": 1}


def test_never_found_fails_in_each_round(baseline):
    """A number that the registry never had is a failure in every poll, and never gone."""
    baseline.watch(SEED, "NCT99999999")
    for _ in range(3):
        done = baseline.poll()
        assert done.counts == NONE | {"failed": 1}
        assert done.errors == [("NCT99999999", "the registry has no trial NCT99999999")]
        assert done.exit_status == 1
    assert baseline.changes() == []


def test_bad_page_is_asked_for_singly(baseline):
    """One record that spoils the page costs a request for each trial, and only itself."""
    good = baseline.server.registry.record(OTHER)
    baseline.publish(edit(SEED, {STATUS: "NO_LONGER_AVAILABLE"}, post="2026-09-02"))
    page = json.dumps({"studies": [good]}).encode().replace(b'"nctId"', b'"nctId":NaN,"x"', 1)
    baseline.server.faults.add("/studies", actions.raw(page))
    assert baseline.poll().counts == NONE | {"unchanged": 5, "changed": 1}


def test_bad_records_at_the_front_starve_nobody(baseline):
    """However many trials in a row the registry cannot serve, the others are asked for all the same."""
    baseline.publish(edit("NCT02034188", {STATUS: "COMPLETED"}, post="2026-09-02"))
    baseline.server.faults.add("/studies", NO_STUDIES, *[actions.page()] * 4)
    done = baseline.poll()
    assert done.counts == NONE | {"unchanged": 1, "changed": 1, "failed": 4}


def test_stops_asking_singly_when_nothing_comes(baseline):
    """After three questions in a row without an answer the rest is left for the next poll."""
    baseline.publish()
    baseline.server.faults.add("/studies/", actions.status(500), times=99)
    baseline.server.faults.add("/studies", NO_STUDIES)
    done = baseline.poll()
    assert done.counts == NONE | {"failed": 6}
    assert len(baseline.asked) == 2 + 3 * 3
    assert sum("not asked" in error for _, error in done.errors) == 3


def test_stops_asking_when_all_is_useless(world):
    """After ten useless answers in a row the rest of a long list is left for the next poll."""
    world.watch(*(f"NCT{number:08}" for number in range(1, 121)))
    world.server.faults.add("/studies", actions.page(), times=999)
    done = world.poll()
    assert done.counts == NONE | {"failed": 120}
    assert world.asked.count("/studies") == 1
    assert len(world.asked) == 1 + 10


def test_those_that_failed_come_last(baseline):
    """Trials that keep failing do not keep the others from being asked: the next poll begins with those."""
    baseline.publish()
    for number in (SEED, OTHER, "NCT03355365"):
        baseline.server.faults.add(f"/studies/{number}", actions.status(500), times=99)
    baseline.server.faults.add("/studies", NO_STUDIES)
    assert baseline.poll().counts == NONE | {"failed": 6}
    baseline.server.faults.add("/studies", NO_STUDIES)
    assert baseline.poll().counts == NONE | {"unchanged": 3, "failed": 3}


def test_paging_that_never_ends(baseline):
    """A registry that promises ever more pages and has nothing new on them is believed once."""
    baseline.publish()
    body = b'{"studies":[],"nextPageToken":"more"}'
    baseline.server.faults.add("/studies", actions.raw(body), times=1)
    assert baseline.poll().counts == NONE | {"unchanged": 6}


def test_answer_on_two_pages(baseline):
    """Records that come on a second page are taken from there."""
    baseline.publish()
    records = [
        baseline.server.registry.record(number)
        for number in (SEED, OTHER, "NCT03355365", "NCT03778333", "NCT01730547", "NCT02034188")
    ]
    pages = [
        json.dumps({"studies": records[:4], "nextPageToken": "t"}).encode(),
        json.dumps({"studies": records[4:]}).encode(),
    ]
    baseline.server.faults.add("/studies", *map(actions.raw, pages))
    assert baseline.poll().counts == NONE | {"unchanged": 6}
    assert baseline.asked == ["/version", "/studies", "/studies"]
    assert dict(baseline.server.requests[2].query)["pageToken"] == "t"


def test_records_that_nobody_asked_for(baseline):
    """Other trials on a page are left alone."""
    baseline.watch(SEED)
    records = [baseline.server.registry.record(number) for number in (OTHER, SEED)]
    records[0]["protocolSection"]["statusModule"]["overallStatus"] = "WITHDRAWN"
    baseline.publish()
    baseline.server.faults.add("/studies", actions.raw(json.dumps({"studies": records}).encode()))
    assert baseline.poll().counts == NONE | {"unchanged": 1}
    assert baseline.changes() == []
