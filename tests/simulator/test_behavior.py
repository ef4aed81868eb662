"""What the registry was seen to do in different ways at different times, over real sockets."""

import json
from urllib.parse import quote

import pytest
from asking import fetch, found, listed, refused

from monitor.simulator import ABSENT, Breaks, actions, derived_reference, edit, edit_version
from monitor.simulator.predicates import next_page

WATCHED = "NCT03822858"
HISTORY = f"/api/int/studies/{WATCHED}/history"
CRITERIA = ("study", "protocolSection", "eligibilityModule", "eligibilityCriteria")


def version(server, number):
    return json.loads(fetch(server, f"{HISTORY}/{number}")[2])


def at(value, path):
    for key in path:
        value = value[key]
    return value


def test_line_breaks_after_sentences(server):
    """Every sentence of the history's rich text ends a line, within items too; no other letter differs."""
    text = (
        "One sentence. Another, e.g. this!  A third?\n\n* An item. With two sentences:\n\n  * One\n* 1.5 mg"
    )
    path = "protocolSection.eligibilityModule.eligibilityCriteria"
    server.registry.publish([edit(WATCHED, {path: text}, post="2026-09-02")])
    broken = at(version(server, 11), CRITERIA)
    server.behavior.history_line_breaks = Breaks.NONE
    plain = at(version(server, 11), CRITERIA)
    assert broken == (
        "<p>One sentence.\nAnother, e.g.\nthis!\nA third?</p>"
        "<ul><li>An item.\nWith two sentences:\n<ul><li>One</li></ul></li><li>1.5 mg</li></ul>"
    )
    assert broken.replace(":\n<", ":<").split() == plain.split()
    assert "\n" not in plain


def test_api_v2_has_no_line_breaks_of_its_own(server):
    """The switch changes the history alone."""
    before = fetch(server, f"/api/v2/studies/{WATCHED}")[2]
    server.behavior.history_line_breaks = Breaks.WORDS
    assert fetch(server, f"/api/v2/studies/{WATCHED}")[2] == before


@pytest.mark.parametrize("status", [403, 404])
def test_a_version_that_is_not_there(server, status):
    """The registry answers 403, not 404, for the number of a version that a history does not have."""
    assert fetch(server, f"{HISTORY}/11")[0] == 403
    server.behavior.missing_version_status = status
    assert fetch(server, f"{HISTORY}/11")[0] == status
    assert fetch(server, f"{HISTORY}/10")[0] == 200


def test_a_past_version_without_a_status(server):
    """Neither the version nor its entry in the list has one; all the others do."""
    server.registry.publish([edit_version(WATCHED, 0, {"statusModule.overallStatus": ABSENT})])
    assert "overallStatus" not in version(server, 0)["study"]["protocolSection"]["statusModule"]
    entries = json.loads(fetch(server, HISTORY)[2])["changes"]
    assert ["status" in entry for entry in entries] == [False] + [True] * 10


def test_derived_references_come_to_past_versions(server):
    """A publication of later stands in a past version after a release, and nowhere else."""
    path = ("study", "protocolSection", "referencesModule", "references")
    before = at(version(server, 3), path)
    server.registry.publish([edit_version(WATCHED, 3, derived_reference("12345678", "Later. 2026."))])
    assert at(version(server, 3), path) == [
        *before,
        {"pmid": "12345678", "type": "DERIVED", "citation": "Later. 2026."},
    ]
    assert at(version(server, 4), path) == before


def test_a_query_of_many_words_is_too_complicated(server):
    """Twelve unquoted words are refused in the registry's words; eleven are not, nor are as many in quotation marks."""
    words = " OR ".join(f"word{number}" for number in range(12))
    target = "/api/v2/studies?query.cond="
    assert refused(server, target + quote(words)) == (
        "Error parsing query in Conditions or disease: Too complicated query"
    )
    assert fetch(server, target + quote(words.rpartition(" OR ")[0]))[0] == 200
    quoted = " OR ".join(f'"two words{number}"' for number in range(38))
    assert fetch(server, target + quote(quoted))[0] == 200


def test_etags_that_end_in_gzip(server):
    """The tag is that of the data set with -gzip behind it, and answers 304 when sent back."""
    plain = fetch(server, "/api/v2/version")[1]["ETag"]
    server.behavior.gzip_etags = True
    tag = fetch(server, "/api/v2/version")[1]["ETag"]
    assert tag == plain[:-1] + '-gzip"'
    assert fetch(server, "/api/v2/studies", {"If-None-Match": tag})[0] == 304
    server.registry.publish()
    assert fetch(server, "/api/v2/studies", {"If-None-Match": tag})[0] == 200


def test_the_order_of_a_list_is_another_on_each_day(server):
    """It is the same for all requests of one day, and that asked for with `sort` is not touched."""
    server.behavior.daily_order = True
    by_date = found(server, sort="LastUpdatePostDate")
    orders = []
    for _ in range(5):
        orders.append(found(server))
        assert found(server) == orders[-1]
        server.registry.publish()
    assert len({tuple(order) for order in orders}) > 1
    assert {tuple(sorted(order)) for order in orders} == {tuple(sorted(by_date))}
    assert found(server, sort="LastUpdatePostDate") == by_date


def test_a_release_that_moves_in_the_middle_of_a_pass(server):
    """The page after it is of the new release: another stamp, another tag, in another order if that is by day."""
    server.faults.add(next_page, actions.then(server.registry.publish))
    query = {"pageSize": 2, "fields": "NCTId|VersionHolder"}
    stamps, token = [], {}
    while len(stamps) < 3:
        page = listed(server, **query, **token)
        stamps.append(
            {at(study, ("derivedSection", "miscInfoModule", "versionHolder")) for study in page["studies"]}
        )
        token = {"pageToken": page["nextPageToken"]}
    assert stamps == [{"2026-09-01"}, {"2026-09-01"}, {"2026-09-02"}]
