"""The record history: build paths and parse answers. Sends nothing itself.

This API serves the registry's own web pages and is undocumented (known from public research
tools). If it is missing or its format changes, only the record history is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.records import canonical
from monitor.core.records.accessors import get
from monitor.core.records.dates import parse_day
from monitor.core.records.plausibility import check_depth, check_record
from monitor.core.records.text_equivalence import rendered
from monitor.ctgov.api import is_not_found
from monitor.errors import BadAnswer

if TYPE_CHECKING:
    from monitor.core.records.text_equivalence import Spelling
    from monitor.ctgov.api import Answer
    from monitor.model import Json, Record

BASE = "/api/int"
MAX_VERSIONS = 5000
"""More than any trial has; a longer list is refused."""
_SECTIONS = ("protocolSection", "resultsSection", "documentSection", "annotationSection")


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A version in the list of a record history: its number, from 0 on, and the day it was submitted."""

    number: int
    date: str


def history_path(nct: str) -> str:
    """Return the path, below ``/api/int``, of a trial's list of versions."""
    return f"/studies/{nct}/history"


def parse_entries(answer: Answer, nct: str) -> list[HistoryEntry] | None:
    """Return the listed versions of a trial, oldest first; None if the registry says that it has no such trial.

    Raises:
        BadAnswer: the answer has an unknown format, or is another 404: the registry serves no history
            at this path any more, or a proxy is broken.

    """
    if is_not_found(answer, nct):
        return None
    changes = get(_decode(answer), "changes")
    if not isinstance(changes, list) or len(changes) > MAX_VERSIONS:
        raise BadAnswer(
            "the record history has another shape than the one that is known (no list of changes)"
        )
    entries = {entry.number: entry for entry in map(_parse_entry, changes)}
    return [entries[number] for number in sorted(entries)]


def _parse_entry(value: Json) -> HistoryEntry:
    number, day = get(value, "version"), get(value, "date")
    if type(number) is not int or not 0 <= number < MAX_VERSIONS or parse_day(day) is None:
        raise BadAnswer("the record history has another shape than the one that is known (version, date)")
    return HistoryEntry(number, day)


def parse_version(answer: Answer, entry: HistoryEntry, numbers: set[str], spelling: Spelling) -> Record:
    """Return the record of one version, in the form of API v2.

    Args:
        answer: the registry's answer.
        entry: the version that was requested.
        numbers: the trial's NCT numbers, present and former.
        spelling: the texts of this trial as API v2 writes them.

    Raises:
        BadAnswer: it is another version, another trial, or not a record.

    """
    from monitor.ctgov.markup import markdown  # noqa: PLC0415  # a poll does not need its 8 MB

    value = _decode(answer)
    study = get(value, "study")
    if get(value, "studyVersion") not in {entry.number, None}:
        raise BadAnswer(f"asked for version {entry.number}, the record history answers with another one")
    nct = check_record(study)
    if nct not in numbers:
        raise BadAnswer(f"the record history answers with {nct}")
    sections = {name: study[name] for name in _SECTIONS if isinstance(study.get(name), dict)}
    if sections.get("resultsSection"):
        sections["hasResults"] = True
    _check_status(sections)
    check_depth(sections)
    record: Record = rendered(sections, spelling, markdown)
    return record


def _check_status(record: Record) -> None:
    """Refuse a record without a status module; its overall status may be missing (reported, of old versions)."""
    module = get(record, "protocolSection", "statusModule")
    if not isinstance(module, dict) or not isinstance(module.get("overallStatus", ""), str):
        raise BadAnswer("the version of the record history has no usable status")


def _decode(answer: Answer) -> Json:
    if answer.status != 200:
        raise BadAnswer(f"the registry answers {answer.status} to a question for the record history")
    return canonical.decode(answer.body)
