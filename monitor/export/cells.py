"""Values as cells of a spreadsheet: text that nothing runs in, and no more of it than a cell holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.model import Json

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A cell that begins with one of these is a formula to some spreadsheet; the wide forms are so in East Asian ones."""
MOST = 32_767
"""Characters that a cell of Excel holds, in units of UTF-16 (its specification)."""
CUT = " … (cut: a cell holds no more)"
"""The end of a text that is longer."""


def harmless(cell: str) -> str:
    """Return a cell that is text to every spreadsheet: with an apostrophe before what would be a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def fitted(cell: str) -> str:
    """Return a cell that Excel holds; of a longer text the beginning, and that it was cut."""
    if len(cell) <= MOST // 2 or _units(cell) <= MOST:
        return cell
    raw = cell.encode("utf-16-le")[: 2 * (MOST - len(CUT))]
    return raw.decode("utf-16-le", errors="ignore") + CUT  # half a character at the end is left out


def text_of(value: Json, kind: str) -> str:
    """Return the text of a value of a kind of column; "" for none."""
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


def _units(text: str) -> int:
    return len(text) + sum(letter > "\uffff" for letter in text)
