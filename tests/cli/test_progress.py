"""Tests of the line that says how far a long job is."""

from __future__ import annotations

import sys
from itertools import pairwise

import pytest
from screen import Stream

from monitor.cli.progress import Progress, span


class Clock:
    """Seconds that a test sets."""

    now = 0.0

    def __call__(self):
        """Return the time."""
        return self.now


@pytest.fixture
def drawn(monkeypatch):
    """A function that does a job of ten equal steps of six seconds, and returns what standard error shows."""

    def job(stream, seconds=6.0):
        clock = Clock()
        monkeypatch.setattr(sys, "stderr", stream)
        with Progress("Record histories", clock) as bar:
            for done in range(11):
                clock.now = done * seconds
                bar.show(done, 10, "NCT90000001")
        return stream.getvalue()

    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    return job


def test_it_is_one_line_with_an_estimate(drawn):
    """Each drawing covers the one before it; after half of the time the other half is left."""
    shown = drawn(Stream())
    assert shown.count("\n") == 1
    lines = shown.rstrip("\n").split("\r")[1:]
    assert (
        lines[4].rstrip() == "Record histories [############------------] 50%  about 30 s left  NCT90000001"
    )
    assert lines[-1].rstrip() == "Record histories [########################] 100%  NCT90000001"
    assert all(len(line) >= len(before.rstrip()) for before, line in pairwise(lines))
    assert "\x1b" not in shown


def test_where_nobody_looks_it_is_quiet(drawn):
    """In a log or a pipe there is nothing of it."""
    stream = Stream()
    stream.isatty = lambda: False
    assert drawn(stream) == ""


def test_a_short_job_shows_nothing(drawn):
    """What is over within half a second needs no bar."""
    assert drawn(Stream(), seconds=0.04) == ""


def test_a_dumb_terminal_gets_lines(drawn, monkeypatch):
    """It cannot draw a line anew: one at each tenth."""
    monkeypatch.setenv("TERM", "dumb")
    shown = drawn(Stream())
    assert "\r" not in shown
    assert len(shown.splitlines()) == 10
    assert shown.splitlines()[0].startswith("Record histories [##-")


def test_a_narrow_terminal_gets_no_second_line(drawn, monkeypatch):
    """What does not fit is left out, or the line could not be drawn anew."""
    monkeypatch.setenv("COLUMNS", "40")
    assert max(map(len, drawn(Stream()).rstrip("\n").split("\r"))) == 39


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(4, "4 s"), (95, "95 s"), (120, "2 min"), (3599.7, "1 h 0 min"), (9000, "2 h 30 min"), (90000, "25 h")],
)
def test_spans_of_time(seconds, words):
    """In the units that people plan in."""
    assert span(seconds) == words
