"""Tests of what `nctwatch diff` shows of a change that tells of many criteria."""

from __future__ import annotations

import json

import lives
import pytest
from click.testing import CliRunner
from records import a_record

from monitor.cli import nctwatch
from monitor.store.opening import open_for_writing

DISEASES = [
    f"{place} {disease}"
    for place in ("Cardiac", "Hepatic", "Ocular")
    for disease in ("sarcoidosis", "amyloidosis", "tuberculosis", "syphilis", "lymphoma")
]


@pytest.fixture
def many(tmp_path):
    """A store in which fifteen exclusions were added at once."""
    path = tmp_path / "store.db"
    text = "Inclusion Criteria:\n\n* Adults\n\nExclusion Criteria:\n\n* Pregnancy"
    longer = text + "".join(f"\n* {disease}" for disease in DISEASES)
    with open_for_writing(path) as store:
        for criteria, day in ((text, "2026-09-02"), (longer, "2026-09-06")):
            record = a_record(lives.ONE, eligibilityModule__eligibilityCriteria=criteria)
            lives.keep(store, lives.ONE, record, day)
    return path


def run(path, *options):
    """Return what `nctwatch diff` prints of the store."""
    return CliRunner().invoke(nctwatch, ["diff", lives.ONE, *options], env={"NCTWATCH_DB": str(path)}).stdout


def test_diff_lists_what_one_change_tells_together(many):
    """One change with a count, and every criterion of it on a line of its own."""
    shown = run(many)
    assert shown.count("criterion_added") == 1
    assert "14 more changes of this kind" in " ".join(shown.split())
    assert [line.strip() for line in shown.splitlines() if "•" in line] == [
        f"• “{disease}”" for disease in DISEASES[1:]
    ]


def test_diff_gives_the_list_as_json(many):
    """`alike` has both sides of each of the other criteria."""
    (change,) = json.loads(run(many, "--json"))["changes"]
    assert change["after"] == DISEASES[0]
    assert change["alike"] == [{"before": None, "after": disease} for disease in DISEASES[1:]]
