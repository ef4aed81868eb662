"""Generated studies and studies in memory are served alike, letter by letter, over real sockets."""

import gzip
import json

import pytest
from asking import fetch

from monitor.simulator import Registry, SimulatedRegistry, edit
from monitor.simulator.generated.numbers import nct

FIRST, LAST = nct(0), nct(29)
STATUS = "protocolSection.statusModule.overallStatus"

TARGETS = [
    "/api/v2/version",
    "/api/v2/stats/size",
    "/api/v2/studies",
    "/api/v2/studies?pageSize=7&countTotal=true",
    "/api/v2/studies?pageSize=7&pageToken=WgAAAAAH&countTotal=true",
    "/api/v2/studies?pageSize=30",
    "/api/v2/studies?pageSize=30&pageToken=WgAAAAAe",
    "/api/v2/studies?fields=NCTId|LastUpdatePostDate|HasResults&pageSize=1000",
    f"/api/v2/studies?filter.ids={LAST},{FIRST},NCT00000001",
    f"/api/v2/studies?query.term={FIRST}&fields=OverallStatus",
    "/api/v2/studies?query.term=AREA[LastUpdatePostDate]RANGE[2024-01-01,MAX]&fields=NCTId&countTotal=true",
    "/api/v2/studies?filter.advanced=AREA[LastUpdatePostDate]RANGE[MIN,2023-06]&fields=NCTId",
    f"/api/v2/studies?filter.advanced=AREA[LastUpdatePostDate]RANGE[2015-01-01,MAX]&filter.ids={FIRST}",
    "/api/v2/studies?query.cond=sclerosis&filter.overallStatus=COMPLETED&fields=NCTId",
    "/api/v2/studies?sort=LastUpdatePostDate:asc&fields=NCTId",
    "/api/v2/studies?query.cond=progressive&sort=@relevance&fields=NCTId",
    "/api/v2/studies?pageToken=nonsense",
    "/api/v2/studies?page=2",
    "/api/v2/studies?filter.ids=x",
    f"/api/v2/studies/{FIRST}",
    f"/api/v2/studies/{FIRST}?fields=NCTId",
    "/api/v2/studies/NCT00000001",
    "/api/v2/studies/abc",
    "/api/v2/nothing",
    f"/api/int/studies/{FIRST}/history",
    f"/api/int/studies/{FIRST}/history/0",
    f"/api/int/studies/{FIRST}/history/1",
]


@pytest.fixture
def both(generated):
    """The generated studies on disk and the same in memory, each behind a server."""
    records = [generated.record(number) for number in generated.now.numbers()]
    with SimulatedRegistry(generated) as disk, SimulatedRegistry(Registry(records)) as memory:
        yield disk, memory


def answer(server, target, **headers):
    status, head, body = fetch(
        server, target, {name.replace("_", "-"): value for name, value in headers.items()}
    )
    return (
        status,
        {name: value for name, value in head.items() if name not in {"Date", "Content-Length"}},
        body,
    )


@pytest.mark.parametrize("target", TARGETS)
def test_the_same_answer(both, target):
    """Status, headers and letters are the same for every kind of request."""
    disk, memory = both
    assert answer(disk, target) == answer(memory, target)


def test_the_kinds_of_request_are_of_every_kind(both):
    """The list above has answers and refusals, and its searches find some studies and not all."""
    statuses = [answer(both[0], target)[0] for target in TARGETS]
    assert {200, 400, 403, 404} == set(statuses)
    for target in (target for target in TARGETS if "AREA" in target or "query.cond" in target):
        assert 0 < len(json.loads(answer(both[0], f"{target}&pageSize=50")[2])["studies"]) < 30, target


def test_the_same_answer_after_a_release(both):
    """Edits, stamps, tags and searches by update date follow alike."""
    disk, memory = both
    edits = [edit(FIRST, {STATUS: "SUSPENDED"}, post="2026-09-02"), edit(LAST, {STATUS: "UNKNOWN"})]
    for server in both:
        server.registry.publish(edits)
    for target in [*TARGETS[:-3], "/api/v2/studies?query.term=AREA[LastUpdatePostDate]RANGE[2026-09-02,MAX]"]:
        assert answer(disk, target) == answer(memory, target)


def test_compressed_bodies_unpack_to_the_same(both):
    """What was compressed ahead and what is compressed now are the same page."""
    disk, memory = both
    target = "/api/v2/studies?pageSize=20&countTotal=true"
    packed, expected = (answer(server, target, Accept_Encoding="gzip") for server in both)
    assert packed[:2] == expected[:2]
    assert gzip.decompress(packed[2]) == gzip.decompress(expected[2]) == answer(memory, target)[2]
    assert disk.requests[-1].sent < len(answer(disk, target)[2]) / 2


def test_nothing_new_is_304(both):
    """The tag of before answers 304 until a release."""
    disk, _ = both
    tag = answer(disk, "/api/v2/studies")[1]["ETag"]
    assert answer(disk, "/api/v2/studies", If_None_Match=tag)[0] == 304
    disk.registry.publish()
    assert answer(disk, "/api/v2/studies", If_None_Match=tag)[0] == 200
