"""How long to wait after a delivery failed, and when to give it up."""

from __future__ import annotations

FIRST_WAIT = 30.0
LONGEST_WAIT = 3600.0
GIVE_UP = 4 * 86400.0
"""Seconds for which a delivery that fails is tried: four days, for a long weekend without anybody at the receiver."""


def backoff(attempts: int, jitter: float) -> float:
    """Return the seconds to wait after so many attempts in vain.

    Args:
        attempts: 1 after the first.
        jitter: 0 to 1, so that many do not come back at once.

    """
    return min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(attempts - 1, 20)) * (0.8 + 0.4 * jitter)
