"""Answers → versions, changes and deliveries: all of them together or none."""

import logging

import pytest

from monitor.errors import StoreError
from monitor.poll import ingest
from monitor.simulator import actions, edit
from monitor.store.opening import open_for_reading, open_for_writing
from monitor.store.versions import newest_versions, read_record

SEED, OTHER = "NCT03822858", "NCT01933802"
STATUS = "protocolSection.statusModule.overallStatus"
TITLE = "protocolSection.identificationModule.briefTitle"
NONE = {"baseline": 0, "unchanged": 0, "changed": 0, "gone": 0, "failed": 0}
CHANNELS = """
[[channel]]
name = "status"
url = "json://127.0.0.1:1/a"
kinds = ["status"]
[[channel]]
name = "dates"
url = "json://127.0.0.1:1/b"
kinds = ["dates"]
[[channel]]
name = "all"
url = "json://127.0.0.1:1/c"
kinds = "all"
severity = "noise"
"""


@pytest.fixture
def alerted(baseline):
    """Six trials are held, and three channels are there."""
    baseline.watch(SEED, OTHER, channels=CHANNELS)
    return baseline


def test_baseline_tells_nobody(world):
    """What is seen first is no change."""
    world.watch(SEED, channels=CHANNELS)
    done = world.poll()
    assert (done.queued, world.deliveries(), world.changes()) == (0, [], [])


def test_exact_bytes_are_kept(baseline):
    """A version is the record exactly as it was served."""
    with open_for_reading(baseline.config.store.path) as reader:
        held = read_record(reader, newest_versions(reader, SEED, 1)[0].id)
    assert held == baseline.server.registry.now.encoded(SEED)


def test_one_message_for_each_channel_that_asks(alerted):
    """A change is queued once for each channel that asks for its kind, with the ids of all changes."""
    alerted.publish(edit(SEED, {STATUS: "NO_LONGER_AVAILABLE"}, post="2026-09-02"))
    done = alerted.poll()
    rows = alerted.deliveries()
    assert sorted(row["channel"] for row in rows) == ["all", "status"]
    assert done.queued == 2
    assert all(row["state"] == "queued" and row["changes"] == done.changes for row in rows)
    assert all(SEED in row["subject"] for row in rows)
    alerted.poll()
    assert len(alerted.deliveries()) == 2


def test_one_message_for_each_trial(alerted):
    """Two trials that change in one release are two messages."""
    alerted.publish(*(edit(number, {STATUS: "WITHDRAWN"}, post="2026-09-02") for number in (SEED, OTHER)))
    alerted.poll()
    assert sorted(row["subject"][:11] for row in alerted.deliveries() if row["channel"] == "status") == [
        OTHER,
        SEED,
    ]


def test_back_and_forth_is_told_each_time(alerted):
    """A status that changes, changes back, and changes again is told three times."""
    for day, status in enumerate(("NO_LONGER_AVAILABLE", "AVAILABLE", "NO_LONGER_AVAILABLE"), start=2):
        alerted.publish(edit(SEED, {STATUS: status}, post=f"2026-09-0{day}"))
        alerted.poll()
    assert len([row for row in alerted.deliveries() if row["channel"] == "status"]) == 3
    assert alerted.held()[SEED]["versions"] == 4


def test_messages_without_channels(baseline):
    """Where no channel is configured the messages are deliveries of one for standard output."""
    baseline.publish(edit(SEED, {STATUS: "NO_LONGER_AVAILABLE"}, post="2026-09-02"))
    done = baseline.poll()
    assert [(row["channel"], row["subject"][:11]) for row in baseline.deliveries()] == [("stdout", SEED)]
    assert done.queued == 1


def test_gone_goes_to_every_channel(alerted):
    """That a trial is gone concerns all channels, whatever they ask for."""
    alerted.server.registry.drop(SEED)
    alerted.publish()
    alerted.poll()
    assert alerted.deliveries() == []
    alerted.poll()
    assert sorted(row["channel"] for row in alerted.deliveries()) == ["all", "dates", "status"]


def test_moved_stamp_makes_no_version(baseline):
    """A release that moves only the stamp leaves the version that is held."""
    for _ in range(3):
        baseline.publish()
        assert baseline.poll().counts == NONE | {"unchanged": 6}
    assert all(row["versions"] == 1 for row in baseline.held().values())


def test_lone_surrogate(alerted):
    """Text that is no text breaks neither the store nor the poll."""
    record = alerted.server.registry.now.encoded(SEED).replace(b'"briefTitle":"', b'"briefTitle":"\\ud800')
    alerted.publish()
    other = alerted.server.registry.now.encoded(OTHER)
    alerted.server.faults.add("/studies", actions.raw(b'{"studies":[' + record + b"," + other + b"]}"))
    alerted.server.faults.add(f"/studies/{SEED}", actions.raw(record))
    done = alerted.poll()
    assert done.counts == NONE | {"unchanged": 1, "failed": 1}
    assert "not usable JSON" in done.errors[0][1]
    assert alerted.poll().counts == NONE | {"unchanged": 1}


def test_trial_that_cannot_be_stored(alerted, caplog):
    """A fault of our own with one trial concerns this trial alone, and leaves nothing half done."""
    with open_for_writing(alerted.config.store.path) as store:
        store.execute(
            "UPDATE versions SET blob = x'00' WHERE trial_id = (SELECT id FROM trials WHERE nct = ?)", [SEED]
        )
    alerted.publish(*(edit(number, {STATUS: "WITHDRAWN"}, post="2026-09-02") for number in (SEED, OTHER)))
    caplog.set_level(logging.CRITICAL)
    done = alerted.poll()
    assert done.counts == NONE | {"changed": 1, "failed": 1}
    assert [trial for trial, _ in done.errors] == [SEED]
    assert alerted.held()[SEED]["versions"] == 1
    assert {row["subject"][:11] for row in alerted.deliveries()} == {OTHER}
    assert alerted.held()[SEED]["last_error"] == done.errors[0][1]


def test_full_disk_ends_the_round(alerted):
    """A full disk is said to be one; nothing of the page is half kept, and the next poll brings it all."""
    alerted.publish(edit(SEED, {TITLE: "x" * 200_000, STATUS: "NO_LONGER_AVAILABLE"}, post="2026-09-02"))

    from monitor.poll import poll

    with open_for_writing(alerted.config.store.path) as store:
        store.execute(f"PRAGMA max_page_count = {store.value('PRAGMA page_count')}")
        with pytest.raises(StoreError, match="disk is full"):
            poll(alerted.config, store, clock=lambda: alerted.now)
    assert (alerted.changes(), alerted.deliveries()) == ([], [])
    assert alerted.poll().counts == NONE | {"unchanged": 1, "changed": 1}
    assert len(alerted.deliveries()) == 2


def test_killed_between_page_and_end(alerted):
    """A poll that dies after its page was kept is made up for without telling anything twice."""
    alerted.publish(edit(SEED, {STATUS: "NO_LONGER_AVAILABLE"}, post="2026-09-02"))

    def die(done, _total):
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        alerted.poll(progress=die)
    assert len(alerted.deliveries()) == 2
    assert alerted.poll().counts == NONE
    assert len(alerted.deliveries()) == 2


def test_release_is_kept_only_after_its_page(alerted):
    """A poll that dies before its page was kept has the page asked for again."""
    alerted.publish(edit(SEED, {STATUS: "NO_LONGER_AVAILABLE"}, post="2026-09-02"))

    def die(_done, _total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        alerted.poll(progress=die)
    assert alerted.deliveries() == []
    assert alerted.poll().counts == NONE | {"unchanged": 1, "changed": 1}


@pytest.mark.parametrize("trouble", [MemoryError, RecursionError, ZeroDivisionError])
def test_one_records_trouble_costs_that_record_alone(alerted, monkeypatch, trouble):
    """The others of its page are kept and told; it fails, keeps its version, and is taken once the trouble is over."""
    usual = ingest.classify

    def troubled(old, new, **options):
        if new["protocolSection"]["identificationModule"]["nctId"] == SEED:
            raise trouble
        return usual(old, new, **options)

    alerted.publish(*(edit(number, {STATUS: "SUSPENDED"}, post="2026-09-02") for number in (SEED, OTHER)))
    with monkeypatch.context() as patched:
        patched.setattr(ingest, "classify", troubled)
        done = alerted.poll()
    assert (done.counts["changed"], done.counts["failed"]) == (1, 1)
    assert {row["subject"][:11] for row in alerted.deliveries()} == {OTHER}
    assert alerted.held()[SEED]["versions"] == 1
    assert alerted.poll().counts == NONE | {"changed": 1}
    assert {row["subject"][:11] for row in alerted.deliveries()} == {OTHER, SEED}
