"""The scripted releases."""

import re
from copy import deepcopy

from monitor.simulator import demo_releases

WATCHED = "NCT03822858"


def without_stamp(record):
    record = deepcopy(record)
    del record["derivedSection"]["miscInfoModule"]["versionHolder"]
    return record


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
