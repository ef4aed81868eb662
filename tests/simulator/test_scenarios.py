"""The faults of `nctwatch simulate`."""

import json
import subprocess
import sys

import pytest
from asking import fetch, found, listed

from monitor.simulator import SCENARIOS

V2, HISTORY = "/api/v2/version", "/api/int/studies/NCT03822858/history"

OTHER = "/api/int/studies/NCT03355365/history"


def pages_span_releases(server):
    first = listed(server, pageSize=2)
    second = listed(server, pageSize=2, pageToken=first["nextPageToken"])
    third = listed(server, pageSize=2, pageToken=second["nextPageToken"])
    holders = [
        page["studies"][0]["derivedSection"]["miscInfoModule"]["versionHolder"] for page in (second, third)
    ]
    return holders[0] != holders[1]


def orders_differ(server):
    orders = set()
    for _ in range(5):
        orders.add(tuple(found(server)))
        server.registry.publish()
    return len(orders) > 1


def body(server, target):
    return json.loads(fetch(server, target)[2])


SEEN = {
    "no-history": lambda server: fetch(server, HISTORY)[0] == 404,
    "line-breaks": lambda server: b"In \\n\\tthe" in fetch(server, f"{OTHER}/0")[2],
    "no-status": lambda server: "status" not in body(server, HISTORY)["changes"][0],
    "derived-references": lambda server: b"DERIVED" in fetch(server, f"{HISTORY}/9")[2],
    "complicated-query": lambda server: (
        b"Too complicated query"
        in fetch(server, "/api/v2/studies?query.cond=" + "%20OR%20".join("abcdef"))[2]
    ),
    "missing-version": lambda server: (
        [fetch(server, f"{HISTORY}/{number}")[0] for number in (0, 1, 2)] == [200, 403, 200]
    ),
    "new-status": lambda server: b"ON_HOLD" in fetch(server, "/api/oas/v2")[2],
    "gzip-etags": lambda server: fetch(server, V2)[1]["ETag"].endswith('-gzip"'),
    "long-tokens": lambda server: len(listed(server, pageSize=1)["nextPageToken"]) > 40,
    "daily-order": orders_differ,
    "moving-release": pages_span_releases,
    "refuse-v2": lambda server: (fetch(server, V2)[0], fetch(server, HISTORY)[0]) == (403, 200),
    "refuse-history": lambda server: (fetch(server, V2)[0], fetch(server, HISTORY)[0]) == (200, 403),
    "refuse-agents": lambda server: (
        [fetch(server, V2, {"User-Agent": agent})[0] for agent in ("name/1", "python-httpx/0.28.1")]
        == [403, 200]
    ),
    "peak": lambda server: [fetch(server, "/api/v2/studies/NCT03822858")[0] for _ in range(6)][-1] == 429,
}


@pytest.mark.parametrize("name", SCENARIOS)
def test_each_scenario_shows(server, name):
    """What a scenario says is seen by a client when it is played, and not before."""
    assert name == "moving-release" or not SEEN[name](server)
    server.faults.clear()
    SCENARIOS[name].play(server)
    assert SEEN[name](server)


def test_help_lists_every_fault():
    """`nctwatch simulate --help` has a line for each."""
    command = [sys.executable, "-m", "monitor", "simulate"]
    out = subprocess.run([*command, "--help"], capture_output=True, text=True, check=True).stdout
    assert [line.split()[0] for line in out.partition("Faults:")[2].splitlines() if line[2:3].strip()] == [
        *SCENARIOS
    ]


def test_an_unknown_fault_is_a_mistake_of_usage():
    """The message names those that there are, and nothing is served."""
    command = [sys.executable, "-m", "monitor", "simulate", "--port", "0", "--fault", "none"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "no fault is named none; there are no-history" in done.stderr
