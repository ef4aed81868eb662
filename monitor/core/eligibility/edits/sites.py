"""Where in the body an ailment is: "a fracture of the hip" is fewer than "a fracture"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.addressed import OWED
from monitor.core.eligibility.normal import word_set

if TYPE_CHECKING:
    from monitor.core.eligibility.edits.insertion import Insertion

# A part of the body → the beginnings of words beside which it says nothing new: "cirrhosis of the liver".
_ROWS = {
    "skin": "basal bcc cutan dermat psoria eczema acne melanom urticar rash cellulit wart vitiligo pemphig prurit itch scald laceration",
    "hepatic": "liver cirrho hepat hcc cholangi",
    "renal": "kidney nephr glomerul pyelo wilm rcc ckd",
    "cardiac": "heart myocard endocard pericard cardio angina mi arrhythm atrial ventric valv",
    "lung": "pulmon pneumon asthma copd emphys bronch nsclc sclc ild respirat",
    "brain": "subarach cereb enceph mening gliom gliob stroke intracran cns epilep hydroceph",
    "bone": "osteo fractur ewing osseous skelet",
    "joint": "arthr synov gout",
    "knee": "menisc acl gonarthr patell",
    "shoulder": "rotator",
    "wrist": "carpal",
    "hip": "coxarthr perthes",
    "foot": "plantar bunion",
    "hand": "dupuytren",
    "leg": "venous",
    "gallbladder": "cholecyst",
    "eyelid": "blephar",
    "gum": "gingiv",
    "penis": "balan peyron",
    "abdomen": "periton",
    "neck": "thyroidect",
    "lumbar": "low",
    "cervical": "cervix",
    "nerve": "neur",
    "muscle": "myo muscul rhabdo",
    "bladder": "cystit urothel vesic",
    "stomach": "gastr",
    "colon": "diverticul colit colorect colonic",
    "bowel": "crohn colit enter intestin ileus",
    "eye": "scler blephar ocular glaucom uveit catarac retin kerat cornea conjunctiv macul ophthal intraocul",
    "ear": "labyrinth otit otic tinnit",
    "nose": "nasal rhinit epistax sinus",
    "prostate": "prostat bph",
    "thyroid": "goit graves hashimot",
    "breast": "mast mamm ductal lobular mastit",
    "esophagus": "esophag barrett",
    "uterus": "hyster endometr uter fibroid myom",
    "cervix": "cervic",
    "ovary": "ovar",
    "tooth teeth": "dent caries endodont",
    "vein": "ven varic phleb dvt",
    "artery": "arter athero coronar",
    "spine": "disc sacroil spin vertebr spondyl scolio lumbar",
    "mouth oral": "stomat mucosit",
    "throat": "pharyn laryn",
    "appendix": "appendic",
    "vagina": "vagin",
    "nail": "onych",
    "hair": "alopec",
    "testis testicle": "epididym testic orchi",
}
_OTHERS = word_set(
    "scalp face forehead cheek neck head jaw chin lip tongue gum palate tonsil oropharynx nasopharynx hypopharynx pharynx larynx trachea "
    "chest breastbone rib back shoulder arm elbow forearm wrist hand palm finger thumb hip thigh knee leg ankle foot feet toe heel sole "
    "calf limb extremity trunk abdomen pelvis groin axilla buttock genital penis vulva scrotum anus rectum duodenum pancreas spleen "
    "gallbladder duct urethra ureter cord sacrum vertebra vertebrae femur tibia fibula humerus radius ulna clavicle skull aorta carotid "
    "retina cornea macula eyelid orbit gland lymph node sinus junction cavity tract skeleton lumbar thoracic cervical sacral"
)
_SITES = frozenset(site for row in _ROWS for site in row.split()) | _OTHERS
# Which of them; alone these name none.
_WHICH = word_set(
    "low sciatic optic left right upper lower proximal distal anterior posterior lateral medial dorsal ventral dominant affected target index study both "
    "either one cervical thoracic lumbar sacral femoral coronary carotid cerebral biliary bile spinal salivary adrenal gastrointestinal "
    "gastroesophageal urinary genitourinary respiratory central peripheral oral nasal paranasal soft large small hard level region area or and ,"
)
# Words that name a part of the body with others: "at the lumbar level", "around the injection site".
_SPOTS = frozenset(["level", "site", "region", "area"])
_SPOT = word_set(
    "injection infusion implant implantation application surgical operative operated treated abdominal facial axillary inguinal perianal"
)
_BEFORE = frozenset(["of", "to", "at", "in", "on", "near", "around", "along", "below", "above"])
_AILMENT = re.compile(
    r"[a-z]+(?:itis|osis|asis|oma|pathy|algia|plasia|plegia|paresis|edema|rrhage|sclerosis|trophy|ectasia|ectomy|plasty)|"
    r"(?:ulcer|fracture|infection|cancer|tumor|neoplasm|malignancy|lesion|injury|trauma|wound|burn|pain|tenderness|swelling|occlusion|"
    r"aneurysm|hernia|cyst|abscess|deformity|contracture|instability|weakness|paralysis|spasticity|bleeding|metastasis|rash|wart|"
    r"eczema|acne|amputation|surgery|operation|dislocation|sprain|strain|numbness|polyp|malformation|anomaly|defect|disease|disorder|"
    r"inflammation|obstruction|perforation|stricture|fistula|ischemia|infarction|insufficiency|degeneration|dystrophy|gangrene|"
    r"cellulitis|herpes|vitiligo|alopecia|pruritus|erythema|irradiation|radiotherapy|transplantation|transplant|dysfunction|"
    r"impairment|involvement|cramp|tremor|discomfort|laceration|edema|situ|scar|keloid|thrombus|embolism|implant|prosthesis|replacement|tear)"
)
_EVERY = frozenset(["all", "every", "each", "both", "whole", "entire", "other", "naive"])
_STOPS = frozenset([".", ";", "or", "and", ","])
_LETTERS = 4  # a shorter beginning stands for itself alone


def of_site(block: Insertion) -> bool:
    """Return whether the words say where in the body an ailment before them is, in a criterion that does not say so already.

    Of "all lesions [of the leg]", or of lesions that must heal, fewer are asked for.
    """
    ailment = str(block.every[block.start - 1]) if block.start else ""
    if block.inside[0] not in _BEFORE or not _AILMENT.fullmatch(ailment):
        return False
    named = [str(piece) for piece in block.inside[1:]]
    sites = _SITES & {*named}
    spot = named[-1] in _SPOTS and bool({*named[:-1]} & (_WHICH | _SPOT)) and named != ["study", "site"]
    if not (sites or spot) or not {*named} <= _SITES | _WHICH | _SPOT | _SPOTS or named[-1] in _STOPS:
        return False
    clause = block.above[block.start].clause
    beside = [
        str(piece)
        for at, piece in enumerate(block.every)
        if block.above[at].clause == clause and not block.start <= at < block.end
    ]
    return not (_EVERY | OWED) & {*beside} and not _named_already(sites, beside)


def _named_already(sites: frozenset[str], beside: list[str]) -> bool:
    """Return whether any of the words beside parts of the body names one of them already."""
    begins = {site: (site, *stems.split()) for row, stems in _ROWS.items() for site in row.split()}
    return any(
        word == stem or (len(stem) >= _LETTERS and word.startswith(stem))
        for site in sites
        for stem in begins.get(site, (site,))
        for word in beside
    )
