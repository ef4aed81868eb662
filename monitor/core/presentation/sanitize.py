"""Text from strangers, made harmless for a terminal, a subject line or a message."""

from __future__ import annotations

import re
import unicodedata

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069\u200b-\u200f\u061c\ufeff]")


def safe_text(text: str) -> str:
    """Take out control characters, half characters and overrides of writing direction.

    Line breaks and tabs stay.
    """
    return _OVERRIDES.sub("", _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def safe_line(text: str) -> str:
    """Return text as one harmless line."""
    return " ".join(safe_text(unicodedata.normalize("NFC", text)).split())
