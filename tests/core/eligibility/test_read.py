"""Reading: the shapes in which eligibility criteria are written."""

from __future__ import annotations

import pytest
from reading_quality import quality

from monitor.core.eligibility import Part, read

IN, OUT, OPEN = Part.INCLUSION, Part.EXCLUSION, Part.UNSTATED

PLAIN = "Inclusion Criteria:\n\n* Age ≥ 18 years\n* Lupus\n\nExclusion Criteria:\n\n* Pregnancy\n* Epilepsy\n"

HEADINGS = [
    ("Inclusion Criteria:", "Exclusion Criteria:"),
    ("Key Inclusion Criteria:", "Key Exclusion Criteria:"),
    ("INCLUSION CRITERIA", "EXCLUSION CRITERIA"),
    ("Inclusion criteria :", "Exclusion criteria."),
    ("* INCLUSION CRITERIA:", "* EXCLUSION CRITERIA:"),
    ("-INCLUSION CRITERIA:", "-EXCLUSION CRITERIA:"),
    ("Main Inclusion Criteria", "Non-Inclusion Criteria:"),
    ("Inclusion:", "Exclusion:"),
    ("Patients must meet all of the following to be eligible:", "Patients will be excluded if they have:"),
]


@pytest.mark.parametrize(("inclusion", "exclusion"), HEADINGS)
def test_the_parts_are_found_under_headings_of_many_kinds(inclusion, exclusion):
    """Case, colon, bullet and wording of the headings do not matter."""
    text = PLAIN.replace("Inclusion Criteria:", inclusion).replace("Exclusion Criteria:", exclusion)
    assert [(criterion.part, criterion.text, criterion.number) for criterion in read(text)] == [
        (IN, "Age ≥ 18 years", 1),
        (IN, "Lupus", 2),
        (OUT, "Pregnancy", 1),
        (OUT, "Epilepsy", 2),
    ]
    assert quality(text) == []


TEXTS = [
    ("Able to walk \\> 500 m \\[unaided\\]", "Able to walk > 500 m [unaided]"),
    ("Platelets \\>= 100 x 10\\^9/L", "Platelets >= 100 x 10^9/L"),
    ("Leukocytes \\&gt; 4 giga/L", "Leukocytes > 4 giga/L"),
    ("Weight &amp;lt; 40 kg", "Weight < 40 kg"),
    ("Age ＞ 18 years；able to walk", "Age > 18 years;able to walk"),
    ("Weight  under\u00a040\u200b kg", "Weight under 40 kg"),
    ("1\\. Signed consent", "Signed consent"),
    ("• Signed consent", "Signed consent"),
    ("(1) Signed consent", "Signed consent"),
    ("1.Signed consent", "Signed consent"),
    ("< 18 years or > 65 years", "< 18 years or > 65 years"),
    ("\\> 1 relapse", "> 1 relapse"),
    ("C. difficile colitis", "C. difficile colitis"),
    ("2.5 mg daily", "2.5 mg daily"),
]


@pytest.mark.parametrize(("written", "shown"), TEXTS)
def test_a_criterion_is_given_in_plain_readable_words(written, shown):
    """Escapes, entities, full-width signs and numbering are taken off, numbers and operators stay."""
    assert [criterion.text for criterion in read(f"Inclusion Criteria:\n\n* {written}")] == [shown]


def test_nested_items_name_what_they_are_nested_under():
    """Three levels of bullets and numbers give parents, outermost first."""
    text = "Inclusion Criteria:\n\n1. Organ function:\n\n   * Liver:\n\n     1. AST low\n   * Kidney fine\n2. Consent"
    assert [(criterion.text, criterion.parents) for criterion in read(text)] == [
        ("Organ function:", ()),
        ("Liver:", ("Organ function:",)),
        ("AST low", ("Organ function:", "Liver:")),
        ("Kidney fine", ("Organ function:",)),
        ("Consent", ()),
    ]


def test_sub_headings_are_kept_with_their_criteria():
    """Cohorts and parts are headings, not criteria; a heading ends where the next begins."""
    text = "Inclusion Criteria:\n\n* Adult\n\nArm A:\n\n* Naive\n\nArm B\n\n* Treated\n\nExclusion Criteria:\n\n* Pregnancy"
    assert [(criterion.text, criterion.heading) for criterion in read(text)] == [
        ("Adult", ""),
        ("Naive", "Arm A"),
        ("Treated", "Arm B"),
        ("Pregnancy", ""),
    ]


def test_several_blocks_of_one_part_keep_their_group():
    """A group named in the heading of a part, or over both parts, is told with the criteria."""
    text = (
        "Inclusion Criteria for Cases:\n\n* Rash\n\nInclusion Criteria for Controls:\n\n* No rash\n\n"
        "DISEASE GROUP\n\nInclusion Criteria:\n\n* Asthma\n\nExclusion Criteria:\n\n* Smoker"
    )
    assert [(criterion.part, criterion.text, criterion.heading) for criterion in read(text)] == [
        (IN, "Rash", "Inclusion Criteria for Cases"),
        (IN, "No rash", "Inclusion Criteria for Controls"),
        (IN, "Asthma", "DISEASE GROUP"),
        (OUT, "Smoker", "DISEASE GROUP"),
    ]


ENUMERATED = [
    "Uses any of: a) oral steroids b) beta blockers c) antacids",
    "Uses any of: (1) oral steroids (2) beta blockers (3) antacids",
    "Uses any of: i) oral steroids ii) beta blockers iii) antacids",
    "Uses any of: 1. oral steroids 2. beta blockers 3. antacids",
    "Uses any of: • oral steroids • beta blockers • antacids",
]


@pytest.mark.parametrize("line", ENUMERATED)
def test_an_enumeration_inside_a_line_is_taken_apart(line):
    """Lettered and numbered items within a sentence are items under what stands before them."""
    lead, *items = read(f"Exclusion Criteria:\n\n* {line}")
    assert lead.text == "Uses any of:"
    assert [criterion.text for criterion in items] == ["oral steroids", "beta blockers", "antacids"]
    assert {criterion.parents for criterion in items} == {(lead.text,)}


@pytest.mark.parametrize(
    "line",
    [
        "Toxicity resolved to Grade 1 or 2. Alopecia is fine",
        "Seen by Dr. A. Smith or B. Jones",
        "t(9;22) or BCR(a)",
    ],
)
def test_a_sentence_with_numbers_is_left_whole(line):
    """What only looks like an enumeration is not cut."""
    assert [criterion.text for criterion in read(f"Inclusion Criteria:\n\n* {line}")] == [line]


def test_paragraphs_without_bullets_are_criteria():
    """Each paragraph of a part is a criterion."""
    text = "Inclusion Criteria:\n\nAdults with asthma\n\nSigned consent\n\nExclusion Criteria:\n\nSmokers"
    assert [(criterion.part, criterion.text) for criterion in read(text)] == [
        (IN, "Adults with asthma"),
        (IN, "Signed consent"),
        (OUT, "Smokers"),
    ]


def test_an_indented_paragraph_goes_on_with_its_item():
    """A continuation belongs to the criterion above it."""
    text = "Exclusion Criteria:\n\n1. Lung disease.\n\n   Scars on imaging count.\n2. Pregnancy"
    assert [criterion.text for criterion in read(text)] == [
        "Lung disease. Scars on imaging count.",
        "Pregnancy",
    ]


def test_a_heading_and_its_text_in_one_line_are_told_apart():
    """A line "Exclusion Criteria: none" is a heading and what it says; a heading glued to an item is one, too."""
    text = "Inclusion Criteria:• Adults\n* Weight between 20 and 150 kg Exclusion Criteria\n* Pregnancy"
    assert [(criterion.part, criterion.text) for criterion in read(text)] == [
        (IN, "Adults"),
        (IN, "Weight between 20 and 150 kg"),
        (OUT, "Pregnancy"),
    ]
    assert [(criterion.part, criterion.text) for criterion in read("Exclusion Criteria: none")] == [
        (OUT, "none")
    ]


def test_criteria_that_speak_of_criteria_are_no_headings():
    """A bullet may mention the inclusion criteria without opening a part."""
    items = [
        "Not meeting the inclusion criteria",
        "Other protocol-defined inclusion/exclusion criteria may apply",
    ]
    text = "Exclusion Criteria:\n\n" + "\n".join(f"* {item}" for item in items)
    assert [(criterion.part, criterion.text) for criterion in read(text)] == [(OUT, item) for item in items]


def test_a_text_without_headings_states_no_part():
    """Without headings nothing is guessed."""
    assert {criterion.part for criterion in read("* Adult\n* Smoker")} == {OPEN}


def test_a_list_before_the_exclusions_is_the_inclusions():
    """Where only the exclusions have a heading, the list above them is the other part."""
    assert [
        criterion.part for criterion in read("* Adult\n* Smoker\n\nExclusion Criteria:\n\n* Pregnancy")
    ] == [
        IN,
        IN,
        OUT,
    ]


def test_items_of_which_one_is_enough_say_so():
    """A lead such as "at least one of the following" is known on its items."""
    text = "Inclusion Criteria:\n\n* At least one of the following:\n\n  * Rash\n  * Fever\n* All of the following:\n\n  * Pain"
    assert [(criterion.text, criterion.any_of) for criterion in read(text) if criterion.parents] == [
        ("Rash", True),
        ("Fever", True),
        ("Pain", False),
    ]


def test_the_same_line_twice_is_two_criteria():
    """Nothing is dropped, not even a repetition."""
    assert [criterion.number for criterion in read("Exclusion Criteria:\n\n* Smoker\n* Smoker")] == [1, 2]


def test_the_key_ignores_typography_but_not_meaning():
    """Case, quotes, dashes, spacing and operators' spelling do not count; signs and numbers do."""
    same = ['Age >= 18 years – "adult"', "age ≥18 years - adult", "Age \\>= 18  years, ‘adult’."]
    keys = {read(f"Inclusion Criteria:\n\n* {text}")[0].key for text in same}
    assert len(keys) == 1
    other = ["HER2+", "HER2-", "HER2", "age < 18", "age > 18", "score 2", "score -2", "5%", "5"]
    assert len({read(f"Inclusion Criteria:\n\n* {text} x")[0].key for text in other}) == len(other)


HTML = (
    "<p>Inclusion Criteria:</p><ul><li>Age &gt;= 18 &#x2F; adult<ul><li>sub item</li></ul></li><li>Lupus</li></ul>"
    "<p>Exclusion Criteria:</p><ol><li>Pregnancy<br>or nursing</li><li><p>Platelets &lt; 100 x 10<sup>9</sup>/L</p></li></ol>"
)
MARKDOWN = (
    "Inclusion Criteria:\n\n* Age \\>= 18 / adult\n\n  * sub item\n* Lupus\n\n"
    "Exclusion Criteria:\n\n1. Pregnancy\n\n   or nursing\n2. Platelets \\< 100 x 10\\^9/L\n"
)


def test_html_and_markdown_of_one_text_read_the_same():
    """The record history writes HTML, the present record Markdown."""
    assert read(HTML) == read(MARKDOWN)
    assert [criterion.text for criterion in read(HTML)] == [
        "Age >= 18 / adult",
        "sub item",
        "Lupus",
        "Pregnancy or nursing",
        "Platelets < 100 x 10^9/L",
    ]


UNCLEAR = [
    ("", "no criteria"),
    ("* Adult\n* Smoker", "no headings"),
    ("Inclusion Criteria:\n\nExclusion Criteria:\n\n* Smoker", "empty part"),
    (f"{'Adults are asked ' * 20}.\n\nInclusion Criteria:\n\n* Adult", "text outside of the parts"),
    ("Inclusion Criteria:\n\n* 2) x1 1) Adult 2) Smoker", "enumeration in a criterion"),
    (
        "Inclusion Criteria:\n\n* Adult with Exclusion Criteria of every possible kind that there may be today",
        "heading in",
    ),
    (f"Inclusion Criteria:\n\n* {'Adult with a rash. ' * 200}", "very long criterion"),
    ("Inclusion Criteria:\n\n* 18", "no words in a criterion"),
]


@pytest.mark.parametrize(("text", "problem"), UNCLEAR)
def test_quality_says_what_was_unclear(text, problem):
    """A reading that is not clean says why."""
    assert any(note.startswith(problem) for note in quality(text))
