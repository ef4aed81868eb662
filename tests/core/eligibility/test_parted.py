"""Lists cut out of a criterion, or made one, with more changed than their form."""

from __future__ import annotations

import pytest

from monitor.core.eligibility import compare

EXCLUSIONS = "Exclusion Criteria:\n\n* Porphyria\n{}\n* Epilepsy"


def told(before, after, form=EXCLUSIONS):
    """Give what is told: the event, the first letter of the direction and the words."""
    return [
        (change.event, change.direction.value[0], (change.after or change.before).text)
        if change.before or change.after
        else change.event
        for change in compare(form.format(before), form.format(after))
    ]


def listed(lead, *items):
    """Write a lead and the items below it."""
    return f"* {lead}\n\n" + "\n".join(f"  * {item}" for item in items)


TAKING = "* Taking lithium, valproate, or clozapine"


def test_of_a_list_cut_out_of_a_criterion_only_a_new_item_is_told():
    """Its lead and the items that stood in the sentence neither came nor went."""
    items = listed("Taking any of the following:", "Lithium", "Valproate", "Imipramine", "Clozapine")
    assert told(TAKING, items) == [("criterion_added", "u", "Imipramine")]
    assert told(items, TAKING) == [("criterion_removed", "u", "Imipramine")]
    assert told(TAKING, listed("Taking any of:", "Lithium", "Valproate", "Clozapine")) == ["restructured"]


def test_an_item_set_apart_while_the_rest_changed_is_told_with_the_rest():
    """The rest is reworded, without a direction for what it lost to the line beside it."""
    whole, cut = "* Diabetes, gout or asthma", "* Diabetes or severe asthma\n* Gout"
    assert told(whole, cut) == [("criterion_reworded", "u", "Diabetes or severe asthma")]
    assert told(cut, whole) == [("criterion_reworded", "u", "Diabetes, gout or asthma")]
    assert told(whole, "* Diabetes or asthma\n* Gout") == ["restructured"]


@pytest.mark.parametrize("both", ["* HIV infection or cancer", "* Cancer or HIV infection"])
def test_an_item_that_a_restricted_line_took_over_is_not_dropped(both):
    """A line for half of an alternative takes the direction from the criterion that lost it."""
    rows = told(both, "* HIV infection\n* Active cancer")
    assert {row[1] for row in rows} == {"u"}


def test_a_lead_put_above_lines_that_stood_is_no_criterion():
    """It says nothing that its lines did not say, unless it asks for something else of them."""
    lines = "* Gout\n* Scabies"
    rows = told(lines, listed("Any of the following conditions:", "Gout", "Scabies", "Eczema"))
    assert rows == [("criterion_added", "t", "Eczema")]
    for lead in ("All of the following:", "At least two of the following:", "No history of:"):
        assert ("criterion_added", "u", lead) in told(lines, listed(lead, "Gout", "Scabies"))


def test_two_things_tied_by_and_are_not_two_lines():
    """An exclusion of those who have both is another than two exclusions."""
    assert [row[0] for row in told("* Gout and scabies", "* Gout\n* Scabies")] == [
        "criterion_reworded",
        "criterion_added",
    ]


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (
            "* Thyroid or parathyroid surgery within 6 weeks\n* Ear surgery in the past six weeks",
            "* Thyroid, parathyroid or ear surgery within 6 weeks",
        ),
        (
            "* Jaundice in the last 12 months\n* Pancreatitis within one year",
            "* Jaundice or pancreatitis within 1 year",
        ),
    ],
)
def test_lines_of_one_window_written_differently_make_one_line(lines, whole):
    """A window counts by its length, in whichever words it is written."""
    assert told(lines, whole) == told(whole, lines) == ["restructured"]


def test_a_line_that_another_one_took_over_with_another_window_has_no_direction():
    """It did not just go: the line beside it names all of it now; nor did that line just gain it."""
    lines, whole = "* Asthma\n* Rash in the past year", "* Asthma or rash in the past 6 months"
    assert {row[1] for row in told(lines, whole) + told(whole, lines)} == {"u"}
    assert ("criterion_removed", "l", "Rash in the past year") in told(lines, "* Asthma or gout")


def test_a_denial_and_a_plain_line_are_not_one_denial():
    """A line that says "no" about one thing is not spread over two things."""
    lines = "* Rash within 3 months\n* No gout within 3 months"
    assert "restructured" not in told(lines, "* No rash or gout within 3 months")


@pytest.mark.parametrize(
    ("lead", "letter"),
    [
        ("Patients who meet the following criteria:", "u"),
        ("Patients who meet the following criteria are excluded:", "t"),
        ("The following are excluded:", "t"),
        ("Patients who meet all of the following criteria:", "l"),
    ],
)
def test_a_further_item_of_what_keeps_out_counts_by_its_lead(lead, letter):
    """Each item is a ground where the lead says that they keep out; "meet the following" alone does not tell."""
    rows = told(listed(lead, "Gout", "Scabies"), listed(lead, "Gout", "Scabies", "Eczema"))
    assert rows == [("criterion_added", letter, "Eczema")]


@pytest.mark.parametrize("line", ["Aged 12 years and below", "Stable for 3 months following surgery"])
def test_a_line_that_ends_with_below_or_following_something_announces_no_list(line):
    """What stands behind it is asked of everybody, as far as a line that came is told."""
    form = "Inclusion Criteria:\n\n* Asthma\n* " + line + "\n{}* Able to travel"
    assert told("", "* Weight over 40 kg\n", form) == [("criterion_added", "t", "Weight over 40 kg")]
