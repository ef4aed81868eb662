"""Tests of colours and pages on a terminal: when there are some, and who can turn them off."""

from __future__ import annotations

import os
import shlex
import sys

import lives
import pytest
from records import a_record
from screen import screen  # noqa: F401  # a fixture

from monitor.store.opening import open_for_writing
from monitor.store.search_index import index_versions

TRIAL = "NCT90000001"
COMMANDS = [
    "status", f"history {TRIAL}", f"show {TRIAL}", f"diff {TRIAL}", "changes", "search invented", "--help",
    "search", "deliveries",
]  # fmt: skip


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    """A configuration whose store has a trial that changed."""
    folder = tmp_path_factory.mktemp("pages")
    first = a_record(TRIAL)
    second = a_record(TRIAL, statusModule__overallStatus="TERMINATED", statusModule__whyStopped="Money")
    with open_for_writing(folder / "store.db") as store:
        lives.keep(store, TRIAL, first, "2026-09-01")
        lives.keep(store, TRIAL, second, "2026-09-02")
        while index_versions(store):
            pass
    path = folder / "nctwatch.toml"
    path.write_text(f'[store]\npath = "{folder}/store.db"\n[[watch]]\ntrial = "{TRIAL}"\n', "utf-8")
    return str(path)


@pytest.fixture
def pager(screen, tmp_path):  # noqa: F811
    """A pager that keeps what it shows, and its options for less, in a file."""
    path = tmp_path / "shown"
    program = f"import os, sys; open({str(path)!r}, 'w').write(os.environ['LESS'] + '|' + sys.stdin.read())"
    screen.monkeypatch.delenv("LESS", raising=False)
    screen.monkeypatch.setenv("PAGER", shlex.join([sys.executable, "-c", program]))
    return path


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_who_wants_no_colours_gets_none(config, screen, command, name, value):  # noqa: F811
    """Not bold either: nothing is printed but text, in tables, in outlines, in help and in errors."""
    screen.monkeypatch.setenv(name, value)
    screen.run("--config", config, *command.split())
    assert screen.text + screen.notes
    assert "\x1b" not in screen.text + screen.notes


@pytest.mark.parametrize("command", ["status", "changes", f"diff {TRIAL}"])
def test_others_get_colours(config, screen, command):  # noqa: F811
    """Also where NO_COLOR is set to nothing, as its inventors have it."""
    screen.monkeypatch.setenv("NO_COLOR", "")
    screen.run("--config", config, *command.split())
    assert "\x1b[" in screen.text


def test_what_is_longer_than_the_screen_goes_through_the_pager(config, screen, pager):  # noqa: F811
    """All of it, notes too, in colours that less is asked to show; nothing is printed beside it."""
    screen.size(80, 6)
    assert screen.run("show", TRIAL, "--config", config) == 0
    options, shown = pager.read_text().split("|", 1)
    assert options == "FRX"
    assert f"{TRIAL}, version 2" in shown
    assert "Terminated" in shown
    assert "\x1b[1m" in shown
    assert screen.text + screen.notes == ""


def test_what_fits_is_printed(config, screen, pager):  # noqa: F811
    """The pager is not even started."""
    screen.size(80, 200)
    assert screen.run("show", TRIAL, "--config", config) == 0
    assert "Terminated" in screen.text
    assert not pager.exists()


@pytest.mark.parametrize(
    "words",
    [
        ["--no-pager"],
        ["TERM=dumb"],
        ["TERM="],
        ["NCTWATCH_PAGER="],
        ["PAGER=cat"],
        ["PAGER=there-is-none-such"],
    ],
)
def test_the_pager_can_be_turned_off(config, screen, pager, words):  # noqa: F811
    """By an option, by the variables of this program and of all, and by a terminal that cannot show pages."""
    screen.size(80, 6)
    options = [word for word in words if "=" not in word]
    for name, value in (word.split("=") for word in words if "=" in word):
        screen.monkeypatch.setenv(name, value)
    assert screen.run("show", TRIAL, "--config", config, *options) == 0
    assert "Terminated" in screen.text
    assert not pager.exists()


def test_leaving_the_pager_early_is_no_fault(config, screen):  # noqa: F811
    """Who has seen enough gets no error."""
    screen.size(80, 2)
    screen.monkeypatch.setenv("PAGER", "true")
    assert screen.run("show", TRIAL, "--config", config) == 0
    assert screen.notes == ""


def test_an_error_is_told_after_what_was_printed(config, screen, pager):  # noqa: F811
    """It does not vanish in a pager."""
    screen.size(80, 2)
    with pytest.raises(Exception, match="no section x"):
        screen.run("show", TRIAL, "--section", "x", "--config", config)


@pytest.mark.parametrize("lines", [0, 6])
def test_a_terminal_without_a_size_has_no_reader(config, screen, pager, monkeypatch, lines):  # noqa: F811
    """A program that opened it for itself would wait for ever."""
    monkeypatch.delenv("LINES")
    monkeypatch.setattr(screen.out, "fileno", lambda: 1)
    monkeypatch.setattr("os.get_terminal_size", lambda *_: os.terminal_size((80, lines)))
    assert screen.run("show", TRIAL, "--config", config) == 0
    assert pager.exists() == bool(lines)
