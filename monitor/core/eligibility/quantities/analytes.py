"""Analytes and what else is measured: the words that name them, and what a mole of an analyte weighs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.quantities.model import Piece

GRAMS_PER_MOL = {
    "creatinine": 113.12,
    "glucose": 180.16,
    "fpg": 180.16,
    "sugar": 180.16,
    "bilirubin": 584.66,
    "cholesterol": 386.65,
    "ldl": 386.65,
    "hdl": 386.65,
    "triglyceride": 885.7,
    "calcium": 40.08,
    "vitamind": 400.64,
    "urate": 168.11,
    "testosterone": 288.42,
    "urea": 60.06,
    "bun": 28.01,
    "hemoglobin": 16114.0,
    "phosphate": 30.97,
    "phosphorus": 30.97,
    "phosphorous": 30.97,
    "magnesium": 24.305,
    "iron": 55.845,
    "b12": 1355.4,
    "folate": 441.4,
    "cortisol": 362.46,
    "estradiol": 272.38,
    "progesterone": 314.46,
    "thyroxine": 776.87,
    "lactate": 90.08,
    "ammonia": 17.03,
    "homocysteine": 135.18,
    "potassium": 39.1,
    "sodium": 22.99,
    "zinc": 65.38,
    "copper": 63.55,
    "phenylalanine": 165.19,
    "dhea": 288.42,
    "digoxin": 780.9,
}
# What is counted in a volume of blood.
BLOOD_COUNTS = frozenset(
    ["platelet", "anc", "wbc", "alc", "lymphocyte", "eosinophil", "neutrophil", "cd4", "monocyte", "rbc"]
)
# What a limit may be about: analytes, vital signs, scales, age.
SUBJECTS = (
    frozenset(GRAMS_PER_MOL)
    | BLOOD_COUNTS
    | frozenset(
        [
            "alt",
            "ast",
            "alp",
            "ggt",
            "albumin",
            "inr",
            "aptt",
            "psa",
            "tsh",
            "crp",
            "ferritin",
            "ige",
            "igg",
            "bmi",
            "bodyweight",
            "bsa",
            "lvef",
            "ef",
            "fev1",
            "fvc",
            "crcl",
            "gfr",
            "hba1c",
            "qtc",
            "qtcf",
            "sbp",
            "dbp",
            "bp",
            "spo2",
            "ecog",
            "kps",
            "nyha",
            "edss",
            "mrs",
            "mmse",
            "madrs",
            "hamd",
            "cps",
            "tps",
            "age",
            "dlco",
            "troponin",
            "bnp",
            "ntprobnp",
            "fibrinogen",
            "lipase",
            "amylase",
            "ck",
            "ldh",
            "acq",
            "sofa",
            "immunoglobuline",
            "expectedsurvival",
        ]
    )
)


def percent_of_ifcc(value: float) -> float:
    """Return HbA1c in percent (NGSP) from mmol/mol (IFCC)."""
    return 0.09148 * value + 2.152


def analyte(pieces: Sequence[Piece], at: int) -> str:
    """Return the analyte that a limit is about: the nearest before it, else behind it."""
    for place in range(at - 1, max(-1, at - 12), -1):
        if pieces[place] in GRAMS_PER_MOL:
            return str(pieces[place])
    for place in range(at + 1, min(len(pieces), at + 6)):
        if pieces[place] in GRAMS_PER_MOL:
            return str(pieces[place])
    return ""
