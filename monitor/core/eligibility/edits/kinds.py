"""What is a kind of what: beside "cancer" an alternative "melanoma" says nothing new."""

from __future__ import annotations

# A general word, and the beginnings of words that name kinds of it.
_ROWS = {
    "cancer tumor neoplasm": "melanom lymphom leuk myelom sarcom carcinom adenocarcinom gliom glioblastom blastom nsclc sclc hcc rcc crc",
    "infection infectious": "pneumon tubercul tb hepatitis hiv hbv hcv sepsis bacterem covid sars influenza cmv herpes zoster syphilis "
    "malaria cellulitis abscess uti pyelonephr mening endocarditis osteomyel candid aspergill",
    "cardiovascular heart cardiac": "mi infarct angina arrhythm cardiomyopath atrial myocard pericard endocard chf tachycard bradycard",
    "psychiatric mental": "depress schizo bipolar psychos psychotic mania anxiety mdd ptsd autis",
    "neurologic neurological": "epileps seizure stroke parkinson alzheimer dement sclerosis neuropath migrain",
    "autoimmune": "lupus sle ra rheumatoid crohn colitis vasculitis thyroiditis psoria ms sclerosis myasthen",
    "pulmonary lung respiratory": "copd asthma emphysem bronchi ild fibrosis pneumon",
    "arrhythmia": "fibrillation flutter tachycard bradycard",
    "anticoagulant anticoagulation": "warfarin heparin rivaroxaban apixaban dabigatran edoxaban enoxaparin doac noac",
    "antiplatelet": "aspirin clopidogrel ticagrelor prasugrel",
    "corticosteroid steroid glucocorticoid": "predniso dexamethason hydrocortison methylpredniso budesonid betamethason",
    "opioid opiate": "morphin fentanyl oxycodon hydrocodon codein methadon tramadol buprenorphin heroin",
    "antibiotic antimicrobial": "penicillin amoxicillin macrolide azithromycin fluoroquinolon ciprofloxacin cephalosporin vancomycin",
    "nsaid": "ibuprofen naproxen diclofenac aspirin celecoxib indomethacin ketorolac",
    "immunosuppressant immunosuppressive": "cyclosporin ciclosporin tacrolimus mycophenol azathioprin sirolimus methotrexat",
    "antidepressant": "ssri snri fluoxetin sertralin citalopram escitalopram venlafaxin duloxetin bupropion mirtazapin",
    "antipsychotic": "clozapin olanzapin risperidon quetiapin aripiprazol haloperidol",
    "chemotherapy": "cisplatin carboplatin docetaxel paclitaxel taxan anthracyclin doxorubicin fluorouracil capecitabin gemcitabin",
    "statin": "atorvastatin rosuvastatin simvastatin pravastatin",
    "anticonvulsant antiepileptic": "phenytoin carbamazepin valpro levetiracetam lamotrigin",
    "antiviral": "acyclovir aciclovir valacyclovir oseltamivir remdesivir tenofovir entecavir",
    "surgery operation": "laparotom laparoscop arthroplast appendectom cholecystectom hysterectom bypass",
    "transplant transplantation": "hsct",
    "anemia": "thalassem sickle",
    "bleeding hemorrhage": "epistaxis hematuria melena hematemesis",
    "liver hepatic": "cirrhosis hepatitis",
    "diabetes": "t1dm t2dm",
    "allergy": "anaphyla",
    "dementia": "alzheimer",
    "vaccination vaccine": "bcg mmr",
    "eye ocular": "glaucom cataract uveitis retinopath keratitis",
    "skin dermatologic": "psoria eczema dermatitis acne",
    "thyroid": "hypothyroid hyperthyroid graves hashimoto",
    "device": "pacemaker defibrillator icd",
    "smoker nicotine tobacco": "cigarette cigar",
    "drug substance": "cannabis marijuana cocaine amphetamin heroin opioid",
    "contraception contraceptive": "condom iud intrauterine",
}
_KINDS = {word: tuple(kinds.split()) for row, kinds in _ROWS.items() for word in row.split()}
_EQUAL = 3  # a shorter name stands for itself alone


def is_kind(words: set[str], general: set[str]) -> bool:
    """Return whether any of some words names a kind of what others name, where those are general words alone."""
    return general <= _KINDS.keys() and any(
        word == kind or (len(kind) > _EQUAL and word.startswith(kind))
        for other in general
        for kind in _KINDS[other]
        for word in words
    )
