"""What a path of the service is answered with, before any library of the web."""

from __future__ import annotations

from dataclasses import dataclass

HTML, ATOM, JSON = "text/html; charset=utf-8", "application/atom+xml; charset=utf-8", "application/json"
CALENDAR = "text/calendar; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Served:
    """What is sent back."""

    body: str | bytes
    kind: str
    status: int = 200
    tag: str = ""
    """What differs whenever the body does, for ``ETag``; "" where the application makes one."""
