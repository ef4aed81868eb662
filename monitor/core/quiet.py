"""Hours in which messages are held back. The time is an argument."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from monitor.core.durations import clock

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which messages are held back, by the clocks of a time zone; may span midnight.

    Where daylight saving time skips the end, it comes later by the time that is skipped.
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
