from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.export import csv_format as sheet
from monitor.export.cells import CUT, FORMULA, MOST
from monitor.export.columns import CHANGES, TRIALS, VERSIONS


def written(rows, columns):
    file = io.BytesIO()
    sheet.write(rows, columns, file)
    assert not file.closed
    return file.getvalue().decode()


def read(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_rows_read_back(a_change):
    """As RFC 4180 has them: CR LF, quotes doubled, an empty cell for nothing, strings without JSON's quotes."""
    text = written([a_change(summary='He said "no",\nthen left')], CHANGES)
    assert text.startswith("id,trial,kind,")
    assert text.count("\r\n") == 2
    (row,) = read(text)
    assert row["summary"] == 'He said "no",\nthen left'
    assert row["after"] == "Walks ≥ 5 m"
    assert row["before"] == row["direction"] == ""


def test_other_values_are_json_text(a_change, a_version):
    """Objects, numbers and lists of events; a version comes without its record."""
    rows = read(written([a_change(before='{"count": 5}', after="12")], CHANGES))
    assert (rows[0]["before"], rows[0]["after"]) == ('{"count": 5}', "12")
    (row,) = read(written([a_version()], VERSIONS))
    assert row["events"] == '["status.opened"]'
    assert "record" not in row


def test_a_line_a_trial(a_trial):
    """Groups are joined by semicolons; what is not known is empty."""
    (row,) = read(written([a_trial()], TRIALS))
    assert (row["groups"], row["sites"], row["completion"]) == ("ms; all cells", "4", "")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_no_cell_is_a_formula(a_change, start):
    """Whatever the registry serves, in whichever column."""
    evil = f"{start}HYPERLINK(1)"
    escaped = '"' + evil.replace("\t", "\\t").replace("\r", "\\r").replace("\n", "\\n") + '"'
    (row,) = read(written([a_change(summary=evil, path=evil, before=escaped)], CHANGES))
    assert row["summary"] == row["path"] == row["before"] == f"'{evil}"


@given(st.text(), st.text())
def test_any_text_survives_and_none_is_live(first, second):
    """A cell reads back as it was, or with the apostrophe alone before it."""
    row = dict.fromkeys((column.name for column in CHANGES), None) | {"summary": first, "path": second}
    (back,) = read(written([row], CHANGES))
    for cell, was in ((back["summary"], first), (back["path"], second)):
        assert cell in {was, f"'{was}"}
        assert not cell.startswith(FORMULA)


def test_a_file_for_excel(a_change):
    """It begins with a byte order mark, and no cell is longer than Excel takes; for programs cells are whole."""
    rows = [a_change(summary="=" + "𝒜" * 20_000)]
    file = io.BytesIO()
    sheet.write_for_excel(rows, CHANGES, file)
    assert file.getvalue().startswith(b"\xef\xbb\xbfid,trial,")
    (row,) = read(file.getvalue().decode("utf-8-sig"))
    assert row["summary"].startswith("'=𝒜")
    assert row["summary"].endswith(CUT)
    assert MOST - 1 <= len(row["summary"].encode("utf-16-le")) // 2 <= MOST
    (row,) = read(written(rows, CHANGES))
    assert row["summary"] == "'=" + "𝒜" * 20_000
