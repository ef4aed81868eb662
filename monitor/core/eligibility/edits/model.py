"""An edit of one criterion, classed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """What one difference of the wording does to the set of people whom the words describe.

    `growth` is +1 (the set grows), -1 (it shrinks) or 0 (not known). `waiver` marks an edit that lets
    people in or keeps them out whatever the part: +1 lets more in. `reason` says it in plain words.
    """

    growth: int
    reason: str = ""
    waiver: int = 0


UNKNOWN = Edit(0)
