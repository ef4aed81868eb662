"""By which changes the sections of a page are dated, and where the eligibility text changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.sections.dated import ChangedPlace
from monitor.store.changes import RANK
from monitor.store.steps import DAY, STEP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.store.connection import Connection

_STEPS = "changes c LEFT JOIN versions v ON v.trial_id = c.trial_id AND v.version = c.to_version"


def changed_places(store: Connection, trial: int) -> Iterator[ChangedPlace]:
    """Give a trial's changes that have weight, the newest day first and within a day the gravest first."""
    sql = (
        f"SELECT c.id, {DAY} AS day, c.kind, c.path, c.to_version AS version FROM {_STEPS} "
        f"WHERE c.trial_id = ? AND c.severity <> 'noise' AND {STEP} ORDER BY day DESC, {RANK} DESC, c.id"
    )
    for row in store.stream(sql, [trial]):
        yield ChangedPlace(**row)


def eligibility_edits(store: Connection, trial: int) -> set[int]:
    """Return the numbers of the versions of a trial whose eligibility differs from the version before, in any way."""
    rows = store.tuples(
        f"SELECT DISTINCT c.to_version FROM {_STEPS} WHERE c.trial_id = ? AND c.kind = 'eligibility' AND {STEP}",
        [trial],
    )
    return {row[0] for row in rows}
