"""Tables on a terminal of any width: nothing in them is cut and no column is left out."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import textwrap

import pytest

from monitor.cli.cells import cells_of
from monitor.cli.table import _fitted

HEADINGS = ("id", "trial", "seen", "channel", "summary")
ROW = (
    "1234567",
    "NCT03822858",
    "2026-09-01T12:00:00Z",
    "a-channel-with-a-name",
    "words of a summary " * 6 + "end",
)


def shown(columns, wide=-1):
    """Return what ``print_table`` writes on a real terminal of that many columns, without styles."""
    program = textwrap.dedent(f"""
        from monitor.cli.table import print_table
        print_table({HEADINGS!r}, [{ROW!r}, {ROW!r}], wide={wide})
    """)
    ours, theirs = pty.openpty()
    environment = os.environ | {"COLUMNS": str(columns), "NO_COLOR": "1", "TERM": "dumb"}
    with subprocess.Popen([sys.executable, "-c", program], stdout=theirs, env=environment) as process:
        os.close(theirs)
        parts = []
        try:
            while part := os.read(ours, 65536):
                parts.append(part)
        except OSError:  # the terminal is closed at its other end
            pass
        os.close(ours)
    assert process.returncode == 0
    return b"".join(parts).decode().replace("\x1b[1m", "").replace("\x1b[0m", "").splitlines()


@pytest.mark.parametrize("columns", [30, 60, 80, 100, 200])
def test_nothing_is_cut(columns):
    """Numbers, days and every column stand whole in lines that fit, however narrow the terminal is."""
    lines = shown(columns)
    assert max(map(len, lines)) <= columns
    text = " ".join(" ".join(lines).split())
    for whole in (*HEADINGS, *ROW[:-1], "end"):
        assert whole in text
    assert "…" not in text


def test_a_narrow_terminal_has_the_words_below():
    """Where a table does not fit, but all of it except its last column does, that one is below the others."""
    lines = shown(80)
    assert lines[0].split() == list(HEADINGS[:-1])
    assert lines[1].split() == lines[4].split() == list(ROW[:-1])
    assert " ".join(line.strip() for line in lines[2:4]) == ROW[-1]
    assert lines[2].startswith("  words of a summary")


def test_a_narrower_terminal_has_blocks():
    """Where that does not fit either, each row begins with its first column and has a line for each other one."""
    lines = shown(60)
    assert lines[0] == "id 1234567"
    assert lines[1:4] == [
        "  trial: NCT03822858",
        "  seen: 2026-09-01T12:00:00Z",
        "  channel: a-channel-with-a-name",
    ]
    assert lines.count("id 1234567") == 2


def test_a_wide_terminal_has_a_table():
    """Where it fits with its last column broken into lines, it is a table."""
    lines = [line.split() for line in shown(120) if line.strip()]
    assert lines[0] == list(HEADINGS)
    assert sum(line[0] == ROW[0] for line in lines) == 2


def test_wide_letters_take_two_places():
    """A column is as wide as what is seen of it."""
    assert cells_of("研究🧪e\u0301x") == 8
    assert _fitted([("name", "研究チーム"), ("x", "y")], 1, 40) == [10, 1]


@pytest.mark.parametrize("room", [83, 90, 101, 140])
def test_columns_share_the_room(room):
    """Words may stand below each other, numbers and days are whole, and what is shown never exceeds the room."""
    columns = [
        ("seen", "2026-09-01T12:00:00Z"),
        ("status", "Temporarily not available"),
        ("why", "related to NCT03822858"),
        ("summary", "word " * 30),
    ]
    widths = _fitted(columns, 3, room)
    assert sum(widths) + 6 <= room
    assert widths[0] == 20
    assert 12 <= widths[1] <= 25
    assert 12 <= widths[2] <= 22
    assert widths[3] >= 32
    assert _fitted(columns, 3, 81) is None
