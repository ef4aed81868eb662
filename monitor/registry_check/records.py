"""Records: a page of the watched ones, one by itself, and one by its former number."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.core.records.accessors import aliases_of, get
from monitor.ctgov.api import ids_query, parse_studies, parse_study
from monitor.errors import Unreachable
from monitor.registry_check.model import Different, described, judged, usable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.registry_check.model import Line
    from monitor.registry_check.session import Session

RELIED_ON = (
    "protocolSection.identificationModule.nctId",
    "protocolSection.identificationModule.briefTitle",
    "protocolSection.statusModule.overallStatus",
    "protocolSection.statusModule.lastUpdateSubmitDate",
    "protocolSection.statusModule.lastUpdatePostDateStruct.date",
    "protocolSection.sponsorCollaboratorsModule.leadSponsor.name",
    "protocolSection.descriptionModule.briefSummary",
    "protocolSection.conditionsModule.conditions",
    "protocolSection.designModule.studyType",
    "protocolSection.eligibilityModule.eligibilityCriteria",
    "derivedSection.miscInfoModule.versionHolder",
    "hasResults",
)
"""Fields that nearly every record has (each was in at least 711 of 712 real records)."""
_KNOWN_ALIAS = ("NCT03661047", "NCT03419455")
"""A former number and the number of its trial now (measured)."""


def lines(session: Session) -> Iterator[Line]:
    """Yield what is said of the watched records and of a former number."""
    yield judged(
        "watched records",
        "each in one list by filter.ids",
        "a trial that no list has is fetched by itself, and fails where it is not found",
        lambda: _page(session),
    )
    yield judged(
        "fields",
        f"the {len(RELIED_ON)} fields that are relied on, in each record",
        "changes of a field that moved are told as removed, or not at all",
        lambda: _fields(session),
    )
    yield judged(
        "order",
        "records come in the order in which they were asked for",
        "nothing: records are told apart by their numbers, and pages are read by token",
        lambda: _order(session),
    )
    yield judged(
        "former number",
        "301 to the trial's present number",
        "a trial that got another number seems gone",
        lambda: _former_number(session),
    )


def single(session: Session) -> Line:
    """Return whether a single record is served after a handful of them."""
    return judged(
        "single record",
        "200 for the sixth single record in a minute",
        "nothing while lists are answered: trials are fetched by lists",
        lambda: _single(session),
    )


def _page(session: Session) -> str:
    answer = usable(session.cached("records", "/studies", ids_query(session.numbers)))
    for study in parse_studies(answer)[0]:
        session.records[study.nct] = study.record or {}
    found = {number for nct, record in session.records.items() for number in (nct, *aliases_of(record))}
    missing = [number for number in session.numbers if number not in found]
    if missing:
        raise Different(
            f"{len(session.numbers) - len(missing)} of {len(session.numbers)}; not {', '.join(missing[:3])}"
        )
    return f"{len(session.numbers)} of {len(session.numbers)}"


def _fields(session: Session) -> str:
    usable(session.cached("records", "/studies"))
    missing = {
        path: sum(get(record, *path.split(".")) is None for record in session.records.values())
        for path in RELIED_ON
    }
    lacking = [f"{path.rpartition('.')[2]} missing in {number}" for path, number in missing.items() if number]
    if not session.records:
        raise Unreachable("no record to look at")
    if lacking:
        raise Different(", ".join(lacking))
    return f"all in {len(session.records)} of {len(session.records)}"


def _order(session: Session) -> str:
    usable(session.cached("records", "/studies"))
    if not session.records:
        raise Unreachable("no record to look at")
    asked = [number for number in session.numbers if number in session.records]
    served = [number for number in session.records if number in asked]
    if asked != served:
        raise Different("in another order")
    return "in that order"


def _former_number(session: Session) -> str:
    alias, present = next(
        ((alias, nct) for nct, record in session.records.items() for alias in aliases_of(record)),
        _KNOWN_ALIAS,
    )
    answer = session.get(f"/studies/{alias}")
    target = urlsplit(answer.headers.get("location", "")).path
    if answer.status != 301 or not target.endswith(f"/studies/{present}"):
        usable(answer)
        raise Different(f"{alias}: {described(answer)}")
    return f"{alias}: 301 to {present}"


def _single(session: Session) -> str:
    answer = session.get(f"/studies/{session.numbers[0]}")
    if answer.status != 200:
        raise Different(described(answer))
    parse_study(answer)
    return "200"
