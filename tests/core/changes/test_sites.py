"""Sites and contacts: the same one by where it is, and the last open one that closes."""

from __future__ import annotations

import copy
from collections import Counter

import pytest
from records import LOCATIONS, a_record, put, sites
from timing import within

from monitor.core.changes import classify
from monitor.core.presentation.sentences import summary
from monitor.model import Kind, Severity

MASKED = ["Research Site", "Novartis Investigative Site", "Local Institution - 00{}", "Site Number {}", "{}"]
CONTACTS = ("protocolSection", "contactsLocationsModule", "centralContacts")
STATUS = ("protocolSection", "statusModule", "overallStatus")


def record(locations, status="RECRUITING"):
    return put(put(a_record(), locations, *LOCATIONS), status, *STATUS)


def changes_of(old, new):
    return [change for change in classify(old, new) if change.event != "housekeeping"]


@pytest.mark.parametrize("name", MASKED)
def test_masked_sites_are_the_same_sites(name):
    """All names masked in one step, or given again, in any order: no site came or went, and it is one change."""
    shown, hidden = sites(12), sites(12, name)
    for old, new, words in ((shown, hidden[::-1], "hides"), (hidden, shown[::-1], "shows")):
        (change,) = changes_of(record(old), record(new))
        assert (change.event, change.after["count"], len(change.after["alike"])) == ("site_edited", 12, 12)
        assert change.details["example"]["before"].keys() == {"facility"}
        assert summary(change).startswith(f"The record now {words} the names of 12 sites, such as “")
        assert summary(change).endswith("; and 9 more.")


def test_a_masked_site_that_went_is_gone():
    """One of the masked sites is nowhere to be found: just that one was removed."""
    changes = changes_of(record(sites(6)), record(sites(6, "Research Site")[:5]))
    assert Counter(change.event for change in changes) == {"site_edited": 1, "site_removed": 1}
    assert next(c.after["count"] for c in changes if c.event == "site_edited") == 5
    assert next(c.before["city"] for c in changes if c.event == "site_removed") == "Town 5"


def test_another_hospital_in_the_same_town_is_another_site():
    """Two names of their own are two sites, wherever they are."""
    old, new = sites(1, "Saint Mary Hospital"), sites(1, "University Clinic")
    assert Counter(c.event for c in changes_of(record(old), record(new))) == {
        "site_added": 1,
        "site_removed": 1,
    }


def test_the_same_contact_at_many_sites_is_one_change():
    """One entry in many places is counted; a telephone number of each site's own stays that site's."""
    old, new = sites(40), sites(40)
    for site in new:
        site["contacts"] = [{"name": "Call Center", "role": "CONTACT", "phone": "555-0100"}]
    new[7]["contacts"][0]["phone"] = "555-0107"
    many, alone = changes_of(record(old), record(new))
    assert (many.after["count"], alone.subject) == (39, "Hospital 7, Town 7")
    assert summary(many).startswith(
        "39 sites changed in the same way, such as contact replaced: Call Center (555-0100) instead of Nurse 0 (555-0000); "
    )
    for site, number in zip(new, range(40), strict=True):
        site["contacts"] = [{"name": f"Nurse {number}", "role": "CONTACT", "phone": f"555-9{number:03d}"}]
    assert len(changes_of(record(old), record(new))) == 40


def test_two_sites_with_the_same_edit_stay_two():
    """Too few to be counted."""
    new = sites(2)
    for site in new:
        site["contacts"] = []
    assert len(changes_of(record(sites(2)), record(new))) == 2


def test_statuses_that_the_registry_leaves_out_are_noise():
    """Sites of trials that do not recruit have none: forty statuses that went are one line, and none is the last."""
    bare = [{key: value for key, value in site.items() if key != "status"} for site in sites(40)]
    for status in ("ENROLLING_BY_INVITATION", "ACTIVE_NOT_RECRUITING", "COMPLETED"):
        overall, sites_too = changes_of(record(sites(40)), record(bare, status))
        assert (overall.kind, sites_too.event, sites_too.severity) == (
            Kind.STATUS,
            "site_status",
            Severity.NOISE,
        )
        assert sites_too.after["count"] == 40
        assert summary(sites_too).startswith(
            "40 sites no longer have a status of their own, as only sites of"
        )


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
    (change,) = changes_of(record(with_statuses(*before), status), record(with_statuses(*after), status))
    assert (change.event, change.severity) == ("site_status", severity)


def test_the_last_open_site_that_is_removed_is_grave():
    """Its line is gone instead of its status."""
    old, new = with_statuses("RECRUITING", "COMPLETED"), with_statuses("RECRUITING", "COMPLETED")[1:]
    (change,) = changes_of(record(old), record(new))
    assert (change.event, change.severity) == ("site_removed", Severity.HIGH)
    assert summary(change).endswith("(recruiting); it was the trial's last open site.")


@pytest.mark.parametrize("held", ["email", "phone"])
def test_a_renamed_contact_is_one_change(held):
    """Who answers at the same address or number is the same contact under another name."""
    contact = {"name": "Study Desk", "role": "CONTACT", held: "desk@example.org"}
    new = {**contact, "name": "Jane Roe, MD"}
    (change,) = changes_of(put(a_record(), [contact], *CONTACTS), put(a_record(), [new], *CONTACTS))
    assert (change.kind, change.event) == (Kind.CONTACTS, "edited")
    assert (change.before, change.after) == ({"name": "Study Desk"}, {"name": "Jane Roe, MD"})


def test_a_renamed_contact_of_a_site_is_one_change():
    """At a site too."""
    old, new = sites(1), copy.deepcopy(sites(1))
    new[0]["contacts"][0]["name"] = "Nurse X2 of ward 3B"
    (change,) = changes_of(record(old), record(new))
    assert change.event == "site_edited"
    assert list(change.after.values()) == ["Nurse X2 of ward 3B"]


@pytest.mark.untraced
@pytest.mark.parametrize("name", ["Clinic {}", "Research Site"])
def test_three_thousand_renamed_sites_are_compared_quickly(name):
    """Within a second of the processor's time; a machine with nothing else to do takes 0.2 and 0.4."""
    old, new = record(sites(3000)), record(sites(3000, name))
    assert within(1, lambda: classify(old, new))


def test_the_second_site_of_a_name_is_told_in_words():
    """Where nothing else tells it from the first."""
    twice = [{"facility": "Clinic", "city": "Town", "status": "RECRUITING"}] * 2
    new = record([site | {"status": "COMPLETED"} for site in twice])
    sentences = sorted(summary(change) for change in changes_of(record(twice), new))
    assert [sentence.partition(" is now")[0] for sentence in sentences] == [
        "The site Clinic, Town (second site of this name)",
        "The site Clinic, Town",
    ]
