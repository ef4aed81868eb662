"""A workbook for Excel: a frozen heading with filters, columns as wide as what they hold.

The only module that knows openpyxl, which is an optional extra.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Any

from monitor.core.records.dates import parse_day
from monitor.export.cells import fitted, harmless, text_of
from monitor.export.columns import ColumnType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from monitor.export.columns import Column
    from monitor.model import Json

    Row = dict[str, Json]

SHEET_ROWS = 1_048_576
"""Rows of a sheet, the heading among them (Excel's specification); the next ones go to a further sheet."""
MEASURED = 200
"""Rows by which the widths of columns are chosen; they are written before the rows."""
WIDEST = 60
LARGEST = 10**15
"""A cell holds whole numbers exactly up to here; larger ones are text."""
FIRST_YEAR = 1900
"""Excel has no days before."""
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML has no way to write."""
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""Begins what a workbook takes for a character by its number, such as ``_x000D_`` (ECMA-376, ST_Xstring)."""


def write(rows: Iterable[Row], what: str, columns: Sequence[Column], file: IO[bytes]) -> None:
    """Write a workbook of rows as they come; records are left out.

    Args:
        rows: as the store gives them.
        what: how the data set is called, which names the sheet.
        columns: their columns.
        file: where to.

    """
    from openpyxl import Workbook  # noqa: PLC0415

    shown = [column for column in columns if column.kind != ColumnType.RECORD]
    book = Workbook(write_only=True)
    book.properties.creator = "nctwatch"
    left = iter(rows)
    first = list(islice(left, MEASURED))
    widths = [_width(column, first) for column in shown]
    for number, part in enumerate(_sheets(chain(first, left)), 1):
        _write_sheet(book.create_sheet(what if number == 1 else f"{what} {number}"), shown, widths, part)
    book.save(file)


def _sheets(rows: Iterator[Row]) -> Iterator[Iterator[Row]]:
    """Yield the rows of each sheet, which are read before the next is asked for; there is one sheet at least."""
    empty = True
    for row in rows:
        yield chain([row], islice(rows, SHEET_ROWS - 2))
        empty = False
    if empty:
        yield iter(())


def _write_sheet(sheet: Any, columns: Sequence[Column], widths: Sequence[int], rows: Iterator[Row]) -> None:  # noqa: ANN401  # openpyxl is not typed
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    sheet.freeze_panes = "B2"  # what a row is about stays in sight too
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    heading = [_text(sheet, column.name) for column in columns]
    for cell in heading:
        cell.font = Font(bold=True)
    sheet.append(heading)
    last = 1
    for row in rows:
        sheet.append([_cell(sheet, row[column.name], column.kind) for column in columns])
        last += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"


def _cell(sheet: Any, value: Json, kind: ColumnType) -> Any:  # noqa: ANN401
    """Return a number, a day, a time in UTC or a text; None for an empty cell."""
    if value is None:
        return None
    if kind is ColumnType.NUMBER and abs(value) < LARGEST:
        return value
    if kind is ColumnType.DAY and (day := parse_day(value)) and day.year >= FIRST_YEAR:
        return day
    if kind is ColumnType.TIME and (time := datetime.fromisoformat(value)).year >= FIRST_YEAR:
        return time.astimezone(UTC).replace(tzinfo=None)
    return _text(sheet, text_of(value, kind))


def _text(sheet: Any, text: str) -> Any:  # noqa: ANN401
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    shown = fitted(harmless(_FORBIDDEN.sub("\ufffd", text)))
    cell = WriteOnlyCell(sheet, value=_ESCAPE.sub("_x005F_", shown))
    cell.data_type = "s"  # openpyxl would take "#N/A" for an error
    return cell


def _width(column: Column, rows: Sequence[Row]) -> int:
    """Return a column's width in characters: that of its longest value among some rows, within limits."""
    longest = max((len(text_of(row[column.name], column.kind)) for row in rows), default=0)
    return min(WIDEST, max(longest, len(column.name) + 2)) + 2  # the heading has the filter's button
