"""Quote untrusted text for the registry's search syntax (Essie), so that it cannot act as an operator."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_PHRASE = 120
"""Characters of a phrase; names are shorter, and a URL holds many."""
MAX_QUERY = 1200
"""Bytes of one group of phrases, percent-encoded; servers accept URLs of about 8,000."""

_NOT_WORDS = re.compile(r"[^\w+.'/%-]+")


def phrase(text: str) -> str:
    """Return text as one quoted phrase without the syntax's special characters; "" if no word is left."""
    words = _NOT_WORDS.sub(" ", unicodedata.normalize("NFC", text[: 4 * MAX_PHRASE])).split()
    joined = ""
    for word in words:
        extended = f"{joined} {word}".strip()
        if len(extended) > MAX_PHRASE:
            break
        joined = extended
    return f'"{joined}"' if any(letter.isalnum() for letter in joined) else ""


def any_of(texts: Iterable[str]) -> str:
    """Return a query for any of some texts; "" if none has a word."""
    phrases: list[str] = []
    for quoted in dict.fromkeys(filter(None, map(phrase, texts))):
        if len(quote(" OR ".join([*phrases, quoted]))) > MAX_QUERY:
            break
        phrases.append(quoted)
    return " OR ".join(phrases)


def within(area: str, texts: Iterable[str]) -> str:
    """Return a query for any of some texts in one field or search area; "" if none has a word."""
    query = any_of(texts)
    return f"AREA[{area}]({query})" if query else ""
