"""Versions and changes → the steps of a trial's life, newest first, with no more of each than a reader can take. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from monitor.core.changes.events import TITLES
from monitor.core.presentation.labels import count
from monitor.model import Kind
from monitor.report.change_view import TABLES, item
from monitor.report.colors import words
from monitor.report.model import Group, TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Row = dict[str, Any]

MOST_ALIKE = 30
"""Changes of one kind in one step that are told one by one."""
SHOWN = 6
"""Of those, how many are not folded."""
OPEN = 3
"""Steps that are not folded."""
MAX_TEXT = 1_200
"""Characters of a text that a change shows."""


def steps(
    nct: str, versions: Sequence[Row], changes: Sequence[Row], counts: Sequence[Row]
) -> list[TimelineEntry]:
    """Return a trial's steps.

    Args:
        nct: its number.
        versions: oldest first.
        changes: what is told one by one, oldest first.
        counts: how many there are of each event in each step, told or not.

    """
    by_version: dict[Any, list[Row]] = {}
    for row in changes:
        by_version.setdefault(_key(row), []).append(row)
    numbers: dict[Any, Counter[str]] = {}
    for row in counts:
        which = "noise" if row["severity"] == "noise" else row["kind"]
        numbers.setdefault(_key(row), Counter())[which] += row["number"]
    dated = [
        (
            row["valid_from"],
            place,
            _version(
                nct, row, place, by_version.get(row["version"], []), numbers.get(row["version"], Counter())
            ),
        )
        for place, row in enumerate(versions)
    ]
    dated += [
        (rows[0]["day"], len(versions), _between(nct, rows, numbers[key]))
        for key, rows in by_version.items()
        if isinstance(key, tuple) or key not in {row["version"] for row in versions}
    ]
    return [step for _, _, step in sorted(dated, key=lambda row: row[:2], reverse=True)]


def numbering(versions: Sequence[Row]) -> str:
    """Return why the numbers of versions do not follow their days; "" where they do.

    Args:
        versions: oldest first by the registry's time.

    """
    numbers = [row["version"] for row in versions]
    if numbers == sorted(numbers):
        return ""
    return (
        "The order is the registry's. The numbers count the versions as they came here, and older ones came later, "
        "from the registry's record history."
    )


def _key(row: Row) -> Any:  # noqa: ANN401
    """Return the version that a change led to; of one between no two versions, its day."""
    return (row["day"],) if row["from_version"] == row["to_version"] else row["to_version"]


def _version(nct: str, row: Row, place: int, changes: Sequence[Row], numbers: Counter[str]) -> TimelineEntry:
    source = (
        "from the registry's record history"
        if row["source"] == "history"
        else f"seen {row['observed_at'][:10]}"
    )
    number = row["registry_version"]
    own = (f"number {number + 1} in the registry's record history",) if number is not None else ()
    if changes or numbers["noise"]:
        routine = f"{count(numbers['noise'], 'routine update')} (dates and stamps)."
        remark = ("Plus " * bool(changes) + routine) if numbers["noise"] else ""
    else:
        remark = (
            "The first version held."
            if place == 0
            else "Nothing but the order of lists or the release stamp."
        )
    return TimelineEntry(
        anchor=f"{nct}-v{row['version']}",
        day=row["valid_from"],
        title=f"Version {row['version']}",
        facts=(words(row["status"]), source, *own),
        groups=tuple(_groups(nct, changes, numbers)),
        remark=remark,
    )


def _between(nct: str, changes: Sequence[Row], numbers: Counter[str]) -> TimelineEntry:
    day = changes[0]["day"]
    return TimelineEntry(
        anchor=f"{nct}-{day}-{changes[0]['id']}",
        day=day,
        title="Between versions",
        facts=(f"seen {changes[0]['observed_at'][:10]}",),
        groups=tuple(_groups(nct, changes, numbers)),
    )


def _groups(nct: str, changes: Sequence[Row], numbers: Counter[str]) -> Iterator[Group]:
    for kind in Kind:
        rows = [row for row in changes if row["change"].kind is kind]
        if not rows:
            continue
        items = [item(row["id"], row["change"], limit=MAX_TEXT) for row in rows]
        # one more shown costs less than a fold around it
        shown = len(items) if len(items) == SHOWN + 1 else SHOWN
        yield Group(
            title=TITLES[kind],
            table=kind in TABLES,
            shown=tuple(items[:shown]),
            folded=tuple(items[shown:]),
            left=numbers[kind] - len(items),
            command=f"nctwatch changes --trial {nct} --kind {kind}",
        )
