"""Tests of the help of every command."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from monitor.cli import COMMANDS, SECTIONS, nctwatch

SUBCOMMANDS = [("deliveries", "show"), ("deliveries", "move"), ("deliveries", "retry")]
PATHS = [(), *((name,) for name in COMMANDS), *SUBCOMMANDS]


def help_of(path):
    """Return the help of a command on a terminal of 80 columns, as lines."""
    result = CliRunner().invoke(nctwatch, [*path, "--help"], terminal_width=80)
    assert result.exit_code == 0, result.output
    return result.output.splitlines()


def command(path):
    """Return the click command at a path of names."""
    found = nctwatch
    for name in path:
        found = found.get_command(click.Context(found), name)
    return found


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_no_help_is_cut_or_too_wide(path):
    """No line ends with an ellipsis, except the usage, where click marks repeated arguments with one."""
    usage, *lines = help_of(path)
    assert usage.startswith("Usage: nctwatch")
    assert not [line for line in lines if line.rstrip().endswith(("...", "…"))]
    assert not [line for line in lines if len(line) > 80]


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_every_command_and_option_has_a_help(path):
    """Each sentence is complete: it begins with a capital or a quoted code, and ends with a full stop."""
    found = command(path)
    assert found.help
    for option in found.params:
        if isinstance(option, click.Option):
            assert option.help, option.name
            assert option.help.endswith("."), option.help


def test_subcommands_are_those_tested_here():
    """Every subcommand of a command is in SUBCOMMANDS."""
    groups = [(name, command((name,))) for name in COMMANDS]
    found = [
        (name, sub) for name, group in groups if isinstance(group, click.Group) for sub in group.commands
    ]
    assert sorted(found) == sorted(SUBCOMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_shows_the_whole_short_help(name):
    """One line each, a complete sentence."""
    short_help = COMMANDS[name][1]
    assert short_help.endswith(".")
    assert any(line.split(maxsplit=1) == [name, short_help] for line in help_of(()) if line.strip())


def test_commands_stand_in_sections():
    """Each under the heading of what it is for, all in one column."""
    lines = help_of(())
    listed = [line for line in lines if line.startswith("  ") and line.split()[0] in COMMANDS]
    assert [line.split()[0] for line in listed] == list(COMMANDS)
    assert len({line.index(COMMANDS[line.split()[0]][1]) for line in listed}) == 1
    headings = [lines.index(f"{heading}:") for heading in SECTIONS.values()]
    firsts = [next(at for at, line in enumerate(lines) if line.startswith(f"  {name} ")) for name in SECTIONS]
    assert [at + 1 for at in headings] == firsts
