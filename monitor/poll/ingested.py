"""What a round made of the registry's answers, counted up as it goes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.model import Message


@dataclass(slots=True)
class Absorbed:
    """What was made of answers."""

    counts: Counter[str] = field(default_factory=Counter)
    errors: list[tuple[str, str]] = field(default_factory=list)
    changes: list[int] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    queued: int = 0

    def add(self, other: Absorbed) -> None:
        """Count another answer in."""
        self.counts += other.counts
        self.errors += other.errors
        self.changes += other.changes
        self.messages += other.messages
        self.queued += other.queued
