"""Store a trial's changes and queue their messages for each channel."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from monitor.alerts import route
from monitor.alerts.announce import announce
from monitor.clock import stamp
from monitor.core.changes.events import opens, overridden
from monitor.core.records.contacts import whom_to_ask
from monitor.model import TrialUpdate
from monitor.store import deliveries
from monitor.store.changes import add_changes
from monitor.store.trials import Trial, former_numbers
from monitor.watched import numbers_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from monitor.config.model import Config
    from monitor.core.alarms import Notice
    from monitor.model import Change, Record
    from monitor.poll.result import Ingested
    from monitor.store.connection import Connection
    from monitor.store.versions import Version


class ChangeQueue:
    """Stores changes and queues their messages, in the transaction that the caller has open.

    Args:
        store: the store, opened for writing.
        config: the channels and severities.
        now: the time of the poll.

    """

    def __init__(self, store: Connection, config: Config, now: datetime) -> None:
        self._store = store
        self._config = config
        self._now = now

    def queue_changes(
        self,
        trial: Trial,
        changes: Sequence[Change],
        before: Version | None,
        after: Version | None,
        ingested: Ingested,
        record: Record | None = None,
    ) -> None:
        """Store the changes of one trial, queue a message for each channel that wants them, and add both to ``ingested``."""
        from monitor.alerts import render  # noqa: PLC0415  # a poll without news does without

        changes = overridden(changes, self._config.severities)
        at = stamp(self._now)
        ids = add_changes(self._store, trial, changes, before, after, observed_at=at)
        ingested.changes += ids
        update = TrialUpdate(
            nct=trial.nct,
            title=trial.title,
            sponsor=trial.sponsor,
            status=trial.status,
            from_version=before.version if before else None,
            to_version=after.version if after else None,
            registry_date=after.registry_date if after else None,
            changes=tuple(zip(ids, changes, strict=True)),
            contacts=whom_to_ask(record) if record is not None and opens(changes) else (),
            observed_at=at,
        )
        public_url = self._config.service.public_url
        names = {trial.nct, *former_numbers(self._store, trial)}  # a channel may ask for a former one
        groups = {group for group, numbers in self._members.items() if not names.isdisjoint(numbers)}
        for channel in self._config.alert_channels:
            if not route.wants(channel, names, groups, changes):
                continue
            message = render.message(
                update,
                partial(route.asks, channel),
                public_url=public_url,
                channel="" if channel.prints else channel.name,
                near=channel.near,
            )
            due = stamp(route.not_before(channel, changes, self._now))
            deliveries.enqueue(self._store, channel.name, trial.id, message, ids, queued_at=at, due_at=due)
            ingested.queued += 1

    @cached_property
    def _members(self) -> dict[str, set[str]]:
        """The trials of each group that a channel asks for; read at the first change, after the poll's lists and searches."""
        groups = {group for channel in self._config.channels for group in channel.groups}
        return {group: numbers_of(self._config, self._store, group) for group in groups}

    def queue_notice(self, notice: Notice, ingested: Ingested) -> None:
        """Queue a notice for every channel, and add it to ``ingested``."""
        announce(self._store, self._config.alert_channels, notice, self._now)
        ingested.queued += len(self._config.alert_channels)
