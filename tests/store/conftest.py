"""Stores for the tests: real files, and a short way to put versions into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from records import a_record, letters

from monitor.store.write import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.store.rows import Trial, Version


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the store lies."""
    return tmp_path / "nctwatch.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """A store, open for writing."""
    with Store(path) as opened:
        yield opened


class Keeper:
    """Puts versions of one trial into a store, as a poll does."""

    def __init__(self, store: Store, nct: str = "NCT90000001") -> None:
        self.store = store
        self.nct = nct

    @property
    def trial(self) -> Trial:
        """The trial's row."""
        return self.store.trial(self.nct)

    def keep(
        self, day: str | None, *, seen: str = "2026-09-10", raw: bytes | None = None, **changes: object
    ) -> Version:
        """Keep a version whose registry date is ``day``, seen on another."""
        date = {"date": day, "type": "ACTUAL"} if day else None
        record = a_record(self.nct, statusModule__lastUpdatePostDateStruct=date, **changes)
        with self.store.transaction():
            trial = self.trial
            before = self.store.latest(trial)
            version = self.store.add_version(
                trial, raw or letters(record), record, before, observed_at=f"{seen}T10:00:00Z"
            )
            self.store.update(trial, fingerprint="x")
        return version


@pytest.fixture
def keeper(store: Store) -> Keeper:
    """Puts versions into the store."""
    return Keeper(store)


@pytest.fixture
def keeper_of() -> type[Keeper]:
    """Makes keepers of trials by their number."""
    return Keeper
