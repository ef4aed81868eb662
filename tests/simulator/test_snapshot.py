"""The data set of a release, in memory."""

import json

import pytest

from monitor.simulator import edit

WATCHED, SWEDEN = "NCT03822858", "NCT03778333"


def test_numbers_are_resolved(registry):
    """A present number is itself, a former one leads to the present, any other to none."""
    registry.rename(SWEDEN, "NCT09999999")
    now = registry.now
    assert [now.current(nct) for nct in (WATCHED, SWEDEN, "NCT00000001")] == [WATCHED, "NCT09999999", None]
    assert len(now.numbers()) == 6


def test_some_numbers_come_in_the_order_of_the_data_set(registry):
    """Whatever the order that they were asked for in; those that are not there are left away."""
    numbers = registry.now.numbers()
    assert registry.now.among({numbers[4], numbers[1], "NCT00000001"}) == [numbers[1], numbers[4]]


@pytest.mark.parametrize(
    ("low", "high", "found"), [("2025-08-17", "2025-08-17", True), ("2025-08-18", "2025-08-19", False)]
)
def test_studies_by_their_update_date(registry, low, high, found):
    """Both ends of the range count."""
    assert (WATCHED in registry.now.updated(low, high)) == found


def test_a_study_without_an_update_date_was_never_updated(registry):
    """It is in no range."""
    registry.put({"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}}})
    assert "NCT00000001" not in registry.now.updated("0000-01-01", "9999-12-31")


def test_a_body_is_head_records_and_tail(registry):
    """Each record has a line, and is that which is served."""
    now = registry.now
    body = now.body(b"[", [WATCHED, SWEDEN], b"]")
    assert json.loads(body) == [now.record(WATCHED), now.record(SWEDEN)]
    assert body.count(b"\n") == 1
    assert next(iter(now.sizes())) == len(now.encoded(WATCHED))


def test_a_snapshot_does_not_change(registry):
    """What is published later is in the next one."""
    before = registry.now
    text = before.encoded(WATCHED)
    registry.publish([edit(WATCHED, {"hasResults": True})])
    assert before.encoded(WATCHED) == text != registry.now.encoded(WATCHED)
    assert before.timestamp != registry.now.timestamp
