"""Many trials → the messages of a digest: each trial is named, and shown in more words where there is room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from monitor.alerts.outline import Outline

MESSAGES = 4
"""A digest takes so many messages for what it says beyond naming its trials; for names alone as many as it needs."""


@dataclass(frozen=True, slots=True)
class Part:
    """One message of a digest, as texts of one format: what it is about, its contents, its sections, its end."""

    intro: str
    contents: Sequence[str]
    sections: Sequence[str]
    foot: Sequence[str]


@dataclass(frozen=True, slots=True)
class Piece:
    """A trial in a digest: its line in the contents, and its section; "" where it is only named.

    ``brief`` is its line where another message tells it.
    """

    line: str
    section: str
    brief: str


class Writer(Protocol):
    """What a format offers for digests; ``ENOUGH`` is a good size for a section, ``LEAST`` the smallest of use."""

    ENOUGH: int
    LEAST: int

    def size(self, text: str, /) -> int:
        """Return what a text takes of the room of a message."""

    def contents(self, outline: Outline, /) -> str:
        """Write a trial's line in the contents."""

    def brief(self, outline: Outline, /) -> str:
        """Write a trial's line in the contents of a message that does not tell it."""

    def section(self, outline: Outline, room: int, /) -> str:
        """Write what happened to a trial in about so much room."""


def pieces(writer: Writer, outlines: Sequence[Outline], room: int) -> Iterator[Piece]:
    """Yield what is said of each trial, in messages of so much room; the first trials get sections first."""
    lines = [writer.contents(outline) for outline in outlines]
    briefs = [writer.brief(outline) for outline in outlines]
    again = sum(map(writer.size, briefs))
    if again + writer.ENOUGH > room:
        again = 0  # each message has its own contents alone
    left = _for_sections(writer, len(lines), sum(map(writer.size, lines)), again, room)
    for place, (outline, line) in enumerate(zip(outlines, lines, strict=True)):
        each = max(writer.LEAST, left // (len(lines) - place))
        section = writer.section(outline, each) if left >= writer.LEAST else ""
        if writer.size(section) > room - writer.size(line):  # it would fit nowhere
            section = ""
        left -= writer.size(section)
        yield Piece(line, section, briefs[place])


def _for_sections(writer: Writer, number: int, named: int, again: int, room: int) -> int:
    """Return the room for all sections: in the fewest messages that say enough of each trial, or in the most."""
    filled = room * 9 // 10  # no section is cut in two, so that messages end before they are full
    most = MESSAGES if room >= 5 * writer.ENOUGH else 1  # in small messages, sections would hide the contents
    rooms = [messages * filled - named - (again if messages > 1 else 0) for messages in range(1, most + 1)]
    return next((room for room in rooms if room >= number * writer.ENOUGH), rooms[-1])


def packed(found: Sequence[Piece], size: Callable[[str], int], room: int) -> tuple[list[range], bool]:
    """Return which pieces go into each message, in their order, and whether the first names all.

    A piece that is too large has a message of its own. The first message names all where that has room.
    """
    parts = _in_messages(found, size, room)
    used, in_first = sum(size(piece.brief) for piece in found), 0
    for piece in found:
        used += size(piece.line) + size(piece.section) - size(piece.brief)
        if used > room:
            break
        in_first += 1
    if len(parts) == 1 or not in_first:
        return parts, False
    return [range(in_first), *_in_messages(found, size, room, in_first)], True


def _in_messages(
    found: Sequence[Piece], size: Callable[[str], int], room: int, first: int = 0
) -> list[range]:
    """Return which pieces from a first one on go into each message."""
    parts, left = [], room
    for place, piece in enumerate(found[first:], first):
        needed = size(piece.line) + size(piece.section)
        if needed > left and place > first:
            parts.append(range(first, place))
            first, left = place, room
        left -= needed
    return [*parts, range(first, len(found))]
