"""Tests of whether the watch itself is well."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.clock import stamp
from monitor.core.health import Health, health

NOW = datetime(2026, 9, 4, 12, 0, tzinfo=UTC)
DAYS3 = 3 * 86400.0


def ago(seconds: float) -> str:
    """Return a time as the store writes it."""
    return stamp(NOW - timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("alive_at", "success", "well"),
    [
        (ago(0), ago(0), Health(alive=True, fresh=True)),
        (ago(59), ago(DAYS3 - 1), Health(alive=True, fresh=True)),
        (ago(60), ago(DAYS3), Health(alive=False, fresh=False)),
        (None, None, Health(alive=False, fresh=False)),
        (ago(5), None, Health(alive=True, fresh=False)),
        (ago(-30), ago(-3600), Health(alive=True, fresh=True)),
    ],
)
def test_alive_under_a_minute_and_fresh_under_the_limit(alive_at, success, well):
    """A sign of life under a minute old is life, a successful poll under the limit is freshness."""
    assert health(NOW, alive_at, success, DAYS3) == well


def test_times_to_come_are_no_life():
    """After the clock was set back, a sign of life of the future says nothing of a service that has died."""
    assert health(NOW, ago(-3600), ago(-2 * DAYS3), DAYS3) == Health(alive=False, fresh=False)


def test_a_long_limit_is_a_limit():
    """The longest duration that can be configured works."""
    assert health(NOW, None, ago(0), 100 * 366 * 86400.0).fresh


def test_a_job_that_does_not_get_ahead_is_stuck():
    """More than ten minutes without a sign is too long; a job that ended is none, nor one of a clock ahead."""
    under_way = {"poll": ago(601), "deliver": ago(599), "ping": ago(-3600)}
    found = health(NOW, ago(0), ago(0), DAYS3, under_way)
    assert found == Health(alive=True, fresh=True, stuck=("poll",))
    assert not found.is_good
    assert health(NOW, ago(0), ago(0), DAYS3, {}).is_good
