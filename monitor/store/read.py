"""Every question that is asked of the store, over a read-only connection, in plain SQL.

Imported by commands that have to answer at once: nothing heavy here, nor in ``asking``.
"""

from __future__ import annotations

from monitor.store.asking.changes import Changes
from monitor.store.asking.connected import Row
from monitor.store.asking.deliveries import Deliveries
from monitor.store.asking.versions import Held, Versions

__all__ = ["Held", "Reader", "Row"]


class Reader(Versions, Changes, Deliveries):
    """The store, opened for reading by one thread: all that may be asked in one place."""
