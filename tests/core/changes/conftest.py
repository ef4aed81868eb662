"""Records edited as a sponsor, or the registry itself, would edit them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from records import a_record

from monitor.core.changes import classify
from monitor.simulator.paths import copied, get, put
from monitor.simulator.update_dates import move_update

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.model import Change, Record


def edited(record: Record, changes: dict[str, Any], *, post: str | None = "2026-09-10") -> Record:
    """Return a copy with dotted paths set; a callable gets the old value; ``post`` is the day of a sponsor's update."""
    new = copied(record)
    for path, value in changes.items():
        put(new, path, value(get(new, path)) if callable(value) else value)
    if post:
        move_update(new, date.fromisoformat(post))
    return new


@pytest.fixture
def changes_of() -> Callable[..., list[Change]]:
    """Tell of an edit of the invented trial: its changes that are no housekeeping."""

    def tell(
        changes: dict[str, Any], *, post: str | None = "2026-09-10", first: dict[str, Any] | None = None
    ):
        old = edited(a_record(), first or {}, post=None)
        return [c for c in classify(old, edited(old, changes, post=post)) if c.event != "housekeeping"]

    return tell
