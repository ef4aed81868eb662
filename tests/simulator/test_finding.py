"""Choosing, finding and ordering trials of the simulated registry, over real sockets."""

import json
from urllib.parse import quote

import pytest
from asking import fetch, found, listed, refused

from monitor.simulator import seed_records

WATCHED, PHASE_ONE, PHASE_TWO = "NCT03822858", "NCT01933802", "NCT03355365"
SWEDEN, MESEMS, CORD = "NCT03778333", "NCT01730547", "NCT02034188"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("NCTId", {"protocolSection": {"identificationModule": {"nctId": WATCHED}}}),
        ("HasResults|OverallStatus", {"protocolSection": {"statusModule": {"overallStatus": "AVAILABLE"}}, "hasResults": False}),
        ("protocolSection.designModule,hasResults", {"protocolSection": {"designModule": {"studyType": "EXPANDED_ACCESS", "expandedAccessTypes": {"intermediate": True}}}, "hasResults": False}),
        ("designModule,StudyType", {"protocolSection": {"designModule": {"studyType": "EXPANDED_ACCESS", "expandedAccessTypes": {"intermediate": True}}}}),
        ("InterventionName", {"protocolSection": {"armsInterventionsModule": {"interventions": [{"name": "Intrathecal MSC-NP injection"}]}}}),
        ("ConditionMeshTerm", {"derivedSection": {"conditionBrowseModule": {"meshes": [{"term": "Multiple Sclerosis"}, {"term": "Multiple Sclerosis, Chronic Progressive"}]}}}),
        ("WhyStopped,ResultsSection", {}),
    ],
)  # fmt: skip
def test_fields(shared_server, fields, expected):
    """Pieces, modules, lower-camel names and paths choose parts; a branch takes all below it."""
    target = f"/api/v2/studies/{WATCHED}?fields={quote(fields)}"
    assert json.loads(fetch(shared_server, target)[2]) == expected
    assert listed(shared_server, filter_ids=WATCHED, fields=fields)["studies"] == [expected]


def test_fields_by_section_and_module_piece(shared_server):
    """ProtocolSection and EligibilityModule are the whole branches."""
    protocol = seed_records()[0]["protocolSection"]
    (study,) = listed(shared_server, filter_ids=WATCHED, fields="ProtocolSection")["studies"]
    assert study == {"protocolSection": protocol}
    (study,) = listed(shared_server, filter_ids=WATCHED, fields="EligibilityModule")["studies"]
    assert study == {"protocolSection": {"eligibilityModule": protocol["eligibilityModule"]}}


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("pageSize=ten", "Parameter `pageSize` has incorrect format"),
        ("pageSize=-1", "Parameter `pageSize` has incorrect format"),
        ("countTotal=yes", "Parameter `countTotal` has incorrect format"),
        ("pageToken=%21", "Parameter `pageToken` has incorrect format"),
        ("filter.ids=NCT1,abc", "Parameter `filter.ids` has incorrect format"),
        ("filter.ids=", "Parameter `filter.ids` has incorrect format"),
        ("filter.overallStatus=OPEN", "Parameter `filter.overallStatus` has incorrect format"),
        ("fields=StudyDesign", "Parameter `fields` contains invalid field name: `StudyDesign`"),
        ("fields=", "Parameter `fields` has incorrect format"),
        ("filter.geo=distance(1,2)", "Parameter `filter.geo` has incorrect format"),
        ("sort=a,b,c", "Parameter `sort` has incorrect format"),
        ("sort=BriefTitle", "Parameter `sort` allows only date and numeric fields"),
        ("query.term=AREA%5BNo%5Dx", "Unknown area name: `No`"),
        ("query.term=(a+OR+b", "Parameter `query.term` has incorrect format"),
        ("query.recrs=a", "`query.recrs` is unknown parameter"),
    ],
)
def test_bad_values_are_refused(shared_server, query, message):
    """A bad value is a 400 that says which parameter it is."""
    assert refused(shared_server, f"/api/v2/studies?{query}") == message


def test_filter_ids(shared_server):
    """Comma or pipe; in the data set's order, not the asker's; absent numbers are just not there."""
    assert found(shared_server, filter_ids=f"{MESEMS},{WATCHED}") == [WATCHED, MESEMS]
    assert found(shared_server, filter_ids=f"{MESEMS}|nct3822858|NCT99999999") == [WATCHED, MESEMS]
    assert found(shared_server, filter_ids="NCT99999999") == []


def test_query_of_numbers_makes_filters_void(shared_server):
    """When a query consists of NCT numbers only, the filters are ignored."""
    assert found(shared_server, query_term=f"{WATCHED} {CORD}", filter_ids=MESEMS) == [WATCHED, CORD]
    assert found(shared_server, query_id=f"{WATCHED},{CORD}", filter_overallStatus="UNKNOWN") == [
        WATCHED,
        CORD,
    ]
    assert found(shared_server, query_term="sclerosis", filter_overallStatus="UNKNOWN") == [MESEMS]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"query.cond": "progressive multiple sclerosis"}, {WATCHED, PHASE_TWO, SWEDEN, PHASE_ONE}),
        ({"query.intr": "stem cell"}, {WATCHED, PHASE_ONE, PHASE_TWO, SWEDEN, MESEMS, CORD}),
        ({"query.intr": '"stem cells"', "query.cond": "sclerosis"}, {WATCHED, PHASE_ONE, PHASE_TWO, SWEDEN, MESEMS, CORD}),
        ({"query.titles": "umbilical OR Sweden"}, {CORD, SWEDEN}),
        ({"query.titles": "mesenchymal NOT (umbilical OR intrathecal)"}, {SWEDEN, MESEMS}),
        ({"query.spons": "tisch"}, {WATCHED, PHASE_ONE, PHASE_TWO}),
        ({"query.id": "TISCHMS-MSCNP-003"}, {WATCHED}),
        ({"query.locn": "Sweden"}, {SWEDEN, MESEMS}),
        ({"query.term": "AREA[OverallStatus]RECRUITING"}, {SWEDEN}),
        ({"query.term": f"({WATCHED} OR {CORD})"}, {WATCHED, CORD}),
        ({"filter.advanced": 'AREA[ConditionMeshTerm]"Multiple Sclerosis, Chronic Progressive"'}, {WATCHED, PHASE_TWO, SWEDEN}),
        ({"filter.advanced": "AREA[LastUpdatePostDate]RANGE[2026-01-01,MAX]"}, {PHASE_TWO, SWEDEN}),
        ({"filter.advanced": "AREA[LastUpdatePostDate]RANGE[MIN,2018-01-19] AND AREA[Phase]PHASE2"}, {CORD, MESEMS}),
        ({"filter.advanced": "AREA[MaximumAge]RANGE[MIN, 50 years]"}, {MESEMS}),
        ({"filter.advanced": "AREA[EnrollmentCount]RANGE[20,60] NOT AREA[StartDate]2018"}, {PHASE_ONE, CORD}),
        ({"filter.overallStatus": "RECRUITING|UNKNOWN"}, {SWEDEN, MESEMS}),
        ({"filter.overallStatus": "AVAILABLE,COMPLETED", "query.term": "AREA[HasResults]false"}, {WATCHED, PHASE_ONE, CORD}),
        ({"query.cond": "asthma"}, set()),
        ({"filter.geo": "distance(59.33,18.07,10km)"}, {SWEDEN, MESEMS}),
        # from New York to Philadelphia it is 130 km, 81 miles
        ({"filter.geo": "distance(39.9526,-75.1652,79mi)"}, set()),
        ({"filter.geo": "distance(39.9526,-75.1652,82mi)"}, {WATCHED, PHASE_ONE, PHASE_TWO}),
        ({"filter.geo": "distance(39.9526,-75.1652,132km)"}, {WATCHED, PHASE_ONE, PHASE_TWO}),
        ({"filter.geo": "distance(59.33,18.07,10mi)", "query.cond": "asthma"}, set()),
    ],
)  # fmt: skip
def test_search(shared_server, query, expected):
    """Words, phrases, areas, ranges and operators find what they should."""
    assert set(found(shared_server, **query)) == expected


def test_sort(shared_server):
    """Dates go downward and numbers upward unless told; trials without the field are last; relevance is by the words."""
    assert found(shared_server, sort="LastUpdatePostDate")[:2] == [SWEDEN, PHASE_TWO]
    assert found(shared_server, sort="LastUpdatePostDate:asc")[0] == MESEMS
    assert found(shared_server, sort="EnrollmentCount")[0] == SWEDEN
    assert found(shared_server, sort="EnrollmentCount")[-1] == WATCHED
    assert found(shared_server, sort="@relevance", query_term="umbilical cells")[0] == CORD
    assert found(shared_server, sort="@relevance", query_cond="progressive multiple sclerosis")[0] in {
        WATCHED,
        PHASE_TWO,
        SWEDEN,
    }
