"""The real command writes what other tools read."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys

import pytest

from monitor.simulator import edit

SEED = "NCT03822858"
FORMULA = '=HYPERLINK("http://example.org")'


@pytest.fixture
def polled(world, registry):
    """A world whose trial changed once, its title into a formula."""
    assert world.run("poll").status == 0
    where = "protocolSection.identificationModule.briefTitle"
    registry.registry.publish([edit(SEED, {where: FORMULA}, post="2026-09-03")])
    assert world.run("poll").status == 0
    return world


def test_json_lines_are_what_the_commands_say(polled):
    """Changes as in ``changes --json``, versions as in ``history --json`` and ``show --json``."""
    ran = polled.run("export")
    rows = [json.loads(line) for line in ran.out.splitlines()]
    (trial,) = [json.loads(polled.run("export", SEED, "--what", "trials", "--json").out)]
    for row in rows:
        beside = {name: row.pop(name) for name in ("title", "sponsor", "phase", "status")}
        assert row["trial"] != SEED or beside == {name: trial[name] for name in beside}
    assert rows[::-1] == polled.run("changes", "--json", "--limit", "0").json
    ran = polled.run("export", SEED, "--what", "versions", "--json")
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert rows[-1].pop("record") == polled.run("show", SEED, "--json").json
    assert rows[-1].pop("trial") == SEED
    assert rows[-1] == polled.run("history", SEED, "--json").json[0]
    assert ran.err == ""


def test_csv_into_a_file(polled):
    """Nothing in it is live; what is there is replaced only by force; nothing else is left."""
    assert polled.run("export", "--format", "csv", "-o", "out.csv").status == 0
    text = (polled.folder / "out.csv").read_bytes().decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["after"] for row in rows if row["kind"] == "identification"] == [f"'{FORMULA}"]
    again = polled.run("export", "-o", "out.csv")
    assert again.status == 2
    assert "--force" in again.err
    assert (polled.folder / "out.csv").read_bytes().decode() == text
    assert polled.run("export", "-o", "out.csv", "--force").status == 0
    assert json.loads((polled.folder / "out.csv").read_text().splitlines()[0])["id"] == 1
    assert not list(polled.folder.glob(".*"))


def test_parquet_into_a_folder(polled):
    """Both data sets side by side; a record is exactly as it was served."""
    from pyarrow import dataset

    assert "-o FOLDER" in polled.run("export", "--format", "parquet").err
    for what in ("changes", "versions"):
        assert polled.run("export", "--format", "parquet", "--what", what, "-o", "out").status == 0
    assert sorted(path.name for path in (polled.folder / "out").iterdir()) == ["changes", "versions"]
    versions = dataset.dataset(polled.folder / "out" / "versions", partitioning="hive").to_table().to_pylist()
    (row,) = [row for row in versions if row["trial"] == SEED and row["version"] == 2]
    assert row["record"] == polled.run("show", SEED, "--json").out.rstrip("\n")
    assert row["year"] == row["valid_from"].year == 2026
    changes = dataset.dataset(polled.folder / "out" / "changes", partitioning="hive").to_table()
    assert changes.num_rows == len(polled.run("changes", "--json", "--limit", "0").json)


def test_without_pyarrow_it_says_what_to_install(polled):
    """And everything else works."""
    code = "import sys; sys.modules['pyarrow'] = None; from monitor.__main__ import main; main()"
    command = [sys.executable, "-c", code, "--config", "nctwatch.toml", "export"]
    asked = [*command, "--format", "parquet", "-o", "out"]
    ran = subprocess.run(
        asked, cwd=polled.folder, env=polled.environment(), capture_output=True, text=True, check=False
    )
    assert ran.returncode == 2
    assert "pip install pyarrow" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not (polled.folder / "out").exists()
    ran = subprocess.run(
        command, cwd=polled.folder, env=polled.environment(), capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0
    assert len(ran.stdout.splitlines()) > 0


def test_a_trial_that_is_not_there_leaves_nothing(polled):
    """Exit 1 and no file, whole or half."""
    ran = polled.run("export", "NCT99999999", "-o", "out.json")
    assert ran.status == 1
    assert "NCT99999999" in ran.err
    assert not list(polled.folder.glob("*out.json*"))


def test_a_full_disk_behind_standard_output_is_a_clear_error(polled):
    """One line and exit 1; a reader who has seen enough is no error worth a word."""
    for form in ("json", "csv"):
        with open("/dev/full", "wb") as full:  # noqa: PTH123  # a device
            ran = subprocess.run(
                polled.command("export", "--what", "versions", "--format", form),
                cwd=polled.folder,
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
            )
        assert ran.stderr == "nctwatch: standard output cannot be written: No space left on device\n"
        assert ran.returncode == 1
    with polled.start("export", "--what", "versions") as process:
        process.stdout.close()
        assert process.stderr.read() == ""
