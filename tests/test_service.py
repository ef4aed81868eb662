"""When the service polls next whatever the clock does, and what it logs of what goes wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from monitor import service
from monitor.config.load import load
from monitor.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)


class Desk:
    """A service that never runs, and the time that it goes by."""

    def __init__(self, folder: Path, poll: str) -> None:
        path = folder / "nctwatch.toml"
        path.write_text(
            f'[store]\npath = "{folder}/store.db"\n[schedule]\npoll = "{poll}"\ntimezone = "UTC"\n[[watch]]\ntrial = "NCT03822858"\n',
            encoding="utf-8",
        )
        self.config = load(path)
        self.service = service.Service(self.config, print)
        self.now = NOW
        self.polls = 0

    def tick(self) -> int:
        """Tick once; return how many polls there were so far."""
        self.service._poll_if_due()
        return self.polls


@pytest.fixture
def desk(tmp_path, monkeypatch):
    def make(poll):
        made = Desk(tmp_path, poll)
        monkeypatch.setattr(service, "now", lambda: made.now)
        monkeypatch.setattr(made.service, "_poll", lambda: setattr(made, "polls", made.polls + 1))
        return made

    return make


def test_a_daily_poll_after_the_clock_was_wrong_for_years(desk):
    """Planned by a clock that was years ahead, the next poll comes at its time by the right one."""
    service_desk = desk("daily 15:00")
    service_desk.now = NOW + timedelta(days=1500)
    assert service_desk.tick() == 1
    service_desk.now = NOW
    assert service_desk.tick() == 1
    service_desk.now = NOW + timedelta(hours=3, seconds=1)
    assert service_desk.tick() == 2
    assert service_desk.tick() == 2


def test_what_the_registry_asked_for_holds_whatever_the_clock_says(desk):
    """A registry that wants to be left alone is, also where the clock jumps forward meanwhile."""
    service_desk = desk("30m")
    service_desk.tick()
    service_desk.service._held_until = service.time.monotonic() + 60
    service_desk.now += timedelta(days=3)
    assert service_desk.tick() == 1
    service_desk.service._held_until = 0.0
    assert service_desk.tick() == 2


def test_an_error_that_lasts_is_logged_once_and_its_end_once(desk, caplog):
    """Each second brings the same two errors in turn: each is one line, and that it is over is another."""
    caplog.set_level("INFO", logger="monitor")
    service_desk = desk("30m")
    service_desk.config.store.path.touch()
    errors = [StoreError("full"), StoreError("cannot be written")] * 3

    def job():
        if errors:
            raise errors.pop()

    for _ in range(8):
        service_desk.service._guarded(job)
    assert [(record.levelname, getattr(record, "error", None)) for record in caplog.records] == [
        ("ERROR", "cannot be written"),
        ("ERROR", "full"),
        ("INFO", None),
    ]
