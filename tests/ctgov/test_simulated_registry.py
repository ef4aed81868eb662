"""The data of the simulated registry: releases, edits, history, rich text; no sockets."""

import re
from copy import deepcopy
from itertools import pairwise

import pytest

from monitor.simulator import ABSENT, Registry, demo_releases, edit, history_of, seed_records
from monitor.simulator.markup import to_html, with_html
from monitor.simulator.paths import get, leaves

WATCHED = "NCT03822858"
STATUS = "protocolSection.statusModule.overallStatus"
HOLDER = "derivedSection.miscInfoModule.versionHolder"


def without_stamp(record):
    record = deepcopy(record)
    del record["derivedSection"]["miscInfoModule"]["versionHolder"]
    return record


@pytest.fixture
def registry():
    return Registry(seed_records())


def test_seed_has_the_facts_of_the_watched_trial():
    """The seed record carries what the public page of NCT03822858 shows."""
    watched = seed_records()[0]
    protocol = watched["protocolSection"]
    facts = {
        "identificationModule.nctId": WATCHED,
        "identificationModule.orgStudyIdInfo.id": "TISCHMS-MSCNP-003",
        "statusModule.overallStatus": "AVAILABLE",
        "statusModule.lastUpdatePostDateStruct.date": "2025-08-17",
        "designModule.studyType": "EXPANDED_ACCESS",
        "sponsorCollaboratorsModule.leadSponsor.class": "OTHER",
        "eligibilityModule.minimumAge": "18 Years",
        "eligibilityModule.maximumAge": "70 Years",
        "contactsLocationsModule.overallOfficials.0.name": "Saud A Sadiq, MD, FAAN",
    }
    assert {path: get(protocol, path) for path in facts} == facts
    assert watched["hasResults"] is False


def test_seed_statuses_differ():
    """The six trials stand in five different statuses, an unknown one with its last known."""
    statuses = [get(record, STATUS) for record in seed_records()]
    assert set(statuses) == {"AVAILABLE", "RECRUITING", "COMPLETED", "UNKNOWN", "ACTIVE_NOT_RECRUITING"}
    unknown = next(record for record in seed_records() if get(record, STATUS) == "UNKNOWN")
    assert get(unknown, "protocolSection.statusModule.lastKnownStatus") == "RECRUITING"


def test_seed_has_no_real_contacts():
    """Every e-mail address and telephone number is invented."""
    for record in [*seed_records(), *({"p": version.protocol} for version in history_of(WATCHED))]:
        for path, value in leaves(record):
            if path.endswith(".email"):
                assert value.endswith("@example.org")
            if path.endswith(".phone"):
                assert "555" in value


def test_publish_moves_only_the_stamp(registry):
    """A release without edits changes the release date of each record and nothing else."""
    before = [
        registry.record(record["protocolSection"]["identificationModule"]["nctId"])
        for record in seed_records()
    ]
    stamp = registry.publish()
    assert stamp == registry.timestamp == "2026-09-02T09:00:06"
    for record in before:
        after = registry.record(record["protocolSection"]["identificationModule"]["nctId"])
        assert get(after, HOLDER) == "2026-09-02" != get(record, HOLDER)
        assert without_stamp(after) == without_stamp(record)


def test_releases_skip_the_weekend(registry):
    """After Friday's release comes Monday's, unless the caller says when."""
    registry.publish(timestamp="2026-09-04T09:00:06")
    assert registry.publish() == "2026-09-07T09:00:06"


def test_edit_sets_removes_and_computes(registry):
    """A value sets, ABSENT removes, a function makes the new value of the old."""
    registry.publish(
        [
            edit(
                WATCHED,
                {
                    STATUS: "TEMPORARILY_NOT_AVAILABLE",
                    "protocolSection.referencesModule": ABSENT,
                    "protocolSection.statusModule.whyStopped": "Paused",
                    "protocolSection.eligibilityModule.maximumAge": lambda age: age.replace("70", "75"),
                    "protocolSection.contactsLocationsModule.locations.0.city": "Albany",
                },
            )
        ]
    )
    protocol = registry.record(WATCHED)["protocolSection"]
    assert protocol["statusModule"]["overallStatus"] == "TEMPORARILY_NOT_AVAILABLE"
    assert "referencesModule" not in protocol
    assert protocol["statusModule"]["whyStopped"] == "Paused"
    assert protocol["eligibilityModule"]["maximumAge"] == "75 Years"
    assert protocol["contactsLocationsModule"]["locations"][0]["city"] == "Albany"
    assert protocol["statusModule"]["lastUpdateSubmitDate"] == "2025-08-17"


def test_sponsors_edit_moves_the_update_dates(registry):
    """With `post` the dates of the last update move as they do when a sponsor edits."""
    registry.publish([edit(WATCHED, {STATUS: "NO_LONGER_AVAILABLE"}, post="2026-09-02")])
    status = registry.record(WATCHED)["protocolSection"]["statusModule"]
    assert status["lastUpdatePostDateStruct"] == {"date": "2026-09-02", "type": "ACTUAL"}
    assert status["lastUpdateSubmitDate"] == "2026-08-31"
    assert status["statusVerifiedDate"] == "2026-08"


def test_failed_release_changes_nothing(registry):
    """When one edit of a release cannot be made, none is."""
    before = registry.record(WATCHED)
    with pytest.raises(KeyError):
        registry.publish(
            [edit(WATCHED, {STATUS: "X"}, post="2026-09-02"), edit("NCT00000001", {STATUS: "X"})]
        )
    assert registry.record(WATCHED) == before
    assert registry.timestamp == "2026-09-01T09:00:06"
    assert len(registry.now.histories[WATCHED]) == len(history_of(WATCHED))


def test_records_are_copies(registry):
    """Nothing that a caller holds is what is served."""
    registry.record(WATCHED)["hasResults"] = True
    assert registry.record(WATCHED)["hasResults"] is False


def test_put_drop_rename(registry):
    """A record can be replaced, dropped and renamed; a former number still finds a renamed one."""
    registry.rename("NCT01730547", "NCT09999999")
    renamed = registry.record("NCT01730547")
    assert get(renamed, "protocolSection.identificationModule.nctIdAliases") == ["NCT01730547"]
    assert renamed == registry.record("NCT09999999")
    registry.drop("NCT09999999")
    for nct in ("NCT09999999", "NCT01730547"):
        with pytest.raises(KeyError):
            registry.record(nct)
    registry.put(renamed)
    assert registry.record("NCT01730547") == renamed


def test_scripted_history_leads_to_the_seed():
    """NCT03822858 has eleven versions from 2019 on, and the newest is the seed record."""
    versions = history_of(WATCHED)
    assert len(versions) == 11
    assert versions[0].date == "2019-01-28"
    assert versions[-1].date == "2025-08-17"
    assert versions[-1].protocol == seed_records()[0]["protocolSection"]
    assert all(old.date < new.date and old.protocol != new.protocol for old, new in pairwise(versions))
    assert versions[0].protocol["eligibilityModule"]["maximumAge"] == "65 Years"
    assert "6.5 that" in versions[0].protocol["eligibilityModule"]["eligibilityCriteria"]
    assert [version.status for version in versions].count("TEMPORARILY_NOT_AVAILABLE") == 1


def test_history_grows_with_a_sponsors_edit(registry):
    """An edit that the sponsor submits is one more version; one that the registry writes is none."""
    assert len(history_of("NCT02034188")) == 1
    registry.publish([edit("NCT02034188", {STATUS: "TERMINATED"})])
    assert len(registry.now.histories["NCT02034188"]) == 1
    registry.publish(
        [
            edit("NCT02034188", {STATUS: "WITHDRAWN"}, post="2026-09-03"),
            edit("NCT02034188", {"protocolSection.eligibilityModule.sex": "FEMALE"}, post="2026-09-03"),
        ]
    )
    _, newest = registry.now.histories["NCT02034188"]
    assert (newest.date, newest.status) == ("2026-09-01", "WITHDRAWN")
    assert newest.labels == ("Study Status", "Eligibility")


def test_demo_releases_do_what_they_say(registry):
    """The five releases: stamp; paused; results; tightened; resumed with a second site, an outcome demoted, dates later."""
    releases = demo_releases()
    seen = []
    for release in releases:
        assert re.fullmatch(r"[^.]+\.", release.title)
        before = {nct: without_stamp(registry.record(nct)) for nct in registry.now.records}
        registry.publish(release.edits)
        seen.append({nct for nct, record in before.items() if without_stamp(registry.record(nct)) != record})
    assert seen == [
        set(),
        {WATCHED, "NCT03355365"},
        {"NCT01933802"},
        {"NCT03778333"},
        {WATCHED, "NCT03355365"},
    ]
    watched, two = (
        registry.record(WATCHED)["protocolSection"],
        registry.record("NCT03355365")["protocolSection"],
    )
    assert watched["statusModule"]["overallStatus"] == "AVAILABLE"
    assert len(watched["contactsLocationsModule"]["locations"]) == 2
    assert [len(two["outcomesModule"][kind]) for kind in ("primaryOutcomes", "secondaryOutcomes")] == [1, 2]
    assert two["statusModule"]["completionDateStruct"]["date"] == "2027-09-30"
    assert registry.record("NCT01933802")["hasResults"] is True
    sweden = registry.record("NCT03778333")["protocolSection"]["eligibilityModule"]
    assert sweden["minimumAge"] == "25 Years"
    assert "\\<= 6.5" in sweden["eligibilityCriteria"]
    assert "earlier treatment with stem cells" in sweden["eligibilityCriteria"]


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("One\ntwo\n\nthree", "<p>One two</p><p>three</p>"),
        ("* a\n* b", "<ul><li>a</li><li>b</li></ul>"),
        ("1. a\n2. b\n\nEnd", "<ol><li>a</li><li>b</li></ol><p>End</p>"),
        ("* a\n\n  * b\n* c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        ("* a\n1. b", "<ul><li>a</li></ul><ol><li>b</li></ol>"),
        ("* a\n\n  more", "<ul><li>a<p>more</p></li></ul>"),
        (r"x \>= 3 and/or \[y\] & \* '", "<p>x &gt;= 3 and&#x2F;or [y] &amp; * &#x27;</p>"),
    ],
)
def test_rich_text_becomes_html(markdown, html):
    """The Markdown of API v2 is the HTML of the record history, slash and all."""
    assert to_html(markdown) == html


def test_only_rich_text_becomes_html():
    """Titles and measures stay as they are."""
    section = {"briefTitle": "a/b", "outcomes": [{"measure": "a/b", "description": "a/b"}], "count": 3}
    expected = {
        "briefTitle": "a/b",
        "outcomes": [{"measure": "a/b", "description": "<p>a&#x2F;b</p>"}],
        "count": 3,
    }
    assert with_html(section) == expected
