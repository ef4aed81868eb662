"""CSV by RFC 4180 that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
import io
import json
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.export.columns import Column
    from monitor.model import Json

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A cell that begins with one of these is a formula to some spreadsheet; the wide forms are so in East Asian ones."""


def write(rows: Iterable[dict[str, Json]], columns: Sequence[Column], file: IO[bytes]) -> None:
    """Write a heading and rows as they come; records are left out."""
    shown = [column for column in columns if column.kind != "record"]
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow([column.name for column in shown])
        for row in rows:
            writer.writerow([harmless(_cell(row[column.name], column.kind)) for column in shown])
    finally:
        text.detach()  # the file is the caller's to close


def harmless(cell: str) -> str:
    """Return a cell that is text to every spreadsheet: with an apostrophe before what would be a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _cell(value: Json, kind: str) -> str:
    if value is None:
        return ""
    if kind == "json":
        decoded = json.loads(value)
        return decoded if isinstance(decoded, str) else str(value)
    if kind == "names":
        return "; ".join(value)
    if kind == "texts":
        return json.dumps(value, ensure_ascii=False)
    return str(value)
