"""Names of conditions and treatments as words that compare, whatever their order, case or plural."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from monitor.core.presentation.labels import cut
from monitor.core.presentation.sanitize import safe_line

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_NAMES = 90
"""Names of one kind in a trial; real ones have fewer, and each is compared with each of another trial."""
MAX_LETTERS = 200
"""Of a longer name, the beginning says what it is."""
MIN_LIKENESS = 0.5
"""From this likeness on, two names are of the same sort."""


def words(text: str) -> frozenset[str]:
    """Return the words of a list that is written as one text."""
    return frozenset(text.split())


_WORD = re.compile(r"[^\W_]+")
_CAPITALISED = re.compile(r"[A-Z][a-z]+")
_SAME = {
    "carcinoma": "cancer",
    "neoplasm": "cancer",
    "tumor": "cancer",
    "tumour": "cancer",
    "malignancy": "cancer",
    "allergy": "allergic",
    "allergen": "allergic",
    "hypersensitivity": "allergic",
    "allergie": "allergic",
    "therapie": "therapy",
    "rhinosinusitis": "sinusitis",
    "rhinosinusitus": "sinusitis",
}
"""Words that the registry and the sponsors use for one another."""
_EMPTY = words("a an and as by for from in of on or the to with without versus vs plus other")
_GENERIC = words("""
    disease disorder syndrome condition illness cancer solid malignant advanced allergic immune system infection
    placebo sham saline sodium chloride water vehicle matching control comparator standard care usual
    treatment therapy drug medication intervention injection infusion tablet capsule dose dosage oral
    intravenous subcutaneous intrathecal topical solution procedure device test sample blood specimen
    collection questionnaire survey observation observational follow up healthy volunteer patient adult child
    children pediatric study trial cell transplantation biological agent antibody vaccine immunotherapy
    chemotherapy radiotherapy radiation surgery diagnostic monitoring quality life data registry quantity
    pathologic pathological process sign symptom compound immediate
    phase safety efficacy evaluation evaluating randomized double blind controlled open label participant subject
    people using use effect combination administration who have their
    """)
"""Words that say little of which condition or treatment is meant."""
_QUALIFYING = words("""
    autologous allogeneic derived human severe moderate mild acute chronic primary secondary progressive
    recurrent refractory relapsed metastatic stage early late low high mg ml kg mcg ug iv sc
    """)
"""Words that only say which sort of it."""
_BACKBONE = words("""
    carboplatin cisplatin oxaliplatin paclitaxel docetaxel pemetrexed etoposide gemcitabine fluorouracil capecitabine
    leucovorin cyclophosphamide fludarabine methotrexate prednisone prednisolone methylprednisolone dexamethasone
    glucocorticoid corticosteroid steroid antihistamine cetirizine paracetamol acetaminophen salbutamol albuterol
    temozolomide irinotecan
    """)
"""What is given beside almost anything; it says little as long as the trial is about something else."""
_AMOUNT = re.compile(r"\d+[a-z]{1,2}")
"""An amount or an isotope, such as 300mg or 131I."""
_INERT = words("placebo sham")
"""A name with one of these is of something that does nothing."""


@dataclass(frozen=True, slots=True)
class Term:
    """One name: its words for comparing, and as people read it."""

    words: frozenset[str]
    text: str

    @property
    def weight(self) -> float:
        """How much it says: 1 for a name, next to nothing for "Placebo", "Cancer" or "Disease"."""
        if self.words & _INERT:
            return 0.03
        if not _telling(self.words):
            return 0.03
        return 0.35 if all(_weight(word) < 1.0 or word in _BACKBONE for word in self.words) else 1.0


def terms(names: Iterable[str]) -> dict[frozenset[str], Term]:
    """Return the first names by their words; of several spellings the first is shown."""
    found: dict[frozenset[str], Term] = {}
    for name in islice(names, MOST_NAMES):
        words = words_of(name)
        if words:
            found.setdefault(words, Term(words, spoken(name)))
    return found


def words_of(name: str) -> frozenset[str]:
    """Return the words of a name in a form that compares; numbers by themselves, such as doses, are none."""
    text = unicodedata.normalize("NFKC", name[:MAX_LETTERS]).casefold()
    words = (_singular(word) for word in _WORD.findall(text))
    return frozenset(word for word in words if word not in _EMPTY and not word.isdecimal())


def likeness(first: frozenset[str], second: frozenset[str]) -> float:
    """Return how alike two names are, 0 to 1; words that every name may have count little."""
    if first == second:
        return 1.0 if first else 0.0
    if first.isdisjoint(second) or not _telling(first & second):
        return 0.0
    common = _mass(first & second)
    return (common / _mass(first | second) + common / min(_mass(first), _mass(second))) / 2


def brief(name: str) -> str:
    """Return a stranger's name for something as one short, harmless line."""
    return cut(safe_line(name[:MAX_LETTERS]), 80)


def spoken(name: str) -> str:
    """Return a name as it stands within a sentence: small but for what is written in capitals."""
    line = brief(name)
    return _CAPITALISED.sub(lambda found: found[0].lower(), line) if _plain(line) else line


def _plain(line: str) -> bool:
    """Return whether capitals only begin words: "MSC-NP" and "mRNA" stay as they are."""
    return not re.search(r"[A-Z]{2}|[a-z][A-Z]", line)


def _singular(word: str) -> str:
    if word.endswith("sses"):
        word = word[:-2]
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    return _SAME.get(word, word)


@lru_cache(maxsize=4096)
def _weight(word: str) -> float:
    if word in _GENERIC:
        return 0.1
    return 0.3 if word in _QUALIFYING or _AMOUNT.fullmatch(word) else 1.0


def _mass(words: frozenset[str]) -> float:
    return sum(map(_weight, words))


def _telling(words: frozenset[str]) -> bool:
    return any(_weight(word) == 1.0 for word in words)
