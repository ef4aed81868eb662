"""Looking for trials like one: which few questions to ask, and what an answer has. No sockets here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.core.similarity.terms import terms
from monitor.ctgov import pages as page
from monitor.ctgov import query_syntax as essie
from monitor.errors import BadAnswer

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from monitor.core.similarity import Traits
    from monitor.core.similarity.traits import Terms
    from monitor.ctgov.api import Answer
    from monitor.model import Record

CANDIDATES = 100
"""Trials in an answer, the most relevant first; related ones beyond these would be too many to tell of."""
MOST_TERMS = 12
MOST_NUMBERS = 50

_PART = re.compile(r"\w+(?:-\w+)+|\w{6,}")
"""A compound such as B7-H3, or a word that is no abbreviation."""

FIELDS = (
    "NCTId,NCTIdAlias,OrgStudyId,SecondaryId,SecondaryIdType,BriefTitle,OfficialTitle,OverallStatus,ExpandedAccessNCTId,"
    "LeadSponsorName,CollaboratorName,ResponsiblePartyInvestigatorFullName,BriefSummary,DetailedDescription,"
    "Condition,Keyword,InterventionName,InterventionOtherName,EligibilityCriteria,OverallOfficialName,"
    "LocationFacility,LocationCity,ReferencePMID,ReferenceCitation,"
    "ConditionMeshTerm,ConditionAncestorTerm,InterventionMeshTerm,InterventionAncestorTerm"
)
"""What a likeness is judged by; results, which make most of a large record, are not among it."""


NAMES = ("alike", "linked", "named")
"""The questions of a look, by name: one that failed is taken up again by itself."""


def question(name: str, watched: Traits, known: Collection[str] = ()) -> dict[str, str]:
    """Return the parameters of a question about one trial; none where there is nothing to ask.

    Args:
        name: which one, of ``NAMES``.
        watched: the trial.
        known: numbers whose records came with another answer.

    """
    if name == "named":
        return _named(watched, known)
    return _alike(watched) if name == "alike" else _linked(watched)


def records(answer: Answer) -> list[Record]:
    """Return the parts of records that an answer has; who reads them must trust none of it.

    Raises:
        BadAnswer: it is no page of studies.

    """
    if answer.status != 200:
        raise BadAnswer(f"the registry answers {answer.status} ({answer.text})")
    return [value for value in page.values(answer.body)[0] if isinstance(value, dict)]


def _usual(query: Mapping[str, str]) -> dict[str, str]:
    return {**query, "sort": "@relevance", "pageSize": str(CANDIDATES), "fields": FIELDS}


def _alike(watched: Traits) -> dict[str, str]:
    """Ask for the same conditions and the same interventions; for one of them where the other says nothing."""
    conditions = _telling(watched.conditions)
    interventions = [*_telling(watched.interventions), *_apart(watched)]
    conditions, interventions = conditions + _parts(conditions), interventions + _parts(interventions)
    query = {"query.cond": essie.any_of(conditions), "query.intr": essie.any_of(interventions)}
    found = {name: text for name, text in query.items() if text}
    return _usual(found) if found else {}


def _linked(watched: Traits) -> dict[str, str]:
    """Ask for trials of the same sponsor in the same field, and for those that name this one or its publications."""
    pmids = [key.removeprefix("pmid ") for key in watched.publications if key.startswith("pmid ")]
    sponsor = essie.within("LeadSponsorName", [watched.sponsor])
    fields = [
        essie.within("ConditionSearch", _telling(watched.conditions)[:4]),
        essie.within("InterventionSearch", _telling(watched.interventions)[:4]),
    ]
    field = " OR ".join(filter(None, fields))
    parts = [
        f"({sponsor} AND ({field}))" if sponsor and field else "",
        essie.within("ReferencePMID", pmids[:MOST_TERMS]),
        essie.within("ExpandedAccessNCTId", sorted(watched.numbers)),
        essie.within("BasicSearch", sorted(watched.numbers)),
    ]
    return _usual({"query.term": " OR ".join(filter(None, parts))})


def _named(watched: Traits, known: Collection[str]) -> dict[str, str]:
    """Ask for the trials that this one names outright."""
    numbers = sorted((watched.access | watched.named) - set(known))[:MOST_NUMBERS]
    if not numbers:
        return {}
    return {"filter.ids": ",".join(numbers), "pageSize": str(2 * len(numbers)), "fields": FIELDS}


def _apart(watched: Traits) -> list[str]:
    """Return keywords that have nothing of the condition's name: they name the treatment, or how it works."""
    condition = {word for words in watched.conditions for word in words}
    return _telling({words: term for words, term in watched.keywords.items() if not words & condition})


def _parts(names: list[str]) -> list[str]:
    """Return single words of names that say much by themselves: other trials' names have others beside them."""
    words = terms(word for name in names for word in _PART.findall(name))
    return [term.text for term in words.values() if term.weight == 1.0][:MOST_TERMS]


def _telling(terms: Terms) -> list[str]:
    """Return the names that say the most, in the record's order; generic ones only where there is no other."""
    named = sorted(terms.values(), key=lambda term: -term.weight)
    best = named[0].weight if named else 0.0
    return [term.text.removesuffix(" …") for term in named if term.weight >= min(best, 0.3)][:MOST_TERMS]
