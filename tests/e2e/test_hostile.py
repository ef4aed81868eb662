"""Hostile answers against the real command, in one table: what is sent, and how ``poll`` has to end.

For each: no crash, no false version, no alert, little memory, an end in time, and the next
good answer heals.
"""

from __future__ import annotations

import gzip
import json
import shutil
import sqlite3
import time
from contextlib import closing
from functools import cache

import pytest
from asking import in_json

from monitor.config.load import load
from monitor.poll import poll
from monitor.simulator import ABSENT, Registry, SimulatedRegistry, actions, edit, seed_records
from monitor.simulator.paths import put
from monitor.store.changes import list_changes
from monitor.store.opening import open_for_reading, open_for_writing
from monitor.store.verify import integrity, versions

SEED, OTHER = "NCT03822858", "NCT01933802"
RELATED = (OTHER, "NCT03355365", "NCT03778333", "NCT01730547", "NCT02034188")
STATUS = "protocolSection.statusModule.overallStatus"
TIMEOUT = 0.3
MOST_MEMORY = 250
"""Megabytes."""
LONGEST = 20
"""Seconds for one command on a busy machine; patience ends after eight timeouts."""


def packed(make, times=1):
    """Answer with a body that is packed so often, when it is first asked for."""

    @cache
    def answer():
        body = make()
        for _ in range(times):
            body = gzip.compress(body, compresslevel=1)
        head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body)
        return head + body

    return lambda exchange: exchange.write(answer())


def reset_in_head(exchange):
    """Send half of the head, then break the connection off."""
    exchange.write(b"HTTP/1.1 200 OK\r\nContent-Ty")
    exchange.pause(0.05)
    exchange.reset()


def drip_after(seconds):
    """Send a page that begins well and then never ends, a byte now and then."""

    def act(exchange):
        exchange.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while not exchange.pause(seconds):
            exchange.write(b"1\r\n \r\n")

    return act


def raw(text):
    return actions.raw(text.encode())


REFUSED = actions.denied()
ALL, RECORDS = "", "/studies"
"""Where the fault is: in every answer, or in those about records while the release is known."""
USELESS = [
    # name, where, fault, exit status
    ("html", ALL, actions.page(), 3),
    ("html for records", RECORDS, actions.page(), 1),
    ("html 404", ALL, actions.page(code=404), 3),
    ("html 404 for records", RECORDS, actions.page(code=404), 1),
    ("empty", ALL, actions.empty(), 3),
    ("null", ALL, raw("null"), 3),
    ("a list", RECORDS, raw("[]"), 1),
    ("a number", ALL, raw("1"), 3),
    ("a string", RECORDS, raw('"x"'), 1),
    ("studies of another type", RECORDS, raw('{"studies":{"protocolSection":{}}}'), 1),
    ("studies of other types", RECORDS, raw('{"studies":[null,1,"x",[],{},{"protocolSection":[]}]}'), 1),
    ("cut-off gzip", ALL, actions.cut_gzip(), 3),
    ("gzip bomb", RECORDS, packed(lambda: bytes(50_000_000)), 1),
    ("doubly packed bomb", RECORDS, packed(lambda: bytes(200_000_000), times=2), 1),
    (
        "dense values",
        RECORDS,
        packed(lambda: b'{"studies":[%s]}' % b",".join([b'{"a":[1,2,3]}'] * 199_000)),
        1,
    ),
    ("drip", RECORDS, actions.drip(0.02), 1),
    ("drip of chunks", RECORDS, drip_after(0.02), 1),
    ("dripped head", ALL, actions.drip(0.02, head=True), 3),
    ("hang", ALL, actions.hang(60), 3),
    ("redirects in a circle", ALL, actions.redirect(), 3),
    ("redirect to another server", RECORDS, actions.redirect("http://127.0.0.2:1/"), 1),
    ("5,000 lists", RECORDS, raw('{"studies":' + "[" * 5000 + "]" * 5000 + "}"), 1),
    ("5,000 objects", ALL, raw('{"protocolSection":' * 5000 + "1" + "}" * 5000), 3),
    ("no utf-8", ALL, actions.raw(b'{"dataTimestamp":"\xff","studies":["\xff"]}'), 3),
    ("nan", ALL, raw('{"dataTimestamp":NaN,"studies":[NaN]}'), 3),
    ("429", RECORDS, actions.status(429), 1),
    ("429 for an hour", ALL, actions.status(429, retry_after=3600), 3),
    ("429 until no day", RECORDS, actions.status(429, retry_after="Sat, 99 Xyz 9999"), 1),
    ("500", ALL, actions.status(500), 3),
    ("403", ALL, REFUSED, 3),
    ("reset before the head", ALL, actions.reset(), 3),
    ("reset within the head", RECORDS, reset_in_head, 1),
    ("reset after the head", ALL, actions.reset_after_head(), 3),
    ("reset within the body", RECORDS, actions.reset_in_body(), 1),
    ("end within the body", ALL, actions.close_in_body(), 3),
]

ID = "protocolSection.identificationModule"
ODD = [
    # name, edits of the one record, exit status
    ("another number", {f"{ID}.nctId": "NCT09999999"}, 1),
    ("a number of another type", {f"{ID}.nctId": 3822858}, 1),
    ("no number", {f"{ID}.nctId": ABSENT}, 1),
    ("a thin record", {"protocolSection": {"identificationModule": {"nctId": SEED}}}, 1),
    ("no status", {STATUS: ABSENT}, 1),
    ("a vanished module", {"protocolSection.eligibilityModule": ABSENT}, 0),
    ("an emptied module", {"protocolSection.designModule": {}}, 0),
    ("nested too deeply", {"protocolSection.x": json.loads("[" * 500 + "]" * 500)}, 1),
    ("an unknown module", {"protocolSection.newModule": {"a": 1}}, 0),
]


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    """A registry with a change that is out, and a store from before it."""
    folder = tmp_path_factory.mktemp("scene")
    with SimulatedRegistry(Registry(seed_records())) as server:
        configure(folder, server)
        with open_for_writing(folder / "store.db") as store:
            assert poll(load(folder / "nctwatch.toml"), store).counts["baseline"] == 6
        server.registry.publish([edit(SEED, {STATUS: "NO_LONGER_AVAILABLE"})])
        yield server, folder


@pytest.fixture
def place(scene, tmp_path):
    """A copy of that store for one test."""
    server, folder = scene
    server.faults.clear()
    shutil.copy(folder / "store.db", tmp_path / "store.db")
    configure(tmp_path, server)
    yield server, tmp_path
    server.faults.clear()


def configure(folder, server, timeout=5.0):
    related = ", ".join(f'"{number}"' for number in RELATED)
    (folder / "nctwatch.toml").write_text(
        f'[registry]\nurl = "{server.url}"\nrequests_per_second = 1000\ntimeout = "{timeout}s"\n'
        f'[store]\npath = "{folder}/store.db"\n[[watch]]\ntrial = "{SEED}"\nrelated = [{related}]\n'
        '[[channel]]\nname = "all"\nurl = "json://127.0.0.1:1/"\nkinds = "all"\nseverity = "noise"\n',
        encoding="utf-8",
    )


def polled(forks, folder, status):
    """Run ``nctwatch poll``, look at how it ends and what it took, and return what it printed."""
    began = time.monotonic()
    done = forks.run(
        ["--config", "nctwatch.toml", "poll", "--json"], cwd=folder, env={"HOME": str(folder)}, timeout=60
    )
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert "please report" not in done.stdout
    assert time.monotonic() - began < LONGEST
    assert 20 < done.peak / 1024 < MOST_MEMORY
    return json.loads(done.stdout)


def count_rows(folder, what):
    with closing(sqlite3.connect(folder / "store.db")) as store:
        return store.execute(f"SELECT count(*) FROM {what}").fetchone()[0]


def healed(server, folder):
    """See that the next poll, with good answers, takes in what was published, and tells it once."""
    server.faults.clear()
    configure(folder, server)
    with open_for_writing(folder / "store.db") as store:
        done = poll(load(folder / "nctwatch.toml"), store)
    assert (done.exit_status, done.counts["changed"], count_rows(folder, "deliveries WHERE trial_id")) == (
        0,
        1,
        1,
    )
    with open_for_reading(folder / "store.db") as reader:
        assert [row["event"] for row in in_json(list_changes, reader, kind="status")] == ["access_ended"]
        assert integrity(reader) == []
        assert not any(fault for *_, fault in versions(reader))


@pytest.mark.parametrize(
    ("where", "fault", "status"), [row[1:] for row in USELESS], ids=[row[0] for row in USELESS]
)
def test_useless_answers(place, forks, where, fault, status):
    """A poll of nothing but useless answers ends in time with its status, and keeps and tells nothing."""
    server, folder = place
    configure(folder, server, TIMEOUT)
    server.faults.add(where, fault, times=200)
    done = polled(forks, folder, status)
    assert done["changed"] == 0
    assert done["failed"] == (
        0 if fault is REFUSED else 6
    )  # refused at the door, the trials are not asked for
    assert (
        count_rows(folder, "versions"),
        count_rows(folder, "changes"),
        count_rows(folder, "deliveries WHERE trial_id"),
    ) == (
        6,
        0,
        0,
    )
    healed(server, folder)


@pytest.mark.parametrize(("edits", "status"), [row[1:] for row in ODD], ids=[row[0] for row in ODD])
def test_one_odd_record(place, forks, edits, status):
    """What no real record looks like is refused, and costs no other trial its answer; what is new is kept.

    A module that vanished without an update date waits for a second release, and what else changed is told.
    """
    server, folder = place
    bad, *good = [server.registry.record(number) for number in (SEED, *RELATED)]
    for path, value in edits.items():
        put(bad, path, value)
    server.faults.add(f"/studies/{SEED}", raw(json.dumps(bad)), times=9)
    server.faults.add("/studies", raw(json.dumps({"studies": [bad, *good]})))
    done = polled(forks, folder, status or 1)  # the alert of what was taken finds nobody at its channel
    assert (done["unchanged"], done["failed"], done["changed"]) == (5, int(bool(status)), int(not status))
    if status:
        assert (count_rows(folder, "versions"), count_rows(folder, "deliveries WHERE trial_id")) == (6, 0)
        healed(server, folder)
    else:
        with open_for_reading(folder / "store.db") as reader:
            assert "access_ended" in [row["event"] for row in in_json(list_changes, reader)]
            assert not in_json(list_changes, reader, kind="eligibility")
            assert not in_json(list_changes, reader, kind="design")


TYPES = {
    "null": None,
    "true": True,
    "number": 7,
    "text": "x",
    "list": [],
    "list of text": ["x"],
    "object": {},
}


def test_every_module_of_every_type(forks, scene, tmp_path):
    """Each module of a record replaced by each JSON type: refused or told, never a fault of ours, and it heals."""
    template = scene[0].registry.record(OTHER)
    places = [
        (section, module) for section, part in template.items() if isinstance(part, dict) for module in part
    ]
    places += [(section,) for section in template if section != "protocolSection"]
    cases = {
        f"NCT7{number:07}": (place, kind)
        for number, (place, kind) in enumerate((place, kind) for place in places for kind in TYPES)
    }

    def record(nct):
        put(template, f"{ID}.nctId", nct)
        return json.loads(json.dumps(template))

    def spoiled(exchange):
        studies = []
        for nct in dict(exchange.request.query)["filter.ids"].split(","):
            study = spot = record(nct)
            (*parents, last), kind = cases[nct]
            for key in parents:
                spot = spot[key]
            spot[last] = TYPES[kind]
            studies.append(study)
        exchange.send(actions.Answer(200, actions.JSON, json.dumps({"studies": studies}).encode()))

    with SimulatedRegistry(Registry(map(record, cases))) as server:
        related = ", ".join(f'"{number}"' for number in cases)
        configure(tmp_path, server)
        text = (tmp_path / "nctwatch.toml").read_text()
        (tmp_path / "nctwatch.toml").write_text(
            text[: text.index("[[watch]]")] + f'[[watch]]\ntrial = "{SEED}"\nrelated = [{related}]\n'
        )
        config = load(tmp_path / "nctwatch.toml")
        with open_for_writing(config.store.path) as store:
            assert poll(config, store).counts["baseline"] == len(cases)
        server.registry.publish()
        server.faults.add("/studies/", actions.status(500), times=9)
        server.faults.add("/studies", spoiled, times=99)
        done = polled(forks, tmp_path, 1)
        server.faults.clear()
        server.registry.publish()
        with open_for_writing(config.store.path) as store:
            healing = poll(config, store)
    assert len(cases) > 100
    taken = {change["trial"] for change in done["changes"]}
    wrong = {nct for nct, (_, kind) in cases.items() if kind != "object"}
    dicts = {nct for nct in wrong if cases[nct][0] != ("hasResults",)}
    assert dicts & taken == set(), [cases[nct] for nct in dicts & taken]
    assert healing.counts["failed"] == 1, healing.errors  # the one that the registry does not have
    assert healing.counts["changed"] == done["changed"]
