"""What the record history says of a past version without saying since when. Pure.

The registry adds publications of type ``DERIVED`` to past versions years later (reported: one of 2023 in a version
of 2020), and a few old versions have no overall status. Neither is a change of the version's day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.records.accessors import get, items_at, status_of

if TYPE_CHECKING:
    from monitor.model import Json, Record

_SECTION = "protocolSection"
_REFERENCES = ("referencesModule", "references")


def added_publications(record: Record) -> list[dict[str, Json]]:
    """Return the references that the registry itself added to a record, type ``DERIVED``."""
    return [
        reference
        for reference in items_at(record, _SECTION, *_REFERENCES)
        if reference.get("type") == "DERIVED"
    ]


def dated(old: Record, new: Record, status: str | None) -> tuple[Record, Record]:
    """Return two neighbouring versions with only what may be told of the day of the later one.

    Args:
        old: the earlier version.
        new: the later version.
        status: the last overall status known up to ``old``; None if no version up to it has one.

    """
    before = status or status_of(new)
    return _with_status(_without_added(old), before), _with_status(_without_added(new), before)


def _without_added(record: Record) -> Record:
    if not added_publications(record):
        return record
    module = dict(get(record, _SECTION, _REFERENCES[0]))
    references = module.pop(_REFERENCES[1])
    own = [reference for reference in references if get(reference, "type") != "DERIVED"]
    module |= {_REFERENCES[1]: own} if own else {}
    section = {name: part for name, part in record[_SECTION].items() if name != _REFERENCES[0]}
    return {**record, _SECTION: section | ({_REFERENCES[0]: module} if module else {})}


def _with_status(record: Record, status: str | None) -> Record:
    """Return the record; one without an overall status gets this one."""
    module = get(record, _SECTION, "statusModule")
    if status is None or not isinstance(module, dict) or status_of(record) is not None:
        return record
    return {
        **record,
        _SECTION: {**record[_SECTION], "statusModule": {**module, "overallStatus": status}},
    }
