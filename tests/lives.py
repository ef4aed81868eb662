"""Stores with whole lives of trials in them, for tests of what people look at."""

from __future__ import annotations

import copy
import fcntl
import json
import os
import shutil
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from records import LOCATIONS, a_record, letters, put, sites

from monitor.core.changes import classify
from monitor.core.records import accessors
from monitor.core.watchlist import NAMED, related_to
from monitor.simulator import history_of, seed_records
from monitor.store.changes import add_changes, past_dates
from monitor.store.listed import list_values
from monitor.store.opening import open_for_writing
from monitor.store.trials import ensure_trial, update_trial
from monitor.store.versions import add_polled, latest_version, read_record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pytest

    from monitor.store.connection import Connection

    Record = dict[str, Any]

SEED, SHORT, LONG, ONE, NONE = "NCT03822858", "NCT90000002", "NCT90000060", "NCT90000001", "NCT90000000"
WATCHED = {SEED: NAMED, SHORT: (related_to(SEED),), LONG: NAMED, ONE: NAMED, NONE: NAMED}
STATUS = ("protocolSection", "statusModule")
ELIGIBILITY = ("protocolSection", "eligibilityModule", "eligibilityCriteria")


def keep(store: Connection, nct: str, record: Record, seen: str) -> None:
    """Keep a version as a poll does, with the changes since the one before it."""
    with store.transaction():
        trial = ensure_trial(store, nct)
        latest = latest_version(store, trial)
        version = add_polled(store, trial, letters(record), record, latest, observed_at=f"{seen}T10:00:00Z")
        if latest:
            changes = classify(
                json.loads(read_record(store, latest.id)), record, past=past_dates(store, trial)
            )
            add_changes(store, trial, changes, latest, version, observed_at=f"{seen}T10:00:00Z")
        update_trial(
            store,
            trial,
            title=accessors.title_of(record),
            sponsor=accessors.sponsor_of(record),
            status=accessors.status_of(record),
            fingerprint="x",
            **list_values(record),
            first_seen_at=f"{seen}T10:00:00Z",
        )


def seven_years(store: Connection) -> None:
    """Keep the eleven versions of the seed trial, as its record history has them."""
    whole = seed_records()[0]
    for version in history_of(SEED):
        record = copy.deepcopy(whole) | {"protocolSection": version.protocol}
        keep(store, SEED, record, accessors.registry_date_of(record) or version.date)
    with store.transaction():
        store.execute(
            "UPDATE versions SET source = 'history' WHERE trial_id = ?", [ensure_trial(store, SEED).id]
        )


def two_versions(store: Connection) -> None:
    """Keep a trial that changed once, in most of the ways in which a trial can."""
    first = a_record(SHORT, statusModule__lastUpdatePostDateStruct={"date": "2026-08-20", "type": "ACTUAL"})
    keep(store, SHORT, first, "2026-08-21")
    second = copy.deepcopy(first)
    put(second, {"date": "2026-09-02", "type": "ACTUAL"}, *STATUS, "lastUpdatePostDateStruct")
    put(second, "ACTIVE_NOT_RECRUITING", *STATUS, "overallStatus")
    put(second, {"date": "2028-03", "type": "ESTIMATED"}, *STATUS, "completionDateStruct")
    put(
        second,
        "Inclusion Criteria:\n\n* Adults\n* Walks 20 m without help\n\nExclusion Criteria:\n\n* Fever\n* Any earlier treatment with cells",
        *ELIGIBILITY,
    )
    put(second, {"count": 80, "type": "ESTIMATED"}, "protocolSection", "designModule", "enrollmentInfo")
    module = second["protocolSection"]["outcomesModule"]
    module["secondaryOutcomes"].insert(0, module["primaryOutcomes"].pop())
    module["primaryOutcomes"].append({"measure": "Survival", "timeFrame": "5 years"})
    second["protocolSection"]["contactsLocationsModule"]["locations"] = [
        *sites(2),
        {"facility": "New <b>Clinic</b>", "city": "Lyon", "country": "France", "status": "RECRUITING"},
    ]
    keep(store, SHORT, second, "2026-09-03")


def sixty_versions(store: Connection, *, places: int = 800) -> None:
    """Keep a trial of sixty versions and eight hundred sites that does not come to an end."""
    day = date(2017, 3, 6)
    record = a_record(
        LONG,
        identificationModule__briefTitle="A Very Long-Running International Platform Trial of Invented Cells, Other Cells and Standard Care in a Disease With a Long Name",
        statusModule__studyFirstSubmitDate="2016-11-02",
        statusModule__overallStatus="NOT_YET_RECRUITING",
    )
    put(record, sites(places // 2), *LOCATIONS)
    for number in range(60):
        record = _next(record, number, day, places)
        keep(store, LONG, record, (day + timedelta(days=2)).isoformat())
        day += timedelta(days=58)


def _next(record: Record, number: int, day: date, places: int) -> Record:
    record = copy.deepcopy(record)
    status = {
        2: "RECRUITING",
        25: "SUSPENDED",
        28: "RECRUITING",
        50: "ACTIVE_NOT_RECRUITING",
        58: "COMPLETED",
    }
    put(record, {"date": day.isoformat(), "type": "ACTUAL"}, *STATUS, "lastUpdatePostDateStruct")
    put(record, status.get(number), *STATUS, "overallStatus") if number in status else None
    if number % 6 == 5 and number < 58:
        end = {"date": f"{2020 + number // 6}-0{1 + number % 8}", "type": "ESTIMATED"}
        put(record, end, *STATUS, "completionDateStruct")
        put(record, end | {"date": f"{2019 + number // 6}-06"}, *STATUS, "primaryCompletionDateStruct")
    if number % 12 == 7:
        put(
            record,
            {"count": 400 + 150 * number, "type": "ESTIMATED"},
            "protocolSection",
            "designModule",
            "enrollmentInfo",
        )
    if number % 9 == 4:
        text = record["protocolSection"]["eligibilityModule"]["eligibilityCriteria"]
        put(record, f"{text}\n* No infection number {number} within {number} weeks", *ELIGIBILITY)
    if number % 15 == 3:
        record["protocolSection"]["outcomesModule"]["secondaryOutcomes"].append(
            {"measure": f"Scale {number}", "timeFrame": f"{number} months"}
        )
    if number == 20:
        put(record, sites(places), *LOCATIONS)
    if number > 20 and number % 8 == 0:
        for site in record["protocolSection"]["contactsLocationsModule"]["locations"][number::40]:
            site["status"] = "COMPLETED"
    if number == 58:
        put(
            record,
            {"date": (day - timedelta(days=9)).isoformat(), "type": "ACTUAL"},
            *STATUS,
            "completionDateStruct",
        )
        put(record, {"count": 6021, "type": "ACTUAL"}, "protocolSection", "designModule", "enrollmentInfo")
    if number == 59:
        put(record, True, "hasResults")
        put(
            record,
            {"participantFlowModule": {"recruitmentDetails": "Between 2017 and 2026"}},
            "resultsSection",
        )
    return record


LIVES = (seven_years, two_versions, sixty_versions)


def fill(path: Path, lives: Iterable[Any] = LIVES) -> Path:
    """Make a store with lives in it, and a trial of a single version."""
    with open_for_writing(path) as store:
        for life in lives:
            life(store)
        keep(store, ONE, a_record(ONE), "2026-09-02")
    return path


def filled(factory: pytest.TempPathFactory, lives: Iterable[Any] = LIVES) -> Path:
    """Return such a store, alone in a folder: a copy of one that is made once for all processes of pytest."""
    base = factory.getbasetemp()
    name = "_".join(life.__name__ for life in lives)
    made = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / f"{name}.db"
    with made.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            fill(made.with_suffix(".new"), lives).rename(made)
    return shutil.copy(made, factory.mktemp("lives") / "store.db")
