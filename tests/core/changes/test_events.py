"""Every event that the project promises, from a record edited as a sponsor would edit it."""

from __future__ import annotations

from datetime import date

import pytest
from records import a_record, put, sites

from monitor.core.changes import classify, overdue, record_events
from monitor.core.changes.events import EVENTS as TABLE
from monitor.core.changes.status import transition
from monitor.core.presentation.labels import STATUS
from monitor.core.presentation.sentences import summary
from monitor.model import Direction, Kind, Origin, Severity
from monitor.simulator.edits import ABSENT

P = "protocolSection"
S = f"{P}.statusModule"
E = f"{P}.eligibilityModule"
O = f"{P}.outcomesModule"  # noqa: E741
L = f"{P}.contactsLocationsModule.locations"
NOW_ACTUAL = {"date": "2027-06-20", "type": "ACTUAL"}
RELEASED = {"unpostedAnnotation": {"unpostedEvents": [{"type": "RELEASE", "date": "2026-09-01"}]}}
RESET = {
    "unpostedAnnotation": {
        "unpostedEvents": [{"type": "RELEASE", "date": "2026-09-01"}, {"type": "RESET", "date": "2026-09-20"}]
    }
}
VIOLATION = {"violationAnnotation": {"violationEvents": [{"type": "VIOLATION_IDENTIFIED"}]}}
CORRECTED = {"violationAnnotation": {"violationEvents": [{"type": "CORRECTION_CONFIRMED"}]}}


def to(status, **more):
    return {f"{S}.overallStatus": status, **{f"{S}.{key}": value for key, value in more.items()}}


# (kind.event, what the sponsor edits, what the record was made to be before)
EVENTS = [
    ("status.opened", to("RECRUITING"), to("NOT_YET_RECRUITING")),
    ("status.closed", to("ACTIVE_NOT_RECRUITING"), {}),
    ("status.paused", to("SUSPENDED", whyStopped="No funds"), {}),
    ("status.resumed", to("RECRUITING"), to("SUSPENDED")),
    ("status.stopped", to("TERMINATED", whyStopped="Slow"), {}),
    ("status.completed", to("COMPLETED"), {}),
    ("status.went_unknown", to("UNKNOWN", lastKnownStatus="RECRUITING"), {}),
    ("status.access_available", to("AVAILABLE"), to("TEMPORARILY_NOT_AVAILABLE")),
    ("status.access_paused", to("TEMPORARILY_NOT_AVAILABLE"), to("AVAILABLE")),
    ("status.access_ended", to("NO_LONGER_AVAILABLE"), to("AVAILABLE")),
    ("status.access_approved", to("APPROVED_FOR_MARKETING"), to("AVAILABLE")),
    (
        "status.why_stopped",
        to("SUSPENDED", whyStopped="Other reason"),
        to("SUSPENDED", whyStopped="A reason"),
    ),
    (
        "status.expanded_access",
        {f"{S}.expandedAccessInfo": {"hasExpandedAccess": True, "nctId": "NCT90000002"}},
        {},
    ),
    ("status.withheld", to("WITHHELD"), {}),
    ("status.other", to("A_STATUS_OF_THE_FUTURE"), {}),
    ("results.submitted", {"annotationSection": {"annotationModule": RELEASED}}, {}),
    (
        "results.submitted",
        {
            "derivedSection.miscInfoModule.submissionTracking": {
                "submissionInfos": [{"releaseDate": "2026-09-01"}]
            }
        },
        {},
    ),
    ("results.submitted", {f"{S}.resultsFirstSubmitDate": "2026-09-01"}, {}),
    (
        "results.returned",
        {"annotationSection": {"annotationModule": RESET}},
        {"annotationSection": {"annotationModule": RELEASED}},
    ),
    ("results.posted", {"hasResults": True, "resultsSection": {"moreInfoModule": {"a": 1}}}, {}),
    (
        "results.amended",
        {"resultsSection.moreInfoModule.a": 2},
        {"hasResults": True, "resultsSection": {"moreInfoModule": {"a": 1}}},
    ),
    (
        "results.removed",
        {"hasResults": False, "resultsSection": ABSENT},
        {"hasResults": True, "resultsSection": {"moreInfoModule": {"a": 1}}},
    ),
    ("eligibility.criterion_added", {f"{E}.eligibilityCriteria": lambda text: f"{text}\n* Pregnancy"}, {}),
    (
        "eligibility.criterion_removed",
        {f"{E}.eligibilityCriteria": lambda text: text.replace("* Walks 5 m\n", "")},
        {},
    ),
    (
        "eligibility.criterion_reworded",
        {f"{E}.eligibilityCriteria": lambda text: text.replace("Walks 5 m", "Walks 20 m")},
        {},
    ),
    (
        "eligibility.restructured",
        {f"{E}.eligibilityCriteria": lambda text: text.replace("* ", "- ").replace("\n\n", "\n")},
        {},
    ),
    ("eligibility.restructured", {f"{E}.minimumAge": "216 Months"}, {}),
    ("eligibility.age", {f"{E}.maximumAge": "75 Years"}, {}),
    ("eligibility.sex", {f"{E}.sex": "FEMALE"}, {}),
    ("eligibility.healthy_volunteers", {f"{E}.healthyVolunteers": True}, {}),
    ("eligibility.population", {f"{E}.studyPopulation": "All who come"}, {}),
    (
        "outcomes.added",
        {f"{O}.secondaryOutcomes": lambda old: [*old, {"measure": "Pain", "timeFrame": "1 year"}]},
        {},
    ),
    ("outcomes.removed", {f"{O}.secondaryOutcomes": lambda old: old[1:]}, {}),
    ("outcomes.reworded", {f"{O}.secondaryOutcomes.0.description": "By interview"}, {}),
    ("outcomes.time_frame", {f"{O}.primaryOutcomes.0.timeFrame": "24 months"}, {}),
    (
        "outcomes.promoted",
        {
            f"{O}.primaryOutcomes": [
                {"measure": "Walking speed", "timeFrame": "12 months"},
                {"measure": "Quality of life", "timeFrame": "12 months"},
            ],
            f"{O}.secondaryOutcomes": lambda old: old[:1],
        },
        {},
    ),
    (
        "outcomes.demoted",
        {
            f"{O}.primaryOutcomes": [{"measure": "Blood count"}],
            f"{O}.secondaryOutcomes": lambda old: [
                *old,
                {"measure": "Walking speed", "timeFrame": "12 months"},
            ],
        },
        {},
    ),
    ("dates.slipped", {f"{S}.completionDateStruct.date": "2028-12"}, {}),
    ("dates.advanced", {f"{S}.completionDateStruct.date": "2027-08"}, {}),
    ("dates.became_actual", {f"{S}.primaryCompletionDateStruct": NOW_ACTUAL}, {}),
    ("enrollment.raised", {f"{P}.designModule.enrollmentInfo.count": 90}, {}),
    ("enrollment.lowered", {f"{P}.designModule.enrollmentInfo.count": 9}, {}),
    ("enrollment.became_actual", {f"{P}.designModule.enrollmentInfo": {"count": 44, "type": "ACTUAL"}}, {}),
    ("locations.site_added", {L: sites(4)}, {}),
    ("locations.site_removed", {L: sites(2)}, {}),
    ("locations.site_status", {f"{L}.1.status": "WITHDRAWN"}, {}),
    ("locations.site_edited", {f"{L}.1.contacts": ABSENT}, {}),
    ("locations.relabelled", {f"{L}.0.geoPoint": {"lat": 41.01, "lon": -81.49}}, {}),
    ("design.edited", {f"{P}.designModule.designInfo.allocation": "NA"}, {}),
    ("design.added", {f"{P}.designModule.phases": ["PHASE1", "PHASE2", "PHASE3"]}, {}),
    ("design.removed", {f"{P}.designModule.phases": ["PHASE1"]}, {}),
    (
        "interventions.added",
        {f"{P}.armsInterventionsModule.interventions": lambda old: [*old, {"type": "DRUG", "name": "Third"}]},
        {},
    ),
    ("interventions.removed", {f"{P}.armsInterventionsModule.armGroups": lambda old: old[:1]}, {}),
    ("interventions.edited", {f"{P}.armsInterventionsModule.interventions.0.description": "Twice a day"}, {}),
    (
        "contacts.added",
        {
            f"{P}.contactsLocationsModule.centralContacts": lambda old: [
                *old,
                {"name": "B", "phone": "555-0101"},
            ]
        },
        {},
    ),
    ("contacts.removed", {f"{P}.contactsLocationsModule.centralContacts": []}, {}),
    ("contacts.edited", {f"{P}.contactsLocationsModule.centralContacts.0.phone": "555-0199"}, {}),
    ("sponsor.edited", {f"{P}.sponsorCollaboratorsModule.leadSponsor.name": "Another Institute"}, {}),
    ("sponsor.removed", {f"{P}.sponsorCollaboratorsModule.collaborators": ABSENT}, {}),
    ("identification.edited", {f"{P}.identificationModule.briefTitle": "Another title altogether"}, {}),
    ("description.edited", {f"{P}.descriptionModule.briefSummary": "Other cells are given."}, {}),
    ("conditions.added", {f"{P}.conditionsModule.keywords": ["cells", "stem"]}, {}),
    (
        "references.added",
        {
            f"{P}.referencesModule.references": lambda old: [
                *old,
                {"pmid": "2", "type": "DERIVED", "citation": "Two B."},
            ]
        },
        {},
    ),
    ("references.removed", {f"{P}.referencesModule": ABSENT}, {}),
    (
        "results.published",
        {
            f"{P}.referencesModule.references": lambda old: [
                *old,
                {"pmid": "2", "type": "RESULT", "citation": "Two B."},
            ]
        },
        {},
    ),
    ("results.certificate", {f"{S}.dispFirstPostDateStruct": {"date": "2026-09-01"}}, {}),
    ("results.violation", {"annotationSection": {"annotationModule": VIOLATION}}, {}),
    ("results.violation_resolved", {"annotationSection": {"annotationModule": CORRECTED}}, {}),
    (
        "results.cancelled",
        {"annotationSection": ABSENT},
        {"annotationSection": {"annotationModule": RELEASED}},
    ),
    (
        "documents.added",
        {
            "documentSection": {
                "largeDocumentModule": {
                    "largeDocs": [{"typeAbbrev": "Prot", "label": "Protocol", "filename": "a.pdf"}]
                }
            }
        },
        {},
    ),
    ("oversight.edited", {f"{P}.oversightModule.oversightHasDmc": False}, {}),
    ("sharing.edited", {f"{P}.ipdSharingStatementModule.ipdSharing": "YES"}, {}),
]


@pytest.mark.parametrize(
    ("event", "changes", "first"), EVENTS, ids=[f"{row[0]}-{n}" for n, row in enumerate(EVENTS)]
)
def test_a_sponsors_edit_is_told_as_what_it_is(changes_of, event, changes, first):
    """The event comes out, of the sponsor's doing where it is not the registry's own, in one plain sentence."""
    changes_told = changes_of(changes, first=first)
    found = [change for change in changes_told if f"{change.kind}.{change.event}" == event]
    assert found, [f"{change.kind}.{change.event}" for change in changes_told]
    for change in changes_told:
        assert (change.kind, change.event) in TABLE
        assert summary(change).endswith((".", ".”", "?"))
        assert change.path
        assert (change.direction is not None) is (
            change.kind is Kind.ELIGIBILITY and change.event != "restructured"
        ) or (change.event == "restructured")
    if event not in {"status.went_unknown", "locations.relabelled"}:
        assert found[0].origin is Origin.SPONSOR


def test_the_table_of_events_is_whole():
    """Each event of the severity table but those without an edit is shown by one here."""
    shown = {tuple(row[0].split(".")) for row in EVENTS}
    fallbacks = {"edited", "added", "removed", "became_estimated"}
    watched = ("gone", "returned", "renamed", "related_found", "found", "left_search", "housekeeping")
    apart = {("record", event) for event in watched}
    missing = {(kind.value, event) for kind, event in TABLE if event not in fallbacks} - shown - apart
    assert missing == {("results", "overdue"), ("results", "outcomes_differ")}


def test_what_no_two_records_show_is_told_too():
    """Gone, returned and renamed are changes of the record, with both numbers or statuses."""
    assert record_events.gone("NCT90000001", "RECRUITING").severity is Severity.HIGH
    assert record_events.returned("NCT90000001", "COMPLETED").after == "COMPLETED"
    assert (record_events.renamed("NCT1", "NCT2").before, record_events.renamed("NCT1", "NCT2").after) == (
        "NCT1",
        "NCT2",
    )
    like = record_events.related_found("NCT90000001", "NCT90000009", "Cells again", "same intervention")
    assert (like.event, like.after, like.severity) == ("related_found", "NCT90000009", Severity.MEDIUM)
    assert "same intervention" in summary(like)
    came, went = (
        record_events.found("NCT90000009", "Cells again", "cells"),
        record_events.left_search("NCT90000009", "cells"),
    )
    assert (came.event, came.after, came.severity) == ("found", "NCT90000009", Severity.MEDIUM)
    assert (went.event, went.before, went.severity) == ("left_search", "NCT90000009", Severity.LOW)
    assert "“cells”" in summary(came)
    assert "stays watched" in summary(went)


@pytest.mark.parametrize("before", sorted(STATUS))
@pytest.mark.parametrize("after", sorted(STATUS))
def test_every_move_between_two_statuses_has_a_name(changes_of, before, after):
    """One status change for each of the 14 × 14 moves, and none where nothing moved."""
    moved = [
        change for change in changes_of(to(after), first=to(before)) if change.path.endswith("overallStatus")
    ]
    assert len(moved) == (before != after)
    if moved:
        assert (moved[0].before, moved[0].after) == (before, after)
        assert STATUS[before] in summary(moved[0])
        assert STATUS[after] in summary(moved[0])
        assert (Kind.STATUS, transition(before, after)) in TABLE


def test_a_reason_is_told_with_the_stop(changes_of):
    """The sentence of a stopped trial has the sponsor's own reason in it."""
    stopped = next(
        c for c in changes_of(to("TERMINATED", whyStopped="No safety concern")) if c.event == "stopped"
    )
    assert "No safety concern" in summary(stopped)


def test_unknown_is_the_registrys_doing(changes_of):
    """Going to UNKNOWN is of the registry's origin and says the last known status."""
    went = changes_of(to("UNKNOWN", lastKnownStatus="RECRUITING"), post=None)
    assert [(c.event, c.origin) for c in went] == [("went_unknown", Origin.REGISTRY)]
    assert "Recruiting" in summary(went[0])


def test_without_a_move_of_the_update_date_it_was_the_registry(changes_of):
    """The same edit, but for the dates, is the registry's."""
    assert {c.origin for c in changes_of({f"{P}.identificationModule.acronym": "ABC"}, post=None)} == {
        Origin.REGISTRY
    }


@pytest.mark.parametrize(
    ("field", "before", "after", "direction"),
    [
        ("minimumAge", "18 Years", "12 Years", Direction.LOOSENED),
        ("minimumAge", "18 Years", "21 Years", Direction.TIGHTENED),
        ("minimumAge", None, "18 Years", Direction.TIGHTENED),
        ("minimumAge", "18 Years", None, Direction.LOOSENED),
        ("minimumAge", "6 Months", "26 Weeks", Direction.LOOSENED),
        ("maximumAge", "65 Years", "780 Months", None),
        ("maximumAge", "65 Years", None, Direction.LOOSENED),
        ("maximumAge", None, "65 Years", Direction.TIGHTENED),
        ("maximumAge", "65 Years", "60 Years", Direction.TIGHTENED),
        ("maximumAge", "65 Years", "sixty", Direction.UNDETERMINED),
        ("sex", "ALL", "MALE", Direction.TIGHTENED),
        ("sex", "MALE", "ALL", Direction.LOOSENED),
        ("sex", "MALE", "FEMALE", Direction.UNDETERMINED),
        ("healthyVolunteers", False, True, Direction.LOOSENED),
        ("healthyVolunteers", True, False, Direction.TIGHTENED),
    ],
)
def test_the_direction_of_a_limit(changes_of, field, before, after, direction):
    """An age, sex or health limit says whether more or fewer people fit; the same age in other units says nothing."""
    before_edit = {f"{E}.{field}": ABSENT if before is None else before}
    found = changes_of({f"{E}.{field}": ABSENT if after is None else after}, first=before_edit)
    assert [change.direction for change in found] == [direction]
    if direction is None:
        assert [(c.event, c.severity) for c in found] == [("restructured", Severity.NOISE)]


def test_a_criterion_change_carries_the_criterions_own_text(changes_of):
    """Not the whole block; null on the side where there is none."""
    [added] = changes_of({f"{E}.eligibilityCriteria": lambda text: f"{text}\n* Pregnancy"})
    assert (added.before, added.after, added.direction) == (None, "Pregnancy", Direction.TIGHTENED)


def test_slips_are_counted_up(changes_of):
    """The fourth slip says so, with the days in all since the first version."""
    record, past = a_record(), []
    for year in ("2028", "2029", "2030", "2031"):
        new = put(
            put(a_record(), None, "x"),
            {"date": f"{year}-12", "type": "ESTIMATED"},
            P,
            "statusModule",
            "completionDateStruct",
        )
        [slip] = [c for c in classify(record, new, past=past) if c.kind is Kind.DATES]
        past.append(slip)
        record = new
    assert "(fourth delay; 1,461 days in total)" in summary(slip)


def test_a_switched_outcome_says_where_the_trial_stood(changes_of):
    """Before the start, after it, after the primary completion, after results."""
    switch = {
        f"{O}.primaryOutcomes": [],
        f"{O}.secondaryOutcomes": lambda old: [*old, {"measure": "Walking speed", "timeFrame": "12 months"}],
    }
    start = f"{S}.startDateStruct"
    end = f"{S}.primaryCompletionDateStruct"
    stages = [
        ("before the start", {start: {"date": "2027-01", "type": "ESTIMATED"}}),
        ("after the start", {}),
        ("after the primary completion", {end: {"date": "2026-05-01", "type": "ACTUAL"}}),
        ("after results", {"hasResults": True, "resultsSection": {"moreInfoModule": {"a": 1}}}),
    ]
    for words, first in stages:
        demoted = next(change for change in changes_of(switch, first=first) if change.event == "demoted")
        assert words in summary(demoted)
        assert demoted.severity is Severity.HIGH


def test_results_are_due_a_year_after_the_primary_completion():
    """Three with a certificate of delay; never for those that posted, submitted, or were no trials of people."""
    done = a_record(statusModule__primaryCompletionDateStruct={"date": "2025-03-31", "type": "ACTUAL"})
    assert overdue.due(done) == "2026-03-31"
    assert overdue.due(put(done, "2026-01-01", P, "statusModule", "dispFirstSubmitDate")) == "2028-03-31"
    assert overdue.due(put(done, "2026-02-01", P, "statusModule", "resultsFirstSubmitDate")) is None
    assert overdue.due(a_record()) is None
    assert "inferred" in summary(overdue.overdue("2026-03-28", date(2026, 4, 1)))


def test_one_of_a_thousand_sites_in_a_reversed_list_is_one_change(changes_of):
    """The order of sites says nothing, and look-alikes do not reshuffle."""
    many = sites(1000, facility="Research Site")
    other = [dict(site) for site in reversed(many)]
    other[500]["status"] = "COMPLETED"
    found = changes_of({L: other}, first={L: many})
    assert [change.event for change in found] == ["site_status"]


def test_a_site_renamed_by_the_registry_is_noise(changes_of):
    """Napoli becomes Naples without a move of the update date: relabelled, and no alert."""
    here = {f"{L}.0.city": "Napoli"}
    found = changes_of(
        {f"{L}.0.city": "Naples", f"{L}.0.geoPoint": {"lat": 40.85, "lon": 14.27}}, first=here, post=None
    )
    assert [(c.event, c.severity, c.origin) for c in found] == [
        ("relabelled", Severity.NOISE, Origin.REGISTRY)
    ]


def test_a_citation_that_changed_only_its_punctuation_is_noise(changes_of):
    """Full stops and spaces of a citation are nobody's news."""
    [change] = changes_of({f"{P}.referencesModule.references.0.citation": "One A; A study"})
    assert change.severity is Severity.NOISE


def test_an_unknown_module_is_told_as_a_change_of_the_record(changes_of):
    """What no rule knows is not lost."""
    [change] = changes_of({f"{P}.moduleOfTheFuture": {"answer": 42}})
    assert (change.kind, change.after) == (Kind.RECORD, 42)
