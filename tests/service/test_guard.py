"""What the service logs of what goes wrong with its jobs."""

from __future__ import annotations

from monitor.errors import StoreError
from monitor.service.guard import Guard


def test_an_error_that_lasts_is_logged_once_and_its_end_once(tmp_path, caplog):
    """Each second brings the same two errors in turn: each is one line, and that it is over is another."""
    caplog.set_level("INFO", logger="monitor")
    path = tmp_path / "store.db"
    path.touch()
    guard = Guard(path)
    errors = [StoreError("full"), StoreError("cannot be written")] * 3

    def job():
        if errors:
            raise errors.pop()

    for _ in range(8):
        guard.run("job", job)
    assert [(record.levelname, getattr(record, "error", None)) for record in caplog.records] == [
        ("ERROR", "cannot be written"),
        ("ERROR", "full"),
        ("INFO", None),
    ]


def test_no_job_runs_while_the_store_is_gone(tmp_path, caplog):
    """It would make an empty one in its place; the log says what to do, and when it is over."""
    caplog.set_level("INFO", logger="monitor")
    path = tmp_path / "store.db"
    guard, ran = Guard(path), []
    guard.run("job", lambda: ran.append(1))
    assert not ran
    assert "is gone: put it back" in caplog.records[0].error
    path.touch()
    guard.run("job", lambda: ran.append(1))
    assert ran
    assert caplog.records[-1].state == "well again"


def test_a_fault_of_ours_is_logged_with_its_traceback(tmp_path, caplog):
    """And does not leave the guard."""
    path = tmp_path / "store.db"
    path.touch()
    Guard(path).run("job", lambda: 1 / 0)
    assert "ZeroDivisionError" in caplog.text
