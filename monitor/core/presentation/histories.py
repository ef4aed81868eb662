"""The sentence about a record history that could not be taken in whole. Pure."""

from __future__ import annotations


def history_sentence(nct: str, error: str, due: str | None) -> str:
    """Return what is to be said of a failed record history, without a full stop.

    Args:
        nct: the trial.
        error: why it failed.
        due: when the service tries again, ISO 8601 in UTC; None if it does not, or does so next.

    """
    again = f"the service tries again after {due[:10]} {due[11:16]} UTC, " if due else ""
    return f"the record history is not complete: {error.rstrip('. ')}; {again}`nctwatch backfill {nct}` does so now"
