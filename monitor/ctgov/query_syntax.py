"""Words from strangers within the registry's search syntax (Essie): as phrases that cannot break out."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_PHRASE = 120
"""Letters of a phrase; names are shorter, and an address has to hold many."""
MAX_QUERY = 1200
"""Bytes of one group of phrases as an address has them; servers take addresses of about 8,000."""

_NOT_WORDS = re.compile(r"[^\w+.'/%-]+")


def phrase(text: str) -> str:
    """Return text as one quoted phrase, without any of the signs that mean something; "" where no word is left."""
    words = _NOT_WORDS.sub(" ", unicodedata.normalize("NFC", text[: 4 * MAX_PHRASE])).split()
    kept = ""
    for word in words:
        longer = f"{kept} {word}".strip()
        if len(longer) > MAX_PHRASE:
            break
        kept = longer
    return f'"{kept}"' if any(letter.isalnum() for letter in kept) else ""


def any_of(texts: Iterable[str]) -> str:
    """Return a search for any of some texts; "" where there is nothing to look for."""
    found: list[str] = []
    for quoted in dict.fromkeys(filter(None, map(phrase, texts))):
        if len(quote(" OR ".join([*found, quoted]))) > MAX_QUERY:
            break
        found.append(quoted)
    return " OR ".join(found)


def within(area: str, texts: Iterable[str]) -> str:
    """Return a search for any of some texts in one field or search area; "" where there is nothing to look for."""
    found = any_of(texts)
    return f"AREA[{area}]({found})" if found else ""
