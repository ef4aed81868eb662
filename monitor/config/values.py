"""What a text of the configuration means: an address, a duration, a zone. Each raises ``ValueError`` with what to write."""

from __future__ import annotations

from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from monitor.core.durations import duration

LONGEST_SEND = 80.0
"""Seconds; a claim on a message is held for little more."""


def url(text: str) -> str:
    """Return a web address without its last slash."""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:  # a port or an IPv6 address that is none
        usable = False
    if not usable or not text.isprintable() or " " in text:
        raise ValueError(f'"{text}" is no web address; write for example "https://clinicaltrials.gov"')
    return text.rstrip("/")


def header(text: str) -> str:
    """Return a text that can stand in a header."""
    if not text.isprintable() or not text.isascii():
        raise ValueError("must be plain ASCII text: it goes into the User-Agent")
    return text


def positive(text: str) -> float:
    """Return the seconds of a duration that is not nothing."""
    seconds = duration(text)
    if seconds <= 0:
        raise ValueError(f'"{text}" must be longer than nothing')
    return seconds


def send_timeout(text: str) -> float:
    """Return the seconds that a send may take."""
    seconds = positive(text)
    if seconds > LONGEST_SEND:
        raise ValueError(f'"{text}" is too long; a send takes {LONGEST_SEND:.0f} seconds at most')
    return seconds


def timeout(text: str) -> float:
    """Return the seconds that a request may take."""
    seconds = positive(text)
    if seconds > 3600:
        raise ValueError(f'"{text}" is too long; a request takes an hour at most')
    return seconds


def zone(text: str) -> ZoneInfo:
    """Return a time zone."""
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(
            f'"{text}" is no time zone; write for example "America/New_York" or "UTC"'
        ) from error
