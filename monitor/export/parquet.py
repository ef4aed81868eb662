"""Parquet, as one data set in the layout of Hive, ``year=2026/part-0.parquet``; trials as ``part-0.parquet``.

The only module that knows pyarrow, which is an optional extra.
"""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from monitor import __version__
from monitor.core.records.dates import parse_day
from monitor.export.columns import EDITION, ColumnType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from monitor.export.columns import Column
    from monitor.model import Json

    Row = dict[str, Json]

GROUP_ROWS = 20_000
GROUP_BYTES = 64 << 20
"""A row group ends at so many rows, or so many bytes of text: the most that is ever in memory."""
PART_GROUPS = 16
"""A file has no more row groups; then the next part begins."""
NO_YEAR = "0"
"""The folder of an export without rows: one empty file, so that the data set can still be read."""


def write(rows: Iterable[Row], what: str, columns: Sequence[Column], day: str | None, folder: Path) -> None:
    """Write rows, which come in the order of their day, into a folder for each year; without a day into the folder itself.

    Args:
        rows: as the store gives them.
        what: how the data set is called.
        columns: their columns.
        day: the column whose year says where a row goes; None for no years.
        folder: where the years' folders are made.

    """
    schema = _schema(what, columns)
    if day is None:
        _write_parts(rows, schema, columns, folder)
        return
    empty = True
    for year, inside in groupby(rows, key=lambda row: str(row[day])[:4]):
        _write_parts(inside, schema, columns, folder / f"year={year}")
        empty = False
    if empty:
        _write_parts((), schema, columns, folder / f"year={NO_YEAR}")


def _write_parts(rows: Iterable[Row], schema: Any, columns: Sequence[Column], folder: Path) -> None:  # noqa: ANN401
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow.parquet import ParquetWriter  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        for number, group in enumerate(_groups(rows)):
            part, within = divmod(number, PART_GROUPS)
            if within == 0:
                stack.close()
                path = folder / f"part-{part}.parquet"
                writer = stack.enter_context(ParquetWriter(path, schema, compression="zstd"))
            values = [[_value(row[column.name], column.kind) for row in group] for column in columns]
            writer.write_table(pa.table(values, schema=schema), row_group_size=GROUP_ROWS)


def _groups(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Cut rows into groups that fit into memory; there is one at least."""
    group: list[Row] = []
    size = groups = 0
    for row in rows:
        group.append(row)
        size += sum(len(value) for value in row.values() if isinstance(value, str | bytes))
        if len(group) >= GROUP_ROWS or size >= GROUP_BYTES:
            yield group
            group, size, groups = [], 0, groups + 1
    if group or not groups:
        yield group


def _schema(what: str, columns: Sequence[Column]) -> Any:  # noqa: ANN401
    import pyarrow as pa  # noqa: PLC0415

    types = {
        ColumnType.NUMBER: pa.int64(),
        ColumnType.DAY: pa.date32(),
        ColumnType.TIME: pa.timestamp("us", tz="UTC"),
        ColumnType.TEXTS: pa.list_(pa.string()),
        ColumnType.NAMES: pa.list_(pa.string()),
    }
    fields = [
        pa.field(column.name, types.get(column.kind, pa.string()), metadata={"description": column.note})
        for column in columns
    ]
    about = {"nctwatch.data_set": what, "nctwatch.edition": str(EDITION), "nctwatch.version": __version__}
    return pa.schema(fields, metadata=about)


def _value(value: Json, kind: ColumnType) -> Json:
    if value is None:
        return None
    if kind is ColumnType.DAY:
        return parse_day(value)
    if kind is ColumnType.TIME:
        return datetime.fromisoformat(value)
    return value.decode() if kind is ColumnType.RECORD else value
