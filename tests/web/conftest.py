"""The pages of the service, asked without a network."""

from __future__ import annotations

import lives
import pytest
from werkzeug.test import Client

from monitor.config.load import load
from monitor.store.opening import open_for_writing
from monitor.web.app import App


@pytest.fixture(scope="session")
def filled(tmp_path_factory):
    """A store with the seed trial's eleven versions, a trial of two and one of a single version."""
    return lives.filled(tmp_path_factory, (lives.seven_years, lives.two_versions))


@pytest.fixture
def configured(filled, tmp_path, monkeypatch):
    """A configuration that watches those trials."""
    monkeypatch.setenv("NCTWATCH_DB", str(filled))
    path = tmp_path / "nctwatch.toml"
    path.write_text("".join(f'[[watch]]\ntrial = "{nct}"\n' for nct in lives.WATCHED))
    return load(path)


@pytest.fixture
def client(configured):
    """Asks the application."""
    return Client(App(configured))


@pytest.fixture
def store(filled):
    """The store behind the pages, open for writing."""
    with open_for_writing(filled) as opened:
        yield opened
