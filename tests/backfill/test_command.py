"""What ``nctwatch backfill`` shows while it works, and after it."""

from __future__ import annotations

import pytest
from polling import RELATED, SEED
from screen import screen

from monitor.backfill import runner
from monitor.cli import backfill, progress
from monitor.errors import Unreachable

__all__ = ["screen"]


@pytest.fixture
def run(screen, baseline, monkeypatch):
    """A function that backfills all trials on a terminal; even a short job is a long one."""
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    monkeypatch.setattr(progress, "PAUSE", 0.0)
    config = str(baseline.folder / "nctwatch.toml")
    return lambda: screen.run("backfill", "--config", config)


def test_one_bar_for_all_trials(run, screen):
    """It grows from trial to trial, names the one at hand, and says how long the rest takes."""
    assert run() == 0
    drawn = [line for line in screen.notes.split("\n")[0].split("\r") if line]
    assert all(line.startswith("Record histories [") for line in drawn)
    shares = [int(line.split("]")[1].split("%")[0]) for line in drawn]
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert shares[-1] == 100
    assert "left" in drawn[5]
    assert {number for number in (SEED, *RELATED) if any(number in line for line in drawn)} == {
        SEED,
        *RELATED,
    }
    assert "6 trials: " in screen.notes
    assert "no alerts were sent" in screen.notes
    assert SEED in screen.text


def test_of_many_trials_only_what_needs_words_is_listed(run, screen, monkeypatch):
    """Hundreds of lines that say that all went well hide the one that does not."""
    monkeypatch.setattr(backfill, "SHOWN", 5)
    assert run() == 0
    assert screen.text == ""
    assert "6 trials: " in screen.notes


def test_without_a_terminal_there_is_no_bar(run, screen):
    """A log gets the outcome alone."""
    screen.err.isatty = lambda: False
    assert run() == 0
    assert "[" not in screen.notes
    assert "no alerts were sent" in screen.notes


def test_who_stops_it_learns_that_nothing_is_lost(run, screen, monkeypatch):
    """On a line of its own."""

    def stopped(*_arguments, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(runner, "parse_entries", stopped)
    assert run() == 1
    assert "\nWhat was fetched is kept; the next backfill goes on from there.\n" in screen.notes


def test_the_line_of_a_bar_is_ended_before_an_error(run, screen, monkeypatch):
    """What is wrong stands on a line of its own."""

    def unreachable(*_arguments, **_options):
        raise Unreachable("no answer")

    monkeypatch.setattr(runner, "parse_entries", unreachable)
    with pytest.raises(Unreachable):
        run()
    assert "\n3 trials: " in screen.notes
