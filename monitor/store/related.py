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
    store: Connection,
    trial: Trial,
    question: str,
    release: str,
    *,
    usable: bool,
    now: str,
    note: str | None = None,
) -> None:
    """Note that a question needs no asking in a release any more.

    Args:
        store: the store; the caller has a transaction open.
        trial: the watched trial.
        question: the question's name.
        release: the release that it was asked in.
        usable: whether its answer was of use.
        now: when.
        note: what is to be said of the answer; None for nothing.

    """
    store.execute(
        "INSERT INTO looks VALUES (:trial, :question, :release, :first) ON CONFLICT DO UPDATE "
        "SET release = excluded.release, first_at = coalesce(first_at, excluded.first_at)",
        {"trial": trial.id, "question": question, "release": release, "first": now if usable else None},
    )
    _remark(store, trial, question, None, note)


def record_failure(store: Connection, trial: Trial, question: str, error: str) -> None:
    """Note why the last asking of a question failed; in which release it was answered stays."""
    _remark(store, trial, question, error, None)


def _remark(store: Connection, trial: Trial, question: str, error: str | None, note: str | None) -> None:
    """Replace what is to be said of a question; with neither an error nor a note nothing is."""
    store.execute("DELETE FROM look_remarks WHERE trial_id = ? AND question = ?", [trial.id, question])
    if error is not None or note is not None:
        store.execute("INSERT INTO look_remarks VALUES (?, ?, ?, ?)", [trial.id, question, error, note])


def remarks(store: Connection, numbers: Collection[str]) -> list[dict[str, Any]]:
    """Return the questions of some trials that failed, or of whose answer something is to be said.

    Each has ``trial``, ``question``, ``error`` and ``note``, of which one is None.
    """
    return store.rows(
        "SELECT t.nct AS trial, r.question, r.error, r.note FROM look_remarks r "
        f"JOIN current_trials t ON t.id = r.trial_id WHERE t.{BY_NUMBERS} ORDER BY t.nct, r.question",
        {"numbers": json.dumps(list(numbers))},
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
