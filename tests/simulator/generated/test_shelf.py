"""Generated studies on disk."""

import gzip

import pytest

from monitor.simulator import deflate, seed_records
from monitor.simulator.generated import Shelf, make_shelf
from monitor.simulator.generated.generator import Generator
from monitor.simulator.generated.shelf import size_of
from monitor.simulator.json_text import encode

DAY = b"2026-09-01"


def unpacked(shelf, row):
    before, after = row.fragments(shelf.read(row))
    return gzip.decompress(deflate.gzip_body([before, DAY, after]))


def test_a_shelf_has_what_the_generator_makes(shelf):
    """Every study comes back letter by letter."""
    generator = Generator(seed_records())
    assert len(shelf) == 30
    for place in range(30):
        assert unpacked(shelf, shelf.row(place)) == generator.record(place, DAY.decode())


def test_a_shelf_is_made_once(folder):
    """Where the studies are already, nothing is made, and nothing is loaded."""

    def fail():
        raise AssertionError

    before = size_of(folder)
    assert make_shelf(folder, fail, 30) == 0.0
    assert size_of(folder) == before > 1000


def test_several_workers_make_the_same_shelf(folder, tmp_path):
    """Chunks stand in their order, whoever made them; progress tells how many there are."""
    seen = []
    make_shelf(tmp_path, seed_records, 501, workers=2, progress=seen.append)
    assert seen == [500, 501]
    with_many, with_few = Shelf(tmp_path), Shelf(folder)
    assert [unpacked(with_many, with_many.row(place)) for place in range(30)] == [
        unpacked(with_few, with_few.row(place)) for place in range(30)
    ]
    with_many.close()
    with_few.close()


def test_a_shelf_that_was_not_finished_is_made_anew(tmp_path):
    """An index that a killed process left half is not taken for one."""
    (tmp_path / "rows.part").write_bytes(b"half")
    assert make_shelf(tmp_path, seed_records, 2) > 0
    shelf = Shelf(tmp_path)
    assert len(shelf) == 2
    shelf.close()


def test_records_are_added_for_one_shelf_alone(shelf, folder):
    """An added record is read by its row; another shelf of the same folder knows nothing of it."""
    before = size_of(folder)
    raw = encode({**seed_records()[0], "derivedSection": {"miscInfoModule": {"versionHolder": DAY.decode()}}})
    first, second = shelf.add(raw), shelf.add(raw.replace(b"MSC", b"CSM"))
    assert unpacked(shelf, first) == raw
    assert unpacked(shelf, second) == raw.replace(b"MSC", b"CSM")
    other = Shelf(folder)
    assert len(other) == 30
    other.close()
    assert size_of(folder) == before


@pytest.mark.parametrize(("low", "high"), [(0, 99991231), (20200101, 20231231), (20250101, 20240101)])
def test_places_by_update_day(shelf, low, high):
    """Those whose day is in a range, in order."""
    expected = [place for place in range(30) if low <= shelf.row(place).day <= high]
    assert shelf.updated(low, high) == expected
