"""Why a file cannot be read, in words that say what to do about it."""

from __future__ import annotations

import os
from pathlib import Path

_BINARY = {
    b"PK\x03\x04": "a workbook or another archive",
    b"\xd0\xcf\x11\xe0": "an Excel 97 workbook",
    b"%PDF": "a PDF",
}
"""How files begin that people have in place of a text."""
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
    for begin, name in _BINARY.items():
        if content.startswith(begin):
            return f"it is {name}; save it as text, a table as CSV in UTF-8"
    if content.startswith(_UTF_16) or content[1:2] == b"\0":
        return "it is UTF-16, which some Windows programs call Unicode; save it as UTF-8"
    line = content.count(b"\n", 0, error.start) + 1
    return f"line {line} is not UTF-8 (byte 0x{content[error.start]:02x}); save it as UTF-8"
