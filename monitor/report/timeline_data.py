"""Rows of versions and changes → the life of a trial, for its timeline. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from monitor.core.changes.dates import day_of
from monitor.core.changes.enrollment import PLACEHOLDER
from monitor.core.presentation.labels import count
from monitor.core.presentation.sanitize import flat
from monitor.core.records.accessors import get
from monitor.core.records.dates import registration_day
from monitor.report.colors import words
from monitor.report.model import Band, Mark, PlannedDate, Target, Timeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from monitor.model import Json, Record

    Row = dict[str, Any]

_STATUS = "protocolSection.statusModule."
ENDS = {
    f"{_STATUS}primaryCompletionDateStruct": "Primary completion",
    f"{_STATUS}completionDateStruct": "Completion",
}
ENROLLMENT = "protocolSection.designModule.enrollmentInfo"
PATHS = (*ENDS, ENROLLMENT)
"""The places of a record whose earlier values a timeline shows."""
LANES = {"eligibility": "Eligibility", "outcomes": "Outcomes", "results": "Results"}
_NOTHING_MISSED = timedelta(days=14)
"""A first version so soon after the registration is the registration itself."""
_FARTHEST = timedelta(days=365 * 20)
"""A planned day farther away than this is a slip of the pen, and would flatten all the rest."""


def life(
    record: Record,
    versions: Sequence[Row],
    steps: Sequence[Row],
    plans: Sequence[Row],
    *,
    today: date,
    gone: str | None,
) -> Timeline:
    """Return the data of a timeline.

    Args:
        record: the newest version's.
        versions: oldest first; there is one at least.
        steps: how many changes of which event there were when.
        plans: the values at ``PATHS`` in turn, oldest first.
        today: where the life ends.
        gone: when the registry lost it, if it did.

    """
    first = min(_day(versions[0]["valid_from"], today), today)
    start = min(registration_day(record) or first, first)
    values = {path: list(_values(record, path, plans, first)) for path in PATHS}
    return Timeline(
        start=max(start, today - timedelta(days=365 * 60)),
        today=today,
        bands=tuple(bands(versions, start, today, gone)),
        marks=tuple(_marks(steps, today)),
        plans=tuple(
            (name, found) for path, name in ENDS.items() if (found := tuple(_plans(values[path], today)))
        ),
        targets=tuple(_targets(values[ENROLLMENT], today)),
    )


def _day(text: str, other: date) -> date:
    return day_of(text[:10]) or other


def bands(versions: Sequence[Row], start: date, today: date, gone: str | None) -> Iterator[Band]:
    """Yield the statuses of versions, oldest first, in turn, from the start until today; `gone` is when the registry lost the trial."""
    turns: list[tuple[date, str]] = []
    for row in versions:
        day = min(_day(row["valid_from"], today), today)
        if not turns or turns[-1][1] != (row["status"] or ""):
            turns.append((day, row["status"] or ""))
    if start < turns[0][0] - _NOTHING_MISSED:
        turns.insert(0, (start, "unheld"))
    if gone:
        turns.append((_day(gone, today), "gone"))
    ends = [day for day, _ in turns[1:]] + [today]
    for (day, code), end in zip(turns, ends, strict=True):
        yield Band(day, max(day, end), code, words(code or None))


def _marks(steps: Sequence[Row], today: date) -> Iterator[Mark]:
    """Yield one mark for each day and lane; what has no weight has none."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in steps:
        if row["kind"] in LANES and row["severity"] != "noise":
            found.setdefault((row["day"], row["kind"]), []).append(row)
    for (day, kind), rows in sorted(found.items()):
        number = sum(row["number"] for row in rows)
        shape, meaning = _direction(rows) if kind == "eligibility" else (kind, "")
        events = ", ".join(dict.fromkeys(row["event"].replace("_", " ") for row in rows))
        what = f"{count(number, 'change')} of {kind}{meaning} ({events})"
        yield Mark(_day(day, today), kind, shape, what)


def _direction(rows: Sequence[Row]) -> tuple[str, str]:
    """Return the shape and the meaning of changes of eligibility; of several that differ, neither way."""
    ways = {row["direction"] for row in rows if row["direction"]}
    if ways == {"loosened"}:
        return "loosened", ", more people may fit"
    if ways == {"tightened"}:
        return "tightened", ", fewer people may fit"
    return "eligibility", ""


def _values(record: Record, path: str, plans: Iterable[Row], first: date) -> Iterator[tuple[date, Json]]:
    """Yield what the record said at one place in turn, each with the day from which it did."""
    rows = [row for row in plans if row["path"] == path]
    now = get(record, *path.split("."))
    last = rows[0]["before"] if rows else now
    yield first, last
    for row in rows:
        last = row["after"]
        yield _day(row["day"], first), last
    if last != now:  # versions that were compared with nothing between
        yield first if not rows else _day(rows[-1]["day"], first), now


def _plans(values: Sequence[tuple[date, Json]], today: date) -> Iterator[PlannedDate]:
    last: tuple[date, bool] | None = None
    for since, value in values:
        day, actual = day_of(get(value, "date")), get(value, "type") == "ACTUAL"
        if day and abs(day - today) < _FARTHEST * 3 and day - today < _FARTHEST and (day, actual) != last:
            last = (day, actual)
            yield PlannedDate(since, day, flat(str(get(value, "date"))), actual)


def _targets(values: Sequence[tuple[date, Json]], today: date) -> Iterator[Target]:
    ends = [since for since, _ in values[1:]] + [today]
    for (since, value), end in zip(values, ends, strict=True):
        number = get(value, "count")
        if (
            isinstance(number, int)
            and not isinstance(number, bool)
            and 0 <= number < PLACEHOLDER
            and end > since
        ):
            yield Target(since, end, number, get(value, "type") == "ACTUAL")
