"""The two pieces of a sentence about a change."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence about a change, in two pieces.

    `head` says what happened and has no end punctuation; `values` follows it with what was and what is, up to the
    full stop. A format that shows both values below the sentence uses the head alone. `complete`: the sentence has
    every value in full. `recorded`: the sentence in one piece, as an earlier release stored it; else "".
    """

    head: str
    values: str = "."
    complete: bool = True
    recorded: str = ""

    @property
    def text(self) -> str:
        """The whole sentence."""
        return self.recorded or f"{self.head}{self.values}"
