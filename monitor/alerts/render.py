"""Changes → a message in each form that a channel may take. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.alerts import mail, plain, slack
from monitor.alerts.message import About, Message, Told
from monitor.alerts.outline import gravest, outline, weighty
from monitor.alerts.subject import one_line, subject
from monitor.core.presentation.labels import count
from monitor.core.presentation.sentences import headline
from monitor.core.presentation.urls import STUDY

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["STUDY", "About", "Message", "Told", "digest", "headline", "message", "notice", "subject"]

MAX_ALIKE = 8
"""Changes of one event that are told one by one; Slack shows fewer."""


def message(about: About, told: Sequence[Told]) -> Message:
    """Write the message of one trial and release.

    Args:
        about: the trial.
        told: its changes in the order of the message; the subject names the gravest.

    """
    main = weighty(told)
    line = subject(about, gravest(main).change, len(main))
    seen = outline(about, told, most_alike=MAX_ALIKE)
    return Message(
        line,
        plain.trial(seen),
        mail.page(line, mail.trial(seen)),
        slack.trial(outline(about, told, most_alike=slack.MAX_ALIKE)),
    )


def digest(title: str, parts: Sequence[tuple[About, Sequence[Told]]]) -> Message:
    """Write one message about many trials, each with its changes.

    Args:
        title: what it is, such as "Weekly digest".
        parts: the trials in the order of the message.

    """
    number = sum(len(weighty(told)) for _, told in parts)
    line = one_line(f"{title}: {count(number, 'change')} in {count(len(parts), 'trial')}")
    seen = [outline(about, told, most_alike=MAX_ALIKE) for about, told in parts]
    return Message(line, plain.digest(seen), mail.page(line, mail.digest(line, seen)), slack.digest(seen))


def notice(about: str, sentences: Sequence[str]) -> Message:
    """Write a notice about the watch itself: that it is stale, refused, alive.

    Args:
        about: its subject.
        sentences: what there is to say, a paragraph each.

    """
    line = one_line(about)
    return Message(
        line, plain.notice(sentences), mail.page(line, mail.notice(line, sentences)), slack.notice(sentences)
    )
