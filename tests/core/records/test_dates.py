"""Dates as the registry writes them."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.core.records.dates import parse_day, parse_span


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-09-01", date(2026, 9, 1), date(2026, 9, 1)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_a_date_is_the_days_that_it_may_mean(text, first, last):
    """A day is itself, a month all of its days."""
    assert parse_span(text) == (first, last)
    assert parse_day(text) == (first if first == last else None)


@pytest.mark.parametrize(
    "value",
    [
        "", "2026", "2026-13", "2026-00", "2026-02-30", "2026-01-00", "0000-01-01", "20260901", "2026-W36-2",
        "2026-9-1", "2026-09-01T00:00:00", " 2026-09-01", "2026-09-01\n", "２０２６-09-01", "September 2026",
        None, 20260901, ["2026-09-01"], {},
    ],
)  # fmt: skip
def test_what_is_no_date_is_none(value):
    """Also where it is a date to others, as a week or a date without hyphens is to Python."""
    assert parse_span(value) is None
    assert parse_day(value) is None
