"""The store is the only place that knows its tables, its keys and its library."""

from __future__ import annotations

import re
from pathlib import Path

from monitor.store import state

MONITOR = Path(__file__).resolve().parents[2] / "monitor"
STORE = MONITOR / "store"
SQL = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE|PRAGMA)\b")
KEYS = {value.name for value in vars(state).values() if isinstance(value, state.Key)}


def found(pattern, paths):
    """Return the places of a pattern."""
    return [
        f"{path.relative_to(MONITOR)}:{number}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if re.search(pattern, line)
    ]


def elsewhere():
    """Return the program's files outside the store."""
    return [path for path in sorted(MONITOR.rglob("*.py")) if STORE not in path.parents]


def test_no_sql_outside_the_store():
    """No module elsewhere has a statement of SQL in it."""
    assert found(SQL, [STORE / "trials.py"])
    assert found(SQL, elsewhere()) == []


def test_no_key_of_the_state_is_written_twice():
    """A key is spelled where it is defined; who gets or sets a value names the definition."""
    assert len(KEYS) == 21
    calls = rf"[gs]et_state\([^)]*[\"']|Key\([\"']({'|'.join(KEYS)})[\"']\)"
    files = [path for path in sorted(MONITOR.rglob("*.py")) if path != STORE / "state.py"]
    assert len(found(calls, [STORE / "state.py"])) == len(KEYS)
    assert found(calls, files) == []
    assert found(r"\b(FROM|INTO|UPDATE) state\b", files) == []


def test_sqlite_utils_is_used_by_its_public_interface():
    """No attribute that it keeps to itself."""
    assert found(r"\b(database|db|migrations?|table)\._[a-z]", STORE.rglob("*.py")) == []
