"""Messages for programs: CloudEvents on JSON hooks, apprise's types by severity, and whom to ask."""

from __future__ import annotations

import json

import apprise
import pytest
from records import a_record

from monitor.alerts import render
from monitor.alerts.render_digest import Digest
from monitor.alerts.renderers.event import envelope
from monitor.alerts.services import INCIDENTS, type_for
from monitor.core.changes import classify
from monitor.core.records.contacts import whom_to_ask
from monitor.model import Kind, TrialUpdate

CALL = {"name": "Study Office", "phone": "555-0100", "email": "office@example.org"}
AT = "2026-09-10T10:00:00Z"


def opened(**options):
    """Return what a poll knows of a trial that opened."""
    before = a_record(statusModule__overallStatus="NOT_YET_RECRUITING")
    changes = classify(before, a_record(statusModule__overallStatus="RECRUITING"))
    values = {"contacts": (CALL,), "observed_at": AT} | options
    return TrialUpdate(
        "NCT90000001", "Cells", "S", "RECRUITING", 1, 2, "2026-09-09", tuple(enumerate(changes, 7)), **values
    )


def digest(title, updates):
    """Return a digest that is one message, for a channel that asks for everything."""
    (made,) = Digest(title, lambda _change: True).messages(updates)
    return made


def test_a_trial_is_an_event_with_its_changes():
    """Its type, its number as the subject, and the changes with the keys of ``changes --json``."""
    event = render.message(opened()).event
    assert (event["type"], event["subject"]) == ("nctwatch.trial.changed", "NCT90000001")
    data = event["data"]
    assert (data["severity"], data["from_version"], data["to_version"]) == ("high", 1, 2)
    assert data["url"] == "https://clinicaltrials.gov/study/NCT90000001"
    assert data["contacts"] == [CALL]
    (change,) = data["changes"]
    assert (change["id"], change["event"], change["observed_at"]) == (7, "opened", AT)
    assert change["summary"]
    json.dumps(event)


def test_a_digest_and_a_notice_are_events():
    """A digest has each trial; a notice has what it is about and whether it began or is over."""
    assert len(digest("nctwatch digest", [opened(), opened()]).event["data"]["trials"]) == 2
    notice = render.notice("nctwatch: stale", ["One."], name="stale", state="resolved", notify="success")
    assert notice.event["type"] == "nctwatch.notice"
    assert notice.event["data"] == {"state": "resolved", "about": "stale", "sentences": ["One."]}


def test_the_envelope_is_cloudevents():
    """All attributes that CloudEvents 1.0 asks for, with the same id for each attempt."""
    event = envelope(render.message(opened()).event, number="abc", time=AT, source="")
    assert {key: event[key] for key in ("specversion", "id", "source", "time", "datacontenttype")} == {
        "specversion": "1.0",
        "id": "abc",
        "source": "nctwatch",
        "time": AT,
        "datacontenttype": "application/json",
    }


def test_the_type_follows_the_gravest_change_that_is_asked_for():
    """A warning where it is high, else only information; a notice is a failure until it is over."""
    update = opened()
    assert render.message(update).notify == "warning"
    assert render.message(update, lambda change: change.kind is not Kind.STATUS).notify == "info"
    assert digest("d", [update]).notify == "warning"
    assert render.notice("n", ["s"]).notify == "failure"


@pytest.mark.parametrize("service", sorted(INCIDENTS))
def test_a_service_of_incidents_gets_what_makes_one(service):
    """Never what it takes for a note or for the end of an incident."""
    assert {type_for(service, kind) for kind in ("info", "success", "warning")} == {"warning"}
    assert type_for(service, "failure") == "failure"
    assert type_for("JSON", "info") == "info"


def test_the_services_are_named_as_apprise_names_them():
    """A service whose name apprise changes would be told nothing again."""
    known = {str(plugin["service_name"]) for plugin in apprise.Apprise().details()["schemas"]}
    assert known >= INCIDENTS


def test_whom_to_ask_is_in_every_format():
    """Of a trial that opened: the central contact with its number and address."""
    message = render.message(opened())
    for text in (message.body, *message.forms.values()):
        assert "Study Office" in text
        assert "555-0100" in text
    assert "Whom to ask" not in render.message(opened(contacts=())).body


def test_contacts_of_open_sites_stand_in_for_central_ones():
    """With where the site is; closed sites and contacts without a number or address are left out."""
    record = a_record()
    module = record["protocolSection"]["contactsLocationsModule"] = {
        "locations": [
            {"facility": "A", "city": "X", "status": "COMPLETED", "contacts": [CALL]},
            {"facility": "B", "city": "Y", "status": "RECRUITING", "contacts": [{"name": "Nobody"}, CALL]},
        ]
    }
    assert whom_to_ask(record) == (CALL | {"facility": "B", "city": "Y"},)
    module["centralContacts"] = [{"name": "Desk", "email": "desk@example.org"}]
    assert whom_to_ask(record) == ({"name": "Desk", "email": "desk@example.org"},)
