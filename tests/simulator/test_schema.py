"""Every JSON answer of API v2 fits the registry's own description, which lies beside the project."""

import json
import urllib.request

import jsonschema
import pytest
import yaml
from corpus import REAL, SAMPLE

from monitor.simulator import Registry, SimulatedRegistry, demo_releases, history_of, seed_records

OPENAPI = REAL.folder / "openapi.yaml"


def closed(schema):
    """The same schema, refusing every key that it does not name."""
    if isinstance(schema, dict):
        out = {key: closed(value) for key, value in schema.items()}
        if schema.get("type") == "object" and isinstance(schema.get("properties"), dict):
            out["additionalProperties"] = False
        return out
    return [closed(item) for item in schema] if isinstance(schema, list) else schema


@pytest.fixture(scope="module")
def check():
    """Hold a value to a schema of the description; skips where that is not there."""
    if not OPENAPI.exists():
        pytest.skip(f"the registry's API description is not at {OPENAPI}")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document = closed(yaml.load(OPENAPI.read_text("utf-8"), loader))

    def check(value, name):
        schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
        checker = jsonschema.FormatChecker(formats=["date"])
        jsonschema.Draft202012Validator(schema, format_checker=checker).validate(value)

    return check


def get(server, target):
    with urllib.request.urlopen(server.url + target, timeout=5) as response:
        return json.load(response)


@pytest.mark.shared
def test_answers_fit_the_description(check):
    """All endpoints, before and after each release of the demo, with whole records and with chosen fields."""
    registry = Registry(seed_records())
    with SimulatedRegistry(registry) as server:
        for release in [None, *demo_releases()]:
            if release:
                registry.publish(release.edits)
            check(get(server, "/api/v2/version"), "Version")
            check(get(server, "/api/v2/stats/size"), "GzipStats")
            check(get(server, "/api/v2/studies?countTotal=true"), "PagedStudies")
            check(
                get(server, "/api/v2/studies?pageSize=2&fields=NCTId|StatusModule|HasResults"), "PagedStudies"
            )
            for nct in registry.now.records:
                check(get(server, f"/api/v2/studies/{nct}"), "Study")
        registry.rename("NCT01730547", "NCT09999999")
        check(get(server, "/api/v2/studies/NCT01730547"), "Study")


@pytest.mark.shared
def test_history_versions_fit_the_description(check):
    """The protocol section of every version of the record history is one of the registry's."""
    with SimulatedRegistry(Registry(seed_records())) as server:
        for number in range(len(history_of("NCT03822858"))):
            study = get(server, f"/api/int/studies/NCT03822858/history/{number}")["study"]
            check(study["protocolSection"], "ProtocolSection")


@pytest.mark.shared
def test_the_check_is_strict(check):
    """The check itself refuses an unknown key and a date that is none."""
    with pytest.raises(jsonschema.ValidationError):
        check({"protocolSection": {"statusModule": {"status": "x"}}}, "Study")
    with pytest.raises(jsonschema.ValidationError):
        check({"protocolSection": {"statusModule": {"lastUpdateSubmitDate": "2026-02-30"}}}, "Study")


@pytest.mark.shared
def test_the_sample_fits_the_description(check):
    """Each invented record, alone, before and after a change and on each day, is one that the registry could serve."""
    pairs = [record for pair in SAMPLE.pairs() for record in pair]
    for record in [*SAMPLE.records(), *pairs, *(day["record"] for day in SAMPLE.series())]:
        check(record, "Study")


def test_records_are_served_as_they_are(corpus):
    """Records come out as they went in, every number as it was written."""
    records = {
        json.loads(line)["protocolSection"]["identificationModule"]["nctId"]: line for line in corpus.lines()
    }
    with SimulatedRegistry(Registry(map(json.loads, records.values()))) as server:
        studies = get(server, "/api/v2/studies?pageSize=1000")["studies"]
    assert len(studies) == len(records)
    for study in studies:
        line = records[study["protocolSection"]["identificationModule"]["nctId"]]
        assert json.loads(json.dumps(study), parse_float=str) == json.loads(line, parse_float=str)
