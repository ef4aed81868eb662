"""Spans of time and times of day, as people write them: ``1h30m``, ``08:00``."""

from __future__ import annotations

import re
from datetime import time

LONGEST = 100 * 366 * 86400.0
"""Seconds; a longer time is a slip of the pen, and a much longer one has no place in a calendar."""

_PIECES = re.compile(r"(?:\d+(?:\.\d+)?(?:ms|[smhdw]))+")
_PIECE = re.compile(r"([\d.]+)(ms|[smhdw])")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0, "w": 604800.0}
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


def duration(text: str) -> float:
    """Read ``90s``, ``30m``, ``1h30m``, ``3d`` as seconds.

    Raises:
        ValueError: it is none, or longer than a hundred years.

    """
    compact = text.strip().lower().replace(" ", "")
    if not _PIECES.fullmatch(compact):
        raise ValueError(f'"{text}" is no duration; write for example "30s", "30m", "12h" or "3d"')
    seconds = sum(float(number) * _SECONDS[unit] for number, unit in _PIECE.findall(compact))
    if seconds > LONGEST:
        raise ValueError(f'"{text}" is longer than a hundred years')
    return seconds


def clock(text: str) -> time:
    """Read ``08:00``.

    Raises:
        ValueError: it is no time of day.

    """
    found = _CLOCK.fullmatch(text.strip())
    if not found:
        raise ValueError(f'"{text}" is no time of day; write for example "08:00"')
    return time(int(found[1]), int(found[2]))
