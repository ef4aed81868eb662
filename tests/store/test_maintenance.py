"""What keeps a store sound for years: checksums, backups, pruning, dictionaries and migrations."""

import json
import random
import sqlite3
import threading
from pathlib import Path

import pytest
from records import NCT, a_record, letters, sites

from monitor.errors import NothingStored, StoreError
from monitor.model import Message
from monitor.store import blobs, deliveries, schema, verify
from monitor.store.backup import backup
from monitor.store.changes import list_changes
from monitor.store.opening import open_for_reading, open_for_writing
from monitor.store.packing import SAMPLES, SUPPLIED, learn
from monitor.store.prune import prunable, prune
from monitor.store.state import Key, get_state, set_state
from monitor.store.trials import ensure_trial
from monitor.store.versions import (
    add_polled,
    latest_version,
    load_version,
    newest_versions,
    read_record,
    version_history,
)

DICTIONARY = Path(schema.__file__).parent / "migrations/m019_first_records.zdict"
STORES = Path(__file__).with_name("stores")
NOW = "2026-10-01T10:00:00Z"


def faults(path):
    with open_for_reading(path) as reader:
        return [(trial, version) for trial, version, fault in verify.versions(reader) if fault]


def chain(keeper, count=6):
    """Keep versions of one trial, a week apart, and return their letters."""
    stored = []
    for number in range(count):
        day = f"2026-0{1 + number // 4}-{1 + 7 * (number % 4):02}"
        record = a_record(
            keeper.nct,
            statusModule__lastUpdatePostDateStruct={"date": day, "type": "ACTUAL"},
            descriptionModule__briefSummary=f"Text number {number}",
        )
        stored.append(letters(record))
        keeper.keep(day, seen=day, descriptionModule__briefSummary=f"Text number {number}")
    return stored


def test_a_flipped_byte_is_found_wherever_it_is(store, keeper, path):
    """In each stored version, at several places, ``verify`` names the version, and those that patch it."""
    chain(keeper)
    assert faults(path) == []
    stored = store.tuples("SELECT id, version, base, blob FROM versions")
    chance = random.Random(1)
    for number, version, base, blob in stored:
        for place in {0, len(blob) // 2, len(blob) - 1, chance.randrange(len(blob))}:
            broken = bytearray(blob)
            broken[place] ^= 1 << chance.randrange(8)
            store.execute("UPDATE versions SET blob = ? WHERE id = ?", [bytes(broken), number])
            named = [found for _, found in faults(path)]
            assert version in named or bytes(broken) == blob, (version, place)
            assert len(named) == 1 or base is None
        store.execute("UPDATE versions SET blob = ? WHERE id = ?", [blob, number])


@pytest.mark.parametrize(
    ("column", "value"),
    [("sha256", "0" * 64), ("status", "COMPLETED"), ("registry_date", "1999-01-01"), ("bytes", 1)],
)
def test_what_is_written_beside_a_version_is_checked_too(store, keeper, path, column, value):
    """Its checksum, status, date and size have to be those of its bytes."""
    chain(keeper, 3)
    store.execute(f"UPDATE versions SET {column} = ? WHERE version = 2", [value])
    assert faults(path) == [("NCT90000001", 2)]


def test_a_backup_is_a_store(store, keeper, path, tmp_path):
    """It opens as one, holds the same, and is never written over."""
    stored = chain(keeper)
    copy = tmp_path / "copy.db"
    backup(path, copy)
    assert faults(copy) == []
    with open_for_reading(copy) as reader:
        assert [read_record(reader, load_version(reader, "NCT90000001", n).id) for n in range(1, 7)] == stored
    with pytest.raises(StoreError, match="is there already"):
        backup(path, copy)
    with open_for_writing(copy) as restored:
        assert ensure_trial(restored, "NCT90000001").fingerprint == "x"
    assert not list(tmp_path.glob(".*.partial"))


def test_a_backup_under_writes_is_of_one_moment(path, tmp_path, keeper_of):
    """While another connection writes versions and their count together, the copy has as many as it says."""
    with open_for_writing(path) as first:
        keeper_of(first).keep("2026-01-01")
        set_state(first, Key("count"), 1)
    stop = threading.Event()

    def write():
        with open_for_writing(path) as store:
            trial, number = ensure_trial(store, "NCT90000001"), 1
            while not stop.is_set():
                number += 1
                record = a_record(
                    contactsLocationsModule__locations=sites(40), statusModule__overallStatus=f"S{number}"
                )
                with store.transaction():
                    add_polled(
                        store, trial, letters(record), record, latest_version(store, trial), observed_at=NOW
                    )
                    set_state(store, Key("count"), number)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for copy in (tmp_path / f"copy{number}.db" for number in range(5)):
            backup(path, copy)
            with open_for_reading(copy) as reader:
                held = reader.rows("SELECT count(*) AS count FROM versions")[0]["count"]
                assert held == get_state(reader, Key("count"))
            assert faults(copy) == []
    finally:
        stop.set()
        thread.join()


def test_a_backup_that_cannot_be_written_says_so(store, keeper, path, tmp_path):
    """A folder that is not there is named, and nothing is left behind."""
    chain(keeper, 1)
    with pytest.raises(StoreError, match=r"copy\.db cannot be written: there is no folder .*missing$"):
        backup(path, tmp_path / "missing" / "copy.db")


def pruned(store, **options):
    with store.transaction():
        found = prunable(store, **options)
        prune(store, found, NOW)
    return [version.version for version in found]


def test_pruning_gives_up_bytes_and_keeps_everything_else(store, keeper, path):
    """The rest is read letter by letter, also what patched a version that is gone; the history keeps its lines."""
    stored = chain(keeper)
    assert pruned(store, keep=2) == [1, 2, 3, 4]
    with open_for_reading(path) as reader:
        assert [row["version"] for row in version_history(reader, "NCT90000001")] == [6, 5, 4, 3, 2, 1]
        assert [
            read_record(reader, load_version(reader, "NCT90000001", number).id) for number in (5, 6)
        ] == stored[4:]
        with pytest.raises(NothingStored, match="was pruned"):
            read_record(reader, load_version(reader, "NCT90000001", 1).id)
    assert faults(path) == []
    assert pruned(store, keep=2) == []
    assert store.value("SELECT count(*) FROM versions WHERE length(blob) = 0") == 4


def test_pruning_by_age(store, keeper):
    """Versions valid from before a day go, but never the newest of a trial."""
    chain(keeper)
    assert pruned(store, before="2026-01-16") == [1, 2, 3]
    assert pruned(store, before="2099-01-01") == [4, 5]


def test_what_an_alert_needs_that_was_not_sent_is_never_pruned(store, keeper):
    """Both versions of its changes stay until it is sent."""
    chain(keeper)
    trial = keeper.trial
    with store.transaction():
        (change,) = store.execute(
            "INSERT INTO changes (trial_id, from_version, to_version, kind, event, severity, origin, path, summary, "
            "observed_at, happened_on) VALUES (?, 2, 3, 'status', 'other', 'low', 'sponsor', 'p', 's', ?, '2026-01-15') "
            "RETURNING id",
            [trial.id, NOW],
        ).fetchone()
        number = deliveries.enqueue(
            store, "team", trial.id, Message("s", "b"), [change], queued_at=NOW, due_at=NOW
        )
    assert pruned(store, keep=1) == [1, 4, 5]
    store.execute("UPDATE deliveries SET state = 'sent' WHERE id = ?", [number])
    assert pruned(store, keep=1) == [2, 3]


@pytest.mark.shared
def test_the_first_records_of_a_store_take_three_tenths_of_their_json(real):
    """With the dictionary that comes with the program, in the mean of real records, of which it has no text."""
    compress = blobs.Alone(DICTIONARY.read_bytes())
    shares = [len(compress(raw)) / len(raw) for raw in map(letters, real.records())]
    assert sum(shares) / len(shares) < 0.3


def test_a_store_keeps_the_dictionary_that_it_began_with(store, path):
    """The first record is kept with it, and read by what the store has, whatever a later program supplies."""
    record = a_record()
    with store.transaction():
        add_polled(store, ensure_trial(store, NCT), letters(record), record, None, observed_at=NOW)
    blob, number = store.tuples("SELECT blob, dictionary FROM versions")[0]
    assert number == SUPPLIED
    assert len(blob) < 0.8 * len(blobs.alone(letters(record)))
    assert store.value("SELECT bytes FROM dictionaries WHERE id = ?", [number]) == DICTIONARY.read_bytes()
    with open_for_reading(path) as reader:
        assert read_record(reader, 1) == letters(record)


def test_a_dictionary_is_learned_once_and_makes_first_versions_smaller(store, path):
    """From the store's own records, when there are enough; what came before and after is read letter by letter."""

    def keep(number):
        record = a_record(f"NCT9{number:07}", descriptionModule__briefSummary=f"About {number * 7919}")
        with store.transaction():
            add_polled(
                store, ensure_trial(store, f"NCT9{number:07}"), letters(record), record, None, observed_at=NOW
            )
        return letters(record)

    stored = [keep(number) for number in range(SAMPLES - 1)]
    assert not learn(store)
    stored.append(keep(SAMPLES - 1))
    assert learn(store)
    assert learn(store)
    assert store.value("SELECT count(*) FROM dictionaries WHERE id > ?", [SUPPLIED]) == 1
    stored += [keep(number) for number in range(SAMPLES, SAMPLES + 5)]
    sizes = store.tuples("SELECT length(blob), dictionary FROM versions ORDER BY id")
    assert [row[1] for row in sizes[-6:]] == [SUPPLIED, 1, 1, 1, 1, 1]
    assert sizes[-1][0] < sizes[0][0] * 0.8
    with open_for_reading(path) as reader:
        assert [
            read_record(reader, row["id"]) for row in reader.rows("SELECT id FROM versions ORDER BY id")
        ] == stored
    assert faults(path) == []


@pytest.mark.parametrize("dump", sorted(STORES.glob("*.sql")), ids=lambda path: path.stem)
def test_a_store_of_an_earlier_release_is_upgraded(dump, tmp_path):
    """With all that is in it: versions, changes, and alerts that still wait."""
    path = tmp_path / "store.db"
    with sqlite3.connect(path) as old:
        old.executescript(dump.read_text(encoding="utf-8"))
    old.close()
    with open_for_writing(path) as store:
        waiting = deliveries.due(store, NOW)
        previous = store.tuples("SELECT version, previous FROM versions WHERE trial_id = 1 ORDER BY version")
    assert len(waiting) == 4
    assert previous == [(1, None), (2, 1), (3, 2)]
    assert faults(path) == []
    with open_for_reading(path) as reader:
        assert verify.integrity(reader) == []
        rows = version_history(reader, "NCT90000001")
        assert [row["valid_from"] for row in rows] == ["2026-09-15", "2026-09-08", "2026-09-01"]
        assert rows[0]["events"][0] == "status.resumed"
        assert json.loads(read_record(reader, newest_versions(reader, "NCT90000002", 1)[0].id))[
            "protocolSection"
        ]
        assert len(list_changes(reader)) >= 4
        for view in ("watched_trials", "change_log", "version_log", "delivery_log"):
            assert reader.rows(f"SELECT * FROM {view}")
