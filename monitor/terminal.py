"""What the terminal can show, as its environment says."""

from __future__ import annotations

import os
import re
import shutil
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import IO

_CODE = re.compile(r"`[^`\n]{1,200}`")
_UNBROKEN = "\ue000"
"""Stands for a blank within a command, at which no line is broken."""
_DUMB = {"", "dumb", "unknown"}


def is_dumb() -> bool:
    """Return whether the terminal takes nothing but text, or does not say what it takes: no colours, no cursor, no pages."""
    return os.environ.get("TERM", "").lower() in _DUMB


def takes_styles() -> bool:
    """Return whether colours and bold letters are wanted: ``NO_COLOR`` (no-color.org) turns all of them off."""
    return not (os.environ.get("NO_COLOR") or is_dumb())


def width() -> int:
    """Return how many characters a line of the terminal has."""
    return shutil.get_terminal_size((100, 24)).columns


def folded(text: str, stream: IO[str], indent: str = "", hanging: str | None = None) -> str:
    """Return a text as it is to be printed: on a terminal broken between words, elsewhere one line.

    A command in backquotes and an address are never broken, so that they can be copied.

    Args:
        text: one line.
        stream: where it is printed.
        indent: stands before each line.
        hanging: stands before each line but the first, in place of `indent`.

    """
    if not stream.isatty():
        return indent + text
    whole = _CODE.sub(lambda found: found[0].replace(" ", _UNBROKEN), text)
    lines = textwrap.fill(
        whole,
        width(),
        initial_indent=indent,
        subsequent_indent=indent if hanging is None else hanging,
        break_on_hyphens=False,
        break_long_words=False,  # an address that is broken cannot be opened
    )
    return lines.replace(_UNBROKEN, " ")


def folded_lines(text: str, stream: IO[str], indent: str = "") -> str:
    """Return a text of several lines as it is to be printed; what a line begins with stands before its parts too.

    Args:
        text: lines.
        stream: where they are printed.
        indent: stands before each line, also before an empty one.

    """
    lines = []
    for line in text.split("\n"):
        words = line.lstrip(" ")
        lead = indent + " " * (len(line) - len(words))
        lines.append(folded(words, stream, lead) if words else lead)
    return "\n".join(lines)
