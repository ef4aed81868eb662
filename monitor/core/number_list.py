"""A list of NCT numbers as people keep it: one a line, or a table with a column of them. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.presentation.labels import cut
from monitor.core.records.accessors import typed_nct_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Row = tuple[int, list[str]]

SEPARATORS = ",;\t"
_NUMBER = re.compile(r"NCT\d{8}", re.IGNORECASE)
_SEEN = 50
"""Rows by which the column is chosen where no heading names it."""
_HEADING = re.compile(r"NCT[ _-]?(?:Number|No|ID)?\.?", re.IGNORECASE)
"""Headings of the column in tables with several that have numbers: the registry's own, and those of others."""
_EXCEL_SEPARATOR = re.compile(r"sep=.\r?\n", re.IGNORECASE)
"""A first line that tells Excel, and nobody else, what separates cells."""
csv.field_size_limit(
    1 << 30
)  # the sites of one large trial are a cell of more than the usual 131,072 letters


@dataclass(frozen=True, slots=True)
class NumberList:
    """The numbers that a text names, each once, and a sentence for each line that names none."""

    numbers: tuple[str, ...]
    faults: tuple[str, ...]


def read_numbers(text: str) -> NumberList:
    """Read a list: one number a line, or CSV with a column of them, such as the registry's own download.

    Empty lines are left out, and so is what follows a ``#`` in a plain list. A table whose first row has nothing
    but numbers is a list with several on a line.
    """
    skipped = _EXCEL_SEPARATOR.match(text)
    text = "\n" + text[skipped.end() :] if skipped else text
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    plain = separator not in first or first.lstrip().startswith("#") or typed_nct_number(first.split("#")[0])
    if plain:
        lines = enumerate(text.splitlines(), 1)
        return _chosen([(place, [line.split("#")[0].strip().strip('"')]) for place, line in lines], 0)
    try:
        rows = list(_rows(text, separator))
    except csv.Error as error:
        return NumberList((), (f"it is no CSV that can be read: {error}",))
    top = next((row for _, row in rows if _filled(row)), [])
    if len(_filled(top)) > 1 and all(map(typed_nct_number, _filled(top))):
        return _chosen([(line, [cell]) for line, row in rows for cell in _filled(row)], 0)
    column = _column(rows, top)
    if column is None:
        return NumberList((), ("no column of it has NCT numbers",))
    return _chosen(rows, column)


def _rows(text: str, separator: str) -> Iterator[Row]:
    """Yield each row with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = 1
    for row in reader:
        yield line, row
        line = reader.line_num + 1


def _filled(row: Sequence[str]) -> list[str]:
    return [cell for cell in row if cell.strip()]


def _column(rows: Sequence[Row], top: Sequence[str]) -> int | None:
    """Return the column that ``top`` heads as one of NCT numbers, else that with the most in the first rows.

    None if none has any.
    """
    counts = Counter(
        place for _, row in rows[:_SEEN] for place, cell in enumerate(row) if typed_nct_number(cell)
    )
    named = {place for place in counts if place < len(top) and _HEADING.fullmatch(top[place].strip())}
    return max(counts, key=lambda place: (place in named, counts[place], -place)) if counts else None


def _chosen(rows: Sequence[Row], column: int) -> NumberList:
    """Read the numbers in a column; the first row may be its heading."""
    numbers: dict[str, None] = {}
    faults = []
    heading = True
    for line, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        cell = row[column].strip() if column < len(row) else ""
        if number := typed_nct_number(cell):
            numbers[number] = None
        elif not (heading and not _NUMBER.search(cell) and _is_heading(cell)):
            faults.append(f'line {line}: "{cut(cell, 40)}" is no NCT number; it is NCT and eight digits')
        heading = False
    return NumberList(tuple(numbers), tuple(faults))


def _is_heading(cell: str) -> bool:
    """Return whether a cell names a column: words without the digits that a mistyped number has."""
    return bool(cell) and not any(letter.isdigit() for letter in cell)
