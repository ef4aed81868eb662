"""When are two records the same: in the letters served, and in what they say.

A release moves one stamp in every record (98.6 % of consecutive pairs differ in nothing
else, measured), so the letters without that stamp are compared first; only where those
differ is a record decoded and looked into.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from typing import TYPE_CHECKING

from monitor.errors import BadAnswer

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.model import Json, Record

# A quotation mark inside a JSON string is escaped, so this can only match real keys. The stamp is the
# first of its module, which stands near the record's end (in all of 712 records); anywhere else it costs
# a closer look, and hides nothing.
_MODULE = b'"miscInfoModule"'
_STAMP = re.compile(_MODULE + rb'\s*:\s*\{\s*"versionHolder"\s*:\s*"([^"\\]*)"')
_STAMP_PATH = ("derivedSection", "miscInfoModule", "versionHolder")

MAX_DEPTH = 100
"""Levels of nesting taken from outside; real records have at most 13."""


def fingerprint(raw: bytes) -> str:
    """Return the SHA-256, in hex, of a record's letters without its release stamp."""
    return digests(raw)[0]


def digests(raw: bytes) -> tuple[str, str]:
    """Return the fingerprint of a record's letters and the SHA-256 of all of them, both in hex.

    What stands before the stamp, which is nearly all, is hashed once for both.
    """
    stamp = _STAMP.match(raw, max(0, raw.rfind(_MODULE)))
    if stamp is None:
        whole = hashlib.sha256(raw).hexdigest()
        return whole, whole
    letters = memoryview(raw)  # a record can be megabytes: no copies
    without = hashlib.sha256(letters[: stamp.start(1)])
    everything = without.copy()
    without.update(letters[stamp.end(1) :])
    everything.update(letters[stamp.start(1) :])
    return without.hexdigest(), everything.hexdigest()


def same_content(old: Record, new: Record) -> bool:
    """Return whether two records differ in nothing but the release stamp and the order of their keys."""
    return same(without_stamp(old), without_stamp(new))


def same(first: Json, second: Json) -> bool:
    """Compare as JSON is written: to Python 1, 1.0 and true are one."""
    if type(first) is not type(second) or first != second:
        return False
    if not isinstance(first, dict | list):
        return True
    # written out, nearly all that is equal is the same: a third of the time of looking at each value
    letters = _letters(first)
    if letters is not None and letters == _letters(second):
        return True
    if isinstance(first, dict):
        return all(same(value, second[key]) for key, value in first.items())
    return all(same(*pair) for pair in zip(first, second, strict=True))


def _letters(value: Json) -> bytes | None:
    """Return a value as JSON, its keys in their order; None for one that has half characters, or nests too deeply."""
    encode, _, _ = _codec()
    try:
        return encode(value)
    except (ValueError, OverflowError, RecursionError):
        return None


def same_in_any_order(first: Json, second: Json) -> bool:
    """Compare as JSON is written, but for the order of lists."""
    return same(first, second) or _digest(first) == _digest(second)


def _digest(value: Json) -> bytes:
    """Return a hash of a value that does not depend on the order of its keys and lists."""
    if isinstance(value, dict):
        parts = sorted(key.encode("utf-8", "surrogatepass") + b"\0" + _digest(value[key]) for key in value)
        mark = b"{"
    elif isinstance(value, list):
        parts, mark = sorted(map(_digest, value)), b"["
    else:
        parts, mark = [repr(value).encode("utf-8", "surrogatepass")], b"="
    return hashlib.blake2b(mark + b"".join(parts), digest_size=20).digest()


def without_stamp(record: Record) -> Record:
    """Return the record without its release stamp; what is given stays as it is.

    A module that holds nothing else goes with the stamp, so that a record which never
    had one, as in the record history, is the same.
    """
    section, module, stamp = _STAMP_PATH
    derived = record.get(section)
    if not isinstance(derived, dict):
        return record
    misc = derived.get(module)
    if not isinstance(misc, dict) or stamp not in misc:
        return record
    return _with(record, section, _with(derived, module, {key: misc[key] for key in misc if key != stamp}))


def _with(parent: Record, key: str, child: Record) -> Record:
    """Return a copy with another child; without that child where it is empty."""
    return {**parent, key: child} if child else {name: parent[name] for name in parent if name != key}


def decode(raw: bytes | str) -> Json:
    """Decode JSON from outside.

    Raises:
        BadAnswer: it is not JSON, not UTF-8, or holds NaN, a number without end (1e999) or half a character.

    """
    _, decode_json, refusals = _codec()
    try:
        return decode_json(raw)
    except refusals as error:
        raise BadAnswer(f"the answer is not usable JSON ({reason(error)})") from error


@cache
def _codec() -> tuple[Callable[[Json], bytes], Callable[[bytes | str], Json], tuple[type[Exception], ...]]:
    """Return what encodes, what decodes, and what that raises."""
    import msgspec  # noqa: PLC0415  # 20 ms that commands which decode nothing do without

    refusals = (msgspec.DecodeError, ValueError, RecursionError)
    return msgspec.json.Encoder().encode, msgspec.json.Decoder().decode, refusals


def reason(error: Exception) -> str:
    """Put a decoder's complaint into a few words."""
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)[:200]


_TEXT = re.compile(rb'"[^"]*"')
_ESCAPED = re.compile(rb'\\[\\"]')
_NOT_MARKS = bytes(letter for letter in range(256) if letter not in b'[]{}"')
_ONE_KIND = bytes.maketrans(b"{}", b"[]")


def shallow(raw: bytes) -> bool:
    """Return whether letters that are known to be JSON nest no deeper than ``MAX_DEPTH``."""
    return _closes(_structure(raw))


def _structure(raw: bytes) -> bytes:
    """Return the brackets of JSON letters that stand in no text, all as square ones."""
    marks = _ESCAPED.sub(b"", raw).translate(_ONE_KIND, _NOT_MARKS)
    # two marks in a row are an empty text, or the end of one and the begin of the next: nothing between them
    return _TEXT.sub(b"", marks.replace(b'""', b""))


def _closes(brackets: bytes) -> bool:
    """Return whether all brackets close, none deeper than ``MAX_DEPTH``."""
    for _ in range(MAX_DEPTH):
        if not brackets:
            break
        brackets = brackets.replace(b"[]", b"")  # the innermost level
    return not brackets


def too_deep(value: Json) -> bool:
    """Return whether a decoded value nests deeper than ``MAX_DEPTH``, where recursion over it may fail."""
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            child
            for parent in level
            for child in (
                parent.values() if isinstance(parent, dict) else parent if isinstance(parent, list) else ()
            )
            if isinstance(child, dict | list)
        ]
        if not level:
            return False
    return True
