"""The studies of a generated registry, on disk, and how a release replaces some of them. No sockets."""

from __future__ import annotations

from dataclasses import replace
from threading import RLock
from typing import TYPE_CHECKING

from monitor.simulator.generated.dataset import GeneratedDataset
from monitor.simulator.generated.numbers import place_of
from monitor.simulator.generated.shelf import Shelf
from monitor.simulator.json_text import encode
from monitor.simulator.releases import next_release

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from monitor.model import Record
    from monitor.simulator.generated.rows import Row
    from monitor.simulator.source import Edit


class GeneratedRegistry:
    """A `StudySource` of generated studies; safe to use from many threads."""

    def __init__(self, shelf: Shelf, *, timestamp: str = "2026-09-01T09:00:06") -> None:
        self._lock = RLock()
        self._now = GeneratedDataset(shelf, timestamp)
        # While a release is made: its data set, and the rows that it edits.
        self._draft: tuple[GeneratedDataset, dict[int, Row]] | None = None

    @property
    def now(self) -> GeneratedDataset:
        """What is served now: until a release is made, the one before it."""
        return self._now

    def record(self, nct: str) -> Record:
        """Return a copy of a record as of the release served, or of that being made."""
        with self._lock:
            return (self._draft[0] if self._draft else self._now).record(nct)

    def put(self, record: Record) -> None:
        """Serve this record in place of the one with its number.

        Raises:
            KeyError: no study has its number.

        """
        nct = record["protocolSection"]["identificationModule"]["nctId"]
        with self._lock:
            now = self._draft[0] if self._draft else self._now
            place = place_of(nct)
            if place is None or now.current(nct) is None:
                raise KeyError(nct)
            row = now.shelf.add(encode(record))
            if self._draft:
                self._draft[1][place] = row
            else:
                self._now = replace(now, edited={**now.edited, place: row}, _updated={})

    def publish(self, edits: Iterable[Edit] = (), *, timestamp: str | None = None) -> str:
        """Publish a release: make the edits and move the release stamp, all of it at once.

        Without `timestamp` it is that of the next weekday.
        """
        with self._lock:
            edited = dict(self._now.edited)
            draft = replace(
                self._now,
                timestamp=timestamp or next_release(self._now.timestamp),
                edited=edited,
                _updated={},
            )
            self._draft = draft, edited
            try:
                for change in edits:
                    change(self)
            finally:
                self._draft = None
            self._now = draft
            return draft.timestamp


def generated_registry(folder: Path) -> GeneratedRegistry:
    """Return the registry of the studies in a folder."""
    return GeneratedRegistry(Shelf(folder))
