"""What a poll did: counts, errors, changes and messages."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.errors import Unreachable

COUNTS = ("baseline", "unchanged", "changed", "gone", "failed")
"""The outcomes of a trial in a poll, as they are counted."""


@dataclass(slots=True)
class Ingested:
    """What ingesting answers of the registry led to; added up during a poll."""

    counts: Counter[str] = field(default_factory=Counter)
    """Trials by outcome, see ``COUNTS``."""
    errors: list[tuple[str, str]] = field(default_factory=list)
    """NCT number and error of each trial that failed."""
    changes: list[int] = field(default_factory=list)
    """Ids of the stored changes."""
    queued: int = 0
    """Messages queued for channels."""

    def add(self, other: Ingested) -> None:
        """Add the counts and lists of another."""
        self.counts += other.counts
        self.errors += other.errors
        self.changes += other.changes
        self.queued += other.queued


@dataclass(frozen=True, slots=True)
class PollResult:
    """What a finished poll did."""

    release: str | None
    """The registry's ``dataTimestamp``; None if it was never known."""
    requests: int
    bytes: int
    """Bytes of bodies received over the wire."""
    checked: int
    """Trials asked for, and records read in a full scan."""
    counts: dict[str, int]
    errors: list[tuple[str, str]]
    problems: list[str]
    """What went wrong with a file of trials, a standing search or the full scan, a sentence each."""
    related_errors: list[tuple[str, str]]
    """Watched trial and a sentence, for each query for related trials that failed: asked again, and no failure."""
    notes: list[str]
    """What else is to be said, a sentence each."""
    changes: list[int]
    queued: int
    error: Unreachable | None
    """Why the poll ended early; None if it did not."""
    retry_after: float
    """Seconds left of the pause that the registry asked for; 0 for none."""
    successful: bool
    """Whether the registry gave a usable answer about the trials, in this poll or earlier for this release."""

    @property
    def exit_status(self) -> int:
        """0 if all went well, 1 if a trial or a search failed, 3 if the registry gave no usable answer."""
        return self.error.exit_status if self.error else int(bool(self.counts["failed"] or self.problems))
