"""JSON lines: one object a line, with the keys that the commands' ``--json`` has."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.export.columns import Column
    from monitor.model import Json

_encode = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps makes a new one for each value


def write(rows: Iterable[dict[str, Json]], columns: Sequence[Column], file: IO[bytes]) -> None:
    """Write rows as they come."""
    kinds = {column.name: column.kind for column in columns}
    for row in rows:
        pairs = (
            f"{_encode(name)}: ".encode() + _value(value, kinds.get(name, "")) for name, value in row.items()
        )
        file.write(b"{" + b", ".join(pairs) + b"}\n")


def _value(value: Json, kind: str) -> bytes:
    if value is not None and kind == "record":
        # The registry's own letters. A line break between them means nothing in JSON; here it would end the object.
        return bytes(value).replace(b"\r", b" ").replace(b"\n", b" ")
    if value is not None and kind == "json":
        return str(value).encode()
    return _encode(value).encode()
