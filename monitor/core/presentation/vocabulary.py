"""The registry's names of fields in words that a patient understands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.sanitize import flat

if TYPE_CHECKING:
    from monitor.model import Json

FIELDS = {
    # identification and sponsor
    "nctId": "NCT number",
    "orgStudyIdInfo.id": "sponsor's own study number",
    "orgStudyIdInfo.link": "link of the sponsor's own study number",
    "orgStudyIdInfo.type": "kind of the sponsor's own study number",
    "briefTitle": "short title",
    "officialTitle": "official title",
    "acronym": "acronym",
    "organization.fullName": "organization's name",
    "organization.class": "kind of organization",
    "leadSponsor.name": "lead sponsor",
    "leadSponsor.class": "kind of lead sponsor",
    "responsibleParty.type": "kind of responsible party",
    "investigatorFullName": "responsible investigator",
    "investigatorTitle": "title of the responsible investigator",
    "investigatorAffiliation": "affiliation of the responsible investigator",
    "oldNameTitle": "responsible person",
    "oldOrganization": "responsible organization",
    # dates and status
    "statusVerifiedDate": "date on which the record was last verified",
    "overallStatus": "status",
    "lastKnownStatus": "last known status",
    "whyStopped": "reason for stopping",
    "startDateStruct": "start date",
    "primaryCompletionDateStruct": "primary completion date",
    "completionDateStruct": "completion date",
    "lastUpdateSubmitDate": "date on which the record was last submitted",
    "lastUpdatePostDateStruct": "date on which the record was last updated",
    "studyFirstSubmitDate": "date on which the trial was first submitted",
    "studyFirstSubmitQcDate": "date on which the first submission met the quality criteria",
    "studyFirstPostDateStruct": "date on which the trial was first posted",
    "resultsFirstSubmitDate": "date on which results were first submitted",
    "resultsFirstSubmitQcDate": "date on which results first met the quality criteria",
    "resultsFirstPostDateStruct": "date on which results were first posted",
    "dispFirstSubmitDate": "date on which a certificate of delay was first submitted",
    "dispFirstSubmitQcDate": "date on which a certificate of delay first met the quality criteria",
    "dispFirstPostDateStruct": "date on which a certificate of delay was first posted",
    "estimatedResultsFirstSubmitDate": "date on which results were probably first submitted",
    "postDateStruct": "date on which the registry's comments on results were first posted",
    "unpostedResponsibleParty": "party responsible for results that are not posted",
    "expandedAccessInfo": "expanded access",
    # design
    "studyType": "study type",
    "targetDuration": "planned time of observation",
    "allocation": "allocation",
    "interventionModel": "intervention model",
    "interventionModelDescription": "description of the intervention model",
    "primaryPurpose": "primary purpose",
    "observationalModel": "observational model",
    "timePerspective": "time perspective",
    "masking": "masking (blinding)",
    "maskingDescription": "description of the masking",
    "bioSpec.retention": "rule on keeping biological samples",
    "bioSpec.description": "description of the biological samples",
    "nPtrsToThisExpAccNctId": "number of trials that name this programme",
    "enrollmentInfo": "number of participants",
    "count": "number",
    "healthyVolunteers": "rule on healthy volunteers",
    "hasExpandedAccess": "expanded access",
    # texts
    "briefSummary": "brief summary",
    "detailedDescription": "detailed description",
    "eligibilityCriteria": "eligibility text",
    "sex": "rule on sex",
    "minimumAge": "minimum age",
    "maximumAge": "maximum age",
    "genderDescription": "explanation of which genders may take part",
    "studyPopulation": "description of the study population",
    "samplingMethod": "sampling method",
    # sharing of data
    "ipdSharing": "plan to share individual participant data",
    "ipdSharingStatementModule.description": "description of the data sharing",
    "ipdSharingStatementModule.timeFrame": "time frame of the data sharing",
    "accessCriteria": "rule on who may use the shared data",
    "ipdSharingStatementModule.url": "address for the shared data",
    # members of list items
    "name": "name",
    "role": "role",
    "phone": "telephone number",
    "phoneExt": "telephone extension",
    "email": "e-mail address",
    "affiliation": "affiliation",
    "facility": "name",
    "status": "status",
    "city": "city",
    "state": "state",
    "zip": "postal code",
    "country": "country",
    "countryCode": "country code",
    "geoPoint": "place on the map",
    "lat": "latitude",
    "lon": "longitude",
    "label": "name",
    "type": "type",
    "class": "kind",
    "description": "description",
    "measure": "name",
    "list": "list",
    "timeFrame": "time frame",
    "citation": "citation",
    "pmid": "PubMed number",
    "url": "address",
    "link": "link",
    "domain": "issuer",
    "id": "number",
    "comment": "comment",
    "term": "term",
    "asFound": "wording in the record",
    "relevance": "relevance",
    "source": "source",
    "title": "title",
    "date": "date",
    "uploadDate": "time of upload",
    "filename": "file name",
    "size": "file size",
    "typeAbbrev": "abbreviation",
    "hasProtocol": "includes the protocol",
    "hasSap": "includes the statistical analysis plan",
    "hasIcf": "includes the consent form",
    "releaseDate": "day of release",
    "resetDate": "day of return",
    "unreleaseDate": "day of cancellation",
    "issuedDate": "day of issue",
    "creationDate": "day of entry",
    "postedDate": "day of posting",
    "mcpReleaseN": "number of the release",
    # results
    "participantFlowModule": "participant flow",
    "baselineCharacteristicsModule": "baseline characteristics",
    "outcomeMeasuresModule": "outcome measures",
    "adverseEventsModule": "adverse events",
    "moreInfoModule": "further information",
}
"""Names of fields as a sentence says them; a name that means different things stands with its parent before it."""

OUTCOME_LISTS = {"primary": "primary", "secondary": "secondary", "other": "“other”"}
"""What the outcomes of each list are called; in quotes what would be taken for another one of the same list."""

LISTS = {
    "secondaryIdInfos": "further study number",
    "collaborators": "collaborator",
    "phases": "phase",
    "whoMasked": "blinded party",
    "conditions": "condition",
    "keywords": "keyword",
    "armGroups": "arm",
    "interventions": "intervention",
    "interventionNames": "intervention",
    "armGroupLabels": "arm",
    "otherNames": "other name",
    "primaryOutcomes": "primary outcome",
    "secondaryOutcomes": "secondary outcome",
    "otherOutcomes": "“other” outcome",
    "centralContacts": "central contact",
    "overallOfficials": "study official",
    "contacts": "contact",
    "locations": "site",
    "references": "reference",
    "retractions": "retraction",
    "seeAlsoLinks": "link",
    "availIpds": "data set or document",
    "infoTypes": "shared material",
    "largeDocs": "document",
    "stdAges": "age group",
    "nctIdAliases": "former NCT number",
    "removedCountries": "former site country",
    "unpostedEvents": "step of the submission of results",
    "submissionInfos": "submission of results",
    "violationEvents": "step about a violation",
    "meshes": "index term",
    "ancestors": "broader index term",
    "browseLeaves": "term for browsing",
    "browseBranches": "branch for browsing",
}
"""Lists and what one of their items is called."""

STATEMENTS = {
    "oversightHasDmc": ("has a data monitoring committee", "has no data monitoring committee"),
    "isFdaRegulatedDrug": ("studies a drug that the FDA regulates", "studies no drug that the FDA regulates"),
    "isFdaRegulatedDevice": (
        "studies a device that the FDA regulates",
        "studies no device that the FDA regulates",
    ),
    "isUnapprovedDevice": ("studies a device that is not yet approved", "studies no unapproved device"),
    "isPpsd": (
        "is a pediatric postmarket surveillance of a device",
        "is no pediatric postmarket surveillance of a device",
    ),
    "isUsExport": (
        "uses a product exported from the United States",
        "uses no product exported from the United States",
    ),
    "patientRegistry": ("is a patient registry", "is not a patient registry"),
    "genderBased": (
        "chooses participants by gender identity",
        "does not choose participants by gender identity",
    ),
    "individual": ("gives access to single patients", "gives no access to single patients"),
    "intermediate": (
        "gives access to a group of patients of middle size",
        "gives no access to a group of patients of middle size",
    ),
    "treatment": ("gives access under a treatment protocol", "gives no access under a treatment protocol"),
    "delayedPosting": ("may post its results later", "may not post its results later"),
    "resultsWaived": ("has a waiver from posting results", "has no waiver from posting results"),
    "fdaaa801Violation": (
        "is marked as violating the law on reporting results",
        "is not marked as violating the law on reporting results",
    ),
    "noSap": ("has no statistical analysis plan", "has a statistical analysis plan"),
}
"""Fields that are true or false: what each says of the trial."""

BARE = frozenset(
    {"nctId", "city", "state", "zip", "country", "phone", "phoneExt", "email", "url", "link", "id", "pmid", "affiliation",
     "filename", "fullName", "investigatorFullName", "investigatorAffiliation", "conditions", "keywords",
     "collaborators", "nctIdAliases", "removedCountries", "interventionNames", "minimumAge", "maximumAge",
     "targetDuration", "orgStudyIdInfo", "geoPoint", "contacts", "centralContacts", "overallOfficials", "countryCode"}
)  # fmt: skip
"""Fields whose texts are names, numbers or addresses, which need no quotation marks."""


def noun(key: str, parent: str = "") -> str:
    """Return what a field or an item of a list is called; one that is not known by its own name, in quotes."""
    if key in {"date", "type"} and parent.endswith("DateStruct"):
        return noun(parent) if key == "date" else f"{noun(parent)} (actual or estimated)"
    known = FIELDS.get(f"{parent}.{key}") or LISTS.get(key) or FIELDS.get(key)
    return known or f"field “{flat(key)}”"


def statement(key: str, value: Json) -> str:
    """Return what a field that is true or false says of the trial; "" for others."""
    statements = STATEMENTS.get(key)
    return statements[0 if value else 1] if statements and isinstance(value, bool) else ""
