"""Edits of records and of past versions."""

from monitor.simulator import ABSENT, edit

WATCHED = "NCT03822858"
STATUS = "protocolSection.statusModule.overallStatus"


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
