"""From a release of the registry to a person's mailbox and the history on the command line."""

from __future__ import annotations

import json

from monitor.simulator import SimulatedRegistry, edit

SEED = "NCT03822858"


def hooked(hook):
    return f'name = "hook"\nurl = "json://127.0.0.1:{hook.port}/"'


def mailed(mailbox):
    return (
        f'name = "mail"\nurl = "mailto://127.0.0.1:{mailbox.port}/'
        '?from=nctwatch@example.org&to=you@example.org&mode=insecure"'
    )


def three_changes():
    """Status on one trial, results on another, minimum age and a new criterion on a third."""
    return [
        edit(
            SEED,
            {"protocolSection.statusModule.overallStatus": "TEMPORARILY_NOT_AVAILABLE"},
            post="2026-09-02",
        ),
        edit(
            "NCT01933802",
            {
                "hasResults": True,
                "resultsSection": {"moreInfoModule": {"pointOfContact": {"title": "Director"}}},
                "protocolSection.statusModule.resultsFirstSubmitDate": "2026-08-01",
                "protocolSection.statusModule.resultsFirstPostDateStruct": {
                    "date": "2026-09-02",
                    "type": "ACTUAL",
                },
            },
            post="2026-09-02",
        ),
        edit(
            "NCT03778333",
            {
                "protocolSection.eligibilityModule.minimumAge": "21 Years",
                "protocolSection.eligibilityModule.eligibilityCriteria": lambda text: (
                    text + "\n* Allergy to <b>gelatine</b>"
                ),
            },
            post="2026-09-02",
        ),
    ]


def test_a_baseline_alerts_nobody(world, hook, mailbox, registry):
    """Six trials are taken in with one request for records, and no message goes out."""
    world.configure(hooked(hook), mailed(mailbox))
    ran = world.run("poll", "--json")
    assert ran.status == 0, ran.err
    assert (ran.json["baseline"], ran.json["checked"], ran.json["failed"]) == (6, 6, 0)
    assert ran.json["deliveries"] == {"queued": 0, "sent": 0, "failed": 0}
    assert [request.path for request in registry.requests] == ["/api/v2/version", "/api/v2/studies"]
    assert hook.tried == 0
    assert mailbox.mails == []


def test_the_same_release_again_costs_one_request_without_a_body(world, registry):
    """A 304 ends the poll."""
    world.run("poll")
    registry.requests.clear()
    ran = world.run("poll", "--json")
    assert ran.status == 0
    assert [request.status for request in registry.requests] == [304]
    assert ran.json["requests"] == 1
    assert {
        key: ran.json[key] for key in ("checked", "baseline", "unchanged", "changed", "gone", "failed")
    } == dict.fromkeys(("checked", "baseline", "unchanged", "changed", "gone", "failed"), 0)


def test_a_release_that_moves_only_the_stamp_makes_no_version(world, registry):
    """At most three requests, nothing changed, one version each."""
    world.run("poll")
    registry.requests.clear()
    registry.registry.publish()
    ran = world.run("poll", "--json")
    assert len(registry.requests) <= 3
    assert (ran.json["changed"], ran.json["unchanged"], ran.json["changes"]) == (0, 6, [])
    assert len(world.run("history", SEED, "--json").json) == 1


def test_three_changes_reach_the_hook_and_the_mailbox(world, hook, mailbox, registry):
    """Each is told with the right kind and event, naming the trial, what was and what is, with a link."""
    world.configure(hooked(hook), mailed(mailbox))
    world.run("poll")
    registry.registry.publish(three_changes())
    ran = world.run("poll", "--json")
    assert ran.status == 0, ran.err
    assert ran.json["changed"] == 3
    assert ran.json["deliveries"] == {"queued": 6, "sent": 6, "failed": 0}
    found = {(change["trial"], change["kind"], change["event"]) for change in ran.json["changes"]}
    assert found >= {
        (SEED, "status", "access_paused"),
        ("NCT01933802", "results", "posted"),
        ("NCT03778333", "eligibility", "age"),
        ("NCT03778333", "eligibility", "criterion_added"),
    }
    by_trial = {message["title"][:11]: message for message in hook.taken}
    assert set(by_trial) == {SEED, "NCT01933802", "NCT03778333"}
    for nct, message in by_trial.items():
        assert f"https://clinicaltrials.gov/study/{nct}" in message["message"]
    assert "Available" in by_trial[SEED]["message"]
    assert "Temporarily not available" in by_trial[SEED]["message"]
    assert "18 Years" in by_trial["NCT03778333"]["message"]
    assert "21 Years" in by_trial["NCT03778333"]["message"]
    assert "gelatine" in by_trial["NCT03778333"]["message"]
    assert {str(mail["Subject"])[:11] for mail in mailbox.mails} == set(by_trial)
    mail = next(mail for mail in mailbox.mails if SEED in mail["Subject"])
    assert "Temporarily not available" in mail.get_body(("plain", "html")).get_content()


def test_the_commands_agree_about_what_happened(world, hook, registry):
    """History, show, diff, changes, deliveries and status tell one story, as text and as JSON."""
    world.configure(hooked(hook))
    world.run("poll")
    before = registry.registry.record(SEED)
    registry.registry.publish(three_changes())
    world.run("poll")
    history = world.run("history", SEED, "--json").json
    assert [row["version"] for row in history] == [2, 1]
    assert "status.access_paused" in history[0]["events"]
    assert history[0]["valid_from"] == "2026-09-02"
    assert history[0]["source"] == "poll"
    assert world.run("show", SEED, "--version", "1", "--json").json == before
    assert world.run("show", SEED, "--json").json == registry.registry.record(SEED)
    diff = world.run("diff", SEED, "--json").json
    assert (diff["trial"], diff["from"], diff["to"]) == (SEED, 1, 2)
    status = next(change for change in diff["changes"] if change["kind"] == "status")
    assert (status["before"], status["after"]) == ("AVAILABLE", "TEMPORARILY_NOT_AVAILABLE")
    listed = world.run("changes", "--kind", "status", "--json").json
    assert [change["id"] for change in listed] == [status["id"]]
    sent = world.run("deliveries", "--json").json
    assert {row["state"] for row in sent} == {"sent"}
    assert any(status["id"] in row["changes"] for row in sent)
    whole = world.run("status", "--json").json
    assert (
        next(row for row in whole["trials"] if row["trial"] == SEED)["status"] == "TEMPORARILY_NOT_AVAILABLE"
    )
    assert whole["channels"][0] | {"configured": True} == {
        "name": "hook",
        "queued": 0,
        "dead": 0,
        "configured": True,
    }
    for words in (["history", SEED], ["changes"], ["deliveries"], ["status"], ["diff", SEED], ["show", SEED]):
        text = world.run(*words)
        assert text.status == 0
        assert "emporarily not available" in text.out.replace("_", " ").lower(), words
    number = str(sent[0]["id"])
    assert sent[0]["subject"] in world.run("deliveries", "show", number).out
    assert json.loads(world.run("deliveries", "show", number, "--json").out)["id"] == sent[0]["id"]


def test_the_record_is_shown_to_the_letter(world, registry):
    """``show --json`` prints the very bytes that the registry served."""
    world.run("poll")
    served = json.dumps(registry.registry.record(SEED), ensure_ascii=False)
    shown = world.run("show", SEED, "--json").out
    assert json.loads(shown) == json.loads(served)
    assert list(json.loads(shown)) == list(json.loads(served))
    assert world.run("verify").status == 0


def test_a_registry_that_is_down_loses_nothing(world, registry):
    """Exit 3 while it is down; the next poll catches up with what was published meanwhile."""
    world.run("poll")
    registry.registry.publish(three_changes())
    registry.stop()
    down = world.run("poll", "--json")
    assert down.status == 3
    assert down.json["changes"] == []
    assert "cannot be reached" in down.err
    assert "version" not in down.err.splitlines()  # a log line that is meant for the service
    assert len(world.run("history", SEED, "--json").json) == 1
    with SimulatedRegistry(registry.registry) as again:
        world.url = again.url
        world.configure()
        ran = world.run("poll", "--json")
    assert ran.status == 0
    assert ran.json["changed"] == 3


def test_an_unknown_and_a_malformed_number_are_told_apart(world):
    """Malformed is wrong usage, 2; unknown is a failure, 1; both are named."""
    world.run("poll")
    malformed = world.run("history", "NCT0382285")  # a digit lost
    assert malformed.status == 2
    assert '"NCT0382285" is no NCT number; it is NCT and eight digits' in malformed.err
    assert world.run("history", "NCX03822858").status == 2
    assert "NCX03822858" in world.run("history", "NCX03822858").err
    unknown = world.run("show", "NCT09999999")
    assert unknown.status == 1
    assert "NCT09999999" in unknown.err
    world.configure(watch='[[watch]]\ntrial = "NCT0382285"')
    wrong = world.run("poll")
    assert wrong.status == 2
    assert '"NCT0382285" is no NCT number' in wrong.err


def test_a_trial_that_the_registry_does_not_have_fails_alone(world):
    """The others are taken in; the poll says which one failed and ends with 1."""
    world.configure(watch=f'[[watch]]\ntrial = "{SEED}"\nrelated = ["NCT09999999"]')
    ran = world.run("poll", "--json")
    assert ran.status == 1
    assert (ran.json["baseline"], ran.json["failed"]) == (1, 1)
    assert ran.json["errors"][0]["trial"] == "NCT09999999"
    again = world.run("poll", "--json")
    assert (again.status, again.json["failed"], again.json["checked"]) == (1, 1, 1)


def test_a_receiver_that_is_down_gets_its_message_later_and_once(world, hook, mailbox, registry):
    """A dead channel neither holds back nor doubles the good one; ``deliveries retry`` sends what waits."""
    world.configure(hooked(hook), mailed(mailbox))
    world.run("poll")
    hook.status = 500
    registry.registry.publish(three_changes())
    ran = world.run("poll", "--json")
    assert ran.status == 1
    assert ran.json["deliveries"] == {"queued": 6, "sent": 3, "failed": 3}
    assert len(mailbox.mails) == 3
    waiting = world.run("deliveries", "--state", "queued", "--json").json
    assert {row["channel"] for row in waiting} == {"hook"}
    assert all("500" in row["last_error"] and row["attempts"] == 1 for row in waiting)
    assert world.run("poll").status == 0  # nothing was tried in vain: they wait for their time
    hook.status = 200
    assert world.run("deliveries", "retry").status == 0
    assert len(hook.taken) == 3
    assert len(mailbox.mails) == 3
    assert world.run("deliveries", "retry").status == 0
    assert len(hook.taken) == 3


def test_a_hook_gets_an_event_that_programs_understand(world, hook, registry):
    """CloudEvents 1.0 beside apprise's own keys, the same id for each attempt, and apprise's type by severity."""
    world.configure(hooked(hook))
    world.run("poll")
    hook.status = 500
    registry.registry.publish(three_changes())
    world.run("poll")
    hook.status = 200
    assert world.run("deliveries", "retry").status == 0
    assert len({post["event"]["id"] for post in hook.refused if post["event"]["subject"] == SEED}) == 1
    (event,) = [post["event"] for post in hook.taken if post["event"]["subject"] == SEED]
    assert event["id"] in {post["event"]["id"] for post in hook.refused}
    assert (event["specversion"], event["type"]) == ("1.0", "nctwatch.trial.changed")
    listed = {row["id"]: row for row in world.run("changes", "--trial", SEED, "--json").json}
    assert [listed[change["id"]] for change in event["data"]["changes"]] == event["data"]["changes"]
    assert {post["type"] for post in hook.taken} <= {"info", "warning"}


def test_what_was_given_up_is_sent_by_one_command(world, hook, registry):
    """``deliveries retry --dead --channel``, after the far side was mended; another channel is left alone."""
    world.configure(hooked(hook), hooked(hook).replace('"hook"', '"other"'))
    world.run("poll")
    hook.status = 410
    registry.registry.publish(three_changes())
    world.run("poll")
    assert len(world.run("deliveries", "--state", "dead", "--json").json) == 6
    hook.status = 200
    assert world.run("deliveries", "retry").status == 0
    assert hook.taken == []
    ran = world.run("deliveries", "retry", "--dead", "--channel", "hook")
    assert (ran.status, len(hook.taken)) == (0, 3)
    assert "3 of 3 sent" in ran.err
    assert len(world.run("deliveries", "--state", "dead", "--json").json) == 3
    ran = world.run("deliveries", "retry", "--channel", "nowhere")
    assert ran.status == 2
    assert "no channel nowhere" in ran.err


def test_a_wrong_password_holds_what_is_sent_by_one_command(world, hook, registry):
    """Three messages wait after one 401, none is buried; a notice says so once, and its command sends all."""
    world.configure(hooked(hook))
    world.run("poll")
    hook.status = 401
    registry.registry.publish(three_changes())
    assert world.run("poll", "--json").json["deliveries"] == {"queued": 3, "sent": 0, "failed": 1}
    for _ in range(2):
        world.run("poll")
    assert len(hook.refused) == 1
    rows = world.run("deliveries", "--json").json
    assert {row["state"] for row in rows} == {"queued"}
    (found,) = [row for row in rows if row["subject"] == "nctwatch: the login of a channel is refused"]
    command = "nctwatch deliveries retry --channel hook"
    assert f"`{command}`" in found["body"]
    assert "the service refuses the login" in world.run("status").out or "401" in world.run("status").out
    hook.status = 200
    ran = world.run(*command.split()[1:])
    assert (ran.status, len(hook.taken)) == (0, 4)
    assert "4 of 4 sent" in ran.err


def test_what_waits_for_a_digest_is_not_sent_alone(world, hook, registry):
    """Not by ``deliveries retry``, and not by its number either, which is answered with when the digest is due."""
    world.configure(hooked(hook) + '\nsend = "weekly mon 08:00"')
    world.run("poll")
    registry.registry.publish(three_changes())
    world.run("poll")
    (number, *_) = [row["id"] for row in world.run("deliveries", "--json").json]
    assert world.run("deliveries", "retry").status == 0
    ran = world.run("deliveries", "retry", str(number))
    assert ran.status == 2
    assert "waits for the digest of channel hook" in ran.err
    assert hook.taken == []


def test_without_a_channel_alerts_are_printed(world, registry):
    """On standard output; ``--json`` prints only the JSON."""
    world.run("poll")
    registry.registry.publish(three_changes())
    ran = world.run("poll")
    assert ran.status == 0
    assert ran.out.count("https://clinicaltrials.gov/study/NCT") >= 3
    assert "expanded access paused" in ran.out


def test_a_secret_that_is_not_set_stops_the_commands_that_send(world):
    """``poll`` names the variable and ends with 2; reading commands need no secret."""
    world.run("poll")
    world.configure('name = "slack"\nurl = "${SLACK_URL_FOR_TEST}"')
    for words in (["poll"], ["check"], ["deliveries", "retry"], ["run"]):
        ran = world.run(*words)
        assert ran.status == 2, words
        assert "SLACK_URL_FOR_TEST" in ran.err + ran.out
    for words in (["status"], ["history", SEED], ["changes"], ["deliveries"], ["show", SEED]):
        assert world.run(*words).status == 0, words


def test_check_sends_a_test_message_to_every_channel(world, hook, mailbox):
    """``check --send`` reaches both; without it nothing is sent; what is wrong is said with its place."""
    world.configure(hooked(hook), mailed(mailbox))
    assert world.run("check").status == 0
    assert (hook.taken, mailbox.mails) == ([], [])
    ran = world.run("check", "--send", "--json")
    assert ran.status == 0, ran.err
    assert {row["outcome"] for row in ran.json["sent"]} == {"sent"}
    assert "test message" in hook.taken[0]["title"]
    assert "test message" in mailbox.mails[0]["Subject"]
    hook.status = 500
    assert world.run("check", "--send").status == 1
    world.configure('name = "odd"\nurl = "nosuchscheme://x"\nkinds = ["statsu"]')
    wrong = world.run("check")
    assert wrong.status == 2
    assert "did you mean status" in wrong.out


def test_the_record_history_is_taken_in(world, registry):
    """``backfill`` brings seven years with one request a version, and tells nobody; twice it adds nothing."""
    world.run("poll")
    registry.requests.clear()
    ran = world.run("backfill", SEED, "--json")
    assert ran.status == 0, ran.err
    assert ran.json == [
        {
            "trial": SEED,
            "listed": 11,
            "added": 10,
            "recognised": 1,
            "changes": 45,
            "complete": True,
            "error": None,
        }
    ]
    assert len(registry.requests) == 12
    assert [row["valid_from"][:4] for row in world.run("history", SEED, "--json").json][-1] == "2019"
    record = world.run("show", SEED, "--at", "2021-01-01", "--json").json
    assert record["protocolSection"]["eligibilityModule"]["maximumAge"] == "65 Years"
    assert world.run("deliveries", "--json").json == []
    again = world.run("backfill", "--json")
    assert [row["added"] for row in again.json] == [0] * 6
    assert [row["recognised"] for row in again.json] == [0, 1, 1, 1, 1, 1]


def test_backfill_says_why_it_cannot(world, registry):
    """No store is 1, a trial that no poll brought is 1, a registry that is down is 3."""
    assert world.run("backfill").status == 1
    world.run("poll")
    assert world.run("backfill", "NCT00000001").status == 1
    registry.stop()
    ran = world.run("backfill", SEED)
    assert ran.status == 3
    assert "cannot be reached" in ran.err


def test_search_finds_what_is_and_what_was(world):
    """Current records by default, past versions on request; signs of the shell's user break nothing."""
    world.run("poll")
    world.run("backfill", SEED)
    (hit,) = world.run("search", "anti-mitotic drugs", "--json").json
    assert (hit["trial"], hit["current"]) == (SEED, True)
    assert world.run("search", "Chemotherapy within", "one month", "--json").json == []
    (hit,) = world.run("search", "--history", "Chemotherapy within", "one month", "--json").json
    assert (hit["trial"], hit["current"], hit["version"]) == (SEED, False, 9)
    assert world.run("search", '(("').status == 2
    assert world.run("search", "nothing-like-this").status == 0


def test_a_store_is_copied_pruned_and_verified(world):
    """The commands of somebody who keeps a store: each says what it did."""
    world.run("poll")
    world.run("backfill", SEED)
    assert world.run("backup", "copy.db").status == 0
    assert world.run("backup", "copy.db").status == 1
    assert world.run("verify", NCTWATCH_DB="copy.db").status == 0
    assert world.run("prune").status == 2
    shown = world.run("prune", "--keep", "4", "--json").json
    assert (shown["pruned"], len(shown["versions"])) == (False, 7)
    assert world.run("prune", "--keep", "4", "--yes", "--json").json["pruned"] is True
    assert world.run("prune", "--keep", "4", "--json").json["versions"] == []
    assert "was pruned" in world.run("show", SEED, "--version", "2").err
    verified = world.run("verify", "--json").json
    assert (verified["damaged"], verified["integrity"]) == ([], [])
    assert verified["checked"] == 9
    assert len(world.run("history", SEED, "--json").json) == 11
    assert world.run("backfill", SEED, "--json").json[0]["added"] == 0
