"""Tests of what shells complete, asked as their scripts ask, and in the shells that are here."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import lives
import pytest
from click.testing import CliRunner
from records import a_record

from monitor.cli import COMMANDS, nctwatch
from monitor.cli.completion import register
from monitor.model import Message
from monitor.store.deliveries import enqueue
from monitor.store.opening import open_for_writing

FIRST, SECOND, AT = "NCT90000001", "NCT90000002", "2026-09-08T14:02:11Z"
HEAVY = (
    "httpx",
    "httpcore",
    "apprise",
    "apscheduler",
    "sqlite_utils",
    "deepdiff",
    "rich",
    "requests",
    "jinja2",
)


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    """A configuration with groups and channels, one of each with blanks, whose store has two trials and a message."""
    folder = tmp_path_factory.mktemp("completion")
    with open_for_writing(folder / "store.db") as store:
        for number in (FIRST, SECOND):
            lives.keep(
                store,
                number,
                a_record(number, identificationModule__briefTitle="Cells, and\tmore"),
                "2026-09-01",
            )
        enqueue(store, "renamed", None, Message("s", "b"), [], queued_at=AT, due_at=AT)
    path = folder / "nctwatch.toml"
    path.write_text(
        f'[store]\npath = "{folder}/store.db"\n[[watch]]\ngroup = "ms"\ntrial = "{FIRST}"\n'
        f'[[watch]]\ngroup = "my team"\ntrial = "{SECOND}"\n[[channel]]\nname = "hook"\nurl = "${{UNSET}}"\n',
        "utf-8",
    )
    return str(path)


@pytest.fixture
def offered(config):
    """A function that returns what a shell is offered for the last word of a line, as lines."""
    register()

    def ask(line, shell="bash"):
        *before, last = words = line.split(" ")
        asked = {"_NCTWATCH_COMPLETE": f"{shell}_complete", "NCTWATCH_CONFIG": config}
        asked["COMP_WORDS"] = ("\n" if shell == "bash" else " ").join(words)
        asked["COMP_CWORD"] = last if shell == "fish" else str(len(before))
        done = CliRunner().invoke(nctwatch, [], env=asked, prog_name="nctwatch")
        assert done.exit_code == 0, done.output
        return done.output.splitlines()

    return ask


def values(lines):
    """Return the values of bash's lines."""
    return [line.partition(",")[2] for line in lines if line]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("nctwatch show ", [FIRST, SECOND]),
        ("nctwatch show nct90000002", [SECOND]),
        ("nctwatch show NCT8", []),
        (f"nctwatch backfill {FIRST} NCT", [SECOND]),
        ("nctwatch changes --trial NCT9", [FIRST, SECOND]),
        ("nctwatch status --group ", ["ms", r"my\ team"]),
        ('nctwatch status --group "my', ["my team"]),
        ("nctwatch export --group = M", ["ms", r"my\ team"]),
        ("nctwatch deliveries --channel ", ["hook", "renamed"]),
        ("nctwatch deliveries retry --channel h", ["hook"]),
        ("nctwatch deliveries move re", ["renamed"]),
        (f"nctwatch show {FIRST} --section el", ["eligibility"]),
        ("nctwatch show --section armsI", ["armsInterventions"]),
        ("nctwatch status --status rec", ["recruiting"]),
        ("nctwatch status --status REC", ["RECRUITING"]),
        ("nctwatch changes --severity h", ["high"]),
        ("nctwatch deliveries r", ["retry"]),
        ("nctwatch help deliveries m", ["move"]),
        ("nctwatch comp", ["completion"]),
        ("nctwatch status --gr", ["--group"]),
        ("nctwatch status --config /there/is/none --group ", []),
        ("nctwatch --config /there/is/none show NCT", []),
    ],
)
def test_what_is_offered(offered, line, wanted):
    """Trials that are stored, groups, channels and sections there are, choices in the case that is typed."""
    assert values(offered(line)) == wanted


def test_the_sections_are_those_of_the_trial(offered):
    """As it is stored now."""
    found = values(offered(f"nctwatch show {FIRST} --section "))
    assert {"identification", "status", "protocol"} <= set(found)
    assert "adverseEvents" not in found


def test_commands_are_offered_with_their_help(offered):
    """All of them; zsh gets a value and its help in lines of their own."""
    assert values(offered("nctwatch ")) == list(COMMANDS)
    assert offered("nctwatch statu", "zsh") == ["plain", "status", COMMANDS["status"][1]]


def test_titles_stand_beside_numbers(offered):
    """Where the shell shows them: on one line, and in fish without the commas that its script parts lines at."""
    assert offered(f"nctwatch show {FIRST}", "zsh") == ["plain", FIRST, "Cells, and more"]
    assert offered(f"nctwatch show {FIRST}", "fish") == [f"plain,{FIRST}\tCells; and more"]


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_an_option_stays_before_its_value(offered, shell):
    """These shells put what is offered in the place of the whole word."""
    assert any("--group=ms" in line for line in offered("nctwatch status --group=m", shell))


def test_a_store_that_cannot_be_read_offers_nothing(offered, monkeypatch):
    """No error lands on the line that somebody types."""
    monkeypatch.setenv("NCTWATCH_DB", sys.executable)
    assert values(offered("nctwatch show N")) == []


def test_nothing_heavy_is_loaded(config):
    """Of the libraries that make a start slow, for any of the words of a command."""
    lines = ["nctwatch ", "nctwatch show NCT", "nctwatch deliveries --channel ", "nctwatch status --group "]
    code = (
        "import contextlib, io, os, sys\nfrom monitor.cli import nctwatch\n"
        f"for line in {lines!r}:\n"
        "    words = line.split(' ')\n"
        "    os.environ |= {'_NCTWATCH_COMPLETE': 'bash_complete', 'COMP_WORDS': line, 'COMP_CWORD': str(len(words) - 1)}\n"
        "    with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())):\n"
        "        nctwatch.main([], prog_name='nctwatch')\n"
        f"print(sorted({{name.partition('.')[0] for name in sys.modules}} & set({HEAVY!r})))\n"
    )
    environment = os.environ | {"NCTWATCH_CONFIG": config}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_printed(shell):
    """For the shell that is named, else for that of the user."""
    printed = CliRunner().invoke(nctwatch, ["completion", shell]).output
    assert "_nctwatch_completion" in printed
    assert CliRunner().invoke(nctwatch, ["completion"], env={"SHELL": f"/usr/bin/{shell}"}).output == printed


def test_a_shell_that_is_not_known():
    """The known ones are named."""
    done = CliRunner().invoke(nctwatch, ["completion"], env={"SHELL": "/bin/sh"})
    assert "name the shell: bash, zsh, fish" in str(done.exception)


IN_SHELLS = {
    "bash": 'COMP_WORDS=(nctwatch status --group my); COMP_CWORD=3; _nctwatch_completion nctwatch; printf "%s\\n" "${COMPREPLY[@]}"',
    "fish": "complete -C 'nctwatch status --group my'",
    "zsh": "print ${_comps[nctwatch]}",
}


@pytest.mark.parametrize("shell", IN_SHELLS)
def test_real_shells_take_the_script(shell, config, tmp_path):
    """They complete a group that has a blank; zsh, which completes on a terminal alone, knows the function."""
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} here")
    script = tmp_path / "script"
    script.write_text(CliRunner().invoke(nctwatch, ["completion", shell]).output, "utf-8")
    options = {"bash": ["--norc"], "fish": ["--no-config"], "zsh": ["-f"]}[shell]
    first = "autoload -U compinit; compinit -u -D; " if shell == "zsh" else ""
    done = subprocess.run(
        [shell, *options, "-c", f"{first}. {script}; {IN_SHELLS[shell]}"],
        env=os.environ
        | {"NCTWATCH_CONFIG": config, "HOME": str(tmp_path), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    wanted = {"bash": r"my\ team", "fish": "my team", "zsh": "_nctwatch_completion"}[shell]
    assert done.stdout.strip() == wanted, done.stderr
