"""Three hundred real trials on terminals of 80 and 200 columns, as an analyst sees them."""

from __future__ import annotations

import json
import re

import lives
import pytest
from click.testing import CliRunner
from screen import screen

from monitor.cli import nctwatch
from monitor.cli.cells import cells_of
from monitor.core.records.accessors import nct_number
from monitor.core.search_passages import passages
from monitor.store.opening import open_for_writing
from monitor.store.search_index import index_versions

__all__ = ["screen"]

pytestmark = pytest.mark.shared
TRIALS = 300


@pytest.fixture(scope="module")
def held(real, tmp_path_factory):
    """A configuration that watches the first trials of the corpus, which the store has, and their records."""
    folder = tmp_path_factory.mktemp("three_hundred")
    records = {
        record["protocolSection"]["identificationModule"]["nctId"]: record
        for record in real.records(slice(TRIALS))
    }
    with open_for_writing(folder / "store.db") as store:
        for number, record in records.items():
            lives.keep(store, number, record, "2026-09-01")
        while index_versions(store):
            pass
    path = folder / "nctwatch.toml"
    listed = ", ".join(f'"{number}"' for number in records)
    path.write_text(
        f'[store]\npath = "{folder}/store.db"\n[[watch]]\ngroup = "all"\ntrials = [{listed}]\n', "utf-8"
    )
    return str(path), records


@pytest.mark.parametrize("columns", [80, 200])
def test_status_is_a_line_a_trial(held, screen, columns):
    """Below a heading, each with its number; what is known of the watch follows in less than a screen."""
    config, records = held
    screen.monkeypatch.setenv("NO_COLOR", "1")
    screen.size(columns, 24)
    assert screen.run("--config", config, "status") == 0
    lines = screen.text.splitlines()
    assert [line for line in lines if cells_of(line) > columns] == []
    numbers = [line.split()[0] for line in lines if nct_number(line[:11])]
    assert numbers == list(records)
    assert len(lines) - len(numbers) < 20
    assert f"{TRIALS} trials: " in screen.text


@pytest.mark.parametrize("words", ["recruiting", "cancer cells", "adult female", "2025", "phase2"])
def test_hits_are_passages_of_the_record(held, words):
    """What is found is shown as the record has it, in words: no codes, and no texts of two fields run together."""
    config, records = held
    hits = json.loads(CliRunner().invoke(nctwatch, ["--config", config, "search", "--json", words]).stdout)
    assert hits
    for hit in hits:
        plain = re.sub("[⟦⟧]", "", hit["snippet"])
        pieces = [" ".join(part.split()) for part in plain.split("…") if part.strip()]
        texts = [each.shown for each in passages(records[hit["trial"]]) if each.field == hit["field"]]
        assert any(all(piece in text for piece in pieces) for text in texts), hit
        assert not re.fullmatch("[A-Z]+_[A-Z_]+|PHASE[1-4]", plain), hit


@pytest.mark.parametrize("command", ["search cancer", "changes", "related NCT", "history NCT", "show NCT"])
@pytest.mark.parametrize("columns", [80, 200])
def test_no_line_is_wider_than_the_terminal(held, screen, command, columns):
    """But for a word that does not fit a line, such as an address, which stands whole."""
    config, records = held
    screen.monkeypatch.setenv("NO_COLOR", "1")
    screen.size(columns, 24)
    number = next(iter(records))
    assert screen.run("--config", config, *command.replace("NCT", number).split()) == 0
    lines = (screen.text + screen.notes).splitlines()
    assert lines
    assert [line for line in lines if cells_of(line) > columns and " " in line.strip()] == []
