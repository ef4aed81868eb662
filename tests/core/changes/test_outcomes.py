"""Changes of outcome measures: how grave each is, what it carries, and its sentence."""

from __future__ import annotations

import pytest
from records import a_record, put

from monitor.core.changes import classify
from monitor.core.presentation.entry import entry
from monitor.core.presentation.sentences import summary
from monitor.model import Kind, Severity

SPEED = {"measure": "Walking speed", "timeFrame": "12 months"}
SLEEP = {"measure": "Sleep quality", "timeFrame": "12 months"}


def changes_of(old, new):
    """Return the changes between two sets of lists of outcomes."""
    records = []
    for lists in (old, new):
        module = {f"{name}Outcomes": items for name, items in lists.items()}
        records.append(put(a_record(), module, "protocolSection", "outcomesModule"))
    return [change for change in classify(*records) if change.event != "housekeeping"]


def edited(name, **texts):
    """Return the one change of an outcome whose texts were edited."""
    (change,) = changes_of({name: [SPEED]}, {name: [{**SPEED, **texts}]})
    return change


GRAVE = [
    ("primary", {"timeFrame": "6 months"}, "time_frame", Severity.HIGH),
    ("primary", {"timeFrame": "Month 12"}, "time_frame", Severity.NOISE),
    ("primary", {"timeFrame": "12 months after surgery"}, "time_frame", Severity.LOW),
    ("primary", {"timeFrame": "3, 6 and 12 months"}, "time_frame", Severity.MEDIUM),
    ("primary", {"timeFrame": ""}, "time_frame", Severity.MEDIUM),
    ("primary", {"measure": "Walking speed (m/s)"}, "reworded", Severity.MEDIUM),
    ("primary", {"measure": "walking speed."}, "reworded", Severity.NOISE),
    ("primary", {"description": "By the timed walk."}, "reworded", Severity.MEDIUM),
    ("secondary", {"timeFrame": "6 months"}, "time_frame", Severity.MEDIUM),
    ("secondary", {"timeFrame": "3, 6 and 12 months"}, "time_frame", Severity.LOW),
]


@pytest.mark.parametrize(("name", "texts", "event", "severity"), GRAVE)
def test_how_grave_an_edit_is(name, texts, event, severity):
    """A primary outcome measured at another time weighs most, another form of the same nothing."""
    change = edited(name, **texts)
    assert (change.kind, change.event, change.severity) == (Kind.OUTCOMES, event, severity)
    assert summary(change).endswith((".", ".”"))


def test_a_time_frame_that_is_filled_in_is_medium():
    """Nothing was measured at another time before."""
    (change,) = changes_of({"primary": [{"measure": "Walking speed"}]}, {"primary": [SPEED]})
    assert (change.event, change.severity) == ("time_frame", Severity.MEDIUM)
    assert "was added after the start of the trial: “12 months”." in summary(change)


@pytest.mark.parametrize(("name", "severity"), [("primary", Severity.HIGH), ("secondary", Severity.MEDIUM)])
def test_what_came_and_went_carries_the_outcome(name, severity):
    """Added and removed have the whole outcome on one side and null on the other."""
    (added,) = changes_of({name: []}, {name: [SPEED]})
    (removed,) = changes_of({name: [SPEED]}, {name: []})
    whole = {"list": name, "measure": "Walking speed", "timeFrame": "12 months", "description": None}
    assert (added.event, added.before, added.after, added.severity) == ("added", None, whole, severity)
    assert (removed.event, removed.before, removed.after, removed.severity) == (
        "removed",
        whole,
        None,
        severity,
    )
    assert summary(added) == (
        f"A {name} outcome was added after the start of the trial: “Walking speed” (time frame: 12 months)."
    )


def test_two_that_changed_places_are_promoted_and_demoted():
    """Both carry the list that they stood in and the one that they stand in."""
    changes = changes_of(
        {"primary": [SPEED], "secondary": [SLEEP]}, {"primary": [SLEEP], "secondary": [SPEED]}
    )
    found = {change.event: change for change in changes}
    assert found.keys() == {"promoted", "demoted"}
    assert {change.severity for change in changes} == {Severity.HIGH}
    assert (found["promoted"].before["list"], found["promoted"].after["list"]) == ("secondary", "primary")
    assert "What counts as the main result of the trial changed." in summary(found["demoted"])


def test_between_secondary_and_other_is_low():
    """No main result is concerned."""
    (change,) = changes_of({"secondary": [SLEEP]}, {"other": [SLEEP]})
    assert (change.event, change.severity) == ("demoted", Severity.LOW)


def test_the_same_edit_of_many_is_one_change_at_their_list():
    """It counts them, names them, and says from what to what."""
    old = [{"measure": f"Measure of {letter}", "timeFrame": "59 months"} for letter in "abcde"]
    (change,) = changes_of(
        {"secondary": old}, {"secondary": [{**item, "timeFrame": "58 months"} for item in old]}
    )
    assert change.path == "protocolSection.outcomesModule.secondaryOutcomes"
    names = [item["measure"] for item in old]
    assert change.after == {"count": 5, "list": "secondary", "alike": names}
    assert summary(change) == (
        "The time frame of 5 secondary outcomes changed after the start of the trial: from “59 months” to "
        "“58 months”, in “Measure of a”, “Measure of b”, “Measure of c” and 2 more."
    )


def test_a_sponsors_words_are_never_read_as_ours():
    """A name that has our own verbs in it is told in full."""
    item = {"measure": "Number whose therapy changed from IV to oral", "timeFrame": "1 year"}
    (change,) = changes_of(
        {"primary": [item]}, {"primary": [{**item, "description": "Counted at each visit."}]}
    )
    assert "“Number whose therapy changed from IV to oral”" in summary(change)
    assert "“Number whose therapy changed from IV to oral”" in entry(change).head


def test_only_what_differs_is_shown_beside_the_sentence():
    """A long description stands in before and after without the texts that stayed."""
    change = edited("primary", description="By the timed walk. " * 20)
    assert entry(change).now.startswith("By the timed walk.")
    assert entry(change).was == ""


def test_parts_of_an_outcome_are_told_as_parts():
    """A primary that became two is reworded, and its part is named."""
    whole = {"measure": "Pain and fatigue scores", "timeFrame": "1 year"}
    parts = [{"measure": name, "timeFrame": "1 year"} for name in ("Pain score", "Fatigue score")]
    changes = changes_of({"primary": [whole]}, {"primary": parts})
    assert {change.event for change in changes} == {"reworded"}
    assert any("became an outcome of its own" in summary(change) for change in changes)
    changes = changes_of({"primary": parts}, {"primary": [whole]})
    assert any("became part of another outcome" in summary(change) for change in changes)


def test_what_is_no_text_of_an_outcome_is_told_too():
    """A field of the future in an outcome, or an item that is none, is not lost."""
    (change,) = changes_of({"primary": [SPEED]}, {"primary": [{**SPEED, "unit": "m/s"}]})
    assert (change.kind, change.event) == (Kind.OUTCOMES, "edited")
    assert changes_of({"primary": [SPEED]}, {"primary": [SPEED, "strange"]})
    assert changes_of({"primary": [SPEED]}, {"primary": [{"measure": 7, "timeFrame": "12 months"}]})
