"""Tests of what ``nctwatch search`` shows of a hit."""

from __future__ import annotations

import lives
import pytest
from click.testing import CliRunner
from records import a_record

from monitor.cli import nctwatch
from monitor.store.opening import open_for_writing
from monitor.store.search_index import index_versions

TRIAL = "NCT90000001"


@pytest.fixture(scope="module")
def search(tmp_path_factory):
    """A function that searches in one trial, and returns the lines and the notes."""
    folder = tmp_path_factory.mktemp("search")
    record = a_record(
        TRIAL,
        identificationModule__briefTitle="Cells for lions",
        eligibilityModule__eligibilityCriteria="* Adults\n* Has a lion and a zebra at home\n* A lion alone",
        designModule__phases=["PHASE2"],
    )
    with open_for_writing(folder / "store.db") as store:
        lives.keep(store, TRIAL, record, "2026-09-01")
        while index_versions(store):
            pass
    environment = {"NCTWATCH_DB": str(folder / "store.db")}

    def run(words):
        done = CliRunner().invoke(nctwatch, ["search", words], env=environment)
        assert done.exit_code == 0
        return done.stdout.splitlines(), done.stderr

    return run


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("lion zebra", "  eligibility: Has a ⟦lion⟧ and a ⟦zebra⟧ at home"),
        ("lions", "  eligibility: A ⟦lion⟧ alone"),
        ("title:lion", "  title: Cells for ⟦lions⟧"),
        ("zebra phase2", "  eligibility: Has a lion and a ⟦zebra⟧ at home"),
        ("phase2", "  phases: ⟦phase 2⟧"),
    ],
)
def test_the_passage_with_most_of_the_words_is_shown(search, words, shown):
    """A criterion as it stands, rather than the title above it or a code; of a code its words."""
    lines, notes = search(words)
    assert lines[0].startswith(f"{TRIAL} Cells for lions (")
    assert lines[1] == shown
    assert notes == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "status:recruiting",
            "status: is no field, so it is searched for as a word; `nctwatch status --status",
        ),
        ("drug:cells", "did you mean interventions:?"),
        ("colour:red", "the fields are title, conditions,"),
    ],
)
def test_a_name_that_is_no_field_is_told(search, words, said):
    """Or somebody would take the silence for an answer."""
    lines, notes = search(words)
    assert lines == []
    assert said in notes
