"""Parts of a sentence: texts in quotation marks or shortened, one full stop at the end, dates as people write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.core.presentation.labels import cut
from monitor.core.presentation.prose import unescaped
from monitor.core.presentation.sanitize import flat

if TYPE_CHECKING:
    from monitor.model import Json

_DATE = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
COMMAND = re.compile(r"`([^`\n]{1,400})`")
"""A command, or another name of programs, in a sentence for people."""
_ENDS = (".", "!", "?", "…")


def quoted(text: str, limit: int) -> str:
    """Return a text in quotation marks; of a long one its start, cut between words, and how many characters are missing."""
    return _shortened(flat(unescaped(text)), limit, "“", "”")


def shortened(text: str, limit: int) -> str:
    """Return a text; of a long one its start, cut between words, and how many characters are missing."""
    return _shortened(flat(unescaped(text)), limit, "", "")


def _shortened(line: str, limit: int, left: str, right: str) -> str:
    if len(line) <= limit:
        return f"{left}{line}{right}"
    start = cut(line, limit)
    return f"{left}{start}{right} ({len(line) - len(start.removesuffix(' …')):,} more characters)"


def ended(text: str) -> str:
    """Return a text with exactly one mark at its end: its own, or a full stop."""
    bare = text.rstrip("”\"')")
    return text if bare.endswith(_ENDS) and not text.endswith(")") else f"{text}."


def when(date: Json) -> str:
    """Return when something happened: ``on 2011-01-17`` or ``in January 2011``."""
    return f"{'in' if len(str(date)) == len('2011-01') else 'on'} {date_text(date)}"


def dates(before: Json, after: Json) -> tuple[str, str]:
    """Return two dates as people write them: a month in words, and if one of them is a month, a day in words too."""
    words = any(isinstance(date, str) and len(date) == len("2011-01") for date in (before, after))
    return date_text(before, words=words), date_text(after, words=words)


def date_text(date: Json, *, words: bool = False) -> str:
    """Return a date: a month as ``January 2011``, a day as ``2011-01-17`` or in words; another text as it is."""
    found = _DATE.fullmatch(str(date))
    if found is None or not 1 <= int(found[2]) <= 12:
        return "no date" if date is None else flat(str(date))
    month = f"{_MONTHS[int(found[2]) - 1]} {found[1]}"
    if found[3] is None:
        return month
    return f"{int(found[3])} {month}" if words else found[0]
