"""Tests of how commands describe the service."""

from __future__ import annotations

import pytest

from monitor.cli.health import service_state

AT = "2026-09-08T14:02:11Z"


@pytest.mark.parametrize(
    ("alive", "alive_at", "stopped_at", "expected"),
    [
        (True, AT, None, "running (last seen 2026-09-08 14:02 UTC)"),
        (False, None, AT, "stopped cleanly at 2026-09-08 14:02 UTC"),
        (False, AT, None, "not running, without a clean stop (last seen 2026-09-08 14:02 UTC)"),
        (False, None, None, "not running"),
    ],
)
def test_the_service_is_running_or_stopped(alive, alive_at, stopped_at, expected):
    """A clean stop and a crash are told apart; a service that never ran is not running."""
    assert service_state(alive, alive_at, stopped_at) == expected
