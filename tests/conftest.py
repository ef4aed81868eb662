"""Fixtures of all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples in every run, so that what is green stays green; NCTWATCH_FUZZ=1 looks for new ones.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("fuzz", deadline=None, print_blob=True)
settings.load_profile("fuzz" if os.environ.get("NCTWATCH_FUZZ") else "steady")

SHARED = Path(os.environ.get("NCTWATCH_SHARED", Path(__file__).resolve().parents[2] / "shared"))


@pytest.fixture(scope="session")
def shared_registry() -> Path:
    """The folder of real records beside the project."""
    folder = SHARED / "registry"
    if not folder.is_dir():
        pytest.skip(f"the real records are not there: {folder}")
    return folder
