"""``nctwatch check --registry`` against the simulated registry: healthy, with each of its faults, and dead."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from monitor.cli import nctwatch
from monitor.core.records.accessors import get
from monitor.ctgov import probe
from monitor.errors import UsageError
from monitor.registry_check.description import FIELDS, KNOWN, enumerations
from monitor.registry_check.records import RELIED_ON
from monitor.simulator import SCENARIOS, Registry, SimulatedRegistry, actions, seed_records

DOCUMENT = (Path(__file__).parents[2] / "docs" / "first-day.md").read_text("utf-8")
OPENAPI = Path(__file__).parents[2] / ".." / "shared" / "registry" / "openapi.yaml"
WATCHED = ("NCT03822858", "NCT01933802", "NCT03355365", "NCT03778333", "NCT01730547", "NCT02034188")
PROFILES = ("default", "tls12", "post-handshake-auth")


@pytest.fixture
def server():
    """The simulated registry, healthy."""
    with SimulatedRegistry(Registry(seed_records())) as simulated:
        yield simulated


@pytest.fixture
def check(server, tmp_path):
    """Return a function that runs the command on the six trials, and gives its result."""

    def run(*words, watched=WATCHED, url=None, timeout="2s"):
        path = tmp_path / "nctwatch.toml"
        watches = "".join(f'[[watch]]\ntrial = "{number}"\n' for number in watched)
        path.write_text(
            f'[registry]\nurl = "{url or server.url}"\nrequests_per_second = 1000\ntimeout = "{timeout}"\n'
            f'[store]\npath = "{tmp_path}/store.db"\n{watches}',
            encoding="utf-8",
        )
        return CliRunner().invoke(nctwatch, ["--config", str(path), "check", "--registry", *words])

    return run


def named(done, verdict):
    """Return the names of the lines with a verdict."""
    return {line["name"] for line in json.loads(done.stdout) if line["verdict"] == verdict}


def refusals(api):
    return {f"profile {name} on {api}" for name in PROFILES}


def test_all_holds_on_the_healthy_registry(check, server):
    """In twenty requests, each line with what was expected, what was seen and what it would break."""
    done = check("--json")
    lines = json.loads(done.stdout)
    assert done.exit_code == 0
    assert len(server.requests) == 20
    assert {line["verdict"] for line in lines} == {"holds"}
    assert all(line.keys() >= {"name", "expected", "seen", "verdict"} for line in lines)
    assert all(line["expected"] and line["seen"] and line["breaks"] for line in lines)
    assert len({line["name"] for line in lines}) == len(lines)
    assert {request.headers["user-agent"].split("/")[0] for request in server.requests} == {
        *("python-httpx", "nctwatch")
    }


def test_the_document_has_the_whole_output(check):
    """As it is printed in a pipe, letter by letter."""
    done = check()
    assert done.exit_code == 0
    assert f"```text\n{done.stdout}```" in DOCUMENT
    assert "29 of 29 expectations hold, 0 differ, 0 could not be asked." in done.stderr


DIFFERENT = {
    "no-history": {"history list", "history version", "absent version"},
    "line-breaks": {"history markup"},
    "no-status": {"history list"},
    "derived-references": {"history publications"},
    "complicated-query": {"related trials"},
    "missing-version": {"history version"},
    "new-status": {"enumerations"},
    "gzip-etags": {"ETag"},
    "long-tokens": {"next page"},
    "daily-order": {"order"},
    "moving-release": {"one release"},
    "refuse-v2": refusals("/api/v2"),
    "refuse-history": refusals("/api/int"),
    "refuse-agents": {f"profile post-handshake-auth on {api}" for api in ("/api/v2", "/api/int")},
    "peak": {"single record"},
}


@pytest.mark.parametrize("name", SCENARIOS)
def test_each_fault_is_seen(check, server, name):
    """Its line differs and no other, what could not be asked is not said to hold, and the exit status is 1."""
    SCENARIOS[name].play(server)
    done = check("--json")
    assert done.exit_code == 1
    assert named(done, "differs") == DIFFERENT[name]
    assert len(server.requests) <= 20
    unknown = named(done, "unknown")
    if name == "refuse-v2":
        assert {"version", "watched records", "search", "single record"} <= unknown
    elif name == "refuse-history":
        assert unknown == {
            *("history list", "history version", "history markup", "history publications", "absent version"),
        }
    else:
        assert unknown <= {"history markup", "history publications"}


def test_a_refused_client_ends_with_3(check, server):
    """Where neither API accepts any profile, nothing could be asked."""
    server.faults.refuse(lambda _request: True)
    done = check("--json")
    assert done.exit_code == 3
    assert named(done, "differs") >= refusals("/api/v2") | refusals("/api/int")
    assert named(done, "holds") == set()


def test_a_dead_registry_ends_with_3(check, server):
    """Every line is unknown and says why, after three requests in a row without an answer."""
    server.faults.always(lambda _request: True, actions.reset())
    done = check("--json")
    assert done.exit_code == 3
    assert named(done, "unknown") == {line["name"] for line in json.loads(done.stdout)}
    assert len(server.requests) == 3
    assert "not asked: no answer to 3 requests in a row" in done.stdout


@pytest.mark.parametrize(
    "action",
    [actions.status(503), actions.page(), actions.empty(), actions.raw(b"[" * 9000), actions.raw(b"null")],
    ids=["503", "HTML", "empty", "deep", "null"],
)
def test_answers_that_cannot_be_read(check, server, action):
    """Whatever comes, each line gets a verdict, and within the twenty requests."""
    server.faults.always(lambda _request: True, action)
    done = check("--json")
    assert done.exit_code in {1, 3}
    assert done.exception is None or isinstance(done.exception, SystemExit)
    assert len(json.loads(done.stdout)) == 29
    assert len(server.requests) <= 20
    assert not named(done, "holds") - refusals("/api/v2") - refusals("/api/int")


def test_a_lost_connection_costs_its_line_alone(check, server):
    """It is unknown, and everything else is asked."""
    server.faults.add("/api/oas/v2", actions.reset())
    done = check("--json")
    assert (done.exit_code, named(done, "unknown")) == (1, {"enumerations", "described fields"})


def test_no_more_than_the_limit_is_sent(server):
    """A probe that has sent its requests sends no more."""
    with probe.Probe(server.url, contact="", timeout=2, requests_per_second=1000, most=2) as asking:
        for _ in range(2):
            assert asking.ask("default", "/version").status == 200
        with pytest.raises(probe.Unreachable, match="2 requests were sent already"):
            asking.ask("default", "/version")
    assert len(server.requests) == 2


def test_without_a_watched_trial_the_usual_one_is_asked_for(check, server):
    """A configuration that has only searches can be checked too."""
    done = check("--json", watched=("NCT01933802",))
    assert done.exit_code == 1  # that one has no former number, and the documented one is not served
    assert named(done, "differs") == {"former number"}


def test_a_wrong_configuration_ends_with_2(tmp_path):
    """And nothing is asked."""
    path = tmp_path / "nctwatch.toml"
    path.write_text("[registry]\nurll = 1\n", encoding="utf-8")
    done = CliRunner().invoke(nctwatch, ["--config", str(path), "check", "--registry"])
    assert done.exit_code == 2
    assert "urll" in done.stdout


def test_not_together_with_send(check):
    """The one asks the registry, the other the channels."""
    assert isinstance(check("--send").exception, UsageError)


def test_enumerations_are_read_from_yaml_and_json():
    """As the registry serves them, and as another server of the same description might."""
    text = 'components:\n  schemas:\n    A:\n      type: "string"\n      enum:\n      - "X"\n      - "Y"\n    B:\n      type: "object"\n'
    assert enumerations(text) == {"A": {"X", "Y"}}
    assert enumerations(json.dumps(yaml.safe_load(text))) == {"A": {"X", "Y"}}
    assert enumerations("<html>") == {}


@pytest.mark.shared
def test_the_published_description_is_as_known():
    """The registry's own description, beside the project, has all enumerations and fields that are relied on."""
    if not OPENAPI.exists():
        pytest.skip(f"the registry's description is not at {OPENAPI}")
    text = OPENAPI.read_text("utf-8")
    served = enumerations(text)
    assert {name: served[name] for name in KNOWN} == KNOWN
    schemas = yaml.safe_load(text)["components"]["schemas"]
    assert served == {name: set(schema["enum"]) for name, schema in schemas.items() if "enum" in schema}
    assert all(field in text for field in FIELDS)


def test_real_records_have_the_fields_that_are_relied_on(real):
    """All but one or two of them."""
    records = real.records()
    for path in RELIED_ON:
        assert sum(get(record, *path.split(".")) is None for record in records) <= 1, path
