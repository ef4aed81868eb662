"""Text from strangers stays text, and as short as it must be, whatever it is."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import pytest
from apprise.conversion import html_to_text
from apprise.plugins.slack import NotifySlack
from hypothesis import example, given, settings
from hypothesis import strategies as st
from records import a_record, sites
from updates import Item, digest, message

from monitor.alerts.render import notice
from monitor.alerts.renderers import mail, plain, slack
from monitor.core.changes import classify
from monitor.core.presentation.sanitize import flat
from monitor.model import Change, Kind, Message, Severity, TrialUpdate

PAGE = "https://clinicaltrials.gov/study/NCT90000001"
EVIL = [
    "<!channel>", "<@U123>", "<http://e.example|x>", "[x](http://e.example)", "[x](<http://e.example>)", "\\<!here>",
    "\\\\<!here>", "*b*", "**b**", "_i_", "~s~", "`c`", "```", "\n# h", "\r\nBcc: x@e.example", "\u202e", "\u2066", "\x1b[31m",
    "</td>", "<script>", "<!--", "]]>", "&lt;", "&", '"', "'", "$page", "${foot}", "@everyone", ":smile:", "> q", "\u200b", "\U000e0041",
]  # fmt: skip
TEXT = st.one_of(
    st.text(max_size=60), st.lists(st.sampled_from([*EVIL, "a", " ", "5"]), max_size=12).map("".join)
)
TAGS = {
    "html", "head", "meta", "title", "style", "body", "table", "tr", "td", "p", "h1", "h2", "div", "strong", "span",
    "a", "del", "ins", "hr",
}  # fmt: skip


def made_of(title: str, before: str, after: str) -> Message:
    """Return a message with these texts in every place that a stranger's text can be in."""
    about = TrialUpdate("NCT90000001", title, after, before, 1, 2, title)
    shared = {"before": before, "after": after, "severity": Severity.HIGH}
    changes = [
        Change(kind=Kind.STATUS, event="stopped", path="p.overallStatus", details={"why_stopped": before}, **shared),
        Change(kind=Kind.ELIGIBILITY, event="criterion_reworded", path="p.c", context=(title,), details={"heading": before, "reasons": [{"what": "limited", "of": [after], "opposite": False, "exclusion": True}]}, **shared),
        Change(kind=Kind.DESCRIPTION, event="edited", path="p.d", subject=title, details={"fields": [title]}, **shared),
    ]  # fmt: skip
    return message(about, [Item(number, change, number < 3) for number, change in enumerate(changes, 1)])


class Structure(HTMLParser):
    """The tags of a page, and whether each is closed in its turn."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.odd: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name == "href"]
        self.odd += [name for name, _ in attrs if name.startswith("on") or name == "src"]
        if tag not in {"meta", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.odd.append(f"</{tag}>")

    def handle_comment(self, data):
        self.odd.append(data)


@given(TEXT, TEXT, TEXT)
@settings(max_examples=300, deadline=None)
@example("</td></table><h1>", "<!channel>", "<script>alert(1)</script>")
@example("\\<!channel>", "[x](http://e.example)", "**x** <http://e.example|y>")
@example("\r\nBcc: x@e.example", "\u202egnp", "\r\nBcc: x@e.example")
def test_text_stays_text_in_each_form_of_a_message(title, before, after):
    """On the page, in Slack, as plain text and in the subject; all of one message, which takes longest to write."""
    made = made_of(title, before, after)
    _page_keeps_its_structure(made)
    _slack_gets_no_markup_but_ours(made)
    _plain_text_keeps_its_lines_and_calls_nobody(made)
    for other in (made, notice(title * 9, [before]), digest(title, [])):
        _subject_is_one_printable_line(other.subject)


def _page_keeps_its_structure(made):
    """No text adds a tag, a comment, an attribute or a link to the page."""
    seen = Structure(made.forms["mail"])
    assert set(seen.tags) <= TAGS
    assert not seen.odd
    assert not seen.open
    assert seen.links == [PAGE, f"{PAGE}?tab=history"]
    assert [tag for tag in seen.tags if tag in {"h1", "h2", "table", "title"}] == [
        "title",
        "table",
        "table",
        "h1",
        "h2",
    ]


def _slack_gets_no_markup_but_ours(made):
    """What apprise sends to Slack calls nobody, links nowhere but to the registry, and formats nothing else."""
    text = NotifySlack._commonmark_to_slack(made.forms["slack"])
    assert re.findall(r"<[^>]*>?", text) == [
        f"<{PAGE}|Registry page>",
        f"<{PAGE}?tab=history|Record history>",
    ]
    rest = re.sub(r"<[^>]*>|`nctwatch diff [^`]*`", "", text)
    assert not re.search(r"(?m)(?<!^)>", rest)
    assert not re.search(r"[`\\]|https?://|@\w|<!|<@", rest)
    lines = rest.split("\n")
    marks = [line for line in lines if "*" in line or "~" in line]
    assert all(line.startswith(("*", "• *", "> ")) for line in marks)
    assert [line for line in lines if line.startswith("#")] == []


@given(TEXT)
@settings(max_examples=300, deadline=None)
def test_slack_shows_the_text_as_it_is(text):
    """But for signs that look alike and joiners that nobody sees, Slack shows what the record says."""
    shown = html.unescape(NotifySlack._commonmark_to_slack(f"x {slack.harmless(text)} x"))
    alike = str.maketrans("∗∼ˋ∖ˍ", "*~`\\_")
    assert shown.replace("\u2060", "").translate(alike) == f"x {flat(text)} x".translate(alike)
    assert len(shown) <= slack.weight(f"x {slack.harmless(text)} x")


def _subject_is_one_printable_line(subject):
    """No text breaks a header, hides in it, turns it round, or makes it too long."""
    assert subject.isprintable()
    assert len(html.escape(subject, quote=False)) <= 150


def _plain_text_keeps_its_lines_and_calls_nobody(made):
    """A text adds no line, no control character and no mention to the plain text."""
    lines = made.body.split("\n")
    assert lines[0].startswith("NCT90000001  ")
    assert lines[2] == PAGE
    assert sum(line.startswith("[high]") for line in lines) == 3
    assert all(line.isprintable() for line in lines)
    assert not re.search(r"@(everyone|here|channel)\b(?![\w-]|\.\w)|<[!@]|<https?:|\]\(", made.body)


@pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning")
@pytest.mark.parametrize("sign", ["x", "漢", "&", "<", "*", "e\u0301", "word "])
def test_everything_has_a_bound(sign):
    """A block of 60,000 characters and 500 sites: a mail below 200 KB, a section of Slack, whole sentences."""
    text = "Inclusion Criteria:\n\n* Old\n* " + sign * (60_000 // len(sign))
    old = a_record(contactsLocationsModule__locations=sites(3))
    new = a_record(
        contactsLocationsModule__locations=sites(500, f"{sign * 200} {{}}"),
        eligibilityModule__eligibilityCriteria=text,
        descriptionModule__briefSummary=text,
        statusModule__overallStatus="TERMINATED",
        statusModule__whyStopped=sign * 5_000,
    )
    items = [Item(number, change) for number, change in enumerate(classify(old, new))]
    made = message(TrialUpdate("NCT90000001", sign * 5_000, sign * 5_000, "TERMINATED", 1, 2, None), items)
    from apprise.plugins.email.base import NotifyEmail

    [letter] = NotifyEmail.prepare_emails(
        made.subject, made.forms["mail"], ("", "a@b.example"), [("", "c@d.example")]
    )
    assert len(letter.body) < 200_000
    assert len(made.forms["mail"].encode()) < 100_000
    assert len(NotifySlack._commonmark_to_slack(made.forms["slack"])) < 3_000
    assert len(made.body) <= plain.MAX_BODY
    for form in (made.body, html_to_text(made.forms["mail"]), made.forms["slack"]):
        assert "more changes" in form
        assert "nctwatch changes 0–" in form.rsplit("\n", 1)[-1]
    assert mail.MAX_PAGE < 100_000
