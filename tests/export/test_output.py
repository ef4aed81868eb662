from __future__ import annotations

import pytest

from monitor.errors import NctwatchError, UsageError
from monitor.export.output import new_file, new_folder


def test_a_file_appears_when_it_is_whole(tmp_path):
    """Until then nothing has its name, and nothing else stays behind."""
    path = tmp_path / "changes.json"
    with new_file(path, force=False) as file:
        file.write(b"all")
        assert not path.exists()
    assert path.read_bytes() == b"all"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_fails_leaves_nothing(tmp_path):
    """Neither half of it nor, with force, any harm to what was there."""
    path = tmp_path / "changes.json"
    path.write_text("old")

    def fail():
        with new_file(path, force=True) as file:
            file.write(b"half")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_is_overwritten_only_by_force(tmp_path):
    """Also where it appears while the export runs."""
    path = tmp_path / "changes.json"
    with pytest.raises(UsageError, match="--force"), new_file(path, force=False):
        path.write_text("another's")
    assert path.read_text() == "another's"
    with pytest.raises(UsageError, match="--force"), new_file(path, force=False):
        pass
    with new_file(path, force=True) as file:
        file.write(b"new")
    assert path.read_text() == "new"


def test_what_is_no_export_is_never_replaced(tmp_path):
    """A folder in place of a file, a device, or a folder with anything else in it."""
    with pytest.raises(UsageError, match="is no file"), new_file(tmp_path, force=True):
        pass
    (tmp_path / "changes").mkdir()
    (tmp_path / "changes" / "thesis.doc").write_text("dear")
    with pytest.raises(UsageError, match="no earlier export"), new_folder(tmp_path / "changes", force=True):
        pass
    assert (tmp_path / "changes" / "thesis.doc").read_text() == "dear"


def test_an_earlier_folder_is_replaced_whole(tmp_path):
    """Years that are gone do not linger; the folder of data sets holds nothing but data sets meanwhile."""
    target = tmp_path / "out" / "changes"
    with new_folder(target, force=False) as folder:
        (folder / "year=2025").mkdir()
        (folder / "year=2025" / "part-0.parquet").write_text("old")
    with new_folder(target, force=True) as folder:
        assert [path.name for path in (tmp_path / "out").iterdir()] == ["changes"]
        (folder / "year=2026").mkdir()
        (folder / "year=2026" / "part-0.parquet").write_text("new")
    assert [path.name for path in target.iterdir()] == ["year=2026"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_place_that_cannot_be_written_is_a_clear_error(tmp_path):
    """With the path and the reason."""
    path = tmp_path / "missing" / "changes.json"
    with (
        pytest.raises(NctwatchError, match=r"changes\.json cannot be written: No such file"),
        new_file(path, force=False),
    ):
        pass
