"""The data of the simulated registry: releases, edits, history, rich text; no sockets."""

from copy import deepcopy

import pytest

from monitor.simulator import edit, history_of, seed_records
from monitor.simulator.paths import get

WATCHED = "NCT03822858"
STATUS = "protocolSection.statusModule.overallStatus"
HOLDER = "derivedSection.miscInfoModule.versionHolder"


def without_stamp(record):
    record = deepcopy(record)
    del record["derivedSection"]["miscInfoModule"]["versionHolder"]
    return record


def test_publish_moves_only_the_stamp(registry):
    """A release without edits changes the release date of each record and nothing else."""
    before = [
        registry.record(record["protocolSection"]["identificationModule"]["nctId"])
        for record in seed_records()
    ]
    stamp = registry.publish()
    assert stamp == registry.timestamp == "2026-09-02T09:00:06"
    for record in before:
        after = registry.record(record["protocolSection"]["identificationModule"]["nctId"])
        assert get(after, HOLDER) == "2026-09-02" != get(record, HOLDER)
        assert without_stamp(after) == without_stamp(record)


def test_releases_skip_the_weekend(registry):
    """After Friday's release comes Monday's, unless the caller says when."""
    registry.publish(timestamp="2026-09-04T09:00:06")
    assert registry.publish() == "2026-09-07T09:00:06"


def test_failed_release_changes_nothing(registry):
    """When one edit of a release cannot be made, none is."""
    before = registry.record(WATCHED)
    with pytest.raises(KeyError):
        registry.publish(
            [edit(WATCHED, {STATUS: "X"}, post="2026-09-02"), edit("NCT00000001", {STATUS: "X"})]
        )
    assert registry.record(WATCHED) == before
    assert registry.timestamp == "2026-09-01T09:00:06"
    assert len(registry.now.histories[WATCHED]) == len(history_of(WATCHED))


def test_records_are_copies(registry):
    """Nothing that a caller holds is what is served."""
    registry.record(WATCHED)["hasResults"] = True
    assert registry.record(WATCHED)["hasResults"] is False


def test_put_drop_rename(registry):
    """A record can be replaced, dropped and renamed; a former number still finds a renamed one."""
    registry.rename("NCT01730547", "NCT09999999")
    renamed = registry.record("NCT01730547")
    assert get(renamed, "protocolSection.identificationModule.nctIdAliases") == ["NCT01730547"]
    assert renamed == registry.record("NCT09999999")
    registry.drop("NCT09999999")
    for nct in ("NCT09999999", "NCT01730547"):
        with pytest.raises(KeyError):
            registry.record(nct)
    registry.put(renamed)
    assert registry.record("NCT01730547") == renamed
