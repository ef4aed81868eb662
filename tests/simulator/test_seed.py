"""The records that the simulated registry starts with."""

from monitor.simulator import history_of, seed_records
from monitor.simulator.paths import get, leaves

WATCHED = "NCT03822858"
STATUS = "protocolSection.statusModule.overallStatus"


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
