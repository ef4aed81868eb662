"""The record history: the versions of a trial that its sponsor has submitted, oldest first.

Reported by public research tools; the registry documents none of it. The scripted
history of NCT03822858 is kept in `trials/` as the steps back from its newest version,
so that this one is the seed record by construction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from monitor.simulator.paths import ABSENT, copied, get, put
from monitor.simulator.seed import WATCHED, load
from monitor.simulator.update_dates import move_update

if TYPE_CHECKING:
    from monitor.model import Json, Record

LABELS = {
    "identificationModule": "Study Identification",
    "statusModule": "Study Status",
    "sponsorCollaboratorsModule": "Sponsor/Collaborators",
    "oversightModule": "Oversight",
    "descriptionModule": "Study Description",
    "conditionsModule": "Conditions",
    "designModule": "Study Design",
    "armsInterventionsModule": "Arms and Interventions",
    "outcomesModule": "Outcome Measures",
    "eligibilityModule": "Eligibility",
    "contactsLocationsModule": "Contacts/Locations",
    "referencesModule": "References",
    "ipdSharingStatementModule": "IPDSharing",
}
"""The names under which the history tells which modules a version touches."""


@dataclass(frozen=True, slots=True)
class Version:
    """One submitted version: the day it was submitted, and the record's sponsor-written section in v2 form."""

    date: str
    protocol: Record
    labels: tuple[str, ...] = ()

    @property
    def status(self) -> str | None:
        """The overall status as of this version; None if it has none (reported, of old versions)."""
        status = self.protocol.get("statusModule", {}).get("overallStatus")
        return None if status is None else str(status)


def history_of(nct: str) -> tuple[Version, ...]:
    """Return the versions of a seed trial, oldest first: those scripted, or the one in the seed."""
    return _of_watched() if nct == WATCHED else first(load(nct))


def first(record: Record) -> tuple[Version, ...]:
    """Return the history of a record of which nothing earlier is known; the scripted one where it leads here."""
    protocol = record["protocolSection"]
    if protocol["identificationModule"]["nctId"] == WATCHED and _of_watched()[-1].protocol == protocol:
        return _of_watched()
    return (Version(_submitted(protocol), copied(protocol)),)


def followed(history: tuple[Version, ...], record: Record) -> tuple[Version, ...]:
    """Add the record as a new version if the sponsor has submitted it since the last."""
    protocol = record["protocolSection"]
    if _submitted(protocol) == history[-1].date:
        return history
    return (
        *history,
        Version(_submitted(protocol), copied(protocol), _labels(history[-1].protocol, protocol)),
    )


@cache
def _of_watched() -> tuple[Version, ...]:
    """Return the scripted history; nobody changes what is in it."""
    return _scripted(load(WATCHED), load(f"history-{WATCHED}")["versions"])


def _scripted(newest: Record, steps: list[Json]) -> tuple[Version, ...]:
    dates = [(date.fromisoformat(step["posted"]), date.fromisoformat(step["date"])) for step in steps]
    records = [newest]
    for step, (posted, submitted) in zip(reversed(steps[1:]), reversed(dates[:-1]), strict=True):
        records.insert(0, _before(records[0], step))
        move_update(records[0], posted, submitted)
    protocols = [record["protocolSection"] for record in records]
    labels = [(), *(_labels(old, new) for old, new in pairwise(protocols))]
    return tuple(
        Version(step["date"], protocol, label)
        for step, protocol, label in zip(steps, protocols, labels, strict=True)
    )


def _before(record: Record, step: Json) -> Record:
    """Undo one step: values that it set, then fragments of text that it reworded."""
    record = copied(record)
    for path, value in step["before"].items():
        put(record, path, ABSENT if value is None else value)
    for rewording in step["rewordings"]:
        text = get(record, rewording["path"])
        if rewording["now"] not in text:
            message = f"version {step['date']}: {rewording['now']!r} is not in {rewording['path']}"
            raise ValueError(message)
        put(record, rewording["path"], text.replace(rewording["now"], rewording["was"]))
    return record


def _submitted(protocol: Record) -> str:
    status = protocol.get("statusModule", {})
    return str(status.get("lastUpdateSubmitDate") or status.get("studyFirstSubmitDate", "2000-01-01"))


def _labels(old: Record, new: Record) -> tuple[str, ...]:
    return tuple(label for module, label in LABELS.items() if old.get(module) != new.get(module))
