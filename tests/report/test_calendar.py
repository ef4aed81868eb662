"""The calendar: read by another library than the one that writes it."""

from __future__ import annotations

import copy
from datetime import UTC, date, datetime, timedelta

import lives
import pytest
from records import a_record, put

from monitor.core.records.accessors import nct_of, title_of
from monitor.errors import UsageError
from monitor.report import write
from monitor.report.calendar import Dated, calendar
from monitor.report.milestones import milestones
from monitor.store.opening import open_for_reading, open_for_writing
from monitor.store.state import STORE, get_state
from monitor.store.trials import ensure_trial, update_trial

MODULE = "statusModule__"
PRIMARY, FULL = (f"{MODULE}{name}" for name in ("primaryCompletionDateStruct", "completionDateStruct"))


def planned(day, kind="ESTIMATED"):
    """Return a date as the record writes it."""
    return {"date": day, "type": kind}


@pytest.fixture
def dated(tmp_path):
    """A store with a trial whose completion moved twice, and one that was completed without results."""
    path = tmp_path / "store.db"
    title = "A trial; of many, words\\ and ☃ " * 12
    record = a_record(
        lives.ONE,
        **{PRIMARY: planned("2027-01-15"), FULL: planned("2027-06")},
        identificationModule__briefTitle=title,
    )
    with open_for_writing(path) as store:
        for seen, day in (("2026-09-01", "2027-06"), ("2026-09-03", "2027-12"), ("2026-09-05", "2028-03-31")):
            put(record, planned(day), *lives.STATUS, "completionDateStruct")
            lives.keep(store, lives.ONE, copy.deepcopy(record), seen)
        lives.keep(
            store,
            lives.SHORT,
            a_record(lives.SHORT, **{PRIMARY: planned("2026-02-28", "ACTUAL"), FULL: None}),
            "2026-09-01",
        )
    return path


def read_back(text):
    """Return a calendar as another library reads it."""
    from ical.calendar_stream import IcsCalendarStream  # half a second

    return IcsCalendarStream.calendar_from_ics(text)


def events(path, *numbers, **options):
    """Return the events of a calendar by number and name."""
    with open_for_reading(path) as reader:
        raw = write.calendar(reader, numbers or None, options.pop("public_url", ""), **options)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    read = read_back(raw.decode())
    assert len({event.uid for event in read.events}) == len(read.events)
    return {(event.summary[:11], event.categories[0]): event for event in read.events}


def test_each_day_is_an_event_of_a_whole_day(dated):
    """Primary and full completion and when results are due; a month's last day stands for it, and the words say so."""
    found = events(dated)
    assert {key: event.dtstart for key, event in found.items()} == {
        (lives.ONE, "Primary completion"): date(2027, 1, 15),
        (lives.ONE, "Completion"): date(2028, 3, 31),
        (lives.SHORT, "Primary completion"): date(2026, 2, 28),
        (lives.SHORT, "Results due"): date(2027, 2, 28),
    }
    assert all(event.dtend - event.dtstart == timedelta(days=1) for event in found.values())
    assert found[lives.ONE, "Primary completion"].status == "TENTATIVE"
    assert found[lives.SHORT, "Primary completion"].status == "CONFIRMED"
    assert "(actual)" in found[lives.SHORT, "Primary completion"].summary
    assert "42 CFR 11.44" in found[lives.SHORT, "Results due"].description


def test_a_month_alone_is_said(tmp_path):
    """It stands on the last day of the month."""
    path = tmp_path / "store.db"
    with open_for_writing(path) as store:
        lives.keep(
            store, lives.ONE, a_record(lives.ONE, **{PRIMARY: planned("2027-02"), FULL: None}), "2026-09-01"
        )
    (event,) = events(path).values()
    assert event.dtstart == date(2027, 2, 28)
    assert "primary completion (planned, some time in 2027-02)" in event.summary


def test_what_moved_is_told(dated):
    """The newest move first, and each raises the event's sequence, so that programs replace what they have."""
    event = events(dated)[lives.ONE, "Completion"]
    moves = [line for line in event.description.split("\n") if line.startswith("Moved")]
    assert moves == [
        "Moved on 2026-09-05: from 2027-12 to 2028-03-31.",
        "Moved on 2026-09-03: from 2027-06 to 2027-12.",
    ]
    assert event.sequence == 2
    assert isinstance(event.dtstamp, datetime)
    assert event.dtstamp.isoformat() == "2026-09-05T10:00:00+00:00"


def test_signs_of_a_title_are_text(dated):
    """Separators, backslashes, and letters that take several bytes, in lines that are folded."""
    description = events(dated)[lives.ONE, "Completion"].description
    assert description.startswith("A trial; of many, words\\ and ☃ A trial")


def test_ids_stay_and_are_those_of_one_store(dated):
    """Another store's calendar can stand beside it."""
    with open_for_reading(dated) as reader:
        name = get_state(reader, STORE)
    uids = {key: event.uid for key, event in events(dated).items()}
    assert all(uid.startswith(name) for uid in uids.values())
    assert uids == {key: event.uid for key, event in events(dated, public_url="https://x.example").items()}


def test_it_can_be_about_some_trials(dated):
    """By their numbers; one that is gone is left out, and so is what the record does not date."""
    assert {nct for nct, _ in events(dated, lives.SHORT, name="ms")} == {lives.SHORT}
    assert events(dated, "NCT99999999") == {}
    with open_for_writing(dated) as store, store.transaction():
        update_trial(store, ensure_trial(store, lives.SHORT), gone_at="2026-09-09T10:00:00Z")
    assert {nct for nct, _ in events(dated)} == {lives.ONE}


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "soon", "", None, 7, "2027-02-30"])
def test_a_date_that_is_none_harms_nothing(tmp_path, day):
    """It is left out, or stands where the record has it."""
    path = tmp_path / "store.db"
    with open_for_writing(path) as store:
        lives.keep(
            store,
            lives.ONE,
            a_record(lives.ONE, **{PRIMARY: planned(day), FULL: planned("2027-01")}),
            "2026-09-01",
        )
    assert (lives.ONE, "Completion") in events(path)


def test_more_trials_than_a_service_makes_are_an_error(dated):
    """It says how many and what to do; a command makes them all."""
    with pytest.raises(UsageError, match=r"a calendar of 2 trials .* group of up to 1"):
        events(dated, most=1)


def test_a_date_without_a_type_is_neither_planned_nor_actual(tmp_path):
    """As in records of the registry's first years."""
    path = tmp_path / "store.db"
    with open_for_writing(path) as store:
        lives.keep(
            store,
            lives.ONE,
            a_record(lives.ONE, **{PRIMARY: {"date": "2007-02-05"}, FULL: None}),
            "2026-09-01",
        )
    (event,) = events(path).values()
    assert event.summary.startswith(f"{lives.ONE}: primary completion – ")


def test_the_dates_of_every_record_make_a_calendar(corpus):
    """Whatever the record has; each in the year that the record names."""
    records = corpus.records(slice(None, None, 10 if corpus.real else 1))
    trials = [
        Dated(
            number,
            nct_of(record),
            title_of(record),
            datetime(2026, 9, 1, tzinfo=UTC),
            tuple(milestones(record, ())),
        )
        for number, record in enumerate(records)
    ]
    read = read_back(calendar(trials, store="s").decode())
    told = [milestone for trial in trials for milestone in trial.milestones]
    assert [event.dtstart for event in read.events] == [milestone.day for milestone in told]
    assert all(milestone.day.isoformat().startswith(milestone.written[:7]) for milestone in told)
    assert len(told) > len(records)
