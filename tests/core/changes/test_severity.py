"""Tests of the table of severities, and of a configuration that sees an event otherwise."""

from __future__ import annotations

import pytest
from records import a_record

from monitor.config.load import load
from monitor.core.changes import classify
from monitor.core.changes.events import EVENTS, markdown, overridden, severity
from monitor.errors import ConfigError
from monitor.model import Kind, Severity

WATCH = '[[watch]]\ntrial = "NCT90000001"\n'


def configured(tmp_path, text):
    path = tmp_path / "c.toml"
    path.write_text(WATCH + text, encoding="utf-8")
    return load(path)


def test_what_is_not_in_the_table_is_low():
    """An event that nobody thought of is told, and not as noise."""
    assert severity(Kind.DESIGN, "event_of_the_future") is Severity.LOW


def test_the_printed_table_has_every_event():
    """Each event of the table stands in the line of its kind."""
    lines = {line.split("`")[1]: line for line in markdown().splitlines()[2:]}
    assert all(f"`{event}`" in lines[kind] for kind, event in EVENTS)


def test_a_configuration_may_see_an_event_otherwise(tmp_path):
    """Completed is what those who configure it say, whatever the table has; noise that a rule found stays noise."""
    own = configured(
        tmp_path, '[severity]\n"status.completed" = "low"\n"references.edited" = "high"\n'
    ).severities
    done = a_record(statusModule__overallStatus="COMPLETED")
    for before, usual in (("RECRUITING", Severity.HIGH), ("ACTIVE_NOT_RECRUITING", Severity.MEDIUM)):
        changes = classify(a_record(statusModule__overallStatus=before), done)
        assert [change.severity for change in changes] == [usual]
        assert [change.severity for change in overridden(changes, own)] == [Severity.LOW]
    other = [{"pmid": "1", "type": "BACKGROUND", "citation": "One A; a study"}]
    comma = classify(a_record(), a_record(referencesModule__references=other))
    assert [change.severity for change in overridden(comma, own)] == [Severity.NOISE]


def test_an_event_or_severity_that_is_none_is_a_fault(tmp_path):
    """Both are named, with the nearest known one."""
    with pytest.raises(ConfigError, match=r"did you mean status\.completed") as error:
        configured(tmp_path, '[severity]\n"status.complete" = "high"\n"status.opened" = "hihg"\n')
    assert "did you mean high" in str(error.value)
