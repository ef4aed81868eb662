"""JSON schemas of the answers. Objects may have more keys than are listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.model import Direction, Kind, Origin, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.model import Json

    Schema = dict[str, Json]


def array(items: Schema) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": items}


def objects(optional: Iterable[str] = (), /, **properties: Schema) -> Schema:
    """Return the schema of an object that has all of some properties, but for the optional ones."""
    required = [name for name in properties if name not in set(optional)]
    return {"type": "object", "required": required, "properties": properties}


def described(schema: Schema, text: str) -> Schema:
    """Return a schema with a description."""
    return schema | {"description": text}


TEXT: Schema = {"type": "string"}
NULLABLE: Schema = {"type": ["string", "null"]}
BOOLEAN: Schema = {"type": "boolean"}
COUNT: Schema = {"type": "integer", "minimum": 0}
VERSION: Schema = {"type": "integer", "minimum": 1}
NCT: Schema = {"type": "string", "pattern": "^NCT[0-9]{8}$"}
DAY: Schema = {"type": "string", "format": "date"}
TIME: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$"}
STATUS = described(NULLABLE, "The overall status, as the registry writes it.")
ANY: Schema = {}
_STEP: Schema = described(
    {"type": ["integer", "null"], "minimum": 1}, "A version's number; null where there is none."
)

CHANGE = objects(
    ("alike",),
    id=described(
        {"type": ["integer", "null"]}, "Its number in the change log; null for one that was only computed."
    ),
    trial=NCT,
    kind={"enum": [kind.value for kind in Kind]},
    event=TEXT,
    severity={"enum": [severity.value for severity in Severity]},
    origin={"enum": [origin.value for origin in Origin]},
    direction=described(
        {"enum": [*(direction.value for direction in Direction), None]}, "Null outside eligibility."
    ),
    path=TEXT,
    before=described(ANY, "The value before; null where there was none."),
    after=described(ANY, "The value after; null where there is none."),
    headline=described(TEXT, "What happened, in a few words."),
    summary=described(TEXT, "One plain sentence."),
    context=described(array(TEXT), "The lines that a criterion stands under, outermost first."),
    alike=described(
        array(objects(before=NULLABLE, after=NULLABLE)), "The other criteria of a change that tells of many."
    ),
    from_version=_STEP,
    to_version=_STEP,
    registry_date=NULLABLE,
    observed_at=TIME,
    happened_on=DAY,
)
"""One change: the keys of ``changes --json``."""
