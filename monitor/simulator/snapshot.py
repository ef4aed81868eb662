"""The data set of a release, in memory: decoded records and their versions."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from monitor.simulator import field_names
from monitor.simulator.json_text import encode
from monitor.simulator.paths import get
from monitor.simulator.search import comparable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from monitor.model import Record
    from monitor.simulator.versions import Version

_UPDATED = "protocolSection.statusModule.lastUpdatePostDateStruct.date"


@dataclass(frozen=True)
class Snapshot:
    """What is served at one moment: a `Dataset`. Its records are never changed, only replaced."""

    timestamp: str
    records: Mapping[str, Record]
    aliases: Mapping[str, str]
    histories: Mapping[str, tuple[Version, ...]]
    encodings: dict[str, bytes] = field(default_factory=dict)
    """The records that were asked for as JSON."""

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Return the names of all fields → their dotted paths."""
        return field_names.names(self.records.values())

    def current(self, nct: str) -> str | None:
        """Resolve a number or a former number; None if the registry has neither."""
        return nct if nct in self.records else self.aliases.get(nct)

    def numbers(self) -> Sequence[str]:
        """Return the numbers of all studies."""
        return list(self.records)

    def among(self, wanted: Collection[str]) -> Sequence[str]:
        """Return those of some present numbers that there are."""
        return [nct for nct in self.records if nct in wanted]

    def updated(self, low: str, high: str) -> Sequence[str]:
        """Return the studies whose last update was posted from `low` to `high`."""
        days = ((nct, comparable(str(get(record, _UPDATED)))) for nct, record in self.records.items())
        return [nct for nct, day in days if isinstance(day, str) and low <= day <= high]

    def record(self, nct: str) -> Record:
        """Return the record of a present number."""
        return self.records[nct]

    def encoded(self, nct: str) -> bytes:
        """Return the record as JSON in UTF-8 on one line; encoded once a release."""
        if nct not in self.encodings:
            self.encodings[nct] = encode(self.records[nct])
        return self.encodings[nct]

    def body(self, head: bytes, numbers: Sequence[str], tail: bytes) -> bytes:
        """Return a body with these records, each on a line."""
        return head + b",\n".join(map(self.encoded, numbers)) + tail

    def sizes(self) -> Iterator[int]:
        """Return the bytes of each study."""
        return (len(self.encoded(nct)) for nct in self.records)

    def history(self, nct: str) -> Sequence[Version]:
        """Return the submitted versions of a study, oldest first."""
        return self.histories[nct]
