"""What a round did."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.errors import Unreachable
    from monitor.model import Message

COUNTS = ("baseline", "unchanged", "changed", "gone", "failed")
"""What becomes of a trial in a round."""


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did. ``error`` is why it ended early, if it did."""

    release: str | None
    requests: int
    bytes: int
    checked: int
    counts: dict[str, int]
    errors: list[tuple[str, str]]
    problems: list[str]
    """What went wrong with a standing search, a sentence each."""
    changes: list[int]
    queued: int
    messages: list[Message] = field(repr=False)
    error: Unreachable | None
    retry_after: float
    """Seconds that the registry still wants to be left alone for; 0 when it did not say."""
    successful: bool
    """Whether the registry said anything of use about the trials, in this round or before in this release."""

    @property
    def exit_status(self) -> int:
        """0 when all went well, 1 when a trial or a search failed, 3 when the registry gave no usable answer."""
        return self.error.exit_status if self.error else int(bool(self.counts["failed"] or self.problems))
