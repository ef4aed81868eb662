"""The log of requests."""

import pytest
from asking import fetch

from monitor.simulator import Registry, SimulatedRegistry, seed_records
from monitor.simulator.requests import Entry, Request, RequestLog, nct_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("NCT03822858", "NCT03822858"),
        ("nct3822858", "NCT03822858"),
        ("NCT000003822858", "NCT03822858"),
        ("NCT", None),
        ("NCT0", None),
        ("NCT123456789", None),
        ("NCT03822858 ", None),
    ],
)
def test_numbers_as_the_registry_reads_them(text, number):
    """Any spelling that the registry takes is written as it writes it."""
    assert nct_number(text) == number


def test_a_target_is_taken_apart():
    """The query is decoded, empty values stay, and headers are in lower case."""
    request = Request.of("GET", "/api/v2/studies?query.cond=a+b%26c&fields=", {"User-Agent": "x"})
    assert (request.path, request.query) == ("/api/v2/studies", {"query.cond": "a b&c", "fields": ""})
    assert request.headers == {"user-agent": "x"}


def test_an_entry_is_replaced_where_it_stands():
    """Two equal requests are two entries, and a list that was cleared stays so."""
    log, request = RequestLog(), Request("GET", "/")
    first = Entry(log, request)
    Entry(log, Request("GET", "/"))
    first.note(status=200)
    first.note(sent=10)
    first.note(sent=5)
    assert [(entry.status, entry.sent) for entry in log.requests] == [(200, 15), (0, 0)]
    log.requests.clear()
    first.note(sent=1)
    assert log.requests == []


def test_a_server_may_keep_none():
    """One that serves hundreds of thousands of requests need not remember them."""
    with SimulatedRegistry(Registry(seed_records()), keep_requests=False) as server:
        assert fetch(server, "/api/v2/version")[0] == 200
        assert server.requests == []
