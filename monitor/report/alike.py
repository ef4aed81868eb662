"""The store → the related trials of one, with the reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from monitor.core.records import canonical
from monitor.core.similarity import ranked, traits
from monitor.core.watchlist import How, related_to
from monitor.errors import StoreError
from monitor.store import related
from monitor.store.trials import find_trial, list_trials
from monitor.store.versions import newest_versions, read_record

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from monitor.core.similarity import Traits
    from monitor.core.watchlist import Reasons
    from monitor.model import Record
    from monitor.store.connection import Connection

NAMED = "named as related in the configuration"
MOST = 100
"""Trials that are compared with one for a page."""


def alike(
    reader: Connection,
    nct: str,
    trial: int,
    record: Record,
    watched: Mapping[str, Reasons],
    by_name: Mapping[str, Reasons] | None = None,
) -> list[dict[str, Any]]:
    """Return the trials like one, the most alike first, each with `nct`, `title`, `status`, `why` and `watched`.

    They are those that looks found and those that the configuration names with it.

    Args:
        reader: the store.
        nct: the trial's number.
        trial: its id.
        record: its newest version.
        watched: all that is watched, with the reason.
        by_name: the part of it that the configuration names; None for all of it.

    """
    found = {row["nct"]: row | {"why": list(row["why"])} for row in related.listed(reader, trial)}
    reasons_given = watched if by_name is None else by_name
    named = [number for number, why in reasons_given.items() if related_to(nct) in why]
    its_own = [why.of[0] for why in watched.get(nct, ()) if why.how is How.RELATED]
    named += [number for number in its_own if number not in named]
    reasons = _reasons(reader, record, named[:MOST])
    for number in named:
        row = reasons.get(number) or {"nct": number, "title": "", "status": None, "score": 0.0, "why": []}
        found.setdefault(number, row)["why"].append(NAMED)
    held = _numbers(reader, found)
    rows = [
        row | {"watched": number in watched or held.get(number, "") in watched}
        for number, row in found.items()
    ]
    return sorted(rows, key=lambda row: (-row["score"], row["nct"]))


def _reasons(reader: Connection, record: Record, numbers: Collection[str]) -> dict[str, dict[str, Any]]:
    """Return the held ones of some trials, with how alike each is to a record and why."""
    mine, others = traits(record), []
    rows: dict[str, dict[str, Any]] = {}
    for held in list_trials(reader, numbers):
        trial = held.trial
        rows[trial.nct] = {
            "nct": trial.nct,
            "title": trial.title,
            "status": trial.status,
            "score": 0.0,
            "why": [],
        }
        others += [found] if trial.found and (found := _traits(reader, trial.nct)) else []
    for like in ranked(mine, others) if mine else ():
        if like.traits.nct in rows:
            rows[like.traits.nct] |= {"score": like.score, "why": list(like.why)}
    return rows


def _traits(reader: Connection, nct: str) -> Traits | None:
    """Return what links a held trial to others; None where its record is damaged or has nothing of that."""
    try:
        (version,) = newest_versions(reader, nct, 1)
        return traits(canonical.decode(read_record(reader, version.id)))
    except StoreError:
        return None


def _numbers(reader: Connection, numbers: Collection[str]) -> dict[str, str]:
    """Return the present number of each trial that is held."""
    found = {number: find_trial(reader, number) for number in numbers}
    return {number: trial.nct for number, trial in found.items() if trial}
