"""When results are due, and for which reasons a record owes none."""

from __future__ import annotations

import pytest
from records import a_record, put, sites

from monitor.core.results.overdue import results_due

COMPLETED = {"date": "2024-03-10", "type": "ACTUAL"}
TRACKING = ("derivedSection", "miscInfoModule", "submissionTracking", "submissionInfos")


def a_due_record(**changes):
    """Return a completed U.S. trial of a regulated drug in phase 3."""
    return a_record(
        statusModule__overallStatus="COMPLETED",
        statusModule__primaryCompletionDateStruct=COMPLETED,
        designModule__phases=["PHASE3"],
        contactsLocationsModule__locations=sites(2),
        **changes,
    )


def test_results_are_due_a_year_after_the_primary_completion():
    """The day is a year later, and the fields that decided are there as values."""
    due = results_due(a_due_record())
    assert (due.day, due.exemption) == ("2025-03-10", None)
    assert due.seen["primaryCompletionDateStruct"] == COMPLETED
    assert due.seen["isFdaRegulatedDrug"] is True
    assert due.seen["sitesInUnitedStates"] is True


def test_a_certificate_of_delay_makes_it_three_years():
    """With a certificate results are due three years after the primary completion."""
    assert results_due(a_due_record(statusModule__dispFirstSubmitDate="2025-01-02")).day == "2027-03-10"


@pytest.mark.parametrize(
    ("date", "day"),
    [("2024-02-29", "2025-03-01"), ("2024-03", "2025-03-31"), ("9999-12-31", None), ("soon", None)],
)
def test_dates_of_all_shapes(date, day):
    """A leap day, a month, a slip of the pen and no date at all."""
    record = a_due_record()
    put(
        record,
        {"date": date, "type": "ACTUAL"},
        "protocolSection",
        "statusModule",
        "primaryCompletionDateStruct",
    )
    assert results_due(record).day == day


EXEMPT = [
    ("waived", {"statusModule__resultsWaived": True}),
    ("delayed_posting", {"statusModule__delayedPosting": True}),
    ("withdrawn", {"statusModule__overallStatus": "WITHDRAWN"}),
    ("observational", {"designModule__studyType": "OBSERVATIONAL"}),
    ("expanded_access", {"designModule__studyType": "EXPANDED_ACCESS"}),
    ("phase_1", {"designModule__phases": ["PHASE1"]}),
    ("phase_1", {"designModule__phases": ["EARLY_PHASE1"]}),
    ("device_feasibility", {"designModule__designInfo": {"primaryPurpose": "DEVICE_FEASIBILITY"}}),
    ("not_regulated", {"oversightModule": {"isFdaRegulatedDrug": False, "isFdaRegulatedDevice": False}}),
    ("before_the_law", {"statusModule__primaryCompletionDateStruct": {"date": "2007-06", "type": "ACTUAL"}}),
    (
        "not_completed",
        {"statusModule__primaryCompletionDateStruct": {"date": "2024-03", "type": "ESTIMATED"}},
    ),
    ("not_completed", {"statusModule__primaryCompletionDateStruct": None}),
]


@pytest.mark.parametrize(("exemption", "changes"), EXEMPT)
def test_what_the_record_itself_exempts(exemption, changes):
    """Each reason for which no results are owed is named."""
    record = a_due_record()
    for path, value in changes.items():
        put(record, value, "protocolSection", *path.split("__"))
    due = results_due(record)
    assert (due.day, due.exemption) == (None, exemption)


def test_phase_1_together_with_phase_2_is_not_exempt():
    """Only phase 1 alone is."""
    record = put(a_due_record(), ["PHASE1", "PHASE2"], "protocolSection", "designModule", "phases")
    assert results_due(record).day == "2025-03-10"


def test_a_trial_abroad_owes_results_only_for_a_regulated_product():
    """No site in the United States exempts a trial that says nothing of a regulated product, or of an export."""
    record = a_due_record()
    for site in record["protocolSection"]["contactsLocationsModule"]["locations"]:
        site["country"] = "Germany"
    assert results_due(record).day == "2025-03-10"
    put(record, {}, "protocolSection", "oversightModule")
    assert results_due(record).exemption == "not_regulated"
    put(record, {"isUsExport": True}, "protocolSection", "oversightModule")
    assert results_due(record).day == "2025-03-10"


def test_a_record_that_says_neither_sites_nor_product_is_not_exempt():
    """What a record leaves out exempts it from nothing."""
    record = put(a_due_record(), {}, "protocolSection", "oversightModule")
    put(record, [], "protocolSection", "contactsLocationsModule", "locations")
    assert results_due(record).day == "2025-03-10"


def test_results_in_review_are_not_owed_and_returned_ones_are():
    """While the registry reviews, nothing is overdue; what it sent back is owed again."""
    record = put(a_due_record(), [{"releaseDate": "2025-01-01"}], *TRACKING)
    assert results_due(record).exemption == "in_review"
    put(record, [{"releaseDate": "2025-01-01", "resetDate": "2025-02-01"}], *TRACKING)
    assert results_due(record).day == "2025-03-10"
    record["hasResults"] = True
    assert results_due(record).exemption == "posted"


@pytest.mark.parametrize("value", [None, "x", 7, [], [None], {"a": None}])
@pytest.mark.parametrize(
    "module", ["statusModule", "designModule", "oversightModule", "contactsLocationsModule"]
)
def test_strange_shapes_raise_nothing(module, value):
    """A module of any shape is looked into without an error."""
    record = a_due_record()
    record["protocolSection"][module] = value
    assert results_due(record) is not None
