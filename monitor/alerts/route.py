"""Which channel gets a message about which changes. Pure: rules and changes in, yes or no out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.changes.events import event_row
from monitor.core.records.near import sites_near
from monitor.model import Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from monitor.config.model import Channel
    from monitor.model import Change


def wants(
    channel: Channel, trials: Collection[str], groups: Collection[str], changes: Sequence[Change]
) -> bool:
    """Return whether a channel gets a message about these changes of a trial.

    Args:
        channel: its rules.
        trials: the numbers of the trial, present and former.
        groups: the groups that the trial belongs to.
        changes: its changes.

    """
    if any(event_row(change.kind, change.event).to_all for change in changes):
        return True
    everywhere = not (channel.trials or channel.groups)
    concerned = everywhere or channel.trials.intersection(trials) or channel.groups.intersection(groups)
    return bool(concerned) and any(asks(channel, change) for change in changes)


def asks(channel: Channel, change: Change) -> bool:
    """Return whether a channel asks for a change; others of the trial only ride along with it.

    A channel that has a place asks for changes of locations only where they are at a site near to it.
    """
    row = event_row(change.kind, change.event)
    if row.to_all or row.any_kind:
        return True
    if change.kind is Kind.LOCATIONS and channel.near and not sites_near(change, channel.near):
        return False
    return change.kind in channel.kinds and change.severity.rank >= channel.severity.rank


def not_before(channel: Channel, changes: Sequence[Change], now: datetime) -> datetime:
    """Return when a message may go out: at the digest's time, after quiet hours, or now.

    What is of high severity goes through the quiet hours.
    """
    due = channel.send.after(now) if channel.send else now
    if any(change.severity is Severity.HIGH and asks(channel, change) for change in changes):
        return due
    return channel.quiet.until(due) if channel.quiet else due
