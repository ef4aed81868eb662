"""The data set of a release, on disk."""

from __future__ import annotations

import json
from array import array
from dataclasses import dataclass, field
from heapq import merge
from typing import TYPE_CHECKING

from monitor.simulator import field_names
from monitor.simulator.bodies import Deflated, plain
from monitor.simulator.generated import rows
from monitor.simulator.generated.numbers import Numbers, place_of
from monitor.simulator.versions import first

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from monitor.model import Record
    from monitor.simulator.deflate import Fragment
    from monitor.simulator.generated.rows import Row
    from monitor.simulator.generated.shelf import Shelf
    from monitor.simulator.versions import Version

_SAMPLED = 200
"""So many records tell the names of fields."""


@dataclass(frozen=True)
class GeneratedDataset:
    """The studies of one release: a `Dataset`. A search by words decodes every record, which takes minutes."""

    shelf: Shelf
    timestamp: str
    edited: Mapping[int, Row] = field(default_factory=dict)
    """The rows of studies that are no more as they were made."""
    _names: dict[str, str] = field(default_factory=dict)
    _updated: dict[tuple[str, str], Numbers] = field(default_factory=dict)
    """What was found by update date, so that a page of a list need not look through all days."""

    @property
    def names(self) -> Mapping[str, str]:
        """Return the names of the fields that some records have → their dotted paths."""
        if not self._names:
            step = max(1, len(self.shelf) // _SAMPLED)
            self._names.update(field_names.names(self.record(nct) for nct in self.numbers()[::step]))
        return self._names

    def current(self, nct: str) -> str | None:
        """Return the number itself if there is such a study; none has a former number."""
        place = place_of(nct)
        return nct if place is not None and place < len(self.shelf) else None

    def numbers(self) -> Sequence[str]:
        """Return the numbers of all studies."""
        return Numbers(range(len(self.shelf)))

    def among(self, wanted: Collection[str]) -> Sequence[str]:
        """Return those of some numbers that there are, in ascending order."""
        places = (place_of(nct) for nct in wanted if self.current(nct))
        return Numbers(sorted(place for place in places if place is not None))

    def updated(self, low: str, high: str) -> Sequence[str]:
        """Return the studies whose last update was posted from `low` to `high`."""
        if (low, high) not in self._updated:
            # A study without a date has the day 0, which no range has.
            least, most = max(1, rows.number_of_day(low)), rows.number_of_day(high)
            made = (place for place in self.shelf.updated(least, most) if place not in self.edited)
            edited = sorted(place for place, row in self.edited.items() if least <= row.day <= most)
            self._updated[low, high] = Numbers(array("I", merge(made, edited)))
        return self._updated[low, high]

    def record(self, nct: str) -> Record:
        """Return a record, decoded anew at each call."""
        record: Record = json.loads(plain(self.body(b"", [nct], b"")))
        return record

    def body(self, head: bytes, numbers: Sequence[str], tail: bytes) -> Deflated:
        """Return a body with these records, joined of their fragments."""
        stamp = self.timestamp[:10].encode()
        parts: list[bytes | Fragment] = [head]
        for count, nct in enumerate(numbers):
            if count:
                parts.append(b",\n")
            row = self._row(nct)
            before, after = row.fragments(self.shelf.read(row))
            parts += before, stamp, after
        return Deflated([*parts, tail])

    def sizes(self) -> Iterator[int]:
        """Return the bytes of each study."""
        for nct in self.numbers():
            row = self._row(nct)
            yield row.head + rows.STAMP_SIZE + row.tail

    def history(self, nct: str) -> Sequence[Version]:
        """Return the present version, the only one that is known."""
        return first(self.record(nct))

    def _row(self, nct: str) -> Row:
        place = place_of(nct)
        if place is None or place >= len(self.shelf):
            raise KeyError(nct)
        return self.edited.get(place) or self.shelf.row(place)
