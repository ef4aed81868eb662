"""A record and the log of its changes → the days that people wait for, and how each one moved. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from monitor.core.presentation.sanitize import flat
from monitor.core.records.accessors import get
from monitor.core.records.dates import parse_span
from monitor.core.results.overdue import results_due
from monitor.report.timeline_data import ENDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from monitor.model import Json, Record

    Row = dict[str, Any]

RESULTS_DUE = "Results due"
_KINDS = {"ACTUAL": "actual", "ESTIMATED": "planned"}
_FARTHEST = 2200
"""A date of a later year is a slip of the pen, such as 9999-12-31."""
MAX_MOVES = 30
"""Moves of a day that are told, the latest ones."""


@dataclass(frozen=True, slots=True)
class Move:
    """From one day on the record named another date; each as the record writes it, "" for none."""

    since: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day that people wait for."""

    name: str
    day: date
    """Of a month alone, its last day."""
    written: str
    """The date as the record writes it."""
    kind: str
    """``actual`` where the record says that it has come, ``planned`` where it is expected, "" where it does not say."""
    moves: tuple[Move, ...] = ()
    """The newest first."""


def milestones(record: Record, plans: Sequence[Row]) -> Iterator[Milestone]:
    """Yield when a trial's primary and full completion are, and when its results are due.

    Args:
        record: the newest one.
        plans: what the record said of these dates in turn, oldest first, as ``store.steps.plans`` gives it.

    """
    for path, name in ENDS.items():
        value = get(record, *path.split("."))
        if (span := parse_span(get(value, "date"))) and span[1].year < _FARTHEST:
            moves = _moves(row for row in plans if row["path"] == path)
            kind = _KINDS.get(str(get(value, "type")), "")
            yield Milestone(name, span[1], value["date"], kind, moves)
    if (span := parse_span(results_due(record).day)) and span[1].year < _FARTHEST:
        yield Milestone(RESULTS_DUE, span[1], span[1].isoformat(), "planned")


def _moves(rows: Iterator[Row]) -> tuple[Move, ...]:
    """Return where the date differs; that it became actual alone is no move."""
    moves = [Move(row["day"][:10], _date(row["before"]), _date(row["after"])) for row in rows]
    return tuple(move for move in reversed(moves) if move.before != move.after)[:MAX_MOVES]


def _date(value: Json) -> str:
    date = get(value, "date")
    return flat(date)[:40] if isinstance(date, str) else ""
