"""Made-up studies, mixed from real ones: the same number and seed always give the same record.

A record takes its shape, size and sections from one real record. Its modules, sentences, criteria
and sites come from others, its number and dates are its own.
"""

from __future__ import annotations

import gzip
import json
import re
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MEAN = 17_000
"""Bytes of the registry's mean record (measured); records with results are drawn so often that it fits."""
_FIRST, _STEP = 100_003, 11
_SWAPPED = (
    "sponsorCollaboratorsModule",
    "oversightModule",
    "conditionsModule",
    "armsInterventionsModule",
    "outcomesModule",
    "referencesModule",
    "ipdSharingStatementModule",
)
_SENTENCE = re.compile(r"(?<=[.;:\n])(?=\s)")
_DAY = re.compile(r"\d{4}-\d\d(-\d\d)?")


def nct(number: int) -> str:
    """Return the registry number of the study with a number from 0 on."""
    return f"NCT{_FIRST + _STEP * number:08}"


def number_of(nct: str) -> int | None:
    """Return what ``nct`` was made of; None where it is none of ours."""
    place, rest = divmod(int(nct[3:]) - _FIRST, _STEP)
    return None if rest or place < 0 else place


def letters(value: object) -> bytes:
    """Write JSON as the registry does."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


class Real:
    """A real record, taken apart."""

    def __init__(self, record: dict[str, Any]) -> None:
        protocol = record["protocolSection"]
        self.size = len(letters(record))
        self.modules = {name: letters(module) for name, module in protocol.items()}
        self.identification = protocol["identificationModule"]
        self.status = protocol["statusModule"]
        self.titles = [self.identification.get(name, "").split() for name in ("briefTitle", "officialTitle")]
        self.description = {
            name: _SENTENCE.split(text) for name, text in protocol.get("descriptionModule", {}).items()
        }
        self.eligibility = protocol["eligibilityModule"]
        self.criteria = self.eligibility.get("eligibilityCriteria", "").split("\n")
        self.bullets = [line for line in self.criteria if line.lstrip().startswith(("*", "-"))]
        places = protocol.get("contactsLocationsModule", {})
        self.contacts = {name: part for name, part in places.items() if name != "locations"}
        self.sites = [letters(site) for site in places.get("locations", [])]
        self.sections = b"".join(
            b',"%b":%b' % (name.encode(), letters(section))
            for name, section in record.items()
            if name not in {"protocolSection", "derivedSection", "hasResults"}
        )
        derived = {
            name: part for name, part in record.get("derivedSection", {}).items() if name != "miscInfoModule"
        }
        self.tail = (b"," + letters(derived)[1:] if derived else b"}") + (
            b',"hasResults":%b}' % letters(record.get("hasResults", False))
        )


class Generator:
    """Makes studies.

    Args:
        corpus: real records, one a line, gzipped.
        seed: other seeds give other studies.

    """

    def __init__(self, corpus: Path, seed: int = 1) -> None:
        self.seed = seed
        with gzip.open(corpus, "rt", encoding="utf-8") as file:
            self._all = [Real(json.loads(line)) for line in file]
        self._with = [one for one in self._all if b'"resultsSection"' in one.sections]
        self._without = [one for one in self._all if one not in self._with]
        small, large = (sum(one.size for one in part) / len(part) for part in (self._without, self._with))
        self._share = (MEAN - small) / (large - small)
        self._sites = [site for one in self._all for site in one.sites]

    def letters(self, number: int, day: str) -> bytes:
        """Return a study's record as the registry would serve it in the release of a day."""
        head, tail = self.around_stamp(number)
        return head + day.encode() + tail

    def around_stamp(self, number: int) -> tuple[bytes, bytes]:
        """Return what stands before and after the release stamp in a study's record."""
        chance = Random(f"{self.seed}:{number}")
        base = chance.choice(self._with if chance.random() < self._share else self._without)
        modules = dict(base.modules)
        for name in _SWAPPED:
            donor = chance.choice(self._all).modules
            if name in modules and name in donor:
                modules[name] = donor[name]
        modules["identificationModule"] = letters(self._identification(chance, base, number))
        modules["statusModule"] = letters(_status(chance, base))
        if "descriptionModule" in modules:
            modules["descriptionModule"] = letters(self._description(chance, base))
        modules["eligibilityModule"] = letters(self._eligibility(chance, base))
        if base.sites:
            modules["contactsLocationsModule"] = self._places(chance, base)
        inside = b",".join(b'"%b":%b' % (name.encode(), module) for name, module in modules.items())
        head = b'{"protocolSection":{%b}%b,"derivedSection":{"miscInfoModule":{"versionHolder":"'
        return head % (inside, base.sections), b'"}' + base.tail

    def _identification(self, chance: Random, base: Real, number: int) -> dict[str, Any]:
        other = chance.choice(self._all)
        brief, official = (
            " ".join([*mine[: len(mine) // 2], *theirs[len(theirs) // 2 :]])
            for mine, theirs in zip(base.titles, other.titles, strict=True)
        )
        module = {name: part for name, part in base.identification.items() if name != "nctIdAliases"}
        module |= {"nctId": nct(number), "orgStudyIdInfo": {"id": f"{chance.randrange(16**6):06X}-{number}"}}
        module["briefTitle"] = brief or f"Study {number}"
        return module | ({"officialTitle": official} if official else {})

    def _description(self, chance: Random, base: Real) -> dict[str, str]:
        other = chance.choice(self._all).description
        return {
            name: "".join(_mixed(chance, sentences, other.get(name, [])))
            for name, sentences in base.description.items()
        }

    def _eligibility(self, chance: Random, base: Real) -> dict[str, Any]:
        bullets = chance.choice(self._all).bullets
        lines = [
            chance.choice(bullets) if bullets and line in base.bullets and chance.random() < 0.5 else line
            for line in base.criteria
        ]
        return base.eligibility | {"eligibilityCriteria": "\n".join(lines)}

    def _places(self, chance: Random, base: Real) -> bytes:
        sites = [site if chance.random() < 0.6 else chance.choice(self._sites) for site in base.sites]
        contacts = letters(base.contacts)[1:-1]
        return b'{%b"locations":[%b]}' % (contacts + b"," if contacts else b"", b",".join(sites))


def _mixed(chance: Random, mine: Sequence[str], theirs: Sequence[str]) -> list[str]:
    return [chance.choice(theirs) if theirs and chance.random() < 0.5 else sentence for sentence in mine]


def _status(chance: Random, base: Real) -> dict[str, Any]:
    """Return a status module with all its dates earlier by up to four years, all by as much."""
    earlier = timedelta(days=chance.randrange(1460))
    return _moved(base.status, earlier)


def _moved(value: Any, earlier: timedelta) -> Any:  # noqa: ANN401  # any JSON
    if isinstance(value, dict):
        return {key: _moved(part, earlier) for key, part in value.items()}
    if isinstance(value, str) and _DAY.fullmatch(value):
        return str(date.fromisoformat(f"{value}-01"[:10]) - earlier)[: len(value)]
    return value
