"""Stores for the tests: real files, and a short way to put versions into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from records import a_record, letters

from monitor.store.opening import open_for_writing
from monitor.store.trials import Trial, ensure_trial, update_trial
from monitor.store.versions import Version, add_polled, latest_version

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.store.connection import Connection


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the store lies."""
    return tmp_path / "nctwatch.db"


@pytest.fixture
def store(path: Path) -> Iterator[Connection]:
    """A store, open for writing."""
    with open_for_writing(path) as opened:
        yield opened


class Keeper:
    """Puts versions of one trial into a store, as a poll does."""

    def __init__(self, store: Connection, nct: str = "NCT90000001") -> None:
        self.store = store
        self.nct = nct

    @property
    def trial(self) -> Trial:
        """The trial's row."""
        return ensure_trial(self.store, self.nct)

    def keep(
        self, day: str | None, *, seen: str = "2026-09-10", raw: bytes | None = None, **changes: object
    ) -> Version:
        """Keep a version whose registry date is ``day``, seen on another."""
        date = {"date": day, "type": "ACTUAL"} if day else None
        record = a_record(self.nct, statusModule__lastUpdatePostDateStruct=date, **changes)
        with self.store.transaction():
            trial = self.trial
            before = latest_version(self.store, trial)
            version = add_polled(
                self.store, trial, raw or letters(record), record, before, observed_at=f"{seen}T10:00:00Z"
            )
            update_trial(self.store, trial, fingerprint="x")
        return version


@pytest.fixture
def keeper(store: Connection) -> Keeper:
    """Puts versions into the store."""
    return Keeper(store)


@pytest.fixture
def keeper_of() -> type[Keeper]:
    """Makes keepers of trials by their number."""
    return Keeper
