"""Edits of the modules without rules of their own, three for each event: what was before, what is edited."""

from __future__ import annotations

from monitor.simulator.edits import ABSENT

P = "protocolSection"
D, A, C = f"{P}.designModule", f"{P}.armsInterventionsModule", f"{P}.contactsLocationsModule"
SP, I, O = f"{P}.sponsorCollaboratorsModule", f"{P}.identificationModule", f"{P}.oversightModule"  # noqa: E741
T, M, R = f"{P}.descriptionModule", f"{P}.conditionsModule", f"{P}.referencesModule"
DOCS, IPD = "documentSection.largeDocumentModule", f"{P}.ipdSharingStatementModule"
MISC = "derivedSection.miscInfoModule"


def more(path, item):
    """Return the edit that adds an item to a list."""
    return {path: lambda old: [*([] if old is ABSENT else old), item]}


def without(path):
    """Return the edit that takes the last item off a list."""
    return {path: lambda old: old[:-1]}


OFFICE = {"name": "Clinical Research Office", "role": "CONTACT", "phone": "212-555-0142"}
DIRECTOR = {"name": "A. Director", "affiliation": "Invented Institute", "role": "STUDY_DIRECTOR"}
PLAN = {
    "typeAbbrev": "Prot_SAP",
    "hasProtocol": True,
    "hasSap": True,
    "hasIcf": False,
    "label": "Study Protocol and Statistical Analysis Plan",
    "date": "2026-01-17",
    "uploadDate": "2026-03-02T10:15",
    "filename": "Prot_SAP_000.pdf",
    "size": 785427,
}
CONSENT = {
    "typeAbbrev": "ICF",
    "label": "Informed Consent Form",
    "date": "2025-06",
    "filename": "ICF_001.pdf",
}
BAYER = {
    "label": "Click here to find information for studies related to Bayer products.",
    "url": "https://clinicaltrials.bayer.com/",
}
STUDY = {
    "pmid": "31361601",
    "type": "BACKGROUND",
    "citation": "Jochems SP, Ferreira DM. Lung cells. JCI. 2019.",
}
DRUG = {
    "type": "DRUG",
    "name": "Rituximab",
    "description": "375 mg/m2 once a week",
    "armGroupLabels": ["Cells"],
}
SUMMARY = (
    "Cells are taken from the bone marrow, grown for three weeks and given back into the spinal fluid. " * 6
)

CASES = {
    "design.edited": [
        ({}, {f"{D}.designInfo.allocation": "NON_RANDOMIZED"}),
        ({}, {f"{D}.designInfo.maskingInfo.masking": "NONE"}),
        ({f"{D}.targetDuration": "3 Months"}, {f"{D}.targetDuration": "1 Year"}),
    ],
    "design.added": [
        ({}, {f"{D}.phases": ["PHASE1", "PHASE2", "PHASE3"]}),
        ({}, {f"{D}.designInfo.primaryPurpose": "SUPPORTIVE_CARE"}),
        ({}, {f"{D}.designInfo.maskingInfo.whoMasked": ["PARTICIPANT", "INVESTIGATOR", "OUTCOMES_ASSESSOR"]}),
    ],
    "design.removed": [
        ({}, {f"{D}.phases": ["PHASE2"]}),
        ({f"{D}.bioSpec.retention": "SAMPLES_WITH_DNA"}, {f"{D}.bioSpec.retention": ABSENT}),
        ({f"{D}.patientRegistry": True}, {f"{D}.patientRegistry": ABSENT}),
    ],
    "interventions.edited": [
        ({}, {f"{A}.interventions.0.description": "10 million cells/kg, twice a year"}),
        ({f"{A}.armGroups.1.label": "Placebo control"}, {f"{A}.armGroups.1.label": "Placebo control group"}),
        ({}, {f"{A}.armGroups.0.interventionNames": ["Biological: Cells", "Drug: Rituximab"]}),
        ({}, {f"{A}.armGroups.1.type": "SHAM_COMPARATOR", f"{A}.armGroups.1.description": "Saline, once"}),
    ],
    "interventions.added": [
        ({}, more(f"{A}.interventions", DRUG)),
        ({}, more(f"{A}.armGroups", {"label": "Usual care", "type": "NO_INTERVENTION"})),
        ({}, more(f"{A}.interventions", DRUG | {"description": SUMMARY})),
    ],
    "interventions.removed": [
        ({}, without(f"{A}.interventions")),
        ({}, without(f"{A}.armGroups")),
        (more(f"{A}.interventions", DRUG), without(f"{A}.interventions")),
    ],
    "contacts.edited": [
        ({}, {f"{C}.centralContacts.0.phone": "555-0199"}),
        ({}, {f"{C}.centralContacts.0.email": "person@example.org"}),
        ({}, {f"{C}.overallOfficials.0.affiliation": "Invented University"}),
    ],
    "contacts.added": [
        ({}, more(f"{C}.centralContacts", OFFICE)),
        ({}, more(f"{C}.overallOfficials", DIRECTOR)),
        ({}, more(f"{C}.centralContacts", OFFICE | {"phoneExt": "12", "email": "office@example.org"})),
    ],
    "contacts.removed": [
        (more(f"{C}.centralContacts", OFFICE), without(f"{C}.centralContacts")),
        ({}, {f"{C}.overallOfficials": ABSENT}),
        ({}, {f"{C}.centralContacts": []}),
    ],
    "sponsor.edited": [
        ({}, {f"{SP}.leadSponsor.name": "Another Institute"}),
        ({}, {f"{SP}.responsibleParty.type": "SPONSOR_INVESTIGATOR"}),
        ({}, {f"{SP}.leadSponsor.class": "INDUSTRY"}),
    ],
    "sponsor.added": [
        ({}, more(f"{SP}.collaborators", {"name": "Invented Foundation", "class": "NETWORK"})),
        ({}, {f"{SP}.responsibleParty.investigatorFullName": "Kim Ross"}),
        ({}, {f"{SP}.responsibleParty.investigatorTitle": "Professor of Medicine"}),
    ],
    "sponsor.removed": [
        ({}, {f"{SP}.collaborators": ABSENT}),
        (
            {f"{SP}.responsibleParty.investigatorAffiliation": "Invented University"},
            {f"{SP}.responsibleParty.investigatorAffiliation": ABSENT},
        ),
        (more(f"{SP}.collaborators", {"name": "NIH", "class": "NIH"}), without(f"{SP}.collaborators")),
    ],
    "identification.edited": [
        ({}, {f"{I}.briefTitle": "Invented Cells in Progressive Disease"}),
        ({f"{I}.organization.fullName": "BeiGene"}, {f"{I}.organization.fullName": "BeOne Medicines"}),
        ({}, {f"{I}.orgStudyIdInfo.id": "INV-001-B"}),
    ],
    "identification.added": [
        ({}, {f"{I}.acronym": "SAP"}),
        ({}, more(f"{I}.secondaryIdInfos", {"id": "U1111-1234-5678", "type": "REGISTRY", "domain": "WHO"})),
        ({}, more(f"{I}.secondaryIdInfos", {"id": "2024-510000-12-00", "type": "CTIS"})),
    ],
    "identification.removed": [
        ({f"{I}.acronym": "CELLS"}, {f"{I}.acronym": ABSENT}),
        ({}, {f"{I}.secondaryIdInfos": ABSENT}),
        ({}, {f"{I}.officialTitle": ABSENT}),
    ],
    "description.edited": [
        ({}, {f"{T}.briefSummary": "Cells are given twice.\n\nThen people are looked at."}),
        (
            {f"{T}.detailedDescription": SUMMARY},
            {f"{T}.detailedDescription": SUMMARY.replace("three", "four", 1)},
        ),
        ({f"{T}.briefSummary": "Cells are given."}, {f"{T}.briefSummary": "Cells  are given."}),
    ],
    "description.added": [
        ({}, {f"{T}.detailedDescription": "Cells are grown for three weeks."}),
        ({}, {f"{T}.detailedDescription": SUMMARY}),
        ({f"{T}.briefSummary": ABSENT}, {f"{T}.briefSummary": "Is it safe?"}),
    ],
    "description.removed": [
        ({f"{T}.detailedDescription": "Cells are grown."}, {f"{T}.detailedDescription": ABSENT}),
        ({f"{T}.detailedDescription": SUMMARY}, {f"{T}.detailedDescription": ABSENT}),
        ({}, {f"{T}.briefSummary": ABSENT}),
    ],
    "conditions.edited": [
        ({}, {f"{M}.conditions": "Invented Disease"}),
        ({f"{M}.note": "rare"}, {f"{M}.note": "very rare"}),
        ({f"{M}.conditions": "COPD"}, {f"{M}.conditions": "NSCLC"}),
    ],
    "conditions.added": [
        ({}, more(f"{M}.conditions", "COPD")),
        ({}, more(f"{M}.keywords", "stem cells")),
        ({}, more(f"{M}.conditions", "Multiple Sclerosis, Secondary Progressive")),
    ],
    "conditions.removed": [
        ({}, without(f"{M}.conditions")),
        ({}, {f"{M}.keywords": ABSENT}),
        (more(f"{M}.keywords", "CAR-T"), without(f"{M}.keywords")),
    ],
    "references.edited": [
        ({}, {f"{R}.references.0.citation": "One A. A study. Lancet. 2026;1:2."}),
        (
            more(f"{R}.references", STUDY),
            {f"{R}.references.1.citation": f"{STUDY['citation']} Erratum in: JCI. 2022."},
        ),
        ({f"{R}.seeAlsoLinks": [BAYER]}, {f"{R}.seeAlsoLinks": [BAYER | {"label": "Studies of Bayer"}]}),
    ],
    "references.added": [
        ({}, more(f"{R}.references", STUDY)),
        ({}, more(f"{R}.seeAlsoLinks", BAYER)),
        (
            {},
            more(
                f"{R}.availIpds",
                {"id": "SDY660", "type": "Individual Participant Data Set", "url": "https://a.example"},
            ),
        ),
    ],
    "references.removed": [
        ({}, {f"{R}.references": ABSENT}),
        ({f"{R}.seeAlsoLinks": [BAYER]}, {f"{R}.seeAlsoLinks": ABSENT}),
        (more(f"{R}.references", STUDY | {"type": "DERIVED", "pmid": "7"}), without(f"{R}.references")),
    ],
    "documents.edited": [
        ({f"{DOCS}.largeDocs": [PLAN]}, {f"{DOCS}.largeDocs.0.date": "2026-02-03"}),
        (
            {f"{DOCS}.largeDocs": [PLAN]},
            {f"{DOCS}.largeDocs.0.size": 801000, f"{DOCS}.largeDocs.0.date": "2026-02-03"},
        ),
        ({f"{DOCS}.largeDocs": [CONSENT]}, {f"{DOCS}.largeDocs.0.label": "Consent Form, version 2"}),
    ],
    "documents.added": [
        ({}, {f"{DOCS}.largeDocs": [PLAN]}),
        ({f"{DOCS}.largeDocs": [PLAN]}, more(f"{DOCS}.largeDocs", CONSENT)),
        ({}, {f"{DOCS}.noSap": True}),
    ],
    "documents.removed": [
        ({f"{DOCS}.largeDocs": [PLAN, CONSENT]}, {f"{DOCS}.largeDocs": [PLAN]}),
        ({f"{DOCS}.largeDocs": [PLAN]}, {"documentSection": ABSENT}),
        ({f"{DOCS}.noSap": True}, {f"{DOCS}.noSap": ABSENT}),
    ],
    "oversight.edited": [
        ({}, {f"{O}.oversightHasDmc": False}),
        ({}, {f"{O}.isFdaRegulatedDevice": True}),
        ({}, {f"{O}.isFdaRegulatedDrug": False}),
    ],
    "oversight.added": [
        ({}, {f"{O}.isUsExport": True}),
        ({f"{O}.oversightHasDmc": ABSENT}, {f"{O}.oversightHasDmc": True}),
        ({}, {f"{O}.isUnapprovedDevice": True}),
    ],
    "oversight.removed": [
        ({}, {f"{O}.oversightHasDmc": ABSENT}),
        ({f"{O}.isUsExport": False}, {f"{O}.isUsExport": ABSENT}),
        ({}, {f"{O}.isFdaRegulatedDrug": ABSENT}),
    ],
    "sharing.edited": [
        ({}, {f"{IPD}.ipdSharing": "YES"}),
        ({f"{IPD}.timeFrame": "One year"}, {f"{IPD}.timeFrame": "From one to five years after publication"}),
        ({f"{IPD}.ipdSharing": "YES"}, {f"{IPD}.ipdSharing": "UNDECIDED"}),
    ],
    "sharing.added": [
        ({}, {f"{IPD}.infoTypes": ["STUDY_PROTOCOL", "SAP"]}),
        ({}, {f"{IPD}.description": "Data are shared with researchers who ask for them."}),
        ({}, {f"{IPD}.url": "https://data.example"}),
    ],
    "sharing.removed": [
        ({}, {IPD: ABSENT}),
        ({f"{IPD}.accessCriteria": "On request."}, {f"{IPD}.accessCriteria": ABSENT}),
        ({f"{IPD}.infoTypes": ["ICF", "CSR"]}, {f"{IPD}.infoTypes": ["CSR"]}),
    ],
    "record.edited": [
        ({f"{P}.qualityModule.score": 3}, {f"{P}.qualityModule.score": 4}),
        ({f"{P}.moduleOfTheFuture": "A"}, {f"{P}.moduleOfTheFuture": "B"}),
        ({f"{P}.qualityModule.reviewed": False}, {f"{P}.qualityModule.reviewed": True}),
    ],
    "record.added": [
        ({}, {f"{P}.moduleOfTheFuture.answer": 42}),
        ({}, {f"{P}.qualityModule.reviewers": [{"name": "B. Reviewer"}]}),
        ({}, {"newSection": "A text of a section that nobody knows."}),
    ],
    "record.removed": [
        ({f"{P}.moduleOfTheFuture.answer": 42}, {f"{P}.moduleOfTheFuture": ABSENT}),
        ({f"{P}.qualityModule.reviewers": [{"name": "B. Reviewer"}]}, {f"{P}.qualityModule": ABSENT}),
        ({"newSection": "A text."}, {"newSection": ABSENT}),
    ],
    "record.housekeeping": [
        ({}, {f"{P}.statusModule.statusVerifiedDate": "2026-09"}),
        ({}, more(f"{MISC}.removedCountries", "Greece")),
        (
            {},
            {
                "derivedSection.conditionBrowseModule.meshes": [
                    {"id": "D009103", "term": "Multiple Sclerosis"}
                ]
            },
        ),
    ],
}
