"""The studies of a simulated registry, in memory, and how a release replaces them. No sockets."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import RLock
from typing import TYPE_CHECKING

from monitor.simulator.paths import copied
from monitor.simulator.releases import next_release
from monitor.simulator.snapshot import Snapshot
from monitor.simulator.versions import Version, first, followed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from monitor.model import Record


class Registry:
    """A `StudySource` of decoded records and their versions; safe to use from many threads."""

    def __init__(self, records: Iterable[Record], *, timestamp: str = "2026-09-01T09:00:06") -> None:
        self._lock = RLock()
        own = {number(record): copied(record) for record in records}
        histories = {nct: first(record) for nct, record in own.items()}
        aliases = {alias: nct for nct, record in own.items() for alias in former_numbers(record)}
        self._now = Snapshot(timestamp, own, aliases, histories)
        # While a release is made: the histories before it, so that its edits of one trial are one version.
        self._past: Mapping[str, tuple[Version, ...]] | None = None

    @property
    def timestamp(self) -> str:
        """The `dataTimestamp` of the release now served."""
        return self.now.timestamp

    @property
    def now(self) -> Snapshot:
        """What is served now; waits while a release is being made."""
        with self._lock:
            return self._now

    def record(self, nct: str) -> Record:
        """Return a copy of a record as now served; a former number finds it too."""
        now = self.now
        current = now.current(nct)
        if current is None:
            raise KeyError(nct)
        record: Record = copied(now.records[current])
        return record

    def put(self, record: Record) -> None:
        """Serve this record from now on, in place of the one with its number."""
        nct, own = number(record), copied(record)
        with self._changed() as now:
            now.records[nct] = own
            now.aliases.update(dict.fromkeys(former_numbers(own), nct))
            known = (self._past or now.histories).get(nct)
            now.histories[nct] = followed(known, own) if known else first(own)

    def put_version(self, nct: str, version: int, protocol: Record) -> None:
        """Serve this protocol section as a past version from now on."""
        with self._changed() as now:
            history = list(now.histories[nct])
            history[version] = replace(history[version], protocol=copied(protocol))
            now.histories[nct] = tuple(history)

    def drop(self, nct: str) -> None:
        """Serve this trial no more; its number and its former ones are unknown from now on."""
        with self._changed() as now:
            del now.records[nct]
            now.histories.pop(nct, None)
            for alias in [alias for alias, current in now.aliases.items() if current == nct]:
                del now.aliases[alias]

    def rename(self, old: str, new: str) -> None:
        """Give a trial a new number; the old one becomes an alias of it."""
        with self._lock:
            record, history = self.record(old), self._now.histories[old]
            identification = record["protocolSection"]["identificationModule"]
            aliases = [*former_numbers(record), old]
            rest = {
                key: value for key, value in identification.items() if key not in {"nctId", "nctIdAliases"}
            }
            record["protocolSection"]["identificationModule"] = {
                "nctId": new,
                "nctIdAliases": aliases,
                **rest,
            }
            self.drop(old)
            self.put(record)
            with self._changed() as now:
                now.histories[new] = history

    def publish(
        self, edits: Iterable[Callable[[Registry], None]] = (), *, timestamp: str | None = None
    ) -> str:
        """Publish a release: make the edits, move every record's release stamp; all of it at once.

        Without `timestamp` it is that of the next weekday.
        """
        with self._lock:
            before = self._now
            self._past = before.histories
            try:
                self._now = replace(
                    before, timestamp=timestamp or next_release(before.timestamp), encodings={}
                )
                for change in edits:
                    change(self)
                day = self._now.timestamp[:10]
                stamped = {nct: _stamped(record, day) for nct, record in self._now.records.items()}
                self._now = replace(self._now, records=stamped, encodings={})
            except BaseException:
                self._now = before
                raise
            finally:
                self._past = None
            return self._now.timestamp

    @contextmanager
    def _changed(self) -> Iterator[_Draft]:
        """Lend what is served for changing, and serve it when the block is left without an error."""
        with self._lock:
            now = self._now
            draft = _Draft(dict(now.records), dict(now.aliases), dict(now.histories))
            yield draft
            unchanged = {
                nct: body
                for nct, body in now.encodings.copy().items()
                if draft.records.get(nct) is now.records[nct]
            }
            self._now = Snapshot(now.timestamp, draft.records, draft.aliases, draft.histories, unchanged)


@dataclass(frozen=True)
class _Draft:
    records: dict[str, Record]
    aliases: dict[str, str]
    histories: dict[str, tuple[Version, ...]]


def number(record: Record) -> str:
    """Return the NCT number of a record."""
    return str(record["protocolSection"]["identificationModule"]["nctId"])


def former_numbers(record: Record) -> list[str]:
    """Return the numbers that the trial had before."""
    return list(record["protocolSection"]["identificationModule"].get("nctIdAliases", []))


def _stamped(record: Record, day: str) -> Record:
    derived = record.get("derivedSection", {})
    misc = {**derived.get("miscInfoModule", {}), "versionHolder": day}
    return {**record, "derivedSection": {**derived, "miscInfoModule": misc}}
