"""May an answer be believed? A hiccup of the registry must not become a change.

Refused is what no real record looks like: another trial's number, or a record that lost
what every record has (measured on 712 real ones), unless it says itself that it is withheld.
The latter is ``Thin``, and believed when the next release says so again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.records.accessors import get, nct_of, status_of
from monitor.core.records.canonical import shallow, too_deep
from monitor.errors import BadAnswer, Thin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.model import Json, Record

_ALWAYS = (
    "identificationModule",
    "statusModule",
    "sponsorCollaboratorsModule",
    "descriptionModule",
    "conditionsModule",
    "designModule",
    "eligibilityModule",
)
_FIELDS = (
    ("identificationModule", "briefTitle"),
    ("eligibilityModule", "eligibilityCriteria"),
    ("statusModule", "statusVerifiedDate"),
    ("statusModule", "studyFirstSubmitDate"),
    ("statusModule", "studyFirstPostDateStruct"),
    ("statusModule", "lastUpdateSubmitDate"),
    ("statusModule", "lastUpdatePostDateStruct"),
)
"""What every record has within its modules; 711 of 712 have criteria."""


def check_record(value: Json) -> str:
    """Return the NCT number of what should be a record.

    Raises:
        BadAnswer: it is no record: not an object, without a number, or nested too deeply.

    """
    if not isinstance(value, dict) or not isinstance(value.get("protocolSection"), dict):
        raise BadAnswer("the answer is no record: it has no protocolSection")
    number = nct_of(value)
    if number is None:
        raise BadAnswer("the answer is no record: it has no NCT number")
    return number


def check_shape(record: Record, raw: bytes = b"") -> None:
    """Refuse a record that would break whoever works with it.

    Args:
        record: the record.
        raw: its letters, which say faster how deep it is; none if there are none.

    Raises:
        BadAnswer: it nests too deeply, or has no overall status.

    """
    if status_of(record) is None:
        raise BadAnswer("the record has no overall status")
    check_depth(record, raw)


def check_depth(record: Record, raw: bytes = b"") -> None:
    """Refuse a record that nests too deeply to be real, as ``check_shape`` does."""
    if not (raw and shallow(raw)) and too_deep(record):
        raise BadAnswer("the record nests too deeply to be real")


def check_against(held: Record, record: Record) -> None:
    """Refuse a record that is much thinner than the one that is held.

    Raises:
        Thin: it lost what no record loses.
        BadAnswer: something else stands where a section or a module was.

    """
    if status_of(record) == "WITHHELD":
        return
    odd = [
        name for name, was, now in _pairs(held, record) if isinstance(was, dict) and not isinstance(now, dict)
    ]
    if odd:
        raise BadAnswer(f"the record's {', '.join(odd)} is no object any more")
    had, has = _modules(held), _modules(record)
    lost = [name for name in _ALWAYS if name in had and name not in has]
    if lost:
        raise Thin(f"the record lost its {', '.join(lost)}, which every record has")
    if fields := [".".join(path) for path in _FIELDS if _lost(held, record, path)]:
        raise Thin(f"the record lost its {', '.join(fields)}, which every record has")
    if len(has & had) * 2 < len(had):
        raise Thin(f"the record lost {len(had - has)} of its {len(had)} modules at once")
    if record.get("hasResults") is True and held.get("resultsSection") and not record.get("resultsSection"):
        raise Thin("the record says that it has results, but they are missing")
    if get(held, "derivedSection") and not get(record, "derivedSection"):
        raise Thin("the record lost its derivedSection, which every record has")


def _lost(held: Record, record: Record, path: tuple[str, ...]) -> bool:
    return bool(get(held, "protocolSection", *path)) and not get(record, "protocolSection", *path)


def _pairs(held: Record, record: Record) -> Iterator[tuple[str, Json, Json]]:
    """Go through the sections and modules that both records have: the name, what it was, what it is."""
    for name in held.keys() & record.keys():
        was, now = held[name], record[name]
        yield name, was, now
        if isinstance(was, dict) and isinstance(now, dict):
            yield from ((module, was[module], now[module]) for module in was.keys() & now.keys())


def _modules(record: Record) -> set[str]:
    section = record.get("protocolSection")
    return {name for name, module in section.items() if module} if isinstance(section, dict) else set()
