"""Rich text of API v2 as the record history writes it."""

import pytest

from monitor.simulator.markup import to_html, with_html


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("One\ntwo\n\nthree", "<p>One two</p><p>three</p>"),
        ("* a\n* b", "<ul><li>a</li><li>b</li></ul>"),
        ("1. a\n2. b\n\nEnd", "<ol><li>a</li><li>b</li></ol><p>End</p>"),
        ("* a\n\n  * b\n* c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        ("* a\n1. b", "<ul><li>a</li></ul><ol><li>b</li></ol>"),
        ("* a\n\n  more", "<ul><li>a<p>more</p></li></ul>"),
        (r"x \>= 3 and/or \[y\] & \* '", "<p>x &gt;= 3 and&#x2F;or [y] &amp; * &#x27;</p>"),
    ],
)
def test_rich_text_becomes_html(markdown, html):
    """The Markdown of API v2 is the HTML of the record history, slash and all."""
    assert to_html(markdown) == html


def test_only_rich_text_becomes_html():
    """Titles and measures stay as they are."""
    section = {"briefTitle": "a/b", "outcomes": [{"measure": "a/b", "description": "a/b"}], "count": 3}
    expected = {
        "briefTitle": "a/b",
        "outcomes": [{"measure": "a/b", "description": "<p>a&#x2F;b</p>"}],
        "count": 3,
    }
    assert with_html(section) == expected
