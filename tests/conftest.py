"""Fixtures of all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("NCTWATCH_SHARED", Path(__file__).resolve().parents[2] / "shared"))


@pytest.fixture(scope="session")
def shared_registry() -> Path:
    """The folder of real records beside the project."""
    folder = SHARED / "registry"
    if not folder.is_dir():
        pytest.skip(f"the real records are not there: {folder}")
    return folder
