"""What Slack gets: colours by severity, the gravest first, within its limits."""

from __future__ import annotations

import json

import pytest
from apprise.plugins.slack import NotifySlack
from updates import Item, digests, message

from monitor.alerts.render import notice
from monitor.alerts.renderers import slack
from monitor.alerts.renderers.slack_blocks import COLORS, MARK, MAX_BLOCKS, attachments, marked
from monitor.alerts.send import SendStatus, capacity, send
from monitor.model import Change, Kind, Severity, TrialUpdate

URL = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"


def about(number: int) -> TrialUpdate:
    return TrialUpdate(f"NCT9{number:07}", f"Cells & {number}", "", "RECRUITING", 1, 2, "2026-09-07")


def change(severity: Severity, event="edited", kind=Kind.DESCRIPTION, words="It changed.") -> Change:
    return Change(kind, event, "p", "a", "b", severity, recorded_summary=words)


@pytest.fixture
def posted(hook, monkeypatch):
    """Send a message by Slack's own plug-in to a hook here, and return its attachments."""
    monkeypatch.setattr(NotifySlack, "webhook_url", f"http://127.0.0.1:{hook.port}")
    hook.act = lambda handler: handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    def post(made, url=URL):
        assert send(url, made).outcome is SendStatus.SENT
        body = hook.taken[-1][1]
        assert len(json.dumps(json.loads(body), ensure_ascii=False)) < 35_000
        return json.loads(body)["attachments"]

    return post


@pytest.mark.parametrize("severity", [Severity.HIGH, Severity.MEDIUM, Severity.LOW])
def test_the_colour_follows_the_severity(posted, severity):
    """Of one trial: that of its gravest change, below its title."""
    (only,) = posted(message(about(1), [Item(1, change(severity)), Item(2, change(Severity.LOW))]))
    header, section = only["blocks"]
    assert only["color"] == COLORS[severity]
    assert header["text"]["text"].startswith("NCT90000001: description changed")
    assert only["fallback"] == "NCT90000001: description changed (+1 more) – Cells & 1"
    assert MARK not in section["text"]["text"]


def test_a_trial_that_opens_is_told_from_one_that_closes(posted):
    """At a glance, by a green and a red sign, and by a word."""
    made = [
        message(about(1), [Item(1, change(Severity.HIGH, event, Kind.STATUS))])
        for event in ("opened", "closed")
    ]
    first, second = (posted(each)[0]["blocks"][1]["text"]["text"] for each in made)
    assert "🟢 Open to patients" in first
    assert "🔴 Closed to patients" in second


def test_a_digest_has_a_colour_for_each_severity(posted):
    """The gravest first, in the contents and in the sections."""
    levels = [Severity.LOW, Severity.HIGH, Severity.MEDIUM, Severity.HIGH]
    (made,) = digests("d", [(about(n), [Item(n, change(level))]) for n, level in enumerate(levels)])
    found = posted(made)
    order = [COLORS[level] for level in ("high", "medium", "low")]
    assert [attachment["color"] for attachment in found] == [*order * 2, COLORS["noise"]]
    high = "\n".join(block["text"]["text"] for block in found[0]["blocks"])
    assert high.index("NCT90000001") < high.index("NCT90000003")


@pytest.mark.parametrize("number", [60, 400])
def test_a_long_digest_is_within_slacks_limits(posted, number):
    """35,000 characters a message, 3,000 a section, 50 blocks, and every trial is there."""
    words = "It changed < & > in many words. " * 30
    parts = [(about(n), [Item(n, change(list(Severity)[n % 3 + 1], words=words))]) for n in range(number)]
    seen = ""
    for made in digests("d", parts, capacity(URL)):
        blocks = [block for attachment in posted(made) for block in attachment["blocks"]]
        assert len(blocks) <= MAX_BLOCKS
        assert all(0 < len(block["text"]["text"]) <= 3_000 for block in blocks)
        seen += json.dumps(blocks)
    assert all(about(n).nct in seen for n in range(number))


def test_a_notice_has_the_colour_of_its_type(posted):
    """Red while something is wrong, green when it is over."""
    raised = posted(notice("nctwatch: stale", ["One."]))[0]["color"]
    resolved = posted(notice("nctwatch: stale", ["One."], state="resolved", notify="success"))[0]["color"]
    assert raised != resolved


def test_a_line_too_long_for_a_section_is_cut():
    """Slack would refuse the whole message."""
    made = attachments("t", marked("high", "x" * 9_000) + "\nlast", "#fff")
    sections = [block["text"]["text"] for block in made[0]["blocks"][1:]]
    assert [len(text) <= 3_000 for text in sections] == [True, True]
    assert sections[-1] == "last"


def test_a_template_of_the_address_stays(posted, tmp_path):
    """Whoever has blocks of their own gets the text for them."""
    template = tmp_path / "blocks.json"
    template.write_text(
        '{"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "{{app_body}}"}}]}'
    )
    (only,) = posted(message(about(1), [Item(1, change(Severity.HIGH))]), f"{URL}?template={template}")
    (section,) = only["blocks"]
    assert "*High:* It changed." in section["text"]["text"]
    assert MARK not in section["text"]["text"]


def test_a_workflow_gets_text_alone(hook, monkeypatch):
    """It takes no blocks, and nothing of what names severities."""
    monkeypatch.setattr(NotifySlack, "workflow_trigger_url", f"http://127.0.0.1:{hook.port}")
    hook.act = lambda handler: handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    url = "https://hooks.slack.com/triggers/T1JJ3T3L2/1234567890/TIiajkdnlazkcOXrIdevi7FQ"
    assert send(url, message(about(1), [Item(1, change(Severity.HIGH))])).outcome is SendStatus.SENT
    assert MARK not in json.loads(hook.taken[0][1])["text"]
    assert slack.SERVICE == "Slack"
