"""The types of parameters: how a value is read from what a person or a program writes, and its JSON schema."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from monitor.clock import now
from monitor.core.durations import duration
from monitor.core.records.accessors import typed_nct_number
from monitor.core.records.dates import parse_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from monitor.model import Json

_DAYS_AGO = {"today": 0, "yesterday": 1}
_WHOLE = re.compile(r"[+-]?[0-9]{1,20}")
MOST = 2**31 - 1
"""No number of a parameter is larger."""


@dataclass(frozen=True, slots=True)
class Type:
    """A type of parameters.

    `read` makes a value of a text and raises ValueError, with a sentence, where it is none.
    """

    name: str
    schema: Mapping[str, Json]
    read: Callable[[str], Json] = field(repr=False)
    choices: tuple[str, ...] = ()


def _nct(text: str) -> str:
    number = typed_nct_number(text)
    if number is None:
        raise ValueError(f'"{text}" is no NCT number; it is NCT and eight digits, such as NCT03822858')
    return number


def _day(text: str) -> str:
    """Read a day, a time of which the day counts, or how long ago; return the day as the registry writes it."""
    written = text.strip()
    try:
        if day := parse_day(written[:10]):
            if len(written) > len("2026-09-01"):
                datetime.fromisoformat(written)
            return day.isoformat()
        ago = _DAYS_AGO[written] * 86400.0 if written in _DAYS_AGO else duration(written)
        return (now().astimezone(UTC) - timedelta(seconds=ago)).date().isoformat()
    except (ValueError, OverflowError) as error:
        raise ValueError(
            f'"{text}" is no day; write 2026-09-01, or how long ago, such as {_ago(written)}'
        ) from error


def _ago(text: str) -> str:
    """Return how a span of time is written, such as ``7d`` for "7 days"; of any other text, an example."""
    from monitor.config.guesses import guess  # noqa: PLC0415  # needed for faults alone

    return guess("stale_after", text, duration) or "7d"


def _point(text: str) -> int | str:
    """Read a version's number, or a day."""
    if _WHOLE.fullmatch(text.strip()):
        return _whole(text, least=1)
    try:
        return _day(text)
    except ValueError as error:
        raise ValueError(
            f'"{text}" is neither a version nor a day; write a number, or a day such as 2026-09-01'
        ) from error


def _whole(text: str, *, least: int) -> int:
    number = int(text) if _WHOLE.fullmatch(text.strip()) else None
    if number is None or not least <= number <= MOST:
        raise ValueError(f'"{text}" is no whole number from {least} to {MOST:,}')
    return number


_YES, _NO = {"true", "1", "yes", "on"}, {"false", "0", "no", "off"}


def _flag(text: str) -> bool:
    word = text.strip().lower()
    if word not in _YES | _NO:
        raise ValueError(f'"{text}" is neither true nor false')
    return word in _YES


def _text(text: str) -> str:
    if not text.strip():
        raise ValueError("it must not be empty")
    return text


def choice(choices: Iterable[str], key: str = "") -> Type:
    """Return the type of a value that is one of some, in either case, with blanks or hyphens for underscores.

    `key` is that of the configuration that takes the same words; other words for them are known by it.
    """
    known = {_folded(each): each for each in choices}

    def read(text: str) -> str:
        if (found := known.get(_folded(text))) is None:
            raise ValueError(
                f'"{text}" is unknown; {_meant(key, text, known.values())}it is one of {", ".join(known.values())}'
            )
        return found

    return Type("choice", {"type": "string", "enum": list(known.values())}, read, tuple(known.values()))


def _meant(key: str, text: str, known: Iterable[str]) -> str:
    """Return a question whether another word was meant; "" where none is like it."""
    from difflib import get_close_matches  # noqa: PLC0415  # needed for faults alone

    from monitor.config.hints import same_word  # noqa: PLC0415

    word = text[:80]
    close = get_close_matches(_folded(word), {each.lower(): each for each in known}, n=1, cutoff=0.7)
    found = same_word(key, word, known) or {each.lower(): each for each in known}.get(
        close[0] if close else "", ""
    )
    return f"did you mean {found}? " if found else ""


def _folded(text: str) -> str:
    return text.strip().casefold().replace(" ", "_").replace("-", "_").replace(",", "")


def whole(least: int) -> Type:
    """Return the type of a whole number that is ``least`` or more."""
    schema = {"type": "integer", "minimum": least, "maximum": MOST}
    return Type("integer", schema, lambda text: _whole(text, least=least))


NCT = Type("trial", {"type": "string", "pattern": "^[Nn][Cc][Tt][0-9]{8}$"}, _nct)
DAY = Type("date", {"type": "string", "examples": ["2026-09-01", "7d"]}, _day)
POINT = Type("version or date", {"type": ["integer", "string"], "examples": [3, "2026-09-01"]}, _point)
FLAG = Type("boolean", {"type": "boolean"}, _flag)
TEXT = Type("text", {"type": "string", "minLength": 1}, _text)
