"""The marks of a release."""

import pytest

from monitor.simulator.releases import etag, next_release


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2026-09-01T09:00:06", "2026-09-02T09:00:06"),
        ("2026-09-04T09:00:06", "2026-09-07T09:00:06"),
        ("2026-12-31T09:00:06", "2027-01-01T09:00:06"),
    ],
)
def test_the_next_release_is_that_of_the_next_weekday(before, after):
    """Weekends have none."""
    assert next_release(before) == after


def test_the_tag_ends_in_the_timestamp():
    """Its last part is the moment in milliseconds, base 36."""
    tag = etag("2026-09-04T09:00:06")
    assert tag.startswith('"2.0.5-')
    assert int(tag.strip('"').rpartition("-")[2], 36) == 1788512406000
