"""Queries for trials related to a watched one: build them and parse their answers. Sends nothing itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.core.similarity.terms import terms
from monitor.ctgov.pages import decode_studies
from monitor.ctgov.query_syntax import any_of, within
from monitor.errors import BadAnswer

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from monitor.core.similarity import Traits
    from monitor.core.similarity.traits import Terms
    from monitor.ctgov.api import Answer
    from monitor.model import Record

CANDIDATES = 100
"""Trials in an answer, the most relevant first; more related trials would be too many to report."""
MOST_TERMS = 12
MOST_PHRASES = 30
"""Quoted phrases in one parameter: 38 were answered in ``query.intr``, a little more than 30 in another were not
(reported in August 2026)."""
MOST_NUMBERS = 50

_PART = re.compile(r"\w+(?:-\w+)+|\w{6,}")
"""A compound such as B7-H3, or a word too long to be an abbreviation."""

FIELDS = (
    "NCTId,NCTIdAlias,OrgStudyId,SecondaryId,SecondaryIdType,BriefTitle,OfficialTitle,OverallStatus,ExpandedAccessNCTId,"
    "LeadSponsorName,CollaboratorName,ResponsiblePartyInvestigatorFullName,BriefSummary,DetailedDescription,"
    "Condition,Keyword,InterventionName,InterventionOtherName,EligibilityCriteria,OverallOfficialName,"
    "LocationFacility,LocationCity,ReferencePMID,ReferenceCitation,"
    "ConditionMeshTerm,ConditionAncestorTerm,InterventionMeshTerm,InterventionAncestorTerm"
)
"""The fields by which similarity is judged; without the results, which are most of a large record."""

QUERIES = ("alike", "linked", "named")
"""Names of the related-trial queries, as stored; each is sent again by itself if it failed."""


def build_query(
    name: str, watched: Traits, known: Collection[str] = (), most: int = MOST_PHRASES
) -> dict[str, str]:
    """Return the query parameters of a query about a watched trial; empty if the record has nothing to query by.

    Args:
        name: one of ``QUERIES``.
        watched: the traits of the watched trial.
        known: NCT numbers whose records another answer has already.
        most: the most phrases in one parameter.

    """
    if name == "named":
        return _named(watched, known)
    return _alike(watched, most) if name == "alike" else _linked(watched, most)


def phrases(query: Mapping[str, str]) -> int:
    """Return how many quoted phrases the longest parameter of a query has."""
    return max((text.count('"') // 2 for text in query.values()), default=0)


def parse_records(answer: Answer) -> list[Record]:
    """Return the partial records of an answer; their content is unchecked.

    Raises:
        BadAnswer: it is not a page of studies.

    """
    if answer.status != 200:
        raise BadAnswer(f"the registry answers {answer.status} ({answer.text})")
    return [value for value in decode_studies(answer.body)[0] if isinstance(value, dict)]


def _with_options(query: Mapping[str, str]) -> dict[str, str]:
    return {**query, "sort": "@relevance", "pageSize": str(CANDIDATES), "fields": FIELDS}


def _alike(watched: Traits, most: int) -> dict[str, str]:
    """Query for the same conditions and interventions; for one of the two if the record lacks the other."""
    conditions = _specific(watched.conditions)
    interventions = [*_specific(watched.interventions), *_treatment_keywords(watched)]
    conditions, interventions = (
        conditions + _specific_words(conditions),
        interventions + _specific_words(interventions),
    )
    query = {"query.cond": any_of(conditions[:most]), "query.intr": any_of(interventions[:most])}
    found = {name: text for name, text in query.items() if text}
    return _with_options(found) if found else {}


def _linked(watched: Traits, most: int) -> dict[str, str]:
    """Query for trials of the same sponsor and field, and for trials that cite this one or its publications."""
    pmids = [key.removeprefix("pmid ") for key in watched.publications if key.startswith("pmid ")]
    sponsor = within("LeadSponsorName", [watched.sponsor])
    each, few = min(4, most // 6), most // 3
    fields = [
        within("ConditionSearch", _specific(watched.conditions)[:each]),
        within("InterventionSearch", _specific(watched.interventions)[:each]),
    ]
    field = " OR ".join(filter(None, fields))
    parts = [
        f"({sponsor} AND ({field}))" if sponsor and field else "",
        within("ReferencePMID", pmids[: min(MOST_TERMS, few)]),
        within("ExpandedAccessNCTId", sorted(watched.numbers)[:few]),
        within("BasicSearch", sorted(watched.numbers)[: max(1, few)]),
    ]
    return _with_options({"query.term": " OR ".join(filter(None, parts))})


def _named(watched: Traits, known: Collection[str]) -> dict[str, str]:
    """Query for the trials whose NCT numbers this one names."""
    numbers = sorted((watched.expanded_access | watched.mentioned) - set(known))[:MOST_NUMBERS]
    if not numbers:
        return {}
    return {"filter.ids": ",".join(numbers), "pageSize": str(2 * len(numbers)), "fields": FIELDS}


def _treatment_keywords(watched: Traits) -> list[str]:
    """Return keywords without a word of the conditions: they name the treatment or its mechanism."""
    condition = {word for words in watched.conditions for word in words}
    return _specific({words: term for words, term in watched.keywords.items() if not words & condition})


def _specific_words(names: list[str]) -> list[str]:
    """Return specific single words of names; other trials combine them with other words."""
    words = terms(word for name in names for word in _PART.findall(name))
    return [term.text for term in words.values() if term.weight == 1.0][:MOST_TERMS]


def _specific(terms: Terms) -> list[str]:
    """Return the most specific names, in the record's order; generic ones only if there is no other."""
    named = sorted(terms.values(), key=lambda term: -term.weight)
    best = named[0].weight if named else 0.0
    return [term.text.removesuffix(" …") for term in named if term.weight >= min(best, 0.3)][:MOST_TERMS]
