"""Bounds of the processor's time that a busy machine does not break."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def within(seconds: float, call: Callable[[], object], tries: int = 3) -> bool:
    """Return whether a call takes less than so many seconds of the processor's time, in one of some tries.

    Others on the machine only ever make it slower: one quick try shows that it can be done.
    """
    for _ in range(tries):
        began = time.process_time()
        call()
        if time.process_time() - began < seconds:
            return True
    return False
