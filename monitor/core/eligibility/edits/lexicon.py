"""Closed lists of the words that decide what an edit means."""

from __future__ import annotations


def _set(*rows: str) -> frozenset[str]:
    """Return the words of some rows as a set."""
    return frozenset(word for row in rows for word in row.split())


# Words that carry no condition of their own: articles, verbs of form, people, visits, procedure of the study.
FORM = _set(
    "a an the any of to for in at on by with be is are was were been being will would shall has have had having do does "
    "patient subject participant individual person people volunteer candidate one those they their them who whose whom it its "
    "that this these there which as than such following also either both each own",
    "prior before after current currently new known documented evidence record recorded documentation sign demonstrated diagnosis "
    "diagnosed confirmed established clinical clinically medical medically physician history presence present existing "
    "concurrent concomitant coexisting",
    "study trial protocol screening visit baseline enrollment randomization inclusion admission entry day first dose start "
    "initiation administration investigationaldrug registration signing time timepoint epoch period",
    "indicated shown evidenced severity score status scale level value class classification functional result test assessment count concentration serum plasma blood total "
    "investigator opinion judgment judgement discretion per according accordance accordingly defined definition criterion "
    "version v determined determination assessed assessment measured measurement calculated calculation formula method estimated "
    "using used based judged considered deemed evaluated examined reported self stated ie eg",
    "performed undergone intake consumption dosing signature suffering age aged old year year's approximately about only must should need willing able agree provide provided provision given obtained "
    "signed written informed consent icf form dated date use treatment therapy receive received receiving undergo take "
    "taking taken disease syndrome drug medication agent",
    ", . ; : ( ) / & +",
)
# Words that look like form but are never so in an edit where nothing else is left of it.
MARKERS = _set("or and but not no without never none only must should all any both either")
NEGATORS = _set(
    "no not without never none neither absence absent lack lacking free inability unwilling dont doesnt isnt arent hasnt "
    "havent wont denies deny ineligible"
)
NEGATIVE = _set("no not without never none")
STOPPERS = _set(
    "discontinue discontinued discontinuation stop stopped stopping cease abstain refrain avoid quit withhold withheld interrupt"
)
PROCEDURES = _set(
    "ecg mri ct imaging echocardiogram echocardiography scan xray ultrasound radiograph radiographic pcr biopsy laboratory lab "
    "central local examination exam interview questionnaire evaluation procedure sample testing radiologist physician board"
)
# What goes on all the time: the longer, the harder.
LASTING = _set(
    "stable unchanged constant maintain maintained remain stability continuous continuously consecutive"
)
# Beside "A, B and C": perhaps nobody is meant who has only one of them.
AT_ONCE = _set(
    "all each every both combination combined together simultaneous simultaneously concurrently triad coexisting coexistence "
    "same mixture between ratio sum difference product"
)
RELATIVES = _set("who that which whose")
CLAUSE_WORDS = RELATIVES | {"if", "when"}
ANNOUNCED = frozenset(["thefollowing", "these", "below"])  # the list below a line
PERMISSIONS = _set(
    "allowed permitted acceptable accepted eligible permissible allow permit permissable exempt permits allows enrolled enroll "
    "included include participate tolerated"
)
# Those of PERMISSIONS that say nothing but that a thing may be.
PERMITTED = _set("permitted allowed acceptable accepted permissible")
MAY = _set("may can")
# What a predicate that says more of the same people begins with.
PREDICATES = _set("is are be not still also remain considered therefore")
# Those of PERMISSIONS that also stand before a noun: "an acceptable method".
ATTRIBUTES = _set("acceptable accepted included include eligible permitted allowed")
QUALIFIERS = _set(
    "active acute chronic severe serious significant major uncontrolled unstable untreated symptomatic asymptomatic poorly "
    "controlled stable advanced metastatic recurrent refractory relapsed relapsing progressive persistent permanent resistant "
    "intractable decompensated compensated treated pretreated inoperable unresectable resectable locally localized disseminated "
    "invasive noninvasive primary secondary systemic topical oral inhaled intravenous intranasal intramuscular subcutaneous parenteral "
    "intrathecal intraocular injectable live attenuated malignant benign hemorrhagic ischemic thrombotic bacterial viral fungal "
    "opportunistic congenital hereditary inherited familial acquired idiopathic",
    "bilateral unilateral left right upper lower proximal distal anterior posterior pontine midline cerebral cerebellar spinal intracranial "
    "extracranial supratentorial infratentorial brainstem leptomeningeal visceral hepatic renal cardiac pulmonary gastric intestinal "
    "pancreatic ovarian testicular cutaneous mucosal ocular retinal vascular coronary peripheral central venous arterial deep "
    "superficial focal diffuse generalized squamous nonsquamous clear papillary nonpapillary mucinous serous",
    "progressing worsening persisting recurring spreading enlarging expanding deteriorating actively rapidly",
    "newly recently heavy excessive moderate mild extensive multiple frequent daily continuous regular long term "
    "lifethreatening fatal debilitating disabling clinically relevant nonhealing open ruptured perforated obstructed complete partial "
    "total strong potent concurrent ongoing unresolved recent heavy illicit intravenous prescribed prescription "
    "insulin dependent steroid naive premenopausal postmenopausal pregnant lactating hospitalized ambulatory elderly "
    "elective emergency laparoscopic arthroscopic endoscopic robotic therapeutic prophylactic interventional well pelvic abdominal thoracic cranial",
    "severely seriously chronically acutely profoundly markedly significantly measurable evaluable naive unvaccinated irreversible infected proliferative nonproliferative cavitary bullous erosive ulcerative exudative obstructive handed fulltime parttime icu involuntary",
    "hard soft rigid flexible thick thin large giant tiny raw uncooked unpasteurized frozen spicy salty loud steep "
    "vaginal uterine nasal dental rectal anal biliary urinary respiratory gastrointestinal nocturnal seasonal perennial occupational "
    "traumatic nontraumatic spontaneous postoperative perioperative postpartum neonatal perinatal psychotic suicidal anaphylactic "
    "alcoholic cognitive radical curative palliative adjuvant neoadjuvant habitual fulminant necrotizing",
    "removable detachable disposable reusable portable wearable fixed loose tight",
)
# Qualifiers where a general noun stands behind them: "colorectal cancer".
ORGANS = _set(
    "breast lung colorectal colon rectal prostate bladder thyroid brain bone skin esophageal stomach liver kidney pancreatic biliary cervical "
    "endometrial gynecologic urologic urothelial hematologic head neck oral nasopharyngeal laryngeal uterine vaginal anal hepatobiliary "
    "thoracic abdominal hip knee spine eye gastrointestinal genitourinary respiratory urinary skeletal solid"
)
# What a restrictive phrase behind a noun begins with.
RESTRICTIVE = _set(
    "because requiring require required needing necessitating warranting causing due associated complicated despite affecting involving outside inside "
    "within during lasting since resulting leading that who which whose with limiting interfering precluding responding "
    "born living residing resident weighing scheduled undergoing receiving taking using confirmed caused characterized accompanied "
    "present existing incompatible preventing started initiated occurring located if when after in on under treated attributable unresponsive persisting unrelated",
    "operated admitted hospitalized sustained acquired contracted repaired fixed excised resected removed implanted inserted "
    "radiating extending spreading arising originating presenting referred "
    "stabilized drained reversed managed corrected",
)
# Content words that only a duty, an ability or a laboratory demand goes with: "and" joins two demands there.
DEMANDS = _set(
    "willing able agree consent must adequate negative normal read write speak understand comply complete undergo provide "
    "attend acceptable sufficient sign cooperate communicate"
)
PEOPLE = _set(
    "male female adult child adolescent infant cohort arm part group volunteer healthy control caregiver parent sibling "
    "patient subject participant phase donor twin mother father elderly wocbp"
)
# What is permitted in the course of a study, or for want of something else, says nothing of who comes in.
COURSE = _set(
    "rescreening rescreened retreatment crossover repeat repeated retest retesting re modification escalation reduction interruption "
    "adjustment delay rescue visit extension withdraw withdrawn followed informed contacted monitored registered"
)
FORM_STARTS: tuple[tuple[str, ...], ...] = tuple(
    tuple(phrase.split())
    for phrase in [
        "per",
        "according to",
        "according",
        "in accordance",
        "as defined",
        "as judged",
        "on cycle",
        "on day",
        "at cycle",
        "as assessed",
        "as determined",
        "as measured",
        "as evaluated",
        "as documented",
        "as confirmed",
        "as evidenced",
        "as specified",
        "as described",
        "as outlined",
        "as deemed",
        "as considered",
        "as per",
        "as indicated",
        "as shown",
        "as stated",
        "as established",
        "as demonstrated",
        "in opinion",
        "opinion",
        "in judgment",
        "in judgement",
        "in investigator",
        "as investigator",
        "in view of",
        "in eyes of",
        "in estimation of",
        "at discretion",
        "based on",
        "based upon",
        "judged by",
        "assessed by",
        "deemed by",
        "determined by",
        "defined by",
        "defined as",
        "measured by",
        "measured using",
        "measured with",
        "calculated by",
        "calculated using",
        "using",
        "evaluated by",
        "by investigator",
        "by local",
        "by central",
        "by cockcroft",
        "considered by",
        "at screening",
        "at baseline",
        "at visit",
        "at enrollment",
        "at randomization",
        "at time",
        "at admission",
        "at study",
        "see below",
        "see above",
        "see section",
        "see appendix",
        "see table",
        "see note",
        "see protocol",
        "confirmed by",
        "documented by",
        "detected by",
        "proven by",
        "verified by",
        "established by",
        "by echocardiography",
        "by imaging",
        "by mri",
        "by ct",
    ]
)
EXCEPTIONS: tuple[tuple[str, ...], ...] = tuple(
    tuple(phrase.split())
    for phrase in [
        "except for",
        "except",
        "excepting",
        "with exception of",
        "with exception",
        "with specific exception of",
        "with sole exception of",
        "with only exception of",
        "with certain exception",
        "with some exception",
        "with following exception",
        "exception being",
        "other than",
        "apart from",
        "aside from",
        "excluding",
        "save for",
        "not including",
        "but not",
        "exclusive of",
        "not counting",
        "barring",
        "unless",
        "exception include",
        "exception are",
        "exception is",
        "exception :",
    ]
)
WAIVERS = frozenset({("unless",)})
EXAMPLE_STARTS: tuple[tuple[str, ...], ...] = tuple(
    tuple(phrase.split())
    for phrase in [
        "eg",
        "such as",
        "which include",
        "be it",
        "for example",
        "including",
        "include",
        "ie",
        "namely",
        "for instance",
        "like",
        "in particular",
        "particularly",
        "especially",
        "notably",
    ]
)
CLAUSE_STARTS = _set(
    "able willing must should agree has have is are who with on at aged age can adequate normal provide receive "
    "inability unwilling no not without measurable at signed suitable accessible amenable available fit"
)
SEX = _set("male female")
