"""An edit of one criterion, classed, and a wording as it is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from monitor.core.eligibility.edits.scopes import Scope
    from monitor.core.eligibility.quantities.model import Piece


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


class Wording(Protocol):
    """One wording: its pieces and what stands over each."""

    pieces: list[Piece]
    scopes: list[Scope]
