"""Fixtures of all tests."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from shutil import disk_usage
from typing import TYPE_CHECKING

import pytest
from corpus import REAL, SAMPLE, Corpus
from empty_stores import COPIED
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

# Bytecode is kept whatever the environment says: without it each of the many processes compiles the program anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# A terminal of its own kind, whatever that of who runs the tests is.
os.environ["TERM"] = "xterm-256color"
for _name in ("NO_COLOR", "PAGER", "NCTWATCH_PAGER"):
    os.environ.pop(_name, None)
# Nor its authorities: each file of them takes 30 ms to load, and whatever checks the environment loads them all.
for _name in ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
    os.environ.pop(_name, None)

# The folders of the tests are in memory where there is room: a poll of an empty release takes 7 ms there, and 60 ms where
# it waits for a disk to write.
MEMORY, ROOM = Path("/dev/shm"), 2 << 30
if (
    os.access(MEMORY, os.W_OK)
    and not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC
    and disk_usage(MEMORY).free > ROOM
):
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

# The same examples in every run, so that what is green stays green; NCTWATCH_FUZZ=1 looks for new ones.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("fuzz", deadline=None, print_blob=True)
settings.load_profile("fuzz" if os.environ.get("NCTWATCH_FUZZ") else "steady")

WAITING = ("tests/e2e/", "tests/report/test_browser.py", "tests/backfill/", "tests/test_deliver.py")
"""Files of tests that wait for processes and deadlines more than they compute."""
COMPUTING = ("tests/core/",)
"""Files of tests that only compute."""


gc.disable()  # while tests are collected, which leaves no garbage


class Folder(pytest.Dir):
    """A folder that each of several processes collects in an order of its own.

    In a fresh clone the first to import a file compiles it, and the others wait or do the same. So they begin
    at its start and its end, and on both sides of its middle.
    """

    def collect(self) -> list[pytest.Item | pytest.Collector]:
        """Return what is in it, in the order of this process."""
        found = list(super().collect())
        number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
        middle = len(found) // 2 if number % 4 > 1 else 0
        return found[middle:] + found[:middle] if number % 2 == 0 else (found[middle:] + found[:middle])[::-1]


def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector:
    """Collect every folder so."""
    return Folder.from_parent(parent, path=path)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Begin with the files that wait, among others that compute meanwhile; short ones are left for the end.

    pytest groups tests by their fixtures in between. It is given one order, as all processes have to come to the same.
    """
    items.sort(key=lambda item: item.path.parts)
    yield
    files = dict(sorted((item.path.parts, item.nodeid) for item in items))
    rank = {}
    for names in (WAITING, COMPUTING):
        found = [file for file, node in files.items() if node.startswith(names)]
        rank |= {file: place / len(found) for place, file in enumerate(found)}
    items.sort(key=lambda item: (rank.get(item.path.parts, 1), item.path.parts))


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and not among what was imported: a tenth of the whole time went there."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let new stores be copies, but for the tests of the store itself."""
    COPIED["on"] = not item.nodeid.startswith("tests/store/")


@pytest.fixture(
    scope="session", params=[SAMPLE, pytest.param(REAL, marks=pytest.mark.shared)], ids=lambda c: c.name
)
def corpus(request: pytest.FixtureRequest) -> Corpus:
    """The invented sample in ``tests/data``, then the real records beside the project."""
    found: Corpus = request.param
    if not found.exists:
        pytest.skip(f"the real records are not at {found.folder}; the sample was used")
    return found


@pytest.fixture(scope="session")
def real() -> Corpus:
    """The real records, for what only they can show."""
    if not REAL.exists:
        pytest.skip(f"the real records are not at {REAL.folder}, and the sample cannot stand in for them")
    return REAL
