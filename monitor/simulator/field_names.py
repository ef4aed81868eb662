"""The names of fields: pieces such as `NCTId`, modules, lower-camel names and dotted paths.

A piece is the registry's short name of one place in a record. Most are the key with a
capital; those that are not, or that stand for a key used in several places, are in the
table. A name that no trial has a value for is still known, if it is in the table or one
of the modules.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.model import Json, Record

_P = "protocolSection."
_ID = _P + "identificationModule."
_STATUS = _P + "statusModule."
_SPONSOR = _P + "sponsorCollaboratorsModule."
_DESIGN = _P + "designModule."
_ARMS = _P + "armsInterventionsModule."
_OUTCOMES = _P + "outcomesModule."
_ELIGIBILITY = _P + "eligibilityModule."
_PLACES = _P + "contactsLocationsModule."
_REFERENCES = _P + "referencesModule."
_DERIVED = "derivedSection."

TABLE = {
    "NCTId": _ID + "nctId",
    "NCTIdAlias": _ID + "nctIdAliases",
    "OrgStudyId": _ID + "orgStudyIdInfo.id",
    "SecondaryId": _ID + "secondaryIdInfos.id",
    "SecondaryIdType": _ID + "secondaryIdInfos.type",
    "OrgFullName": _ID + "organization.fullName",
    "OrgClass": _ID + "organization.class",
    "BriefTitle": _ID + "briefTitle",
    "OfficialTitle": _ID + "officialTitle",
    "Acronym": _ID + "acronym",
    "OverallStatus": _STATUS + "overallStatus",
    "LastKnownStatus": _STATUS + "lastKnownStatus",
    "WhyStopped": _STATUS + "whyStopped",
    "HasExpandedAccess": _STATUS + "expandedAccessInfo.hasExpandedAccess",
    "ExpandedAccessNCTId": _STATUS + "expandedAccessInfo.nctId",
    "ExpandedAccessStatusForNCTId": _STATUS + "expandedAccessInfo.statusForNctId",
    "StatusVerifiedDate": _STATUS + "statusVerifiedDate",
    "StudyFirstSubmitDate": _STATUS + "studyFirstSubmitDate",
    "ResultsFirstSubmitDate": _STATUS + "resultsFirstSubmitDate",
    "LastUpdateSubmitDate": _STATUS + "lastUpdateSubmitDate",
    **{
        piece + suffix: f"{_STATUS}{piece[0].lower()}{piece[1:]}Struct.{key}"
        for piece in (
            "StartDate",
            "PrimaryCompletionDate",
            "CompletionDate",
            "StudyFirstPostDate",
            "ResultsFirstPostDate",
            "LastUpdatePostDate",
        )
        for suffix, key in (("", "date"), ("Type", "type"))
    },
    "ResponsiblePartyType": _SPONSOR + "responsibleParty.type",
    "ResponsiblePartyInvestigatorFullName": _SPONSOR + "responsibleParty.investigatorFullName",
    "LeadSponsorName": _SPONSOR + "leadSponsor.name",
    "LeadSponsorClass": _SPONSOR + "leadSponsor.class",
    "CollaboratorName": _SPONSOR + "collaborators.name",
    "BriefSummary": _P + "descriptionModule.briefSummary",
    "DetailedDescription": _P + "descriptionModule.detailedDescription",
    "Condition": _P + "conditionsModule.conditions",
    "Keyword": _P + "conditionsModule.keywords",
    "StudyType": _DESIGN + "studyType",
    "Phase": _DESIGN + "phases",
    "ExpAccTypeIndividual": _DESIGN + "expandedAccessTypes.individual",
    "ExpAccTypeIntermediate": _DESIGN + "expandedAccessTypes.intermediate",
    "ExpAccTypeTreatment": _DESIGN + "expandedAccessTypes.treatment",
    "DesignAllocation": _DESIGN + "designInfo.allocation",
    "DesignInterventionModel": _DESIGN + "designInfo.interventionModel",
    "DesignPrimaryPurpose": _DESIGN + "designInfo.primaryPurpose",
    "DesignMasking": _DESIGN + "designInfo.maskingInfo.masking",
    "EnrollmentCount": _DESIGN + "enrollmentInfo.count",
    "EnrollmentType": _DESIGN + "enrollmentInfo.type",
    "ArmGroup": _ARMS + "armGroups",
    "ArmGroupLabel": _ARMS + "armGroups.label",
    "Intervention": _ARMS + "interventions",
    "InterventionName": _ARMS + "interventions.name",
    "InterventionType": _ARMS + "interventions.type",
    "InterventionDescription": _ARMS + "interventions.description",
    "InterventionOtherName": _ARMS + "interventions.otherNames",
    "PrimaryOutcome": _OUTCOMES + "primaryOutcomes",
    "PrimaryOutcomeMeasure": _OUTCOMES + "primaryOutcomes.measure",
    "SecondaryOutcome": _OUTCOMES + "secondaryOutcomes",
    "SecondaryOutcomeMeasure": _OUTCOMES + "secondaryOutcomes.measure",
    "EligibilityCriteria": _ELIGIBILITY + "eligibilityCriteria",
    "HealthyVolunteers": _ELIGIBILITY + "healthyVolunteers",
    "Sex": _ELIGIBILITY + "sex",
    "MinimumAge": _ELIGIBILITY + "minimumAge",
    "MaximumAge": _ELIGIBILITY + "maximumAge",
    "StdAge": _ELIGIBILITY + "stdAges",
    "CentralContact": _PLACES + "centralContacts",
    "OverallOfficial": _PLACES + "overallOfficials",
    "OverallOfficialName": _PLACES + "overallOfficials.name",
    "Location": _PLACES + "locations",
    "LocationFacility": _PLACES + "locations.facility",
    "LocationStatus": _PLACES + "locations.status",
    "LocationCity": _PLACES + "locations.city",
    "LocationState": _PLACES + "locations.state",
    "LocationCountry": _PLACES + "locations.country",
    "Reference": _REFERENCES + "references",
    "ReferencePMID": _REFERENCES + "references.pmid",
    "ReferenceCitation": _REFERENCES + "references.citation",
    "VersionHolder": _DERIVED + "miscInfoModule.versionHolder",
    "ConditionMesh": _DERIVED + "conditionBrowseModule.meshes",
    "ConditionMeshId": _DERIVED + "conditionBrowseModule.meshes.id",
    "ConditionMeshTerm": _DERIVED + "conditionBrowseModule.meshes.term",
    "ConditionAncestorTerm": _DERIVED + "conditionBrowseModule.ancestors.term",
    "InterventionMesh": _DERIVED + "interventionBrowseModule.meshes",
    "InterventionMeshId": _DERIVED + "interventionBrowseModule.meshes.id",
    "InterventionMeshTerm": _DERIVED + "interventionBrowseModule.meshes.term",
    "InterventionAncestorTerm": _DERIVED + "interventionBrowseModule.ancestors.term",
    "HasResults": "hasResults",
    **{
        name: f"resultsSection.{name[0].lower()}{name[1:]}"
        for name in (
            "ParticipantFlowModule",
            "BaselineCharacteristicsModule",
            "OutcomeMeasuresModule",
            "AdverseEventsModule",
            "MoreInfoModule",
        )
    },
    "AnnotationSection": "annotationSection",
    "DocumentSection": "documentSection",
    "LargeDocumentModule": "documentSection.largeDocumentModule",
}


def names(records: Iterable[Record]) -> dict[str, str]:
    """Every name that a request may use → dotted path, for the fields in these records and in the table."""
    paths: set[str] = set()
    for record in records:
        _collect(record, "", paths)
    for path in TABLE.values():
        parts = path.split(".")
        paths.update(".".join(parts[:end]) for end in range(1, len(parts) + 1))
    keys = defaultdict(set)
    for path in paths:
        keys[path.rsplit(".", 1)[-1]].add(path)
    unique = {key: found.pop() for key, found in keys.items() if len(found) == 1}
    by_capital = {key[0].upper() + key[1:]: path for key, path in unique.items()}
    return {**by_capital, **unique, **{path: path for path in paths}, **TABLE}


def _collect(value: Json, path: str, paths: set[str]) -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            below = f"{path}.{key}" if path else key
            paths.add(below)
            _collect(item, below, paths)
    elif isinstance(value, list):
        for item in value:
            _collect(item, path, paths)
