"""What lists of trials and of changes say, and what narrows them, as immutable values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from monitor.report.model import Band, ChangeView


@dataclass(frozen=True, slots=True)
class TrialRow:
    """A trial as a list shows it."""

    nct: str
    title: str
    status: str
    tone: str
    """The group of statuses that it belongs to; it decides the colour."""
    facts: str
    """Sponsor, phase, and why it is watched, where that is not by its number."""
    bands: tuple[Band, ...]
    """Its statuses in turn; none where it was not fetched yet."""
    day: str
    """Of its last change; where none is known, of the record itself."""
    news: str
    """What happened then, in a few words; "" where no change is known."""
    change: int | None
    severity: str
    turn: str
    """Whether the change ``opens`` the trial to more people or ``closes`` it."""
    recent: tuple[tuple[str, int], ...]
    """Severities from high to low, each with the changes of the last thirty days; noise is left out."""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list of trials."""

    rows: tuple[TrialRow, ...]
    total: int
    """On all pages."""
    page: int = 1
    pages: int = 1

    @property
    def span(self) -> tuple[date, date] | None:
        """The days that the small timelines share: from the first status, or six years ago, until today."""
        bands = [band for row in self.rows for band in row.bands]
        if not bands:
            return None
        today = max(band.end for band in bands)
        return max(min(band.start for band in bands), today - timedelta(days=6 * 365)), today


@dataclass(frozen=True, slots=True)
class TrialDay:
    """What changed in a trial on a day, the gravest first."""

    nct: str
    title: str
    shown: tuple[ChangeView, ...]
    folded: tuple[ChangeView, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeList:
    """A page of the latest changes: the days, newest first, each with its trials."""

    days: tuple[tuple[str, tuple[TrialDay, ...]], ...]
    page: int = 1
    more: bool = False
    """Whether there are older ones."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values of a field of a form."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: a list of choices, or a text where there are none; `kind` is the type of its input."""

    name: str
    words: str
    value: str = ""
    choices: tuple[Choice, ...] = ()
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Controls:
    """What a list can be narrowed to and put in order by, and where its other pages are."""

    action: str
    fields: tuple[Field, ...]
    narrowed: bool = False
    sorts: tuple[tuple[str, str, bool], ...] = ()
    """Each order in words, where the list is in it, and whether it is."""
    before: str = ""
    """Where the page before is; "" where there is none."""
    after: str = ""
    feed: str = "feed.atom"
    """The feed of the same changes."""
