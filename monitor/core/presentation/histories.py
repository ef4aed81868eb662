"""The sentences about record histories that could not be fetched completely. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.labels import count, cut, moment
from monitor.core.presentation.sanitize import flat

if TYPE_CHECKING:
    from collections.abc import Iterable

NAMED = 3
"""Up to this many trials with the same error have a sentence each; more share one."""


def history_sentence(nct: str, error: str, due: str | None) -> str:
    """Return the sentence about a failed record history, without a full stop.

    Args:
        nct: the trial; empty for several.
        error: why it failed.
        due: when the service tries again, ISO 8601 in UTC; None if it does not, or does so next.

    """
    again = f"the service tries again after {moment(due)}, " if due else ""
    command = f"nctwatch backfill {nct}".rstrip()
    return f"the record history is not complete: {error.rstrip('. ')}; {again}`{command}` does so now"


def history_sentences(failed: Iterable[tuple[str, str, str | None]]) -> list[str]:
    """Return the sentences about failed record histories, each with its trials, without full stops.

    Args:
        failed: NCT number, error and time of the next try, as for `history_sentence`.

    Returns:
        A sentence a trial. More than `NAMED` trials with the same error share one.

    """
    by_error: dict[str, list[tuple[str, str | None]]] = {}
    for nct, error, due in failed:
        by_error.setdefault(error, []).append((nct, due))
    sentences = []
    for error, trials in by_error.items():
        if len(trials) <= NAMED:
            sentences += [f"{nct}: {history_sentence(nct, error, due)}" for nct, due in trials]
            continue
        named = ", ".join(nct for nct, _ in trials[:NAMED])
        first = min((due for _, due in trials if due), default=None)
        shared = history_sentence("", error, first)
        sentences.append(
            f"{count(len(trials), 'trial')} ({named} and {len(trials) - NAMED:,} more): {shared}"
        )
    return sentences


def trouble(last_error: str | None, history: str | None) -> str:
    """Return why a trial, or its record history, could not be fetched; "" if both were."""
    sentences = [text for text in (last_error, history) if text]
    return cut(flat(". ".join(text[:1].upper() + text[1:] for text in sentences)), 400)
