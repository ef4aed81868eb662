"""A file that cannot be read is told as that, wherever one is named: not as missing, and not by a traceback."""

from __future__ import annotations

import os

import pytest

from monitor.config.load import load
from monitor.config.secret import Secret
from monitor.config.where import find
from monitor.errors import ConfigError, NothingStored, StoreError
from monitor.poll.lists import read_list
from monitor.store.opening import open_for_reading
from monitor.unreadable import reason

CASES = {
    "folder": "it is a folder, not a file",
    "utf-16": "it is UTF-16",
    "latin-1": "line 2 is not UTF-8 (byte 0xe9); save it as UTF-8",
    "link": "which is not there",
    "below a file": "a part of its path is a file",
    "missing": "No such file",
}


@pytest.fixture(params=CASES)
def unreadable(request, tmp_path):
    """A path that cannot be read, and what is said of it."""
    path = tmp_path / "nctwatch.toml"
    if request.param == "folder":
        path.mkdir()
    elif request.param == "utf-16":
        path.write_text('[[watch]]\ntrial = "NCT03822858"\n', encoding="utf-16")
    elif request.param == "latin-1":
        path.write_text('[[watch]]\nname = "é"\ntrial = "NCT03822858"\n', encoding="latin-1")
    elif request.param == "link":
        path.symlink_to(tmp_path / "gone.toml")
    elif request.param == "below a file":
        path.write_text("", "utf-8")
        path /= "more.toml"
    return path, CASES[request.param]


def test_a_configuration(unreadable):
    """Where none is there, `init` is the way to one; else it is not."""
    path, words = unreadable
    with pytest.raises(ConfigError, match="cannot be read") as caught:
        load(path)
    assert words in str(caught.value)
    assert ("nctwatch init" in str(caught.value)) == (words == CASES["missing"])


def test_the_file_of_a_secret(unreadable):
    """With the place in the configuration."""
    path, words = unreadable
    with pytest.raises(
        ConfigError, match=r"^\[\[channel\]\] 1 url_file: the file .* cannot be read"
    ) as caught:
        Secret("", str(path), "[[channel]] 1 url_file").reveal()
    assert words in str(caught.value)


def test_a_list_of_trials(unreadable):
    """As a fault of the watch, whose trials stay watched."""
    path, words = unreadable
    numbers, (fault,) = read_list(path)
    assert numbers is None
    assert words in fault


@pytest.mark.parametrize("kind", ["folder", "link"])
def test_the_usual_configuration_is_not_passed_over(kind, tmp_path, monkeypatch):
    """Where something of its name is there, the built-in one is not taken in its place."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NCTWATCH_CONFIG", raising=False)
    assert find(None) is None
    path = tmp_path / "config" / "nctwatch.toml"
    path.parent.mkdir()
    assert find(None) is None
    if kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("gone.toml")
    assert str(find(None)) == "config/nctwatch.toml"


def test_a_configuration_in_a_closed_folder(tmp_path, monkeypatch):
    """That one may not even look whether it is there is said, not taken for absence."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NCTWATCH_CONFIG", raising=False)

    def closed(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("pathlib.Path.lstat", closed)
    assert str(find(None)) == "config/nctwatch.toml"


def test_permission():
    """It says for whom: a service and its owner are often two users."""
    error = PermissionError(13, "Permission denied", "/x")
    assert reason(error) == f"Permission denied for the user who runs this (uid {os.geteuid()})"


@pytest.mark.parametrize(
    ("begin", "name"), [(b"PK\x03\x04", "a workbook"), (b"\xd0\xcf\x11\xe0", "Excel 97"), (b"%PDF", "a PDF")]
)
def test_a_list_that_is_no_text(tmp_path, begin, name):
    """What it is, and that a table can be saved as CSV."""
    path = tmp_path / "trials.xlsx"
    path.write_bytes(begin + b"\xff\x00" * 20)
    _, (fault,) = read_list(path)
    assert name in fault
    assert "as CSV in UTF-8" in fault


def test_a_configuration_that_a_variable_names(tmp_path, monkeypatch):
    """The variable is named: who forgot it looks for the fault elsewhere."""
    monkeypatch.setenv("NCTWATCH_CONFIG", str(tmp_path / "none.toml"))
    with pytest.raises(ConfigError, match=r"none\.toml \(named by \$NCTWATCH_CONFIG\) cannot be read"):
        load(find(None))


def test_a_store_that_is_a_folder(tmp_path):
    """It is not said that a poll makes it."""
    with pytest.raises(StoreError, match="it is a folder, not a file") as caught:
        open_for_reading(tmp_path)
    assert not isinstance(caught.value, NothingStored)


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("severity = high", "severity: a text is written in quotes"),
        ("search = True", "search: write true or false, in small letters"),
        ("name = “x”", "name: the quotes are curly ones"),
        ('path = "C:\\data"', "path: a backslash has a meaning within double quotes"),
        ('kinds = ["status" "results"]', "kinds: a list is written with commas"),
        ("contact =", "contact has no value"),
        ('contact = "me', "contact: the quotes do not close"),
        ('url: "https://x"', "a value stands after =, not after a colon"),
        ("[[watch]", "a table is written [registry], one of several [[watch]]"),
    ],
)
def test_what_is_no_toml_gets_a_hint(line, hint, tmp_path):
    """About the line that cannot be read; its value, which may be a secret, is not repeated."""
    path = tmp_path / "nctwatch.toml"
    path.write_text(f"# a comment\n{line}\n", "utf-8")
    with pytest.raises(ConfigError, match="is no valid TOML") as caught:
        load(path)
    assert hint in str(caught.value)
    assert "C:" not in str(caught.value)
