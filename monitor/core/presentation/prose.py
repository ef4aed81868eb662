"""The registry's Markdown → paragraphs and list items without its escapes; NCT numbers in a text as links. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.core.presentation.labels import cut
from monitor.core.presentation.sanitize import flat, safe_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_MARKER = re.compile(r"(?:[*•+-]|(?P<number>\d{1,3}[.)]))[ \t]+(?=\S)")
_NCT = re.compile(r"\bNCT\d{8}\b")
_TAB = 4
"""Spaces that a tab stands for."""
_DEEPEST = 4
_LONGEST_ADDRESS = 2_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line. `url` is an http(s) address or "", `nct` the trial that it names or ""."""

    text: str
    url: str = ""
    nct: str = ""


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or an item of a list at a depth from 1 on.

    `heading` says that it titles what follows it, `numbered` that the text has a number of its own.
    """

    line: Line
    depth: int = 0
    heading: bool = False
    numbered: bool = False


def unescaped(text: str) -> str:
    r"""Return a text without the escapes of Markdown: ``\<`` → ``<``. The registry escapes signs in long texts."""
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text


def pieces(text: str) -> Line:
    """Return one line as pieces; each NCT number in it is a piece of its own."""
    line, at, found = flat(text), 0, []
    for number in _NCT.finditer(line):
        found += [Piece(line[at : number.start()])] if number.start() > at else []
        found.append(Piece(number[0], nct=number[0]))
        at = number.end()
    return (*found, Piece(line[at:])) if line[at:] else tuple(found)


def paragraphs(text: str, limit: int) -> tuple[tuple[Paragraph, ...], int]:
    """Return a text of Markdown as paragraphs and list items, and how many characters behind ``limit`` are left out."""
    whole = safe_text(text)
    shown = cut(whole, limit)
    left = len(whole) - len(shown.removesuffix(" …")) if shown != whole else 0
    return tuple(_paragraphs(_unwrapped(shown))), left


def _unwrapped(text: str) -> Iterator[str]:
    """Yield the lines of a text; an item of a list that goes on in an indented line is one line."""
    whole: list[str] = []
    for raw in text.split("\n"):
        if (
            whole
            and _MARKER.match(whole[0].lstrip())
            and raw[:1] in {" ", "\t"}
            and raw.strip()
            and not _MARKER.match(raw.lstrip())
        ):
            whole.append(raw.strip())
            continue
        yield " ".join(whole)
        whole = [raw]
    yield " ".join(whole)


def _paragraphs(lines: Iterable[str]) -> Iterator[Paragraph]:
    indents: list[int] = []
    for raw in lines:
        body = raw.strip()
        if not body:
            continue
        marker = _MARKER.match(body)
        words = body if marker is None else f"{marker['number'] or ''} {body[marker.end() :]}"
        indent = len(raw.expandtabs(_TAB)) - len(raw.expandtabs(_TAB).lstrip())
        while indents and (marker is None or indents[-1] >= indent):
            indents.pop()
        if marker:
            indents.append(indent)
        if line := pieces(unescaped(words)):
            yield Paragraph(line, min(_DEEPEST, len(indents)), numbered=bool(marker and marker["number"]))


def web_address(text: str | None) -> str:
    """Return an http or https address as it may stand in a link; "" for anything else."""
    address = (text or "").strip()
    if len(address) > _LONGEST_ADDRESS or not address.isprintable() or set(address) & set(" <>\"'`\\"):
        return ""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return ""
    return address if parts.scheme in {"http", "https"} and host and parts.username is None else ""
