"""What a hook receives is what the schema in the documents says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml
from records import a_record

from monitor.alerts import render
from monitor.alerts.envelope import channel_test, enveloped
from monitor.alerts.render_digest import Digest
from monitor.alerts.send import SendStatus, send
from monitor.config.load import load
from monitor.core.changes import classify, record_events
from monitor.core.records.contacts import KEYS
from monitor.model import Kind, TrialUpdate

DOCS = Path(__file__).parents[2] / "docs"
SCHEMA = json.loads((DOCS / "event.schema.json").read_text("utf-8"))
GUIDE = (DOCS / "events.md").read_text("utf-8")
AT = "2026-09-10T10:00:00Z"
CALL = dict.fromkeys(KEYS, "x") | {"facility": "A", "city": "B", "country": "C"}


def check(event) -> None:
    jsonschema.Draft202012Validator(
        SCHEMA, format_checker=jsonschema.FormatChecker(formats=["date"])
    ).validate(event)


def blocks(language: str) -> list[str]:
    """Return the code blocks of the guide in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", GUIDE, flags=re.DOTALL | re.MULTILINE)


def update(old, new, **options) -> TrialUpdate:
    values = {"observed_at": AT, "from_version": 1, "to_version": 2} | options
    number = new["protocolSection"]["identificationModule"]["nctId"]
    status = new["protocolSection"]["statusModule"].get("overallStatus")
    changes = tuple(enumerate(classify(old, new), 7))
    return TrialUpdate(number, "T", "S", status, registry_date="2026-09-09", changes=changes, **values)


@pytest.fixture
def received(hook):
    """Send a message to a real hook, and return the event that it got."""

    def receive(message):
        made = enveloped(message, number="abc", queued_at=AT, channel="c", public_url="https://w.example.org")
        assert send(hook.url, made).outcome is SendStatus.SENT
        return json.loads(hook.taken[-1][1])["event"]

    return receive


def test_a_hook_receives_what_the_schema_says(received):
    """Of a trial that opened, of one that is gone, of a digest, and of a notice that begins or ends."""
    before = a_record(statusModule__overallStatus="NOT_YET_RECRUITING")
    opened = update(before, a_record(statusModule__overallStatus="RECRUITING"), contacts=(CALL,))
    gone = TrialUpdate(
        "NCT90000001",
        "T",
        "S",
        None,
        3,
        3,
        None,
        ((1, record_events.gone("NCT90000001", None)),),
        observed_at=AT,
    )
    messages = [
        render.message(opened),
        render.message(gone),
        *Digest("nctwatch digest", lambda _change: True).messages([opened, gone]),
        render.notice("nctwatch: stale", ["One."], name="stale"),
        render.notice("nctwatch: fresh", ["Two."], name="stale", state="resolved", notify="success"),
    ]
    types = set()
    for message in messages:
        event = received(message)
        check(event)
        types.add(event["type"])
    assert types == set(SCHEMA["properties"]["type"]["enum"])


def test_every_known_change_is_within_the_schema(corpus, received):
    """Of all pairs of records, in the messages of a digest."""
    updates = [update(old, new) for old, new in corpus.pairs()]
    digest = Digest("nctwatch digest", lambda _change: True)
    for message in digest.messages([candidate for candidate in updates if candidate.changes]):
        check(received(message))


def test_the_test_message_is_an_event_too(hook):
    """Whoever tries a receiver by ``check --send`` tries it with what it will get."""
    assert send(hook.url, channel_test("Words.", "c")).outcome is SendStatus.SENT
    check(json.loads(hook.taken[0][1])["event"])


@pytest.mark.parametrize("spoiled", [{"id": ""}, {"type": "other"}, {"data": {}}, {"time": "today"}])
def test_what_is_wrong_is_found(received, spoiled):
    """The schema is not one that takes everything."""
    event = received(render.message(update(a_record(), a_record(statusModule__overallStatus="SUSPENDED"))))
    with pytest.raises(jsonschema.ValidationError):
        check(event | spoiled)


def test_the_schema_knows_each_kind():
    """A kind that is added is added there too."""
    assert SCHEMA["$defs"]["change"]["properties"]["kind"]["enum"] == list(Kind)


def test_the_examples_of_the_guide_are_right(tmp_path):
    """The event is within the schema, the channels are a configuration, the automation is YAML, the receiver is Python."""
    (body,) = blocks("json")
    check(json.loads(body)["event"])
    path = tmp_path / "nctwatch.toml"
    path.write_text("".join(['[[watch]]\ntrial = "NCT03822858"\n', *blocks("toml")]), "utf-8")
    assert [channel.name for channel in load(path).channels] == ["receiver", "n8n", "home"]
    (automation,) = blocks("yaml")
    assert yaml.safe_load(automation)["triggers"][0]["trigger"] == "webhook"
    (receiver,) = blocks("python")
    compile(receiver, "receiver.py", "exec")
