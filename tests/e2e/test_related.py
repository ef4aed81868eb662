"""Related trials and standing searches from outside: the real command, the registry and a web hook on loopback."""

from __future__ import annotations

import copy
import json

import pytest

from monitor.simulator import edit, seed_records

SEED = "NCT03822858"
RELATED = ["NCT01933802", "NCT03355365", "NCT03778333", "NCT01730547", "NCT02034188"]
NEW = "NCT90000001"
KEYS = ["trial", "title", "status", "score", "why", "watched"]


def hooked(hook):
    return f'name = "hook"\nurl = "json://127.0.0.1:{hook.port}/"\ntrials = ["{SEED}"]'


def newcomer(registry, number=NEW):
    record = copy.deepcopy(next(item for item in seed_records() if "NCT01730547" in json.dumps(item)))
    record["protocolSection"]["identificationModule"] |= {"nctId": number, "briefTitle": "Newer cells"}
    registry.put(record)


def test_related_trials_from_the_look_to_the_message(world, registry, hook):
    """Listed by the first look, told once by a later one, and shown with score, reasons and whether it is watched."""
    world.configure(
        hooked(hook), watch=f'[[watch]]\ntrial = "{SEED}"\nrelated = ["{RELATED[0]}"]\ndiscover = "watch"'
    )
    assert world.run("poll").status == 0
    rows = world.run("related", SEED, "--json").json
    assert {row["trial"] for row in rows} == set(RELATED)
    assert all(list(row) == KEYS for row in rows)
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)
    assert {row["trial"]: row["watched"] for row in rows} == {
        number: number == RELATED[0] for number in RELATED
    }
    assert hook.taken == []

    registry.registry.publish([newcomer])
    polled = world.run("poll", "--json").json
    assert [(item["event"], item["trial"], item["after"]) for item in polled["changes"]] == [
        ("related_found", SEED, NEW)
    ]
    (alert,) = hook.taken
    assert "related trial found" in alert["title"]
    assert NEW in alert["message"]
    world.run("poll")
    assert len(hook.taken) == 1
    status = {row["trial"]: row["why"] for row in world.run("status", "--json").json["trials"]}
    assert status[NEW].startswith(f"like {SEED}: same intervention: mesenchymal stem cell transplantation")
    (new,) = [row for row in world.run("related", SEED, "--json").json if row["trial"] == NEW]
    assert (new["title"], new["status"], new["watched"]) == ("Newer cells", new["status"], True)
    assert "same condition: multiple sclerosis" in new["why"]


def test_what_is_held_is_ranked_without_a_look(world):
    """With ``discover`` off it ranks what is held, and says on standard error how to have others looked for."""
    world.run("poll")
    ran = world.run("related", SEED, "--json")
    assert {row["trial"] for row in ran.json} == set(RELATED)
    assert all("named as related in the configuration" in row["why"] and row["watched"] for row in ran.json)
    assert 'discover = "suggest"' in ran.err
    table = world.run("related", SEED)
    assert "same condition: multiple sclerosis" in table.out
    assert len(table.out.splitlines()) == 6


def test_related_without_a_network(world, registry):
    """A reading command asks the registry nothing; a trial that is not held is an error."""
    world.run("poll")
    registry.requests.clear()
    world.run("related", SEED)
    assert not registry.requests
    missing = world.run("related", "NCT00000001")
    assert (missing.status, missing.out) == (1, "")
    assert "not in the store" in missing.err


SEARCH = (
    '[[watch]]\nname = "swedish"\ngroup = "finds"\nquery = { spons = "Karolinska Institutet" }\nlimit = 3'
)


def test_a_standing_search_from_the_query_to_the_message(world, registry, hook):
    """Its trials are watched and say why; a new one is told once, one that left stays, too many are an error."""
    world.configure(f'name = "hook"\nurl = "json://127.0.0.1:{hook.port}/"\ngroups = ["finds"]', watch=SEARCH)
    first = world.run("poll", "--json")
    assert (first.status, first.json["baseline"], first.json["requests"]) == (0, 2, 3)
    assert world.run("check").status == 0

    registry.registry.publish([newcomer])
    assert [item["event"] for item in world.run("poll", "--json").json["changes"]] == ["found"]
    assert "found by a standing search" in hook.taken[0]["title"]

    sponsor = "protocolSection.sponsorCollaboratorsModule.leadSponsor.name"
    away = edit(
        NEW,
        {
            sponsor: "Elsewhere",
            "protocolSection.identificationModule.organization": {"fullName": "Elsewhere"},
        },
    )
    registry.registry.publish([away])
    assert "left_search" in [item["event"] for item in world.run("poll", "--json").json["changes"]]
    status = world.run("status", "--json").json["trials"]
    assert [row["why"].partition(" until")[0] for row in status] == ['found by "swedish"'] * 3
    assert [" until 20" in row["why"] for row in status] == [row["trial"] == NEW for row in status]

    for number in range(2, 5):
        registry.registry.put(
            copy.deepcopy(registry.registry.record(RELATED[2])) | numbered(f"NCT9000000{number}")
        )
    registry.registry.publish()
    many = world.run("poll", "--json")
    assert many.status == 1
    (error,) = many.json["errors"]
    assert error["trial"] is None
    assert all(words in error["error"] for words in ('"swedish"', "finds 5 trials", "limit of 3"))
    assert many.json["unchanged"] == 3
    assert "more than its limit" in world.run("poll").err


def numbered(number):
    """Return the protocol section of a known trial under another number."""
    record = copy.deepcopy(next(item for item in seed_records() if RELATED[2] in json.dumps(item)))
    record["protocolSection"]["identificationModule"]["nctId"] = number
    return {"protocolSection": record["protocolSection"]}


def test_a_channel_for_a_trial_that_nothing_found(world):
    """What a search finds is known to the store: ``check`` says when a channel asks for another trial."""
    world.configure('name = "x"\nurl = "json://localhost/"\ntrials = ["NCT00000001"]', watch=SEARCH)
    world.run("poll")
    ran = world.run("check")
    assert ran.status == 1
    assert "NCT00000001 is not watched" in ran.out


@pytest.mark.parametrize("query", ["{}", '{ cond = "a" }\nlimit = 0', '{ condition = "a" }'])
def test_a_wrong_search_is_a_fault_of_the_configuration(world, query):
    """Before anything is asked, with exit 2 and the place."""
    world.configure(watch=f'[[watch]]\nname = "x"\nquery = {query}')
    ran = world.run("poll")
    assert ran.status == 2
    assert "[[watch]] 1 (x)" in ran.err


def test_a_store_from_before(world):
    """A store without these tables gets them from whoever reads it first."""
    import sqlite3

    world.configure(watch=f'[[watch]]\ntrial = "{SEED}"\ndiscover = "watch"')
    world.run("poll")
    with sqlite3.connect(world.folder / "store.db") as db:
        for view in ("related_trials", "search_log"):
            db.execute(f"DROP VIEW {view}")
        for table in ("looks", "related", "hits", "searches"):
            db.execute(f"DROP TABLE {table}")
        db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm004_related'")
    db.close()
    assert world.run("status").status == 0
    assert world.run("related", SEED, "--json").json == []
    assert world.run("poll").status == 0
    assert len(world.run("related", SEED, "--json").json) == 5
