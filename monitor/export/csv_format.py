"""CSV by RFC 4180 that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
import io
from typing import IO, TYPE_CHECKING

from monitor.export.cells import fitted, harmless, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.export.columns import Column
    from monitor.model import Json

BOM = "\ufeff"
"""Without it Excel reads a file in the code page of its country."""


def write(rows: Iterable[dict[str, Json]], columns: Sequence[Column], file: IO[bytes]) -> None:
    """Write a heading and rows as they come, whole cells for programs; records are left out."""
    _write(rows, columns, file, excel=False)


def write_for_excel(rows: Iterable[dict[str, Json]], columns: Sequence[Column], file: IO[bytes]) -> None:
    """Write the same as a file that Excel opens as it is: with a byte order mark, and no cell longer than it holds."""
    _write(rows, columns, file, excel=True)


def _write(
    rows: Iterable[dict[str, Json]], columns: Sequence[Column], file: IO[bytes], *, excel: bool
) -> None:
    shown = [column for column in columns if column.kind != "record"]
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    try:
        if excel:
            text.write(BOM)
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow([column.name for column in shown])
        for row in rows:
            cells = [harmless(text_of(row[column.name], column.kind)) for column in shown]
            writer.writerow(map(fitted, cells) if excel else cells)
    finally:
        text.detach()  # the file is the caller's to close
