"""How wide a text is on a terminal."""

from __future__ import annotations

import unicodedata


def cells_of(text: str) -> int:
    """Return how many characters wide a text is on a terminal: Chinese ones are two, marks on others none."""
    if text.isascii():
        return len(text)
    return sum(
        2 if unicodedata.east_asian_width(letter) in "WF" else unicodedata.combining(letter) == 0
        for letter in text
    )
