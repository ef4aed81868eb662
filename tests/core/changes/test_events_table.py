"""The table of events against a listing of it, against what the rules make, and against what the README says."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from core.changes.test_events import EVENTS as EDITS
from core.changes.test_properties import leaves, with_edit
from hypothesis import given, settings
from hypothesis import strategies as st
from records import a_record

from monitor.core.changes import classify, overdue, record_events
from monitor.core.changes.context import Step
from monitor.core.changes.events import EVENTS, TABLE, TITLES, overridden
from monitor.core.changes.rules import RULES
from monitor.core.presentation.sentences import headline
from monitor.core.records.compare import differences
from monitor.model import Change, Kind, Severity

ROOT = Path(__file__).parents[3]
LISTING = ROOT / "tests" / "data" / "events.txt"
APART = [
    record_events.gone("NCT90000001", "RECRUITING"),
    record_events.returned("NCT90000001", "RECRUITING"),
    record_events.renamed("NCT90000001", "NCT90000002"),
    record_events.related_found("NCT90000001", "NCT90000003", "Cells", "same intervention"),
    record_events.found("NCT90000003", "Cells", "a search"),
    record_events.left_search("NCT90000003", "a search"),
    overdue.overdue("2026-03-28", date(2026, 4, 1)),
]


def listed() -> list[tuple[str, ...]]:
    """Return the rows of the listing: event, severity, severity of a primary outcome, audience, headline."""
    lines = LISTING.read_text("utf-8").splitlines()
    return [tuple(line.split(None, 4)) for line in lines if line and not line.startswith("#")]


def readme() -> dict[tuple[str, str, bool], str]:
    """Return the severities of the README's table: by kind, event, and whether of a primary outcome or a closing."""
    text = (ROOT / "README.md").read_text("utf-8")
    head, *rows = re.findall(r"^\| (.*) \|$", text[text.index("| kind |") :].split("\n\n")[0], re.MULTILINE)
    names = head.split(" | ")[1:]
    found = {}
    for row in rows[1:]:
        kind, *cells = row.split("|")
        for severity, cell in zip(names, cells, strict=True):
            for event, graver in re.findall(r"`(\w+)`( of a primary outcome| that closes a trial)?", cell):
                found[kind.strip(" `"), event, bool(graver)] = severity
    return found


def is_graver(change: Change) -> bool:
    details = change.details
    closes = details.get("could_join") and not details.get("can_join")
    return bool(
        "primary" in (details.get("list"), details.get("to_list")) or closes or details.get("last_open")
    )


def test_the_table_is_as_it_is_listed():
    """Each row, its order, its severities, its audience and its headline are those of the listing."""
    rows = [
        (
            f"{event.kind}.{event.name}",
            str(event.severity),
            str(event.primary or "-"),
            "all" if event.to_all else "any" if event.any_kind else "-",
            event.headline,
        )
        for event in TABLE
    ]
    assert rows == listed()


def test_rows_stand_in_the_order_of_kinds():
    """Kinds follow one another as they are declared, each has a title, and no event has two rows."""
    kinds = [event.kind for event in TABLE]
    assert list(dict.fromkeys(kinds)) == list(Kind) == list(TITLES)
    assert kinds == sorted(kinds, key=list(Kind).index)
    assert len(EVENTS) == len(TABLE)


@pytest.mark.parametrize(
    ("event", "edit", "first"), EDITS, ids=[f"{row[0]}-{n}" for n, row in enumerate(EDITS)]
)
def test_changes_have_the_severity_that_the_readme_says(changes_of, event, edit, first):
    """What an edit makes has a row, and its severity is the README's unless the edit is one of form alone."""
    says = readme()
    for change in changes_of(edit, first=first):
        assert (change.kind, change.event) in EVENTS, event
        usual = says[change.kind, change.event, False]
        expected = says.get((change.kind, change.event, True), usual) if is_graver(change) else usual
        assert change.severity == expected or change.severity is Severity.NOISE


@pytest.mark.parametrize("change", APART, ids=lambda change: change.event)
def test_changes_apart_from_records_have_the_severity_that_the_readme_says(change):
    """What no two records show has a row too."""
    assert change.severity == readme()[change.kind, change.event, False]


def test_the_readme_has_every_row():
    """Nothing is in the table and not in the README, or the other way round."""
    rows = {(str(event.kind), event.name, False): str(event.severity) for event in TABLE}
    rows |= {
        (str(event.kind), event.name, True): str(event.primary or event.closing)
        for event in TABLE
        if event.primary or event.closing
    }
    assert readme() == rows


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_each_event_that_a_rule_makes_has_a_row(data):
    """One value anywhere changed or taken out, there and back: every event is in the table, and has words."""
    record = a_record()
    path = data.draw(st.sampled_from(leaves(record)))
    new = with_edit(record, path, data.draw(st.sampled_from(["change", "remove"])))
    for change in [*classify(record, new), *classify(new, record)]:
        assert (change.kind, change.event) in EVENTS
        assert headline(change)


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_of_module_that_comes_goes_or_changes_has_a_row(kind):
    """A whole module and an unknown field of it, added, edited and removed: no event is without a row."""
    for path in dict.fromkeys(path for path, rule in RULES if _makes(rule, kind)):
        for value in ({"unknownField": "a value"}, {"unknownList": [{"name": "a value"}]}, "a value"):
            there, other = _nested(path, value), _nested(path, {"unknownField": "another"})
            for old, new in (({}, there), (there, {}), (there, other)):
                assert all((change.kind, change.event) in EVENTS for change in classify(old, new))


def _nested(path, value):
    for key in reversed(path):
        value = {key: value}
    return value if isinstance(value, dict) else {"unknownModule": value}


def _makes(rule, kind: Kind) -> bool:
    """Return whether a rule makes changes of a kind, from what it makes of an unknown field."""
    made = []
    for path, known in RULES:
        if known is rule:
            old, new = {}, _nested(path, {"unknownField": "a value"})
            made += rule(Step(old, new), differences(old, new))
    return any(change.kind is kind for change in made)


def test_an_outcome_is_primary_in_its_headline_only_if_it_is(changes_of):
    """From other to secondary, nothing became primary; from secondary to primary it did."""
    module = "protocolSection.outcomesModule"
    pain = {"measure": "Pain on a scale", "timeFrame": "1 year"}
    (moved,) = changes_of(
        {f"{module}.otherOutcomes": [], f"{module}.secondaryOutcomes": [pain]},
        first={f"{module}.otherOutcomes": [pain], f"{module}.secondaryOutcomes": []},
    )
    assert (moved.event, moved.severity, headline(moved)) == (
        "promoted",
        Severity.LOW,
        "outcome moved from other to secondary",
    )
    (moved,) = changes_of(
        {f"{module}.secondaryOutcomes": [], f"{module}.primaryOutcomes": lambda old: [*old, pain]},
        first={f"{module}.secondaryOutcomes": [pain]},
    )
    assert (moved.event, moved.severity, headline(moved)) == (
        "promoted",
        Severity.HIGH,
        "outcome became primary",
    )


def test_a_configuration_sees_an_event_otherwise_also_of_a_primary_outcome(changes_of):
    """Both severities of an event are overridden by its name."""
    module = "protocolSection.outcomesModule"
    (added,) = changes_of({f"{module}.primaryOutcomes": lambda old: [*old, {"measure": "Survival"}]})
    assert added.severity is Severity.HIGH
    assert [c.severity for c in overridden([added], {(Kind.OUTCOMES, "added"): Severity.LOW})] == [
        Severity.LOW
    ]
