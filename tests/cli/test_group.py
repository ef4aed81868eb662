"""Tests of mistyped commands, of ``help``, and of the options that stand anywhere."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from monitor import __version__
from monitor.cli import COMMANDS, nctwatch

NCT = "NCT03822858"


def run(*words):
    """Return what the command line prints, and its exit status."""
    done = CliRunner().invoke(nctwatch, words, prog_name="nctwatch")
    return done.output, done.exit_code


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["statsu"], "Did you mean 'status'?"),
        (["Histroy"], "Did you mean 'history'?"),
        (["deliveries", "retyr"], "Did you mean 'retry'?"),
        (["help", "serach"], "Did you mean 'search'?"),
        (["log"], "Did you mean 'changes'?"),
        (["start"], "Did you mean 'run'?"),
        (["nct03822858"], f"Did you mean 'history {NCT}' or 'show {NCT}'?"),
        (["status", "--gruop", "x"], "Did you mean '--group'?"),
        (["--confg", "x", "status"], "Did you mean '--config'?"),
    ],
)
def test_what_was_mistyped_is_guessed(words, meant):
    """Commands, subcommands, words of other programs, a number alone, and options, before and after the command."""
    output, status = run(*words)
    assert meant in output
    assert status == 2


def test_what_is_like_nothing_gets_no_guess():
    """A wrong guess helps nobody."""
    output, status = run("xyzzy")
    assert output.rstrip().endswith("No such command 'xyzzy'.")
    assert status == 2


def test_other_names_lead_to_commands():
    """Each word of other programs leads to a command that there is, and is none itself."""
    from monitor.cli.group import _OTHER_NAMES

    assert set(_OTHER_NAMES.values()) <= set(COMMANDS)
    assert not set(_OTHER_NAMES) & set(COMMANDS)


@pytest.mark.parametrize("path", [(), ("changes",), ("deliveries",), ("deliveries", "show")], ids=" ".join)
def test_help_is_a_command_too(path):
    """It prints what ``--help`` prints."""
    assert run("help", *path) == run(*path, "--help")


def test_help_of_what_has_no_commands():
    """It says so."""
    output, status = run("help", "status", "more")
    assert "'nctwatch status' has no commands" in output
    assert status == 2


@pytest.mark.parametrize(
    "words", [["-V"], ["--version"], ["status", "-V"], ["deliveries", "show", "--version"]]
)
def test_the_version_is_told_anywhere(words):
    """Also after a command, whose required arguments may be missing then."""
    assert run(*words) == (f"nctwatch, version {__version__}\n", 0)


@pytest.mark.parametrize(
    "words",
    [
        ["--config", "FILE", "status"],
        ["status", "--config", "FILE"],
        ["status", "--json", "--config=FILE"],
        ["show", NCT, "--version", "2", "--config", "FILE"],
        ["deliveries", "show", "1", "--config", "FILE"],
        ["deliveries", "--config", "FILE", "show", "1"],
        ["--config", "other", "status", "--config", "FILE", "--no-pager"],
    ],
)
def test_the_configuration_may_be_named_anywhere(words, tmp_path):
    """Before the command, after it, after its subcommand; the last one counts. An option of the command stays its own."""
    path = str(tmp_path / "mine.toml")
    done = CliRunner().invoke(nctwatch, [word.replace("FILE", path) for word in words])
    assert path in str(done.exception)
    assert done.exception.exit_status == 2


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["changes", NCT], f"Did you mean --trial {NCT}?"),
        (["changes", "eligibility"], "Did you mean --kind eligibility?"),
        (["changes", "high"], "Did you mean --severity high?"),
        (["status", "recruiting"], "Did you mean --status recruiting?"),
        (["status", "not yet recruiting"], "Did you mean --status"),
        (["status", "my team"], "Did you mean --group 'my team'?"),
        (["status", NCT], f"Did you mean 'nctwatch show {NCT}'?"),
        (["show", NCT, "eligibility"], "Did you mean --section eligibility?"),
        (["history", NCT, "NCT01933802"], "'nctwatch history' is about one trial."),
    ],
)
def test_an_argument_without_its_option_is_guessed(words, meant, tmp_path):
    """A number, a choice, a group or a section; the exit status is that of wrong usage."""
    path = tmp_path / "nctwatch.toml"
    path.write_text(
        f'[store]\npath = "{tmp_path}/no.db"\n[[watch]]\ngroup = "my team"\ntrial = "{NCT}"\n', "utf-8"
    )
    output, status = run("--config", str(path), *words)
    assert meant in output
    assert status == 2


def test_an_argument_that_no_option_takes_gets_no_guess():
    """It is told as before."""
    output, status = run("status", "xyzzy")
    assert output.rstrip().endswith("Got unexpected extra argument (xyzzy)")
    assert status == 2
