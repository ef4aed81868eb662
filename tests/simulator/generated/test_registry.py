"""The registry of generated studies: releases and edits; no sockets."""

import json

import pytest

from monitor.simulator import edit
from monitor.simulator.bodies import plain
from monitor.simulator.generated import generated_registry
from monitor.simulator.generated.numbers import nct

STATUS = "protocolSection.statusModule.overallStatus"
FIRST, SECOND = nct(0), nct(1)


def stamp(record):
    return record["derivedSection"]["miscInfoModule"]["versionHolder"]


def status(record):
    return record["protocolSection"]["statusModule"]["overallStatus"]


def test_a_release_moves_every_stamp(generated):
    """Nothing else of a record changes, and the data set of before stays as it was."""
    before = generated.now
    old = before.record(FIRST)
    assert generated.publish() == generated.now.timestamp == "2026-09-02T09:00:06"
    new = generated.now.record(FIRST)
    assert (stamp(old), stamp(new)) == ("2026-09-01", "2026-09-02")
    new["derivedSection"]["miscInfoModule"]["versionHolder"] = "2026-09-01"
    assert new == old == before.record(FIRST)


def test_edits_of_a_release_are_served_from_then_on(generated):
    """Two edits of one study add up, and a data set taken before has neither."""
    before = generated.now
    generated.publish(
        [
            edit(FIRST, {STATUS: "SUSPENDED"}, post="2026-09-02"),
            edit(FIRST, {"protocolSection.eligibilityModule.sex": "FEMALE"}),
        ]
    )
    record = generated.now.record(FIRST)
    assert status(record) == "SUSPENDED"
    assert record["protocolSection"]["eligibilityModule"]["sex"] == "FEMALE"
    assert list(generated.now.updated("2026-09-02", "2026-09-02")) == [FIRST]
    assert status(before.record(FIRST)) != "SUSPENDED"
    assert list(before.updated("2026-09-02", "2026-09-02")) == []
    generated.publish()
    assert status(generated.now.record(FIRST)) == "SUSPENDED"


def test_a_release_that_fails_changes_nothing(generated):
    """An edit of a study that there is not leaves all as it was."""
    before = generated.now.record(FIRST)
    with pytest.raises(KeyError):
        generated.publish([edit(FIRST, {STATUS: "SUSPENDED"}), edit("NCT00000001", {STATUS: "SUSPENDED"})])
    assert generated.now.timestamp == "2026-09-01T09:00:06"
    assert generated.now.record(FIRST) == before
    generated.publish()
    assert generated.now.timestamp == "2026-09-02T09:00:06"


def test_a_record_is_put_without_a_release(generated):
    """It is served at once; one with a number of no study is refused."""
    record = generated.record(SECOND)
    record["protocolSection"]["statusModule"]["overallStatus"] = "WITHHELD"
    generated.put(record)
    assert status(generated.now.record(SECOND)) == "WITHHELD"
    record["protocolSection"]["identificationModule"]["nctId"] = "NCT00000001"
    with pytest.raises(KeyError):
        generated.put(record)


def test_the_registry_of_a_folder(folder):
    """It has the folder's studies."""
    registry = generated_registry(folder)
    assert len(registry.now.numbers()) == 30
    assert json.loads(plain(registry.now.body(b"[", [FIRST, SECOND], b"]")))[1] == registry.record(SECOND)
    registry.now.shelf.close()
