"""What of a record can link it with another trial. Nothing here raises because of a record's shape."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from monitor.core.presentation.labels import cut
from monitor.core.presentation.sanitize import safe_line
from monitor.core.records import accessors
from monitor.core.similarity.terms import Term, brief, terms, words, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.model import Json, Record

Terms: TypeAlias = "dict[frozenset[str], Term]"

MAX_ITEMS = 60
"""Of a list with more names than that, the first ones say what the trial is about."""
MAX_TITLE = 800
MAX_TEXT = 100_000
"""Letters of one text in which numbers of other trials are looked for."""

_P = "protocolSection"
_NAMED = re.compile(r"\bNCT\d{8}\b", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+")
_TITLES = words("md phd prof professor dr faan msc bsc mph facp mbbs do pharmd rn")

_NOBODY = words(
    "trial center centre director information call manager reference pharmaceutical pharma medical clinical inc ltd gmbh"
)
"""What stands in place of a name where nobody is named."""


@dataclass(frozen=True, slots=True)
class Traits:
    """The links that a trial offers: each value is in a form that compares, with its words for people."""

    nct: str
    numbers: frozenset[str]
    """Its own number and its former ones."""
    title: str
    status: str | None
    conditions: Terms = field(default_factory=dict)
    interventions: Terms = field(default_factory=dict)
    keywords: Terms = field(default_factory=dict)
    condition_ancestors: Terms = field(default_factory=dict)
    intervention_ancestors: Terms = field(default_factory=dict)
    sponsor: str = ""
    collaborators: dict[str, str] = field(default_factory=dict)
    expanded_access: frozenset[str] = frozenset()
    """The trial that gives expanded access to what is studied here."""
    ids: dict[str, str] = field(default_factory=dict)
    mentioned: frozenset[str] = frozenset()
    """Numbers of other trials in its texts."""
    publications: dict[str, str] = field(default_factory=dict)
    investigators: dict[str, str] = field(default_factory=dict)
    sites: dict[str, str] = field(default_factory=dict)


def traits(record: Record) -> Traits | None:
    """Return what can link a record, or the part of one that a search gives; None where it names no trial."""
    nct = accessors.nct_of(record)
    if nct is None:
        return None
    numbers = frozenset([nct, *accessors.aliases_of(record)])
    access = accessors.nct_number(
        accessors.text_at(record, _P, "statusModule", "expandedAccessInfo", "nctId") or ""
    )
    sponsors = (_P, "sponsorCollaboratorsModule")
    return Traits(
        nct=nct,
        numbers=numbers,
        title=cut(safe_line(accessors.title_of(record)[:MAX_TITLE]), MAX_TITLE // 2),
        status=safe_line((accessors.status_of(record) or "")[:60]) or None,
        conditions=terms(
            [*_strings(record, _P, "conditionsModule", "conditions"), *_mesh(record, "condition")]
        ),
        interventions=terms([*islice(_treatments(record), MAX_ITEMS), *_mesh(record, "intervention")]),
        keywords=terms(_strings(record, _P, "conditionsModule", "keywords")),
        condition_ancestors=terms(_mesh(record, "condition", "ancestors")),
        intervention_ancestors=terms(_mesh(record, "intervention", "ancestors")),
        sponsor=accessors.sponsor_of(record),
        collaborators=_plainly(_named(record, "name", *sponsors, "collaborators")),
        expanded_access=frozenset([access] if access else []) - numbers,
        ids=dict(_ids(record)),
        mentioned=_numbers_in(record) - numbers,
        publications=dict(_publications(record)),
        investigators=dict(_investigators(record)),
        sites=_plainly(_sites(record)),
    )


def _strings(record: Json, *path: str) -> list[str]:
    value = accessors.get(record, *path)
    return [item for item in value[:MAX_ITEMS] if isinstance(item, str)] if isinstance(value, list) else []


def _named(record: Record, key: str, *path: str) -> list[str]:
    return [
        item[key] for item in accessors.items_at(record, *path)[:MAX_ITEMS] if isinstance(item.get(key), str)
    ]


def _mesh(record: Record, which: str, what: str = "meshes") -> list[str]:
    return _named(record, "term", "derivedSection", f"{which}BrowseModule", what)


def _treatments(record: Record) -> Iterator[str]:
    for item in accessors.items_at(record, _P, "armsInterventionsModule", "interventions")[:MAX_ITEMS]:
        if isinstance(item.get("name"), str):
            yield item["name"]
        yield from _strings(item, "otherNames")


def _ids(record: Record) -> Iterator[tuple[str, str]]:
    """Yield its identifiers elsewhere; a grant's number stands in hundreds of trials, and links none."""
    module = (_P, "identificationModule")
    own = accessors.text_at(record, *module, "orgStudyIdInfo", "id")
    others = [
        item["id"]
        for item in accessors.items_at(record, *module, "secondaryIdInfos")[:MAX_ITEMS]
        if isinstance(item.get("id"), str) and item.get("type") not in {"NIH", "AHRQ", "FDA", "SAMHSA"}
    ]
    for text in [own or "", *others]:
        key = re.sub(r"\W", "", text[:100]).casefold()
        if len(key) > 4:
            yield key, brief(text)


def _numbers_in(record: Record) -> frozenset[str]:
    found: set[str] = set()
    for path in (
        ("identificationModule", "officialTitle"),
        ("descriptionModule", "briefSummary"),
        ("descriptionModule", "detailedDescription"),
        ("eligibilityModule", "eligibilityCriteria"),
    ):
        found.update(_NAMED.findall((accessors.text_at(record, _P, *path) or "")[:MAX_TEXT]))
    for item in accessors.items_at(record, _P, "identificationModule", "secondaryIdInfos")[:MAX_ITEMS]:
        if isinstance(item.get("id"), str):
            found.update(_NAMED.findall(item["id"][:100]))
    return frozenset(number.upper() for number in found)


def _publications(record: Record) -> Iterator[tuple[str, str]]:
    """Yield publications: by PMID, else DOI, else the letters of the citation."""
    for item in accessors.items_at(record, _P, "referencesModule", "references")[:MAX_ITEMS]:
        pmid, citation = item.get("pmid"), item.get("citation")
        text = citation[:2000] if isinstance(citation, str) else ""
        shown = brief(text) or f"PMID {pmid}"
        if isinstance(pmid, str) and pmid.isdecimal() and len(pmid) < 12:
            yield f"pmid {int(pmid)}", shown
        if doi := _DOI.search(text):
            yield f"doi {doi[0].rstrip('.,;)').casefold()}", shown
        elif len(letters := "".join(sorted(words_of(text)))) > 20:
            yield letters, shown


def _investigators(record: Record) -> Iterator[tuple[str, str]]:
    module = (_P, "sponsorCollaboratorsModule", "responsibleParty", "investigatorFullName")
    officials = _named(record, "name", _P, "contactsLocationsModule", "overallOfficials")
    sponsor = words_of(accessors.sponsor_of(record))
    for name in [*officials, accessors.text_at(record, *module) or ""]:
        parts = words_of(name.split(",")[0]) - _TITLES
        if len(parts) > 1 and not parts & _NOBODY and not parts <= sponsor:
            yield " ".join(sorted(part for part in parts if len(part) > 1)), brief(name)


def _sites(record: Record) -> Iterator[str]:
    for item in accessors.items_at(record, _P, "contactsLocationsModule", "locations")[:MAX_ITEMS]:
        facility, city = item.get("facility"), item.get("city")
        if isinstance(facility, str) and isinstance(city, str) and "site" not in facility[:200].casefold():
            yield f"{facility[:200]}, {city[:100]}"


def _plainly(names: Iterator[str] | list[str]) -> dict[str, str]:
    return {" ".join(name[:300].casefold().split()): brief(name) for name in names if name.strip()}
