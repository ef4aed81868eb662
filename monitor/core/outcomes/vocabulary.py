"""Words of outcome measures: those that say little, those that mean the same, and those that tell apart."""

from __future__ import annotations

_FUNCTION_WORDS = """a an the of in on at to from for by with within and or as is are was were be been being will this that
    these those their its it into per than then which who whom whose when where while each any all both
    between among using used use via under during after before following until through throughout over up
    such etc eg ie including include included includes also only other defined definition based according
    versus vs compared comparison relative due not limited"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
"""Words that say nothing about what is measured."""

_GENERIC_WORDS = """change difference baseline score total mean median average value level rate ratio number count
    percentage frequency occurrence participant time duration day week month year hour minute visit study
    trial treatment therapy drug assess evaluate measure determine investigate examine explore report
    observe record outcome endpoint primary secondary result parameter variable effect impact analysis
    group arm patient dose intervention administration followup period end point first last maximum
    overall clinical subscale scale questionnaire index test assessment evaluation status criterion
    improvement reduction increase decrease experience achieve related specific type grade severity
    incidence efficacy response data current main function quality
    sign symptom body loss blood sample postoperative preoperative intraoperative daily
    kg mg ml mm cm mmhg"""
GENERIC_WORDS = frozenset(_GENERIC_WORDS.split())
"""Words that names of many different measures have."""

GENERIC_WEIGHT = 0.3
NUMBER_WEIGHT = 0.4
PHRASE_WEIGHT = 1.5
WORD_WEIGHT = 1.0

EQUAL = {
    **dict.fromkeys(
        ("patient", "subject", "participant", "individual", "people", "person", "case"), "participant"
    ),
    **dict.fromkeys(("percent", "percentage", "proportion"), "percentage"),
    **dict.fromkeys(("mortality", "death", "die", "dead", "died", "fatality", "lethality"), "death"),
    **dict.fromkeys(("tumour", "tumor"), "tumor"),
    **dict.fromkeys(
        ("assessment", "assess", "evaluate", "evaluation", "determine", "measurement"), "measure"
    ),
    **dict.fromkeys(("measured", "measuring", "examine", "investigate", "examination"), "measure"),
    **dict.fromkeys(("hospitalisation", "hospitalization", "hospitalised", "hospitalized"), "hospital"),
    **dict.fromkeys(("length", "duration"), "duration"),
    **dict.fromkeys(("therapeutic", "therapy", "treatment"), "treatment"),
    **dict.fromkeys(("haemoglobin", "hemoglobin", "hb", "hgb"), "hemoglobin"),
    **dict.fromkeys(("kidney", "renal"), "renal"),
    **dict.fromkeys(("liver", "hepatic"), "hepatic"),
    **dict.fromkeys(("heart", "cardiac"), "cardiac"),
    **dict.fromkeys(("lung", "pulmonary"), "pulmonary"),
    **dict.fromkeys(("walk", "walking"), "walk"),
    **dict.fromkeys(("bleed", "bleeding", "haemorrhage", "hemorrhage"), "bleeding"),
}
"""Words → the word that stands for all of the same meaning; to replace one by another changes nothing."""

SYNONYMS = {
    **EQUAL,
    **dict.fromkeys(("share", "fraction"), "percentage"),
    **dict.fromkeys(
        ("frequency", "incidence", "occurrence", "number", "count", "rate", "prevalence"), "rate"
    ),
    **dict.fromkeys(("neoplasm", "cancer", "carcinoma"), "cancer"),
    **dict.fromkeys(("questionnaire", "scale", "score", "inventory", "rating", "index"), "score"),
    **dict.fromkeys(("variation", "difference", "alteration", "modification", "changed"), "change"),
    **dict.fromkeys(("concentration", "level", "value", "amount"), "level"),
    **dict.fromkeys(("severe", "severity", "intensity"), "severity"),
    "intervention": "treatment",
    **dict.fromkeys(("efficacy", "effectiveness", "effective", "effect"), "efficacy"),
    **dict.fromkeys(("safe", "safety", "tolerability", "tolerance", "toxicity"), "safety"),
    **dict.fromkeys(("plasma", "serum", "blood"), "blood"),
}
"""The same, with words that often replace one another in names of one measure, though their meanings differ."""

PHRASES = {
    "progression free survival": "pfs",
    "progression free interval": "pfs",
    "overall survival": "os",
    "disease free survival": "dfs",
    "event free survival": "efs",
    "relapse free survival": "rfs",
    "recurrence free survival": "rfs",
    "metastasis free survival": "mfs",
    "distant metastasis free survival": "dmfs",
    "objective response rate": "orr",
    "overall response rate": "orr",
    "objective response": "orr",
    "overall response": "orr",
    "complete response rate": "crr",
    "complete response": "crr",
    "pathological complete response": "pcr",
    "pathologic complete response": "pcr",
    "disease control rate": "dcr",
    "duration of response": "dor",
    "time to progression": "ttp",
    "clinical benefit rate": "cbr",
    "serious adverse event": "sae",
    "serious adverse reaction": "sae",
    "severe adverse event": "sae",
    "treatment emergent adverse event": "teae",
    "adverse event": "ae",
    "adverse effect": "ae",
    "adverse reaction": "ae",
    "side effect": "ae",
    "undesirable effect": "ae",
    "dose limiting toxicity": "dlt",
    "maximum tolerated dose": "mtd",
    "maximal tolerated dose": "mtd",
    "recommended phase 2 dose": "rp2d",
    "quality of life": "qol",
    "health related quality of life": "qol",
    "hrqol": "qol",
    "length of hospital stay": "los",
    "length of stay": "los",
    "duration of hospital stay": "los",
    "hospital stay": "los",
    "area under the curve": "auc",
    "area under the concentration time curve": "auc",
    "area under the plasma concentration time curve": "auc",
    "maximum concentration": "cmax",
    "maximum plasma concentration": "cmax",
    "peak plasma concentration": "cmax",
    "maximum observed concentration": "cmax",
    "maximum observed plasma concentration": "cmax",
    "forced expiratory volume in one second": "fev1",
    "forced expiratory volume in 1 second": "fev1",
    "forced expiratory volume": "fev1",
    "forced vital capacity": "fvc",
    "peak expiratory flow": "pef",
    "expanded disability status scale": "edss",
    "visual analog scale": "vas",
    "visual analogue scale": "vas",
    "numeric rating scale": "nrs",
    "numerical rating scale": "nrs",
    "systolic blood pressure": "sbp",
    "diastolic blood pressure": "dbp",
    "mean arterial pressure": "map",
    "blood pressure": "bp",
    "body mass index": "bmi",
    "glycated hemoglobin": "hba1c",
    "glycosylated hemoglobin": "hba1c",
    "glycated haemoglobin": "hba1c",
    "hemoglobin a1c": "hba1c",
    "haemoglobin a1c": "hba1c",
    "a1c": "hba1c",
    "fasting plasma glucose": "fpg",
    "low density lipoprotein": "ldl",
    "high density lipoprotein": "hdl",
    "best corrected visual acuity": "bcva",
    "visual acuity": "va",
    "intraocular pressure": "iop",
    "six minute walk distance": "6mwd",
    "6 minute walk distance": "6mwd",
    "six minute walk test": "6mwd",
    "6 minute walk test": "6mwd",
    "6 minute walking distance": "6mwd",
    "6mwt": "6mwd",
    "6 mwt": "6mwd",
    "6 mwd": "6mwd",
    "western ontario and mcmaster universities osteoarthritis index": "womac",
    "western ontario mcmaster universities osteoarthritis index": "womac",
    "sustained virological response": "svr",
    "sustained virologic response": "svr",
    "estimated glomerular filtration rate": "egfr",
    "glomerular filtration rate": "gfr",
    "left ventricular ejection fraction": "lvef",
    "major adverse cardiac event": "mace",
    "major adverse cardiovascular event": "mace",
    "myocardial infarction": "mi",
    "all cause death": "death",
    "death from any cause": "death",
    "death of any cause": "death",
    "modified rankin scale": "mrs",
    "modified rankin score": "mrs",
    "magnetic resonance imaging": "mri",
    "bone mineral density": "bmd",
    "hamilton depression rating scale": "hamd",
    "hamilton rating scale for depression": "hamd",
    "hdrs": "hamd",
    "hrsd": "hamd",
    "ham d": "hamd",
    "montgomery asberg depression rating scale": "madrs",
    "beck depression inventory": "bdi",
    "postoperative nausea and vomiting": "ponv",
    "peripheral blood mononuclear cell": "pbmc",
    "apnea hypopnea index": "ahi",
    "apnoea hypopnoea index": "ahi",
}
"""Common endpoints, spelled out, as the singular stems of their words → their short name."""

KIN = (("safety", "#ae"), ("safety", "#sae"), ("safety", "#teae"), ("safety", "#dlt"))
"""Pairs of a general word and an endpoint that it may name."""

OPPOSITES = (
    frozenset({"sbp", "dbp", "systolic", "diastolic"}),
    frozenset({"ldl", "hdl", "triglyceride", "vldl"}),
    frozenset({"pfs", "os", "dfs", "efs", "rfs", "mfs", "ttp", "orr", "dcr", "dor"}),
    frozenset({"auc", "cmax", "tmax", "half", "clearance"}),
    frozenset({"left", "right"}),
    frozenset({"upper", "lower"}),
    frozenset({"physical", "mental", "emotional", "social", "cognitive"}),
    frozenset({"motor", "sensory", "verbal"}),
    frozenset({"pain", "fatigue", "sleep", "stiffness", "depression", "anxiety"}),
    frozenset({"nausea", "vomiting"}),
    frozenset({"adult", "child", "infant", "adolescent"}),
    frozenset({"male", "female", "men", "women", "mother"}),
    frozenset({"maternal", "neonatal", "fetal"}),
    frozenset({"inpatient", "outpatient"}),
    frozenset({"fev1", "fvc", "pef", "feno"}),
    frozenset({"iga", "ige", "igg", "igm", "igg4"}),
    frozenset({"hypertension", "hypotension"}),
    frozenset({"positive", "negative"}),
    frozenset({"sensitivity", "specificity"}),
    frozenset({"abduction", "adduction", "flexion", "extension", "rotation"}),
    frozenset({"knowledge", "attitude", "adherence", "satisfaction"}),
    frozenset({"va", "bcva", "iop"}),
    frozenset({"hyperglycemia", "hypoglycemia"}),
    frozenset({"fasting", "postprandial"}),
    frozenset({"weight", "height", "waist", "bmi"}),
    frozenset({"cd4", "cd8", "cd3", "cd19"}),
)
"""Sets of words that tell measures apart: two outcomes with different members of a set are not the same."""

_LABELLED = "part arm cohort group period phase step schedule segment substudy cycle subscale domain"
LABELLED = frozenset(_LABELLED.split())
"""Words that a letter or number follows as a label: "Part A"."""
