"""What people mean who write a value that is no TOML."""

from __future__ import annotations

import re

_PLACE = re.compile(r"\(at line (\d{1,9}), column \d+\)")
_PAIR = re.compile(r"\s*([A-Za-z0-9_\"'.-]{1,60})\s*=\s*(.*)")
_HEADING = re.compile(r"\s*\[\[?[^\[\]]*\]?\s*(?:#.*)?")


def toml_hint(text: str, message: str) -> str:
    """Return what to write in the line that a message of tomllib names; "" where nothing is known.

    The line's value may be a secret, and is not repeated.
    """
    found = _PLACE.search(message)
    lines = text.split("\n")
    number = int(found[1]) if found else 0
    if not 0 < number <= len(lines):
        return ""
    line = lines[number - 1].rstrip("\r")
    pair = _PAIR.fullmatch(line)
    if pair:
        wanted = _value(pair[2])
        return f"; {pair[1]}{wanted}" if wanted else ""
    if _HEADING.fullmatch(line):
        return "; a table is written [registry], one of several [[watch]]"
    if ":" in line and "=" not in line:
        return "; a value stands after =, not after a colon"
    return ""


def _value(value: str) -> str:
    """Return what is wrong with a value, as the end of a sentence about its key."""
    word = value.split("#", maxsplit=1)[0].strip()
    if not word:
        return " has no value; to leave a key out, put # before it"
    if word.lower() in {"true", "false", "yes", "no", "on", "off"}:
        return ": write true or false, in small letters and without quotes"
    if word[:1] in "“”„‘’«":
        return ": the quotes are curly ones; TOML takes straight ones"
    if word[:1] in "'\"":
        if "\\" in word and word[0] == '"':
            return ": a backslash has a meaning within double quotes; write single quotes around the value"
        return ": the quotes do not close at the end of the value"
    if word[:1] in "[{":
        return ": a list is written with commas between its values and each text in quotes"
    return ": a text is written in quotes" if word[:1].isalpha() or word[:1] in "/~$" else ""
