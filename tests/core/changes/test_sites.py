"""Sites and contacts: the same one by where it is, and the last open one that closes."""

from __future__ import annotations

import copy
from collections import Counter

import pytest
from records import LOCATIONS, a_record, put, sites
from timing import within

from monitor.core.changes import classify
from monitor.model import Kind, Severity

MASKED = ["Research Site", "Novartis Investigative Site", "Local Institution - 00{}", "Site Number {}", "{}"]
CONTACTS = ("protocolSection", "contactsLocationsModule", "centralContacts")
STATUS = ("protocolSection", "statusModule", "overallStatus")


def record(locations, status="RECRUITING"):
    return put(put(a_record(), locations, *LOCATIONS), status, *STATUS)


def told(old, new):
    return [change for change in classify(old, new) if change.event != "housekeeping"]


@pytest.mark.parametrize("name", MASKED)
def test_masked_sites_are_the_same_sites(name):
    """All names masked in one step, or given again, in any order: no site came or went."""
    shown, hidden = sites(12), sites(12, name)
    for old, new in ((shown, hidden[::-1]), (hidden, shown[::-1])):
        changes = told(record(old), record(new))
        assert Counter(change.event for change in changes) == {"site_edited": 12}
        assert all(
            change.before.keys() == {"facility"} for change in changes if isinstance(change.before, dict)
        )


def test_a_masked_site_that_went_is_gone():
    """One of the masked sites is nowhere to be found: just that one was removed."""
    changes = told(record(sites(6)), record(sites(6, "Research Site")[:5]))
    assert Counter(change.event for change in changes) == {"site_edited": 5, "site_removed": 1}
    assert next(c.before["city"] for c in changes if c.event == "site_removed") == "Town 5"


def test_another_hospital_in_the_same_town_is_another_site():
    """Two names of their own are two sites, wherever they are."""
    old, new = sites(1, "Saint Mary Hospital"), sites(1, "University Clinic")
    assert Counter(c.event for c in told(record(old), record(new))) == {"site_added": 1, "site_removed": 1}


def with_statuses(*statuses):
    found = sites(len(statuses))
    for site, status in zip(found, statuses, strict=True):
        site["status"] = status
    return found


LAST = [
    ("RECRUITING", ["RECRUITING", "COMPLETED"], ["COMPLETED", "COMPLETED"], Severity.HIGH),
    ("RECRUITING", ["RECRUITING", "COMPLETED"], ["SUSPENDED", "COMPLETED"], Severity.HIGH),
    ("RECRUITING", ["RECRUITING", "RECRUITING"], ["COMPLETED", "RECRUITING"], Severity.LOW),
    ("RECRUITING", ["RECRUITING"], ["ENROLLING_BY_INVITATION"], Severity.LOW),
    ("ACTIVE_NOT_RECRUITING", ["RECRUITING"], ["COMPLETED"], Severity.LOW),
    ("RECRUITING", ["NOT_YET_RECRUITING"], ["WITHDRAWN"], Severity.LOW),
]


@pytest.mark.parametrize(("status", "before", "after", "severity"), LAST)
def test_the_last_open_site_that_closes_is_grave(status, before, after, severity):
    """A trial that recruits has nowhere to go to: high; any other site's closing is low."""
    (change,) = told(record(with_statuses(*before), status), record(with_statuses(*after), status))
    assert (change.event, change.severity) == ("site_status", severity)


def test_the_last_open_site_that_is_removed_is_grave():
    """Its line is gone instead of its status."""
    old, new = with_statuses("RECRUITING", "COMPLETED"), with_statuses("RECRUITING", "COMPLETED")[1:]
    (change,) = told(record(old), record(new))
    assert (change.event, change.severity) == ("site_removed", Severity.HIGH)


@pytest.mark.parametrize("held", ["email", "phone"])
def test_a_renamed_contact_is_one_change(held):
    """Who answers at the same address or number is the same contact under another name."""
    contact = {"name": "Study Desk", "role": "CONTACT", held: "desk@example.org"}
    new = {**contact, "name": "Jane Roe, MD"}
    (change,) = told(put(a_record(), [contact], *CONTACTS), put(a_record(), [new], *CONTACTS))
    assert (change.kind, change.event) == (Kind.CONTACTS, "edited")
    assert (change.before, change.after) == ({"name": "Study Desk"}, {"name": "Jane Roe, MD"})


def test_a_renamed_contact_of_a_site_is_one_change():
    """At a site too."""
    old, new = sites(1), copy.deepcopy(sites(1))
    new[0]["contacts"][0]["name"] = "Nurse X2 of ward 3B"
    (change,) = told(record(old), record(new))
    assert change.event == "site_edited"
    assert list(change.after.values()) == ["Nurse X2 of ward 3B"]


@pytest.mark.parametrize("name", ["Clinic {}", "Research Site"])
def test_three_thousand_renamed_sites_are_compared_quickly(name):
    """Within two seconds of the processor's time; a machine with nothing else to do takes 0.6 to 0.8."""
    old, new = record(sites(3000)), record(sites(3000, name))
    assert within(2, lambda: classify(old, new))
