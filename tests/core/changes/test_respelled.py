"""What the registry names or spells anew is never a statement about the trial."""

from __future__ import annotations

import copy

import pytest
from records import a_record, put, sites

from monitor.core.changes import classify
from monitor.core.presentation.sentences import summary
from monitor.model import Kind, Origin, Severity

P = "protocolSection"


def renamed(record, path, name, value=None):
    """Return a copy in which the field at a path is called otherwise, and holds another form if one is given."""
    new = copy.deepcopy(record)
    *parents, last = path
    place = new[P]
    for key in parents:
        place = place[key]
    held = place.pop(last)
    place[name] = held if value is None else value
    return new


FIELDS = [
    (("eligibilityModule", "sex"), "gender"),
    (("eligibilityModule", "minimumAge"), "lowerAge"),
    (("eligibilityModule",), "participationModule"),
    (("outcomesModule",), "endpointsModule"),
    (("outcomesModule", "primaryOutcomes"), "mainOutcomes"),
    (("statusModule", "overallStatus"), "recruitmentStatus"),
    (("contactsLocationsModule", "locations"), "sites"),
]


@pytest.mark.parametrize(("path", "name"), FIELDS)
def test_a_field_under_another_name_is_noise(path, name):
    """With the same value, it is the same field: one change of the record, both ways."""
    old = a_record(eligibilityModule__sex="MALE", eligibilityModule__minimumAge="18 Years")
    changes = classify(old, renamed(old, path, name))
    assert [(c.kind, c.event, c.severity, c.origin) for c in changes] == [
        (Kind.RECORD, "edited", Severity.NOISE, Origin.REGISTRY)
    ]


def test_a_field_under_another_name_in_another_form_says_nothing_of_the_trial():
    """Men only does not become nothing."""
    old = a_record(eligibilityModule__sex="MALE")
    (change,) = classify(old, renamed(old, ("eligibilityModule", "sex"), "gender", "Men"))
    assert (change.kind, change.event, change.severity) == (Kind.RECORD, "edited", Severity.LOW)
    assert (change.before, change.after) == ({"sex": "MALE"}, {"gender": "Men"})


def test_what_changed_in_a_renamed_module_is_told():
    """The registry's new name does not hide the sponsor's edit."""
    old = a_record(eligibilityModule__minimumAge="18 Years")
    new = renamed(old, ("eligibilityModule",), "participationModule")
    new[P]["participationModule"]["minimumAge"] = "21 Years"
    loud = [c.event for c in classify(old, new) if c.severity is not Severity.NOISE]
    assert loud == ["age"]


def test_a_field_renamed_in_every_item_of_a_list_is_noise():
    """No site came or went."""
    old = a_record(contactsLocationsModule__locations=sites(3))
    new = copy.deepcopy(old)
    for site in new[P]["contactsLocationsModule"]["locations"]:
        site["siteName"] = site.pop("facility")
    assert {change.severity for change in classify(old, new)} == {Severity.NOISE}


@pytest.mark.parametrize(
    ("field", "before", "after", "severity"),
    [
        ("sex", "FEMALE", "Female", Severity.NOISE),
        ("sex", "FEMALE", "WOMEN_ONLY", Severity.LOW),
        ("sex", "FEMALE", None, Severity.LOW),
        ("healthyVolunteers", False, "Accepts none", Severity.LOW),
    ],
)
def test_a_value_that_is_not_known_has_no_direction(field, before, after, severity):
    """Who may take part is not said by a value, or a missing one, that nobody knows."""
    records = [a_record(**{f"eligibilityModule__{field}": value}) for value in (before, after)]
    (change,) = classify(*records)
    assert (change.event, change.severity) == ("edited", severity)
    assert change.direction == "undetermined"


AGES = [{"value": 18, "unit": "YEARS"}, 18, "P18Y", ["18 Years"]]


@pytest.mark.parametrize("form", AGES, ids=str)
def test_an_age_in_a_form_that_is_not_known_is_no_age_limit_that_changed(form):
    """Both ways: neither high nor with a direction."""
    records = [a_record(eligibilityModule__minimumAge=age) for age in ("18 Years", form)]
    for old, new in (records, records[::-1]):
        (change,) = classify(old, new)
        assert (change.event, change.severity, change.direction) == ("edited", Severity.LOW, "undetermined")
        assert "{" not in summary(change)


KINDS = [
    (
        ("statusModule", "completionDateStruct"),
        {"date": "2026-01-05"},
        "The completion date is marked in another form",
    ),
    (
        ("designModule", "enrollmentInfo"),
        {"count": 50},
        "The number of participants (50) is marked in another form",
    ),
]


@pytest.mark.parametrize(("path", "value", "words"), KINDS)
@pytest.mark.parametrize(("kind", "form"), [("ACTUAL", "CONFIRMED"), ("ESTIMATED", "ANTICIPATED")])
def test_a_kind_of_date_or_number_under_another_name_is_noise(path, value, words, kind, form):
    """What was actual is no estimate again."""
    old, new = (put(a_record(), value | {"type": name}, P, *path) for name in (kind, form))
    (change,) = classify(old, new)
    assert (change.event, change.severity) == ("edited", Severity.NOISE)
    assert summary(change).startswith(words)
    assert [c.event for c in classify(new, old)] == ["edited"]


def test_a_number_in_another_form_was_not_removed():
    """A count that became a text is not missing."""
    old, new = (
        put(a_record(), {"count": n, "type": "ACTUAL"}, P, "designModule", "enrollmentInfo")
        for n in (50, "50")
    )
    (change,) = classify(old, new)
    assert summary(change) == "The number of participants is written in another form."


def test_a_field_under_another_name_is_told_by_both_names():
    """In a sentence that says nothing of the trial."""
    old = a_record(eligibilityModule__sex="MALE")
    same, other = (renamed(old, ("eligibilityModule", "sex"), "gender", value) for value in (None, "Men"))
    assert [summary(classify(old, new)[0]) for new in (same, other)] == [
        "The registry's field “sex” is now called “gender”.",
        "The registry's field “sex” is now called “gender”; what it holds is written in another form.",
    ]


def test_a_code_in_another_spelling_without_an_update_is_noise():
    """The registry writes its codes otherwise; a sponsor's update is told."""
    path = (P, "designModule", "designInfo", "allocation")
    old, new = (put(a_record(), value, *path) for value in ("NA", "NOT_APPLICABLE"))
    assert [change.severity for change in classify(old, new)] == [Severity.NOISE]
    put(new, "2026-09-09", P, "statusModule", "lastUpdateSubmitDate")
    assert [c.severity for c in classify(old, new) if c.event != "housekeeping"] == [Severity.MEDIUM]


def test_a_field_that_is_not_known_is_low():
    """Whatever module it stands in."""
    new = put(a_record(), "A value", P, "designModule", "newField")
    assert [change.severity for change in classify(a_record(), new)] == [Severity.LOW]
