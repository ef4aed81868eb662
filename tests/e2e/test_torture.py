"""A small poll of ``bench/torture.py``: killed at random moments, nothing is lost and little told twice."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench"


@pytest.mark.parametrize("printed", [False, True])
def test_ten_kills_lose_nothing(forks, monkeypatch, capsys, printed):
    """Ten kills of ``poll`` and ``run`` leave every change in the store, and every alert with the receiver or printed."""
    monkeypatch.syspath_prepend(BENCH)
    from torture import torture

    def start(folder, words):
        return forks.start(words, cwd=folder, env=dict(os.environ))

    well = torture(10, seed=3, count=12, hurry=True, start=start, start_up=0.2, printed=printed)
    output = capsys.readouterr().out
    assert well, output
    assert "kills     10 " in output
    assert "every promise kept" in output
    assert " 0 lost, 0 false" in output
