"""How sentences and messages are broken into lines on a terminal."""

from __future__ import annotations

import io

import pytest
from screen import Stream

from monitor.cli import printing
from monitor.demo import story
from monitor.model import Message
from monitor.terminal import folded, folded_lines, is_dumb, takes_styles

SENTENCE = "Nothing waits for the channel hook; `nctwatch deliveries retry --channel hook` tries what waits."


def test_a_command_is_not_broken(monkeypatch):
    """It stands on one line, whole, where it would have been cut."""
    monkeypatch.setenv("COLUMNS", "50")
    lines = folded(SENTENCE, Stream(), hanging="  ").split("\n")
    assert [line for line in lines if "`nctwatch deliveries retry --channel hook`" in line]
    assert max(map(len, lines)) <= 50
    assert " ".join(" ".join(lines).split()) == SENTENCE


def test_an_address_is_not_broken(monkeypatch):
    """However narrow the terminal is: it would lead nowhere."""
    monkeypatch.setenv("COLUMNS", "30")
    address = "https://clinicaltrials.gov/study/NCT03822858?tab=history"
    assert address in folded(f"See {address} for more", Stream()).split("\n")


def test_the_demo_has_no_colours_where_none_are_wanted(monkeypatch):
    """As the commands that it runs."""
    monkeypatch.setenv("NO_COLOR", "1")
    assert story._style("words", bold=True, fg="cyan") == "words"
    monkeypatch.delenv("NO_COLOR")
    assert story._style("words", bold=True) == "\x1b[1mwords\x1b[0m"


def test_a_message_keeps_its_lines_and_indents(monkeypatch):
    """Empty lines stay, and a broken line goes on below where it began."""
    monkeypatch.setenv("COLUMNS", "20")
    text = "Changes:\n\n    was: some words of a criterion\nend"
    assert folded_lines(text, Stream()) == ("Changes:\n\n    was: some words\n    of a criterion\nend")


def test_a_pipe_gets_lines_as_they_are():
    """For programs, and for whoever reads a file later."""
    assert folded(SENTENCE * 3, io.StringIO()) == SENTENCE * 3
    assert folded_lines(f"  {SENTENCE * 3}\n", io.StringIO()) == f"  {SENTENCE * 3}\n"


def test_a_printed_alert_fits_the_terminal(monkeypatch, tmp_path):
    """Its subject and its sentences are broken between words; a rule below the subject is as long as that."""
    monkeypatch.setenv("COLUMNS", "40")
    with (tmp_path / "out").open("w+", encoding="utf-8") as file:
        monkeypatch.setattr(file, "isatty", lambda: True, raising=False)
        monkeypatch.setattr("sys.stdout", file)
        printing.print_alert(Message("A subject of many words for a narrow terminal", f"{SENTENCE}\n"))
        monkeypatch.undo()
        file.seek(0)
        lines = file.read().split("\n")
    assert lines[:2] == ["A subject of many words for a narrow", "terminal"]
    assert lines[2] == "─" * 36
    assert lines[3].startswith("Nothing waits for the channel hook;")


@pytest.mark.parametrize(
    ("term", "no_color", "dumb", "styles"),
    [
        ("xterm", None, False, True),
        ("xterm", "", False, True),
        ("xterm", "1", False, False),
        ("dumb", None, True, False),
        (None, None, True, False),
    ],
)
def test_what_the_environment_says(monkeypatch, term, no_color, dumb, styles):
    """NO_COLOR counts where it is not empty; a terminal that does not say what it is gets plain text."""
    for name, value in (("TERM", term), ("NO_COLOR", no_color)):
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    assert (is_dumb(), takes_styles()) == (dumb, styles)


def test_each_line_stands_behind_an_indent(monkeypatch):
    """An indent stands before each line of a text, also before broken and empty ones, on a terminal and in a file."""
    monkeypatch.setenv("COLUMNS", "20")
    assert folded_lines("a\n\n  some words that go on", Stream(), "| ") == (
        "| a\n| \n|   some words that\n|   go on"
    )
    assert folded_lines("a\n\n  b", io.StringIO(), "| ") == "| a\n| \n|   b"
