"""Tests of which answers may be believed."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from records import NCT, a_record, put

from monitor.core.records.plausibility import check_against, check_record, check_shape
from monitor.errors import BadAnswer

ALWAYS = [
    "sponsorCollaboratorsModule",
    "descriptionModule",
    "conditionsModule",
    "designModule",
    "eligibilityModule",
]
keys = st.sampled_from(["protocolSection", "derivedSection", "resultsSection", "statusModule", "hasResults"])
values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(keys, inner),
    max_leaves=8,
)
records = st.dictionaries(keys, values)


def test_a_record_says_its_number():
    """A plausible record is accepted as it is and compared with itself."""
    assert check_record(a_record()) == NCT
    check_shape(a_record())
    check_against(a_record(), a_record())


@pytest.mark.parametrize(
    "value",
    [None, [], "text", {}, {"protocolSection": None}, {"protocolSection": []}, {"protocolSection": {}}],
)
def test_what_is_no_record_is_refused(value):
    """Anything without a protocol section and a number is no record."""
    with pytest.raises(BadAnswer, match="no record"):
        check_record(value)


@pytest.mark.parametrize(
    "number", [None, 5, "", "NCT", "NCT00000000", "NCT123456789", "XYZ00000001", ["NCT00000001"]]
)
def test_a_record_without_a_proper_number_is_refused(number):
    """A record that does not say which trial it is cannot be kept."""
    with pytest.raises(BadAnswer, match="no NCT number"):
        check_record(a_record(identificationModule__nctId=number))


def test_a_record_without_status_is_refused():
    """Every record has an overall status."""
    with pytest.raises(BadAnswer, match="no overall status"):
        check_shape(a_record(statusModule__overallStatus=None))


def test_a_much_too_deep_record_is_refused():
    """A record that nests deeper than real ones would break whoever walks through it."""
    deep: object = "x"
    for _ in range(500):
        deep = [deep]
    with pytest.raises(BadAnswer, match="too deeply"):
        check_shape(a_record(descriptionModule__briefSummary=deep))


@pytest.mark.parametrize("module", ALWAYS)
def test_a_record_that_lost_what_all_have_is_refused(module):
    """A module that every record has does not go away; an emptied one has gone away."""
    for left in (None, {}):
        with pytest.raises(BadAnswer, match=module):
            check_against(a_record(), a_record(**{module: left}))


def test_a_module_that_never_was_there_is_not_missed():
    """A record that never had a module may go on without it."""
    thin = a_record(designModule=None)
    check_against(thin, thin)


def test_a_record_that_lost_half_of_itself_is_refused():
    """A record much thinner than the one held is a hiccup, whichever modules are gone."""
    extra = {f"module{number}": {"a": 1} for number in range(20)}
    with pytest.raises(BadAnswer, match="20 of its 33 modules"):
        check_against(a_record(**extra), a_record())


def test_a_record_may_lose_a_module_that_not_all_have():
    """Outcomes, references, contacts and the like come and go."""
    gone = dict.fromkeys(["referencesModule", "outcomesModule", "contactsLocationsModule", "oversightModule"])
    check_against(a_record(), a_record(**gone))


def test_missing_results_of_a_record_that_has_some_are_refused():
    """Results that the record itself says to have must be there if they were there before."""
    had = put(put(a_record(), True, "hasResults"), {"a": 1}, "resultsSection")
    cut = put(a_record(), True, "hasResults")
    with pytest.raises(BadAnswer, match="results"):
        check_against(had, cut)
    check_against(cut, cut)
    check_against(had, a_record())  # it says that it has none any more


def test_a_lost_derived_section_is_refused():
    """What the registry derives is in every record of it."""
    with pytest.raises(BadAnswer, match="derivedSection"):
        check_against(a_record(), put(a_record(), None, "derivedSection"))


def test_a_withheld_record_may_be_thin():
    """A record that says that it is withheld shows next to nothing, and is believed."""
    withheld = {
        "protocolSection": {
            "identificationModule": {"nctId": NCT},
            "statusModule": {"overallStatus": "WITHHELD"},
        }
    }
    check_shape(withheld)
    check_against(a_record(), withheld)
    check_against(withheld, a_record())


@given(records, records)
@settings(max_examples=40, deadline=None)
def test_strange_shapes_are_refused_or_taken_and_nothing_else(held, record):
    """Records of any shape are judged: the only way out is a BadAnswer."""
    for check in (check_record, check_shape, lambda value: check_against(held, value)):
        with contextlib.suppress(BadAnswer):
            check(record)


@pytest.mark.parametrize("value", [None, True, 7, "x", [], ["x"]], ids=repr)
@pytest.mark.parametrize(
    "path", [("protocolSection", "outcomesModule"), ("derivedSection",)], ids=lambda p: p[-1]
)
def test_what_was_an_object_stays_one(path, value):
    """A module or a section that becomes something else is no edit of anybody's: it is refused and named."""
    held, record = a_record(), a_record()
    spot = record
    for key in path[:-1]:
        spot = spot[key]
    spot[path[-1]] = value
    with pytest.raises(BadAnswer, match=path[-1]):
        check_against(held, record)
