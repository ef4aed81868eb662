"""Qualifiers that add nothing to the words around them: "hepatic cirrhosis", "active acute infection"."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from monitor.core.eligibility.quantities.model import Limit

if TYPE_CHECKING:
    from monitor.core.eligibility.edits.insertion import Insertion

_ACTIVITY = "active acute ongoing current uncontrolled severe serious symptomatic untreated unresolved unstable concurrent"
_CANCERS = "cancer melanoma lymphoma leukemia myeloma sarcoma glioma tumor adenocarcinoma nsclc sclc hcc rcc crc glioblastoma"
_HIGH_GRADE = ("glioblast", "gbm", "anaplast")  # always of a high grade
# Qualifier → words (or their beginnings) beside which it says nothing new.
_ROWS = {
    "active ongoing concurrent": _ACTIVITY + " pregnant",
    "acute": "mi infarction stroke cva attack exacerbation crisis appendicitis bleeding hemorrhage respiratory fracture injury flare episode relapse onset sudden",
    "chronic": "copd diabetes dialysis migraine persistent long ra sle psoriasis hiv ms epilepsy asthma parkinson alzheimer",
    "serious severe significant": "lifethreatening fatal serious severe significant major septic shock ctcae grade failure",
    "major": "significant severe serious transplant amputation",
    "clinically relevant": "significant severe serious major symptomatic relevant clinically uncontrolled",
    "symptomatic": "symptom angina pain",
    "uncontrolled poorly unstable": "unstable uncontrolled poorly refractory intractable decompensated",
    "primary": _CANCERS + " biliary",
    "malignant benign": _CANCERS + " hypertrophy hyperplasia",
    "metastatic advanced disseminated": "stage metastasis metastatic iv distant advanced",
    "invasive": "ventilation",
    "distal": "metastasis",
    "recurrent refractory relapsed recurring": "relapsed recurrent refractory relapse recurring recurrence",
    "progressing worsening deteriorating progressive": "progressive progressing worsening deteriorating progression progressed",
    "persisting": "chronic persistent persisting long",
    "hepatic": "cirrhosis hepatitis hepatic hcc cholestasis",
    "renal": "dialysis nephropathy nephritis renal glomerul rcc creatinine hemodialysis ckd crcl gfr",
    "cardiac": "arrhythmia heart cardiac myocard mi coronary angina pacemaker valv atrial ventricular cardio lvef",
    "coronary": "angina coronary mi stent",
    "pulmonary": "hypertension copd asthma pneumonia emphysema lung pulmonary ild bronch",
    "cerebral intracranial": "hypertension stroke brain cerebr glioma cva palsy tia subarachnoid subdural",
    "spinal": "vertebr lumbar cord",
    "arterial": "hypertension coronary carotid bp",
    "venous deep": "dvt thrombosis thromboembolism vein",
    "vascular": "stroke arterial aneurysm",
    "peripheral": "neuropathy",
    "central": "cns brain precocious apnea",
    "ocular intraocular": "hypertension glaucoma cataract retin uveitis eye iop visual cornea",
    "cutaneous": "psoriasis dermatitis eczema melanoma rash skin acne",
    "intestinal gastric": "ulcer crohn colitis bowel stomach intestin",
    "pancreatic": "pancrea",
    "ovarian": "ovar",
    "systemic": "lupus sclerosis sle mastocytosis sepsis",
    "idiopathic": "parkinson ipf",
    "viral": "hepatitis hiv influenza hbv hcv hepatitisb hepatitisc herpes sars covid rsv cmv",
    "bacterial": "tuberculosis sepsis syphilis pneumonia",
    "fungal": "candid aspergill mycosis",
    "congenital hereditary inherited familial": "malformation anomaly congenital hereditary inherited genetic hemophilia syndrome cystic",
    "acquired": "hiv aids immunodeficiency",
    "permanent": "pacemaker stoma blind",
    "persistent": "chronic persistent continuous",
    "ambulatory": "outpatient walk",
    "hospitalized": "inpatient icu",
    "ischemic hemorrhagic": "tia infarct infarction subarachnoid",
    "thrombotic": "thrombosis dvt embolism",
    "continuous regular daily frequent long term": "chronic daily regular continuous long every",
    "excessive heavy illicit": "abuse misuse addiction dependence alcoholism",
    "irreversible": "permanent cirrhosis",
    "focal generalized": "seizure epilepsy",
    "strong potent": "strong potent",
    "injectable subcutaneous intravenous": "injection infusion insulin",
    "high": "hypertension hyper",
    "pregnant": "pregnant gestation fetus fetal trimester",
    "lactating": "breastfeeding",
    "stable controlled": "stable controlled",
    "female": "ovar cervical",
    "left": "lvef ventricular",
    "elderly": "older age",
    "oral": "tablet capsule pill swallow mouth",
    "live attenuated": "live attenuated",
    "open": "open",
    "prescribed prescription": "prescribed prescription",
    "upper lower": "airway",
    "partial complete total": "remission response",
    "multiple": "several myeloma sclerosis",
    "squamous": "scc",
    "inhaled": "ics",
    "premenopausal postmenopausal": "menopaus",
    "nasal": "nose rhinitis rhinosinusitis sinusitis snuff",
    "dental": "tooth teeth caries dentist",
    "vaginal": "vagin",
    "uterine": "fibroid myoma hysterectomy endometri cervical menstrual",
    "rectal anal": "rectum rectal hemorrhoid fissure",
    "biliary": "bile cholang gallstone cholecyst",
    "urinary": "uti cystitis urine bladder catheter",
    "respiratory": "asthma copd pneumonia lung bronch ards ventilat",
    "gastrointestinal": "crohn colitis bowel stomach gastr ibd",
    "nocturnal": "night enuresis",
    "seasonal": "pollen influenza season hay",
    "perennial": "mite year",
    "occupational": "work job",
    "traumatic": "injury trauma fracture tbi wound",
    "postoperative perioperative": "surgery operation surgical surgically resection",
    "postpartum": "delivery birth childbirth breastfeeding",
    "neonatal perinatal": "newborn neonate preterm",
    "psychotic": "schizo psychosis",
    "suicidal": "suicide suicidality",
    "anaphylactic": "anaphyla",
    "alcoholic": "alcohol beer wine spirit",
    "cognitive": "dementia alzheimer mmse moca",
    "adjuvant neoadjuvant": "adjuvant neoadjuvant",
}
_IMPLIED = {word: tuple(nouns.split()) for row, nouns in _ROWS.items() for word in row.split()}
_ALL_KINDS = tuple(
    frozenset(row.split())
    for row in [
        "ischemic hemorrhagic",
        "acute chronic",
        "controlled uncontrolled",
        "stable unstable",
        "stable progressing",
        "stable progressive",
        "stable worsening",
        "treated untreated",
        "left right",
        "unilateral bilateral",
        "primary secondary",
        "complete partial",
        "malignant benign",
        "squamous nonsquamous",
        "congenital acquired",
        "arterial venous",
        "focal generalized",
        "symptomatic asymptomatic",
        "premenopausal postmenopausal",
        "bacterial viral",
        "resectable unresectable",
        "upper lower",
        "hereditary acquired",
    ]
)
_EQUAL = 4  # a longer noun of the table stands for every word that begins with it
_STOPS = frozenset(["or", "and", ".", ";"])
_RECENT = frozenset(["recent", "recently", "newly"])
_LASTING = frozenset(["chronic", "persistent", "long"])
_OLD = frozenset(["elderly"])
_AGED = frozenset(["adult", "elderly", "fever", "febrile", "child", "infant"])


def implied(block: Insertion, words: list[str]) -> bool:
    """Return whether any qualifier that was put in says perhaps only what its criterion says already."""
    others = _around(block)
    if _RECENT & set(words) and any(isinstance(piece, Limit) and _is_time(piece) for piece in block.every):
        return True
    if any(kinds <= set(words) for kinds in _ALL_KINDS):
        return True  # "ischemic or hemorrhagic stroke" is every stroke
    if _OLD & set(words) and any(isinstance(piece, Limit) and _is_time(piece) for piece in block.every):
        return True
    if _LASTING & set(words) and any(isinstance(piece, Limit) and _lasts(piece) for piece in block.every):
        return True  # "chronic pain for more than 3 months"
    if any(
        isinstance(piece, Limit) and piece.dimension == "height of grade" for piece in block.inside
    ) and any(other.startswith(_HIGH_GRADE) for other in others):
        return True
    if not words and _AGED & set(others) and block.bounds():
        return True
    return any(_beside(other, noun) for word in words for noun in _IMPLIED.get(word, ()) for other in others)


def _around(block: Insertion) -> list[str]:
    """Return the words on both sides of a block up to the next link or stop."""
    first, last = block.start, block.end
    while first > 0 and block.every[first - 1] not in _STOPS:
        first -= 1
    while last < len(block.every) and block.every[last] not in _STOPS:
        last += 1
    around = (*block.every[first : block.start], *block.every[block.end : last])
    return [piece for piece in around if isinstance(piece, str)]


def _is_time(limit: Limit) -> bool:
    """Return whether a limit is a stretch of time."""
    return limit.dimension == "time"


def _lasts(limit: Limit) -> bool:
    """Return whether a limit says how long something lasts at least."""
    return _is_time(limit) and -inf < limit.ranges[0].low


def _beside(word: str, noun: str) -> bool:
    """Return whether a word is a noun of the table, or begins with a longer one."""
    return word == noun or (len(noun) > _EQUAL and word.startswith(noun))
