"""Every event's sentence, in one file to be read: ``NCTWATCH_GOLDEN=write pytest tests/core/presentation/test_sentences.py``.

Each entry of the file is what a change between two real-looking records says: headline, severity, direction,
sentence, and the lines of the plain-text alert.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from core.changes.conftest import edited
from core.presentation.cases import apart, modules, results, status, when_where, who
from core.presentation.test_values import ANYTHING
from hypothesis import given, settings
from hypothesis import strategies as st
from records import a_record

from monitor.alerts.renderers.plain import entry_text
from monitor.core.changes import classify
from monitor.core.changes.events import TABLE
from monitor.core.presentation.entry import entry
from monitor.core.presentation.sentences import headline, summary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.model import Change

FILE = Path(__file__).parents[2] / "data" / "sentences.md"
HEAD = f"""# Every sentence

What is said of each event, three times or more, from record pairs of `tests/core/presentation/cases/`. Written by
`{__doc__.split("``")[1]}`; read the difference.
"""
CASES = {
    name: pairs
    for module in (status, results, who, when_where, modules)
    for name, pairs in module.CASES.items()
}
NAMES = [f"{event.kind}.{event.name}" for event in TABLE]


def changes_of(name: str, first: dict, edits: dict) -> list[Change]:
    """Return the changes of one event between two records."""
    old = edited(a_record(), first, post=None)
    post = None if name in when_where.BY_REGISTRY else "2026-09-10"
    changes = classify(old, edited(old, edits, post=post))
    return [change for change in changes if f"{change.kind}.{change.event}" == name]


@pytest.fixture(scope="module")
def changes() -> dict[str, list[list[Change]]]:
    """Return what each case makes, by event."""
    found = {name: [changes_of(name, *pair) for pair in pairs] for name, pairs in CASES.items()}
    for name, made in apart.made().items():
        found.setdefault(name, []).extend([change] for change in made)
    return found


def written(changes: dict[str, list[list[Change]]]) -> Iterator[str]:
    """Yield the lines of the file."""
    yield HEAD
    for name in NAMES:
        yield f"## {name}\n"
        for change in (change for case in changes[name] for change in case[:2]):
            direction = f", {change.direction}" if change.direction else ""
            yield f"- **{headline(change)}** ({change.severity}{direction}): {summary(change)}"
            shown = entry(change)
            if shown.was or shown.now:
                lines = "\n".join(f"  {line}" for line in entry_text(shown).splitlines())
                yield f"\n  ```text\n{lines}\n  ```\n"
        yield ""


def test_each_event_has_three_sentences(changes):
    """Every row of the table has at least three cases, and each case makes its event."""
    assert set(changes) == set(NAMES)
    assert {name: len(cases) for name, cases in changes.items() if len(cases) < 3} == {}
    assert [(name, n) for name, cases in changes.items() for n, case in enumerate(cases) if not case] == []


def test_sentences_read_as_they_were_read(changes):
    """Each sentence is what somebody read and found good."""
    text = "\n".join(written(changes)).rstrip() + "\n"
    if os.environ.get("NCTWATCH_GOLDEN") == "write":
        FILE.write_text(text, "utf-8")
    assert text == FILE.read_text("utf-8")


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_whatever_the_registry_writes_is_told_in_one_line(changes, data):
    """Any JSON in the place of a value makes a sentence, and both sides of it are lines."""
    name = data.draw(st.sampled_from(NAMES))
    for case in changes[name][:1]:
        before, after = data.draw(st.tuples(ANYTHING, ANYTHING))
        for sides in ((before, after), (None, after), (before, None)):
            shown = entry(replace(case[0], before=sides[0], after=sides[1]))
            assert shown.head
            assert "\n" not in shown.summary + shown.was + shown.now
