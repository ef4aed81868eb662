"""A trial that the registry drops, and that comes back, from outside."""

from __future__ import annotations

from monitor.simulator import edit

SEED = "NCT03822858"


def test_gone_and_returned(world, hook, registry):
    """Told as gone after two polls, once; its history stays; when it is back that is told, and it goes on."""
    world.configure(f'name = "hook"\nurl = "json://127.0.0.1:{hook.port}/"')
    assert world.run("poll").status == 0
    record = registry.registry.record(SEED)
    registry.registry.drop(SEED)
    registry.registry.publish()
    first = world.run("poll", "--json")
    assert (first.status, first.json["failed"], first.json["gone"], hook.taken) == (1, 1, 0, [])
    second = world.run("poll", "--json")
    assert (second.status, second.json["failed"], second.json["gone"]) == (0, 0, 1)
    registry.registry.publish()
    third = world.run("poll", "--json")
    assert (third.status, third.json["gone"], third.json["changes"]) == (0, 1, [])
    assert [message["title"][:11] for message in hook.taken] == [SEED]
    assert [row["version"] for row in world.run("history", SEED, "--json").json] == [1]
    assert world.run("show", SEED, "--json").json == record
    registry.registry.put(record)
    registry.registry.publish(
        [edit(SEED, {"protocolSection.statusModule.overallStatus": "NO_LONGER_AVAILABLE"}, post="2026-09-08")]
    )
    back = world.run("poll", "--json")
    assert (back.status, back.json["changed"]) == (0, 1)
    events = {change["event"] for change in back.json["changes"]}
    assert events >= {"returned", "access_ended"}
    assert [message["title"][:11] for message in hook.taken] == [SEED, SEED]
    assert [row["version"] for row in world.run("history", SEED, "--json").json] == [2, 1]
    kinds = [row["event"] for row in world.run("changes", "--kind", "record", "--json").json]
    assert [event for event in kinds if event in {"gone", "returned"}] == ["returned", "gone"]
