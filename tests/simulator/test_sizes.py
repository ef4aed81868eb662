"""How large the records are."""

import pytest

from monitor.simulator import Registry
from monitor.simulator.sizes import sizes


def registry(*texts):
    return Registry(
        {"protocolSection": {"identificationModule": {"nctId": f"NCT{number:08}"}}, "text": "x" * text}
        for number, text in enumerate(texts, start=1)
    )


def test_sizes_are_counted():
    """The mean, the largest first, the percentiles and the ranges, as the registry words them."""
    now = registry(0, 7_000, 20_000).now
    small, middle, large = now.sizes()
    found = sizes(now)
    assert found["totalStudies"] == 3
    assert found["averageSizeBytes"] == (small + middle + large) // 3
    assert [entry["sizeBytes"] for entry in found["largestStudies"]] == [large, middle, small]
    assert found["largestStudies"][0]["id"] == "NCT00000003"
    assert (found["percentiles"]["5"], found["percentiles"]["50"], found["percentiles"]["95"]) == (
        small,
        middle,
        large,
    )
    assert [entry["studiesCount"] for entry in found["ranges"]] == [1, 1, 1, 0, 0, 0]


@pytest.mark.parametrize("key", ["averageSizeBytes", "totalStudies"])
def test_nothing_has_no_size(key):
    """An empty registry answers too."""
    assert sizes(Registry([]).now)[key] == 0
