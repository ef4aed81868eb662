"""Tests of ``nctwatch report``: what it writes of a group and of a span."""

from __future__ import annotations

import lives
import pytest
from click.testing import CliRunner

from monitor.cli import nctwatch


@pytest.fixture(scope="module")
def reported(tmp_path_factory):
    """Return a function that runs ``report`` in a folder with a store, one of whose trials is the group ``ms``."""
    folder = tmp_path_factory.mktemp("reports")
    store = lives.fill(folder / "store.db", (lives.seven_years, lives.two_versions))
    (folder / "nctwatch.toml").write_text(
        f'[store]\npath = "{store}"\n[[watch]]\ntrials = ["{lives.SEED}", "{lives.NONE}"]\n'
        f'[[watch]]\ngroup = "ms"\ntrials = ["{lives.SHORT}"]\n'
    )

    def run(*words):
        return CliRunner().invoke(nctwatch, ["--config", str(folder / "nctwatch.toml"), "report", *words])

    return run


def test_a_group_is_what_is_written(reported):
    """The page, the feed and the calendar have its trials alone."""
    page, feed, calendar = (
        reported("--group", "ms", *to).stdout for to in (["-o", "-"], ["--feed", "-"], ["--calendar", "-"])
    )
    assert page.count('<section id="NCT') == 1
    assert feed.count("<entry>") == 1
    assert calendar.count("BEGIN:VEVENT") > 0
    assert lives.SEED not in page + feed + calendar
    assert reported("--calendar", "-").stdout.count(lives.ONE) > calendar.count(lives.ONE)


def test_a_trial_outside_of_the_group_is_an_error(reported):
    """Rather than a page of everything."""
    result = reported(lives.SEED, "--group", "ms", "-o", "-")
    assert "is not in the group ms" in str(result.exception)
    assert "no group of" in str(reported("--group", "x", "-o", "-").exception)


def test_a_span_is_what_the_page_begins_with(reported):
    """A day or how long ago; the feed has what polls told in it."""
    page = reported("--since", "2026-09-01", "--until", "2026-09-30", "-o", "-").stdout
    assert "What changed from 2026-09-01 to 2026-09-30" in page
    assert reported("--since", "2026-09-04", "--feed", "-").stdout.count("<entry>") == 0
    assert reported("--since", "soon", "-o", "-").exit_code == 2


def test_a_trial_that_was_never_fetched_has_a_page(reported):
    """It is watched; one that is not is an error."""
    assert "No version of this trial" in reported(lives.NONE, "-o", "-").stdout
    assert "is not in the store" in str(reported("NCT99999999", "--feed", "-").exception)
