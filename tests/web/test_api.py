"""The JSON API: the same answers as the commands', described by OpenAPI, conditional, and strict about what is asked."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta

import lives
import pytest
from jsonschema import Draft202012Validator
from werkzeug.test import Client

from monitor.clock import now, stamp
from monitor.config.load import load
from monitor.questions.catalog import QUESTIONS
from monitor.questions.model import Context
from monitor.store.opening import open_for_reading, open_for_writing
from monitor.store.search_index import index_versions
from monitor.store.state import ALIVE_AT, set_state
from monitor.web.app import App

API = "/api/v1"
ASKED = {
    "trials": (f"{API}/trials", {}),
    "record": (f"{API}/trials/{lives.SEED}?version=2", {"trial": lives.SEED, "version": 2}),
    "history": (f"{API}/trials/{lives.SEED}/history", {"trial": lives.SEED}),
    "diff": (f"{API}/trials/{lives.SEED}/diff?from=2&to=4", {"trial": lives.SEED, "before": 2, "after": 4}),
    "changes": (
        f"{API}/changes?trial={lives.SHORT}&severity=medium&limit=4",
        {"trial": lives.SHORT, "severity": "medium", "limit": 4},
    ),
    "search": (f"{API}/search?q=cells&history=true", {"q": "cells", "history": True}),
    "related": (f"{API}/related/{lives.SEED}", {"trial": lives.SEED}),
}


@pytest.fixture(scope="session")
def indexed(filled, tmp_path_factory):
    """The store of the pages' tests, with a search index and a sign of life."""
    path = tmp_path_factory.mktemp("api") / "store.db"
    shutil.copy(filled, path)
    with open_for_writing(path) as store:
        set_state(store, ALIVE_AT, stamp(now()))
        while index_versions(store):
            pass
    return path


@pytest.fixture
def config(indexed, tmp_path, monkeypatch):
    """A configuration that watches three trials, one of them as the group ``ms``."""
    monkeypatch.setenv("NCTWATCH_DB", str(indexed))
    path = tmp_path / "nctwatch.toml"
    path.write_text(
        f'[[watch]]\ntrial = "{lives.SEED}"\nrelated = ["{lives.ONE}"]\n'
        f'[[watch]]\ntrial = "{lives.SHORT}"\ngroup = "ms"\n'
    )
    return load(path)


@pytest.fixture
def api(config):
    """Asks the application."""
    return Client(App(config))


@pytest.mark.parametrize("name", ASKED)
def test_an_answer_is_what_the_question_answers(api, config, name):
    """The same values as the command's, the record to the byte, with an ETag by which nothing is sent twice."""
    path, arguments = ASKED[name]
    question = next(question for question in QUESTIONS if question.name == name)
    with open_for_reading(config.store.path) as reader:
        expected = question.ask(Context(reader, lambda: config, now()), arguments)
    answer = api.get(path)
    assert (answer.status_code, answer.content_type) == (200, "application/json")
    if isinstance(expected, bytes):
        assert answer.data == expected
    else:
        assert answer.json == json.loads(json.dumps(expected))
        assert answer.json
    again = api.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert api.head(path).data == b""


def test_a_change_makes_another_answer(api, config):
    """Its ETag differs; a sign of life of the service alone makes none."""
    tags = {path: api.get(path).headers["ETag"] for path in (f"{API}/trials", f"{API}/changes?limit=0")}
    with open_for_writing(config.store.path) as store:
        set_state(store, ALIVE_AT, stamp(now() - timedelta(seconds=7)))
    for path, tag in tags.items():
        assert api.get(path, headers={"If-None-Match": tag}).status_code == 304
    with closing(sqlite3.connect(config.store.path)) as db, db:
        db.execute("UPDATE changes SET severity = 'noise' WHERE id = 1")
        db.execute("UPDATE trials SET last_error = 'x' || ifnull(last_error, '') WHERE nct = ?", [lives.ONE])
    for path, tag in tags.items():
        assert api.get(path, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/trials/NCT99999999", 404, "NCT99999999 is not in the store"),
        ("/trials/NCT99999999/history", 404, "NCT99999999 is not in the store"),
        ("/related/NCT99999999", 404, "NCT99999999 is not in the store"),
        ("/changes?trial=NCT99999999", 404, "NCT99999999 is not in the store"),
        ("/trials/rubbish", 404, '"rubbish" is no NCT number'),
        (f"/trials/{lives.SEED}?version=99", 404, "has no version 99"),
        (f"/trials/{lives.SEED}?at=1990-01-01", 404, "has no version as of 1990-01-01"),
        ("/nothing", 404, "There is no such page"),
        ("/trials/a/b/c", 404, "There is no such page"),
        ("/changes?colour=red", 400, '"colour" is no parameter here; known: trial, group, kind'),
        (f"/trials/{lives.SEED}?trial={lives.SEED}", 400, '"trial" is no parameter here'),
        ("/changes?kind=none", 400, 'kind: "none" is unknown; it is one of status'),
        ("/changes?severity=", 200, ""),
        ("/changes?limit=-1", 400, 'limit: "-1" is no whole number from 0'),
        ("/changes?limit=1&limit=2", 400, "limit is given twice"),
        ("/changes?since=2026-99-01", 400, 'since: "2026-99-01" is no day'),
        ("/changes?trial=NCT1", 400, 'trial: "NCT1" is no NCT number'),
        ("/changes?group=none", 400, '"none" is no group of'),
        ("/search", 400, "q is missing: What to search for."),
        ("/search?q=%22%22", 400, "there is no word to search for"),
        ("/search?q=cells&history=perhaps", 400, 'history: "perhaps" is neither true nor false'),
        (f"/trials/{lives.SEED}?version=1&at=2020-01-01", 400, "version and at exclude each other"),
    ],
)
def test_what_cannot_be_answered_is_an_error_with_a_sentence(api, path, status, sentence):
    """As JSON, which names what is wrong."""
    answer = api.get(API + path)
    assert (answer.status_code, answer.content_type) == (status, "application/json")
    if status != 200:
        assert list(answer.json) == ["error"]
        assert sentence in answer.json["error"]


def test_the_api_can_only_be_read(api):
    """Any other method is refused, as JSON."""
    answer = api.post(f"{API}/trials")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert answer.json == {"error": "Pages here can only be read."}


def test_a_store_that_is_not_there_is_an_error(config, indexed, tmp_path, monkeypatch):
    """With a sentence, not a traceback."""
    monkeypatch.setenv("NCTWATCH_DB", str(tmp_path / "none.db"))
    answer = Client(App(load(tmp_path / "nctwatch.toml"))).get(f"{API}/trials")
    assert answer.status_code == 404
    assert "there is no store at" in answer.json["error"]


@pytest.mark.parametrize("name", ASKED)
def test_the_description_is_true(api, name):
    """Each path is described, with the parameters that it takes; the answer keeps to the schema."""
    path, _ = ASKED[name]
    described = api.get("/api/openapi.json").json
    template = next(question.path for question in QUESTIONS if question.name == name)
    operation = described["paths"][API + template]["get"]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    Draft202012Validator(schema).validate(api.get(path).json)
    for parameter in operation["parameters"]:
        if parameter["in"] == "query":
            separator = "&" if "?" in path else "?"
            unknown = api.get(f"{path.split('?')[0]}?{parameter['name']}x=1")
            assert unknown.status_code == 400
            assert f"{parameter['name']}x" in unknown.json["error"]
            assert api.get(f"{path}{separator}{parameter['name']}=").status_code == 200


def test_the_description_is_valid_openapi(api):
    """By a validator that others keep; it has the paths that were promised."""
    from openapi_spec_validator import OpenAPIV31SpecValidator

    described = api.get("/api/openapi.json")
    assert described.content_type == "application/json"
    OpenAPIV31SpecValidator(described.json).validate()
    nct = "/{nct}"
    assert set(described.json["paths"]) == {
        f"{API}/trials", f"{API}/trials{nct}", f"{API}/trials{nct}/history", f"{API}/trials{nct}/diff",
        f"{API}/changes", f"{API}/search", f"{API}/related{nct}",
    }  # fmt: skip
