"""Mail as mail: its headers, its two parts, its thread."""

from __future__ import annotations

import email
import re
from email import policy
from email.header import decode_header, make_header

import pytest
from records import a_record

from monitor.alerts import render
from monitor.alerts.envelope import enveloped
from monitor.alerts.mail_parts import folded
from monitor.alerts.send import SendStatus, send
from monitor.alerts.subject import mail_subject
from monitor.core.changes import classify
from monitor.model import TrialUpdate

TEXT = "Inclusion Criteria:\n\n* Adults\n* EDSS <= {}"
AT = "2026-09-10T10:00:00Z"


def update(title="Cells", versions=(1, 2)) -> TrialUpdate:
    changes = classify(
        a_record(eligibilityModule__eligibilityCriteria=TEXT.format("7.0")),
        a_record(eligibilityModule__eligibilityCriteria=TEXT.format("6.5")),
    )
    return TrialUpdate("NCT90000001", title, "S", "RECRUITING", *versions, None, tuple(enumerate(changes, 7)))


def out(message, number="abc"):
    return enveloped(message, number=number, queued_at=AT, channel="MS team", public_url="")


@pytest.fixture
def arrived(mails):
    """Send a message to a real mail server, and return what arrived there, as bytes and decoded."""

    def arrive(message, query=""):
        url = f"mailto://127.0.0.1:{mails.port}/you@example.org?mode=insecure&from=me@example.org{query}"
        assert send(url, message).outcome is SendStatus.SENT
        raw = mails.taken[-1][1].replace("\r\n", "\n")
        return raw, email.message_from_string(raw, policy=policy.default)

    return arrive


def test_a_mail_says_that_it_is_automatic_and_of_which_list(arrived):
    """So that nobody's out-of-office answers it, and a rule can sort it."""
    _, mail = arrived(out(render.message(update())))
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == "nctwatch <ms-team.nctwatch.localhost>"
    assert mail["X-Nctwatch-Trial"] == "NCT90000001"
    assert mail["X-Nctwatch-Changes"] == "7"


def test_mails_about_a_trial_are_a_thread(arrived):
    """Each has its own identifier, the same for each attempt, and all answer the same."""
    message = render.message(update())
    first, again, other = (arrived(out(message, number))[1] for number in ("abc", "abc", "def"))
    assert first["Message-ID"] == again["Message-ID"] == "<abc@example.org>"
    assert other["Message-ID"] == "<def@example.org>"
    for mail in (first, other):
        assert mail["References"] == mail["In-Reply-To"] == "<nct90000001.trial@nctwatch.invalid>"
    for name in ("Message-ID", "Subject", "References"):
        assert len(first.get_all(name)) == 1
    notice = arrived(out(render.notice("nctwatch: stale", ["One."])))[1]
    assert notice["References"] is None
    assert notice["Auto-Submitted"]


def test_the_text_part_reads_like_the_text_of_a_hook(arrived):
    """It is the message's own text, with what was and what is, and no marks of a redline; the page is the other part."""
    message = render.message(update())
    _, mail = arrived(out(message))
    text, page = mail.iter_parts()
    assert mail.get_content_type() == "multipart/alternative"
    assert text.get_content().strip() == message.body.strip()
    assert "    was: EDSS <= 7.0\n    now: EDSS <= 6.5" in text.get_content()
    assert "{+" not in text.get_content() + page.get_content()
    assert page.get_content().strip() == message.forms["mail"]


def test_a_mail_of_text_alone_has_the_headers_too(arrived):
    """An address with ?format=text gets the text, with everything around it."""
    message = render.message(update())
    _, mail = arrived(out(message), "&format=text")
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().strip() == message.body.strip()
    assert mail["List-Id"]


def test_a_header_of_the_address_wins(arrived):
    """Whoever names one in the address means it."""
    assert arrived(out(render.message(update())), "&%2BList-Id=mine")[1]["List-Id"] == "mine"


def test_a_subject_is_ascii_where_its_letters_are():
    """Our own dashes and arrows are written with signs that every program reads; a title's letters stay."""
    assert mail_subject("NCT1: paused (A → B) – Cells …") == "NCT1: paused (A -> B) - Cells ..."
    assert mail_subject("NCT1: paused – Zellen für Ältere") == "NCT1: paused – Zellen für Ältere"


@pytest.mark.parametrize("title", ["Cells", "Zellen für ältere Menschen " * 6, "漢字" * 60, "word " * 30])
def test_a_subject_is_folded(arrived, title):
    """No line is longer than 76 characters, no encoded word than 75, each decodes alone, and nothing is lost (RFC 2047)."""
    message = render.message(update(title))
    raw, mail = arrived(out(message))
    head = raw.partition("\n\n")[0]
    subject = re.search(r"^Subject:.*\n(?:[ \t].*\n)*", head, re.MULTILINE)[0]
    assert all(len(line) <= 76 for line in subject.splitlines())
    words = re.findall(r"=\?\S+?\?=", subject)
    assert all(len(word) <= 75 and str(make_header(decode_header(word))) for word in words)
    assert bool(words) is not mail_subject(message.subject).isascii()
    assert mail["Subject"] == mail_subject(message.subject)


def test_the_body_of_a_mail_is_left_alone():
    """What is signed stays as it was signed, whatever its headers are."""
    mail = (
        "Subject: =?utf-8?b?w6Q=?=\nX-A: "
        + "word " * 40
        + "\nMessage-ID: <a@b>\n\nSubject: x\n\n"
        + "y" * 200
    )
    head, _, body = folded(mail, "<c@d>").partition("\n\n")
    assert body == mail.partition("\n\n")[2]
    assert "Message-ID: <c@d>" in head
    assert max(map(len, head.splitlines())) <= 76
    assert "<a@b>" in folded(mail)
