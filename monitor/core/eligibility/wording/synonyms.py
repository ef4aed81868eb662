"""Words and phrases that mean the same, as rows of a table: the canonical form first."""

from __future__ import annotations

_ROWS = """
uln: upper limit of normal | upper limit of the normal | upper limits of normal | upper limit of normality | upper normal limit | upper limit normal | institutional upper limit of normal | institutional uln | unl | upper limit of the normal range | upper limit of normal range | upper limit of the reference range | upper limit of the reference value | upper limit of reference value | upper limit of normal value | upper limit of the normal value | iuln
lln: lower limit of normal | lower limit of the normal | lower normal limit
bmi: body mass index
bsa: body surface area
lvef: left ventricular ejection fraction | lv ejection fraction | lv ef
ef: ejection fraction | cardiac ejection fraction
fev1: forced expiratory volume in 1 second | forced expiratory volume in one second
fvc: forced vital capacity
hemoglobin: haemoglobin | hb | hgb
hba1c: glycated hemoglobin | glycated haemoglobin | glycosylated hemoglobin | glycosylated haemoglobin | glycohemoglobin | hemoglobin a1c | haemoglobin a1c | hb a1c | a1c | hgba1c
anc: absolute neutrophil count | absolute neutrophils count | neutrophil count | absolute neutrophil counts | neutrophils
platelet: plt | platelet count | thrombocyte | thrombocyte count | blood platelets
wbc: white blood cell | white blood cell count | white blood count | leukocyte | leukocyte count | leucocyte | wbc count
alc: absolute lymphocyte count
alt: alanine aminotransferase | alanine transaminase | alat | sgpt | alanine amino transferase | alt sgpt | sgpt alt
ast: aspartate aminotransferase | aspartate transaminase | asat | sgot | aspartate amino transferase | ast sgot | sgot ast
alp: alkaline phosphatase
ggt: gamma glutamyl transferase | gamma gt
crp: c reactive protein
crcl: creatinine clearance | ccr | clcr | creatinine clearance rate
gfr: egfr | estimated glomerular filtration rate | glomerular filtration rate | estimated gfr
bun: blood urea nitrogen
ldl: low density lipoprotein cholesterol | ldl cholesterol | ldl c | ldlc | low density lipoprotein | low density lipoproteins
hdl: high density lipoprotein cholesterol | hdl cholesterol | hdl c | hdlc
triglyceride: triglycerides | tg
urate: uric acid | serum uric acid
vitamind: vitamin d | 25 hydroxyvitamin d | 25 oh vitamin d | 25 hydroxy vitamin d | 25ohd
psa: prostate specific antigen
inr: international normalized ratio | international normalised ratio
aptt: activated partial thromboplastin time | ptt
tsh: thyroid stimulating hormone
ecog: ecog performance status | eastern cooperative oncology group performance status | eastern cooperative oncology group | ecog ps | ecog performance score | ecog performance | ecog score | ecog ps score | ecog performance status ps | who performance status | who ps | zubrod performance status | zubrod | who ecog performance status | ecog who performance status | performance status ecog
kps: karnofsky performance status | karnofsky | karnofsky performance score | karnofsky performance scale | karnofsky score | karnofsky index
lansky: lansky performance status | lansky play performance scale | lansky performance score
nyha: new york heart association functional | new york heart association | new york heart association nyha | nyha functional | nyha heart failure | new york heart association functional classification | nyha classification | nyha functional classification
mrs: modified rankin scale | modified rankin score | modified rankin | modified rankin scale score
edss: expanded disability status scale | expanded disability status score | kurtzke expanded disability status scale
mmse: mini mental state examination | mini mental state exam | mini mental status examination
moca: montreal cognitive assessment
gcs: glasgow coma scale | glasgow coma score
childpugh: child pugh | child pugh turcotte | child turcotte pugh
asa: american society of anesthesiologists physical status | american society of anesthesiologists | american society of anaesthesiologists | asa physical status
losangele: los angeles | los angeles classification
bclc: barcelona clinic liver cancer
cnlc: china liver cancer staging | china liver cancer
birads: bi rads | breast imaging reporting and data system
pirads: pi rads | prostate imaging reporting and data system
lirads: li rads | liver imaging reporting and data system
lungrads: lung rads
gradegroup: isup grade group | grade group | isup grade | isup | gleason grade group
mmrc: modified medical research council | modified medical research council dyspnea scale | mmrc dyspnea | mrc dyspnea | mmrc dyspnea scale
kellgren: kellgren lawrence | kellgren and lawrence | kl grade | kellgren lawrence grade
popq: pop q | pelvic organ prolapse quantification
brackmann: house brackmann
iga: investigator global assessment | investigators global assessment | viga ad | validated investigator global assessment for atopic dermatitis
ctcae: common terminology criteria for adverse events | nci ctcae | nci common terminology criteria for adverse events | national cancer institute common terminology criteria for adverse events | nci ctc
recist: response evaluation criteria in solid tumors | response evaluation criteria in solid tumours
acq: asthma control questionnaire
easi: eczema area and severity index
pasi: psoriasis area and severity index
madrs: montgomery asberg depression rating scale
hamd: hamilton depression rating scale | hamilton rating scale for depression | ham d | hdrs
sofa: sequential organ failure assessment
cps: combined positive score
tps: tumor proportion score | tumour proportion score
qtcf: qt interval corrected by fridericia | qtcf interval
qtc: corrected qt interval | qtc interval | corrected qt
sbp: systolic blood pressure | systolic bp | sys bp
dbp: diastolic blood pressure | diastolic bp
bp: blood pressure
spo2: oxygen saturation | saturation of oxygen | peripheral oxygen saturation | o2 saturation | sao2
chf: congestive heart failure
mi: myocardial infarction | heart attack
tia: transient ischemic attack | transient ischaemic attack
cva: cerebrovascular accident
nephrolithiasis: kidney stone | renal stone | renal calculus | renal calculi | urolithiasis | kidney calculi
cholelithiasis: gallstone | gall stone | biliary stone
hypertension: high blood pressure | elevated blood pressure
hypotension: low blood pressure
hyperlipidemia: high cholesterol | hyperlipidaemia | elevated cholesterol
epistaxis: nosebleed | nose bleed
pruritus: itching | itch
dyspnea: dyspnoea | shortness of breath | breathlessness
pyrexia: fever | febrile
emesis: vomiting
cephalalgia: headache
myopia: nearsightedness | short sightedness
tuberculosis: tb
osteoarthritis: degenerative joint disease
varicella: chickenpox | chicken pox
zoster: shingle | shingles | herpes zoster
pertussis: whooping cough
rubella: german measles
seizure: convulsion | epileptic seizure
epilepsy: seizure disorder | epileptic disorder | convulsive disorder
hypothyroidism: underactive thyroid
hyperthyroidism: overactive thyroid
urticaria: hive | hives
influenza: flu
jaundice: icterus
hematuria: haematuria | blood in urine | blood in the urine
dysphagia: difficulty swallowing | difficulty in swallowing
acetaminophen: paracetamol
epinephrine: adrenaline
albuterol: salbutamol
syncope: fainting
tinnitus: ringing in the ears
alopecia: hair loss
xerostomia: dry mouth
gerd: gastroesophageal reflux disease | gastro esophageal reflux disease | acid reflux | gastrooesophageal reflux disease
uti: urinary tract infection
cad: coronary artery disease | ischemic heart disease | ischaemic heart disease | coronary heart disease
pad: peripheral artery disease | peripheral arterial disease
ckd: chronic kidney disease | chronic renal disease
hypoglycemia: low blood sugar | low blood glucose
icd: implantable cardioverter defibrillator
copd: chronic obstructive pulmonary disease
ild: interstitial lung disease
dvt: deep vein thrombosis | deep venous thrombosis
cns: central nervous system
hiv: human immunodeficiency virus
hbv: hepatitis b virus
hcv: hepatitis c virus
hepatitisb: hepatitis b | hep b
hepatitisc: hepatitis c | hep c
hbsag: hepatitis b surface antigen
nsclc: non small cell lung cancer | non small cell lung carcinoma
sclc: small cell lung cancer
crc: colorectal cancer
hcc: hepatocellular carcinoma
rcc: renal cell carcinoma
mdd: major depressive disorder
adhd: attention deficit hyperactivity disorder
ra: rheumatoid arthritis
sle: systemic lupus erythematosus
ics: inhaled corticosteroid | inhaled corticosteroids
nsaid: non steroidal anti inflammatory drug | nonsteroidal anti inflammatory drug | non steroidal antiinflammatory drug | nonsteroidal antiinflammatory drug
mri: magnetic resonance imaging
ct: computed tomography | computerized tomography
ecg: electrocardiogram | ekg
icf: informed consent form
ibd: inflammatory bowel disease
contraception: birth control
contraindication: contra indication | contra indications
wocbp: woman of childbearing potential | woman of child bearing potential | female of childbearing potential | female of child bearing potential | female participant of childbearing potential | female subject of childbearing potential | female patient of childbearing potential
immunoglobuline: ige | immunoglobulin e
immunoglobuling: igg | immunoglobulin g
investigator: principal investigator | study doctor | study physician | treating physician | treating investigator | pi
including: including but not limited to | including but not limited | including without limitation | including not limited to | include but are not limited to | include but not limited to
halflife: half life | half lives | elimination half life | elimination half lives | drug elimination half life | drug elimination half lives | plasma half lives | terminal half lives
expectedsurvival: expected to live for | expected to live | expected to survive for | expected to survive | life expectancy | expected survival | estimated life expectancy | anticipated life expectancy | life expectancy expected | estimated survival | predicted survival | survival expectancy
bodyweight: body weight | bodyweight | weight
investigationaldrug: study drug | study medication | investigational product | study treatment | investigational medicinal product | imp | study intervention | trial drug | trial medication | investigational drug | trial treatment
enrollment: enrolment | enrollment | inclusion in the study | study entry | study enrollment | study enrolment | trial entry | registration | study registration
randomization: randomisation | randomization | allocation
screening: screening visit | the screening visit | screening period
prior: previous | previously | past
other: another
stopped: discontinued | ceased
allowed: permitted | permissible
proteinuria: urine protein | protein in urine | urinary protein
before: prior to | preceding | previous to
after: following | post
receiving: being treated with | been treated with | treated with | undergoing treatment with | on treatment with
and: as well as | and also
current: currently | present | presently | at present | at the moment | ongoing
history: anamnesis
disease: disorder | condition | illness
renal: kidney
hepatic: liver
cardiac: heart
cancer: malignancy | malignant neoplasm | malignant tumor | malignant tumour | carcinoma | neoplasm
tumor: tumour
metastasis: metastases | metastatic lesion
anesthesia: anaesthesia
pediatric: paediatric
ischemic: ischaemic
hemorrhage: haemorrhage
hemorrhagic: haemorrhagic
leukemia: leukaemia
anemia: anaemia
edema: oedema
esophageal: oesophageal
diarrhea: diarrhoea
celiac: coeliac
gynecologic: gynaecological | gynecological | gynaecologic
estrogen: oestrogen
hypercholesterolemia: hypercholesterolaemia
hyperglycemia: hyperglycaemia
hypoglycemia: hypoglycaemia
anaphylaxis: anaphylactic reaction
randomized: randomised
hospitalization: hospitalisation
hospitalized: hospitalised
stabilized: stabilised
immunization: immunisation
vaccination: vaccine | immunization
allergy: hypersensitivity
inability: unable | incapable | not able | cannot | can not | is unable | are unable
able: capable | ability
willing: willingness
unwilling: unwillingness | not willing | refusal | refuse | decline to
pregnant: pregnancy | gravid | expecting a child
breastfeeding: breast feeding | lactating | lactation | nursing | breast feed | breastfeed
ecigarette: e cigarette | electronic cigarette
smoker: smoking | smoke | tobacco user
agree: agreement
require: requirement
subcutaneous: sc
male: men | man | boy
female: woman | women | girl
child: children
adult: grown up
dnr: do not resuscitate
dni: do not intubate
fulltime: full time
parttime: part time
participate: take part
participating: taking part
participated: took part | taken part
thefollowing: the following | following criterion | the following criterion
"""


def _table() -> dict[tuple[str, ...], str]:
    """Return {phrase as words: canonical word}."""
    found: dict[tuple[str, ...], str] = {}
    for row in _ROWS.strip().splitlines():
        canonical, _, phrases = row.partition(": ")
        for phrase in (canonical, *phrases.split(" | ")):
            found[tuple(phrase.split())] = canonical
    return found


PHRASES = _table()
