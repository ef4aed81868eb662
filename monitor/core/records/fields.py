"""The names of fields of the protocol section, as counted in 1,467 real records and told by the registry's API."""

from __future__ import annotations

_NAMES = """
    accessCriteria acronym affiliation allocation armGroupLabels armGroups
    armsInterventionsModule availIpds bioSpec briefSummary briefTitle centralContacts citation city class
    collaborators comment completionDateStruct conditions conditionsModule contacts
    contactsLocationsModule count country countryCode date delayedPosting description descriptionModule
    designInfo designModule detailedDescription dispFirstPostDateStruct dispFirstSubmitDate
    dispFirstSubmitQcDate domain eligibilityCriteria eligibilityModule email enrollmentInfo
    expandedAccessInfo expandedAccessTypes facility fdaaa801Violation fullName genderBased
    genderDescription geoPoint hasExpandedAccess healthyVolunteers id identificationModule individual
    infoTypes intermediate interventionModel interventionModelDescription interventionNames interventions
    investigatorAffiliation investigatorFullName investigatorTitle ipdSharing ipdSharingStatementModule
    isFdaRegulatedDevice isFdaRegulatedDrug isPpsd isUnapprovedDevice isUsExport keywords label
    lastKnownStatus lastUpdatePostDateStruct lastUpdateSubmitDate lat leadSponsor link locations lon
    masking maskingDescription maskingInfo maximumAge measure minimumAge name nctId nctIdAliases
    nPtrsToThisExpAccNctId observationalModel officialTitle oldNameTitle oldOrganization organization
    orgStudyIdInfo otherNames otherOutcomes outcomesModule overallOfficials overallStatus oversightHasDmc
    oversightModule patientRegistry phases phone phoneExt pmid primaryCompletionDateStruct primaryOutcomes
    primaryPurpose references referencesModule responsibleParty resultsFirstPostDateStruct
    resultsFirstSubmitDate resultsFirstSubmitQcDate resultsWaived retention retractions role
    samplingMethod secondaryIdInfos secondaryOutcomes seeAlsoLinks sex source sponsorCollaboratorsModule
    startDateStruct state status statusForNctId statusModule statusVerifiedDate stdAges
    studyFirstPostDateStruct studyFirstSubmitDate studyFirstSubmitQcDate studyPopulation studyType
    targetDuration timeFrame timePerspective treatment type url whoMasked whyStopped zip
"""
KNOWN = frozenset(_NAMES.split())
"""A name that is not here is new, or another spelling of one that is."""
_CODES = """allocation class interventionModel ipdSharing masking observationalModel primaryPurpose retention role
    samplingMethod studyType timePerspective type"""
CODED = frozenset(_CODES.split())
"""Fields that hold one of a few codes, such as ``NON_RANDOMIZED``."""
