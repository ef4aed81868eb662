"""Comparing: what counts as a change, and of which kind."""

from __future__ import annotations

import pytest

from monitor.core.eligibility import Part, compare, redline
from monitor.model import Direction

BASE = "Inclusion Criteria:\n\n* Age ≥ 18 years\n* Signed consent\n* Lupus\n\nExclusion Criteria:\n\n* Pregnancy\n* Epilepsy"

FORMS = [
    BASE.replace("* ", "- "),
    BASE.replace("* Age", "1. Age").replace("* Signed", "2. Signed").replace("* Lupus", "3. Lupus"),
    BASE.replace("* Age", "I01. Age").replace("* Signed", "I02. Signed").replace("* Lupus", "I03. Lupus"),
    BASE.replace("* Age", "#1 Age").replace("* Signed", "#2 Signed").replace("* Lupus", "#3 Lupus"),
    BASE.replace("* ", "– "),
    BASE.replace("Inclusion Criteria:", "INCLUSION CRITERIA"),
    BASE.replace("≥ 18", "\\>=18"),
    BASE.replace("≥", "&ge;"),
    BASE.replace("\n", "\n\n"),
    BASE + "\n",
    BASE.replace("Age ≥ 18 years\n* Signed consent", "Signed consent\n* Age ≥ 18 years"),
    (
        "<p>Inclusion Criteria:</p><ul><li>Age &ge; 18 years</li><li>Signed consent</li><li>Lupus</li></ul>"
        "<p>Exclusion Criteria:</p><ul><li>Pregnancy</li><li>Epilepsy</li></ul>"
    ),
]


def test_equal_texts_have_no_change():
    """The same text twice gives nothing."""
    assert compare(BASE, BASE) == ()


@pytest.mark.parametrize("form", FORMS)
def test_the_same_criteria_in_another_form_are_restructured(form):
    """Order, bullets, numbering, spacing, case, entities and HTML are one change of form, without a side."""
    (change,) = compare(BASE, form)
    assert (change.event, change.before, change.after) == ("restructured", None, None)
    assert change.direction is Direction.UNDETERMINED


EXCLUSIONS = "* Pregnancy\n* Epilepsy"
INCLUSIONS = "* Age ≥ 18 years\n* Signed consent\n* Lupus"


@pytest.mark.parametrize(
    ("lines", "above"),
    [
        (EXCLUSIONS, "* Any of the following:"),
        (EXCLUSIONS, "* Patients presenting at least one of the following conditions will not be included:"),
        (EXCLUSIONS, "* Medical history"),
        (EXCLUSIONS, "\nMedical conditions\n"),
        (INCLUSIONS, "* All of the following:"),
        (INCLUSIONS, "* Subjects need to satisfy each of the criteria below:"),
        (INCLUSIONS, "\nType of participant and disease characteristics\n"),
    ],
)
def test_a_line_that_only_gathers_others_is_restructured(lines, above):
    """A subject, or a lead that repeats what its part asks, is no criterion that came or went."""
    below = lines if above.startswith("\n") else lines.replace("* ", "    * ")
    for before, after in ((lines, f"{above}\n{below}"), (f"{above}\n{below}", lines)):
        (change,) = compare(BASE.replace(lines, before), BASE.replace(lines, after))
        assert (change.event, change.direction) == ("restructured", Direction.UNDETERMINED)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "* Heart disease (other than mild hypertension)\n* Lupus",
            "* Heart disease*\n* Lupus\n* * Other than mild hypertension",
        ),
        (
            "* Liver disease (any stage of fibrosis)\n* Lupus",
            "* Liver disease¹\n* Lupus\n* ¹ Any stage of fibrosis",
        ),
        (
            "* Abnormal tests, including blood count and urea",
            "* Abnormal tests such as:\n    * blood count\n    * urea",
        ),
        (
            "* Taking drugs such as gold, aspirin, or lithium",
            "* Taking drugs, e.g.:\n    * gold\n    * aspirin\n    * lithium",
        ),
    ],
)
def test_what_only_moved_to_another_line_is_restructured(before, after):
    """A bracket that became a footnote, or examples that became a list, are the same criterion."""
    for old, new in ((before, after), (after, before)):
        (change,) = compare(BASE.replace("* Pregnancy", old), BASE.replace("* Pregnancy", new))
        assert (change.event, change.direction) == ("restructured", Direction.UNDETERMINED)


@pytest.mark.parametrize(
    ("lines", "above"),
    [
        (EXCLUSIONS, "All of the following:"),
        (EXCLUSIONS, "Two of the following:"),
        (EXCLUSIONS, "Both:"),
        (EXCLUSIONS, "None of the following:"),
        (EXCLUSIONS, "Patients in remission with any of the following:"),
        (INCLUSIONS, "Any of the following:"),
        (INCLUSIONS, "One of:"),
    ],
)
def test_a_lead_that_says_more_than_its_part_is_told(lines, above):
    """A lead that combines the lines below it in another way, or asks for more, is told as a line that came."""
    found = compare(BASE, BASE.replace(lines, f"* {above}\n" + lines.replace("* ", "    * ")))
    assert [(change.event, change.after and change.after.text) for change in found] == [
        ("criterion_added", above)
    ]


def test_a_change_carries_the_criterion_itself():
    """Added, removed and reworded criteria come with their own text, in the order of the new text."""
    after = (
        BASE.replace("* Lupus", "* Lupus nephritis of class III").replace("* Epilepsy", "* Stroke")
        + "\n* Asthma"
    )
    found = [
        (change.event, change.before and change.before.text, change.after and change.after.text)
        for change in compare(BASE, after)
    ]
    assert found == [
        ("criterion_reworded", "Lupus", "Lupus nephritis of class III"),
        ("criterion_reworded", "Epilepsy", "Stroke"),
        ("criterion_added", None, "Asthma"),
    ]


def test_a_slip_of_the_pen_that_was_mended_is_a_rewording_without_direction():
    """A line with a misspelt word that moved is the same line."""
    after = BASE.replace("* Pregnancy\n* Epilepsy", "* Epilespy\n* Migraine\n* Pregnacny")
    found = [(change.event, change.direction, change.after.text) for change in compare(BASE, after)]
    assert found == [
        ("criterion_reworded", Direction.UNDETERMINED, "Epilespy"),
        ("criterion_added", Direction.TIGHTENED, "Migraine"),
        ("criterion_reworded", Direction.UNDETERMINED, "Pregnacny"),
    ]


def test_a_hard_line_break_before_a_short_rest_makes_no_heading():
    """The last words of a long item on a line of their own belong to the item."""
    item = "* Disease that progressed after treatment with an antibody against PD-1 or PDL-1 agents"
    before = BASE.replace("* Lupus", f"{item}\n* Lupus")
    (change,) = compare(before, before.replace(" PDL-1 agents", "\n  PDL-1 agents"))
    assert change.event == "restructured"


def test_a_long_rewrite_is_still_the_same_criterion():
    """A criterion that grew is paired with what it was."""
    old = "8. History of interstitial lung disease that required corticosteroids, or suspected at screening"
    new = (
        "8. Any history of interstitial lung disease irrespective of steroid use, or suspected at screening. Participants "
        "may be eligible after radiation.\n\n   Examples are fibrosis, emphysema, opacities and honeycombing."
    )
    (change,) = compare(f"Exclusion Criteria:\n\n{old}", f"Exclusion Criteria:\n\n{new}")
    assert (change.event, change.direction) == ("criterion_reworded", Direction.UNDETERMINED)


def test_a_heading_that_was_renamed_is_told():
    """A cohort with another name is edited, and told as no criterion."""
    before = BASE.replace("\n\nExclusion", "\n\nArm A:\n\n* Biopsy\n\nExclusion")
    (change,) = compare(before, before.replace("Arm A:", "Arm A and part 2:"))
    assert (change.event, change.before.text, change.after.text) == (
        "edited",
        "Arm A:",
        "Arm A and part 2:",
    )
    assert change.direction is Direction.UNDETERMINED


def test_a_criterion_that_went_under_another_heading_is_told():
    """Moved to another cohort a criterion says something else, its words notwithstanding."""
    before = BASE.replace(
        "\n\nExclusion", "\n\nArm A:\n\n* Biopsy\n* Scan\n\nArm B:\n\n* Fasting\n\nExclusion"
    )
    (change,) = compare(before, before.replace("* Scan\n", "").replace("* Fasting", "* Fasting\n* Scan"))
    assert (change.event, change.after.text, change.after.heading) == ("criterion_reworded", "Scan", "Arm B")


def test_the_exclusions_coming_as_a_whole_are_told_by_their_criteria():
    """A bare heading of a part is not told beside the criteria under it."""
    before = BASE.partition("\n\nExclusion")[0]
    changes = compare(before, BASE)
    assert [(change.event, change.after.text) for change in changes] == [
        ("criterion_added", "Pregnancy"),
        ("criterion_added", "Epilepsy"),
    ]
    assert {change.direction for change in changes} == {Direction.TIGHTENED}


def test_one_of_two_equal_lines_taken_away_is_told_without_direction():
    """What the text still says elsewhere has not gone."""
    (change,) = compare(f"{BASE}\n* Epilepsy", BASE)
    assert (change.event, change.direction) == ("criterion_removed", Direction.UNDETERMINED)


def test_a_renamed_part_puts_all_its_criteria_on_the_other_side():
    """A heading "inclusion" turned into "exclusion" is told for each criterion, without direction."""
    changes = compare("Inclusion Criteria:\n\n* Asthma\n* Rash", "Exclusion Criteria:\n\n* Asthma\n* Rash")
    assert {change.direction for change in changes} == {Direction.UNDETERMINED}
    assert {change.after.text for change in changes if change.after} >= {"Asthma", "Rash"}
    assert all(change.after.part is Part.EXCLUSION for change in changes if change.after)


def test_a_redline_marks_words():
    """A number that moved is taken out and put in by itself."""
    assert [(span.op, span.text) for span in redline("EDSS ≤ 6.5 points", "EDSS ≤ 7 points")] == [
        ("equal", "EDSS ≤ "),
        ("delete", "6.5"),
        ("insert", "7"),
        ("equal", " points"),
    ]


def test_a_redline_of_equal_texts_is_one_span():
    """Nothing changed is one equal span, nothing at all is none."""
    assert [span.op for span in redline(BASE, BASE)] == ["equal"]
    assert redline("", "") == ()


def test_what_nearly_stands_elsewhere_is_found_by_any_of_its_words():
    """No word of a removed line hides that another line names four of its five things."""
    things = ["ptosis", "diplopia", "dysphagia", "dysarthria", "myasthenia"]
    for thing in things:
        others = ", ".join(other for other in things if other != thing)
        after = f"Inclusion Criteria:\n\n* {others}\n* Severe {thing} crisis"
        (change,) = compare(f"{after}\n* {', '.join(things)}", after)
        assert (change.event, change.direction) == ("criterion_removed", Direction.UNDETERMINED)


@pytest.mark.parametrize("bracket", ["(no transfusion support)", "(without oxygen)", "(unsupported by CSF)"])
def test_a_bracket_may_begin_a_criterion(bracket):
    """A bracket about help with nothing before it, put in or taken out, is told without a direction."""
    before, after = f"{BASE}\n* Anaemia", f"{BASE}\n* {bracket} anaemia"
    before, after = (text.replace("Exclusion", "Further inclusion") for text in (before, after))
    for first, second in ((before, after), (after, before)):
        (change,) = compare(first, second)
        assert (change.event, change.direction) == ("criterion_reworded", Direction.UNDETERMINED)


def test_with_may_become_with_or_without_in_an_exclusion():
    """A restriction that became "with or without" widens an exclusion."""
    before = BASE.replace("Epilepsy", "Peanut allergy with earlier anaphylaxis")
    (change,) = compare(before, before.replace("with earlier", "either with or without earlier"))
    assert (change.event, change.direction) == ("criterion_reworded", Direction.TIGHTENED)
