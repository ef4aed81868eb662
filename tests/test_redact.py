"""No secret stands in what is logged, stored or shown."""

from __future__ import annotations

import time

import pytest

from monitor.redact import Redactor


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("json://user:pa%40ss%2Fword@h/x", "login user:pa@ss/word failed"),
        (
            "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
            "token TIiajkdnlazkcOXrIdevi7FQ of T1JJ3T3L2",
        ),
        (
            "json://h/a?token=abc%2Fdef+ghi",
            "Max retries exceeded with url: /a?token=abc%2fdef+ghi (Caused by)",
        ),
        ("json://h/a?token=abcd/efgh", "at abcd%2Fefgh"),
        ("mailto://u:h4xx@h", "535 h4xx"),
    ],
)
def test_redact(url, text):
    """Every part of an address goes, encoded or not."""
    shown = Redactor([url])(text)
    assert "…" in shown
    for part in ("pa@ss", "word", "TIia", "T1JJ", "def", "ghi", "efgh", "h4xx"):
        assert part not in shown


def test_a_short_password_goes_too():
    """One of four letters, from a log line as from what a mail server answers."""
    assert Redactor(["mailto://me:h4xx@mail.example"])("login h4xx at 25") == "login … at 25"


def test_the_scheme_and_what_is_no_address_stay():
    """The words that are in every address tell nothing, and a plain text has no parts."""
    redact = Redactor(["json://host.example/token123", "", "one two"])
    assert redact("json: one, two; one two") == "json: one, two; …"


def test_a_long_text_is_redacted_in_linear_time():
    """Two million letters of the secret's own parts take no longer than their length asks for."""
    redact = Redactor([f"json://user:{'ab/' * 50}@host/{'a' * 40}"])
    began = time.process_time()
    redact("a" * 1_000_000 + "ab/" * 300_000 + "with url: " * 10_000)
    assert time.process_time() - began < 5
