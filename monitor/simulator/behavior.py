"""How the registry behaves where it was seen to behave in different ways at different times."""

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
    """The registry's ways; a test sets those that it is about. The defaults are the last that was reported, else the plainest."""

    history: bool = True
    """The record history is served. Off, its paths answer an HTML 404."""
    missing_version_status: int = 403
    """Status for a version number that a history does not have (403: reported in August 2026)."""
    history_line_breaks: Breaks = Breaks.SENTENCES
    """Where the history's rich text has line breaks (after every sentence: reported in 2025)."""
    query_words: int = 12
    """So many unquoted words in one `query.*` are too complicated (reported: from 12 to 14)."""
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
