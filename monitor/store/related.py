"""Related trials: what looks found for a watched trial, and which question was asked in which release."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

from monitor.core.watchlist import Like

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from monitor.core.similarity import Related
    from monitor.store.rows import Trial
    from monitor.store.write import Store

Ask: TypeAlias = "Callable[[str, list[Any]], Iterable[dict[str, Any]]]"
"""Asks the store: ``Reader.rows``, or ``Store.db.query`` in the transaction of whoever writes."""


def kept(ask: Ask) -> bool:
    """Say whether the store has these tables: one of an earlier nctwatch gets them in its next poll."""
    return any(True for _ in ask("SELECT 1 FROM sqlite_master WHERE name = 'looks'", []))


def questions(store: Store, trial: Trial) -> dict[str, tuple[str, bool]]:
    """Return the questions asked for a trial: the release of the last answer, and whether one was ever understood."""
    rows = store.db.execute(
        "SELECT question, release, first_at IS NOT NULL FROM looks WHERE trial_id = ?", [trial.id]
    ).fetchall()
    return {question: (release, bool(heard)) for question, release, heard in rows}


def answered(store: Store, trial: Trial, question: str, release: str, *, heard: bool, now: str) -> None:
    """Note that a question needs no asking in a release any more; ``heard`` says that its answer was of use."""
    store.db.execute(
        "INSERT INTO looks VALUES (:trial, :question, :release, :first) ON CONFLICT DO UPDATE "
        "SET release = excluded.release, first_at = coalesce(first_at, excluded.first_at)",
        {"trial": trial.id, "question": question, "release": release, "first": now if heard else None},
    )


def found(store: Store, trial: Trial) -> set[str]:
    """Return the numbers that looks found for a trial."""
    rows = store.db.execute("SELECT nct FROM related WHERE trial_id = ?", [trial.id]).fetchall()
    return {row[0] for row in rows}


def keep(store: Store, trial: Trial, one: Related, *, now: str, told: bool) -> None:
    """Keep a trial that a look found, or what a later look has of it; ``told`` says that people are told now."""
    store.db.execute(
        "INSERT INTO related VALUES (:trial, :nct, :title, :status, :score, :why, :now, :now, :told) "
        "ON CONFLICT DO UPDATE SET title = excluded.title, status = excluded.status, score = excluded.score, "
        "why = excluded.why, seen_at = excluded.seen_at, told_at = coalesce(told_at, excluded.told_at)",
        {
            "trial": trial.id,
            "nct": one.traits.nct,
            "title": one.traits.title,
            "status": one.traits.status,
            "score": one.score,
            "why": json.dumps(one.why, ensure_ascii=False),
            "now": now,
            "told": now if told else None,
        },
    )


def likes(ask: Ask, watched: Collection[str]) -> list[Like]:
    """Return what looks found anew for some trials, and so is watched since; by present or former numbers."""
    rows = ask(
        "SELECT r.nct, t.nct AS watched, r.why FROM related r JOIN trials t ON t.id = r.trial_id "
        "WHERE r.told_at IS NOT NULL AND (t.nct IN (SELECT value FROM json_each(?1)) OR t.id IN "
        "(SELECT trial_id FROM aliases WHERE alias IN (SELECT value FROM json_each(?1)))) ORDER BY r.found_at, r.nct",
        [json.dumps(list(watched))],
    )
    return [Like(row["nct"], row["watched"], json.loads(row["why"])) for row in rows]


def listed(ask: Ask, trial_id: int) -> list[dict[str, Any]]:
    """Return what looks found for a trial, the most alike first."""
    if not kept(ask):
        return []
    rows = ask(
        "SELECT nct, title, status, score, why FROM related WHERE trial_id = ? ORDER BY score DESC, nct",
        [trial_id],
    )
    return [row | {"why": json.loads(row["why"])} for row in rows]
