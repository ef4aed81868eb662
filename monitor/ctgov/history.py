"""The record history: what to ask, and what an answer means. No sockets here.

An interface of the registry's own pages (reported by public research tools, documented
nowhere): its absence, or another shape of it, costs the history and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.records import canonical
from monitor.core.records import plausibility as plausible
from monitor.core.records.accessors import get
from monitor.core.records.dates import parse_day
from monitor.core.records.text_equivalence import rendered
from monitor.errors import BadAnswer

if TYPE_CHECKING:
    from monitor.core.records.text_equivalence import Spelling
    from monitor.ctgov.api import Answer
    from monitor.model import Json, Record

BASE = "/api/int"
MAX_VERSIONS = 5000
"""More than any trial has; a longer list is nonsense."""
_SECTIONS = ("protocolSection", "resultsSection", "documentSection", "annotationSection")


@dataclass(frozen=True, slots=True)
class Listed:
    """A version that the history lists: its number, from 0 on, and the day it was submitted."""

    number: int
    date: str


def listing(nct: str) -> str:
    """Return the path, below ``/api/int``, of a trial's list of versions."""
    return f"/studies/{nct}/history"


def listed(answer: Answer) -> list[Listed] | None:
    """Return the versions of a list, oldest first; None where the registry does not serve any.

    That may be for good, or the front that answers is broken: nothing tells them apart, and both cost nothing.

    Raises:
        BadAnswer: the answer has another shape than the one that is known.

    """
    if answer.status == 404:
        return None
    changes = get(_decoded(answer), "changes")
    if not isinstance(changes, list) or len(changes) > MAX_VERSIONS:
        raise BadAnswer(
            "the record history has another shape than the one that is known (no list of changes)"
        )
    found = {one.number: one for one in map(_entry, changes)}
    return [found[number] for number in sorted(found)]


def _entry(value: Json) -> Listed:
    number, day = get(value, "version"), get(value, "date")
    if type(number) is not int or not 0 <= number < MAX_VERSIONS or parse_day(day) is None:
        raise BadAnswer("the record history has another shape than the one that is known (version, date)")
    return Listed(number, day)


def version(answer: Answer, wanted: Listed, numbers: set[str], spelled: Spelling) -> Record:
    """Return the record of one version, in v2's form.

    Args:
        answer: the registry's answer.
        wanted: the version that was asked for.
        numbers: the trial's number and its former ones.
        spelled: the letters that v2 has for texts of this trial.

    Raises:
        BadAnswer: it is another version, another trial, or no record.

    """
    from monitor.ctgov.markup import markdown  # noqa: PLC0415  # 8 MB that a poll does without

    value = _decoded(answer)
    study = get(value, "study")
    if get(value, "studyVersion") not in {wanted.number, None}:
        raise BadAnswer(f"asked for version {wanted.number}, the record history answers with another one")
    nct = plausible.check_record(study)
    if nct not in numbers:
        raise BadAnswer(f"the record history answers with {nct}")
    kept = {name: study[name] for name in _SECTIONS if isinstance(study.get(name), dict)}
    if kept.get("resultsSection"):
        kept["hasResults"] = True
    plausible.check_shape(kept)
    record: Record = rendered(kept, spelled, markdown)
    return record


def _decoded(answer: Answer) -> Json:
    if answer.status != 200:
        raise BadAnswer(f"the registry answers {answer.status} to a question for the record history")
    return canonical.decode(answer.body)
