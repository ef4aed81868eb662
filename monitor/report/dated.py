"""The store → the days of its trials, for the calendar."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from monitor.clock import parse
from monitor.core.records import canonical
from monitor.errors import StoreError
from monitor.report.calendar import Dated
from monitor.report.milestones import milestones
from monitor.report.timeline_data import ENDS
from monitor.store.steps import plans
from monitor.store.versions import newest_of_each, read_record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from monitor.store.connection import Connection

log = logging.getLogger(__name__)


def dated(reader: Connection, numbers: Collection[str] | None) -> Iterator[Dated]:
    """Yield the trials of some numbers, or of all that the registry has, with their days.

    A trial whose newest version is damaged is left out, so that it does not keep people from the others.
    """
    for row in newest_of_each(reader, numbers):
        try:
            record = canonical.decode(read_record(reader, row["version_id"]))
        except StoreError as error:
            log.warning("calendar", extra={"trial": row["nct"], "error": str(error)})
            continue
        if found := tuple(milestones(record, plans(reader, row["id"], tuple(ENDS)))):
            yield Dated(row["id"], row["nct"], row["title"], parse(row["observed_at"]), found)
