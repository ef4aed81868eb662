from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from monitor.export import parquet
from monitor.export.columns import DATA_SETS


@pytest.fixture
def write(tmp_path):
    """Write rows and return the folder, which is that of the test with the data set's name."""

    def write_rows(rows, what="changes"):
        columns, day = DATA_SETS[what]
        parquet.write(rows, what, columns, day, tmp_path / what)
        return tmp_path / what

    return write_rows


def test_the_columns_are_typed(write, a_change):
    """Days are dates, times are in UTC, values stay JSON text; the file says what it is."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = write([a_change(registry_date="2026-09")])
    (path,) = folder.rglob("*.parquet")
    assert str(path.relative_to(folder)) == "year=2026/part-0.parquet"
    schema = pq.read_schema(path)
    assert schema.field("happened_on").type == pa.date32()
    assert schema.field("observed_at").type == pa.timestamp("us", tz="UTC")
    assert schema.field("id").type == pa.int64()
    assert schema.metadata[b"nctwatch.data_set"] == b"changes"
    assert b"JSON" in schema.field("before").metadata[b"description"]
    (row,) = pq.ParquetFile(path).read().to_pylist()
    assert row["happened_on"] == date(2026, 9, 2)
    assert row["observed_at"] == datetime(2026, 9, 2, 10, tzinfo=UTC)
    assert row["registry_date"] is None  # a month is no day
    assert json.loads(row["after"]) == "Walks ≥ 5 m"


def test_years_make_one_data_set(write, a_version):
    """Every year is a folder with the same columns, and the folder's name is a column of the whole."""
    from pyarrow import dataset

    rows = [
        a_version(1, valid_from="2019-05-01", events=[]),
        a_version(2, valid_from="2026-01-01"),
        a_version(3, valid_from="2026-12-31"),
    ]
    folder = write(rows, "versions")
    whole = dataset.dataset(folder, partitioning="hive").to_table().sort_by("version").to_pylist()
    assert [(row["year"], row["version"]) for row in whole] == [(2019, 1), (2026, 2), (2026, 3)]
    assert whole[1]["record"].encode() == rows[1]["record"]
    assert whole[0]["events"] == []


def test_trials_have_no_years(write, a_trial):
    """They are one file, with a list of groups; without rows it can be read too."""
    from pyarrow import dataset

    folder = write([a_trial(), a_trial("NCT90000002", last_changed=None, groups=[])], "trials")
    assert [str(path.relative_to(folder)) for path in folder.rglob("*.parquet")] == ["part-0.parquet"]
    first, second = dataset.dataset(folder).to_table().to_pylist()
    assert (first["groups"], first["last_changed"]) == (["ms", "all cells"], date(2026, 9, 2))
    assert (second["groups"], second["last_changed"]) == ([], None)


def test_no_trials_are_an_empty_file(write):
    """With all columns."""
    from pyarrow import dataset

    table = dataset.dataset(write([], "trials")).to_table()
    assert (table.num_rows, table.schema.names) == (0, [column.name for column in DATA_SETS["trials"][0]])


def test_rows_are_streamed_in_groups_and_parts(write, a_change, tmp_path, monkeypatch):
    """No more rows than a group are ever asked for before the last group is written."""
    import pyarrow.parquet as pq

    monkeypatch.setattr(parquet, "GROUP_ROWS", 10)
    monkeypatch.setattr(parquet, "PART_GROUPS", 2)
    sizes = []

    def rows():
        for number in range(45):
            if number % 10 == 1 and number > 20:
                sizes.append(len(list(tmp_path.rglob("part-*.parquet"))))
            yield a_change(number)

    folder = write(rows())
    parts = sorted(folder.rglob("part-*.parquet"))
    assert [pq.ParquetFile(part).metadata.num_row_groups for part in parts] == [2, 2, 1]
    assert [pq.ParquetFile(part).metadata.num_rows for part in parts] == [20, 20, 5]
    assert sizes == [1, 2, 2]


def test_a_group_ends_at_its_bytes(write, a_version, monkeypatch):
    """Large records do not pile up in memory."""
    import pyarrow.parquet as pq

    monkeypatch.setattr(parquet, "GROUP_BYTES", 1000)
    folder = write([a_version(number, record=b"{" + b" " * 900 + b"}") for number in range(4)], "versions")
    (path,) = folder.rglob("*.parquet")
    assert pq.ParquetFile(path).metadata.num_row_groups == 4


def test_nothing_to_export_is_still_a_data_set(write):
    """A reader finds the columns and no rows."""
    import pyarrow.parquet as pq
    from pyarrow import dataset

    folder = write([])
    assert dataset.dataset(folder, partitioning="hive").count_rows() == 0
    (path,) = folder.rglob("*.parquet")
    assert pq.read_schema(path).names == [column.name for column in DATA_SETS["changes"][0]]
