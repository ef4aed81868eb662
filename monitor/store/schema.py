"""Bringing a store up to date. Each migration is a file of SQL below ``migrations/``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlite_utils.migrations import Migrations

from monitor.errors import StoreError
from monitor.store.layout import MIGRATIONS, VIEWS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils.db import Database

_FOLDER = Path(__file__).with_name("migrations")


def _migration(name: str) -> Callable[[Database], None]:
    """Return what runs a file's statements one by one: ``executescript`` would end the migration's transaction.

    ``:file`` in a statement stands for the dictionary beside it.
    """

    def run(database: Database) -> None:
        beside = _FOLDER / f"{name}.zdict"
        values = {"file": beside.read_bytes()} if beside.exists() else {}
        for statement in (_FOLDER / f"{name}.sql").read_text("utf-8").split(";\n"):
            if statement.strip():
                database.execute(statement, values)

    return run


migrations = Migrations("nctwatch")
for _name in MIGRATIONS:
    migrations(name=_name)(_migration(_name))


def upgrade(database: Database, path: Path) -> None:
    """Bring the tables and views of a store up to date; foreign keys must be off.

    Raises:
        StoreError: a newer nctwatch made it.

    """
    database.execute("BEGIN IMMEDIATE")  # two processes that start at once must not both migrate
    try:
        _refuse_newer(database, path)
        if migrations.pending(database):
            migrations.apply(database)
            for name, sql in VIEWS.items():
                database.create_view(name, sql, replace=True)
    except BaseException:
        database.rollback()
        raise
    database.execute("COMMIT")


def _refuse_newer(database: Database, path: Path) -> None:
    unknown = {migration.name for migration in migrations.applied(database)}.difference(MIGRATIONS)
    if unknown:
        raise StoreError(
            f"{path} was made by a newer nctwatch ({', '.join(sorted(unknown))}); upgrade this one"
        )
