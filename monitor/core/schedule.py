"""When next: polls, digests, quiet hours and backoff. Every function takes the time as an argument."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from cronsim import CronSim, CronSimError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

WEEKDAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
LONGEST = 100 * 366 * 86400.0
"""Seconds; a longer time is a slip of the pen, and a much longer one has no place in a calendar."""

_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|m|h|d|w)")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0, "w": 604800.0}
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Every:
    """At a steady interval, in seconds."""

    seconds: float

    def after(self, now: datetime) -> datetime:
        """Return the next time after ``now``."""
        return now + timedelta(seconds=self.seconds)


@dataclass(frozen=True, slots=True)
class At:
    """At the times of a cron line, by the clocks of a time zone.

    A time that a change of clocks skips comes right after the gap; one that it repeats
    comes once.
    """

    line: str
    zone: ZoneInfo

    def after(self, now: datetime) -> datetime:
        """Return the next time after ``now``."""
        times = CronSim(self.line, now.astimezone(self.zone))
        # In the second pass of a repeated hour CronSim names the first pass, which is over.
        return next(at for at in times if at.astimezone(UTC) > now).astimezone(now.tzinfo)


Schedule = Every | At


def duration(text: str) -> float:
    """Read ``90s``, ``30m``, ``1h30m``, ``3d`` as seconds.

    Raises:
        ValueError: it is none, or longer than a hundred years.

    """
    compact = text.strip().lower().replace(" ", "")
    found = _DURATION.findall(compact)
    if not found or "".join(number + unit for number, unit in found) != compact:
        raise ValueError(f'"{text}" is no duration; write for example "30s", "30m", "12h" or "3d"')
    seconds = sum(float(number) * _SECONDS[unit] for number, unit in found)
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


def schedule(text: str, zone: ZoneInfo) -> Schedule:
    """Read ``30m``, ``daily 15:00``, ``weekly mon 08:00`` or a cron line.

    Raises:
        ValueError: it is none of them, or an interval of under a second.

    """
    words = text.split()
    if len(words) == 2 and words[0] == "daily":
        at = clock(words[1])
        return At(f"{at.minute} {at.hour} * * *", zone)
    if len(words) == 3 and words[0] == "weekly" and (day := _weekday(words[1])) is not None:
        at = clock(words[2])
        return At(f"{at.minute} {at.hour} * * {day}", zone)
    if len(words) == 5:
        try:
            next(CronSim(text, datetime(2026, 1, 1, tzinfo=zone)))
        except (CronSimError, StopIteration) as error:
            raise ValueError(f'"{text}" is no cron line ({error})') from error
        return At(text, zone)
    if not text.strip()[:1].isdigit():
        raise ValueError(
            f'"{text}" is no schedule; write "30m", "daily 15:00", "weekly mon 08:00" or a cron line'
        )
    seconds = duration(text)
    if seconds < 1:
        raise ValueError(f'"{text}" is too short; an interval is one second or more')
    return Every(seconds)


def _weekday(word: str) -> int | None:
    """Return the number that cron has for a weekday, written out or in three letters."""
    names = [day for day in WEEKDAYS if word.lower() in (day, day[:3])]
    return WEEKDAYS.index(names[0]) if names else None


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which messages are held back, by the clocks of a time zone; may span midnight.

    An end that a change of clocks skips comes as much later as was skipped.
    """

    start: time
    end: time
    zone: ZoneInfo

    def until(self, now: datetime) -> datetime:
        """Return when the quiet hours around ``now`` end; ``now`` itself outside of them."""
        local = now.astimezone(self.zone)
        if not self._within(local):
            return now
        overnight = self.start > self.end and local.time() >= self.start
        end = datetime.combine(local.date() + timedelta(days=overnight), self.end, self.zone)
        if end.astimezone(UTC) <= now:  # in the second pass of a repeated hour the first one is over
            end = end.replace(fold=1)
        # where the clocks skip the end, the next quiet hours may have begun by then
        return self.until(end.astimezone(now.tzinfo))

    def _within(self, local: datetime) -> bool:
        at = local.time()
        if self.start > self.end:
            return at >= self.start or at < self.end
        return self.start <= at < self.end


def quiet(text: str, zone: ZoneInfo) -> Quiet:
    """Read ``22:00-07:00``.

    Raises:
        ValueError: it is no span of two different times.

    """
    start, dash, end = text.partition("-")
    if not dash:
        raise ValueError(f'"{text}" are no quiet hours; write for example "22:00-07:00"')
    span = Quiet(clock(start), clock(end), zone)
    if span.start == span.end:
        raise ValueError(f'"{text}" are no quiet hours: they begin and end at the same time')
    return span


FIRST_WAIT = 30.0
LONGEST_WAIT = 3600.0
GIVE_UP = 4 * 86400.0
"""A delivery is tried for four days: a long weekend without anybody at the receiver."""


def backoff(attempts: int, jitter: float) -> float:
    """Return the seconds to wait after so many attempts in vain.

    Args:
        attempts: 1 after the first.
        jitter: 0 to 1, so that many do not come back at once.

    """
    return min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(attempts - 1, 20)) * (0.8 + 0.4 * jitter)
