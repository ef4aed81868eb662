"""What the registry says of one trial → version, changes and deliveries, in one transaction."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from monitor.alerts import render, route
from monitor.clock import stamp
from monitor.core import canonical, plausible
from monitor.core import record as look
from monitor.core.classify import classify, watch
from monitor.errors import NctwatchError, NotFound
from monitor.registry.api import Found
from monitor.store import queue

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from monitor.config import Channel
    from monitor.model import Change, Record
    from monitor.poll.fetch import Said
    from monitor.store.write import Store, Trial, Version

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Absorbed:
    """What was made of answers."""

    counts: Counter[str] = field(default_factory=Counter)
    errors: list[tuple[str, str]] = field(default_factory=list)
    changes: list[int] = field(default_factory=list)
    messages: list[render.Message] = field(default_factory=list)
    queued: int = 0

    def add(self, other: Absorbed) -> None:
        """Count another answer in."""
        self.counts += other.counts
        self.errors += other.errors
        self.changes += other.changes
        self.messages += other.messages
        self.queued += other.queued


class Absorber:
    """Takes answers into the store.

    Args:
        store: the store; the caller has a transaction open.
        channels: who may have to be told.
        release: the release that the answers are of; None if that is not known.
        now: the time of the round.

    """

    def __init__(self, store: Store, channels: Sequence[Channel], release: str | None, now: datetime) -> None:
        self._store = store
        self._channels = channels
        self._release = release
        self._now = now
        self._at = stamp(now)
        self.absorbed = Absorbed()

    def take(self, trial: Trial, said: Said) -> None:
        """Take in one answer; whatever goes wrong with it concerns this trial alone."""
        one = Absorbed()
        try:
            with self._store.db.atomic():
                if isinstance(said, Found):
                    self._found(trial, said, one)
                else:
                    self._missing(trial, said, one)
        except NctwatchError as error:
            one = self._failed(trial, str(error))
        except Exception as error:
            log.exception("trial", extra={"trial": trial.nct})
            one = self._failed(
                trial, f"{type(error).__name__}: {error} (a fault of nctwatch; please report it)"
            )
        self.absorbed.add(one)

    def _failed(self, trial: Trial, error: str) -> Absorbed:
        self._store.update(trial, last_error=error)
        return Absorbed(Counter(failed=1), [(trial.nct, error)])

    def _missing(self, trial: Trial, error: NctwatchError, one: Absorbed) -> None:
        if not isinstance(error, NotFound) or not trial.found:
            one.add(self._failed(trial, str(error)))
            return
        misses = trial.misses + 1
        if misses < 2:
            self._store.update(trial, misses=misses)
            one.add(self._failed(trial, f"{error}; if it says so again, the trial counts as gone"))
            return
        one.counts["gone"] += 1
        self._store.update(trial, misses=misses, answered_release=self._release, last_error=None)
        if trial.gone_at is None:
            self._store.update(trial, gone_at=self._at)
            version = self._store.latest(trial)
            self._tell(trial, [watch.gone(trial.nct, trial.status)], version, version, one)

    def _found(self, trial: Trial, found: Found, one: Absorbed) -> None:
        trial, events = self._identified(trial, found)
        if trial.gone_at:
            events.append(watch.returned(trial.nct, look.status_of(found.record)))
        mark = canonical.fingerprint(found.raw)
        latest = self._store.latest(trial)
        record: Record | None = None
        version = latest
        if latest is None or mark != trial.fingerprint:
            plausible.check_shape(found.record)
            record = canonical.decode(self._store.raw(latest.id)) if latest else None
            if record is not None:
                plausible.check_against(record, found.record)
            if record is None or not canonical.same_content(record, found.record):
                version = self._store.add_version(
                    trial, found.raw, found.record, latest, observed_at=self._at
                )
        self._seen(trial, found, mark)
        one.counts["baseline" if latest is None else "unchanged" if version is latest else "changed"] += 1
        if record is not None and version is not latest:
            events += classify(record, found.record, past=self._store.past_dates(trial))
        if events:
            told = replace(
                trial,
                title=look.title_of(found.record),
                sponsor=look.sponsor_of(found.record),
                status=look.status_of(found.record),
            )
            self._tell(told, events, latest, version, one)

    def _identified(self, trial: Trial, found: Found) -> tuple[Trial, list[Change]]:
        """Return the trial under the number that the registry has for it now."""
        for alias in look.aliases_of(found.record):
            self._store.alias(trial, alias)
        if found.nct == trial.nct:
            return trial, []
        return self._store.renamed(trial, found.nct), [
            watch.renamed(trial.nct, found.nct)
        ] if trial.found else []

    def _seen(self, trial: Trial, found: Found, mark: str) -> None:
        record = found.record
        values = {
            "last_seen_at": self._at,
            "answered_release": self._release,
            "misses": 0,
            "gone_at": None,
            "last_error": None,
        }
        if mark != trial.fingerprint:
            values |= {
                "fingerprint": mark,
                "title": look.title_of(record),
                "sponsor": look.sponsor_of(record),
                "status": look.status_of(record),
            }
        if not trial.found:
            values["first_seen_at"] = self._at
        self._store.update(trial, **values)

    def _tell(
        self,
        trial: Trial,
        changes: Sequence[Change],
        before: Version | None,
        after: Version | None,
        one: Absorbed,
    ) -> None:
        """Keep the changes and queue a message for each channel that asks for them."""
        ids = self._store.add_changes(trial, changes, before, after, observed_at=self._at)
        one.changes += ids
        numbers = {id(change): number for change, number in zip(changes, ids, strict=True)}
        about = render.About(
            nct=trial.nct,
            title=trial.title,
            sponsor=trial.sponsor,
            status=trial.status,
            from_version=before.version if before else None,
            to_version=after.version if after else None,
            registry_date=after.registry_date if after else None,
        )
        for channel in self._channels:
            if not route.wants(channel, trial.nct, changes):
                continue
            ordered = [render.Told(numbers[id(change)], change) for change in route.lead(channel, changes)]
            message = render.message(about, ordered)
            due = stamp(route.not_before(channel, changes, self._now))
            queue.enqueue(
                self._store,
                channel.name,
                trial.id,
                message.subject,
                message.body,
                ids,
                queued_at=self._at,
                due_at=due,
            )
            one.queued += 1
        if not self._channels and route.worth_printing(changes):
            told = [render.Told(numbers[id(change)], change) for change in changes]
            one.messages.append(render.message(about, told))
