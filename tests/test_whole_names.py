"""A sponsor's words inside a sentence are told whole in every format, whatever words they are."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from xml.etree import ElementTree as ET

import lives
import pytest
from apprise.conversion import html_to_text
from apprise.plugins.slack import NotifySlack
from click.testing import CliRunner
from records import a_record

from monitor.alerts import render
from monitor.cli import nctwatch
from monitor.core.presentation.change_json import change_json
from monitor.core.watchlist import NAMED
from monitor.model import Kind, TrialUpdate
from monitor.report import pages, write
from monitor.report.queries import Source
from monitor.store.changes import list_changes
from monitor.store.news import Filter
from monitor.store.opening import open_for_reading, open_for_writing

NCT = "NCT90000001"
NOW = datetime(2026, 9, 10, 12, tzinfo=UTC)
UPDATED = {"statusModule__lastUpdatePostDateStruct": {"date": "2026-09-08", "type": "ACTUAL"}}
NAMES = [
    "Number whose therapy changed from IV to oral",
    "Share whose dose is now lower: it was “halved”",
    "Pain was removed; it was “severe” and is now “mild”",
    "Status went from bad to worse: measured twice was added: pain",
]


@pytest.fixture(scope="module", params=NAMES, ids=lambda name: name.split()[0])
def reworded(request, tmp_path_factory):
    """Return the name of a primary outcome, and the path of a store in which it got a description."""
    name = " ".join(request.param.split())
    first = {"measure": request.param, "timeFrame": "12 months"}
    path = tmp_path_factory.mktemp("names") / "store.db"
    with open_for_writing(path) as store:
        lives.keep(store, NCT, a_record(outcomesModule__primaryOutcomes=[first]), "2026-09-02")
        second = first | {"description": "Counted at each visit"}
        lives.keep(store, NCT, a_record(outcomesModule__primaryOutcomes=[second], **UPDATED), "2026-09-08")
    return name, path


@pytest.fixture
def logged(reworded):
    with open_for_reading(reworded[1]) as reader:
        (change,) = list_changes(reader, kind=str(Kind.OUTCOMES))
    return change


def test_messages_tell_the_whole_name(reworded, logged):
    """Plain text, mail and Slack, asked for or following, name the outcome as the record does."""
    name, _ = reworded
    update = TrialUpdate(NCT, "Cells", "", "RECRUITING", 1, 2, None, ((logged.id, logged.change),))
    for asks in (lambda _change: True, lambda _change: False):
        made = render.message(update, asks)
        texts = [made.body, html_to_text(made.forms["mail"])]
        texts.append(unescape(NotifySlack._commonmark_to_slack(made.forms["slack"])).replace("\u2060", ""))
        for text in texts:
            assert f"primary outcome “{name}”" in text


def test_commands_tell_the_whole_name(reworded):
    """`diff`, `changes` and both as JSON."""
    name, path = reworded
    for arguments in (["diff", NCT], ["diff", NCT, "--json"], ["changes", "--json"]):
        ran = CliRunner().invoke(nctwatch, arguments, env={"NCTWATCH_DB": str(path)})
        assert ran.exit_code == 0, ran.output
        assert f"primary outcome “{name}”" in ran.output


def test_pages_and_feed_tell_the_whole_name(reworded, logged):
    """The trial's page, the change's own page and the feed."""
    name, path = reworded
    with open_for_reading(path) as reader:
        source = Source(reader, {NCT: NAMED}, NOW.date())
        whole = write.page(source, [], NOW)
        single = pages.change(pages.Links("now"), source.single(logged.id))
        feed = ET.fromstring(write.feed(reader, None, Filter(), ""))
    for page in (whole, single):
        assert f"primary outcome “{name}”" in unescape(re.sub(r"<[^>]*>", "", page))
    assert f"primary outcome “{name}”" in "".join(feed.itertext())


def test_the_change_in_json_has_its_parts(reworded, logged):
    """The sentence, and both sides as values."""
    name, _ = reworded
    made = change_json(logged)
    assert f"primary outcome “{name}”" in made["summary"]
    assert " ".join(logged.change.subject.split()) == name
    assert (made["before"].get("description"), made["after"]["description"]) == (
        None,
        "Counted at each visit",
    )
