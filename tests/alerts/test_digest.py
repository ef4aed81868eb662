"""Digests: every trial is named, the gravest first, in as many messages as that takes."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest
from apprise.conversion import html_to_text
from updates import Item, digest, digests

from monitor.alerts.capacity import Capacity
from monitor.alerts.render_digest import Digest
from monitor.alerts.renderers import mail, plain, slack
from monitor.alerts.renderers.slack_blocks import unmarked
from monitor.alerts.send import capacity
from monitor.core.changes import classify
from monitor.core.records.canonical import without_stamp
from monitor.model import Change, Kind, Severity, TrialUpdate

ABOUT = TrialUpdate("NCT90000001", "Invented Cells", "Invented Institute", "RECRUITING", 2, 3, "2026-09-07")
NUMBER = re.compile(r"NCT\d{8}")


def about(number: int) -> TrialUpdate:
    return TrialUpdate(f"NCT9{number:07}", f"Cells {number}", "", "RECRUITING", 1, 2, "2026-09-07")


def change(kind=Kind.DESCRIPTION, severity=Severity.LOW, event="edited", words="It changed.") -> Change:
    return Change(kind, event, "p", "a", "b", severity, recorded_summary=words)


def listed(text: str) -> list[str]:
    """Return the numbers of the trials in the contents of a message in plain text."""
    return [NUMBER.search(line)[0] for line in text.partition("─")[0].splitlines() if line.startswith("[")]


def test_contents_are_at_the_top():
    """Each trial has a line before the first is told in full, and each is told in full where there is room."""
    parts = [(about(1), [Item(1, change(words="First."))]), (about(2), [Item(2, change(words="Second."))])]
    made = digest("Weekly digest", parts)
    assert made.subject == "Weekly digest: 2 changes in 2 trials"
    for text in (made.body, html_to_text(made.forms["mail"]), unmarked(made.forms["slack"])):
        assert text.index("NCT90000001") < text.index("NCT90000002") < text.index("First.")
        assert text.index("First.") < text.index("Second.")
        assert text.startswith(("2 trials, the gravest first.", "Weekly digest: 2 changes in 2 trials"))


def test_the_gravest_trial_leads():
    """By severity; within one, status before results before eligibility before all others."""
    order = [
        (Severity.HIGH, Kind.STATUS),
        (Severity.HIGH, Kind.RESULTS),
        (Severity.HIGH, Kind.LOCATIONS),
        (Severity.MEDIUM, Kind.STATUS),
        (Severity.MEDIUM, Kind.ELIGIBILITY),
        (Severity.LOW, Kind.RESULTS),
    ]
    parts = [
        (about(place), [Item(place, change(kind, severity))]) for place, (severity, kind) in enumerate(order)
    ]
    for shuffled in (parts[::-1], parts[3:] + parts[:3]):
        made = digest("d", shuffled)
        assert listed(made.body) == [about(place).nct for place in range(6)]
        assert [trial["trial"] for trial in made.event["data"]["trials"]] == listed(made.body)


def test_the_subject_counts_what_is_asked_for():
    """What rides along, and what is noise, is not counted."""
    noise = change(Kind.RECORD, Severity.NOISE, "housekeeping")
    high = change(Kind.STATUS, Severity.HIGH, "paused")
    parts = [
        (about(1), [Item(1, high), Item(2, change(), asked=False), Item(3, noise)]),
        (about(2), [Item(4, change(Kind.RESULTS))]),
    ]
    assert digest("d", parts).subject == "d: 2 changes in 2 trials, 1 of high importance"


@pytest.mark.parametrize(
    ("number", "url"), [(60, "discord://123456789012345678/abcdefghijklmnop"), (1_000, "json://127.0.0.1")]
)
def test_many_trials_go_into_numbered_messages(number, url):
    """Each names its trials in order, none twice, none is left out, and each is within what the service takes."""
    parts = [
        (about(place), [Item(place, change(words="It changed in many words. " * 40))])
        for place in range(number)
    ]
    taken = capacity(url)
    made = digests("d", parts, taken)
    numbers = [about(place).nct for place in range(number)]
    assert [trial for part in made for trial in listed(part.body)] == numbers
    assert [trial["trial"] for part in made for trial in part.event["data"]["trials"]] == numbers
    assert len(made) > 1
    for place, part in enumerate(made, 1):
        assert part.subject == f"d {place} of {len(made)}: {number:,} changes in {number:,} trials"
        assert len(part.body) <= taken.room
        assert part.body.startswith("Trials ")
        assert (part.event["data"]["part"], part.event["data"]["parts"]) == (place, len(made))


@pytest.mark.parametrize(
    ("form", "room"), [(mail, 45_000), (slack, 12_000), (plain, 12_000)], ids=["mail", "slack", "plain"]
)
def test_the_first_message_has_the_contents_of_all(form, room):
    """Where they have room there: who reads it alone knows every trial; the others tell theirs, under their own contents."""
    parts = [
        (about(place), [Item(place, change(words="It changed in many words. " * 200))]) for place in range(60)
    ]
    numbers = [about(place).nct for place in range(60)]
    first, *others = digests("d", parts, Capacity(form, room))
    assert others
    text = first.body if form is plain else first.forms[form.NAME]
    assert set(NUMBER.findall(text)) == set(numbers)
    assert "in the further messages" in text
    told = [[trial["trial"] for trial in one.event["data"]["trials"]] for one in (first, *others)]
    assert [number for trials in told for number in trials] == numbers
    for trials, one in zip(told[1:], others, strict=True):
        assert set(NUMBER.findall(one.body if form is plain else one.forms[form.NAME])) == set(trials)
    sizes = [form.size(one.body if form is plain else one.forms[form.NAME]) for one in (first, *others)]
    assert form is mail or max(sizes) <= room  # the frame of a page is not of its room


def test_a_trial_without_a_section_is_said_to_have_none():
    """Nobody takes a headline for all that there is."""
    parts = [(about(place), [Item(place, change(words="It changed. " * 60))]) for place in range(300)]
    *_, last = digests("d", parts)
    assert re.search(r"Of \d+ trials only the headline is given here\.", last.body)
    assert "nctwatch diff with a trial's number" in last.body


def test_short_messages_have_lines_alone():
    """A telephone's message of 150 characters has a trial or two, and its reference."""
    parts = [(about(place), [Item(place, change())]) for place in range(6)]
    made = digests("d", parts, Capacity(plain, 200))
    assert [trial for part in made for trial in listed(part.body)] == [about(place).nct for place in range(6)]
    assert all(len(part.body) <= 200 for part in made)


def test_steps_of_a_trial_are_told_together():
    """A trial that changed in two releases is one trial, and each change keeps its own step."""
    from monitor.digest import by_trial

    first = TrialUpdate("NCT90000001", "C", "", None, 1, 2, "2026-09-01", ((1, change(Kind.STATUS)),))
    other = TrialUpdate("NCT90000002", "D", "", None, 4, 5, "2026-09-01", ((2, change()),))
    last = TrialUpdate("NCT90000001", "C", "", None, 2, 3, "2026-09-08", ((3, change()),))
    joined = by_trial([first, other, last])
    assert [update.nct for update in joined] == ["NCT90000001", "NCT90000002"]
    (made,) = Digest("d", lambda _change: True).messages(joined)
    assert made.subject == "d: 3 changes in 2 trials"
    assert "nctwatch diff NCT90000001 1 3" in made.body
    data = made.event["data"]["trials"][0]
    assert (data["from_version"], data["to_version"]) == (1, 3)
    steps = [
        (part["id"], part["from_version"], part["to_version"], part["registry_date"])
        for part in data["changes"]
    ]
    assert steps == [(1, 1, 2, "2026-09-01"), (3, 2, 3, "2026-09-08")]


def test_the_capacity_is_the_services_own():
    """Mail and Slack by their format; others by what apprise knows of them, and at most what is read whole."""
    assert capacity("mailto://a:b@example.org").format is mail
    assert capacity("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ").format is slack
    assert capacity("discord://123456789012345678/abcdefghijklmnop").room < 2_000
    assert capacity("gotify://127.0.0.1/abcdefghijklmnop") == Capacity(plain, plain.ROOM)
    assert capacity("json://127.0.0.1").room > plain.ROOM
    assert capacity("no address") == Capacity(plain, plain.ROOM)


def real_updates(steps, most) -> list[TrialUpdate]:
    """Return the updates of so many trials from pairs of records that differ."""
    found = {}
    for old, new in steps:
        if len(found) == most:
            break
        if without_stamp(old) == without_stamp(new):
            continue
        changes = classify(old, new)
        module = new["protocolSection"]
        number = module["identificationModule"]["nctId"]
        title = module["identificationModule"].get("briefTitle", "")
        if any(part.severity is not Severity.NOISE for part in changes) and number not in found:
            ids = enumerate(changes, 100 * len(found))
            status = module["statusModule"].get("overallStatus")
            found[number] = TrialUpdate(number, title, "", status, 1, 2, "2026-09-01", tuple(ids))
    return list(found.values())


@pytest.fixture(scope="module")
def of_25(real) -> list[TrialUpdate]:
    """Twenty-five real trials as they changed from the first day on record to the last."""
    days = {}
    for line in real.series():
        days.setdefault(line["nctId"], []).append(line["record"])
    return real_updates(((records[0], records[-1]) for records in days.values()), 25)


@pytest.fixture(scope="module")
def of_300(real) -> list[TrialUpdate]:
    """Three hundred real trials, each of which ends."""
    return real_updates((stopped(json.loads(line)) for line in real.lines()), 300)


def stopped(record):
    """Return a record as it is, and as one of a trial that was stopped."""
    status = {**record["protocolSection"]["statusModule"], "overallStatus": "TERMINATED"}
    return record, record | {"protocolSection": record["protocolSection"] | {"statusModule": status}}


ADDRESSES = {
    "text": "gotify://127.0.0.1/abcdefghijklmnop",
    "json": "json://127.0.0.1",
    "mail": "mailto://a:b@example.org",
    "slack": "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
    "discord": "discord://123456789012345678/abcdefghijklmnop",
}
LIMITS = {"text": 12_000, "json": 32_768, "mail": 100_000, "slack": 35_000, "discord": 2_000}


@pytest.mark.shared
@pytest.mark.parametrize(("fixture", "number"), [("of_25", 25), ("of_300", 300)])
def test_real_trials_are_all_there(request, fixture, number):
    """In text, mail, Slack and JSON: every trial once in the messages and once in the events, within each limit."""
    updates = request.getfixturevalue(fixture)
    assert len(updates) == number
    for name, address in ADDRESSES.items():
        made = Digest("d", lambda _change: True, capacity(address)).messages(updates)
        seen = Counter()
        for part in made:
            text = part.forms.get(name, part.body)
            trials = [trial["trial"] for trial in part.event["data"]["trials"]]
            assert set(NUMBER.findall(text)) >= set(trials)
            assert len(text.encode() if name == "mail" else text) < LIMITS[name]
            seen.update(trials)
        assert seen == Counter({update.nct: 1 for update in updates})
