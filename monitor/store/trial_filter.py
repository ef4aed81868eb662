"""Which trials a list shows, and in which order, as conditions of SQL on ``current_trials t``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from monitor.core.records.accessors import typed_nct_number
from monitor.core.search_query import expression
from monitor.store.connection import has_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from monitor.store.connection import Connection

GONE = "GONE"
"""Stands among the statuses for a trial that the registry lost."""
SORTS = {
    "changed": "changed DESC, nct",
    "gravity": "gravity DESC, changed DESC, nct",
    "status": "openness, status, changed DESC, nct",
    "title": "title COLLATE NOCASE, nct",
}
"""The orders of a list: newest change, gravest recent change, most open status, title."""


@dataclass(frozen=True, slots=True)
class TrialFilter:
    """What a list is narrowed to; "" stands for anything."""

    status: str = ""
    """The registry's code, or ``GONE``."""
    sponsor: str = ""
    """A part of the sponsor's name, in either case."""
    phase: str = ""
    """One phase as people write it: ``1``, ``early 1``."""
    kind: str = ""
    """A kind of which there was a change since `since`."""
    words: str = ""
    """What somebody searches for, or an NCT number."""
    numbers: frozenset[str] | None = None
    """Only these trials, by present or former numbers; None for all."""

    @property
    def narrows(self) -> bool:
        """Whether any trial may be left out."""
        return self != TrialFilter()


def conditions(store: Connection, wanted: TrialFilter) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each condition with its values; those on changes need ``:since``.

    Raises:
        ValueError: the words have no word.

    """
    if wanted.status == GONE:
        yield "t.gone_at IS NOT NULL", {}
    elif wanted.status:
        yield "t.status = :status AND t.gone_at IS NULL", {"status": wanted.status}
    if wanted.sponsor:
        yield "instr(lower(t.sponsor), lower(:sponsor))", {"sponsor": wanted.sponsor}
    if wanted.phase:
        yield "instr('/' || t.phases || '/', :phase)", {"phase": f"/{wanted.phase}/"}
    if wanted.kind:
        recent = "SELECT trial_id FROM changes WHERE happened_on >= :since AND kind = :kind AND severity <> 'noise' AND repeats IS NULL"
        yield f"t.id IN ({recent})", {"kind": wanted.kind}
    if wanted.words:
        yield _words(store, wanted.words)
    if wanted.numbers is not None:
        yield _by_numbers(wanted.numbers)


def _words(store: Connection, words: str) -> tuple[str, dict[str, Any]]:
    """Return the condition of a number, of words in the index, or, without an index, of words in title and sponsor."""
    if number := typed_nct_number(words):
        return _by_numbers([number])
    if has_table(store, "searchable"):
        return "t.id IN (SELECT rowid FROM search WHERE search MATCH :words)", {"words": expression(words)}
    return "instr(lower(t.title || ' ' || t.sponsor), lower(:words))", {"words": words}


def _by_numbers(numbers: Iterable[str]) -> tuple[str, dict[str, Any]]:
    found = "SELECT value FROM json_each(:numbers)"
    return (
        f"(t.nct IN ({found}) OR t.id IN (SELECT trial_id FROM aliases WHERE alias IN ({found})))",
        {"numbers": json.dumps(list(numbers))},
    )
