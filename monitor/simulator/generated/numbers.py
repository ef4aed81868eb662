"""NCT numbers of generated studies, which are counted from 0."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

_FIRST, _STEP = 100_003, 11
_LENGTH = 11


def nct(place: int) -> str:
    """Return the NCT number of the study at a place."""
    return f"NCT{_FIRST + _STEP * place:08}"


def place_of(nct: str) -> int | None:
    """Return the place that an NCT number stands for; None where no study has it."""
    if len(nct) != _LENGTH or not (nct[3:].isascii() and nct[3:].isdigit()):
        return None
    place, rest = divmod(int(nct[3:]) - _FIRST, _STEP)
    return None if rest or place < 0 else place


class Numbers(Sequence[str]):
    """The NCT numbers of studies at some places, written only when they are asked for."""

    def __init__(self, places: Sequence[int]) -> None:
        self.places = places

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.places)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Numbers: ...
    def __getitem__(self, index: int | slice) -> str | Numbers:
        """Return a number, or the numbers of a slice."""
        return Numbers(self.places[index]) if isinstance(index, slice) else nct(self.places[index])
