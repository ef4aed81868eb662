"""The question ``diff``: what changed in a trial between two versions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.presentation.change_json import change_json
from monitor.model import LoggedChange
from monitor.questions.model import Parameter, Question
from monitor.questions.schemas import CHANGE, NCT, VERSION, array, objects
from monitor.questions.values import NCT as NUMBER
from monitor.questions.values import POINT
from monitor.store.changes import changes_between
from monitor.store.trials import load_trial
from monitor.store.versions import (
    Version,
    load_version,
    newest_versions,
    read_record,
    version_at,
    version_history,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model import Json
    from monitor.questions.model import Context
    from monitor.store.connection import Connection


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a trial, and what changed from the one to the other."""

    trial: str
    old: Version
    new: Version
    changes: Sequence[LoggedChange]
    backwards: bool
    """Whether the first one is the newer one."""


def compare(reader: Connection, trial: str, before: int | str | None, after: int | str | None) -> Comparison:
    """Compare two versions, each given by its number or a day.

    Without ``after`` it is the newest one, without ``before`` the one before ``after``.

    Raises:
        NothingStored: the store has no such trial or version.

    """
    order = newest_versions(reader, trial, -1)
    places = {version.id: place for place, version in enumerate(order)}
    new = order[0] if after is None else _version(reader, trial, after)
    old = (
        order[min(places[new.id] + 1, len(order) - 1)] if before is None else _version(reader, trial, before)
    )
    changes = (
        [] if old.id == new.id else changes_between(reader, old, new) or _computed(reader, trial, old, new)
    )
    backwards = places[old.id] < places[new.id]
    return Comparison(load_trial(reader, trial).nct, old, new, changes, backwards=backwards)


def _version(reader: Connection, trial: str, point: int | str) -> Version:
    return load_version(reader, trial, point) if isinstance(point, int) else version_at(reader, trial, point)


def _computed(reader: Connection, trial: str, old: Version, new: Version) -> list[LoggedChange]:
    """Compare two versions that do not follow one another; such changes are not recorded and have no id."""
    from monitor.core.changes import classify  # noqa: PLC0415  # most comparisons are in the log
    from monitor.core.records.accessors import registry_date_of  # noqa: PLC0415

    first, second = json.loads(read_record(reader, old.id)), json.loads(read_record(reader, new.id))
    seen = next(row["observed_at"] for row in version_history(reader, trial) if row["version"] == new.version)
    return [
        LoggedChange(
            None,
            load_trial(reader, trial).nct,
            change,
            old.version,
            new.version,
            registry_date_of(second),
            seen,
            new.valid_from[:10],
        )
        for change in classify(first, second)
    ]


def as_json(compared: Comparison) -> Json:
    """Return a comparison as ``diff --json`` prints it."""
    return {
        "trial": compared.trial,
        "from": compared.old.version,
        "to": compared.new.version,
        "changes": [change_json(row) for row in compared.changes],
    }


def answer(
    context: Context, *, trial: str, before: int | str | None = None, after: int | str | None = None
) -> Json:
    """Return what changed between two versions of a trial."""
    return as_json(compare(context.reader, trial, before, after))


DIFF = Question(
    name="diff",
    path="/trials/{nct}/diff",
    help="Show what changed in a trial between two versions, the last two unless from and to say otherwise.",
    parameters=(
        Parameter(
            "trial", NUMBER, "The trial, by its NCT number.", required=True, positional=True, in_path=True
        ),
        Parameter(
            "from",
            POINT,
            "The version before: its number, or a day on which it was valid.",
            positional=True,
            argument="before",
        ),
        Parameter(
            "to",
            POINT,
            "The version after, likewise; the newest one unless given.",
            positional=True,
            argument="after",
        ),
    ),
    answer=answer,
    result=objects(trial=NCT, **{"from": VERSION, "to": VERSION}, changes=array(CHANGE)),
)
