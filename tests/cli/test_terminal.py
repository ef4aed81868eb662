"""What commands print of records never acts on a terminal."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import TYPE_CHECKING

import lives
import pytest
from click.testing import CliRunner
from records import a_record, letters, sites
from screen import screen

from monitor.__main__ import main
from monitor.cli import nctwatch
from monitor.cli.output import echo, joined, print_json, print_json_members, style
from monitor.model import Message
from monitor.store import deliveries
from monitor.store.opening import open_for_writing
from monitor.store.search_index import index_versions
from monitor.store.trials import ensure_trial, record_failure

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["screen"]

SIGNS = "\x1b[8m\x1b]52;c;cm0gLXJm\x07\x9b31m\x00\x08\u202e\r"
"""Hidden text, a write to the clipboard, a control of one byte, a backspace, a turned direction, an overwritten line."""
OURS = re.compile(r"\x1b\[(?:0|1|2|9|3[0-7]|9[0-7])(?:;\d+)*m")
TRIAL = "NCT90000001"
COMMANDS = [
    "status", f"history {TRIAL}", f"show {TRIAL}", f"diff {TRIAL}", "changes", "search evil", f"related {TRIAL}",
    "deliveries", "deliveries show 1", "verify", "check",
]  # fmt: skip


def spoiled(value):
    """Return a value with signs in each of its texts and in a key."""
    if isinstance(value, str):
        return f"{value} evil {SIGNS} end" if not re.fullmatch(r"[A-Z_]+|NCT\d+|[\d-]+", value) else value
    if isinstance(value, list):
        return [spoiled(part) for part in value]
    if isinstance(value, dict):
        return {key: spoiled(part) for key, part in value.items()} | {f"key{SIGNS}": SIGNS}
    return value


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """Return a configuration whose store has a trial, its changes, an error and a message full of signs."""
    folder = tmp_path_factory.mktemp("hostile")
    first = spoiled(a_record(TRIAL, contactsLocationsModule__locations=sites(2)))
    second = json.loads(json.dumps(first).replace("Invented", "Another"))
    second["protocolSection"]["statusModule"] |= {"overallStatus": f"TERMINATED{SIGNS}", "whyStopped": SIGNS}
    second["protocolSection"]["eligibilityModule"]["eligibilityCriteria"] += f"\n* One more {SIGNS} criterion"
    with open_for_writing(folder / "store.db") as store:
        for record, day in ((first, "2026-09-01"), (second, "2026-09-02")):
            lives.keep(store, TRIAL, record, day)
        with store.transaction():
            trial = ensure_trial(store, TRIAL)
            record_failure(store, trial, f"the registry said {SIGNS}", own=True)
            message = Message(f"subject {SIGNS}", f"body {SIGNS}")
            at = "2026-09-02T10:00:00Z"
            deliveries.enqueue(store, "team", trial.id, message, [], queued_at=at, due_at=at)
        while index_versions(store):
            pass
    path = folder / "nctwatch.toml"
    path.write_text(f'[store]\npath = "{folder}/store.db"\n[[watch]]\ntrial = "{TRIAL}"\n', "utf-8")
    return path, letters(second)


def run(config: Path, *words: str):
    return CliRunner().invoke(nctwatch, ["--config", str(config), *words], color=True)


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_prints_what_acts_on_a_terminal(hostile, command):
    """Each prints the words of the record, with no control characters but the colours of our own."""
    result = run(hostile[0], *command.split(" "))
    output = OURS.sub("", result.output)
    assert len(output) > 20
    assert not [sign for sign in output if unicodedata.category(sign) in {"Cc", "Cf"} and sign != "\n"]


def test_errors_do_not_act_on_a_terminal(hostile, monkeypatch, capsys):
    """The names of a record's sections are in one."""
    monkeypatch.setattr(
        "sys.argv", ["nctwatch", "--config", str(hostile[0]), "show", TRIAL, "--section", "x"]
    )
    with pytest.raises(SystemExit):
        main()
    error = capsys.readouterr().err
    assert "this version has no section x; it has" in error
    assert not [sign for sign in error if unicodedata.category(sign) in {"Cc", "Cf"} and sign != "\n"]


@pytest.mark.parametrize(
    "command", ["changes", "search evil", f"show {TRIAL} --section design", f"diff {TRIAL}"]
)
def test_json_has_the_signs_escaped(hostile, command):
    """It says the same, and nothing of it acts on a terminal."""
    output = run(hostile[0], *command.split(" "), "--json").stdout
    assert json.loads(output)
    assert not [sign for sign in output if unicodedata.category(sign) in {"Cc", "Cf"} and sign != "\n"]


def test_a_whole_record_is_exact_in_a_pipe(hostile):
    """As the registry gave it, letter by letter."""
    config, raw = hostile
    assert run(config, "show", TRIAL, "--json").stdout_bytes == raw + b"\n"


@pytest.mark.parametrize("words", ["--format csv", "--what trials --format csv", "", "--what versions"])
def test_an_export_on_a_terminal_is_harmless(hostile, screen, words):
    """What a file and a pipe get exactly is shown without what acts; JSON has it escaped."""
    assert screen.run("--config", str(hostile[0]), "export", *words.split()) == 0
    assert "evil" in screen.text
    signs = {sign for sign in screen.text if unicodedata.category(sign) in {"Cc", "Cf"}}
    assert signs <= {"\n", "\t"}
    if "csv" not in words:
        assert all(json.loads(line) for line in screen.text.splitlines())


def test_only_what_is_styled_keeps_its_colours(capsys):
    """A text that somebody joined to a styled one by hand loses them, rather than keep a stranger's."""
    echo(style("red\x1b[8m", fg="red"), " \x1b[8mhidden")
    assert capsys.readouterr().out == "red[8m [8mhidden\n"  # not on a terminal
    assert joined(style("a", fg="red"), "\x1bb") == "\x1b[31ma\x1b[0mb"
    assert joined(style("a", fg="red") + "b") == "[31ma[0mb"


MEMBERS = [
    {},
    {"changes": []},
    {"a": 1, "b": [], "c": {"d": [1, {"x": "y\n\u200b"}], "e": {}}, "changes": [], "z": None},
    {"changes": [{"a": [1, 2], "b": "é\n"}, 3], "q": {"r": "\x9b2J"}},
]


@pytest.mark.parametrize("members", MEMBERS)
def test_an_object_is_printed_the_same_piece_by_piece(members, capsys):
    """A list that is read while it is printed looks as one that is there, control characters escaped."""
    print_json(members)
    whole = capsys.readouterr().out
    print_json_members({name: iter(value) if name == "changes" else value for name, value in members.items()})
    assert capsys.readouterr().out == whole
    assert json.loads(whole) == members


def test_items_are_printed_as_they_are_read(capsys):
    """No item is waited for, or kept, before those in front of it are out."""
    out = ""

    def items():
        nonlocal out
        for number in range(3):
            out += capsys.readouterr().out
            assert out.count("number") == number
            yield {"number": number}

    print_json_members({"changes": items()})
    assert json.loads(out + capsys.readouterr().out) == {"changes": [{"number": n} for n in range(3)]}
