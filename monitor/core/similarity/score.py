"""How alike two trials are, from 0 to 1, and why, in plain phrases.

What is treated and how it is treated carry most of it: either alone is no relation that
anybody would want to be told of, both together are. Links such as a shared publication
add to that, each a share of what is still missing to 1.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.core.similarity.terms import MIN_LIKENESS, likeness, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from monitor.core.similarity.terms import Term
    from monitor.core.similarity.traits import Terms, Traits

ENOUGH = 0.55
"""From this score on a trial is related (chosen on real records; ``bench/related.py``)."""

_CONDITION, _INTERVENTION = 0.35, 0.45
"""What the same conditions and the same interventions make of a score."""
_ANCESTOR = 0.3
"""What only a common ancestor in the MeSH tree makes of that at most."""
_FEW = 8
"""Among fewer trials nothing can be said of how rare a name is."""
_LIKE_TITLE = 0.35
_SHOWN = 3
"""Names in one phrase."""


@dataclass(frozen=True, slots=True)
class Related:
    """A trial that is like another one; ``why`` has the weightiest reason first."""

    traits: Traits
    score: float
    why: list[str]


@dataclass(slots=True)
class Corpus:
    """The trials that are compared with one: they show which names are rare, and which stand above all others."""

    size: int = 0
    above: Counter[frozenset[str]] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, trials: Iterable[Traits]) -> Corpus:
        """Count the names of some trials."""
        corpus = cls()
        for trial in trials:
            corpus.size += 1
            corpus.above.update({*trial.condition_ancestors, *trial.intervention_ancestors})
            corpus.seen.update({*trial.publications, *trial.investigators, *trial.sites, *trial.ids})
            corpus.seen.update({" ".join(sorted(words)) for words in trial.keywords})
        return corpus

    def weight(self, term: Term) -> float:
        """How much a condition or treatment says: less where it stands above others in the MeSH tree."""
        return term.weight * max(0.3, 1 - self._above(term))

    def narrow(self, term: Term) -> float:
        """How much a common ancestor says: next to nothing if it is that of most trials."""
        return term.weight * max(0.0, 1 - 1.6 * self._above(term))

    def _above(self, term: Term) -> float:
        """Return the share of trials above whose terms a name stands."""
        return self.above[term.words] / self.size if self.size >= _FEW else 0.0

    def rare(self, key: str) -> float:
        """How much a shared name says, 1 to 0: an investigator of every second trial links none of them."""
        if self.size < _FEW:
            return 1.0
        return max(0.0, 1 - math.log(max(1, self.seen[key])) / math.log(self.size))


@dataclass(frozen=True, slots=True)
class _Reason:
    worth: float
    phrase: str


def relate(watched: Traits, other: Traits, corpus: Corpus) -> Related:
    """Return how alike another trial is to a watched one, and why."""
    content = [
        *_same("condition", _CONDITION, watched.conditions, other.conditions, corpus),
        *_same("intervention", _INTERVENTION, watched.interventions, other.interventions, corpus),
    ]
    for word, worth, mine, theirs in (
        (
            "condition",
            _CONDITION,
            watched.conditions | watched.condition_ancestors,
            other.conditions | other.condition_ancestors,
        ),
        (
            "intervention",
            _INTERVENTION,
            watched.interventions | watched.intervention_ancestors,
            other.interventions | other.intervention_ancestors,
        ),
    ):
        if not any(f" {word}: " in reason.phrase for reason in content):
            content += _akin(word, worth, mine, theirs, corpus)
    links = list(_links(watched, other, corpus))
    left = 1 - sum(reason.worth for reason in content)
    for reason in links:
        left *= 1 - reason.worth
    reasons = sorted([*content, *links], key=lambda reason: -reason.worth)
    return Related(other, round(min(1.0, max(0.0, 1 - left)), 3), [reason.phrase for reason in reasons])


def _same(what: str, worth: float, mine: Terms, theirs: Terms, corpus: Corpus) -> list[_Reason]:
    """Compare the conditions, or the interventions: how well the best pair fits, and how much is covered."""
    pairs = {
        term: max(
            ((likeness(words, others), near) for others, near in theirs.items()),
            default=(0.0, None),
            key=_first,
        )
        for words, term in mine.items()
    }
    # a trial of nothing but steroids is about steroids
    most = max((corpus.weight(term) for term in mine.values()), default=0.0)
    scale = 1 / most if most >= 0.3 else 1.0
    fits = {
        term: scale * min(corpus.weight(term), corpus.weight(near)) * like
        for term, (like, near) in pairs.items()
        if near is not None and like >= MIN_LIKENESS
    }
    best = max(fits.values(), default=0.0)
    if best < 0.02:
        return []
    covered = _covered(mine, theirs, corpus) * _covered(theirs, mine, corpus)
    strength = 0.65 * best + 0.35 * math.sqrt(covered) * min(1.0, 2 * best)
    ordered = sorted(fits, key=lambda term: (-fits[term], len(term.text), term.text))
    exact = [term.text for term in ordered if pairs[term][0] == 1.0 and fits[term] >= best / 3]
    close = [term.text for term in ordered if fits[term] >= best / 2]
    word = "same" if exact else "similar"
    return [_Reason(worth * strength, f"{word} {what}: {', '.join((exact or close)[:_SHOWN])}")]


def _covered(mine: Terms, theirs: Terms, corpus: Corpus) -> float:
    total = sum(corpus.weight(term) for term in mine.values())
    found = sum(
        corpus.weight(term) * max((likeness(words, others) for others in theirs), default=0.0)
        for words, term in mine.items()
    )
    return found / total if total else 0.0


def _akin(what: str, worth: float, mine: Terms, theirs: Terms, corpus: Corpus) -> list[_Reason]:
    """Compare by the MeSH tree: the narrowest name that both have, as their own or as an ancestor."""
    common = {mine[words].text: corpus.narrow(mine[words]) for words in mine.keys() & theirs.keys()}
    best = max(common, key=lambda text: (common[text], text), default="")
    if not best or common[best] < 0.1:
        return []
    return [_Reason(worth * _ANCESTOR * common[best], f"kindred {what}s: {best}")]


def _links(watched: Traits, other: Traits, corpus: Corpus) -> Iterator[_Reason]:
    if watched.expanded_access & other.numbers or other.expanded_access & watched.numbers:
        yield _Reason(0.9, "linked as expanded access")
    if watched.mentioned & other.numbers:
        yield _Reason(0.5, f"its number {other.nct} is named in {watched.nct}")
    if other.mentioned & watched.numbers:
        yield _Reason(0.5, f"names {watched.nct} in its text")
    for worth, phrase, mine, theirs in (
        (0.6, "same identifier: {}", watched.ids, other.ids),
        (0.5, "same publication: {}", watched.publications, other.publications),
        (0.2, "same investigator: {}", watched.investigators, other.investigators),
        (0.05, "same site: {}", watched.sites, other.sites),
    ):
        yield from _shared(worth, phrase, mine, theirs, corpus)
    keywords = {
        " ".join(sorted(words)): term.text for words, term in watched.keywords.items() if term.weight >= 1
    }
    theirs = {" ".join(sorted(words)): term.text for words, term in other.keywords.items()}
    yield from _shared(0.12, "same keyword: {}", keywords, theirs, corpus)
    like = likeness(words_of(watched.title), words_of(other.title))
    if like >= _LIKE_TITLE:
        yield _Reason(0.25 * like, "similar title")
    if watched.sponsor and watched.sponsor.casefold() == other.sponsor.casefold():
        yield _Reason(0.15, "same sponsor")
    elif _backers(watched) & _backers(other):
        yield _Reason(0.06, "same sponsor or collaborator")


def _shared(
    worth: float, phrase: str, mine: Mapping[str, str], theirs: Mapping[str, str], corpus: Corpus
) -> Iterator[_Reason]:
    common = sorted(mine.keys() & theirs.keys(), key=lambda key: (-corpus.rare(key), key))
    if common and (rare := corpus.rare(common[0])) > 0.05:
        yield _Reason(worth * rare, phrase.format(mine[common[0]]))


def _backers(trial: Traits) -> set[str]:
    return {*trial.collaborators, *([" ".join(trial.sponsor.casefold().split())] if trial.sponsor else [])}


def _first(pair: tuple[float, Term | None]) -> float:
    return pair[0]
