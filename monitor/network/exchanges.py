"""What was asked and answered while a channel's plug-in sent: the plug-in itself says only yes or no.

A send runs in a thread of its own; what its connections record there is its alone.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request that left this machine, and its answer."""

    place: str
    """Scheme, host and port, such as ``https://hooks.example:443``."""
    code: int
    """The status of HTTP, or SMTP's reply code."""
    words: str = field(repr=False)
    """What the far side said."""
    retry_after: float | None = None
    """Seconds that it asks to be left alone, if it asks."""

    @property
    def is_mail(self) -> bool:
        """Whether it is SMTP's; else it is one of HTTP."""
        return self.place.startswith("smtp")

    @property
    def is_yes(self) -> bool:
        """Whether the request was answered well: 2xx in HTTP and in SMTP."""
        return self.code // 100 == 2


_recorded: ContextVar[list[Exchange] | None] = ContextVar("exchanges", default=None)


@contextmanager
def recording(exchanges: list[Exchange]) -> Iterator[None]:
    """Add this thread's exchanges to a list until the block is left."""
    token = _recorded.set(exchanges)
    try:
        yield
    finally:
        _recorded.reset(token)


def record(exchange: Exchange) -> None:
    """Add an exchange to those of this thread, if they are recorded."""
    exchanges = _recorded.get()
    if exchanges is not None:
        exchanges.append(exchange)
