"""Kinds of requests, and refusals of some of them over real sockets."""

import pytest
from asking import fetch

from monitor.simulator import Request
from monitor.simulator.predicates import agent_has, agent_lacks, below, next_page, single_study

V2, INT = "/api/v2/version", "/api/int/studies/NCT03822858/history"


@pytest.mark.parametrize(
    ("target", "single", "further"),
    [
        ("/api/v2/studies/NCT03822858", True, False),
        ("/api/v2/studies/NCT03822858?fields=NCTId", True, False),
        ("/api/v2/studies", False, False),
        ("/api/v2/studies?pageToken=x", False, True),
        ("/api/int/studies/NCT03822858", False, False),
    ],
)
def test_what_is_asked_for(target, single, further):
    """One record by its number, and the second and later pages of a list, are told from all else."""
    request = Request.of("GET", target, {})
    assert (single_study(request), next_page(request)) == (single, further)


@pytest.mark.parametrize(("path", "statuses"), [("/api/v2", (403, 200)), ("/api/int", (200, 403))])
def test_refusal_by_endpoint(server, path, statuses):
    """The two APIs are refused apart, with the page of the edge."""
    server.faults.refuse(below(path))
    assert (fetch(server, V2)[0], fetch(server, INT)[0]) == statuses
    body = fetch(server, V2 if path == "/api/v2" else INT)[2]
    assert b"Access Denied" in body


def test_a_path_is_not_below_another_with_the_same_beginning():
    """/api/v22 is not below /api/v2."""
    assert not below("/api/v2")(Request.of("GET", "/api/v22", {}))
    assert below("/api/v2")(Request.of("GET", "/api/v2", {}))


def test_refusal_by_agent(server):
    """Clients are refused by their User-Agent, of one API alone if both predicates are joined."""
    server.faults.refuse(agent_has("curl/"))
    server.faults.refuse(lambda request: below("/api/int")(request) and agent_lacks("python-httpx/")(request))
    agents = ("curl/8.5", "name/1.0", "python-httpx/0.28.1 (name/0.1)")
    answers = [[fetch(server, path, {"User-Agent": agent})[0] for path in (V2, INT)] for agent in agents]
    assert answers == [[403, 403], [200, 403], [200, 200]]
