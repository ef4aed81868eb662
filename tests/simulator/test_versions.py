"""The versions of the record history."""

from itertools import pairwise

from monitor.simulator import edit, history_of, seed_records

WATCHED = "NCT03822858"
STATUS = "protocolSection.statusModule.overallStatus"


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
