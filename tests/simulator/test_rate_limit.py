"""A limit of requests in a time, and the registry's on single studies."""

from asking import fetch

from monitor.simulator import RateLimit
from monitor.simulator.predicates import single_study

STUDY = "/api/v2/studies/NCT03822858"


def test_so_many_pass_in_any_so_many_seconds():
    """What is refused does not count, and the time is counted from each request that passed."""
    times = [0.0, 1.0, 2.0, 9.9, 10.0, 10.5, 11.0]
    limit = RateLimit(2, seconds=10, clock=iter(times).__next__)
    seen = [limit.exceeded() for _ in times]
    assert seen == [False, False, True, True, False, True, False]


def test_single_studies_are_limited_and_lists_are_not(server):
    """At peak the sixth record by its number is a 429, and a list is answered as ever."""
    server.faults.limit(single_study, RateLimit(5, seconds=60))
    assert [fetch(server, STUDY)[0] for _ in range(7)] == [200] * 5 + [429] * 2
    assert fetch(server, "/api/v2/studies")[0] == 200
    assert fetch(server, "/api/int/studies/NCT03822858/history")[0] == 200
    server.faults.clear()
    assert fetch(server, STUDY)[0] == 200
