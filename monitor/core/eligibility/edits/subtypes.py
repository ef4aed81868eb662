"""Words that name one sort or place of what stands behind them: "plaque psoriasis", "laryngeal oedema", "food allergy"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.lexicon import ORGANS, QUALIFIERS
from monitor.core.eligibility.normal import word_set
from monitor.core.eligibility.quantities.model import Limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.quantities.model import Piece

_LONGEST = 2  # words of a name in the table
# Names → words before them that make them one of their sorts. A word that all of them have ("bronchial" asthma, "hepatic"
# cirrhosis, "congestive" cardiac failure) is not in the row, nor one that makes it something else ("portal" hypertension).
_ROWS = {
    "acidosis": "metabolic lactic respiratory",
    "acne": "nodular cystic inflammatory conglobate",
    "allergy": "food peanut egg milk nut penicillin latex shellfish wheat pollen fish soy drug venom",
    "alopecia": "androgenetic cicatricial",
    "anemia": "iron deficiency sickle cell hemolytic aplastic megaloblastic pernicious macrocytic microcytic haemolytic sideroblastic normocytic",
    "angina": "vasospastic unstable",
    "apnea": "obstructive central",
    "apnoea": "obstructive",
    "arrhythmia | tachycardia": "ventricular supraventricular atrial junctional nodal",
    "artery": "carotid femoral popliteal iliac vertebral mesenteric",
    "arthritis": "psoriatic septic infectious juvenile idiopathic reactive gouty inflammatory erosive rheumatoid enteropathic degenerative "
    "tuberculous",
    "asthma": "eosinophilic allergic exercise induced occupational brittle nocturnal exacerbated aspirin neutrophilic",
    "cancer": "hematological haematological hematologic haematologic pediatric gastrointestinal genitourinary ductal lobular follicular medullary "
    "anaplastic urothelial neuroendocrine endometrioid adrenocortical",
    "candidiasis": "vulvovaginal mucocutaneous",
    "cardiac failure": "systolic diastolic acute decompensated right left",
    "cardiomyopathy": "hypertrophic dilated ischemic restrictive hypertensive takotsubo arrhythmogenic infiltrative peripartum alcoholic",
    "cephalalgia": "cluster tension type medication overuse posttraumatic",
    "chemotherapy": "adjuvant neoadjuvant palliative cytotoxic intensive",
    "cirrhosis": "biliary alcoholic cryptogenic",
    "colitis": "ulcerative ischemic microscopic pseudomembranous infectious lymphocytic collagenous indeterminate",
    "conjunctivitis": "allergic bacterial viral vernal seasonal perennial infectious",
    "contraindication": "absolute relative",
    "cystitis": "interstitial",
    "degeneration": "age related neovascular wet dry exudative nonexudative atrophic",
    "dementia": "vascular frontotemporal lewy body mixed",
    "depression": "postpartum major bipolar psychotic perinatal postnatal unipolar melancholic atypical antenatal",
    "dermatitis": "contact atopic seborrheic perioral irritant allergic seborrhoeic nummular",
    "diabetes": "gestational monogenic",
    "disease": "autoimmune inflammatory infectious neurologic neurological psychiatric metabolic endocrine haematological hematological "
    "dermatologic dermatological rheumatic neurodegenerative neuromuscular demyelinating cardiovascular cerebrovascular valvular "
    "lymphoproliferative myeloproliferative gastrointestinal hepatobiliary respiratory mitochondrial lysosomal",
    "drug | medication | agent": "antiplatelet anticoagulant antiepileptic psychotropic psychoactive immunosuppressive antihypertensive ototoxic nephrotoxic "
    "hepatotoxic antiarrhythmic sedative serotonergic anticholinergic",
    "dystrophy": "duchenne becker myotonic",
    "eczema": "hand dyshidrotic nummular contact allergic",
    "epilepsy": "focal temporal lobe absence myoclonic juvenile generalized pyrexia photosensitive nocturnal",
    "fibrillation": "paroxysmal nonvalvular valvular",
    "fracture": "vertebral femoral wrist pathological pathologic stress compression osteoporotic fragility skull rib tibial",
    "gastritis": "atrophic autoimmune",
    "glaucoma": "angle closure open narrow primary secondary neovascular pigmentary juvenile normal tension closed pseudoexfoliative uveitic",
    "hearing": "sensorineural conductive",
    "hepatitis": "viral autoimmune alcoholic toxic fulminant cholestatic",
    "hernia": "inguinal umbilical hiatal incisional ventral femoral diaphragmatic parastomal strangulated incarcerated",
    "herpes": "genital labial",
    "hospitalization | admission | hospitalisation": "icu intensive care unit psychiatric unplanned emergency overnight",
    "hypotension": "orthostatic postural",
    "incontinence": "stress urge fecal faecal urinary",
    "infection": "respiratory tract wound bloodstream parasitic mycobacterial joint soft tissue sinus",
    "keratitis": "fungal herpetic bacterial acanthamoeba infectious neurotrophic",
    "leukemia": "acute chronic myeloid lymphoblastic lymphocytic promyelocytic myelogenous hairy cell t b myelomonocytic monocytic",
    "lung cancer": "nonsmall small cell",
    "lupus": "cutaneous discoid neuropsychiatric",
    "lymphoma": "hodgkin nonhodgkin mantle cell follicular b t large diffuse cutaneous marginal zone burkitt anaplastic nodal extranodal "
    "lymphoblastic",
    "malaria": "cerebral plasmodium falciparum vivax malariae ovale knowlesi placental uncomplicated complicated",
    "melanoma": "uveal ocular mucosal cutaneous acral nodular choroidal conjunctival",
    "meningitis": "cryptococcal tuberculous meningococcal pneumococcal aseptic",
    "migraine": "episodic vestibular hemiplegic menstrual",
    "multiple sclerosis": "relapsing remitting progressive primary secondary",
    "nephritis": "lupus interstitial",
    "nephropathy": "iga diabetic membranous hypertensive obstructive",
    "nerve": "optic facial sciatic ulnar median",
    "neuralgia": "postherpetic trigeminal occipital",
    "neuropathy": "diabetic peripheral optic autonomic sensory motor sensorimotor demyelinating inflammatory toxic alcoholic",
    "neutropenia": "pyrexia cyclic",
    "obesity": "morbid childhood syndromic hypothalamic sarcopenic",
    "operation": "bariatric orthopedic orthopaedic dental ophthalmic cosmetic plastic reconstructive oncologic refractive cataract bypass bowel "
    "valve valvular bladder",
    "pain": "neuropathic back low neck pelvic musculoskeletal visceral nociceptive postoperative abdominal chest myofascial radicular",
    "pancreatitis": "autoimmune alcoholic biliary necrotizing hereditary",
    "pneumonia": "aspiration community hospital ventilator acquired associated bacterial viral nosocomial eosinophilic interstitial lobar atypical",
    "polyneuropathy": "diabetic autonomic optic sensory motor sensorimotor demyelinating inflammatory toxic alcoholic",
    "psoriasis": "plaque pustular guttate erythrodermic inverse nail scalp palmoplantar",
    "radiotherapy | radiation | irradiation": "palliative adjuvant neoadjuvant stereotactic craniospinal",
    "retinopathy": "diabetic proliferative hypertensive",
    "rhinitis": "allergic vasomotor seasonal perennial atrophic infectious",
    "sarcoma": "synovial osteogenic pleomorphic",
    "scoliosis": "neuromuscular degenerative",
    "seizure": "tonic clonic focal absence febrile generalized myoclonic pyrexia photosensitive nocturnal",
    "sepsis": "neonatal maternal",
    "shock": "septic cardiogenic anaphylactic hypovolemic hypovolaemic",
    "steroid": "inhaled systemic topical oral",
    "stroke": "lacunar cardioembolic cryptogenic embolic perinatal",
    "stay": "icu intensive care unit overnight",
    "surgery": "bariatric lumbar spinal ophthalmic orthopedic dental cataract refractive cosmetic sinus nasal valve bypass orthopaedic plastic "
    "reconstructive oncologic bowel valvular bladder",
    "syphilis": "latent tertiary",
    "therapy | treatment": "adjuvant neoadjuvant hormonal endocrine biologic biological antiviral antibiotic antifungal antiretroviral immunosuppressive "
    "antiplatelet anticoagulant thrombolytic fibrinolytic antihypertensive photodynamic electroconvulsive maintenance induction "
    "combination salvage preventive pump patch depot outpatient inpatient",
    "thrombocytopenia": "immune neonatal",
    "transplantation": "allogeneic autologous marrow stem cell hematopoietic corneal",
    "trauma": "head brain abdominal thoracic spinal penetrating blunt ocular",
    "tuberculosis": "pulmonary extrapulmonary miliary meningeal",
    "ulcer": "diabetic foot venous pressure peptic gastric duodenal corneal leg oral genital",
    "urticaria": "cold spontaneous cholinergic solar inducible",
    "uveitis": "anterior posterior intermediate infectious",
    "vaccination": "mrna inactivated live attenuated influenza measles rabies pneumococcal meningococcal",
    "valve": "aortic mitral tricuspid",
}
_PLACES = word_set(
    "laryngeal pharyngeal oropharyngeal nasopharyngeal nasal oral esophageal gastric duodenal jejunal ileal colonic cecal rectal anal perianal "
    "perineal biliary pancreatic splenic ureteral urethral penile scrotal testicular ovarian tubal uterine endometrial cervical vaginal vulvar "
    "genital anogenital mammary axillary inguinal femoral popliteal tibial carotid subclavian vertebral aortic mitral ventricular pericardial "
    "pleural bronchial tracheal mediastinal thoracic lumbar sacral sacroiliac facial orbital periorbital conjunctival corneal scleral choroidal "
    "macular mandibular maxillary dental periodontal gingival lingual salivary adrenal pituitary frontal temporal parietal occipital meningeal "
    "epidural subdural intraventricular plantar palmar acral digital metacarpal metatarsal clavicular acetabular peritoneal retroperitoneal "
    "mesenteric portal iliac humeral radial ulnar atrial",
)
# What is so at each place of the body where it is.
_ANYWHERE = word_set(
    "angioedema edema cancer tumor infection abscess ulcer ulceration bleeding hemorrhage fracture surgery injury trauma fistula stenosis "
    "stricture obstruction perforation polyp cyst adenoma lesion metastasis thrombosis aneurysm malformation dysplasia atrophy ischemia hematoma "
    "hernia palsy paralysis candidiasis wart papilloma lymphoma biopsy irradiation resection pain inflammation calcification dissection",
)
_SORTS = {
    tuple(name.split()): word_set(words) for names, words in _ROWS.items() for name in names.split(" | ")
}
_BETWEEN = QUALIFIERS | ORGANS | _PLACES | {word for row in _SORTS.values() for word in row}
# Names of which the next one is a part, "optic nerve atrophy": they need not end there.
_FIRST = frozenset(["valve", "artery", "nerve", "hearing"])
# What may stand behind a name: else it is perhaps none, "autoimmune disease duration", or its sort is named there.
_CLOSING = word_set(
    ". ; ) , or and within before prior after during at in on for who that with without by from requiring"
)
# What these are of or with may name their sort: "allergy to penicillin", "treatment with warfarin".
_OF_THINGS = word_set("allergy therapy treatment drug medication agent vaccination")
_FAMILY = 5  # letters that words of one family begin with
_REACH = 3  # pieces from the sort to its name


def names_sort(block: Insertion, words: Sequence[str]) -> bool:
    """Return whether all words of a block make the name behind it one of its sorts, or say a place of it that is not said yet."""
    others = {str(piece) for piece in (*block.every[: block.start], *block.every[block.end :])}
    for at in range(block.end, min(block.end + _REACH, len(block.every))):
        for length in range(1, _LONGEST + 1):
            name = tuple(str(piece) for piece in block.every[at : at + length])
            if _makes_sort(name, words, others) and _ends(block.every, at + length):
                return not (at > block.end and _OF_THINGS & set(name))
        if block.every[at] not in _BETWEEN:
            return False
    return False


def _makes_sort(name: tuple[str, ...], words: Sequence[str], others: set[str]) -> bool:
    """Return whether words name sorts of a thing, or a place of it where the other words name none."""
    # "diabetes with [diabetic] neuropathy" names it already
    families = {other[:_FAMILY] for other in others if len(other) >= _FAMILY}
    if not words or not others.isdisjoint(words) or any(word[:_FAMILY] in families for word in words):
        return False
    if _SORTS.get(name, frozenset()).issuperset(words):
        return True
    return _ANYWHERE.issuperset(name) and _PLACES.issuperset(words) and not others & (_PLACES | ORGANS)


def _ends(pieces: Sequence[Piece], end: int) -> bool:
    """Return whether a name ends before a place, and nothing there says its sort."""
    last, following = pieces[end - 1], pieces[end] if end < len(pieces) else "."
    if isinstance(following, Limit):
        return following.dimension == "time"
    return last in _FIRST or (following in _CLOSING and not (following == "with" and last in _OF_THINGS))
