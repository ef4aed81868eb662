"""The record history of the simulated registry, its releases while it serves, and what it keeps of requests."""

import json
import threading
import time

from asking import fetch, listed

from monitor.simulator import Registry, SimulatedRegistry, demo_releases, edit, seed_records

WATCHED, CORD = "NCT03822858", "NCT02034188"


def test_history_index_and_versions(shared_server):
    """The history lists the versions, and each of them is the sponsor's section with HTML for rich text."""
    index = json.loads(fetch(shared_server, f"/api/int/studies/{WATCHED}/history")[2])
    assert [change["version"] for change in index["changes"]] == list(range(11))
    assert index["changes"][0]["date"] == "2019-01-28"
    assert index["changes"][7]["moduleLabels"] == ["Study Status", "Eligibility"]
    both = json.loads(fetch(shared_server, f"/api/int/studies/{WATCHED}?history=true")[2])
    assert both["history"] == index
    assert "history" not in json.loads(fetch(shared_server, f"/api/int/studies/{WATCHED}")[2])
    first = json.loads(fetch(shared_server, f"/api/int/studies/{WATCHED}/history/0")[2])
    assert first["studyVersion"] == 0
    assert set(first["study"]) == {"protocolSection"}
    criteria = first["study"]["protocolSection"]["eligibilityModule"]["eligibilityCriteria"]
    assert criteria.startswith("<p>Inclusion Criteria:</p><ul><li>")
    assert "EDSS &gt;= 6.5" in criteria
    assert "number&#x2F;size" in criteria


def test_history_follows_the_releases(server):
    """What a sponsor submits in a release is the newest version of the history."""
    for release in demo_releases():
        server.registry.publish(release.edits)
    changes = json.loads(fetch(server, f"/api/int/studies/{WATCHED}/history")[2])["changes"]
    assert [change["status"] for change in changes[-2:]] == ["TEMPORARILY_NOT_AVAILABLE", "AVAILABLE"]


def test_release_is_never_half_served(server):
    """Requests made while releases are published see all edits of one or none."""
    half, done = [], threading.Event()

    def read():
        while not done.is_set():
            answer = listed(server, filter_ids=f"{WATCHED},{CORD}", fields="WhyStopped,VersionHolder")
            if answer["studies"][0] != answer["studies"][1]:
                half.append(answer)

    reader = threading.Thread(target=read)
    reader.start()
    path = "protocolSection.statusModule.whyStopped"
    for number in range(30):
        server.registry.publish([edit(nct, {path: str(number)}) for nct in (WATCHED, CORD)])
    done.set()
    reader.join()
    assert half == []


def test_requests_are_kept(server):
    """Every request is there in order, with its query, headers, status and bytes."""
    fetch(server, "/api/v2/studies?pageSize=1&fields=", {"User-Agent": "me/1"})
    fetch(server, "/api/v2/version", method="HEAD")
    first, second = server.requests
    assert (first.method, first.path, first.status) == ("GET", "/api/v2/studies", 400)
    assert first.query == {"pageSize": "1", "fields": ""}
    assert first.headers["user-agent"] == "me/1"
    assert first.sent > 100
    assert (second.method, second.status) == ("HEAD", 200)
    server.requests.clear()
    fetch(server, "/api/v2/version")
    assert [request.path for request in server.requests] == ["/api/v2/version"]


def test_latency():
    """Each answer takes at least the latency."""
    with SimulatedRegistry(Registry(seed_records()), latency=0.1) as server:
        start = time.monotonic()
        fetch(server, "/api/v2/version")
        assert time.monotonic() - start >= 0.1


def test_thousand_records_are_served_quickly():
    """An ordinary page of a registry with 1,000 full records takes a fraction of a second, a search too."""
    seeds, records = seed_records(), []
    for number in range(1, 1001):
        record = seeds[number % 6]
        protocol = {**record["protocolSection"]}
        protocol["identificationModule"] = {**protocol["identificationModule"], "nctId": f"NCT{number:08}"}
        records.append({**record, "protocolSection": protocol})
    with SimulatedRegistry(Registry(records)) as server:
        server.registry.publish()
        start = time.monotonic()
        assert len(listed(server, pageSize=100)["studies"]) == 100
        assert len(listed(server, pageSize=1000, query_cond="sclerosis", fields="NCTId")["studies"]) == 1000
        assert time.monotonic() - start < 6
