"""Whole texts: what belongs to which part, what is one criterion, what came, went or only moved."""

from __future__ import annotations

import pytest

from monitor.core.eligibility import compare, read


def text(inclusions, exclusions=("Porphyria", "Epilepsy")):
    """Write a text with two lists."""
    parts = (("Inclusion", inclusions), ("Exclusion", exclusions))
    return "\n\n".join(
        f"{name} Criteria:\n\n" + "\n".join(f"* {item}" for item in items) for name, items in parts
    )


def told(before, after):
    """Give what is told: event, direction and the new or old words."""
    return [
        (change.event, change.direction.value, (change.after or change.before).text)
        if change.before or change.after
        else change.event
        for change in compare(before, after)
    ]


def parts(written):
    """Give the part and the words of each criterion."""
    return [(criterion.part.value, criterion.text) for criterion in read(written)]


def test_a_bullet_that_names_its_group_is_one_criterion():
    """A heading with its content in one bullet opens no part: the bullets behind it belong to everybody."""
    bullet = "Inclusion criteria for the dose expansion: Adults with melanoma, sarcoma or thymoma"
    found = parts(text(["Able to travel", bullet, "Willing to have a biopsy"]))
    assert found[:3] == [
        ("inclusion", "Able to travel"),
        ("inclusion", bullet),
        ("inclusion", "Willing to have a biopsy"),
    ]
    assert [criterion.heading for criterion in read(text([bullet, "Willing to have a biopsy"]))[:2]] == [
        "",
        "",
    ]


def test_a_bullet_for_one_group_that_came_has_no_direction():
    """It binds nobody outside its group, and may open the group."""
    bullet = "Inclusion criteria for the dose expansion: Adults with melanoma"
    assert told(text(["Able to travel"]), text(["Able to travel", bullet])) == [
        ("criterion_added", "undetermined", bullet)
    ]


def test_a_group_and_a_part_with_a_comma_between_them_are_a_heading():
    """A line such as "Extension, inclusion criteria:" opens inclusions though it stands behind the exclusions."""
    after = (
        text(["Able to travel"])
        + "\n\nOpen-label extension, inclusion criteria:\n\n* Completed the main study"
    )
    assert parts(after)[-1] == ("inclusion", "Completed the main study")
    assert told(text(["Able to travel"]), after) == [
        ("criterion_added", "undetermined", "Completed the main study")
    ]
    sentence = text(
        ["Able to travel", "Patients who, in addition, meet the exclusion criteria, are not enrolled"]
    )
    assert [part for part, _ in parts(sentence)] == ["inclusion", "inclusion", "exclusion", "exclusion"]


def test_a_line_above_a_list_that_sets_an_age_is_a_criterion():
    """A line such as "Adults aged 20-40 years with:" says who may take part; a group's name with an age does not."""
    form = "For the main group:\n\n{}\n\n* A positive test\n* Red hair\n\nExclusion Criteria:\n\n* Porphyria"
    before, after = (
        f"Inclusion Criteria:\n\n{form.format(f'Adults aged 20-{age} years with:')}" for age in (40, 50)
    )
    assert told(before, after) == [("criterion_reworded", "loosened", "Adults aged 20-50 years with:")]
    assert told(after, before) == [("criterion_reworded", "tightened", "Adults aged 20-40 years with:")]
    for line in (
        "For patients aged 20-{} years:",
        "Cohort 2 (aged 20-{} years):",
        "Patients aged {} years and over:",
    ):
        before, after = (f"Inclusion Criteria:\n\n{form.format(line.format(age))}" for age in (40, 50))
        assert told(before, after) == [("edited", "undetermined", line.format(50))]


GROUPS = "Group with a low load:\n\n* Over {} years of age\n* Treated for at least 3 years\n\nGroup with control:\n\n* Load below {} copies/mL"


def test_lists_that_name_no_part_are_inclusions_where_they_ask_for_an_age():
    """Nobody keeps out who is at least so old."""
    assert {part for part, _ in parts(GROUPS.format(18, 50))} == {"inclusion"}
    assert told(GROUPS.format(18, 50), GROUPS.format(18, 40)) == [
        ("criterion_reworded", "tightened", "Load below 40 copies/mL")
    ]


def test_lists_that_name_no_part_and_may_be_exclusions_have_no_direction():
    """A list without an age and one that speaks of exclusion belong to no part."""
    for written in (
        "* Pregnancy\n* Allergy to latex\n* Weight below {} kg",
        "Group A:\n\n* Over 18 years of age\n* Patients with a weight below {} kg are excluded",
        "* Younger than 18 years\n* Weight below {} kg",
        "* Over 75 years of age\n* Weight below {} kg",
        "* Steroids for over 2 years\n* Weight below {} kg",
        "* Unable to give written consent\n* Weight below {} kg",
    ):
        assert {part for part, _ in parts(written.format(40))} == {"unstated"}
        assert {row[1] for row in told(written.format(40), written.format(50))} == {"undetermined"}


def ways(count, *items):
    """Write a text with a list of which so many items are needed."""
    return text(["Able to travel", f"Meets {count} of the following:\n\n  * " + "\n  * ".join(items)])


def test_a_lead_and_its_list_that_count_the_same_way_both_have_a_direction():
    """Fewer of more items is looser; more of more items may be either."""
    two, three = ("Fever", "Cough"), ("Fever", "Cough", "Red eyes")
    assert [row[1] for row in told(ways(2, *two), ways(1, *three))] == ["loosened", "undetermined"]
    assert [row[1] for row in told(ways(1, *three), ways(2, *two))] == ["tightened", "undetermined"]
    assert {row[1] for row in told(ways(1, *two), ways(2, *three))} == {"undetermined"}
    assert {row[1] for row in told(ways("any 1", *two), ways("all", *three))} == {"undetermined"}


RUNNING = [
    "1. Age over 18 years 2. Lupus of class III 3. Able to travel at visit 4. Signed consent 5. No gout",
    "1. age over 18 years 2. lupus of class III 3. able to travel at visit 4. signed consent 5. no gout",
    "1. Age over 18 years; and 2. Lupus of class III, 3. Able to travel at visit 4. Signed consent 5. No gout.",
]


@pytest.mark.parametrize("lead", ["\n{} of the following:\n\n", "* {} of the following:\n"])
def test_how_many_of_a_list_are_asked_for_is_told_whether_its_lead_is_a_line_or_a_heading(lead):
    """Two of a list are more than any of it, and all of it more than these."""
    form = "Inclusion Criteria:\n\n* Able to travel\n{}" + "".join(
        f"  * {item}\n" for item in ("Red eyes", "Two swollen joints", "Erosions on X-ray")
    )
    counts = [form.format(lead.format(words)) for words in ("Any", "At least two", "All")]
    for few, many in ((counts[0], counts[1]), (counts[0], counts[2])):
        assert [(event, way) for event, way, _ in told(few, many)] == [("criterion_reworded", "tightened")]
        assert [(event, way) for event, way, _ in told(many, few)] == [("criterion_reworded", "loosened")]


def test_a_lead_that_became_a_bullet_is_the_same_lead():
    """A paragraph above a list and a bullet above an indented list ask for the same."""
    items = ("* Red eyes", "* Two swollen joints", "* Erosions on X-ray")
    line = "Patients must meet at least {} of the following conditions"
    before = f"Inclusion Criteria:\n\n* Able to travel\n\n{line.format('one')}\n\n" + "\n".join(items)
    after = f"Inclusion Criteria:\n\n* Able to travel\n* {line.format('two')}\n" + "\n".join(
        f"  {item}" for item in items
    )
    assert told(before, after) == [("criterion_reworded", "tightened", line.format("two"))]


def test_numbers_inside_a_line_count_on_from_the_number_it_begins_with():
    """A list written as one paragraph is the same list; so are dashes before numbers."""
    items = [
        "Age over 18 years",
        "Lupus of class III",
        "Able to travel at visit",
        "Signed consent",
        "No gout",
    ]
    for running in RUNNING:
        assert told(
            text(items), f"Inclusion Criteria:\n\n{running}\n\n" + text([]).partition("\n\n")[2].lstrip()
        ) == ["restructured"]
    numbered = "\n".join(f"- {number}. {item}" for number, item in enumerate(items, 1))
    assert told(text(items), text(items).replace("* " + "\n* ".join(items), numbered)) == ["restructured"]


def test_numbers_that_end_a_sentence_begin_no_item():
    """A grade, a count or a comparison at the end of a sentence is none."""
    for line in (
        "1. Toxicity of grade 2. Patients with rash are kept out",
        "1. ECOG 0, 1 or 2. Life expectancy of a year",
        "1. Karnofsky ≥ 2. Life expectancy of a year",
        "1. Use of CYP 2. inhibitors is stopped",
    ):
        assert len(parts(f"Inclusion Criteria:\n\n{line}")) == 1


def test_a_list_written_into_its_lead_is_no_coming_and_going():
    """The word "or" inside an item is no link between items; one put between two items is told."""
    nested = ["Has one of these:\n\n  * Fever or cough of late\n  * Red eyes and nose\n  * Rash of the face"]
    running = ["Has one of these: fever or cough of late; red eyes and nose; rash of the face"]
    assert told(text(nested), text(running)) == told(text(running), text(nested)) == ["restructured"]
    lines = ["Able to walk", "Able to see"]
    assert [row[0] for row in told(text(lines), text(["Able to walk or able to see"]))] == [
        "criterion_reworded",
        "criterion_removed",
    ]


def test_an_and_or_or_that_only_went_to_another_line_is_form():
    """A list that grew keeps its link before the last item; a link that changed is told."""
    before = text(["Able to walk; and", "Able to see"], ["Gout, or", "Asthma"])
    after = text(["Able to walk;", "Able to see; and", "Able to hear"], ["Gout", "Asthma"])
    assert told(before, after) == [("criterion_added", "tightened", "Able to hear")]
    assert (
        told(
            text(["Able to walk; or", "Able to see"]),
            text(["Able to walk", "Able to see; or", "Able to hear"]),
        )[0][0]
        == "criterion_added"
    )
    for first, second in (("Able to walk; and", "Able to walk; or"), ("Able to walk; or", "Able to walk")):
        assert told(text([first, "Able to see"]), text([second, "Able to see"])) == [
            ("criterion_reworded", "undetermined", second)
        ]


NESTED = "Platelets within limits:\n\n  * Over 100 before the visit\n  * Stable over some time"


NOTES = [
    "* Important: the sponsor confirms the result",
    "* Further details are described in section 6.1.",
    "* (at the first visit)",
    "* Note: X-rays are read centrally",
    "  Note: X-rays are read centrally",
    "  X-rays are read centrally",
]


@pytest.mark.parametrize("note", NOTES)
@pytest.mark.parametrize("link", ["", " and/or", ", or"])
def test_a_note_behind_a_line_is_no_demand_and_no_alternative(note, link):
    """Whatever link the line before ends with."""
    before = text(["Able to travel", f"Erosions on X-ray{link}", "Two swollen joints"])
    line = f"* Erosions on X-ray{link}\n"
    after = before.replace(line, f"{line}{note}\n")
    for texts in ((before, after), (after, before)):
        assert {change.direction.value for change in compare(*texts)} == {"undetermined"}


@pytest.mark.parametrize(
    "line", ["With or without comorbidities", "Outpatients or inpatients", "Subjects of any height"]
)
@pytest.mark.parametrize("exclusion", [True, False])
def test_a_line_that_names_everybody_has_no_direction_in_either_part(line, exclusion):
    """Nobody is kept out by it, and nothing is asked."""
    parts = [["Able to travel"], ["Porphyria"]]
    before = text(*parts)
    parts[exclusion].append(line)
    assert told(before, text(*parts)) == [("criterion_added", "undetermined", line)]


def test_an_alternative_behind_and_or_is_no_further_demand():
    """The line that ends with "and/or" ties what follows it to itself."""
    before = text(["Able to travel", "Erosions on X-ray and/or", "Two swollen joints"])
    after = before.replace("joints", "joints and/or\n* Red eyes")
    assert told(before, after) == [("criterion_added", "undetermined", "Red eyes")]


def test_a_list_that_stands_beside_its_lead_is_the_same_list():
    """Indentation alone moves nothing, with bullets or without any."""
    flat = text(["Able to travel", *NESTED.replace("\n\n", "\n").split("\n  * ")])
    bare = flat.replace("* ", "").replace("\n", "\n\n")
    nested = text(["Able to travel", NESTED])
    assert told(nested, flat) == told(flat, nested) == told(nested, bare) == ["restructured"]


HEADINGS = [
    ("Requirements for participation:", "Reasons for non-participation:"),
    ("Eligibility criteria", "Ineligibility criteria"),
    (
        "Subjects eligible for enrollment are those who:",
        "Subjects will be excluded from the study if any of the following apply:",
    ),
    ("Participants will be included if:", "Participants will not be included if:"),
    ("Patients to be included:", "Patients not to be included:"),
    ("Who can be enrolled:", "Who cannot be enrolled:"),
    ("Subjects who may be recruited", "Subjects who will be excluded"),
    (
        "Patients must meet all of the following inclusion criteria:",
        "Patients meeting any of the following exclusion criteria will not be enrolled:",
    ),
]


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_part_named_in_other_words_is_the_same_part(heading):
    """Its heading tells of nobody in particular, and is not told."""
    before = text(["Able to travel", "Lupus"])
    after = before.replace("Inclusion Criteria:", heading[0]).replace("Exclusion Criteria:", heading[1])
    assert parts(after) == parts(before)
    assert told(before, after) == told(after, before) == ["restructured"]


@pytest.mark.parametrize("put", ["women", "only", "one of", "no"])
def test_a_word_put_into_the_heading_of_a_part_is_told(put):
    """It may say whom the part is for, or how many of it are needed."""
    before = text(["Able to travel", "Lupus"]).replace(
        "Inclusion Criteria:", "Patients must meet the inclusion criteria below:"
    )
    changes = compare(before, before.replace("meet the", f"meet {put} the"))
    assert {change.event for change in changes} != {"restructured"}
    assert {change.direction.value for change in changes} == {"undetermined"}


WHOLE = "Adequate function: Blood: white cells ≥ 3 × 10^9/L, platelets ≥ {} × 10^9/L; Liver: bilirubin ≤ 2 × ULN; Kidney: clearance ≥ 60 mL/min"
CUT = "Adequate function:\n\n  * Blood: white cells ≥ 3 × 10^9/L, platelets ≥ {} × 10^9/L;\n  * Liver: bilirubin ≤ 2 × ULN;\n  * Kidney: clearance ≥ 60 mL/min"


def test_a_criterion_cut_into_lines_of_which_one_changed_is_told_once():
    """The line with the other number is told, with its direction; the others neither came nor went."""
    whole, cut = (
        [text(["Able to travel", form.format(count), "Lupus"]) for count in (100, 80)]
        for form in (WHOLE, CUT)
    )
    ((event, direction, words),) = told(whole[0], cut[1])
    assert (event, direction) == ("criterion_reworded", "loosened")
    assert words.startswith("Blood")
    assert [row[:2] for row in told(cut[1], whole[0])] == [("criterion_reworded", "tightened")]
    assert [row[:2] for row in told(cut[0], whole[1])] == [("criterion_reworded", "loosened")]
    assert told(whole[0], cut[0]) == told(cut[0], whole[0]) == ["restructured"]


def test_a_line_put_in_while_a_criterion_was_cut_is_told():
    """What no line of the other text says came, and lines that changed more than a number have no direction."""
    whole = text(["Able to travel", WHOLE.format(100), "Lupus"])
    more = told(
        whole, text(["Able to travel", CUT.format(100) + "\n  * Heart: no failure of any class", "Lupus"])
    )
    assert [row[0] for row in more if row[0] == "criterion_added"] == ["criterion_added"]
    other = told(
        whole, text(["Able to travel", CUT.format(100).replace("Kidney: clearance", "Kidney: rate"), "Lupus"])
    )
    assert {row[1] for row in other} == {"undetermined"}
    assert {row[0] for row in other} == {"criterion_reworded"}


LISTED = "Exclusion Criteria:\n\n* Pregnancy\n* {}"
GATHERED = [
    (
        ("History of stroke within a year", "History of heart attack within a year", "Angina"),
        "Stroke, heart attack or angina within a year",
    ),
    (
        (
            "Lipase value ≥ 3 upper limit of the normal range",
            "Amylase value ≥ 3 upper limit of the normal range",
        ),
        "Lipase or amylase ≥ 3 x ULN",
    ),
]


@pytest.mark.parametrize(("lines", "together"), GATHERED)
def test_lines_made_one_list_in_other_words_have_no_direction(lines, together):
    """What a list took in while a line that said it went was not added, nor removed the other way round."""
    texts = LISTED.format("\n* ".join(lines)), LISTED.format(together)
    for before, after in (texts, texts[::-1]):
        assert {change.direction.value for change in compare(before, after)} == {"undetermined"}


@pytest.mark.parametrize(
    ("lines", "line", "expected"),
    [
        (("Active infection", "Hepatitis"), "Active hepatitis", "loosened"),
        (("Known HIV infection", "Known hepatitis B"), "Known HIV or hepatitis B or syphilis", "tightened"),
        (("Scabies", "Asthma"), "Asthma or eczema", "tightened"),
    ],
)
def test_a_criterion_that_took_in_more_than_went_is_told(lines, line, expected):
    """Beside a line that went, a reworded one has its direction for all that the line did not say."""
    found = compare(LISTED.format("\n* ".join(lines)), LISTED.format(line))
    reworded = [change.direction.value for change in found if change.event == "criterion_reworded"]
    assert reworded == [expected]
