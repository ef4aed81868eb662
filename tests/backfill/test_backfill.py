"""The registry's record history: taken in whole, in its own order, without alerting anybody."""

import json
from datetime import timedelta
from itertools import pairwise

import pytest
from asking import in_json
from click.testing import CliRunner
from polling import RELATED

from monitor.backfill import backfill, steps
from monitor.backfill.writer import VersionWriter
from monitor.cli import nctwatch
from monitor.clock import parse, stamp
from monitor.ctgov.client import Client
from monitor.errors import BadAnswer, Forbidden, Unreachable
from monitor.metrics.exposition import exposition
from monitor.service.jobs import take_history
from monitor.simulator import ABSENT, Breaks, actions, derived_reference, edit, edit_version, history_of
from monitor.store.changes import changes_between, list_changes
from monitor.store.opening import open_for_reading, open_for_writing
from monitor.store.prune import prunable, prune
from monitor.store.state import PROFILE
from monitor.store.steps import state_of
from monitor.store.trials import ensure_trial
from monitor.store.versions import load_version, newest_versions, read_record, version_at, version_history

SEED = "NCT03822858"
AGE = "protocolSection.eligibilityModule.minimumAge"
STATUS = "protocolSection.statusModule.overallStatus"
CRITERIA = "protocolSection.eligibilityModule.eligibilityCriteria"
CHANNEL = '[[channel]]\nname = "all"\nurl = "json://127.0.0.1:9/"\nkinds = "all"\nseverity = "noise"\n'


def take(world, nct=SEED, **options):
    """Take in a trial's history, as the command does."""
    world.server.requests.clear()
    registry = world.config.registry
    with (
        open_for_writing(world.config.store.path) as store,
        Client(registry.url, timeout=2.0, requests_per_second=1000) as client,
    ):
        return backfill(
            world.config, store, client, ensure_trial(store, nct), clock=lambda: world.now, **options
        )


def reader(world):
    return open_for_reading(world.config.store.path)


def history(world, nct=SEED):
    with reader(world) as opened:
        return version_history(opened, nct)


def changes(world, *, noise=False, **asked):
    with reader(world) as opened:
        return [row for row in in_json(list_changes, opened, **asked) if noise or row["severity"] != "noise"]


def change_log(world):
    """Return what the change log tells of the seed trial, by day."""
    return sorted(
        (row["registry_date"], f"{row['kind']}.{row['event']}") for row in changes(world, trial=SEED)
    )


def test_the_whole_history_is_taken_in(baseline):
    """Eleven versions since 2019, the newest of which is the baseline; each with its own dates."""
    taken = take(baseline)
    assert (taken.listed, taken.added, taken.recognised, taken.complete) == (11, 10, 1, True)
    rows = history(baseline)
    scripted = history_of(SEED)
    posted = [
        version.protocol["statusModule"]["lastUpdatePostDateStruct"]["date"] for version in reversed(scripted)
    ]
    assert [row["valid_from"] for row in rows] == posted
    assert [row["registry_date"] for row in rows] == posted
    assert [row["registry_version"] for row in rows] == list(range(10, -1, -1))
    assert [row["status"] for row in rows] == [version.status for version in reversed(scripted)]
    assert [row["source"] for row in rows] == ["poll", *["history"] * 10]
    assert [row["version"] for row in rows] == [1, *range(11, 1, -1)]


def test_the_changes_between_the_versions_are_the_scripted_ones(baseline):
    """What the history's script changed is told on its day, and nothing that only HTML or Markdown makes."""
    take(baseline)
    assert change_log(baseline) == [
        ("2019-06-13", "description.edited"),
        ("2019-06-13", "interventions.edited"),
        ("2019-11-22", "eligibility.criterion_added"),
        ("2020-03-31", "status.access_paused"),
        ("2020-09-16", "status.access_available"),
        ("2021-05-20", "contacts.added"),
        ("2021-05-20", "contacts.removed"),
        ("2022-02-11", "eligibility.age"),
        ("2023-03-24", "eligibility.criterion_reworded"),
        ("2023-03-24", "eligibility.edited"),  # a note, which is no criterion
        ("2024-04-18", "eligibility.criterion_added"),
        ("2024-04-18", "eligibility.criterion_reworded"),
        ("2024-10-10", "eligibility.criterion_reworded"),
        ("2024-10-10", "eligibility.criterion_reworded"),
        ("2025-08-17", "description.edited"),
    ]
    noise = [row for row in changes(baseline, noise=True) if row["severity"] == "noise"]
    assert {row["event"] for row in noise} == {"housekeeping"}


@pytest.mark.parametrize("breaks", Breaks)
def test_line_breaks_of_the_history_are_no_change(baseline, breaks):
    """Wherever its lines break, only what was edited is told; also of items below a sentence that ends in a colon."""
    baseline.server.behavior.history_line_breaks = breaks
    first = "Inclusion:\n\n* Walks. One of these, e.g. now:\n\n  * Alone\n  * With a stick. Or any aid"
    second = first.replace("* Alone", "* Alone or led")
    third = second.replace("any aid", "any other aid")
    for day, text in (("03", first), ("05", second), ("07", third)):
        baseline.publish(edit(SEED, {CRITERIA: text}, post=f"2026-09-{day}"))
    baseline.poll()
    take(baseline)
    assert history(baseline)[1]["events"] == ["eligibility.criterion_reworded", "record.housekeeping"]
    with reader(baseline) as opened:
        step = in_json(changes_between, opened, *reversed(newest_versions(opened, SEED, 2)))
    assert [row["after"] for row in step if row["severity"] != "noise"] == ["With a stick. Or any other aid"]
    assert len([entry for entry in change_log(baseline) if entry[0] < "2026"]) == 15


def test_history_alerts_nobody(world):
    """No message is queued, whatever a channel asks for."""
    world.watch(SEED, channels=CHANNEL)
    world.poll()
    assert take(world).changes > 40
    assert world.deliveries() == []


def test_twice_adds_nothing(baseline):
    """The second time the list alone is asked for, and no row is new."""
    take(baseline)
    before = history(baseline), changes(baseline, noise=True)
    taken = take(baseline)
    assert (taken.added, taken.recognised, taken.changes, taken.complete) == (0, 0, 0, True)
    assert [request.path for request in baseline.server.requests] == [f"/api/int/studies/{SEED}/history"]
    assert (history(baseline), changes(baseline, noise=True)) == before


@pytest.mark.parametrize(
    ("day", "status", "oldest"),
    [
        ("2019-01-30", "AVAILABLE", "65 Years"),
        ("2020-03-30", "AVAILABLE", "65 Years"),
        ("2020-03-31", "TEMPORARILY_NOT_AVAILABLE", "65 Years"),
        ("2020-09-16", "AVAILABLE", "65 Years"),
        ("2022-02-10", "AVAILABLE", "65 Years"),
        ("2022-02-11", "AVAILABLE", "70 Years"),
        ("2026-09-30", "AVAILABLE", "70 Years"),
    ],
)
def test_status_and_age_as_of_any_day(baseline, day, status, oldest):
    """``--at`` finds what the registry said on that day."""
    take(baseline)
    with reader(baseline) as opened:
        protocol = json.loads(read_record(opened, version_at(opened, SEED, day).id))["protocolSection"]
    assert protocol["statusModule"]["overallStatus"] == status
    assert protocol["eligibilityModule"]["maximumAge"] == oldest


def test_a_past_version_has_the_form_of_v2(baseline):
    """A text that is still the same has the letters that v2 serves; none has any HTML."""
    take(baseline)
    with reader(baseline) as opened:
        newest = json.loads(read_record(opened, load_version(opened, SEED, 1).id))["protocolSection"]
        first = read_record(opened, load_version(opened, SEED, 2).id)
    past = json.loads(first)["protocolSection"]
    assert past["descriptionModule"]["briefSummary"] != newest["descriptionModule"]["briefSummary"]
    assert past["oversightModule"] == newest["oversightModule"]
    assert b"<p>" not in first
    assert b"&#x2F;" not in first
    criteria = past["eligibilityModule"]["eligibilityCriteria"]
    assert criteria.startswith("Inclusion Criteria:\n\n* Diagnosis of primary progressive")
    assert "\n\n  * no gadolinium-enhancing lesions on MRI\n  * " in criteria
    assert r"an EDSS \>= 6.5" in criteria


def test_what_is_cut_short_goes_on_where_it_ended(baseline):
    """A service that has to poll leaves the rest; no version is fetched twice, and the changes come out the same."""
    left = iter([False] * 4 + [True])
    cut = take(baseline, stopping=lambda: next(left))
    assert (cut.added, cut.complete) == (5, False)
    assert take(baseline).added == 5
    paths = [request.path for request in baseline.server.requests if request.path[-1].isdigit()]
    assert paths == [f"/api/int/studies/{SEED}/history/{number}" for number in range(5, 11)]
    assert len(change_log(baseline)) == 15
    with reader(baseline) as opened:
        steps = [row["events"] for row in version_history(opened, SEED)]
    assert steps[0] == ["description.edited", "record.housekeeping"]
    assert steps[-1] == []


def test_what_is_cut_short_between_the_changes_goes_on_there(baseline):
    """Each step is stored by itself; the later attempt asks for the list alone."""
    left = iter([False] * 14 + [True])
    cut = take(baseline, stopping=lambda: next(left))
    assert (cut.added, cut.complete, cut.error) == (10, False, None)
    assert cut.changes > 0
    steps = [len(row["events"]) > 0 for row in history(baseline)]
    assert steps == [False] * 6 + [True] * 4 + [False]
    assert baseline.held()[SEED]["history_due"] is None
    assert take(baseline).complete
    assert len(baseline.server.requests) == 1
    assert len(change_log(baseline)) == 15


@pytest.fixture
def late(baseline):
    """Two updates between two polls: the age, then the status, of which a poll saw both at once."""
    baseline.publish(edit(SEED, {AGE: "21 Years"}, post="2026-09-02"))
    baseline.publish(edit(SEED, {STATUS: "NO_LONGER_AVAILABLE"}, post="2026-09-03"))
    assert baseline.poll().counts["changed"] == 1
    return baseline


def test_a_late_version_takes_its_place(late):
    """It stands between the two that polls brought, in ``history`` and for ``--at``; no number moved."""
    before = {row["version"]: row["sha256"] for row in history(late)}
    assert sorted(before) == [1, 2]
    take(late)
    rows = history(late)
    assert [row["version"] for row in rows[:3]] == [2, 13, 1]
    assert [row["valid_from"] for row in rows[:3]] == ["2026-09-03", "2026-09-02", "2025-08-17"]
    assert {row["version"]: row["sha256"] for row in rows if row["version"] in before} == before
    with reader(late) as opened:
        assert version_at(opened, SEED, "2026-09-02").version == 13
        assert version_at(opened, SEED, "2026-09-01").version == 1
        assert [entry.version for entry in newest_versions(opened, SEED, 2)] == [2, 13]


def test_a_late_version_tells_nothing_twice(late):
    """The steps have their changes, but the log counts each once; ids that alerts named stay."""
    ids = {row["id"] for row in changes(late)}
    assert {row["event"] for row in changes(late, since="2026-09-01")} == {"access_ended", "age"}
    take(late)
    recent = changes(late, since="2026-09-01")
    assert len(recent) == 2
    assert {row["event"] for row in recent} == {"access_ended", "age"}
    assert ids <= {row["id"] for row in changes(late)}
    with reader(late) as opened:
        first, middle, last = (load_version(opened, SEED, number) for number in (1, 13, 2))
        steps = [
            in_json(changes_between, opened, first, middle),
            in_json(changes_between, opened, middle, last),
        ]
    assert [[row["event"] for row in step if row["severity"] != "noise"] for step in steps] == [
        ["age"],
        ["access_ended"],
    ]


def test_what_changed_there_and_back_between_two_polls_is_told_by_history(baseline):
    """A status that a poll never saw is in the log once its version comes late."""
    baseline.publish(edit(SEED, {STATUS: "NO_LONGER_AVAILABLE"}, post="2026-09-03"))
    baseline.publish(edit(SEED, {STATUS: "AVAILABLE"}, post="2026-09-05"))
    baseline.poll()
    assert changes(baseline, kind="status") == []
    take(baseline)
    assert [row["event"] for row in changes(baseline, kind="status", since="2026-09-01")] == [
        "access_available",
        "access_ended",
    ]


def test_what_is_newer_than_the_last_poll_is_left_to_the_next(baseline):
    """It comes with a poll, and is told then."""
    baseline.publish(edit(SEED, {STATUS: "NO_LONGER_AVAILABLE"}, post="2026-09-03"))
    taken = take(baseline)
    assert (taken.listed, taken.added, taken.recognised, taken.complete) == (12, 10, 1, True)
    done = baseline.poll()
    assert done.counts["changed"] == 1
    assert take(baseline).recognised == 1
    assert history(baseline)[0]["registry_version"] == 11


def test_a_registry_edit_keeps_its_version_apart(baseline):
    """The registry wrote UNKNOWN without a new version: the sponsor's version is another one, and both are kept."""
    baseline.publish(edit(SEED, {STATUS: "UNKNOWN"}))
    baseline.poll()
    taken = take(baseline)
    assert (taken.added, taken.recognised) == (10, 1)
    rows = history(baseline)
    assert [(row["version"], row["status"], row["registry_version"]) for row in rows[:2]] == [
        (2, "UNKNOWN", None),
        (1, "AVAILABLE", 10),
    ]


def test_a_trial_without_a_history_costs_nothing_but_that(baseline):
    """Where the registry says that it has none, that is no error; it is looked for again after a week."""
    gone = actions.raw(f"NCT number {SEED} not found".encode(), code=404, kind="text/plain")
    baseline.server.faults.add("/history", gone)
    taken = take(baseline)
    assert (taken.listed, taken.error, taken.complete) == (0, None, False)
    assert len(history(baseline)) == 1
    due = baseline.held()[SEED]["history_due"]
    assert due == stamp(baseline.now + timedelta(days=7))


def test_a_history_that_is_served_nowhere_is_a_failure(baseline):
    """A 404 in other words than the registry's own for a trial may be a moved path, or a proxy: it is told."""
    baseline.server.behavior.history = False
    taken = take(baseline)
    assert str(taken.error) == "the registry answers 404 to a question for the record history"
    assert baseline.held()[SEED]["history_reason"] == "unusable"


@pytest.mark.parametrize("number", [0, 4, 10])
def test_one_bad_version_costs_itself_alone(baseline, number):
    """The others are taken in, what is missing is said, and it is asked for again."""
    baseline.server.faults.add(f"/history/{number}", actions.raw(b'{"studyVersion":99,"study":{}}', code=200))
    taken = take(baseline)
    assert isinstance(taken.error, BadAnswer)
    assert taken.added + taken.recognised == 10
    assert not taken.complete
    assert take(baseline).complete
    assert len(history(baseline)) == 11
    assert len(change_log(baseline)) == 15


@pytest.mark.parametrize("action", [actions.denied(), actions.status(503), actions.status(429)])
def test_a_version_that_does_not_come_costs_itself_alone(baseline, action):
    """A 403 that concerns one version number, or a fault of the server: the versions after it are taken in."""
    baseline.server.faults.always(lambda request: request.path.endswith("/history/4"), action)
    taken = take(baseline)
    assert (taken.added, taken.recognised, taken.missing) == (9, 1, {4})
    assert not taken.unreachable
    baseline.server.faults.clear()
    assert take(baseline).complete
    assert len(change_log(baseline)) == 15


def test_a_version_that_the_registry_does_not_have_is_asked_for_next_week(baseline):
    """A 403 of one address does not change: it is not asked for again every few hours."""
    baseline.server.faults.refuse(lambda request: request.path.endswith("/history/4"))
    assert isinstance(take(baseline).error, Forbidden)
    assert baseline.held()[SEED]["history_due"] == stamp(baseline.now + timedelta(days=7))


def test_a_registry_that_stops_answering_ends_the_backfill(baseline):
    """After three versions in a row without an answer, no more are asked for."""
    baseline.server.faults.always(
        lambda request: request.path.rpartition("/")[2] in {"4", "5", "6", "7"}, actions.status(503)
    )
    taken = take(baseline)
    assert taken.unreachable
    assert taken.added == 4
    assert {request.path.rpartition("/")[2] for request in baseline.server.requests} == {
        *("history", "0", "1", "2", "3", "4", "5", "6")
    }


@pytest.mark.parametrize("action", [actions.denied(), actions.status(503), actions.raw(b"{}", code=200)])
def test_one_trial_does_not_keep_the_others_from_their_past(baseline, action):
    """Also where the first trial of all is refused, before any answer tells that this client is not."""
    baseline.server.faults.always(lambda request: request.path.endswith(f"{SEED}/history"), action)
    first, *others = take_history(baseline.config, [SEED, *RELATED])
    assert first.error
    assert [taken.complete for taken in others] == [True] * 5


def test_a_refused_client_does_not_ask_for_every_trial(baseline):
    """Three trials in a row without an answer are enough."""
    baseline.server.faults.refuse(lambda request: "/api/int" in request.path)
    assert len(list(take_history(baseline.config, [SEED, *RELATED]))) == 3


def test_the_profile_that_the_history_accepts_is_remembered(baseline):
    """Apart from the one that records were polled with, which the next poll still begins with."""
    baseline.server.faults.refuse(
        lambda request: "/api/int" in request.path and "python-httpx" in request.headers["user-agent"]
    )
    for asked in (4, 1):  # refused twice, the list, its one version; then the list alone
        baseline.server.requests.clear()
        (taken,) = take_history(baseline.config, [RELATED[0]])
        assert taken.error is None
        assert len(baseline.server.requests) == asked
    assert baseline.state(PROFILE) == {"/api/v2": "default", "/api/int": "post-handshake-auth"}
    baseline.poll()
    assert all("python-httpx" in request.headers["user-agent"] for request in baseline.server.requests)


@pytest.fixture
def failed(baseline):
    """One version of a history is missing, and the history of another trial did not come at all."""
    baseline.server.faults.refuse(lambda request: request.path.endswith("/history/4"))
    baseline.server.faults.always(
        lambda request: request.path.endswith(f"{RELATED[0]}/history"), actions.raw(b"{}")
    )
    list(take_history(baseline.config, [SEED, RELATED[0]]))
    return baseline


def shown(world, *words):
    """Run a command on the world's configuration."""
    return CliRunner().invoke(nctwatch, ["--config", str(world.folder / "nctwatch.toml"), *words])


def test_a_failed_history_is_seen_in_status(failed):
    """With its reason, when it is tried again, and what to do at once."""
    first, second = json.loads(shown(failed, "status", "--json").stdout)["histories"]
    assert (first["trial"], first["reason"]) == (RELATED[0], "unusable")
    assert (second["trial"], second["reason"]) == (SEED, "forbidden")
    assert second["error"].startswith("1 of 11 versions is missing; 127.0.0.1 answers 403")
    assert second["next_try_at"] == failed.held()[SEED]["history_due"] > first["next_try_at"]
    due = second["next_try_at"]
    lines = shown(failed, "status").stdout
    assert f"{SEED}: the record history is not complete: 1 of 11 versions is missing;" in lines
    assert f"tries again after {due[:10]} {due[11:16]} UTC, `nctwatch backfill {SEED}` does so now." in lines


def test_a_failed_history_is_seen_in_check(failed):
    """As a fault of what is stored, until it is complete."""
    done = shown(failed, "check")
    assert done.exit_code == 1
    assert f"{SEED}: the record history is not complete: 1 of 11" in done.stdout
    assert (
        f"{RELATED[0]}: the record history is not complete: the record history has another shape"
        in done.stdout
    )
    failed.server.faults.clear()
    list(take_history(failed.config, [SEED, RELATED[0]]))
    assert shown(failed, "check").exit_code == 0
    assert json.loads(shown(failed, "status", "--json").stdout)["histories"] == []


def test_a_failed_history_is_seen_on_the_pages(failed):
    """In the overview and on the trial's page; a page that was read before is not kept as the newest."""
    out = failed.folder / "page.html"
    assert shown(failed, "report", "-o", str(out)).exit_code == 0
    page = out.read_text("utf-8")
    assert page.count("The record history is not complete: 1 of 11 versions is missing") == 2
    with reader(failed) as opened:
        before = state_of(opened)
    failed.server.faults.clear()
    take(failed)
    with reader(failed) as opened:
        assert state_of(opened) != before


def test_a_failed_history_is_seen_in_the_metrics(failed):
    """How many, by reason, and when the first is tried again; no trial is named."""
    text = exposition(failed.config)[0].decode()
    assert 'nctwatch_histories_failing{reason="forbidden"} 1.0' in text
    assert 'nctwatch_histories_failing{reason="unusable"} 1.0' in text
    assert 'nctwatch_histories_failing{reason="refused"} 0.0' in text
    due = parse(failed.held()[RELATED[0]]["history_due"]).timestamp()
    (line,) = [
        entry
        for entry in text.splitlines()
        if entry.startswith("nctwatch_history_next_try_timestamp_seconds")
    ]
    assert float(line.split()[1]) == due
    assert SEED not in text


def test_a_version_that_this_program_fails_at_costs_itself_alone(baseline, monkeypatch):
    """The others are taken in, and the error asks for a report."""
    write = VersionWriter.write_version

    def failing(self, entry, record, now):
        if entry.number == 4:
            raise KeyError("odd")
        return write(self, entry, record, now)

    monkeypatch.setattr(VersionWriter, "write_version", failing)
    taken = take(baseline)
    assert "KeyError: 'odd' (a fault of nctwatch" in str(taken.error)
    assert (taken.added, taken.missing) == (9, {4})


def test_a_step_that_this_program_fails_at_leaves_the_versions(baseline, monkeypatch):
    """They are stored, the error asks for a report, and the changes come with a later attempt."""
    with monkeypatch.context() as patch:
        patch.setattr(steps, "classify", lambda *_args, **_options: 1 / 0)
        taken = take(baseline)
    assert "ZeroDivisionError" in str(taken.error)
    assert (taken.added, taken.complete) == (10, False)
    assert take(baseline).complete
    assert len(change_log(baseline)) == 15


@pytest.mark.parametrize("number", [0, 4])
def test_a_past_version_without_a_status_is_kept_as_it_is(baseline, number):
    """It has no status, and no change of status is told of it; those before and after it are."""
    baseline.publish(edit_version(SEED, number, {"statusModule.overallStatus": ABSENT}))
    assert take(baseline).complete
    rows = {row["registry_version"]: row["status"] for row in history(baseline)}
    assert [known for known, status in rows.items() if status is None] == [number]
    with reader(baseline) as opened:
        version = next(row for row in newest_versions(opened, SEED, -1) if row.registry_version == number)
        assert b"overallStatus" not in read_record(opened, version.id)
    kinds = [event for _, event in change_log(baseline) if event.startswith("status.")]
    assert kinds == ["status.access_paused", "status.access_available"]
    expected = "2021-05-20" if number == 4 else "2020-09-16"
    assert [day for day, event in change_log(baseline) if event == "status.access_available"] == [expected]


def test_publications_that_the_registry_adds_to_the_past_are_no_change(baseline):
    """Not of the day of a version that has them, nor of the day of one that has them no more; ``show`` says so."""
    for number in (3, 4, 9):
        baseline.publish(edit_version(SEED, number, derived_reference("12345678", "Later. 2026.")))
    taken = take(baseline)
    assert (taken.added, taken.recognised, len(change_log(baseline))) == (10, 1, 15)
    for options, words in (
        (["--at", "2020-04-01"], "1 publication of type DERIVED was added by the registry itself"),
        (["--at", "2020-04-01", "--json"], "possibly long after 2020-03-31"),
        (["--at", "2019-07-01"], ""),
        ([], ""),
    ):
        config = ["--config", str(baseline.folder / "nctwatch.toml")]
        shown = CliRunner().invoke(nctwatch, [*config, "show", SEED, *options])
        assert shown.exit_code == 0
        assert words in shown.stderr
        assert ("DERIVED" in shown.stderr) == bool(words)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"changes":{}}',
        b'{"changes":[1]}',
        b'{"changes":[{"version":"0","date":"2019-01-30"}]}',
        b'{"changes":[{"version":-1,"date":"2019-01-30"}]}',
        b'{"changes":[{"version":true,"date":"2019-01-30"}]}',
        b'{"changes":[{"version":0,"date":"2019-02-30"}]}',
        b'{"changes":[{"version":0,"date":null}]}',
        b"<html></html>",
    ],
)
def test_a_list_of_another_shape_is_refused(baseline, body):
    """No version comes of it, the error says what it is, and the trial's polls go on."""
    baseline.server.faults.add("/history", actions.raw(body, code=200))
    taken = take(baseline)
    assert isinstance(taken.error, BadAnswer)
    assert (taken.added, taken.complete) == (0, False)
    assert len(history(baseline)) == 1
    baseline.publish()
    assert baseline.poll().counts["unchanged"] == 6


@pytest.mark.parametrize(
    "study",
    [
        None,
        [],
        {"protocolSection": []},
        {"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}}},
        {"protocolSection": {"identificationModule": {"nctId": SEED}}},
        {"protocolSection": {"identificationModule": {"nctId": SEED}, "statusModule": {"overallStatus": 1}}},
    ],
)
def test_a_version_that_is_no_record_of_the_trial_is_refused(baseline, study):
    """Another trial, or no record at all, is never kept."""
    body = json.dumps({"studyVersion": 0, "study": study}).encode()
    baseline.server.faults.add("/history/0", actions.raw(body, code=200))
    taken = take(baseline)
    assert isinstance(taken.error, BadAnswer)
    assert taken.added == 9


def test_an_unreachable_registry_is_its_own_kind_of_failure(baseline):
    """Nothing is marked as done, and it is tried again later."""
    baseline.server.faults.add("/history", actions.status(503), times=20)
    taken = take(baseline)
    assert isinstance(taken.error, Unreachable)
    assert not taken.complete
    row = baseline.held()[SEED]
    assert row["history_at"] is None
    assert row["history_due"] > row["last_seen_at"]


def test_results_that_a_poll_told_stay_in_the_step_that_brought_them(baseline):
    """The history speaks of no results here: they came with what the poll brought, not with a version in between."""
    results = {"resultsSection": {"participantFlowModule": {"groups": [{"id": "FG000"}]}}, "hasResults": True}
    baseline.publish(edit(SEED, {AGE: "21 Years"}, post="2026-09-03"))
    baseline.publish(edit(SEED, results, post="2026-09-05"))
    baseline.poll()
    take(baseline)
    with reader(baseline) as opened:
        steps = [
            in_json(changes_between, opened, *pair)
            for pair in pairwise(reversed(newest_versions(opened, SEED, 3)))
        ]
    events = [
        [f"{row['kind']}.{row['event']}" for row in step if row["severity"] != "noise"] for step in steps
    ]
    assert events == [["eligibility.age"], ["results.posted"]]
    assert len(changes(baseline, kind="results")) == 1


def test_reported_outcomes_are_held_against_those_that_the_history_registered_first(baseline):
    """The step that posted results also says that another primary outcome is reported, once it is known which was first."""
    nct = "NCT01933802"
    measure = {"type": "PRIMARY", "title": "Walking speed", "timeFrame": "3 years"}
    results = {"outcomeMeasuresModule": {"outcomeMeasures": [measure]}}
    baseline.publish(edit(nct, {"protocolSection.statusModule.whyStopped": "Money"}, post="2026-09-03"))
    baseline.publish(edit(nct, {"resultsSection": results, "hasResults": True}, post="2026-09-05"))
    baseline.poll()
    assert [row["event"] for row in changes(baseline, kind="results")] == ["posted"]
    take(baseline, nct)
    found = {row["event"]: row for row in changes(baseline, kind="results")}
    assert found.keys() == {"posted", "outcomes_differ"}
    missing, new = found["outcomes_differ"]["after"]["first"]
    assert missing["registered"]["measure"] == "Number of participants with adverse events"
    assert new["reported"]["measure"] == "Walking speed"


def test_a_version_that_is_recognised_stays_after_the_one_before_it(baseline):
    """The registry's own edit was seen on a day, the sponsor's update is of that day and was seen later."""
    baseline.publish(edit(SEED, {STATUS: "NO_LONGER_AVAILABLE"}))
    baseline.poll()
    seen = baseline.now.date().isoformat()
    baseline.publish(edit(SEED, {STATUS: "AVAILABLE", AGE: "21 Years"}, post=seen))
    baseline.poll()
    before = [row["version"] for row in history(baseline)]
    take(baseline)
    rows = history(baseline)
    assert before == [3, 2, 1]
    assert [(row["version"], row["registry_version"]) for row in rows[:3]] == [(3, 11), (2, None), (1, 10)]
    assert [row["event"] for row in changes(baseline, kind="eligibility", since="2026-09-01")] == ["age"]


def test_slips_are_counted_once_after_a_backfill(baseline):
    """The step that a poll saw across two of them does not count beside its parts."""
    date = "protocolSection.statusModule.completionDateStruct"
    for day, end in (("03", "2027-01"), ("04", "2028-01"), ("05", "2029-01")):
        baseline.publish(edit(SEED, {date: {"date": end, "type": "ESTIMATED"}}, post=f"2026-09-{day}"))
        if day == "03":
            baseline.poll()
    baseline.poll()
    baseline.publish(edit(SEED, {date: {"date": "2030-01", "type": "ESTIMATED"}}, post="2026-09-10"))
    take(baseline)
    baseline.poll()
    (row,) = [row for row in changes(baseline, kind="dates") if row["registry_date"] == "2026-09-10"]
    assert "(third delay; 1,096 days in total)" in row["summary"]


def test_a_list_that_does_not_come_links_nothing(baseline):
    """Whatever is missing still stands between the versions that are held."""
    left = iter([False] * 4 + [True])
    take(baseline, stopping=lambda: next(left))
    baseline.server.faults.add("/history", actions.status(503), times=20)
    assert take(baseline).changes == 0
    baseline.server.faults.clear()
    take(baseline)
    assert len(change_log(baseline)) == 15


def test_what_was_pruned_does_not_come_back(baseline):
    """Its number is known by the date that is left of it, and its changes stay as they are."""
    for day, age in (("03", "19 Years"), ("04", "20 Years"), ("07", "21 Years")):
        baseline.publish(edit(SEED, {AGE: age}, post=f"2026-09-{day}"))
        baseline.poll()
    with open_for_writing(baseline.config.store.path) as store, store.transaction():
        prune(store, prunable(store), "2026-10-01T00:00:00Z")
    take(baseline)
    assert sorted(row["registry_version"] for row in history(baseline)) == list(range(14))
    assert len(history(baseline)) == 14
    assert len(changes(baseline, kind="eligibility", since="2026-09-01")) == 3


def test_each_change_there_and_back_is_in_the_log(baseline):
    """One that was told stands for one step; the others were never told."""
    for day, age in (("03", "21 Years"), ("04", "18 Years"), ("07", "21 Years")):
        baseline.publish(edit(SEED, {AGE: age}, post=f"2026-09-{day}"))
    baseline.poll()
    take(baseline)
    log = changes(baseline, kind="eligibility", since="2026-09-01")
    assert sorted((row["before"], row["after"]) for row in log) == [
        ("18 Years", "21 Years"),
        ("18 Years", "21 Years"),
        ("21 Years", "18 Years"),
    ]


@pytest.mark.parametrize("date", ["2099-99-99", "2099-12-31", "soon", 7])
def test_a_date_that_cannot_be_is_not_the_records(baseline, date):
    """The list's own date holds; versions after it are not carried along into the future."""
    taken = history_of(SEED)[3]
    protocol = json.loads(json.dumps(taken.protocol))
    protocol["statusModule"]["lastUpdatePostDateStruct"]["date"] = date
    body = json.dumps({"studyVersion": 3, "study": {"protocolSection": protocol}}).encode()
    baseline.server.faults.add("/history/3", actions.raw(body, code=200))
    take(baseline)
    rows = {row["registry_version"]: row["valid_from"] for row in history(baseline)}
    assert rows[3] == taken.date
    assert rows[4] == "2020-09-16"


def test_a_second_submission_of_a_day_is_left_to_the_next_poll(baseline):
    """It is newer than what the last poll brought, though of the same day."""
    baseline.publish(edit(SEED, {AGE: "21 Years"}, post="2026-09-03"))
    baseline.poll()
    baseline.publish()
    record = baseline.server.registry.record(SEED)
    record["protocolSection"]["statusModule"]["overallStatus"] = "NO_LONGER_AVAILABLE"
    body = json.dumps({"studyVersion": 12, "study": {"protocolSection": record["protocolSection"]}}).encode()
    index = json.dumps({"changes": [{"version": n, "date": "2019-01-28"} for n in range(13)]}).encode()
    baseline.server.faults.add("/history/12", actions.raw(body, code=200))
    baseline.server.faults.add(f"{SEED}/history", actions.raw(index, code=200))
    taken = take(baseline)
    assert taken.recognised == 2
    assert {row["status"] for row in history(baseline)[:2]} == {"AVAILABLE"}
