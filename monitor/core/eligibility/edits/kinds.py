"""What is a kind of what: beside "cancer" an alternative "melanoma" says nothing new."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.lexicon import DEMANDS

if TYPE_CHECKING:
    from monitor.core.eligibility.edits.insertion import Insertion

# A general word, and the beginnings of words that name kinds of it.
_ROWS = {
    "cancer tumor neoplasm": "melanom lymphom leuk myelom sarcom carcinom adenocarcinom gliom glioblastom blastom nsclc sclc hcc rcc crc",
    "infection infectious": "pneumon tubercul tb hepatitis hiv aid hbv hcv sepsis bacterem covid sars influenza cmv herpes zoster syphilis "
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
    "ibd": "crohn ulcerativ",
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
    "diuretic": "furosemid torasemid torsemid bumetanid hydrochlorothiazid chlorthalidon indapamid spironolacton eplerenon",
    "benzodiazepine": "diazepam lorazepam alprazolam clonazepam midazolam temazepam oxazepam",
    "biologic": "adalimumab infliximab etanercept golimumab certolizumab secukinumab ixekizumab ustekinumab rituximab tocilizumab abatacept "
    "omalizumab mepolizumab benralizumab dupilumab tezepelumab reslizumab vedolizumab natalizumab guselkumab risankizumab",
    "taxane": "paclitaxel docetaxel cabazitaxel",
    "anthracycline": "doxorubicin daunorubicin epirubicin idarubicin",
    "platinum": "cisplatin carboplatin oxaliplatin",
    "triptan": "sumatriptan rizatriptan zolmitriptan eletriptan naratriptan almotriptan frovatriptan",
    "bisphosphonate": "alendron zoledron risedron ibandron pamidron",
    "fluoroquinolone": "ciprofloxacin levofloxacin moxifloxacin ofloxacin",
    "macrolide": "azithromycin clarithromycin erythromycin",
    "sulfonylurea": "glimepirid glipizid gliclazid glyburid glibenclamid",
    "antihistamine": "cetirizin levocetirizin loratadin desloratadin fexofenadin diphenhydramin",
    "retinoid": "isotretinoin acitretin tretinoin alitretinoin",
    "antimalarial": "chloroquin hydroxychloroquin mefloquin primaquin",
    "antifungal azole": "fluconazol itraconazol voriconazol posaconazol ketoconazol",
    "immunodeficiency": "hiv aid",
    "hiv": "aid",
    "embolism thromboembolism": "pe dvt",
    "mood": "bipolar depress",
    "movement neurodegenerative": "parkinson huntington als",
    "eating": "anorexi bulimi",
    "sleep": "insomni apnea narcolep",
    "headache cephalalgia": "migrain",
    "neuromuscular": "myasthen",
    "hemoglobinopathy": "sickle thalassem",
    "endocrine": "cushing addison hyperthyroid hypothyroid",
    "developmental": "autis",
    "sedative": "benzodiazepin",
    "psychotropic": "antidepress antipsychot benzodiazepin",
    "malabsorption": "celiac coeliac",
    "antibody": "rituximab",
    "renal kidney": "nephropath glomerul",
    "device": "pacemaker defibrillator icd",
    "smoker nicotine tobacco": "cigarette cigar",
    "drug substance": "cannabis marijuana cocaine amphetamin heroin opioid",
    "contraception contraceptive": "condom iud intrauterine",
}
# An organ, and the beginnings of words that name cancers of it.
_ORGANS = {
    "lung pulmonary": "nsclc sclc mesotheliom carcinoid lung pulmonary bronch adenocarcinom squamous small large",
    "skin cutaneous": "melanom basal squamous merkel bcc scc skin cutaneous",
    "liver hepatic": "hcc hepato cholangiocarcinom liver hepatic",
    "brain cns": "gliom glioblastom gbm astrocytom meningiom medulloblastom ependymom oligodendrogliom brain cns",
    "kidney renal": "rcc renal kidney wilm nephroblastom",
    "blood hematologic hematological": "leuk lymphom myelom myelodysplas aml all cll cml mds nhl hodgkin",
    "breast": "ductal lobular dcis lcis tnbc breast",
    "thyroid": "papillary follicular medullary anaplastic thyroid",
    "bone": "osteosarcom ewing chondrosarcom sarcom bone",
    "pancreas pancreatic": "pdac adenocarcinom neuroendocrin insulinom pancrea",
    "colon colorectal rectal bowel": "crc colon rectal rectum colorectal adenocarcinom",
    "bladder urothelial": "urothelial tcc transitional bladder",
    "prostate": "adenocarcinom crpc mcrpc prostat",
    "eye ocular": "retinoblastom melanom uveal",
    "ovary ovarian": "serous endometrioid mucinous ovar",
    "stomach gastric": "adenocarcinom gist lymphom gastric stomach",
    "head neck": "nasopharyn laryn oral oropharyn hnscc squamous tongue",
    "adrenal": "pheochromocytom adrenocortical",
}
# A class of drugs that is named by what it acts on, and the beginnings of its drugs.
_CLASSES = {
    "jak": "tofacitinib baricitinib upadacitinib ruxolitinib filgotinib abrocitinib fedratinib",
    "tnf": "adalimumab infliximab etanercept golimumab certolizumab",
    "il17": "secukinumab ixekizumab brodalumab bimekizumab",
    "il23": "guselkumab risankizumab tildrakizumab mirikizumab",
    "il6": "tocilizumab sarilumab",
    "il5": "mepolizumab benralizumab reslizumab",
    "cgrp": "erenumab fremanezumab galcanezumab eptinezumab rimegepant ubrogepant atogepant",
    "pcsk9": "alirocumab evolocumab inclisiran",
    "proton pump": "omeprazol esomeprazol pantoprazol lansoprazol rabeprazol dexlansoprazol",
    "sglt2": "empagliflozin dapagliflozin canagliflozin ertugliflozin sotagliflozin",
    "dpp4": "sitagliptin linagliptin saxagliptin alogliptin vildagliptin",
    "glp1": "semaglutid liraglutid dulaglutid exenatid lixisenatid",
    "ace": "enalapril lisinopril ramipril perindopril captopril benazepril",
    "angiotensin": "losartan valsartan candesartan irbesartan olmesartan telmisartan",
    "beta": "propranolol metoprolol bisoprolol atenolol carvedilol nebivolol",
    "calcium channel": "amlodipin nifedipin felodipin verapamil diltiazem",
    "p2y12": "clopidogrel prasugrel ticagrelor",
    "factor xa": "rivaroxaban apixaban edoxaban",
    "vitamin k": "warfarin acenocoumarol phenprocoumon",
    "pd1": "pembrolizumab nivolumab cemiplimab dostarlimab tislelizumab toripalimab sintilimab camrelizumab",
    "checkpoint | immune checkpoint": "pembrolizumab nivolumab cemiplimab atezolizumab durvalumab avelumab ipilimumab tremelimumab",
    "parp": "olaparib niraparib rucaparib talazoparib",
    "btk": "ibrutinib acalabrutinib zanubrutinib pirtobrutinib",
    "bcl2": "venetoclax",
    "mtor": "sirolimus everolimus temsirolimus",
    "calcineurin": "tacrolimus ciclosporin cyclosporin voclosporin pimecrolimus",
    "aromatase": "letrozol anastrozol exemestan",
    "vegf": "bevacizumab ranibizumab aflibercept brolucizumab faricimab",
    "cd20": "rituximab ocrelizumab ofatumumab obinutuzumab ublituximab",
    "cd38": "daratumumab isatuximab",
    "proteasome": "bortezomib carfilzomib ixazomib",
    "monoamine oxidase": "phenelzin tranylcypromin selegilin rasagilin moclobemid",
    "cholinesterase": "donepezil rivastigmin galantamin",
    "leukotriene": "montelukast zafirlukast",
    "pde5": "sildenafil tadalafil vardenafil avanafil",
}
ACTIONS = frozenset(["inhibitor", "blocker", "antagonist", "agonist", "antibody", "anti", "modulator"])
_BESIDE = ACTIONS | {
    "receptor",
    "drug",
    "therapy",
    "treatment",
    "agent",
    "medication",
    "alpha",
    "α",
    "monoclonal",
    "oral",
}
_CLASSED = {
    frozenset(name.split()): tuple(drugs.split())
    for names, drugs in _CLASSES.items()
    for name in names.split(" | ")
}
_KINDS = {word: tuple(kinds.split()) for row, kinds in _ROWS.items() for word in row.split()}
_CANCERS = {word: tuple(kinds.split()) for row, kinds in _ORGANS.items() for word in row.split()}
_TUMORS = frozenset(["cancer", "tumor", "neoplasm"])
_EQUAL = 3  # a shorter name stands for itself alone
_PREFIXES = ("non", "un", "in", "im", "a")
_ILLNESS = re.compile(
    r"[a-z]+(?:oma|itis|osis|emia|pathy|iasis|plegia|algia|rrhea|lepsy|ction|ure)|cancer|tumor|n?sclc|[rch]cc|asthma|disease|mi|n?stemi|"
    r"fibrillation|stroke|metastasis|diabetes|copd|hf|edema|ulcer|arthritis|psoriasis|hypertension|leukemia|disorder|aml|"
    r"syndrome|angina|hemorrhage|anemia|seizure|hernia|dementia"
)
_SHORT = 4  # letters of a word that a prefix turns round


def whole_kind(block: Insertion) -> bool:
    """Return whether "and" joins a qualifier of an illness and its opposite, so that each names people of its own: "acral and [non-acral] melanoma"."""
    above = block.above[block.start]
    own = [str(piece) for piece in block.inside if piece != "and"]
    if (
        len(own) != 1
        or block.linked() != "and"
        or above.condition
        or above.stops
        or above.waived
        or above.vague
    ):
        return False
    last = block.inside[0] == "and"
    beside = str(block.every[block.start - 1 if last else block.end])
    shorter, longer = sorted((own[0], beside), key=len)
    behind = block.every[block.end + (not last) :]
    following = [str(piece) for piece in behind if piece != ")"][:2]
    opposed = len(shorter) > _SHORT and longer.endswith(shorter) and longer[: -len(shorter)] in _PREFIXES
    clause = {
        str(piece)
        for piece, scope in zip(block.every, block.above, strict=True)
        if scope.clause == above.clause
    }
    return opposed and not DEMANDS & clause and any(map(is_illness, following))


def is_illness(word: str) -> bool:
    """Return whether a word names an illness, as its end tells or a short list."""
    return bool(_ILLNESS.fullmatch(word))


def is_general_name(words: set[str]) -> bool:
    """Return whether some words name things of which kinds are known, and nothing else."""
    return words <= _KINDS.keys()


def is_kind(words: set[str], general: set[str]) -> bool:
    """Return whether any of some words names a kind of what others name, where those are general words alone.

    A melanoma is a kind of "cancer" and of "skin cancer", but not of "lung cancer".
    """
    drugs = _CLASSED.get(frozenset(general - _BESIDE), ()) if general & ACTIONS else ()
    if any(word.startswith(drugs) for word in words if drugs):
        return True
    organs = general - _TUMORS
    if organs != general and organs and organs <= _CANCERS.keys():
        return _named(words, organs, _CANCERS)
    return general <= _KINDS.keys() and _named(words, general, _KINDS)


def _named(words: set[str], general: set[str], table: dict[str, tuple[str, ...]]) -> bool:
    """Return whether any of some words begins as a kind of each general word does in a table: of "eye surgery" glaucoma is none."""
    return all(
        any(
            word == kind or (len(kind) > _EQUAL and word.startswith(kind))
            for kind in table[other]
            for word in words
        )
        for other in general
    )
