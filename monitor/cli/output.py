"""What commands print: words of strangers never act on a terminal. The only module that writes to standard output."""

from __future__ import annotations

import codecs
import io
import json
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from monitor.core.presentation.sanitize import safe_text
from monitor.terminal import takes_styles

if TYPE_CHECKING:
    from collections.abc import Mapping

_ACTIVE = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\u200b-\u200f\u061c\ufeff]")
"""Characters that JSON need not escape and that act on a terminal, or on how the rest is shown."""


class Styled(str):
    """Text without control characters but those of our own colours."""

    __slots__ = ()


def style(text: str, **colours: Any) -> Styled:  # noqa: ANN401
    """Return text in colours, as ``click.style`` takes them; as it is where the terminal takes none."""
    plain = safe_text(text)
    return Styled(click.style(plain, **colours) if takes_styles() else plain)


def joined(*pieces: str) -> Styled:
    """Return pieces as one text; of all but styled ones, control characters are left out."""
    return Styled("".join(piece if isinstance(piece, Styled) else safe_text(piece) for piece in pieces))


def echo(*pieces: str, err: bool = False) -> None:
    """Print pieces side by side and end the line; with ``err`` on standard error."""
    click.echo(joined(*pieces), err=err)


def draw(text: str) -> None:
    """Write part of a line to standard error, as it is and at once; that it cannot be written is ignored."""
    with suppress(OSError):
        click.echo(text, err=True, nl=False)


def print_json(value: Any) -> None:  # noqa: ANN401
    """Print a value as JSON alone."""
    click.echo(_escaped(json.dumps(value, indent=2, ensure_ascii=False)))


def print_json_members(members: Mapping[str, Any]) -> None:
    """Print an object as JSON alone; a member that is an iterator as a list, item by item: for more than fits into memory."""
    mark = "{"
    for name, value in members.items():
        click.echo(f"{mark}\n  {_indented(name)}: ", nl=False)
        mark = ","
        if isinstance(value, Iterator):
            _print_items(value)
        else:
            click.echo(_indented(value, "  "), nl=False)
    click.echo("\n}" if members else "{}")


def _print_items(items: Iterator[Any]) -> None:
    mark = "["
    for item in items:
        click.echo(f"{mark}\n    {_indented(item, '    ')}", nl=False)
        mark = ","
    click.echo("[]" if mark == "[" else "\n  ]", nl=False)


def _indented(value: Any, indent: str = "") -> str:  # noqa: ANN401
    """Return a value as JSON whose further lines stand behind an indent."""
    return _escaped(json.dumps(value, indent=2, ensure_ascii=False)).replace("\n", f"\n{indent}")


def print_raw_json(text: bytes) -> None:
    """Print JSON as it is; on a terminal, with the same characters escaped as in all other JSON."""
    click.echo(_escaped(text.decode()) if sys.stdout.isatty() else text)


class Shown(io.RawIOBase):
    """A file of UTF-8 that prints what is written to it, on a terminal, so that nothing in it acts on that.

    Args:
        escapes: whether it is JSON, in which signs that act are escaped; elsewhere they are left out.

    """

    def __init__(self, *, escapes: bool) -> None:
        self._clean = _escaped if escapes else safe_text
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def writable(self) -> bool:
        """Return true."""
        return True

    def write(self, content: Any) -> int:  # noqa: ANN401  # a buffer of bytes
        """Print bytes."""
        click.echo(self._clean(self._decoder.decode(bytes(content))), nl=False)
        return len(content)


def _escaped(text: str) -> str:
    """Return JSON that says the same, in which no character acts on a terminal."""
    return _ACTIVE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
