"""What a page says, as immutable values: every text in them is harmless, and bounded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from monitor.core.eligibility import Span
    from monitor.core.sections.model import Section


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of time with one status; ``code`` is the registry's, or "gone" or "unheld"."""

    start: date
    end: date
    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened on one day; ``shape`` says of which sort it was."""

    day: date
    lane: str
    shape: str
    words: str


@dataclass(frozen=True, slots=True)
class PlannedDate:
    """From one day on the record named another day for an end; ``actual`` says that it has come."""

    since: date
    day: date
    words: str
    """The day as the record writes it, which may be a month."""
    actual: bool


@dataclass(frozen=True, slots=True)
class Target:
    """From one day on the record named a number of participants; ``actual`` says that they were counted."""

    start: date
    end: date
    count: int
    actual: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """A trial from its registration until today, as far as it is held."""

    start: date
    today: date
    bands: tuple[Band, ...]
    marks: tuple[Mark, ...] = ()
    plans: tuple[tuple[str, tuple[PlannedDate, ...]], ...] = ()
    """For each end that the record names, such as "Completion", what was said of it in turn."""
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change. Either ``spans`` is a redline, or ``was`` and ``now`` stand side by side, or the sentence says it all."""

    id: int
    severity: str
    importance: str
    direction: str
    sentence: str
    turn: str = ""
    """Whether it ``opens`` the trial to more people or ``closes`` it; it decides the colour."""
    note: str = ""
    spans: tuple[Span, ...] = ()
    was: tuple[Span, ...] = ()
    now: tuple[Span, ...] = ()
    left: int = 0
    """Characters that are left out."""
    alike: tuple[str, ...] = ()
    """The other criteria that the change tells of."""

    @property
    def sides_add(self) -> bool:
        """Whether what was and what is say more than the sentence."""
        sides = ("".join(span.text for span in side) for side in (self.was, self.now))
        return any(side not in self.sentence for side in sides)


@dataclass(frozen=True, slots=True)
class Group:
    """The changes of one kind in one step: some shown, some folded, and how many are in neither."""

    title: str
    table: bool
    shown: tuple[ChangeView, ...]
    folded: tuple[ChangeView, ...]
    left: int
    command: str


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One version, or something that happened between two, with what changed in it."""

    anchor: str
    day: str
    title: str
    facts: tuple[str, ...]
    groups: tuple[Group, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Redline:
    """An earlier eligibility text against the newest."""

    first: str
    last: str
    spans: tuple[Span, ...]
    left: int
    changed: bool


@dataclass(frozen=True, slots=True)
class EarlierText:
    """An eligibility text that was valid until another day; `version` and `id` are of the version that it is read from."""

    id: int
    version: int
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class DatedSection:
    """A section of the record with the change that last concerned it."""

    section: Section
    day: str = ""
    """When it last changed; "" where it never did."""
    change: int | None = None
    anchor: str = ""
    """Where the step of that change stands on the page."""


@dataclass(frozen=True, slots=True)
class TrialSummary:
    """A trial as the head of its page shows it."""

    nct: str
    title: str
    status: str
    tone: str
    """The group of statuses that it belongs to; it decides the colour."""
    why: str
    life: Timeline | None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class TrialPage:
    """A trial as its own section or page shows it."""

    brief: TrialSummary
    facts: tuple[tuple[str, str], ...]
    eligibility: tuple[Redline, ...]
    """Earlier texts against the newest."""
    steps: tuple[TimelineEntry, ...]
    """The newest first."""
    earlier: tuple[TimelineEntry, ...] = ()
    """Those that are folded."""
    sections: tuple[DatedSection, ...] = ()
    since: str = ""
    """The first day that is known: of the first version held."""
    choices: tuple[EarlierText, ...] = ()
    """The earlier eligibility texts, the newest first."""
    numbering: str = ""
    """Why the numbers of versions are not in the order of their days; "" where they are."""


@dataclass(frozen=True, slots=True)
class ChangePage:
    """One change on a page of its own."""

    nct: str
    title: str
    item: ChangeView
    kind: str
    headline: str
    facts: tuple[tuple[str, str], ...]
    diff: str
    before: int | None
    after: int | None
