"""Sets of edited criteria: invented ones, and those that refer to a real record without holding its text."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from corpus import REAL

if TYPE_CHECKING:
    from pathlib import Path

_SPACE, _ESCAPE = re.compile(r"\s+"), re.compile(r"\\(.)")


def edits(path: Path) -> list[dict[str, Any]]:
    """Return a set's edits with both texts.

    An edit with a `trial` has its old text, or what it only adds, as [start, end] in the record's criteria. Its
    `after` is {"keep": [letters at the start, letters at the end], "put": what stands between them}. Such edits are
    left out where the real records are absent.
    """
    found = json.loads(path.read_text(encoding="utf-8"))
    return [_written(edit) for edit in found if "trial" not in edit or REAL.exists]


def _written(edit: dict[str, Any]) -> dict[str, Any]:
    """Return an edit with its texts in place of the references."""
    if "trial" not in edit:
        return edit
    start, end = edit["at"]
    text = _criteria()[edit["trial"]][start:end]
    after = edit["after"]
    if isinstance(after, dict):
        first, last = after["keep"]
        after = text[:first] + after["put"] + text[len(text) - last :]
    return edit | {"before": text if edit["before"] else None, "after": text if after is True else after}


@cache
def _criteria() -> dict[str, str]:
    """Return each real trial's criteria in one line, by number."""
    found = {}
    for record in REAL.records():
        protocol = record["protocolSection"]
        text = protocol.get("eligibilityModule", {}).get("eligibilityCriteria", "")
        found[protocol["identificationModule"]["nctId"]] = _SPACE.sub(" ", _ESCAPE.sub(r"\1", text))
    return found
