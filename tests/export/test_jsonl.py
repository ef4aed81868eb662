from __future__ import annotations

import io
import json

from monitor.export import jsonl as lines
from monitor.export.columns import CHANGES, VERSIONS


def written(rows, columns):
    file = io.BytesIO()
    lines.write(rows, columns, file)
    return file.getvalue()


def test_each_row_is_one_line(a_change):
    """With its keys in their order, values decoded and letters as they are."""
    raw = written([a_change(1), a_change(2, before='{"a": [1, null]}')], CHANGES)
    assert raw.count(b"\n") == 2
    first, second = map(json.loads, raw.decode().splitlines())
    assert list(first) == [column.name for column in CHANGES]
    assert first["after"] == "Walks ≥ 5 m"
    assert first["before"] is None
    assert second["before"] == {"a": [1, None]}
    assert "≥" in raw.decode()


def test_a_record_keeps_the_registrys_letters(a_version):
    """Escapes and digits stay; only a line break between values becomes a space."""
    raw = written([a_version()], VERSIONS)
    assert raw.endswith(b'"record": {"a": "\\u2265",   "b": 1.50}}\n')
    assert raw.count(b"\n") == 1
    assert json.loads(raw)["record"] == {"a": "≥", "b": 1.5}


def test_a_change_of_many_criteria_has_the_others_too(a_change):
    """A key that no table has a column for is written as it is."""
    (row,) = map(
        json.loads, written([a_change(alike=[{"before": "a", "after": None}])], CHANGES).splitlines()
    )
    assert row["alike"] == [{"before": "a", "after": None}]
