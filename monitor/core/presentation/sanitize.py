"""Text from the registry made safe to show in a terminal, a subject line or a message."""

from __future__ import annotations

import re
import unicodedata

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# What mentions people, or hides an address behind other words, in services that read plain text as
# markup: Discord, Google Chat, Mattermost, Rocket.Chat, Slack's workflows.
_CALLS = re.compile(r"@(?=(?:everyone|here|channel|all|room)(?![\w-]|\.\w))", re.IGNORECASE)
_ANGLES = re.compile(r"<(?=[!@#:]|https?:|mailto:|users/)", re.IGNORECASE)
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069\u200b-\u200f\u061c\ufeff]")


def safe_text(text: str) -> str:
    """Return text without control characters, lone surrogates and overrides of the writing direction.

    Line breaks and tabs stay.
    """
    return _OVERRIDES.sub("", _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def safe_line(text: str) -> str:
    """Return text as one line without control characters, in Unicode's composed form."""
    return " ".join(safe_text(unicodedata.normalize("NFC", text)).split())


def flat(text: str) -> str:
    """Return text as one line of printable characters, none of which changes how others are shown."""
    line = safe_line(text)
    if line.isprintable():
        return line
    return " ".join("".join(character for character in line if character.isprintable()).split())


def plain(text: str) -> str:
    """Return one line that mentions nobody and hides no link, even in services that read plain text as markup."""
    return _ANGLES.sub("< ", _CALLS.sub("@ ", flat(text))).replace("](", "] (")
