"""The columns of what is exported, with their types: the same in every release, in every format.

A column may be added at the end, and then the number in ``EDITION`` grows; none changes its meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

EDITION = 2
"""Of the columns below."""


class ColumnType(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    TEXT = "text"
    DAY = "day"
    TIME = "time"
    TEXTS = "texts"
    NAMES = "names"
    """Short texts, in tables joined by semicolons."""
    JSON = "json"
    """Any JSON value, as its text; None where there is nothing."""
    RECORD = "record"
    """The registry's exact bytes."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it holds, and a sentence for those who read it elsewhere."""

    name: str
    kind: ColumnType
    note: str


def _columns(*lines: tuple[str, str, str]) -> tuple[Column, ...]:
    return tuple(Column(name, ColumnType(kind), note) for name, kind, note in lines)


CHANGES = _columns(
    ("id", "number", "The change's number; deliveries and alerts name it."),
    ("trial", "text", "NCT number."),
    ("kind", "text", "What part of the trial it concerns, such as eligibility."),
    ("event", "text", "What happened, such as criterion_added."),
    ("severity", "text", "high, medium, low or noise."),
    ("origin", "text", "sponsor, or registry."),
    ("direction", "text", "Of eligibility: loosened, tightened or undetermined."),
    ("path", "text", "Where in the record."),
    ("before", "json", "The value before, as JSON text."),
    ("after", "json", "The value after, as JSON text."),
    ("headline", "text", "What happened, in a few words."),
    ("summary", "text", "One plain sentence."),
    ("context", "texts", "The lines that a criterion stands under, outermost first."),
    ("from_version", "number", "The version before."),
    ("to_version", "number", "The version after."),
    ("registry_date", "day", "The record's own update date; empty where the registry gives no full date."),
    ("observed_at", "time", "When it was seen here."),
    ("happened_on", "day", "The day by which the change log goes."),
    ("title", "text", "The trial's title as it is now."),
    ("sponsor", "text", "The trial's lead sponsor as it is now."),
    ("phase", "text", "The trial's phases as they are now, such as PHASE1|PHASE2; empty where none applies."),
    ("status", "text", "The trial's overall status as it is now, in the registry's word."),
)
TRIALS = _columns(
    ("trial", "text", "NCT number."),
    ("title", "text", "Brief title."),
    ("status", "text", "Overall status, in the registry's word."),
    ("sponsor", "text", "Lead sponsor."),
    ("type", "text", "INTERVENTIONAL, OBSERVATIONAL or EXPANDED_ACCESS."),
    ("phase", "text", "Such as PHASE1|PHASE2; empty where none applies."),
    ("enrollment", "number", "Participants, planned or actual."),
    ("start", "text", "Start, a day or a month, planned or actual."),
    ("primary_completion", "text", "Primary completion, likewise."),
    ("completion", "text", "Completion, likewise."),
    ("results_posted", "text", "The day on which results were first posted."),
    ("sites", "number", "How many sites the record lists."),
    ("countries", "text", "Sites by country, most first, such as France (3); Spain (1)."),
    ("groups", "names", "The groups of the configuration that the trial belongs to."),
    ("last_changed", "day", "The day of the last change, noise left out."),
    ("version", "number", "The version that the line is of."),
    ("valid_from", "day", "The day from which the registry said so."),
    ("gone_at", "time", "Since when the registry does not have the trial any more."),
)
VERSIONS = _columns(
    ("trial", "text", "NCT number."),
    ("version", "number", "Counts for each trial in the order in which versions came."),
    ("observed_at", "time", "When it was seen here."),
    ("valid_from", "day", "The day from which the registry said so."),
    ("registry_date", "day", "The record's own update date; empty where the registry gives no full date."),
    ("registry_version", "number", "The number in the registry's own record history."),
    ("source", "text", "poll, or history."),
    ("status", "text", "Overall status, in the registry's word."),
    ("sha256", "text", "Of the record's exact bytes."),
    ("bytes", "number", "The record's size."),
    ("pruned_at", "time", "When its bytes were deleted, if they were."),
    ("events", "texts", "What changed in it, each as kind.event."),
    ("record", "record", "The record exactly as the registry served it, JSON."),
)

DATA_SETS: Mapping[str, tuple[tuple[Column, ...], str | None]] = {
    "changes": (CHANGES, "happened_on"),
    "versions": (VERSIONS, "valid_from"),
    "trials": (TRIALS, None),
}
"""What can be exported → its columns, and the day by which it is ordered; None for a line a trial."""
