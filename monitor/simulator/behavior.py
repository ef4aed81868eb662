"""How the registry behaves where reports of it differ."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Breaks(Enum):
    """Where the rich text of the record history has line breaks, within items too."""

    NONE = "nowhere"
    SENTENCES = "after every sentence"
    WORDS = "after every word"


@dataclass(slots=True)
class Behavior:
    """What a test may set. The defaults are what was reported last, or else the simplest behavior."""

    history: bool = True
    """The record history is served. Off, its paths answer an HTML 404."""
    missing_version_status: int = 403
    """Status for a version number that a record history does not have (403: reported in August 2026)."""
    history_line_breaks: Breaks = Breaks.SENTENCES
    """Where the record history's rich text has line breaks (after every sentence: reported in 2025)."""
    query_words: int = 12
    """From this many unquoted words on, one `query.*` is too complicated (reported: 12 to 14)."""
    query_terms: int = 38
    """More words and phrases than this in one `query.*` are too complicated (38 phrases were answered, reported)."""
    gzip_etags: bool = False
    """Entity tags end in `-gzip` (reported)."""
    long_page_tokens: bool = False
    """Page tokens have 200 letters; the real ones have had more than 40 since the end of 2025 (reported)."""
    more_statuses: tuple[str, ...] = ()
    """Overall statuses that the served description has beside the usual ones: an enumeration can grow."""
    daily_order: bool = False
    """A list without `sort` has another order on each data day (reported)."""
