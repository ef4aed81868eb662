"""How alike two trials are, and why: a score from 0 to 1 that explains itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.similarity.score import ENOUGH, Corpus, Related, relate
from monitor.core.similarity.traits import Traits, traits

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ENOUGH", "Related", "Traits", "ranked", "traits"]


def ranked(watched: Traits, trials: Iterable[Traits]) -> list[Related]:
    """Return trials by how alike they are to one, the most alike first; itself and its aliases are left out."""
    others = {trial.nct: trial for trial in trials if not trial.numbers & watched.numbers}
    corpus = Corpus.of([watched, *others.values()])
    related = [relate(watched, trial, corpus) for trial in others.values()]
    return sorted(related, key=lambda item: (-item.score, item.traits.nct))
