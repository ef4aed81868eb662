"""What a report over a span begins with: what changed in it, counted, the gravest first."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import lives
import pytest

from monitor.report import write
from monitor.report.period import LEVELS, MOST_TRIALS, gravest_trials
from monitor.report.queries import Source
from monitor.store.opening import open_for_reading

NOW = datetime(2026, 9, 10, 12, tzinfo=UTC)


@pytest.fixture
def spanned(short):
    """Return a function that writes the page of some trials over a span, and one that gives its values."""

    def values(*numbers, since=None, until="2026-09-10"):
        with open_for_reading(short) as reader:
            source = Source(reader, lives.WATCHED, NOW.date())
            ids = [row["id"] for row in write.chosen(source, numbers) if "id" in row]
            return write.changed_in(reader, ids, since, until)

    def page(*numbers, since=None, until=None):
        with open_for_reading(short) as reader:
            source = Source(reader, lives.WATCHED, NOW.date())
            return write.page(source, numbers, NOW, (since, until))

    return values, page


def test_changes_are_counted_by_kind_and_by_trial(spanned):
    """Both add up to all; the kind and the trial with the gravest changes come first."""
    values, _ = spanned
    period = values()
    assert [trial.nct for trial in period.trials] == [lives.SEED, lives.SHORT]
    for counted in (period.kinds, [trial.counted for trial in period.trials]):
        assert sum(row.total for row in counted) == period.whole.total > 20
        assert [row.numbers for row in counted] == sorted((row.numbers for row in counted), reverse=True)
    assert period.others == 0


def test_a_span_has_both_of_its_days(spanned):
    """What happened before or after them is not in it."""
    values, _ = spanned
    (trial,) = values(since="2026-09-03", until="2026-09-03").trials
    assert trial.nct == lives.SHORT
    assert {day for day, _ in trial.changes} == {"2026-09-03"}
    assert values(since="2026-09-04").whole.total == 0
    assert values(lives.SHORT, until="2026-09-02").trials == ()


def test_the_gravest_changes_of_a_trial_are_told(spanned):
    """High before medium before low; the others are counted, so that nothing is missing."""
    values, _ = spanned
    for trial in values().trials:
        levels = [LEVELS.index(change.severity) for _, change in trial.changes]
        assert levels == sorted(levels)
        assert len(trial.changes) + trial.left == trial.counted.total
        shown = sum(level == 0 for level in levels)
        assert shown == min(len(levels), trial.counted.numbers[0])


def test_a_page_over_a_span_begins_with_it(spanned):
    """The counts, the trials with their changes, and the command that lists the rest; without a span there is none."""
    _, page = spanned
    text = page(since="2026-09-01", until="2026-09-10")
    assert text.index("What changed from 2026-09-01 to 2026-09-10") < text.index("Watched trials</h1>")
    assert f'<a href="#{lives.SHORT}">{lives.SHORT}</a>' in text
    assert "--since 2026-09-01 --until 2026-09-10 --limit 0" in text
    identifiers = re.findall(r' id="([^"]+)"', text)
    assert len(identifiers) == len(set(identifiers))
    assert "What changed from" not in page()
    assert "Nothing but routine updates." in page(since="2026-09-04")
    assert "What changed from 2099-01-01 to 2099-01-01" in page(since="2099-01-01")


def test_trials_are_ranked_by_their_gravest_changes():
    """One grave change outweighs many small ones; of more trials than a page tells of, the last ones are left out."""
    rows = [
        {"trial_id": number, "kind": "status", "severity": "low", "number": 500} for number in range(1, 200)
    ]
    rows.append({"trial_id": 900, "kind": "status", "severity": "high", "number": 1})
    ranked = list(gravest_trials(rows))
    assert ranked[0] == 900
    assert len(ranked[:MOST_TRIALS]) < len(ranked)
