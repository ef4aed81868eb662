"""What a message says, and in which order."""

from __future__ import annotations

import re

import pytest
from apprise.conversion import html_to_text
from apprise.manager_plugins import NotificationManager
from apprise.plugins.slack import NotifySlack
from records import a_record, sites
from updates import Item, message

from monitor.alerts.render import notice
from monitor.alerts.renderers import base, mail
from monitor.core.changes import classify
from monitor.core.presentation import redline
from monitor.model import Change, Kind, Message, Origin, Severity, TrialUpdate

ABOUT = TrialUpdate("NCT90000001", "Invented Cells", "Invented Institute", "RECRUITING", 2, 3, "2026-09-07")
PAGE = "https://clinicaltrials.gov/study/NCT90000001"


def changes_of(old, new):
    return [Item(10 + number, change) for number, change in enumerate(classify(old, new))]


def change(summary="It changed.", before=None, after=None, **rest) -> Change:
    """Return a change that an earlier release recorded with a sentence of its own."""
    values = {"kind": Kind.DESCRIPTION, "event": "edited", "path": "protocolSection.x"} | rest
    return Change(before=before, after=after, recorded_summary=summary, **values)


def forms(made: Message) -> list[str]:
    """Return every text that someone gets to read."""
    return [
        made.body,
        html_to_text(made.forms["mail"]),
        NotifySlack._commonmark_to_slack(made.forms["slack"]),
    ]


def criterion(old: str, new: str) -> Message:
    text = "Inclusion Criteria:\n\n* Adults\n* {}"
    return message(
        ABOUT,
        changes_of(
            a_record(eligibilityModule__eligibilityCriteria=text.format(old)),
            a_record(eligibilityModule__eligibilityCriteria=text.format(new)),
        ),
    )


def test_subject_names_number_gravest_change_and_title():
    """The subject says which trial, what happened, how much more, and what the trial is called."""
    made = message(
        ABOUT, [Item(1, change(kind=Kind.RESULTS, event="posted", severity=Severity.HIGH)), Item(2, change())]
    )
    assert made.subject == "NCT90000001: results posted (+1 more) – Invented Cells"


def test_every_form_says_the_change_the_links_the_ids_and_where_to_look():
    """No form leaves out what changed, the two links, the ids, or the command."""
    made = message(ABOUT, changes_of(a_record(), a_record(eligibilityModule__minimumAge="25 Years")))
    for text in forms(made):
        assert "changed from 18 Years to 25 Years" in text
        assert PAGE in text
        assert f"{PAGE}?tab=history" in text
        assert "nctwatch diff NCT90000001 2 3" in text
        assert "nctwatch change 10 · NCT90000001 v2→v3" in text


def test_values_are_not_said_twice():
    """Where the sentence has both values, no form repeats them below it."""
    made = message(ABOUT, changes_of(a_record(), a_record(statusModule__overallStatus="SUSPENDED")))
    assert "was:" not in made.body
    assert "SUSPENDED" not in made.body
    assert "Was:" not in made.forms["mail"]


def test_values_are_shown_where_the_sentence_cuts_them():
    """A long value stands below the sentence, whole, and what it was stands there too."""
    made = message(
        ABOUT, changes_of(a_record(), a_record(descriptionModule__briefSummary="Cells again. " * 30))
    )
    assert "The brief summary changed:\n    was: Cells are given." in made.body
    assert "Cells again. " * 29 in made.body
    assert "Was: Cells are given." in html_to_text(made.forms["mail"])


def test_redline_is_marked_in_every_form():
    """Words taken out and put in are tags in the page, signs in text, markup in Slack."""
    made = criterion("EDSS <= 7.0 now", "EDSS <= 6.5 now")
    assert re.search(r"<del [^>]*>.*7\.0.*</del> <ins [^>]*>.*6\.5.*</ins>", made.forms["mail"])
    assert "> EDSS &lt;= ~7.0~ *6.5* now" in NotifySlack._commonmark_to_slack(made.forms["slack"])
    assert "    was: EDSS <= 7.0 now\n    now: EDSS <= 6.5 now" in made.body


def test_redline_marks_of_slack_stand_apart_from_words():
    """Slack takes a mark for one only next to a space, so that a part of a word gets some."""
    made = criterion("at most 100mg daily", "at most 250mg daily")
    text = NotifySlack._commonmark_to_slack(made.forms["slack"])
    assert re.search(r"(?<=\s)~\S+~ \*\S+\*(?=\s)", text)


def test_changes_that_ride_along_are_told_briefly():
    """What a channel did not ask for follows under a heading, without its long values."""
    long = change(None, "a" * 900, "b" * 900, details={"fields": ["briefSummary"]})
    asked = change(kind=Kind.STATUS, event="paused", severity=Severity.HIGH)
    made = message(ABOUT, [Item(1, asked), Item(2, long, asked=False)])
    for text in forms(made):
        assert (
            text.index("It changed.")
            < text.index("Also in this release")
            < text.index("The brief summary changed.")
        )
        assert "aaa" not in text


@pytest.mark.parametrize("number", [9, 230])
def test_many_alike_changes_are_grouped(number):
    """Of 230 new sites the first few are told, and the rest counted; a group of one more is not worth it."""
    new = a_record(contactsLocationsModule__locations=sites(3 + number))
    made = message(ABOUT, changes_of(a_record(), new))
    assert made.body.count("Site added") == (9 if number == 9 else 8)
    assert ("and 222 more changes of this kind (site added)" in made.body) == (number == 230)
    assert "nctwatch changes" in made.body


def test_noise_is_counted_and_not_told():
    """Housekeeping is one line; where there is nothing else, it is told."""
    noise = change("A stamp moved.", severity=Severity.NOISE)
    assert "A stamp moved" not in message(ABOUT, [Item(1, change()), Item(2, noise)]).body
    assert (
        "Plus 1 routine update (dates and stamps)."
        in message(ABOUT, [Item(1, change()), Item(2, noise)]).body
    )
    assert "A stamp moved" in message(ABOUT, [Item(2, noise)]).body


def test_severity_is_a_word_in_every_form():
    """Nobody needs colours to see what matters."""
    made = message(ABOUT, [Item(1, change(severity=Severity.HIGH))])
    assert "[high] It changed" in made.body
    assert "High importance · description" in html_to_text(made.forms["mail"])
    assert "*High:*" in NotifySlack._commonmark_to_slack(made.forms["slack"])


def test_change_by_the_registry_says_so():
    """Nobody takes the registry's own doing for the sponsor's."""
    for text in forms(message(ABOUT, [Item(1, change(origin=Origin.REGISTRY))])):
        assert "the registry itself" in text


def test_same_changes_make_the_same_message():
    """A second attempt sends the same bytes, so that a second copy is known as one."""
    changes = changes_of(a_record(), a_record(statusModule__overallStatus="SUSPENDED"))
    assert message(ABOUT, changes) == message(ABOUT, changes)


def test_runs_of_ids_are_named_in_one():
    """A few ids are listed, a long run is named by its ends."""
    few = message(ABOUT, [Item(number, change(path=f"p{number}")) for number in (3, 4, 9)])
    many = message(ABOUT, [Item(number, change(path=f"p{number}")) for number in range(100, 900)])
    assert "nctwatch changes 3, 4, 9 ·" in few.body
    assert "nctwatch changes 100–899 ·" in many.body


def test_last_paragraph_of_the_text_is_the_foot():
    """A service that takes less keeps the last paragraph, which has the links and the identity."""
    foot = message(ABOUT, [Item(1, change())]).body.rpartition("\n\n")[2]
    assert foot.startswith("Record history: ")
    assert foot.endswith("nctwatch change 1 · NCT90000001 v2→v3")


def test_notice_has_its_sentences_in_every_form():
    """A notice about the watch itself has the look of a message, and no trial; a mail sets commands as code."""
    made = notice("nctwatch: stale\nBcc: x", ["First sentence.", "Second: `nctwatch status` says it."])
    assert made.subject == "nctwatch: stale Bcc: x"
    plain, mail, slack = forms(made)
    for text in (plain, slack):
        assert "First sentence.\n\nSecond: `nctwatch status` says it." in text
    assert "First sentence.\n\nSecond: nctwatch status says it." in mail
    assert ">nctwatch status</span>" in made.forms["mail"]


@pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning")
def test_mail_is_a_page_with_a_text_part():
    """Apprise makes both parts of the mail from the page, below 200 KB, with the subject on one line."""
    made = criterion("EDSS <= 7.0", "EDSS <= 6.5")
    from apprise.plugins.email.base import NotifyEmail

    [mail] = NotifyEmail.prepare_emails(
        made.subject, made.forms["mail"], ("", "a@b.example"), [("", "c@d.example")]
    )
    assert "multipart/alternative" in mail.body
    assert re.search(r"^Content-Type: text/plain", mail.body, re.MULTILINE)
    assert len(mail.body) < 200_000


def test_page_loads_nothing_and_links_only_to_the_registry():
    """No picture, no script, no style sheet from elsewhere; dark where the reader wants it."""
    page = criterion("one", "two").forms["mail"]
    assert not re.search(r"<(img|script|link|iframe|form)|url\(|@import|src=", page)
    assert set(re.findall(r'href="([^"]*)"', page)) == {PAGE, f"{PAGE}?tab=history"}
    assert "prefers-color-scheme: dark" in page
    assert 'name="color-scheme" content="light dark"' in page


def test_page_is_readable_without_its_style_sheet():
    """Programs that drop the style sheet keep the colours and strokes of the redline, which are in the tags."""
    page = re.sub(r"<style>.*?</style>", "", criterion("one", "two").forms["mail"], flags=re.DOTALL)
    assert re.search(r'<del style="[^"]*line-through', page)
    assert re.search(r'<ins style="[^"]*underline', page)
    assert "max-width:640px" in page


@pytest.mark.parametrize(
    ("service", "takes", "expected"),
    [
        ("E-Mail", "html", ("page", "html")),
        ("E-Mail", "text", ("plain", "text")),
        ("Slack", "markdown", ("slack", "markdown")),
        ("Slack", "text", ("plain", "text")),
        ("Telegram", "html", ("plain", "text")),
        ("JSON", "html", ("plain", "text")),
        ("Discord", "markdown", ("plain", "text")),
    ],
)
def test_each_service_gets_the_form_that_it_takes(service, takes, expected):
    """Mail gets the page, Slack its own text, whoever asks for text and all others plain text."""
    assert (
        base.text_for(Message("subject", "plain", {"mail": "page", "slack": "slack"}), service, takes)
        == expected
    )


def test_message_kept_as_plain_text_alone_goes_out_as_it_is():
    """A delivery of which only the text is known is sent as text to mail and Slack too."""
    only = Message("subject", "plain")
    assert base.text_for(only, "E-Mail", "html") == ("plain", "text")
    assert base.text_for(only, "Slack", "markdown") == ("plain", "text")


@pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning")
def test_names_of_services_are_apprises():
    """A service that apprise renames is noticed."""
    names = {str(plugin.service_name): plugin for plugin in NotificationManager().plugins()}
    assert set(names) >= mail.SERVICES | {"Slack"}
    assert all("html" in str(names[name].notify_format).lower() for name in mail.SERVICES)


def test_long_unchanged_text_is_left_out_around_the_changes():
    """A redline of a long text shows the changes, not the first thousand words."""
    words = " ".join(f"word{number}" for number in range(500))
    spans, left = redline.redline(words, words.replace("word250", "other"), limit=1_000)
    assert redline.marked(spans).startswith("… ")
    assert "[-word250-]{+other+}" in redline.marked(spans)
    assert len(redline.marked(spans)) < 400
    assert left == 0


def test_long_values_are_cut_where_they_differ():
    """What was and what is show the difference, also when it is far behind the start."""
    words = " ".join(f"word{number}" for number in range(900))
    was, now = redline.sides(words, words.replace("word700", "other"), limit=500)
    assert "word700" in was.text
    assert "other" in now.text
    assert max(len(str(was)), len(str(now))) < 600


def test_each_change_links_to_its_page_where_the_service_has_one():
    """In every form, also of what only rides along; without a public address no form has a link of ours."""
    changes = [Item(12, change()), Item(13, change("Another thing changed."), asked=False)]
    made = message(ABOUT, changes, public_url="https://w.example.org/n")
    for form in (made.body, html_to_text(made.forms["mail"]), made.forms["slack"]):
        assert "https://w.example.org/n/change/12" in form
        assert "https://w.example.org/n/change/13" in form
    assert "[page](<https://w.example.org/n/change/12>)" in made.forms["slack"]
    without = message(ABOUT, changes)
    assert not [text for text in (without.body, *without.forms.values()) if "/change/" in text]
