"""Text from strangers → one line that does nothing but be read."""

from __future__ import annotations

import re

from monitor.core.presentation.sanitize import safe_line

# What calls people, or hides an address behind other words, in services that read plain text as
# markup: Discord, Google Chat, Mattermost, Rocket.Chat, Slack's workflows.
_CALLS = re.compile(r"@(?=(?:everyone|here|channel|all|room)(?![\w-]|\.\w))", re.IGNORECASE)
_ANGLES = re.compile(r"<(?=[!@#:]|https?:|mailto:|users/)", re.IGNORECASE)


def flat(text: str) -> str:
    """Return text as one line of signs that can be seen, with no say in how the rest is shown."""
    return " ".join("".join(sign for sign in safe_line(text) if sign.isprintable()).split())


def plain(text: str) -> str:
    """Return one line that calls nobody and hides no link, even where plain text is read as markup."""
    return _ANGLES.sub("< ", _CALLS.sub("@ ", flat(text))).replace("](", "] (")
