"""How long to wait after a delivery failed, and when to give it up."""

from __future__ import annotations

FIRST_WAIT = 30.0
LONGEST_WAIT = 3600.0
GIVE_UP = 4 * 86400.0
"""Seconds for which a delivery that fails is tried: four days, for a long weekend without anybody at the receiver."""
FIRST_REST = 1.0
LONGEST_REST = 6 * 3600.0
"""Seconds for which a channel rests at most, whatever its service asks for."""
LOGIN_WAIT = 3600.0
"""Seconds between attempts at a service that refuses the login: somebody has to mend the address first."""
REFUSALS = 4
REFUSED_SECONDS = 3600.0
"""A message that is refused is tried so often, and for so long, before it is given up: some refusals pass."""


def backoff(attempts: int, jitter: float) -> float:
    """Return the seconds to wait after so many attempts in vain.

    Args:
        attempts: 1 after the first.
        jitter: 0 to 1, so that many do not come back at once.

    """
    return _doubled(FIRST_WAIT, attempts) * (0.8 + 0.4 * jitter)


def is_final(refusals: int, seconds: float) -> bool:
    """Return whether to give up on a message that was refused so often in a row, over so many seconds."""
    return refusals >= REFUSALS and seconds >= REFUSED_SECONDS


def rest(asked: float, attempts: int) -> float:
    """Return the seconds for which a channel rests after so many attempts in vain, by what its service asks for.

    One that always asks for a moment is not tried each moment.
    """
    return min(LONGEST_REST, max(asked, _doubled(FIRST_REST, attempts)))


def _doubled(first: float, attempts: int) -> float:
    return min(LONGEST_WAIT, first * 2.0 ** min(attempts - 1, 20))
