"""Changes → a message in every format. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.alerts.outline import outline
from monitor.alerts.renderers import base
from monitor.alerts.subject import one_line, subject
from monitor.core.presentation.labels import count
from monitor.model import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from monitor.alerts.outline import Outline
    from monitor.alerts.renderers.base import Renderer
    from monitor.model import Change, TrialUpdate

    Asks = Callable[[Change], bool]
    """Whether a channel asks for a change."""


def _all(_change: Change) -> bool:
    return True


def message(update: TrialUpdate, asks: Asks = _all, *, public_url: str = "") -> Message:
    """Write the message of one trial and step.

    Args:
        update: the trial with its changes; the subject names the gravest.
        asks: whether the channel asks for a change; others follow, and are shown briefly.
        public_url: where the pages of changes are; "" for nowhere.

    """
    line = subject(_outline(base.PLAIN, update, asks, public_url))
    return _message(line, lambda renderer: renderer.trial(line, _outline(renderer, update, asks, public_url)))


def digest(title: str, updates: Sequence[TrialUpdate], asks: Asks = _all, *, public_url: str = "") -> Message:
    """Write one message about many trials in their order; ``title`` is what it is, such as "Weekly digest"."""
    number = sum(_outline(base.PLAIN, update, asks, public_url).number for update in updates)
    line = one_line(f"{title}: {count(number, 'change')} in {count(len(updates), 'trial')}")
    return _message(
        line,
        lambda renderer: renderer.digest(
            line, [_outline(renderer, update, asks, public_url) for update in updates]
        ),
    )


def notice(about: str, sentences: Sequence[str]) -> Message:
    """Write a notice about the watch itself: its subject, and a paragraph for each sentence."""
    line = one_line(about)
    return _message(line, lambda renderer: renderer.notice(line, sentences))


def _message(line: str, write: Callable[[Renderer], str]) -> Message:
    forms = {renderer.NAME: write(renderer) for renderer in base.RENDERERS}
    return Message(line, write(base.PLAIN), forms)


def _outline(renderer: Renderer, update: TrialUpdate, asks: Asks, public_url: str) -> Outline:
    return outline(update, asks, most_alike=renderer.MOST_ALIKE, public_url=public_url)
