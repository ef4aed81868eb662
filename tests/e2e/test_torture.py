"""A small round of ``bench/torture.py``: killed at random moments, nothing is lost and little told twice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

TORTURE = Path(__file__).resolve().parents[2] / "bench" / "torture.py"


def test_ten_kills_lose_nothing():
    """Ten kills of ``poll`` and ``run`` leave every change in the store and every alert with the receiver."""
    done = subprocess.run(
        [sys.executable, str(TORTURE), "--kills", "10", "--seed", "3", "--trials", "12", "--hurry"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "kills     10 " in done.stdout
    assert "every promise kept" in done.stdout
    assert " 0 lost, 0 false" in done.stdout
