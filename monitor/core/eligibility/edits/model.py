"""An edit of one criterion, classed, and a wording as it is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from monitor.core.eligibility.reasons import opposite

if TYPE_CHECKING:
    from monitor.core.eligibility.edits.scope import Scope
    from monitor.core.eligibility.quantities.model import Piece
    from monitor.core.eligibility.reasons import Reasons


@dataclass(frozen=True, slots=True)
class Edit:
    """What one difference of the wording does to the set of people whom the words describe.

    `growth` is +1 (the set grows), -1 (it shrinks) or 0 (not known). `waiver` marks an edit that lets
    people in or keeps them out whatever the part: +1 lets more in. `reasons` says why.
    """

    growth: int
    reasons: Reasons = ()
    waiver: int = 0

    def opposite(self) -> Edit:
        """Return the edit that takes this one back."""
        return Edit(-self.growth, opposite(self.reasons), -self.waiver)


UNKNOWN = Edit(0)


class Wording(Protocol):
    """One wording: its pieces and what stands over each."""

    pieces: list[Piece]
    scopes: list[Scope]
