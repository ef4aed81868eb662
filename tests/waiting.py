"""Waiting for what another process or thread does."""

from __future__ import annotations

import time

import pytest


def wait_for(true, seconds: float = 45.0):
    """Wait until something holds; a test that waits in vain fails."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return
        time.sleep(0.05)
    pytest.fail("waited in vain")
