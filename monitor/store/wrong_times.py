"""Mending what a poll with a wrong clock wrote, and days that lie after the release.

A poll is known by the time at which it began: what it wrote has that time. The release that it saw says when that
was, about: it cannot have been before, and is seldom more than some days after.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.clock import parse, stamp
from monitor.core.records.dates import parse_day
from monitor.core.records.release import release_time
from monitor.store.state import TIMES_MENDED, get_state, set_state

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.store.connection import Connection

_LAG = timedelta(days=1)
"""A clock that is behind the release by less is not taken for wrong."""
_TIMES = (
    ("versions", "observed_at"),
    ("trials", "first_seen_at"),
    ("trials", "last_seen_at"),
    ("trials", "gone_at"),
)


def mend_times(store: Connection, release: str, now: datetime) -> None:
    """Mend times that are certainly wrong; call it in a successful poll's transaction, before the poll is recorded.

    Args:
        store: the store.
        release: the release that the poll saw.
        now: the time of the poll; where it is before the release the clock is wrong, and nothing is done.

    """
    cut = release_time(release)
    if cut is None or now < cut - _LAG:
        return
    polls = _wrong_polls(store, now)
    for number, began, at in polls:
        _date_anew(store, began, at)
        store.execute("UPDATE polls SET started_at = ?, finished_at = ? WHERE id = ?", [at, at, number])
    before = store.value("SELECT release FROM polls WHERE release IS NOT NULL ORDER BY id DESC LIMIT 1")
    # each version is looked at only when there is a reason to: there may be a million
    if polls or (before or "") > release or not get_state(store, TIMES_MENDED):
        cap_valid_from(store, release)
        set_state(store, TIMES_MENDED, True)


def cap_valid_from(store: Connection, release: str) -> None:
    """Let no version that a poll brought be valid from a day after the release."""
    store.execute(
        "UPDATE versions SET valid_from = :day WHERE source = 'poll' AND valid_from > :day",
        {"day": release[:10]},
    )


def release_day(release: str | None) -> str | None:
    """Return the day of a release, ``yyyy-mm-dd``; None where its name is no time."""
    day = (release or "")[:10]
    return day if parse_day(day) else None


def _wrong_polls(store: Connection, now: datetime) -> list[tuple[int, str, str]]:
    """Return the polls whose clock was ahead of this one or behind their release: id, beginning, and when that was."""
    found = []
    for number, began, release in store.tuples(
        "SELECT id, started_at, release FROM polls WHERE started_at > :now OR started_at < substr(release, 1, 10)",
        {"now": stamp(now)},
    ):
        cut = release_time(release or "")
        if parse(began) > now or (cut is not None and parse(began) < cut - _LAG):
            found.append((number, began, stamp(min(cut or now, now))))
    return found


def _date_anew(store: Connection, began: str, at: str) -> None:
    """Give what was written at one time another one."""
    values = {"began": began, "at": at}
    for table, column in _TIMES:
        store.execute(f"UPDATE {table} SET {column} = :at WHERE {column} = :began", values)
    store.execute(  # two that are alike keep their times: they are told apart by them
        "UPDATE OR IGNORE changes SET observed_at = :at, "
        "happened_on = iif(happened_on = substr(:began, 1, 10), substr(:at, 1, 10), happened_on) "
        "WHERE observed_at = :began",
        values,
    )
