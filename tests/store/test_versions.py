"""Tests of versions: exact, in their order of time, and checked."""

from __future__ import annotations

import json
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from records import a_record, letters, released

from monitor.errors import Damaged, NothingStored, StoreError
from monitor.store import blobs, verify
from monitor.store.opening import open_for_reading
from monitor.store.trials import ensure_trial, update_trial
from monitor.store.versions import (
    latest_version,
    load_version,
    newest_versions,
    read_record,
    version_at,
    version_history,
)

NCT = "NCT90000001"
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def bases(store):
    """Return for each version whether it stands alone (None) or the number of the one that it patches."""
    return store.tuples(
        "SELECT (SELECT version FROM versions b WHERE b.id = v.base) FROM versions v ORDER BY version"
    )


def damage(store, version, place):
    """Turn over one byte of what is stored of a version."""
    (blob,) = store.execute("SELECT blob FROM versions WHERE version = ?", [version]).fetchone()
    turned = bytearray(blob)
    turned[place % len(blob)] ^= 0xFF
    store.execute("UPDATE versions SET blob = ? WHERE version = ?", [bytes(turned), version])


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a" : 1.10, "b":1e2,"c":-0.0,"d":0.1000000000000000055511151231257827, "e":123456789012345678901234567890}\n',
        '{"title":"Ünïcødé ≥ 10⁶/kg – 中文 🙂","escaped":"\\u00e9\\/"}'.encode(),
        b'{"spaces" :   [ 1 ,2,\t3 ]  }',
        b"[" + b"1," * 2_000_000 + b"1]",
    ],
    ids=["odd numbers", "non-ASCII", "spaces", "4 MB"],
)
def test_a_version_is_kept_exactly(keeper, path, raw):
    """Not a letter of a version changes on its way in and out, first, patched, or as a base."""
    stored = [
        keeper.keep("2026-09-01", raw=b'{"something":"quite different"}'),
        keeper.keep("2026-09-02", raw=raw),
    ]
    stored.append(keeper.keep("2026-09-03", raw=raw[:-1] + b" " + raw[-1:]))
    with open_for_reading(path) as reader:
        assert read_record(reader, stored[1].id) == read_record(keeper.store, stored[1].id) == raw
        assert read_record(reader, stored[2].id) == raw[:-1] + b" " + raw[-1:]


@given(st.lists(json_values, min_size=1, max_size=5))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_records_are_kept_exactly(keeper, path, values):
    """Whatever stands in records, each comes back with its letters, and all pass the check."""
    raws = [json.dumps({"record": value}, ensure_ascii=False).encode() for value in values]
    stored = [keeper.keep("2026-09-01", raw=raw) for raw in raws]
    with open_for_reading(path) as reader:
        assert [read_record(reader, version.id) for version in stored] == raws
        assert not [fault for *_, fault in verify.versions(reader) if fault]


def test_a_version_too_large_to_be_read_again_is_not_kept(keeper):
    """What could not be restored is refused at the door."""
    with pytest.raises(StoreError, match="too large"):
        keeper.keep("2026-09-01", raw=b" " * (blobs.MAX_BYTES + 1))


def test_patches_are_never_patched(keeper):
    """Later versions are patches against the first one, not against one another."""
    for day in range(1, 6):
        keeper.keep(f"2026-09-0{day}", descriptionModule__briefSummary=f"Summary of day {day}.")
    assert bases(keeper.store) == [(None,), (1,), (1,), (1,), (1,)]


def test_a_patch_that_outgrows_begins_anew(keeper, path):
    """A version quite unlike its base stands alone, and the next ones are patches against it."""
    noise = [os.urandom(6000).hex() for _ in range(2)]
    raws = [
        letters(a_record(descriptionModule__briefSummary=text))
        for text in (noise[0], noise[0] + "a", noise[1], noise[1] + "a", noise[0])
    ]
    stored = [keeper.keep("2026-09-01", raw=raw) for raw in raws]
    assert bases(keeper.store) == [(None,), (1,), (None,), (3,), (None,)]
    with open_for_reading(path) as reader:
        assert [read_record(reader, version.id) for version in stored] == raws


def test_patches_are_small(keeper):
    """A day's change of one value costs a few dozen bytes."""
    keeper.keep("2026-09-01")
    keeper.keep("2026-09-01", statusModule__overallStatus="COMPLETED")
    assert keeper.store.value("SELECT length(blob) FROM versions WHERE version = 2") < 100


@pytest.mark.parametrize("version", [1, 2, 3])
@pytest.mark.parametrize("place", [0, 4, 9, -1])
def test_a_flipped_byte_is_found_and_named(keeper, path, version, place):
    """The check names the damaged version, and those that need it, and nothing else."""
    for day in (1, 2, 3):
        keeper.keep(f"2026-09-0{day}", descriptionModule__briefSummary=f"Summary of day {day}.")
    damage(keeper.store, version, place)
    with open_for_reading(path) as reader:
        found = {(trial, number) for trial, number, fault in verify.versions(reader) if fault}
        assert found == {(NCT, number) for number in ([1, 2, 3] if version == 1 else [version])}
        with pytest.raises(Damaged):
            read_record(reader, load_version(reader, NCT, version).id)


def test_a_wrong_checksum_and_a_missing_base_are_found(keeper, path):
    """A version whose checksum or base was tampered with is named by the check."""
    for day in (1, 2, 3):
        keeper.keep(f"2026-09-0{day}", descriptionModule__briefSummary=f"Summary of day {day}.")
    keeper.store.execute("UPDATE versions SET sha256 = 'x' WHERE version = 2")
    keeper.store.execute("PRAGMA foreign_keys = OFF")
    keeper.store.execute("UPDATE versions SET base = 99 WHERE version = 3")
    with open_for_reading(path) as reader:
        assert {version for _, version, fault in verify.versions(reader) if fault} == {2, 3}
        assert verify.integrity(reader)


def test_a_whole_store_passes_the_check(keeper, path):
    """Nothing is wrong with a store that nobody touched."""
    keeper.keep("2026-09-01")
    keeper.keep("2026-09-02")
    with open_for_reading(path) as reader:
        assert list(verify.versions(reader)) == [(NCT, 1, None), (NCT, 2, None)]
        assert verify.integrity(reader) == []


def test_versions_count_as_they_came(keeper, path):
    """Versions of a trial are numbered from 1 in the order in which they came, each trial for itself."""
    assert [keeper.keep("2026-09-02").version, keeper.keep("2026-09-01").version] == [1, 2]
    keeper.nct = "NCT90000002"
    assert keeper.keep("2026-09-02").version == 1
    with open_for_reading(path) as reader:
        assert [row["version"] for row in version_history(reader, "NCT90000002")] == [1]


def test_the_first_version_is_valid_from_its_registry_date(keeper):
    """The registry said so since its own date, long before it was first seen."""
    assert keeper.keep("2024-01-10", seen="2026-09-10").valid_from == "2024-01-10"


@pytest.mark.parametrize("date", [None, "2024-01"])
def test_a_first_version_without_a_day_is_valid_from_when_it_was_seen(keeper, date):
    """Without a date, or with a month alone, the day on which it was seen has to do."""
    assert keeper.keep(date, seen="2026-09-10").valid_from == "2026-09-10"


@pytest.mark.parametrize(
    ("dates", "seen", "valid_from"),
    [
        (("2026-09-01", "2026-09-08"), "2026-09-10", "2026-09-08"),  # the sponsor's own day
        (("2026-09-01", "2026-09-01"), "2026-09-10", "2026-09-10"),  # the registry itself, on the day seen
        (("2026-09-01", None), "2026-09-10", "2026-09-10"),  # no date at all
        (("2026-09-01", "2026-09"), "2026-09-10", "2026-09-10"),  # only a month: no day
        (("2026-09-01", "2026-08-01"), "2026-09-10", "2026-09-10"),  # not back in time
    ],
)
def test_valid_from_is_the_registry_date_where_it_moved(keeper, dates, seen, valid_from):
    """A version is valid from its registry date where that moved, else from the day on which it was seen."""
    keeper.keep(dates[0], seen="2026-09-05")
    assert keeper.keep(dates[1], seen=seen, statusModule__overallStatus="UNKNOWN").valid_from == valid_from


def test_the_date_is_compared_with_the_version_before(keeper):
    """Where the registry wrote in between, the sponsor's next date still counts as moved."""
    keeper.keep("2026-09-01", seen="2026-09-02")
    assert keeper.keep("2026-09-01", seen="2026-09-05").valid_from == "2026-09-05"
    assert keeper.keep("2026-09-09", seen="2026-09-10").valid_from == "2026-09-09"


def test_history_goes_by_the_registrys_time(keeper, path):
    """A version that came later but was valid earlier stands earlier: in history, newest and at."""
    keeper.keep("2026-09-01")
    keeper.keep("2026-09-08", statusModule__overallStatus="COMPLETED")
    keeper.store.execute(  # as from the record history: it came last and is the oldest
        "INSERT INTO versions (trial_id, version, observed_at, valid_from, source, status, sha256, bytes, blob) "
        "SELECT trial_id, 3, '2026-09-11T00:00:00Z', '2020-05-05', 'history', 'SUSPENDED', sha256, bytes, blob "
        "FROM versions WHERE version = 1"
    )
    with open_for_reading(path) as reader:
        assert [row["version"] for row in version_history(reader, NCT)] == [2, 1, 3]
        assert [held.version for held in newest_versions(reader, NCT, 2)] == [2, 1]
        assert version_at(reader, NCT, "2026-09-07").version == 1
        assert version_at(reader, NCT, "2026-09-08").version == 2
        assert version_at(reader, NCT, "2030-01-01").version == 2
        assert version_at(reader, NCT, "2020-05-05").version == 3
        with pytest.raises(
            NothingStored, match=f"{NCT} has no version as of 2020-05-04; the first one is of 2020-05-05"
        ):
            version_at(reader, NCT, "2020-05-04")
    assert latest_version(keeper.store, keeper.trial).version == 2


def test_of_one_day_the_later_version_counts(keeper, path):
    """Two versions valid from one day are ordered as they came."""
    keeper.keep("2026-09-01", seen="2026-09-10")
    keeper.keep("2026-09-01", seen="2026-09-10", statusModule__overallStatus="COMPLETED")
    keeper.keep("2026-09-10", seen="2026-09-10")
    with open_for_reading(path) as reader:
        assert [row["version"] for row in version_history(reader, NCT)] == [3, 2, 1]
        assert version_at(reader, NCT, "2026-09-10").version == 3


def test_history_in_json(keeper, path):
    """Each version has the keys of the interface page."""
    raw = letters(released(a_record(), "2026-09-04"))
    keeper.keep("2026-09-01", raw=raw)
    with open_for_reading(path) as reader:
        (row,) = version_history(reader, NCT)
    assert row == {
        "version": 1,
        "observed_at": "2026-09-10T10:00:00Z",
        "valid_from": "2026-09-01",
        "registry_date": "2026-09-01",
        "registry_version": None,
        "source": "poll",
        "status": "RECRUITING",
        "sha256": blobs.digest(raw),
        "bytes": len(raw),
        "pruned_at": None,
        "events": [],
    }


def test_what_is_not_held(keeper, path):
    """An unknown trial, one without a version, and an unknown version are said to be so."""
    keeper.keep("2026-09-01")
    update_trial(
        keeper.store,
        ensure_trial(keeper.store, "NCT90000002"),
        last_error="the registry has no trial NCT90000002",
    )
    with open_for_reading(path) as reader:
        with pytest.raises(NothingStored, match="NCT90000003 is not in the store"):
            version_history(reader, "NCT90000003")
        with pytest.raises(
            NothingStored, match="NCT90000002 has no version in the store: the registry has no trial"
        ):
            newest_versions(reader, "NCT90000002", 1)
        with pytest.raises(NothingStored, match=f"{NCT} has no version 7"):
            load_version(reader, NCT, 7)


@pytest.mark.parametrize("date", ["9999-99-99", "2026-W01-1", "26-09-2026"])
def test_a_date_that_is_none(keeper, date):
    """Ten letters that are no day are no date to be valid from: they would sort before or after all others."""
    assert keeper.keep(date, seen="2026-09-10").valid_from == "2026-09-10"


def test_a_clock_that_was_set_back(keeper, path):
    """A version that is seen before the one that came earlier is not put before it."""
    keeper.keep("2026-09-01", seen="2026-09-10")
    keeper.keep("2026-09-01", seen="2026-09-10", statusModule__overallStatus="SUSPENDED")
    late = keeper.keep("2026-09-01", seen="2020-01-01", statusModule__overallStatus="COMPLETED")
    assert late.valid_from == "2026-09-10"
    with open_for_reading(path) as reader:
        assert [held.version for held in newest_versions(reader, NCT, 3)] == [3, 2, 1]
