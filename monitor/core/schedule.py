"""When next: intervals and cron lines. Every function takes the time as an argument."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cronsim import CronSim, CronSimError

from monitor.core.durations import clock, duration

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

WEEKDAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")


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
