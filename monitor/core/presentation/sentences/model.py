"""What a sentence is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence about a change, in two pieces.

    `head` says what happened and has no end punctuation; `values` goes on with what was and what is, up to
    the full stop. A format that shows both sides below takes the head alone. `complete` says that the
    sentence has every value in full. `recorded` is a sentence that was recorded in one piece, else "".
    """

    head: str
    values: str = "."
    complete: bool = True
    recorded: str = ""

    @property
    def text(self) -> str:
        """The whole sentence."""
        return self.recorded or f"{self.head}{self.values}"
