"""The words of the project, as immutable values.

Names follow the registry (trial, record, version, overall status) and the JSON
that the commands print; nothing here does any work.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Json: TypeAlias = Any
"""A decoded JSON value. Everything from the registry is of this type until it was looked at."""

Record: TypeAlias = dict[str, Any]
"""The registry's JSON object for one trial."""

Notify: TypeAlias = Literal["info", "warning", "success", "failure"]
"""Apprise's type of a message."""

Path: TypeAlias = tuple[str, ...]
"""Keys from the root of a record to a value; an item of a list is named by what it is, not where."""


class Kind(StrEnum):
    """What part of a trial a change concerns."""

    STATUS = "status"
    RESULTS = "results"
    ELIGIBILITY = "eligibility"
    OUTCOMES = "outcomes"
    DATES = "dates"
    ENROLLMENT = "enrollment"
    LOCATIONS = "locations"
    DESIGN = "design"
    INTERVENTIONS = "interventions"
    CONTACTS = "contacts"
    SPONSOR = "sponsor"
    IDENTIFICATION = "identification"
    DESCRIPTION = "description"
    CONDITIONS = "conditions"
    REFERENCES = "references"
    DOCUMENTS = "documents"
    OVERSIGHT = "oversight"
    SHARING = "sharing"
    RECORD = "record"


class Severity(StrEnum):
    """How much a change matters to someone who waits for the trial; ordered from noise to high."""

    NOISE = "noise"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """0 for noise up to 3 for high."""
        return _RANKS[self]


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


class Origin(StrEnum):
    """Who made the change: the trial's sponsor, or the registry itself."""

    SPONSOR = "sponsor"
    REGISTRY = "registry"


class Direction(StrEnum):
    """Whether a change of eligibility lets more people in, fewer, or cannot be told."""

    LOOSENED = "loosened"
    TIGHTENED = "tightened"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two records differ; None stands for "not there"."""

    path: Path
    before: Json
    after: Json


@dataclass(frozen=True, slots=True)
class Change:
    """One classified difference between two consecutive versions of a trial, as values without prose.

    `subject` is what the item or field is called, as the record writes it. `context` has the lines that a
    criterion stands under, outermost first. `details` has what else the sentence needs, by event; its values
    are JSON. `recorded_summary` is the sentence of a change that an earlier release recorded without these
    parts; None for all others.
    """

    kind: Kind
    event: str
    path: str
    before: Json
    after: Json
    severity: Severity = Severity.LOW
    origin: Origin = Origin.SPONSOR
    direction: Direction | None = None
    subject: str = ""
    context: tuple[str, ...] = ()
    details: Mapping[str, Json] = field(default_factory=dict)
    recorded_summary: str | None = None


@dataclass(frozen=True, slots=True)
class LoggedChange:
    """A change in the log, with the step that it belongs to. Days and times are ISO 8601."""

    id: int | None
    """Its number in the log; None for one that was only computed."""
    trial: str
    change: Change
    from_version: int | None
    to_version: int | None
    registry_date: str | None
    observed_at: str
    happened_on: str


@dataclass(frozen=True, slots=True)
class TrialUpdate:
    """The changes of one step of a trial, each with its id in the store, and what a message says of the trial."""

    nct: str
    title: str
    sponsor: str
    status: str | None
    from_version: int | None
    to_version: int | None
    registry_date: str | None
    changes: tuple[tuple[int, Change], ...] = ()
    contacts: tuple[Mapping[str, str], ...] = ()
    """Whom to ask, where the trial opened."""
    observed_at: str = ""
    """When the changes were seen, ISO 8601."""
    steps: tuple[TrialUpdate, ...] = ()
    """The updates that this one joins, in their order; empty for a single step."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message for a channel: its subject, its plain text, and the same in other formats by their names.

    `event` is what a program gets of it (`alerts/renderers/event.py`), `headers` are those of its mail.
    """

    subject: str = field(repr=False)
    body: str = field(repr=False)
    forms: Mapping[str, str] = field(default_factory=dict, repr=False)
    notify: Notify = "info"
    event: Mapping[str, Json] | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Delivered:
    """How many deliveries a pass of sending sent, and how many attempts failed."""

    sent: int = 0
    failed: int = 0
