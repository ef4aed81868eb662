"""Looking for related trials in a poll: what is listed, what is told, and what it costs."""

from __future__ import annotations

import copy
import json

import pytest
from asking import in_json
from click.testing import CliRunner

from monitor.cli import nctwatch
from monitor.core.watchlist import in_words
from monitor.ctgov.related import phrases
from monitor.poll.related import RelatedFinder
from monitor.simulator import actions, edit, seed_records
from monitor.store import related as stored_related
from monitor.store.changes import list_changes
from monitor.store.opening import open_for_reading, open_for_writing
from monitor.store.trials import load_trial
from monitor.watched import watched

SEED = "NCT03822858"
NEW = "NCT90000001"
FOUND = "record.related_found"


def looking(world, mode="suggest", *, related=(), channels=""):
    """Watch the seed trial alone, looking for others."""
    names = ", ".join(f'"{number}"' for number in related)
    world.watch(channels=f'[[watch]]\ntrial = "{SEED}"\nrelated = [{names}]\ndiscover = "{mode}"\n{channels}')


def newcomer(number=NEW, like="NCT01730547", **identification):
    """Register a new trial that is like a known one."""
    record = copy.deepcopy(next(row for row in seed_records() if like in json.dumps(row)))
    record["protocolSection"]["identificationModule"] |= {
        "nctId": number,
        "briefTitle": "New cells",
        **identification,
    }
    return lambda registry: registry.put(record)


def listed(world):
    with open_for_reading(world.config.store.path) as reader:
        return {row["nct"]: row for row in stored_related.listed(reader, load_trial(reader, SEED).id)}


def all_watched(world):
    with open_for_writing(world.config.store.path) as store:
        return watched(world.config, store)


def test_off_asks_nothing(world):
    """Without ``discover`` a baseline is two requests, as ever."""
    world.watch(SEED)
    world.poll()
    assert world.asked == ["/version", "/studies"]
    assert world.changes() == []


def test_the_first_look_only_lists(world):
    """All five are listed with their reasons, in at most three requests more, and nobody is told."""
    looking(world)
    world.poll()
    assert len(world.asked) <= 5
    assert set(listed(world)) == {"NCT01933802", "NCT03355365", "NCT03778333", "NCT01730547", "NCT02034188"}
    assert all(row["why"] and 0.5 < row["score"] <= 1 for row in listed(world).values())
    assert world.changes() == []
    assert list(all_watched(world)) == [SEED]


def test_a_release_without_news_tells_nothing(world):
    """What was listed is not told in later releases."""
    looking(world)
    world.poll()
    world.publish()
    world.poll()
    assert world.changes() == []


def test_nothing_is_asked_on_a_304(world):
    """A look is made once for each release."""
    looking(world)
    world.poll()
    world.poll()
    assert world.asked == ["/version"]


def test_a_newcomer_is_told_once_to_every_channel(world, tmp_path):
    """A trial that a later look finds anew is a change of the watched one, whatever the channels ask for."""
    channels = "".join(
        f'[[channel]]\nname = "{name}"\nurl = "json://localhost/"\nkinds = ["results"]\nseverity = "high"\n'
        for name in ("a", "b")
    )
    looking(world, channels=channels)
    world.poll()
    world.publish(newcomer())
    done = world.poll()
    with open_for_reading(world.config.store.path) as reader:
        (change,) = in_json(list_changes, reader)
    assert change | {"trial": SEED, "after": NEW, "kind": "record", "severity": "medium"} == change
    assert "New cells" in change["summary"]
    assert "same intervention" in change["summary"]
    assert done.changes == [change["id"]]
    assert sorted(row["channel"] for row in world.deliveries()) == ["a", "b"]
    world.publish()
    world.poll()
    assert world.changes() == [FOUND]
    assert list(all_watched(world)) == [SEED]


def test_several_newcomers_at_once(world):
    """Each is a change of its own, and they are one message."""
    looking(world, channels='[[channel]]\nname = "a"\nurl = "json://localhost/"\n')
    world.poll()
    world.publish(newcomer(), newcomer("NCT90000002"), newcomer("NCT90000003"))
    world.poll()
    assert world.changes() == [FOUND] * 3
    assert len(world.deliveries()) == 1


def test_watch_watches_the_newcomer(world):
    """With ``watch`` it gets its baseline in the next poll, a 304 though it is, and its changes are told."""
    looking(world, "watch")
    world.poll()
    world.publish(newcomer())
    world.poll()
    assert in_words(all_watched(world)[NEW]).startswith(f"like {SEED}: same intervention: ")
    assert world.poll().counts["baseline"] == 1
    assert world.held()[NEW]["title"] == "New cells"
    world.publish(edit(NEW, {"protocolSection.statusModule.overallStatus": "COMPLETED"}, post="2026-09-05"))
    assert world.poll().counts["changed"] == 1
    looking(world, "suggest")
    assert list(all_watched(world)) == [SEED]


def test_what_is_watched_is_not_told(world):
    """A trial under ``related``, or watched by itself, is no news, under a former number neither."""
    looking(world, related=["NCT90000008"])
    world.watch(
        channels=f'[[watch]]\ntrial = "{SEED}"\nrelated = ["NCT90000008"]\ndiscover = "suggest"\n'
        '[[watch]]\ntrial = "NCT90000009"\n'
    )
    world.poll()
    world.publish(newcomer("NCT90000009"), newcomer(NEW, nctIdAliases=["NCT90000008"]))
    world.poll()
    assert FOUND not in world.changes()
    assert {NEW, "NCT90000009"} <= set(listed(world))


def test_a_failed_look_is_taken_up_in_the_next_round(world):
    """What fails costs neither the poll nor the other questions, and is asked again although nothing is new."""
    looking(world)
    world.poll()
    world.publish(newcomer())
    world.server.faults.add(lambda request: "query.cond" in request.query, actions.status(500), times=99)
    done = world.poll()
    assert done.exit_status == 0
    assert world.changes() == []
    world.server.faults.clear()
    world.poll()
    assert world.changes() == [FOUND]
    assert len(world.asked) <= 4
    world.poll()
    assert world.asked == ["/version"]


def command(world, *words):
    """Run a command on the world's configuration, and return what it prints."""
    done = CliRunner().invoke(nctwatch, ["--config", str(world.folder / "nctwatch.toml"), *words])
    assert done.exit_code == 0, done.output
    return done


@pytest.mark.parametrize("terms", [5, 1])
def test_a_query_that_is_too_complicated_is_asked_with_fewer_terms(world, terms):
    """Until it is answered; `poll`, `related` and `status` say so, and the next release asks in full again."""
    looking(world)
    world.server.behavior.query_terms = terms
    done = world.poll()
    queries = [request.query for request in world.server.requests if "query.cond" in request.query]
    sizes = [max(phrases(query), 1) for query in queries]
    assert sizes == sorted(set(sizes), reverse=True)
    assert sizes[-1] <= terms < sizes[-2]
    found = {*seed_numbers()} - {SEED} if terms == 5 else {"NCT03355365"}
    assert set(listed(world)) == found
    sentence = f"asked with {sizes[-1]} of {sizes[0]} terms, since the registry takes no more"
    assert sentence in done.notes[0]
    assert (done.exit_status, done.related_errors) == (0, [])
    assert sentence in command(world, "status").stdout
    assert sentence in command(world, "related", SEED).stderr
    assert json.loads(command(world, "status", "--json").stdout)["related"][0]["error"] is None
    world.server.behavior.query_terms = 38
    world.publish()
    assert world.poll().notes == []
    assert "terms" not in command(world, "status").stdout


def test_a_query_that_is_always_too_complicated_is_a_failed_look(world):
    """After the last term it is given up for this release, and said to have failed."""
    looking(world)
    world.server.behavior.query_terms = 0
    done = world.poll()
    assert len(world.asked) <= 15
    assert [trial for trial, _ in done.related_errors] == [SEED, SEED]
    assert "Too complicated query" in done.related_errors[0][1]


@pytest.mark.parametrize("action", [actions.status(500), actions.status(400), actions.page()])
def test_a_failed_look_is_seen(world, action):
    """In `poll`, `related` and `status`, until the question is answered again."""
    looking(world)
    world.poll()
    world.publish()
    world.server.faults.add(lambda request: "query.cond" in request.query, action, times=99)
    shown = command(world, "poll", "--json")
    sentence = "the search for trials with the same conditions and interventions failed: "
    (error,) = json.loads(shown.stdout)["errors"]
    assert (error["trial"], error["error"].startswith(sentence)) == (SEED, True)
    assert f"{SEED}: {sentence}" in command(world, "status").stdout
    assert f"{SEED}: {sentence}" in command(world, "related", SEED).stderr
    assert json.loads(command(world, "related", SEED, "--json").stdout)
    assert json.loads(command(world, "status", "--json").stdout)["related"][0]["question"] == "alike"
    world.server.faults.clear()
    world.publish()
    assert sentence not in command(world, "poll").stderr
    assert sentence not in command(world, "status").stdout


def test_a_refused_question_costs_itself_alone(world):
    """A 400 is not asked again in this release, and when the question is understood at last, it was its first look."""
    looking(world)
    world.server.faults.add(lambda request: "query.cond" in request.query, actions.status(400), times=99)
    assert world.poll().exit_status == 0
    assert {"NCT03355365", "NCT01933802"} <= set(listed(world)) < {*seed_numbers()}
    world.poll()
    assert world.asked == ["/version"]
    world.server.faults.clear()
    world.publish()
    world.poll()
    assert len(listed(world)) == 5
    assert world.changes() == []


def seed_numbers():
    return [row["protocolSection"]["identificationModule"]["nctId"] for row in seed_records()]


@pytest.mark.parametrize("body", [b"<html>", b'{"studies": 7}', b'{"studies": [{"protocolSection": []}, 3]}'])
def test_a_useless_answer_harms_nothing(world, body):
    """No page, or a page of nonsense: the poll goes on."""
    looking(world)
    world.poll()
    world.publish()
    world.server.faults.add(lambda request: "fields" in request.query, actions.raw(body), times=99)
    done = world.poll()
    assert (done.exit_status, done.counts["unchanged"]) == (0, 1)
    assert world.changes() == []


def test_hostile_candidates_are_listed_harmlessly(world):
    """Half characters, wrong types and escapes in a candidate are taken out of what is kept."""
    looking(world)
    nasty = newcomer(NEW, briefTitle="Cells \x1b[31m<b>")
    odd = newcomer("NCT90000002")

    def broken(registry):
        odd(registry)
        record = registry.record("NCT90000002")
        record["protocolSection"]["statusModule"]["overallStatus"] = "X" * 5000
        record["protocolSection"]["conditionsModule"]["keywords"] = ["[", '"', "\\"]
        registry.put(record)

    world.publish(nasty, broken)
    world.poll()
    found = listed(world)
    assert found[NEW]["title"] == "Cells [31m<b>"
    assert len(found["NCT90000002"]["status"]) == 60


def test_told_and_remembered_are_one_transaction(world, monkeypatch):
    """A crash before the commit leaves neither change nor memory, so that it is told in the next poll."""
    looking(world, channels='[[channel]]\nname = "a"\nurl = "json://localhost/"\n')
    world.poll()
    world.publish(newcomer())

    class Crashed(BaseException):
        pass

    usual = stored_related.record_answer

    def crash(*args, **kwargs):
        raise Crashed

    monkeypatch.setattr(stored_related, "record_answer", crash)
    with pytest.raises(Crashed):
        world.poll()
    monkeypatch.setattr(stored_related, "record_answer", usual)
    assert (world.changes(), world.deliveries(), NEW in listed(world)) == ([], [], False)
    world.poll()
    assert world.changes() == [FOUND]
    assert len(world.deliveries()) == 1


def test_a_fault_of_ours_concerns_its_trial_alone(world, monkeypatch):
    """Whatever goes wrong within a look, the poll is kept."""
    looking(world)
    monkeypatch.setattr(RelatedFinder, "_record", lambda *args: 1 / 0)
    assert world.poll().exit_status == 0
    assert world.held()[SEED]["versions"] == 1


def test_a_trial_that_is_not_held_is_not_looked_for(world):
    """There is nothing to compare with before its record came."""
    world.watch(channels='[[watch]]\ntrial = "NCT99999999"\ndiscover = "suggest"\n')
    world.poll()
    assert world.asked == ["/version", "/studies", "/studies/NCT99999999"]
