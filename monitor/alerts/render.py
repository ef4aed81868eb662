"""Changes → a message in every format. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.alerts.outline import outline
from monitor.alerts.renderers import base, event
from monitor.alerts.subject import one_line, subject
from monitor.model import Message, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from monitor.alerts.renderers.base import Renderer
    from monitor.alerts.renderers.event import State
    from monitor.core.records.near import Circle
    from monitor.model import Change, Json, Notify, TrialUpdate

    Asks = Callable[[Change], bool]
    """Whether a channel asks for a change."""


def _all(_change: Change) -> bool:
    return True


def message(
    update: TrialUpdate,
    asks: Asks = _all,
    *,
    public_url: str = "",
    channel: str = "",
    near: Circle | None = None,
) -> Message:
    """Write the message of one trial and step.

    Args:
        update: the trial with its changes; the subject names the gravest.
        asks: whether the channel asks for a change; others follow, and are shown briefly.
        public_url: where the pages of changes are; "" for nowhere.
        channel: the name of the channel.
        near: the channel's place, from which the sites' distances are told.

    """
    outlines = {
        renderer.NAME: outline(
            update, asks, most_alike=renderer.MOST_ALIKE, public_url=public_url, channel=channel, near=near
        )
        for renderer in (base.PLAIN, *base.RENDERERS)
    }
    line = subject(outlines[base.PLAIN.NAME])
    return in_every_format(
        line,
        lambda renderer: renderer.trial(line, outlines[renderer.NAME]),
        urgency([update], asks),
        event.trial(outlines[base.PLAIN.NAME]),
    )


def notice(
    about: str,
    sentences: Sequence[str],
    *,
    name: str = "",
    state: State = "raised",
    notify: Notify = "failure",
) -> Message:
    """Write a notice about the watch itself.

    Args:
        about: its subject.
        sentences: a paragraph for each.
        name: what it is about, for programs, such as ``stale``; else the subject.
        state: whether something is wrong, or right again.
        notify: apprise's type.

    """
    line = one_line(about)
    return in_every_format(
        line,
        lambda renderer: renderer.notice(line, sentences),
        notify,
        event.notice(name or about, state, sentences),
    )


def urgency(updates: Sequence[TrialUpdate], asks: Asks) -> Notify:
    """Return apprise's type for changes: that of the gravest that the channel asks for."""
    asked = [change for update in updates for _, change in update.changes if asks(change)]
    return "warning" if any(change.severity is Severity.HIGH for change in asked) else "info"


def in_every_format(
    line: str, write: Callable[[Renderer], str], notify: Notify, event: Mapping[str, Json]
) -> Message:
    """Return a message with its text in every format; ``write`` writes one."""
    forms = {renderer.NAME: write(renderer) for renderer in base.RENDERERS}
    return Message(line, write(base.PLAIN), forms, notify, event)
