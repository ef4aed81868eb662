"""The endpoints of the simulated registry, over real sockets."""

import gzip
import json
from http.client import HTTPConnection

import pytest
from asking import fetch, found, listed, refused

from monitor.simulator import Registry, SimulatedRegistry, seed_records

WATCHED, MESEMS = "NCT03822858", "NCT01730547"


def test_version(shared_server):
    """The version endpoint tells the API's version and the release served."""
    status, headers, body = fetch(shared_server, "/api/v2/version")
    assert status == 200
    assert headers["Content-Type"] == "application/json"
    assert json.loads(body) == {"apiVersion": "2.0.5", "dataTimestamp": "2026-09-01T09:00:06"}


def test_etag_is_that_of_the_data_set(server):
    """One tag for all of API v2, ending in the timestamp in base-36 milliseconds; it answers 304 until a release."""
    tags = {
        fetch(server, target)[1]["ETag"]
        for target in (
            "/api/v2/version",
            "/api/v2/studies",
            f"/api/v2/studies/{WATCHED}",
            "/api/v2/stats/size",
        )
    }
    (tag,) = tags
    assert int(tag.strip('"').split("-")[-1], 36) == 1788253206000
    status, headers, body = fetch(server, "/api/v2/studies", {"If-None-Match": tag})
    assert (status, body, headers["ETag"]) == (304, b"", tag)
    assert fetch(server, f"/api/v2/studies/{WATCHED}", {"If-None-Match": f'"x", W/{tag}'})[0] == 304
    server.registry.publish()
    assert fetch(server, "/api/v2/studies", {"If-None-Match": tag})[0] == 200


def test_no_caching_headers(shared_server):
    """There is neither Last-Modified nor Cache-Control nor any rate header."""
    headers = fetch(shared_server, "/api/v2/studies")[1]
    assert set(headers) == {"Date", "ETag", "Content-Type", "Vary", "Content-Length"}


def test_single_study_is_the_bare_record(shared_server):
    """A study is served as it is stored, in any spelling of its number."""
    for given in (WATCHED, "nct3822858"):
        status, _, body = fetch(shared_server, f"/api/v2/studies/{given}")
        assert status == 200
        assert json.loads(body) == seed_records()[0]
    assert "≥".encode() not in body
    assert b'"lat":40.71427' in body


def test_unknown_and_malformed_numbers(shared_server):
    """An unknown number is a 404 and a malformed one a 400, both in plain text."""
    status, headers, body = fetch(shared_server, "/api/v2/studies/NCT99999999")
    assert (status, headers.get_content_type(), body) == (
        404,
        "text/plain",
        b"NCT number NCT99999999 not found",
    )
    assert refused(shared_server, "/api/v2/studies/abc") == "Parameter `nctId` has incorrect format"


@pytest.mark.parametrize(
    "path", ["/", "/api/v2/nothing", "/api/v2/studies/NCT03822858/x", "/api/int/studies/NCT9/history"]
)
def test_paths_not_served_are_html(shared_server, path):
    """A path that is not served answers 404 with a page."""
    status, headers, body = fetch(shared_server, path)
    assert (status, headers.get_content_type()) == (404, "text/html")
    assert body.startswith(b"<!DOCTYPE html>")


def test_alias_redirects(server):
    """A former number of a trial answers 301 to the present one, and finds it in lists."""
    server.registry.rename(MESEMS, "NCT09999999")
    status, headers, body = fetch(server, f"/api/v2/studies/{MESEMS}?fields=NCTId")
    assert (status, headers["Location"], body) == (301, "/api/v2/studies/NCT09999999?fields=NCTId", b"")
    assert found(server, filter_ids=MESEMS) == ["NCT09999999"]
    status, _, body = fetch(server, f"/api/int/studies/{MESEMS}/history")
    assert (status, len(json.loads(body)["changes"])) == (200, 1)


def test_default_page_and_largest():
    """A page has 10 studies by default and for 0, and never more than 1,000."""
    many = [
        {"protocolSection": {"identificationModule": {"nctId": f"NCT{number:08}"}}}
        for number in range(1, 1100)
    ]
    with SimulatedRegistry(Registry(many)) as large:
        assert len(listed(large)["studies"]) == len(listed(large, pageSize=0)["studies"]) == 10
        assert len(listed(large, pageSize=5000)["studies"]) == 1000


def test_pages_follow_their_tokens(shared_server):
    """Only the first page has a total, and the full last page promises an empty one."""
    query = {"fields": "NCTId", "pageSize": 3, "countTotal": "true"}
    first = listed(shared_server, **query)
    second = listed(shared_server, **query, pageToken=first["nextPageToken"])
    third = listed(shared_server, **query, pageToken=second["nextPageToken"])
    assert first["totalCount"] == 6
    assert "totalCount" not in second
    assert (len(first["studies"]), len(second["studies"]), third) == (3, 3, {"studies": []})
    assert "totalCount" not in listed(shared_server)


def test_page_token_with_other_parameters_gives_wrong_rows(shared_server):
    """A token used with another search does not fail: rows are missing."""
    token = listed(shared_server, pageSize=1)["nextPageToken"]
    every = found(shared_server, query_cond="progressive")
    assert len(every) > 1
    assert found(shared_server, query_cond="progressive", pageToken=token) == every[1:]


def test_each_study_on_its_own_line(shared_server):
    """The JSON of a page has a study a line."""
    body = fetch(shared_server, "/api/v2/studies")[2].decode()
    lines = [line.rstrip(",") for line in body.split("\n")[1:-1]]
    assert [json.loads(line) for line in lines] == seed_records()


def test_gzip_when_asked(shared_server):
    """A body of some size is compressed for a client that takes gzip; a small one is not."""
    plain = fetch(shared_server, "/api/v2/studies")[2]
    _, headers, packed = fetch(shared_server, "/api/v2/studies", {"Accept-Encoding": "gzip, deflate"})
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed) == plain
    assert len(packed) < len(plain) / 2
    assert "Content-Encoding" not in fetch(shared_server, "/api/v2/version", {"Accept-Encoding": "gzip"})[1]


def test_connection_is_kept(shared_server):
    """Several requests go over one connection."""
    connection = HTTPConnection(shared_server.url.removeprefix("http://"), timeout=5)
    connection.connect()
    socket = connection.sock
    for target in ("/api/v2/version", "/nowhere", "/api/v2/studies", f"/api/v2/studies/{WATCHED}"):
        connection.request("GET", target)
        connection.getresponse().read()
        assert connection.sock is socket
    connection.close()


def test_sizes(shared_server):
    """The sizes are those of the records."""
    answer = json.loads(fetch(shared_server, "/api/v2/stats/size")[2])
    assert answer["totalStudies"] == 6
    assert answer["largestStudies"][0]["sizeBytes"] >= answer["averageSizeBytes"] > 1000
