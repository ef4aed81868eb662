"""What is read from the answers of web services, which may say anything."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from timing import within

from monitor.network.answers import retry_after, words_of


@pytest.mark.parametrize(
    ("header", "body", "seconds"),
    [
        ("120", "", 120),
        (" 7 ", "", 7),
        ("", '{"retry_after": 1.5}', 1.5),
        ("", '{"ok": false, "parameters": {"retry_after": 35}}', 35),
        ("3", '{"retry_after": 9}', 3),
        ("9" * 40, "", 999999999),
        ("", "", None),
        ("soon", "", None),
        ("-5", "", None),
        ("", "[1, 2]", None),
        ("", '{"retry_after": "5"}', None),
        ("", '{"retry_after": -1}', None),
        ("", '{"retry_after": 1e400}', None),
        ("", '{"retry_after": NaN}', None),
        ("", '{"parameters": 5}', None),
        ("", "[" * 2000, None),
        ("", '{"retry_after": ' + "9" * 1900 + "}", None),
    ],
)
def test_the_time_for_which_a_service_asks(header, body, seconds):
    """In seconds, from the header or the answer; what is no such thing is none."""
    assert retry_after(header, body) == seconds


def test_a_time_of_the_day():
    """``Retry-After`` may be a time; one that has passed asks for nothing."""
    now = datetime.now(UTC)
    assert 50 < retry_after(format_datetime(now + timedelta(minutes=1), usegmt=True), "") <= 60
    assert retry_after(format_datetime(now - timedelta(minutes=1)), "") == 0
    assert retry_after("Wed, 99 Foo 2026 10:00:00 GMT", "") is None


@pytest.mark.parametrize(
    ("reason", "body", "words"),
    [
        ("Not Found", "no_service", "Not Found: no_service"),
        ("OK", "", "OK"),
        ("", "yes\n  and no", "yes and no"),
        (
            "Bad Gateway",
            "<html><h1>502</h1>\n<p>upstream is down</p></html>",
            "Bad Gateway: 502 upstream is down",
        ),
        ("Forbidden", '{"error": "a < b"}', 'Forbidden: {"error": "a < b"}'),
    ],
)
def test_the_words_of_an_answer(reason, body, words):
    """On one line, of a page the text alone."""
    assert words_of(reason, body) == words


def test_a_page_of_open_tags_is_read_in_linear_time():
    """Angle brackets without an end cost what their number asks for."""
    assert within(0.2, lambda: words_of("", "<" * 200_000))
