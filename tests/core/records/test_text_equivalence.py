"""One text in two renditions, HTML and Markdown, is one text."""

import json

import pytest
from records import a_record

from monitor.core.records.compare import differences
from monitor.core.records.text_equivalence import reading, rendered, restricted, spelling
from monitor.ctgov.markup import markdown
from monitor.simulator.markup import with_html


def converted(text):
    return f"converted {len(text)}"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("<p>An EDSS &lt; 6.5</p>", r"An EDSS \< 6.5"),
        ("<ul><li>One</li><li>Two</li></ul>", "* One\n* Two"),
        ("<p>Number&#x2F;size</p>", "Number/size"),
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<ol><li>First</li><li>Second</li></ol>", "1. First\n2. Second"),
        ("10<sup>6</sup> cells", r"10\^6 cells"),
    ],
)
def test_the_same_text_reads_the_same(first, second):
    """Markup, escapes, numbering and line breaks say nothing."""
    assert reading(f"<p>{first}</p>" if "<sup>" in first else first) == reading(second)


def test_other_words_read_otherwise():
    """A number or a word that differs is a difference."""
    assert reading("<p>EDSS of 4.5</p>") != reading("EDSS of 6.5")


def test_a_text_that_reads_the_same_takes_the_letters_of_v2():
    """Only in the field of that name; whatever else is HTML is converted."""
    spelled = spelling([{"briefSummary": "* One\n* Two"}])
    html = "<ul><li>One</li><li>Two</li></ul>"
    assert rendered({"briefSummary": html}, spelled, converted) == {"briefSummary": "* One\n* Two"}
    assert rendered({"description": html}, spelled, converted) == {"description": f"converted {len(html)}"}


def test_entities_in_plain_fields_are_resolved_and_other_values_stay():
    """Titles are no HTML, but may be escaped as if they were."""
    past = {"briefTitle": "Cells &amp; more", "count": 3, "flag": None, "list": ["a < b", 1.5]}
    assert rendered(past, {}, converted) == {**past, "briefTitle": "Cells & more"}


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("One.\nTwo, e.g.\n  this.\r\nThree", "One. Two, e.g. this. Three"),
        ("One.\n\nTwo", "One.\n\nTwo"),
        ("One of:\n\n* a.\n  b\n* c\n  1. d", "One of:\n\n* a. b\n* c\n  1. d"),
    ],
)
def test_line_breaks_in_plain_fields_are_blanks(text, folded):
    """A break within a paragraph or an item says nothing; empty lines and new items stay."""
    assert rendered({"measure": text}, {}, markdown) == {"measure": folded}


def test_only_what_a_history_version_can_say_is_compared():
    """Sections that it has not, and fields that the registry derives, are left out of a polled record."""
    polled = a_record()
    past = json.loads(json.dumps({"protocolSection": polled["protocolSection"]}))
    for site in past["protocolSection"]["contactsLocationsModule"]["locations"]:
        site.pop("geoPoint", None)
    past["protocolSection"]["eligibilityModule"].pop("stdAges", None)
    assert differences(past, polled) != []
    assert differences(past, restricted(polled, past)) == []


def test_records_survive_the_way_through_html(corpus):
    """Records whose rich texts are HTML, as in the history, come back letter by letter: every fourth of the real ones."""
    records = corpus.records(slice(None, None, 4 if corpus.real else 1))
    lost = [
        record["protocolSection"]["identificationModule"]["nctId"]
        for record in records
        if rendered(with_html(record), spelling([record]), markdown) != record
    ]
    assert len(records) > (170 if corpus.real else 20)
    assert lost == []
