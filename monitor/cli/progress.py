"""How far a long job is: one line that a terminal shows anew, and nothing where nobody looks at one."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Self

from monitor.cli.output import draw
from monitor.core.presentation.sanitize import safe_line
from monitor.terminal import is_dumb, width

if TYPE_CHECKING:
    from collections.abc import Callable

BAR = 24
"""Characters of the bar."""
PAUSE = 0.2
"""Seconds between two drawings; a person reads no faster."""
PATIENCE = 0.5
"""Seconds after which a job counts as long; a shorter one shows nothing."""
_STEPS = 10
"""Lines that a dumb terminal, which can show none anew, gets of a whole job."""


class Progress:
    """One job's progress. Leaving it as a context ends its line.

    Args:
        what: what is done, such as "Trials".
        clock: returns seconds.

    """

    def __init__(self, what: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._what, self._clock = what, clock
        self._watched = sys.stderr.isatty()
        self._anew = not is_dumb()
        self._began = clock()
        self._drawn_at = float("-inf")
        self._step = 0
        self._width = 0

    def show(self, done: float, total: float, note: str = "") -> None:
        """Show that so much of a total is done, with a note, such as which trial is at hand."""
        if not self._watched or not total:
            return
        now = self._clock()
        if now - self._began < PATIENCE:
            return
        over = done >= total
        step = _STEPS if over else int(_STEPS * done / total)
        if now - self._drawn_at < PAUSE and not over if self._anew else step <= self._step:
            return
        self._drawn_at, self._step = now, step
        line = self._line(done, total, note, now - self._began)
        if self._anew:
            draw("\r" + line.ljust(self._width))
            self._width = len(line)
        else:
            draw(line + "\n")

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the line."""
        self.end()

    def end(self) -> None:
        """End the line, if one was drawn; what is printed next begins below it."""
        if self._width:
            draw("\n")
        self._width = 0

    def _line(self, done: float, total: float, note: str, seconds: float) -> str:
        share = min(done / total, 1.0)
        filled = int(BAR * share)
        parts = [f"{self._what} [{'#' * filled}{'-' * (BAR - filled)}] {share:.0%}"]
        if 0 < share < 1:
            parts.append(f"about {span(seconds * (1 - share) / share)} left")
        return "  ".join([*parts, *([safe_line(note)] if note else [])])[: width() - 1]


def span(seconds: float) -> str:
    """Return a span of time as people say it: the two largest units at most."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours >= 10:
        return f"{hours} h"
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min" if minutes >= 2 else f"{60 * minutes + rest} s"
