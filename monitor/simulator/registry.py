"""The data of the simulated registry: what is served now, and how a release replaces it. No sockets."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING, TypeAlias

from monitor.simulator import pieces
from monitor.simulator.versions import Version, first, followed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from monitor.model import Record

Edit: TypeAlias = Callable[["Registry"], None]
"""Something that changes what the registry serves; `edit()` makes the usual ones."""

SATURDAY = 5


@dataclass(frozen=True)
class Snapshot:
    """What is served at one moment; a request is answered from one of these and never sees half a release.

    Its records are never changed, only replaced.
    """

    timestamp: str
    records: Mapping[str, Record]
    aliases: Mapping[str, str]
    histories: Mapping[str, tuple[Version, ...]]
    _encoded: dict[str, bytes] = field(default_factory=dict)

    def current(self, nct: str) -> str | None:
        """Resolve a number or a former number; None if the registry knows neither."""
        return nct if nct in self.records else self.aliases.get(nct)

    @cached_property
    def names(self) -> dict[str, str]:
        """Return the names of all fields → their dotted paths."""
        return pieces.names(self.records.values())

    def encoded(self, nct: str) -> bytes:
        """Return the record as JSON in UTF-8 on one line; encoded once a release."""
        if nct not in self._encoded:
            self._encoded[nct] = encode(self.records[nct])
        return self._encoded[nct]


def encode(value: object) -> bytes:
    """JSON as the registry writes it: no spaces, characters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


class Registry:
    """The trials of a simulated registry and its releases; safe to use from many threads."""

    def __init__(self, records: Iterable[Record], *, timestamp: str = "2026-09-01T09:00:06") -> None:
        self._lock = RLock()
        own = {number(record): deepcopy(record) for record in records}
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
        return deepcopy(now.records[current])

    def put(self, record: Record) -> None:
        """Serve this record from now on, in place of the one with its number."""
        nct, own = number(record), deepcopy(record)
        with self._changed() as now:
            now.records[nct] = own
            now.aliases.update(dict.fromkeys(former_numbers(own), nct))
            known = (self._past or now.histories).get(nct)
            now.histories[nct] = followed(known, own) if known else first(own)

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

    def publish(self, edits: Iterable[Edit] = (), *, timestamp: str | None = None) -> str:
        """Publish a release: make the edits, move every record's release stamp; all of it at once.

        Without `timestamp` it is that of the next weekday (measured: releases come on most weekdays).
        """
        with self._lock:
            before = self._now
            self._past = before.histories
            try:
                self._now = replace(
                    before, timestamp=timestamp or next_release(before.timestamp), _encoded={}
                )
                for change in edits:
                    change(self)
                day = self._now.timestamp[:10]
                stamped = {nct: _stamped(record, day) for nct, record in self._now.records.items()}
                self._now = replace(self._now, records=stamped, _encoded={})
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
            kept = {
                nct: body
                for nct, body in now._encoded.copy().items()  # noqa: SLF001 - its own module
                if draft.records.get(nct) is now.records[nct]
            }
            self._now = Snapshot(now.timestamp, draft.records, draft.aliases, draft.histories, kept)


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


def next_release(timestamp: str) -> str:
    """Return the `dataTimestamp` of the next weekday."""
    day = datetime.fromisoformat(timestamp) + timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return f"{day:%Y-%m-%d}T09:00:06"


def _stamped(record: Record, day: str) -> Record:
    derived = record.get("derivedSection", {})
    misc = {**derived.get("miscInfoModule", {}), "versionHolder": day}
    return {**record, "derivedSection": {**derived, "miscInfoModule": misc}}
