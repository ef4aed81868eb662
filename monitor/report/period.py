"""What changed in a span of days, as a page begins with it: by kind and by trial, the gravest first. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from monitor.core.changes.events import TITLES
from monitor.core.presentation.labels import cut
from monitor.core.presentation.sanitize import flat
from monitor.model import Kind, Severity
from monitor.report.change_view import item

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from monitor.report.model import ChangeView

    Row = dict[str, Any]

LEVELS = tuple(str(level) for level in reversed(Severity) if level is not Severity.NOISE)
SHOWN = 8
"""Changes of a trial that are told."""
MOST_TRIALS = 100
"""Trials that are told of; of more, the others are counted."""
MAX_TEXT = 600


@dataclass(frozen=True, slots=True)
class Counted:
    """Changes counted by severity: ``numbers`` has one for each of ``LEVELS``."""

    name: str
    numbers: tuple[int, ...]

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(self.numbers)


@dataclass(frozen=True, slots=True)
class TrialChanges:
    """A trial that changed, with its gravest changes, each with its day; ``left`` are not told."""

    nct: str
    title: str
    counted: Counted
    changes: tuple[tuple[str, ChangeView], ...]
    left: int


@dataclass(frozen=True, slots=True)
class Period:
    """What changed from one day to another, both of which count."""

    since: str
    until: str
    kinds: tuple[Counted, ...]
    """By kind, the one with the gravest changes first."""
    trials: tuple[TrialChanges, ...]
    """The gravest first."""
    others: int
    """Trials that changed and are not told of."""
    whole: Counted


def gravest_trials(counts: Iterable[Row]) -> dict[int, tuple[int, ...]]:
    """Return {id of a trial: its changes by ``LEVELS``}, the one with the gravest changes first."""
    numbers = _numbers(counts, "trial_id")
    return dict(sorted(numbers.items(), key=lambda entry: (tuple(-number for number in entry[1]), entry[0])))


def period(since: str, until: str, counts: Sequence[Row], gravest: Mapping[int, Sequence[Row]]) -> Period:
    """Return what a page says of a span.

    Args:
        since: the first day.
        until: the last day.
        counts: as ``store.periods.counts`` gives them.
        gravest: as ``store.periods.gravest`` gives it, for the trials that are told of.

    """
    by_kind = _numbers(counts, "kind")
    kinds = [Counted(TITLES[kind], by_kind[kind]) for kind in Kind if kind in by_kind]
    kinds.sort(key=lambda counted: tuple(-number for number in counted.numbers))
    names = {row["trial_id"]: row for row in counts}
    ranked = gravest_trials(counts)
    told = [_trial(names[number], ranked[number], gravest[number]) for number in ranked if number in gravest]
    whole = tuple(sum(column) for column in zip(*ranked.values(), strict=True)) or (0,) * len(LEVELS)
    return Period(since, until, tuple(kinds), tuple(told), len(ranked) - len(told), Counted("All", whole))


def _trial(names: Row, numbers: tuple[int, ...], rows: Sequence[Row]) -> TrialChanges:
    counted = Counted("", numbers)
    changes = tuple((row["happened_on"], item(row["id"], row["change"], limit=MAX_TEXT)) for row in rows)
    title = cut(flat(names["title"]), 400) or "A trial without a title"
    return TrialChanges(flat(names["nct"]), title, counted, changes, counted.total - len(changes))


def _numbers(counts: Iterable[Row], key: str) -> dict[Any, tuple[int, ...]]:
    """Return {value of a column: changes by ``LEVELS``}."""
    found: dict[Any, Counter[str]] = {}
    for row in counts:
        found.setdefault(row[key], Counter())[row["severity"]] += row["number"]
    return {value: tuple(levels[level] for level in LEVELS) for value, levels in found.items()}
