"""Tests of the problems that ``nctwatch status`` names."""

from __future__ import annotations

from monitor.cli.status import _problems
from monitor.model import Message
from monitor.store.deliveries import enqueue
from monitor.store.opening import open_for_writing

AT = "2026-09-08T14:02:11Z"
LATER = "2026-09-08T14:03:11Z"


def test_a_channel_that_gave_messages_up_is_named(tmp_path):
    """How many, why, and the command that lists them."""
    with open_for_writing(tmp_path / "store.db") as store:
        for _ in range(2):
            enqueue(store, "hook", None, Message("s", "b"), [], queued_at=AT, due_at=AT)
        store.execute(
            "UPDATE deliveries SET state = 'dead', died_at = ?, last_error = 'Unauthorized - error=401.'",
            [LATER],
        )
        channels = [{"name": "hook", "configured": True}]
        report = {"alarms": ["dead hook"], "last_success_at": None, "channels": channels}
        assert _problems(store, report) == [
            "Channel hook: 2 messages given up (401); see `nctwatch deliveries --channel hook`."
        ]
