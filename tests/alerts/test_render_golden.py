"""Whole messages, to be read: `NCTWATCH_GOLDEN=write pytest tests/alerts/test_render_golden.py` writes them anew.

For each case: the plain text, which is a mail's text part too, the page of a mail (open it in a browser), and the text
as Slack gets it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from apprise.plugins.slack import NotifySlack
from records import a_record, sites
from updates import Item, digest, message

from monitor.alerts.render import notice
from monitor.alerts.renderers.slack_blocks import MARK
from monitor.core.changes import classify, record_events
from monitor.model import Message, TrialUpdate

GOLDEN = Path(__file__).parent / "golden"
TISCH = "Tisch Multiple Sclerosis Research Center of New York"
LONG = (
    "Progressive multiple sclerosis by the 2017 McDonald criteria, EDSS from 3.0 to {} at screening, no relapse"
    " within the last {} months, stable treatment for 6 months, and adequate {} function as shown by laboratory"
    " values within 28 days before the first injection (ANC >= 1,500/mm3, platelets >= {}/mm3)"
)
UPDATED = {
    "statusModule__lastUpdateSubmitDate": "2026-09-05",
    "statusModule__lastUpdatePostDateStruct": {"date": "2026-09-07", "type": "ACTUAL"},
}


def about(title="Invented Cells in an Invented Disease", sponsor="Invented Institute", status="RECRUITING"):
    return TrialUpdate("NCT90000001", title, sponsor, status, 2, 3, "2026-09-07")


def items_of(old, new, *, asked=None):
    """Return the changes between two records, those of the kinds asked for first, as a channel gets them."""
    changes = classify(old, new)
    order = sorted(
        changes, key=lambda change: (asked is not None and change.kind not in asked, -change.severity.rank)
    )
    return [
        Item(12 + changes.index(change), change, asked is None or change.kind in asked) for change in order
    ]


def status() -> Message:
    title = (
        "Expanded Access to Intrathecal Administration of Autologous Cells in Progressive Multiple Sclerosis"
    )
    new = a_record(statusModule__overallStatus="TEMPORARILY_NOT_AVAILABLE", **UPDATED)
    return message(
        about(title, TISCH, "TEMPORARILY_NOT_AVAILABLE"),
        items_of(a_record(statusModule__overallStatus="AVAILABLE"), new),
    )


def criteria(*lines: str) -> str:
    return "\n".join(["Inclusion Criteria:", "", *lines])


def eligibility() -> Message:
    old = criteria(
        "* " + LONG.format("7.0", "12", "organ", "100,000"),
        "* EDSS \\>= 3.0 and \\<= 7.0",
        "",
        "Exclusion Criteria:",
        "",
        "* Fever",
        "* Pregnancy",
    )
    new = criteria(
        "* " + LONG.format("6.5", "24", "liver and kidney", "75,000"),
        "* EDSS \\>= 3.0 and \\<= 6.5",
        "",
        "Exclusion Criteria:",
        "",
        "* Pregnancy",
        "* Any earlier treatment with stem cells, including bone marrow transplantation",
    )
    after = a_record(
        eligibilityModule__eligibilityCriteria=new,
        eligibilityModule__minimumAge="25 Years",
        descriptionModule__briefSummary="Cells are given twice.",
        **UPDATED,
    )
    return message(
        about(), items_of(a_record(eligibilityModule__eligibilityCriteria=old), after, asked={"eligibility"})
    )


def results() -> Message:
    new = a_record(statusModule__resultsFirstSubmitDate="2026-07-20", **UPDATED)
    new |= {
        "hasResults": True,
        "resultsSection": {"outcomeMeasuresModule": {"outcomeMeasures": [{"title": "Safety"}]}},
    }
    return message(about(status="COMPLETED"), items_of(a_record(), new))


def mixed() -> Message:
    new = a_record(
        statusModule__overallStatus="SUSPENDED",
        statusModule__whyStopped="Supply of cells",
        statusModule__primaryCompletionDateStruct={"date": "2028-01", "type": "ESTIMATED"},
        designModule__enrollmentInfo={"count": 1200, "type": "ESTIMATED"},
        descriptionModule__briefSummary="Cells are given. " * 40,
        **UPDATED,
    )
    return message(about(status="SUSPENDED"), items_of(a_record(), new, asked={"status"}))


def large() -> Message:
    words = [
        "patients",
        "with",
        "prior",
        "therapy",
        "must",
        "have",
        "adequate",
        "bone",
        "function",
        "no",
        "infection",
    ]
    change = " ".join(f"{words[number % 11]}{number % 97}" for number in range(8_000))
    places = sites(500)
    for place in places:
        place["status"] = "COMPLETED"
    old = a_record(
        contactsLocationsModule__locations=sites(270),
        eligibilityModule__eligibilityCriteria=criteria(f"* {change}"),
    )
    new = a_record(
        contactsLocationsModule__locations=places,
        eligibilityModule__eligibilityCriteria=criteria(
            f"* {change.replace('infection19', 'disease19').replace('bone5', 'bones5')}"
        ),
        statusModule__overallStatus="ACTIVE_NOT_RECRUITING",
        **UPDATED,
    )
    return message(about(status="ACTIVE_NOT_RECRUITING"), items_of(old, new))


HOSTILE = (
    "<script>alert(1)</script> <!channel> <@U123> <http://evil.example|Click> [Click](http://evil.example) "
    "*bold* _it_ ~st~ `code` \\<!here> @everyone \u202egnp.exe\u202c \x1b[31m\r\nBcc: x@y.example "
    "</td></table><h1>HI</h1> $page ${foot} &lt;b&gt; a.evil.example"
)


def hostile() -> Message:
    new = a_record(
        statusModule__overallStatus="TERMINATED",
        statusModule__whyStopped=HOSTILE,
        descriptionModule__briefSummary=HOSTILE,
        eligibilityModule__eligibilityCriteria=criteria(f"* Adults {' '.join(HOSTILE.split())}"),
        **UPDATED,
    )
    return message(about(HOSTILE, HOSTILE, "TERMINATED"), items_of(a_record(), new))


def gone() -> Message:
    seen = about(status="RECRUITING")
    same = TrialUpdate(seen.nct, seen.title, seen.sponsor, seen.status, 3, 3, seen.registry_date)
    return message(same, [Item(7, record_events.gone(seen.nct, "RECRUITING"))])


def stale() -> Message:
    return notice(
        "nctwatch: no successful poll for 3 days",
        [
            "The last successful poll was on 2026-09-04 at 08:30 UTC; since then the registry refuses this client.",
            "Nothing is known of what changed since. `nctwatch status` shows what is held.",
        ],
    )


def weekly() -> Message:
    change = items_of(a_record(), a_record(statusModule__overallStatus="COMPLETED", **UPDATED))
    two = items_of(a_record(), a_record(eligibilityModule__minimumAge="25 Years", **UPDATED))
    other = TrialUpdate("NCT90000002", "Other Cells", "Invented University", "RECRUITING", 1, 2, "2026-09-08")
    return digest("Weekly digest", [(about(status="COMPLETED"), change), (other, two)])


CASES = [status, eligibility, results, mixed, large, hostile, gone, stale, weekly]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_message_reads_as_it_was_read(case):
    """Each message is, in every form, what someone read and found good."""
    made = case()
    forms = {
        "txt": f"{made.subject}\n\n{made.body}\n",
        "html": f"{made.forms['mail']}\n",
        "slack.txt": f"{NotifySlack._commonmark_to_slack(made.forms['slack']).replace(MARK, 'severity: ')}\n",
    }
    for form, text in forms.items():
        file = GOLDEN / f"{case.__name__}.{form}"
        if os.environ.get("NCTWATCH_GOLDEN") == "write":
            GOLDEN.mkdir(exist_ok=True)
            file.write_text(text, "utf-8")
        assert file.read_text("utf-8") == text
