"""A workbook, read back by openpyxl."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest

from monitor.export import xlsx
from monitor.export.cells import CUT, FORMULA, MOST
from monitor.export.columns import CHANGES, DATA_SETS, VERSIONS


def read(rows, what="changes"):
    """Write rows and return the workbook."""
    import openpyxl

    file = io.BytesIO()
    xlsx.write(rows, what, DATA_SETS[what][0], file)
    return openpyxl.load_workbook(io.BytesIO(file.getvalue()))


def records(sheet):
    """Return the rows of a sheet by the names of its columns."""
    names, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(names, row, strict=True)) for row in rows]


def test_it_is_ready_to_be_read(a_change):
    """The heading is frozen, bold and has filters over all rows; columns are as wide as what they hold."""
    import openpyxl

    sheet = read([a_change(1), a_change(2, summary="word " * 100)])["changes"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == f"A1:{openpyxl.utils.get_column_letter(len(CHANGES))}3"
    assert all(cell.font.bold for cell in sheet[1])
    widths = {cell.value: sheet.column_dimensions[cell.column_letter].width for cell in sheet[1]}
    assert widths["trial"] == len("NCT90000001") + 2
    assert widths["summary"] == xlsx.WIDEST + 2


def test_cells_are_typed(a_change, a_trial):
    """Numbers, days and times are those; a month is text; what is not known is empty."""
    (row,) = records(read([a_change()])["changes"])
    assert (row["id"], row["after"], row["before"]) == (1, "Walks ≥ 5 m", None)
    assert row["happened_on"] == datetime(2026, 9, 2)  # noqa: DTZ001  # Excel knows no zones
    assert row["observed_at"] == datetime(2026, 9, 2, 10)  # noqa: DTZ001
    (row,) = records(read([a_trial(enrollment=10**16, valid_from="1850-01-01")], "trials")["trials"])
    assert (row["groups"], row["primary_completion"], row["sites"]) == ("ms; all cells", "2027-06", 4)
    assert (row["enrollment"], row["valid_from"]) == (str(10**16), "1850-01-01")


def test_a_day_has_the_form_of_a_day(a_trial):
    """A spreadsheet shows it as one."""
    (cell,) = [c for c in read([a_trial()], "trials")["trials"][2] if c.column_letter == "O"]
    assert cell.is_date
    assert cell.value.date() == date(2026, 9, 2)


@pytest.mark.parametrize("start", [*FORMULA, "#N/A", "#REF!"])
def test_no_cell_is_live(a_change, start):
    """Whatever the registry serves is text, with an apostrophe before what some spreadsheet would run."""
    sheet = read([a_change(summary=f"{start}HYPERLINK(1)", path=start)])["changes"]
    assert {cell.data_type for cell in sheet[2]} <= {"s", "n", "d", "inlineStr"}
    (row,) = records(sheet)
    defused = "'" if start in FORMULA else ""
    assert row["path"] == f"{defused}{start}".replace("\r", "\n")  # XML has one line break
    assert not row["summary"].startswith(FORMULA)


@pytest.mark.parametrize("letter", ["a", "𝒜", "\0"])
def test_a_cell_holds_what_excel_takes(a_change, letter):
    """By UTF-16; a longer text says that it was cut."""
    (row,) = records(read([a_change(summary=letter * 40_000, path=letter * (MOST // 2))])["changes"])
    units = len(row["summary"].encode("utf-16-le")) // 2
    assert MOST - 1 <= units <= MOST
    assert row["summary"].endswith(CUT)
    assert row["path"] == letter.replace("\0", "\ufffd") * (MOST // 2)


def test_a_text_that_looks_like_an_escape_stays_that_text(a_change):
    """Excel would show the character of that number."""
    (row,) = records(read([a_change(summary="a _x000D_ b_x00zz_", path="x_y")])["changes"])
    assert (row["summary"], row["path"]) == ("a _x005F_x000D_ b_x00zz_", "x_y")


def test_records_are_left_out(a_version):
    """A version has all else."""
    (row,) = records(read([a_version()], "versions")["versions"])
    assert list(row) == [column.name for column in VERSIONS if column.name != "record"]


def test_more_rows_than_a_sheet_takes(a_change, monkeypatch):
    """They go on in a further sheet with the same heading; an export without rows has the heading alone."""
    monkeypatch.setattr(xlsx, "SHEET_ROWS", 3)
    book = read([a_change(number) for number in range(1, 6)])
    assert [[row["id"] for row in records(sheet)] for sheet in book] == [[1, 2], [3, 4], [5]]
    assert book.sheetnames == ["changes", "changes 2", "changes 3"]
    assert [records(sheet) for sheet in read([])] == [[]]
    assert len(read([a_change(1), a_change(2)]).sheetnames) == 1
