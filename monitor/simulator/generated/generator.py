"""Invented studies, mixed from real ones: the same place and seed always give the same record.

A record takes its shape, size and sections from one real record. Its modules, sentences, criteria
and sites come from others, its number and dates are its own.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from monitor.simulator.generated.numbers import nct
from monitor.simulator.generated.template import Template
from monitor.simulator.json_text import encode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.model import Json, Record

MEAN = 17_000
"""Bytes of the registry's mean record (measured); records with results are drawn so often that it fits."""
_SWAPPED = (
    "sponsorCollaboratorsModule",
    "oversightModule",
    "conditionsModule",
    "armsInterventionsModule",
    "outcomesModule",
    "referencesModule",
    "ipdSharingStatementModule",
)
_DAY = re.compile(r"\d{4}-\d\d(-\d\d)?")
_FOUR_YEARS = 1460


class Generator:
    """Makes studies out of real records; other seeds give other studies."""

    def __init__(self, records: Iterable[Record], seed: int = 1) -> None:
        self.seed = seed
        self._all = [Template(record) for record in records]
        self._with = [template for template in self._all if template.has_results] or self._all
        self._without = [template for template in self._all if not template.has_results] or self._all
        self._share = _share(_mean(self._without), _mean(self._with))
        self._sites = [site for template in self._all for site in template.sites]

    def record(self, place: int, day: str) -> bytes:
        """Return a study's record as JSON, as the registry would serve it in the release of a day."""
        head, tail = self.around_stamp(place)
        return head + day.encode() + tail

    def around_stamp(self, place: int) -> tuple[bytes, bytes]:
        """Return what stands before and after the release stamp in a study's record."""
        chance = Random(f"{self.seed}:{place}")
        base = chance.choice(self._with if chance.random() < self._share else self._without)
        modules = dict(base.modules)
        for name in _SWAPPED:
            donor = chance.choice(self._all).modules
            if name in modules and name in donor:
                modules[name] = donor[name]
        modules["identificationModule"] = encode(self._identification(chance, base, place))
        modules["statusModule"] = encode(_status(chance, base))
        if "descriptionModule" in modules:
            modules["descriptionModule"] = encode(self._description(chance, base))
        modules["eligibilityModule"] = encode(self._eligibility(chance, base))
        if base.sites:
            modules["contactsLocationsModule"] = self._locations(chance, base)
        inside = b",".join(b'"%b":%b' % (name.encode(), module) for name, module in modules.items())
        head = b'{"protocolSection":{%b}%b,"derivedSection":{"miscInfoModule":{"versionHolder":"'
        return head % (inside, base.sections), b'"}' + base.tail

    def _identification(self, chance: Random, base: Template, place: int) -> Json:
        other = chance.choice(self._all)
        brief, official = (
            " ".join([*own[: len(own) // 2], *others[len(others) // 2 :]])
            for own, others in zip(base.titles, other.titles, strict=True)
        )
        module = {name: part for name, part in base.identification.items() if name != "nctIdAliases"}
        module |= {"nctId": nct(place), "orgStudyIdInfo": {"id": f"{chance.randrange(16**6):06X}-{place}"}}
        module["briefTitle"] = brief or f"Study {place}"
        return module | ({"officialTitle": official} if official else {})

    def _description(self, chance: Random, base: Template) -> Json:
        other = chance.choice(self._all).description
        return {
            name: "".join(_mixed(chance, sentences, other.get(name, [])))
            for name, sentences in base.description.items()
        }

    def _eligibility(self, chance: Random, base: Template) -> Json:
        bullets = chance.choice(self._all).bullets
        lines = [
            chance.choice(bullets) if bullets and line in base.bullets and chance.random() < 0.5 else line
            for line in base.criteria
        ]
        return base.eligibility | {"eligibilityCriteria": "\n".join(lines)}

    def _locations(self, chance: Random, base: Template) -> bytes:
        sites = [site if chance.random() < 0.6 else chance.choice(self._sites) for site in base.sites]
        contacts = encode(base.contacts)[1:-1]
        return b'{%b"locations":[%b]}' % (contacts + b"," if contacts else b"", b",".join(sites))


def _mean(templates: Sequence[Template]) -> float:
    return sum(template.size for template in templates) / len(templates)


def _share(small: float, large: float) -> float:
    """Return how many of the studies must be large for the mean to be `MEAN`, from 0 to 1."""
    return min(1.0, max(0.0, (MEAN - small) / (large - small))) if large != small else 0.5


def _mixed(chance: Random, own: Sequence[str], others: Sequence[str]) -> list[str]:
    return [chance.choice(others) if others and chance.random() < 0.5 else sentence for sentence in own]


def _status(chance: Random, base: Template) -> Json:
    """Return a status module with all its dates earlier by up to four years, all by as much."""
    return _moved(base.status, timedelta(days=chance.randrange(_FOUR_YEARS)))


def _moved(value: Json, earlier: timedelta) -> Json:
    if isinstance(value, dict):
        return {key: _moved(part, earlier) for key, part in value.items()}
    if isinstance(value, str) and _DAY.fullmatch(value):
        return str(date.fromisoformat(f"{value}-01"[:10]) - earlier)[: len(value)]
    return value
