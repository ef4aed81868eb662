"""More changes of a record than anybody reads are told as one for each list and event, with counts."""

from __future__ import annotations

import pytest
from records import a_record, put

from monitor.alerts.render import message
from monitor.core.changes import classify
from monitor.core.changes.counted import MOST, NAMED
from monitor.core.presentation.sentences import headline, summary
from monitor.model import Kind, Severity, TrialUpdate
from monitor.report import change_view

PROTOCOL = "protocolSection"
LISTS = [
    ("armsInterventionsModule", "armGroups", {"label": "{}"}),
    ("armsInterventionsModule", "interventions", {"name": "{}", "type": "DRUG"}),
    ("contactsLocationsModule", "locations", {"facility": "{}", "city": "{}", "country": "France"}),
    ("contactsLocationsModule", "centralContacts", {"name": "{}", "phone": "{}"}),
    ("contactsLocationsModule", "overallOfficials", {"name": "{}"}),
    ("referencesModule", "references", {"citation": "{}", "type": "BACKGROUND"}),
    ("conditionsModule", "keywords", "{}"),
    ("conditionsModule", "conditions", "{}"),
    ("sponsorCollaboratorsModule", "collaborators", {"name": "{}"}),
    ("identificationModule", "secondaryIdInfos", {"id": "{}"}),
    ("newModule", "things", {"name": "{}"}),
]
OUTCOMES = (PROTOCOL, "outcomesModule")


def items(shape, name, count):
    """Return a list's items; ``{}`` in the shape is the name with the item's number."""
    if isinstance(shape, str):
        return [shape.format(f"{name}{n}") for n in range(count)]
    return [{key: text.format(f"{name}{n}") for key, text in shape.items()} for n in range(count)]


def changes_of(old, new, *path):
    """Return the changes between two values at a path of a record."""
    return classify(*(put(a_record(), value, *path) for value in (old, new)))


@pytest.mark.parametrize(("module", "name", "shape"), LISTS, ids=[name for _, name, _ in LISTS])
def test_a_list_that_changed_altogether_is_told_by_counts(module, name, shape):
    """What came and what went is a change each, true in number and names, wherever it is shown."""
    old, new = items(shape, "ax", 2 * MOST), items(shape, "zz", 2 * MOST)
    changes = changes_of(old, new, PROTOCOL, module, name)
    assert [change.after["count"] for change in changes] == [2 * MOST] * 2
    assert {change.path for change in changes} == {f"{PROTOCOL}.{module}.{name}"}
    assert all(len(change.after["alike"]) == NAMED for change in changes)
    for change in changes:
        assert summary(change).startswith(f"2,000 changes of one kind ({headline(change)}): “")
        assert summary(change).endswith("and 1,997 more.")
        assert change_view.item(1, change, limit=4000).sentence
    update = TrialUpdate("NCT90000001", "", "", None, 1, 2, None, tuple(enumerate(changes)))
    assert "2,000 changes of one kind" in message(update).body


def test_so_many_changes_are_told_each():
    """Sites that come in their hundreds stay changes of their own."""
    sites = items(LISTS[2][2], "ax", MOST)
    assert len(changes_of(None, sites, PROTOCOL, "contactsLocationsModule", "locations")) == MOST


def test_only_the_largest_groups_are_counted():
    """Beside a list of thousands, other changes are told each, and the gravest first."""
    changes = classify(
        put(
            a_record(statusModule__overallStatus="RECRUITING"),
            ["a"],
            PROTOCOL,
            "conditionsModule",
            "keywords",
        ),
        put(
            a_record(statusModule__overallStatus="SUSPENDED"),
            items("{}", "k", 3 * MOST),
            PROTOCOL,
            "conditionsModule",
            "keywords",
        ),
    )
    assert [(change.kind, change.event) for change in changes if "counted" not in change.details] == [
        (Kind.STATUS, "paused"),
        (Kind.CONDITIONS, "removed"),
    ]
    (many,) = (change for change in changes if "counted" in change.details)
    assert many.after["count"] == 3 * MOST


@pytest.mark.parametrize("lists", [True, False])
def test_fields_and_lists_of_unknown_names_are_counted_too(lists):
    """A module of thousands of fields, or of thousands of lists, is no way round."""
    old, new = ({f"f{n}": [f"{text}{n}"] if lists else text for n in range(3 * MOST)} for text in "ab")
    changes = changes_of(old, new, PROTOCOL, "newModule")
    assert len(changes) <= MOST
    assert sum(change.after["count"] for change in changes if "counted" in change.details) >= 2 * MOST


def test_modules_of_unknown_names_are_counted_too():
    """A record of thousands of new modules is told by counts of the whole record."""
    old, new = a_record(), a_record()
    for number in range(3 * MOST):
        put(new, {"field": "x"}, PROTOCOL, f"module{number}")
    (change,) = classify(old, new)
    assert (change.after["count"], change.path) == (3 * MOST, "")


def test_outcomes_are_counted_by_list_event_and_nature():
    """Thousands of outcomes with another time frame are one change; the contract's keys are there."""
    old, new = (
        [{"measure": f"Pain {n}", "timeFrame": f"{n + add} weeks"} for n in range(2_000)] for add in (1, 2)
    )
    (change,) = changes_of({"primaryOutcomes": old}, {"primaryOutcomes": new}, *OUTCOMES)
    assert (change.event, change.severity, change.path) == (
        "time_frame",
        Severity.HIGH,
        "protocolSection.outcomesModule.primaryOutcomes",
    )
    assert (change.after["count"], change.after["list"]) == (2_000, "primary")
    assert change.after["alike"][:2] == ["Pain 0", "Pain 1"]


def test_outcomes_that_cannot_be_told_apart_are_neither_added_nor_removed():
    """Where thousands of names came and went, which was renamed is left open, in both numbers."""
    old = {"secondaryOutcomes": items({"measure": "{}"}, "ax", 6_000)}
    new = {
        "secondaryOutcomes": items({"measure": "{}"}, "zz", 7_000),
        "primaryOutcomes": [{"measure": "New"}],
    }
    primary, secondary = changes_of(old, new, *OUTCOMES)
    assert (primary.event, primary.severity, primary.after["alike"]) == ("edited", Severity.HIGH, ["New"])
    assert (secondary.event, secondary.severity) == ("edited", Severity.MEDIUM)
    assert secondary.before == {"count": 6_000, "list": "secondary"}
    assert secondary.after["count"] == 7_000
    assert summary(secondary).startswith(
        "Of the secondary outcomes, 6,000 names are gone and 7,000 are new, too many to tell which were renamed: “zz0”"
    )
