"""HTML of the record history, in the registry's Markdown."""

from itertools import cycle

import pytest
from timing import within

from monitor.ctgov.markup import markdown
from monitor.errors import BadAnswer
from monitor.simulator import Breaks
from monitor.simulator.markup import _RICH, to_html


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<p>Inclusion:</p><ul><li>One</li><li>Two</li></ul>", "Inclusion:\n\n* One\n* Two"),
        ("<ul><li>One<ul><li>In it</li></ul></li><li>Two</li></ul>", "* One\n\n  * In it\n* Two"),
        ("<ol><li>One<ul><li>In it</li></ul></li></ol>", "1. One\n\n   * In it"),
        ("<p>a &lt; b &#x2F; c [d] *e* f_g ~1</p>", r"a \< b / c \[d\] \*e\* f\_g \~1"),
        ("<p>10<sup>6</sup> <b>cells</b></p>", r"10\^6 cells"),
        ("<p>one<br>two</p>", "one\\\ntwo"),
        ("<script>alert(1)</script><p>text</p>", "alert(1)\n\ntext"),
        ("no markup at all", "no markup at all"),
        ("<p>One.\nTwo, e.g.\nthis.</p>\n<p>b</p>", "One. Two, e.g. this.\n\nb"),
        ("<ul>\n <li>One of.\nThese:\n<ul><li>a\r\nb</li></ul>\n</li></ul>", "* One of. These:\n\n  * a b"),
        ("<p>a <b>\nb</b>\n c</p>", "a b c"),
        (
            "<p>1. one - two</p><ul><li>- three</li><li>2) four</li></ul>",
            "1\\. one - two\n\n* \\- three\n* 2\\) four",
        ),
        ("", ""),
    ],
)
def test_html_becomes_the_registrys_markdown(html, expected):
    """Lists with stars, nested behind an empty line; signs that would be markup are escaped."""
    assert markdown(html) == expected


def test_a_text_nested_without_end_is_refused():
    """It is an answer that must not be believed, not a crash."""
    with pytest.raises(BadAnswer, match="nests too deeply"):
        markdown("<ul><li>" * 20_000)


def test_nearly_every_text_comes_back_letter_by_letter(corpus):
    """Markdown to HTML and back, over every rich text of the records, with line breaks wherever the history has them."""
    texts = []

    def collect(value, key=""):
        if isinstance(value, dict):
            for name, part in value.items():
                collect(part, name)
        elif isinstance(value, list):
            for part in value:
                collect(part, key)
        elif isinstance(value, str) and key in _RICH:
            texts.append(value)

    for record in corpus.records():
        collect(record["protocolSection"])
    same = sum(
        markdown(to_html(text, breaks)) == text for text, breaks in zip(texts, cycle(Breaks), strict=False)
    )
    assert len(texts) > (10_000 if corpus.real else 100)
    assert same / len(texts) > 0.99


@pytest.mark.parametrize("piece", ["<p ", "<p/", '<p a="', "<p a=", "<p a\n", "<", "<!--", "<br/>"])
def test_any_text_is_read_in_linear_time(piece):
    """Tags that never end, and many that do."""
    text = piece * (100_000 // len(piece))
    assert within(2, lambda: markdown(text))


def test_a_sign_that_opens_no_tag_is_text():
    """Also where a tag begins and never ends."""
    assert markdown("<p>a < 5 and <b and c</p>") == r"a \< 5 and \<b and c"
