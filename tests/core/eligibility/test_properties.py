"""What holds for every text: nothing untold, and the same seen from both sides."""

from __future__ import annotations

import html
import random
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading_quality import quality

from monitor.core.eligibility import compare, read, redline
from monitor.model import Direction

FLIP = {
    Direction.LOOSENED: Direction.TIGHTENED,
    Direction.TIGHTENED: Direction.LOOSENED,
    Direction.UNDETERMINED: Direction.UNDETERMINED,
}
MIRRORED = {"criterion_added": "criterion_removed", "criterion_removed": "criterion_added"}
FEW = settings(
    database=None, max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)

WORDS = [
    "age",
    "asthma",
    "biopsy",
    "consent",
    "epilepsy",
    "fever",
    "graft",
    "kidney",
    "lupus",
    "no",
    "prior",
    "rash",
]
items = st.lists(
    st.sampled_from([*WORDS, "≥ 18 years", "within 3 months", "at least 2", "and", "or"]),
    min_size=1,
    max_size=6,
).map(
    " ".join,
)
parts = st.lists(items, min_size=1, max_size=6)
texts = st.builds(
    lambda inside, outside: "\n".join(
        [
            "Inclusion Criteria:\n",
            *(f"* {line}" for line in inside),
            "\nExclusion Criteria:\n",
            *(f"* {line}" for line in outside),
        ],
    ),
    parts,
    parts,
)


@pytest.fixture(scope="module")
def criteria(corpus):
    """The eligibility text of each record that has one, beside its number."""
    protocols = [record["protocolSection"] for record in corpus.records()]
    return [
        (protocol["identificationModule"]["nctId"], text)
        for protocol in protocols
        if (text := protocol.get("eligibilityModule", {}).get("eligibilityCriteria"))
    ]


def comparable(changes, *, mirrored=False):
    """Give changes in a form to compare, seen from the other side where asked."""
    return sorted(
        repr(
            (MIRRORED.get(change.event, change.event), change.after, change.before, FLIP[change.direction])
            if mirrored
            else (change.event, change.before, change.after, change.direction),
        )
        for change in changes
    )


def as_html(markdown):
    """Write a Markdown text of ours as the record history would."""
    found, depths = [], []
    for raw in markdown.splitlines():
        body = re.match(r"( *)(?:(?:\*|\d+\.)\s+)?(.*)", raw)
        content = html.escape(html.unescape(re.sub(r"\\([^\w\s])", r"\1", body[2]))).replace("/", "&#x2F;")
        if not content.strip():
            continue
        depth, item = len(body[1]), bool(re.match(r" *(?:\*|\d+\.)\s", raw))
        while depths and (depths[-1] > depth or (not item and depths[-1] >= depth)):
            depths.pop()
            found.append("</li></ul>")
        if not item:
            found.append(f"<p>{content}</p>")
        elif depths and depths[-1] == depth:
            found.append(f"</li><li>{content}")
        else:
            depths.append(depth)
            found.append(f"<ul><li>{content}")
    return "".join([*found, *(["</li></ul>"] * len(depths))])


WORD = re.compile(r"[^\W\d_]{4,}|(?<=\s)\d+(?:\.\d+)?(?=[\s%])")  # no numbering
ITEM = re.compile(r"(?:\*|\d+\.)\s(?!.{0,40}clusion)", re.IGNORECASE)


def shuffled(text, rnd):
    """Change the order of neighbouring top-level items, each with the items under it."""
    found, run = [], []
    for line in [*text.split("\n"), "end"]:
        if ITEM.match(line):
            run.append([line])
        elif run and (not line.strip() or line.startswith(" ")):
            run[-1].append(line)
        else:
            rnd.shuffle(run)
            found += [line for block in run for line in block]
            run = []
            found.append(line)
    return "\n".join(found[:-1])


def only_lists(text):
    """Tell whether all is headings and list items: a paragraph may belong to what stands before it."""
    lines = [line for line in text.split("\n") if line.strip()]
    loose = [line for line in lines if not re.match(r" *(?:\*|\d+\.)\s", line)]
    glued = any("clusion criteria" in line for line in lines if line not in loose)
    return not glued and all(re.fullmatch(r"\S.*(?:[:)]|[Cc]riteria)", line.strip()) for line in loose)


@FEW
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_can_be_read_and_compared(text, other):
    """No text raises, and texts that differ always have a change."""
    read(text)
    quality(text)
    assert bool(compare(text, other)) is (text != other)


@FEW
@given(st.text("ab \n*1.)>≥", max_size=200), st.text("ab \n*1.)>≥", max_size=200))
def test_a_redline_gives_back_both_texts(before, after):
    """Equal and deleted spans are the old text, equal and inserted ones the new."""
    spans = redline(before, after)
    assert "".join(span.text for span in spans if span.op != "insert") == before
    assert "".join(span.text for span in spans if span.op != "delete") == after
    assert all(span.text for span in spans)


@FEW
@given(texts, texts)
def test_changes_mirror_when_the_texts_are_swapped(before, after):
    """Backwards, added is removed and loosened is tightened."""
    assert comparable(compare(after, before)) == comparable(compare(before, after), mirrored=True)


@FEW
@given(texts, st.randoms(use_true_random=False))
def test_another_order_is_restructured(text, rnd):
    """Items in another order within their part are no change of a criterion."""
    other = shuffled(text, rnd)
    assert [change.event for change in compare(text, other)] == (["restructured"] if text != other else [])


@FEW
@given(texts)
def test_html_of_a_generated_text_reads_the_same(text):
    """Markdown and its HTML give the same criteria."""
    assert [criterion.key for criterion in read(as_html(text))] == [criterion.key for criterion in read(text)]


def test_texts_of_records_parse_cleanly(criteria):
    """At least 99 in 100 of the texts are read without anything unclear."""
    unclear = {trial: problems for trial, text in criteria if (problems := quality(text))}
    assert len(unclear) <= len(criteria) / 100, unclear


def drawn(criteria, rnd, fits):
    """Draw texts of records until one fits."""
    while not fits(text := rnd.choice(criteria)[1]):
        pass
    return text


def a_word(criteria, rnd):
    """Draw a text and a word of one of its criteria; a heading is none."""
    while True:
        text = drawn(criteria, rnd, WORD.search)
        word = rnd.choice(list(WORD.finditer(text)))
        line = text[text.rfind("\n", 0, word.start()) + 1 : (text + "\n").index("\n", word.end())]
        if not re.search("criteria|eligib|inclusion|exclusion", line.lower()):
            return text, word


@pytest.mark.parametrize("seed", range(60))
def test_no_word_of_a_text_changes_untold(criteria, seed):
    """A word taken out, put in or replaced is an added, removed or reworded criterion, told the same backwards."""
    rnd = random.Random(seed)
    text, word = a_word(criteria, rnd)
    put = rnd.choice(["", "zebra", f"{word[0]} 7", f"not {word[0]}"])
    edited = text[: word.start()] + put + text[word.end() :]
    changes = compare(text, edited)
    assert any(change.event != "restructured" for change in changes)
    assert comparable(compare(edited, text)) == comparable(changes, mirrored=True)


@pytest.mark.parametrize("seed", range(40))
def test_texts_of_records_in_another_order_are_restructured(criteria, seed):
    """Shuffled bullets of a text are a change of form only."""
    rnd = random.Random(seed)
    text = drawn(criteria, rnd, only_lists)
    other = shuffled(text, random.Random(rnd.randrange(10)))
    assert {change.event for change in compare(text, other)} <= {"restructured"}


def test_texts_of_records_read_the_same_as_html(criteria):
    """The form of the record history gives the same criteria for one text in five."""
    for trial, text in criteria[::5]:
        assert [criterion.key for criterion in read(as_html(text))] == [
            criterion.key for criterion in read(text)
        ], trial


@pytest.mark.shared
def test_real_changes_of_eligibility_are_told_as_rewordings(real):
    """What sponsors really rewrote is paired with what it was, and no direction is guessed."""
    found = []
    for pair in real.pairs():
        before, after = (
            record["protocolSection"]["eligibilityModule"].get("eligibilityCriteria", "") for record in pair
        )
        found += compare(before, after)
    assert {(change.event, change.direction) for change in found} == {
        ("criterion_reworded", Direction.UNDETERMINED)
    }
    assert len(found) == 3


SENTENCE = re.compile(r"(?<=[a-z]{3})\. (?=[A-Z][a-z]+ [a-z]+)")
BULLET = re.compile(r"\* [A-Z][^\n:]*[a-z]{3}\.?")


def splits(text):
    """Give the places between two sentences of a top-level bullet, at which it can be split."""
    found = []
    for line in re.finditer(r"^\* [A-Z][^\n]*$", text, re.MULTILINE):
        found += [line.start() + mark.start() for mark in SENTENCE.finditer(line[0])]
    return found


def test_a_split_or_a_merge_of_a_real_text_is_no_coming_and_no_going(criteria):
    """A bullet cut between its sentences adds nothing, removes nothing and has no direction; nor does its reverse."""
    rnd = random.Random(20260101)
    tried = 0
    for trial, text in criteria:
        places = splits(text)
        if not places:
            continue
        place = rnd.choice(places)
        cut = f"{text[: place + 1]}\n* {text[place + 2 :]}"
        for before, after in ((text, cut), (cut, text)):
            changes = compare(before, after)
            assert {change.event for change in changes} <= {"restructured", "criterion_reworded"}, (
                trial,
                place,
            )
            assert {change.direction for change in changes} == {Direction.UNDETERMINED}, (trial, place)
        tried += 1
    assert tried


def test_a_number_of_a_real_text_that_moves_back_tells_the_opposite(criteria):
    """For one record in five: a number raised by half, then lowered again, gives opposite directions."""
    seed = 20260102
    rnd = random.Random(seed)
    for trial, text in rnd.sample(criteria, -(-len(criteria) // 5)):
        numbers = list(re.finditer(r"(?<=[\s≥≤<>])[1-9]\d{0,2}(?=[\s%])", text))
        if not numbers:
            continue
        number = rnd.choice(numbers)
        edited = text[: number.start()] + str(int(number[0]) * 3 // 2 + 1) + text[number.end() :]
        changes = compare(text, edited)
        assert comparable(compare(edited, text)) == comparable(changes, mirrored=True), (seed, trial, number)
        decided = {change.direction for change in changes} - {Direction.UNDETERMINED}
        assert len(decided) <= 1, (seed, trial, number)


def test_markup_of_a_real_text_is_form(criteria):
    """For every record: other bullets, escapes and blank lines are at most one `restructured`."""
    for trial, text in criteria:
        other = (
            re.sub(r"^\* ", "*   ", text, flags=re.MULTILINE).replace("\n\n", "\n\n\n").replace("\\>", ">")
        )
        assert [change.event for change in compare(text, other)] in ([], ["restructured"]), trial
