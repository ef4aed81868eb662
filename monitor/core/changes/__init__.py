"""Differences → changes: what happened, in the words of the people who wait for it.

One file for each kind of change; ``rules.py`` has the table that gives each place of a record to one of them.
CONTRIBUTING.md says what a new kind of change needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model import Change, Record


def classify(old: Record, new: Record, *, past: Sequence[Change] = ()) -> list[Change]:
    """Return the changes between two consecutive records of one trial, the gravest first.

    Args:
        old: the record as it was.
        new: the record as it is.
        past: earlier changes of dates of this trial, oldest first, for running totals.

    """
    from monitor.core.changes import rules  # noqa: PLC0415  # a third of the time that a poll without news would take to start

    return rules.classify(old, new, past=past)
