"""Rows for people: a table, lines with the longest words below, or blocks. Nothing is ever cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from monitor.cli.cells import cells_of
from monitor.cli.common import on_terminal, wrapped
from monitor.cli.output import echo, style
from monitor.core.presentation.sanitize import safe_line
from monitor.terminal import takes_styles, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

COLOURS = {
    "high": "bold red",
    "medium": "yellow",
    "low": "cyan",
    "noise": "bright_black",
    "sent": "green",
    "queued": "yellow",
    "dead": "bold red",
    "loosened": "green",
    "tightened": "red",
}
"""Styles of words that mean the same wherever they stand in a table."""

MIN_WIDTH = 32
"""Characters that the widest column of a table has at least."""
LEAST_OTHER = 12
"""Characters that any other has at least whose words may be broken into lines."""
NOTHING = "–"
"""What stands for a missing value."""
GAP = 2
"""Blanks between two columns."""
WORDS = 30
"""Characters of a cell from which on its column may stand below the others, if it has words."""


def print_table(headings: Sequence[str], rows: Iterable[Sequence[Any]], *, wide: int = -1) -> None:
    """Print rows: as a person likes to read them on a terminal of any width, as plain columns in a pipe.

    Args:
        headings: one for each column.
        rows: values; None is shown as a dash.
        wide: the column that has most of the words.

    """
    lines = [[_cell(value) for value in row] for row in rows]
    wide %= len(headings)
    if not on_terminal():
        _print_plain(headings, lines)
    elif widths := _fitted(list(zip(headings, *lines, strict=True)), wide, width()):
        _print_rich(headings, lines, widths)
    elif not _print_below(headings, lines, wide):
        _print_blocks(headings, lines)


def _cell(value: Any) -> str:  # noqa: ANN401
    return NOTHING if value is None or value == "" else safe_line(str(value))


def _widths(columns: Iterable[Sequence[str]]) -> list[int]:
    """Return how wide each column is where nothing in it is broken."""
    return [max(map(cells_of, cells)) for cells in columns]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Return cells side by side; nothing follows the last one."""
    padded = (cell + " " * (room - cells_of(cell)) for cell, room in zip(cells[:-1], widths, strict=False))
    return (GAP * " ").join([*padded, cells[-1]])


def _fitted(columns: Sequence[Sequence[str]], wide: int, room: int) -> list[int] | None:
    """Return how wide each column is, so that all stand side by side; None where there is no room for that."""
    whole = _widths(columns)
    if sum(whole) + GAP * (len(whole) - 1) <= room:
        return whole
    widths = [
        _least(cells, longest, number == wide)
        for number, (cells, longest) in enumerate(zip(columns, whole, strict=True))
    ]
    left = room - sum(widths) - GAP * (len(widths) - 1)
    if left < 0:
        return None
    for number in sorted(range(len(widths)), key=lambda number: (number == wide, whole[number])):
        more = min(whole[number] - widths[number], left if number == wide else left // 2)
        widths[number] += more
        left -= more
    return widths


def _least(cells: Sequence[str], longest: int, wide: bool) -> int:
    """Return how narrow a column may get: lines are broken between words, never within a number or a day."""
    if wide:
        return min(longest, MIN_WIDTH)
    return min(longest, max(LEAST_OTHER, *(cells_of(word) for cell in cells for word in cell.split())))


def _print_rich(headings: Sequence[str], lines: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(
        box=SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, GAP - 1, 0, 0), header_style="bold"
    )
    for heading, room in zip(headings, widths, strict=True):
        table.add_column(heading, width=room, overflow="fold")
    for line in lines:
        table.add_row(*(Text(cell, style=COLOURS.get(cell, "")) for cell in line))
    # without a height rich takes a dumb terminal for eighty columns wide
    colors: Literal["auto"] | None = "auto" if takes_styles() else None
    Console(width=width(), height=25, color_system=colors).print(table, "")


def _print_below(headings: Sequence[str], lines: Sequence[Sequence[str]], wide: int) -> bool:
    """Print the column of most words, and more such ones if need be, below the others; say whether these fit into a line."""
    below = [wide]
    while True:
        rows = [
            [cell for number, cell in enumerate(row) if number not in below] for row in (headings, *lines)
        ]
        widths = _widths(zip(*rows, strict=True))
        if sum(widths) + GAP * (len(widths) - 1) <= width():
            break
        if (more := _most_words(headings, lines, below)) is None:
            return False
        below.append(more)
    for place, row in enumerate(rows):
        echo(*_styled(row, widths))
        for number in below if place else ():
            cell = lines[place - 1][number]
            if number == wide:
                echo(wrapped(cell))
            elif cell != NOTHING:
                echo(wrapped(f"{headings[number]}: {cell}", hanging="    "))
    return True


def _styled(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    """Return cells side by side, the first in bold, words that have a colour in it; nothing follows the last one."""
    padded = [cell + " " * (room - cells_of(cell) + GAP) for cell, room in zip(row, widths, strict=True)]
    padded[-1] = row[-1]
    return [
        style(text, bold=place == 0 or "bold" in colour, fg=colour.removeprefix("bold ") or None)
        for place, (cell, text) in enumerate(zip(row, padded, strict=True))
        for colour in [COLOURS.get(cell, "")]
    ]


def _most_words(headings: Sequence[str], lines: Sequence[Sequence[str]], below: Sequence[int]) -> int | None:
    """Return the widest column that has words and may stand below the others; None if there is none."""
    longest = {
        number: max((cells_of(line[number]) for line in lines if " " in line[number]), default=0)
        for number in range(len(headings))
        if number not in below
    }
    found = max(longest, key=lambda number: longest[number], default=None)
    return found if found is not None and longest[found] >= WORDS else None


def _print_blocks(headings: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    """Print each row as lines of its own: on a narrow terminal a table would have to leave something out."""
    for line in lines:
        echo(style(f"{headings[0]} {line[0]}", bold=True))
        for heading, cell in zip(headings[1:], line[1:], strict=True):
            echo(wrapped(f"{heading}: {cell}", hanging="    "))
        echo()


def _print_plain(headings: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    rows = [[heading.upper() for heading in headings], *lines]
    widths = _widths(zip(*rows, strict=True))
    for row in rows:
        echo(_line(row, widths))
