"""What the demo tells people to type next."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli.setup import init
from monitor.demo import story
from monitor.demo.next_steps import next_steps
from monitor.invoked import program


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def script(folder, monkeypatch):
    """A folder with a virtual environment in it, whose command is the one that runs."""
    path = folder / ".venv" / "bin" / "nctwatch"
    path.parent.mkdir(parents=True)
    path.symlink_to(Path(sys.executable).with_name("nctwatch"))
    monkeypatch.setattr(sys, "argv", [".venv/bin/nctwatch", "demo"])
    return path


def test_the_demo_ends_with_commands_that_work_as_printed(script, world, forks, capsys):
    """Line by line: a configuration is written, is valid, is polled by, and the service runs with it."""
    story._end()
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("$ ")]
    commands = [line.removeprefix("$ ") for line in lines]
    assert [command.split()[-1] for command in commands] == ["init", "check", "poll", "run"]
    subprocess.run(commands[0], check=True, shell=True, env=world.environment(), capture_output=True)
    config = world.folder / "config" / "nctwatch.toml"
    lively = f'[registry]\nurl = "{world.url}"\nrequests_per_second = 200\nhistory = false\n'
    config.write_text(config.read_text().replace("[registry]\n", lively, 1))
    for command in commands[1:]:
        called, *words = shlex.split(command)
        assert Path(called).samefile(script)
        fork = forks.start(words, cwd=world.folder, env=world.environment())
        if words == ["run"]:
            assert "event=started" in fork.stderr.readline()
            fork.terminate()
        assert fork.communicate(timeout=20)
        assert fork.returncode == 0, command


def test_init_elsewhere_names_the_file_that_it_wrote(folder):
    """Commands that follow would not find it by themselves."""
    runner = CliRunner()
    assert "`nctwatch --config" not in runner.invoke(init, ["."]).stderr.replace(program(), "nctwatch")
    there = runner.invoke(init, ["my folder"]).stderr.replace(program(), "nctwatch")
    assert "run `nctwatch --config 'my folder/config/nctwatch.toml' check`" in there


def test_who_has_a_configuration_is_not_told_to_write_one(folder):
    """`init` would refuse to."""
    (folder / "config").mkdir()
    (folder / "config" / "nctwatch.toml").touch()
    assert [command.split()[-1] for command, _ in next_steps()] == ["check", "poll", "run"]


def test_the_program_is_called_as_a_shell_finds_it(script, monkeypatch):
    """By its name in the path, by its place in this folder, by its whole place elsewhere, or as a module."""
    assert program() == ".venv/bin/nctwatch"
    monkeypatch.setattr(sys, "argv", [str(script), "demo"])
    assert program() == ".venv/bin/nctwatch"
    monkeypatch.setenv("PATH", str(script.parent))
    assert program() == "nctwatch"
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.chdir(script.parent)
    assert program() == "./nctwatch"
    monkeypatch.chdir(Path(__file__).parent)
    assert program() == str(script)
    monkeypatch.setattr(sys, "argv", ["/somewhere/monitor/__main__.py", "demo"])
    assert program() == f"{sys.executable} -m monitor"
