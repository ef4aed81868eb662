"""Names of the sorts of a disease or procedure: each sort of glaucoma, such as "angle-closure glaucoma", is a glaucoma."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.normal import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.quantities.model import Piece

_LONGEST = 2  # words of a name in the table
# Name → words before it that make it one of its sorts. A word that all of them have ("bronchial" asthma, "hepatic"
# cirrhosis, "congestive" cardiac failure) is not in its row, nor one that makes it something else ("portal" hypertension).
_ROWS = {
    "acne": "nodular cystic inflammatory",
    "allergy": "food peanut egg milk nut penicillin latex shellfish wheat pollen fish soy",
    "alopecia": "androgenetic cicatricial",
    "anemia": "iron deficiency sickle cell hemolytic aplastic megaloblastic pernicious macrocytic microcytic",
    "angina": "vasospastic unstable",
    "apnea": "obstructive central",
    "arrhythmia": "ventricular supraventricular atrial",
    "arthritis": "psoriatic septic infectious juvenile idiopathic reactive gouty inflammatory erosive",
    "asthma": "eosinophilic allergic exercise induced occupational brittle nocturnal exacerbated aspirin",
    "cancer": "hematological haematological hematologic haematologic pediatric gastrointestinal genitourinary",
    "cardiac failure": "systolic diastolic acute decompensated right left",
    "cardiomyopathy": "hypertrophic dilated ischemic restrictive",
    "cephalalgia": "cluster tension type medication overuse posttraumatic",
    "cirrhosis": "biliary alcoholic cryptogenic",
    "colitis": "ulcerative ischemic microscopic pseudomembranous infectious lymphocytic",
    "conjunctivitis": "allergic bacterial viral vernal seasonal perennial",
    "degeneration": "age related neovascular wet dry",
    "dementia": "vascular frontotemporal lewy body",
    "depression": "postpartum major bipolar psychotic perinatal",
    "dermatitis": "contact atopic seborrheic perioral irritant allergic",
    "diabetes": "gestational",
    "dystrophy": "duchenne becker myotonic",
    "eczema": "hand dyshidrotic nummular",
    "epilepsy": "focal temporal lobe absence myoclonic juvenile generalized",
    "fibrillation": "paroxysmal nonvalvular valvular",
    "fracture": "vertebral femoral wrist pathological pathologic stress compression osteoporotic fragility skull rib tibial",
    "glaucoma": "angle closure open narrow primary secondary neovascular pigmentary juvenile normal tension",
    "hepatitis": "viral autoimmune alcoholic toxic fulminant",
    "incontinence": "stress urge fecal",
    "infection": "respiratory tract wound bloodstream parasitic mycobacterial joint soft tissue sinus",
    "keratitis": "fungal herpetic bacterial acanthamoeba",
    "leukemia": "acute chronic myeloid lymphoblastic lymphocytic promyelocytic myelogenous hairy cell t b",
    "lung cancer": "nonsmall small cell",
    "lupus": "cutaneous discoid",
    "lymphoma": "hodgkin nonhodgkin mantle cell follicular b t large diffuse cutaneous marginal zone burkitt",
    "malaria": "cerebral falciparum vivax",
    "melanoma": "uveal ocular mucosal cutaneous acral",
    "multiple sclerosis": "relapsing remitting progressive primary secondary",
    "nephritis": "lupus interstitial",
    "nephropathy": "iga diabetic membranous",
    "neuralgia": "postherpetic trigeminal",
    "neuropathy": "diabetic peripheral optic autonomic sensory motor",
    "obesity": "morbid childhood",
    "pain": "neuropathic back low neck pelvic musculoskeletal visceral nociceptive postoperative abdominal chest",
    "pancreatitis": "autoimmune alcoholic biliary necrotizing hereditary",
    "pneumonia": "aspiration community hospital ventilator acquired associated bacterial viral",
    "psoriasis": "plaque pustular guttate erythrodermic inverse nail scalp palmoplantar",
    "retinopathy": "diabetic proliferative hypertensive",
    "rhinitis": "allergic vasomotor seasonal perennial atrophic",
    "seizure": "tonic clonic focal absence febrile generalized myoclonic",
    "steroid": "inhaled systemic topical oral",
    "surgery": "bariatric lumbar spinal ophthalmic orthopedic dental cataract refractive cosmetic sinus nasal valve bypass",
    "tachycardia": "ventricular supraventricular",
    "transplantation": "allogeneic autologous marrow stem cell hematopoietic corneal",
    "trauma": "head brain abdominal thoracic spinal penetrating blunt ocular",
    "tuberculosis": "pulmonary extrapulmonary latent miliary",
    "ulcer": "diabetic foot venous pressure peptic gastric duodenal corneal leg oral genital",
    "urticaria": "cold spontaneous cholinergic solar",
    "uveitis": "anterior posterior intermediate",
    "vaccination": "mrna inactivated live attenuated",
}
_SORTS = {tuple(name.split()): word_set(words) for name, words in _ROWS.items()}


def names_sort(words: Sequence[str], following: Sequence[Piece]) -> bool:
    """Return whether all of some words make what follows them one of its sorts: "plaque" before "psoriasis"."""
    for length in range(1, _LONGEST + 1):
        sorts = _SORTS.get(tuple(map(str, following[:length])))
        if sorts and words and sorts.issuperset(words):
            return True
    return False
