"""Writing: trials, versions and changes, each round's answers in one transaction."""

from __future__ import annotations

from monitor.store.changes import Changes
from monitor.store.trials import Trials
from monitor.store.versions import Versions


class Store(Trials, Versions, Changes):
    """The store, opened for writing by one thread: all that is written in one place."""
