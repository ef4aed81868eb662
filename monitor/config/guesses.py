"""What people mean by a value that cannot be read: other writings of it, to be tried until one can be."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_UNITS = {"ms": "ms", "mil": "ms", "s": "s", "m": "m", "min": "m", "h": "h", "d": "d", "w": "w"}
_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*(mil|ms|min|[smhdw])[a-z]*\.?")
_OFTEN = {
    "hourly": "1h",
    "daily": "1d",
    "weekly": "1w",
    "hour": "1h",
    "day": "1d",
    "week": "1w",
    "minute": "1m",
}
_UNSAID = {"timeout": "s", "poll": "m", "stale_after": "d"}
"""The unit that is meant where a number stands alone."""
_TIME = re.compile(r"(\d{1,2})(?:[:.h]?([0-5]\d))?\s*(am|pm|h|o'?clock|uhr)?")
_SCHEDULES = {
    "hourly": "1h", "daily": "daily 08:00", "weekly": "weekly mon 08:00", "monthly": "0 8 1 * *",
    "digest": "daily 08:00", "immediately": "now", "instantly": "now", "instant": "now", "once": "now", "": "now",
    "never": "off", "none": "off", "no": "off", "false": "off", "disabled": "off",
}  # fmt: skip
_DAYS = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*\b")
_ZONES = {
    "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles", "pacific": "America/Los_Angeles",
    "mdt": "America/Denver", "mountain": "America/Denver", "cdt": "America/Chicago", "central": "America/Chicago",
    "edt": "America/New_York", "eastern": "America/New_York", "bst": "Europe/London", "cest": "Europe/Berlin",
    "ist": "Asia/Kolkata", "jst": "Asia/Tokyo", "z": "UTC",
}  # fmt: skip
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])\s*0?(\d{1,2})(?::?00)?", re.IGNORECASE)


def guess(key: str, text: str, parse: Callable[[str], object]) -> str:
    """Return another writing that was likely meant, one that `parse` takes; "" where there is none.

    Args:
        key: of the configuration.
        text: what it says, at most a few hundred characters of it are looked at.
        parse: reads a value of the key, and raises ValueError.

    """
    for other in _WRITINGS[key](key, text[:300].strip()) if key in _WRITINGS else ():
        try:
            parse(other)
        except ValueError:
            continue
        if other != text:
            return other
    return ""


def _span(key: str, text: str) -> Iterator[str]:
    words = text.lower()
    if words in _OFTEN:
        yield _OFTEN[words]
    found = _SPAN.findall(words)
    yield "".join(number + _UNITS[unit] for number, unit in found)
    if re.fullmatch(r"\d+(?:\.\d+)?", words) and key in _UNSAID:
        yield words + _UNSAID[key]


def _clock(text: str) -> str | None:
    """Return a time of day as ``08:00``; None where there is none in the text."""
    words = text.strip().lower()
    if words in {"noon", "midnight"}:
        return "12:00" if words == "noon" else "00:00"
    found = _TIME.fullmatch(words)
    if found is None:
        return None
    hour = int(found[1])
    if found[3] in {"am", "pm"}:
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    return f"{hour:02}:{found[2] or '00'}"


def _schedule(key: str, text: str) -> Iterator[str]:
    words = re.sub(r"\b(?:at|every|each|on)\b|[,@]", " ", text.lower()).strip()
    yield _SCHEDULES.get(words, "")
    yield " ".join(words.split())
    day = _DAYS.search(words)
    rest = re.sub(r"\b(?:daily|weekly|days?|week)\b", " ", _DAYS.sub(" ", words)).strip()
    at = _clock(rest)
    if day:
        yield f"weekly {day[1]} {at or '08:00'}"
    elif at and (not rest.isdigit() or re.search(r"\b(?:at|daily)\b", text.lower())):
        yield f"daily {at}"
    yield from _span(key, words)
    if len(words.split()) == 6:  # cron lines of some programs begin with seconds
        yield " ".join(words.split()[1:])


def _quiet(_key: str, text: str) -> Iterator[str]:
    if "night" in text.lower():
        yield "22:00-07:00"
    parts = re.split(r"\s*(?:[-–—]|\bto\b|\buntil\b|\btill\b)\s*", re.sub(r"^from\s+", "", text.lower()))
    times = [_clock(part) for part in parts]
    if len(times) == 2 and all(times):
        yield f"{times[0]}-{times[1]}"


def _zone(_key: str, text: str) -> Iterator[str]:
    words = text.lower().replace(" ", "_")
    yield _ZONES.get(words.removesuffix("_time"), "")
    if offset := _OFFSET.fullmatch(text):  # the signs of these zones are the other way round
        yield f"Etc/GMT{'-' if offset[1] == '+' else '+'}{int(offset[2])}"
    zones = {zone.lower(): zone for zone in sorted(available_timezones())}
    cities = {name.rpartition("/")[2]: zone for name, zone in zones.items() if "/" in name}
    for known in (zones, cities):
        if words in known:
            yield known[words]
    for known, wanted in ((zones, words), (cities, words.rpartition("/")[2])):
        for close in get_close_matches(wanted, known, n=1, cutoff=0.8):
            yield known[close]


def _web_address(_key: str, text: str) -> Iterator[str]:
    if "://" not in text:
        yield f"https://{text.lstrip('/')}"
    yield re.sub(r"^(\w+):/+", r"\1://", text)


def _listen(key: str, text: str) -> Iterator[str]:
    port = "9464" if key == "metrics" else "8080"
    if text.lower() in {"false", "no", "none", "never", "disabled"}:
        yield "off"
    if text.lower() in {"true", "yes", "on", "enabled"}:
        yield f"127.0.0.1:{port}"
    bare = re.sub(r"^\w+://", "", text).split("/")[0]
    yield bare
    yield f"127.0.0.1:{bare}"
    yield f"{bare}:{port}"


def _near(_key: str, text: str) -> Iterator[str]:
    bare = text.removeprefix("distance(").removesuffix(")")
    bare = re.sub(
        r"\s*(?:kilomet(?:er|re)s?|kms)\b", "km", re.sub(r"\s*miles?\b", "mi", bare, flags=re.IGNORECASE)
    )
    bare = bare.replace(";", ",")
    yield bare
    parts = bare.split(",")
    if len(parts) == 3:
        yield ",".join([parts[1], parts[0], parts[2]])


_WRITINGS: dict[str, Callable[[str, str], Iterator[str]]] = {
    "timeout": _span, "stale_after": _span,
    "poll": _schedule, "heartbeat": _schedule, "send": _schedule,
    "quiet": _quiet, "timezone": _zone,
    "url": _web_address, "public_url": _web_address,
    "http": _listen, "metrics": _listen,
    "near": _near,
}  # fmt: skip
"""Key → what yields other writings of its value, the likeliest first."""
