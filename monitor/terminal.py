"""What the terminal can show, as its environment says."""

from __future__ import annotations

import os

_DUMB = {"dumb", "unknown"}


def is_dumb() -> bool:
    """Return whether the terminal takes nothing but text: no colours, no cursor, no pages."""
    return os.environ.get("TERM", "").lower() in _DUMB


def takes_styles() -> bool:
    """Return whether colours and bold letters are wanted: ``NO_COLOR`` (no-color.org) turns all of them off."""
    return not (os.environ.get("NO_COLOR") or is_dumb())
