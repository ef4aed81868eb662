"""The registry's codes in words that a patient understands."""

from __future__ import annotations

import re

CODED = frozenset(
    {
        "status", "overallStatus", "lastKnownStatus", "statusForNctId", "studyType", "phases", "allocation",
        "interventionModel", "primaryPurpose", "observationalModel", "timePerspective", "masking", "whoMasked",
        "retention", "type", "class", "role", "sex", "stdAges", "samplingMethod", "ipdSharing", "infoTypes", "list",
    }
)  # fmt: skip
"""Fields whose values are codes of the registry; any other text stands as it is, whatever its letters."""

CODES = {
    "NA": "not applicable",
    "PHASE1": "phase 1",
    "PHASE2": "phase 2",
    "PHASE3": "phase 3",
    "PHASE4": "phase 4",
    "EARLY_PHASE1": "early phase 1",
    "ACTIVE_NOT_RECRUITING": "active, not recruiting",
    "NON_RANDOMIZED": "non-randomized",
    "NONE": "none (open label)",
    "OUTCOMES_ASSESSOR": "outcomes assessor",
    "ECT": "educational, counseling or training",
    "ECOLOGIC_OR_COMMUNITY": "ecologic or community",
    "FAMILY_BASED": "family-based",
    "CASE_CONTROL": "case-control",
    "CASE_ONLY": "case-only",
    "CASE_CROSSOVER": "case-crossover",
    "CROSS_SECTIONAL": "cross-sectional",
    "SAMPLES_WITH_DNA": "samples with DNA are kept",
    "SAMPLES_WITHOUT_DNA": "samples without DNA are kept",
    "NONE_RETAINED": "no samples are kept",
    "NON_PROBABILITY_SAMPLE": "non-probability sample",
    "ICF": "informed consent form",
    "SAP": "statistical analysis plan",
    "CSR": "clinical study report",
    "EUDRACT_NUMBER": "EudraCT number",
    "CTIS": "CTIS number",
    "NIH": "NIH",
    "FDA": "FDA",
    "VA": "VA",
    "CDC": "CDC",
    "AHRQ": "AHRQ",
    "SAMHSA": "SAMHSA",
    "FED": "U.S. federal agency",
    "OTHER_GOV": "other government agency",
    "INDIV": "individual",
    "AMBIG": "ambiguous",
    "ALL": "all",
    "FEMALE": "women only",
    "MALE": "men only",
    "BACKGROUND": "background",
    "RESULT": "results of this trial",
    "DERIVED": "found by the registry",
    "RESET": "returned to the sponsor",
    "RELEASE": "submitted",
    "UNRELEASE": "cancelled",
    "VIOLATION_IDENTIFIED": "violation found by the FDA",
    "PENALTY_IMPOSED": "penalty imposed by the FDA",
    "CORRECTION_CONFIRMED": "correction confirmed by the FDA",
    "ISSUES_IN_LETTER_ADDRESSED_CONFIRMED": "issues in the letter of the FDA addressed",
}
"""Codes that are more than words joined by underscores."""

_CODE = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*")
_NCT = re.compile(r"NCT\d{8}")


def code_words(code: str) -> str:
    """Return a code of the registry in small letters: ``ENROLLING_BY_INVITATION`` → ``enrolling by invitation``."""
    if known := CODES.get(code):
        return known
    return code.replace("_", " ").lower() if _CODE.fullmatch(code) and not _NCT.fullmatch(code) else code
