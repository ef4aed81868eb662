"""Sentences about the queries for related trials. Pure."""

from __future__ import annotations

_NAMES = {
    "alike": "the search for trials with the same conditions and interventions",
    "linked": "the search for trials of the same sponsor or with the same publications",
    "named": "the search for the trials that its record names",
}


def query_sentence(question: str, error: str | None, note: str | None) -> str:
    """Return the sentence about a query.

    Args:
        question: its name.
        error: why it failed; None if it did not.
        note: what is unusual about its answer, after "was"; None if it failed.

    """
    name = _NAMES.get(question, "a search for related trials")
    if error is not None:
        return f"{name} failed: {error.rstrip('. ')}"
    return f"{name} was {note}"
