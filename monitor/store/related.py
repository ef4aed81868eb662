"""Related trials: what looks found for a watched trial, and which question was asked in which release."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from monitor.core.watchlist import DiscoveredTrial
from monitor.store.trials import BY_NUMBERS

if TYPE_CHECKING:
    from collections.abc import Collection

    from monitor.core.similarity import Related
    from monitor.store.connection import Connection
    from monitor.store.trials import Trial


def questions(store: Connection, trial: Trial) -> dict[str, tuple[str, bool]]:
    """Return the questions asked for a trial: the release of the last answer, and whether one was ever understood."""
    rows = store.tuples(
        "SELECT question, release, first_at IS NOT NULL FROM looks WHERE trial_id = ?", [trial.id]
    )
    return {question: (release, bool(usable)) for question, release, usable in rows}


def record_answer(
    store: Connection, trial: Trial, question: str, release: str, *, usable: bool, now: str
) -> None:
    """Note that a question needs no asking in a release any more; ``usable`` says that its answer was of use."""
    store.execute(
        "INSERT INTO looks VALUES (:trial, :question, :release, :first) ON CONFLICT DO UPDATE "
        "SET release = excluded.release, first_at = coalesce(first_at, excluded.first_at)",
        {"trial": trial.id, "question": question, "release": release, "first": now if usable else None},
    )


def numbers_found(store: Connection, trial: Trial) -> set[str]:
    """Return the numbers that looks found for a trial."""
    rows = store.tuples("SELECT nct FROM related WHERE trial_id = ?", [trial.id])
    return {row[0] for row in rows}


def record(store: Connection, trial: Trial, alike: Related, *, now: str, announced: bool) -> None:
    """Keep a trial that a look found, or what a later look has of it; ``announced`` says that a change tells of it now."""
    store.execute(
        "INSERT INTO related VALUES (:trial, :nct, :title, :status, :score, :why, :now, :now, :told) "
        "ON CONFLICT DO UPDATE SET title = excluded.title, status = excluded.status, score = excluded.score, "
        "why = excluded.why, seen_at = excluded.seen_at, told_at = coalesce(told_at, excluded.told_at)",
        {
            "trial": trial.id,
            "nct": alike.traits.nct,
            "title": alike.traits.title,
            "status": alike.traits.status,
            "score": alike.score,
            "why": json.dumps(alike.why, ensure_ascii=False),
            "now": now,
            "told": now if announced else None,
        },
    )


def discovered(store: Connection, watched: Collection[str]) -> list[DiscoveredTrial]:
    """Return what looks found anew for some trials, and so is watched since; by present or former numbers."""
    rows = store.rows(
        "SELECT r.nct, t.nct AS watched, r.why FROM related r JOIN current_trials t ON t.id = r.trial_id "
        f"WHERE r.told_at IS NOT NULL AND t.{BY_NUMBERS} ORDER BY r.found_at, r.nct",
        {"numbers": json.dumps(list(watched))},
    )
    return [DiscoveredTrial(row["nct"], row["watched"], json.loads(row["why"])) for row in rows]


def listed(store: Connection, trial_id: int) -> list[dict[str, Any]]:
    """Return what looks found for a trial, the most alike first."""
    rows = store.rows(
        "SELECT nct, title, status, score, why FROM related WHERE trial_id = ? ORDER BY score DESC, nct",
        [trial_id],
    )
    return [row | {"why": json.loads(row["why"])} for row in rows]
