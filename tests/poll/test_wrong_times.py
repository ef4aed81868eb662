"""Tests of rounds with a wrong clock, and of registry dates in the future."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.simulator import edit
from monitor.store.opening import open_for_reading, open_for_writing

SEED = "NCT03822858"
STATUS = "protocolSection.statusModule.overallStatus"
UPDATED = "protocolSection.statusModule.lastUpdatePostDateStruct.date"
YEARS = timedelta(days=4 * 365)


def rows(world, sql):
    with open_for_reading(world.config.store.path) as reader:
        return reader.rows(sql)


def versions(world):
    return rows(
        world,
        "SELECT v.version, v.valid_from, v.observed_at FROM versions v JOIN trials t ON t.id = v.trial_id "
        f"WHERE t.nct = '{SEED}' ORDER BY v.version",
    )


def shifted(world, by):
    """Do a round whose clock is wrong."""
    world.now += by
    done = world.poll()
    world.now -= by
    return done


def release_of(world):
    return rows(world, "SELECT json_extract(value, '$') AS at FROM state WHERE key = 'release'")[0]["at"]


def test_a_registry_date_in_the_future(world):
    """The version is valid from the day of its release, and the next ones go by their own dates."""
    world.poll()
    world.publish(edit(SEED, {UPDATED: "2099-01-01", STATUS: "SUSPENDED"}))
    world.poll()
    first = release_of(world)[:10]
    assert versions(world)[-1]["valid_from"] == first
    world.publish(edit(SEED, {UPDATED: release_of(world)[:10], STATUS: "COMPLETED"}))
    world.poll()
    assert versions(world)[-1]["valid_from"] == first
    assert [row["version"] for row in versions(world)] == [1, 2, 3]


@pytest.mark.parametrize("wrong", [YEARS, -YEARS], ids=["ahead", "behind"])
def test_what_a_wrong_clock_wrote_is_mended(world, wrong):
    """The next good round dates it by its release: versions, changes and when a trial was seen first."""
    world.poll()
    world.publish(edit(SEED, {STATUS: "SUSPENDED"}))
    shifted(world, wrong)
    release = release_of(world)
    world.publish()
    world.poll()
    last = versions(world)[-1]
    assert last["valid_from"] <= release[:10]
    assert last["observed_at"] == f"{release}Z"
    days = {row["happened_on"] for row in rows(world, "SELECT happened_on FROM changes")}
    assert days == {release[:10]}
    assert rows(world, "SELECT count(*) AS n FROM polls WHERE abs(substr(started_at, 1, 4) - 2026) > 1") == [
        {"n": 0}
    ]


def test_what_an_earlier_release_of_the_program_wrote_is_mended(world):
    """A version valid from a day of the future, as they were written once, is so from the release at the latest."""
    world.poll()
    with open_for_writing(world.config.store.path) as store:
        store.execute("UPDATE versions SET valid_from = '2099-01-01'")
        store.execute("DELETE FROM state WHERE key = 'times_mended'")
    world.publish()
    world.poll()
    assert versions(world)[0]["valid_from"] == release_of(world)[:10]


def owed(world, day):
    """Watch a trial whose results are due on a day."""
    with open_for_writing(world.config.store.path) as store:
        store.execute("UPDATE trials SET results_due = ? WHERE nct = ?", [day, SEED])


@pytest.mark.parametrize("wrong", [YEARS, -YEARS], ids=["ahead", "behind"])
def test_a_wrong_clock_costs_no_overdue(world, wrong):
    """Results that are not due yet are not told as overdue, and are told once when they are, though first seen then."""
    shifted(world, wrong)
    first = release_of(world)[:10]
    world.publish()
    world.poll()
    owed(world, first)
    world.publish()
    shifted(world, wrong)
    assert world.changes().count("results.overdue") == (
        1 if wrong > timedelta() and release_of(world)[:10] > first else 0
    )
    for _ in range(3):
        world.publish()
        world.poll()
    assert world.changes().count("results.overdue") == 1
    owed(world, "2029-01-01")
    world.publish()
    shifted(world, YEARS)
    assert world.changes().count("results.overdue") == 1


def test_long_overdue_results_are_no_news_to_a_clock_that_is_behind(world):
    """A trial is not watched since before the release that showed it first."""
    shifted(world, -YEARS)
    owed(world, "2024-01-01")
    world.publish()
    world.poll()
    assert "results.overdue" not in world.changes()


def test_a_release_of_the_future_is_given_up_at_once(world):
    """The registry's next release counts again in the next round, though it is older."""
    world.poll()
    with open_for_writing(world.config.store.path) as store:
        store.execute("UPDATE state SET value = '\"2099-01-01T09:00:06\"' WHERE key = 'release'")
        store.execute("UPDATE state SET value = 'null' WHERE key = 'etag'")
    world.publish(edit(SEED, {STATUS: "SUSPENDED"}))
    assert world.poll().counts["changed"] == 1
    assert release_of(world).startswith("2026")
