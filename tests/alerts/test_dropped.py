"""A target that is none is named before anything is sent: apprise leaves it out without a word."""

from __future__ import annotations

import pytest

from monitor.alerts.dropped import dropped

MAIL = "mailto://me:s3cret@h.example/?from=me@example.org"


@pytest.mark.parametrize(
    ("url", "names"),
    [
        (f"{MAIL}&to=a@example.org,notmail,b@example.org", ["notmail"]),
        (f"{MAIL}&to=notmail", ["notmail"]),
        (f"{MAIL}&to=a@example.org&cc=bad@&bcc=,x", ["bad@", "x"]),
        (f"{MAIL}&to=a@example.org;b@example.org,c@example.org", []),
        (f'{MAIL}&to="Doe, J" <a@example.org>', []),
        (MAIL, []),
        ("twilio://AC123:token@15551234567/15551234567/123", ["123"]),
        ("tgram://123456789:abcdefghijklmnopqrstuvwxyzabcdefghi/12345/b%20ad", ["b"]),
        ("ntfy://h.example/topic/topic!", ["topic!"]),
        ("json://h.example/x", []),
        ("nosuch://x", []),
    ],
)
def test_targets_that_are_none(url, names):
    """Each is named, and none that gets its messages."""
    assert dropped(url) == names


def test_a_secret_target_is_masked():
    """A topic of the public server is a password."""
    (name,) = dropped("ntfy://topic/s3cr3t-topic!?mode=cloud")
    assert name.startswith("s3c… (")
    assert "s3cr3t" not in name
