"""Stores with lives in them, and a browser to look at the pages."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from datetime import UTC, datetime

import lives
import pytest

from monitor.report import write
from monitor.report.queries import Source
from monitor.store.opening import open_for_reading

NOW = datetime(2026, 9, 10, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def short(tmp_path_factory):
    """A store with the seed trial's eleven versions, a trial of two and one of a single version."""
    return lives.filled(tmp_path_factory, (lives.seven_years, lives.two_versions))


@pytest.fixture(scope="session")
def long(tmp_path_factory):
    """A store that also has a trial of sixty versions and eight hundred sites."""
    return lives.filled(tmp_path_factory)


@pytest.fixture(scope="session")
def paged():
    """Return a function that writes the page of some trials of a store, or of all."""

    def write_page(path, *numbers):
        with open_for_reading(path) as reader:
            return write.page(Source(reader, lives.WATCHED, NOW.date()), numbers, NOW)

    return write_page


@contextmanager
def chromium():
    """Start a headless browser that asks nobody for anything."""
    from playwright.sync_api import sync_playwright

    flags = "no-sandbox disable-gpu disable-software-rasterizer in-process-gpu disable-quic no-first-run disable-background-networking disable-component-update disable-sync"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=[f"--{flag}" for flag in flags.split()]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def browser():
    """Chromium as Debian has it; without it the tests that look at pages skip.

    It ends with the module: while it runs, no other event loop can run in its process.
    """
    if shutil.which("chromium") is None:
        pytest.skip("there is no chromium: `apt-get install chromium` as root, then again")
    with chromium() as started:
        yield started
