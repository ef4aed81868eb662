"""The question ``record``: the record of a trial, as the registry gave it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from monitor.errors import NothingStored, UsageError
from monitor.questions.model import Parameter, Question
from monitor.questions.values import DAY, NCT, TEXT, whole
from monitor.store.versions import Version, load_version, newest_versions, read_record, version_at

if TYPE_CHECKING:
    from monitor.model import Json
    from monitor.questions.model import Context
    from monitor.store.connection import Connection


def chosen(reader: Connection, trial: str, version: int | None, at: str | None) -> Version:
    """Return a version by its number, or the one valid on a day; the newest if both are None.

    Raises:
        UsageError: both are given.
        NothingStored: there is none.

    """
    if version and at:
        raise UsageError("version and at exclude each other")
    if version:
        return load_version(reader, trial, version)
    return version_at(reader, trial, at) if at else newest_versions(reader, trial, 1)[0]


def section_of(record: dict[str, Any], name: str) -> Json:
    """Return a section or module by its name; ``eligibility`` is enough for ``eligibilityModule``.

    Raises:
        NothingStored: the record has none of that name.

    """
    wanted = name.lower()
    modules = {
        module: part
        for section in record.values()
        if isinstance(section, dict)
        for module, part in section.items()
    }
    for known, part in (record | modules).items():
        if wanted in {
            known.lower(),
            known.lower().removesuffix("module"),
            known.lower().removesuffix("section"),
        }:
            return part
    names = sorted(record | modules)
    raise NothingStored(
        f"this version has no section {name}; {_meant(wanted, names)}it has {', '.join(names)}"
    )


def _meant(name: str, names: list[str]) -> str:
    """Return a question whether another section was meant; "" where none is like it."""
    from difflib import get_close_matches  # noqa: PLC0415  # needed for faults alone

    short = [each.removesuffix("Module").removesuffix("Section") for each in names]
    close = get_close_matches(name, [each.lower() for each in short], n=1, cutoff=0.7)
    found = next((each for each in short if each.lower() in close), "")
    return f"did you mean {found}? " if found else ""


def answer(
    context: Context,
    *,
    trial: str,
    version: int | None = None,
    at: str | None = None,
    section: str | None = None,
) -> Json:
    """Return the bytes of a version exactly as the registry served them, or a section of it."""
    raw = read_record(context.reader, chosen(context.reader, trial, version, at).id)
    return section_of(json.loads(raw), section) if section else raw


RECORD = Question(
    name="record",
    path="/trials/{nct}",
    help="Show the record of a trial as the registry gave it: the newest version, or another one.",
    parameters=(
        Parameter(
            "trial", NCT, "The trial, by its NCT number.", required=True, positional=True, in_path=True
        ),
        Parameter("version", whole(1), "Show version N.", metavar="N"),
        Parameter("at", DAY, "Show the version valid on DATE.", metavar="DATE"),
        Parameter(
            "section",
            TEXT,
            "Show only this section or module, such as eligibility or statusModule.",
            metavar="NAME",
        ),
    ),
    answer=answer,
    result={"description": "The record, or the section asked for: JSON as the registry gave it."},
)
