"""The store's tables and views, as migrations that are only ever appended to.

Each is a file of SQL below ``migrations/``. The views are for people who open the store with
Datasette or the sqlite3 shell.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlite_utils.migrations import Migrations

if TYPE_CHECKING:
    from sqlite_utils.db import Database

migrations = Migrations("nctwatch")

_FOLDER = Path(__file__).with_name("migrations")


def _run(db: Database, name: str) -> None:
    """Run statements one by one: ``executescript`` would end the migration's transaction."""
    for statement in (_FOLDER / f"{name}.sql").read_text("utf-8").split(";\n"):
        if statement.strip():
            db.execute(statement)


@migrations()
def m001_tables(db: Database) -> None:
    """Trials, versions, changes and deliveries."""
    _run(db, "m001_tables")


@migrations()
def m002_views(db: Database) -> None:
    """Views for people."""
    _run(db, "m002_views")


@migrations()
def m003_history(db: Database) -> None:
    """Versions that come late, dictionaries for first versions, and versions whose bytes were given up."""
    _run(db, "m003_history")


@migrations()
def m004_related(db: Database) -> None:
    """Related trials that looks found, and standing searches with what they found."""
    _run(db, "m004_related")


@migrations()
def m006_views(db: Database) -> None:
    """The views anew: newest first, with the registry's page and what changed in a version."""
    _run(db, "m006_views")
