"""Why a file cannot be read, in words that say what to do about it."""

from __future__ import annotations

import os
from pathlib import Path

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""How a text in UTF-16 begins."""


def reason(error: OSError | UnicodeDecodeError) -> str:
    """Return why a file cannot be read: it is missing, a folder, forbidden, or no text in UTF-8."""
    if isinstance(error, UnicodeDecodeError):
        return _encoding(error)
    if isinstance(error, FileNotFoundError) and (link := Path(error.filename or "")).is_symlink():
        return f"it is a link to {link.readlink()}, which is not there"
    if isinstance(error, IsADirectoryError):
        return "it is a folder, not a file"
    if isinstance(error, PermissionError):
        return f"Permission denied for the user who runs this (uid {os.geteuid()})"
    if isinstance(error, NotADirectoryError):
        return "a part of its path is a file, not a folder"
    return error.strerror or type(error).__name__


def _encoding(error: UnicodeDecodeError) -> str:
    content = bytes(error.object)
    if content.startswith(_UTF_16) or content[1:2] == b"\0":
        return "it is UTF-16, which some Windows programs call Unicode; save it as UTF-8"
    line = content.count(b"\n", 0, error.start) + 1
    return f"line {line} is not UTF-8 (byte 0x{content[error.start]:02x}); save it as UTF-8"
