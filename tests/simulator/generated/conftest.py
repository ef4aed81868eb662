"""Small shelves of generated studies, made of the seed records."""

from __future__ import annotations

import pytest

from monitor.simulator import seed_records
from monitor.simulator.generated import GeneratedRegistry, Shelf, make_shelf

COUNT = 30


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """A folder with thirty studies."""
    folder = tmp_path_factory.mktemp("shelf")
    make_shelf(folder, seed_records, COUNT)
    return folder


@pytest.fixture
def shelf(folder):
    """The shelf of that folder, closed behind the test."""
    shelf = Shelf(folder)
    yield shelf
    shelf.close()


@pytest.fixture
def generated(shelf):
    """The registry of those studies."""
    return GeneratedRegistry(shelf)
