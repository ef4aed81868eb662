"""Tests of the logs: one line an event, without secrets."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import re

import pytest

from monitor.logs import set_up

WEBHOOK = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
PASSWORD = 'pa"ss\\w ö\nrd'
log = logging.getLogger("monitor.test")


class Logged:
    """What a process logs after ``set_up``, as lines."""

    def __init__(self) -> None:
        self._stream = io.StringIO()
        self.set_up([WEBHOOK, PASSWORD])

    def set_up(self, secrets: list[str]) -> None:
        """Set the logs up for other secrets."""
        with contextlib.redirect_stderr(self._stream):
            set_up(secrets)

    def __call__(self) -> list[str]:
        """Return the lines logged so far."""
        return self._stream.getvalue().split("\n")[:-1]


@pytest.fixture
def lines():
    """What is logged from now on; the logging of this process is put back after."""
    root, ours = logging.getLogger(), logging.getLogger("monitor")
    handlers, levels = root.handlers[:], (root.level, ours.level)
    yield Logged()
    root.handlers[:] = handlers
    root.setLevel(levels[0])
    ours.setLevel(levels[1])


def fields(line: str) -> dict[str, str]:
    """Return the fields of a line."""
    found = re.findall(r'(\w+)=("(?:[^"\\]|\\.)*"|\S+)', line)
    return {key: json.loads(value) if value.startswith('"') else value for key, value in found}


def test_an_event_is_one_line_of_fields(lines):
    """Time, level and event come first, then what else is known, each as key=value."""
    log.info("poll", extra={"outcome": "done", "checked": 6, "error": None})
    (line,) = lines()
    assert re.fullmatch(
        r"at=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ level=info event=poll outcome=done checked=6", line
    )


@pytest.mark.parametrize(
    "value", ["two words", "", 'a"b', "a=b", "back\\slash", "new\nline", "tab\t", "ö µ 中"]
)
def test_values_are_read_back_as_they_were(lines, value):
    """A value with spaces, quotes, equals signs or line breaks is quoted, and the line stays one line."""
    log.warning("event", extra={"value": value})
    (line,) = lines()
    assert fields(line)["value"] == value


def test_what_could_steer_a_terminal_is_escaped(lines):
    """Escape sequences, line separators and overrides of direction do not reach the terminal."""
    log.warning("event", extra={"value": "\x1b[31m \x9b31m \u2028 \u202e \ud800"})
    (line,) = lines()
    assert line.isprintable()


def test_only_ours_and_warnings_are_logged(lines):
    """Of other libraries only warnings are logged; of this project events too, but nothing for debugging."""
    logging.getLogger("other").info("quiet")
    log.debug("quiet")
    logging.getLogger("other").warning("loud")
    assert [fields(line)["event"] for line in lines()] == ["loud"]


def test_secrets_are_left_out_of_message_and_fields(lines):
    """No secret appears, in the event's words or among the fields; the kind of service does, for whoever repairs it."""
    log.warning("sent to %s with %s", WEBHOOK, PASSWORD, extra={"url": WEBHOOK, "said": f"= {PASSWORD} ="})
    (line,) = lines()
    assert fields(line)["event"] == "sent to slack://… with …"
    assert fields(line)["url"] == "slack://…"
    assert fields(line)["said"] == "= … ="


def test_secrets_are_left_out_of_tracebacks(lines):
    """A traceback is on the same line, without the secret that the error names."""
    try:
        int(f"{WEBHOOK} / {PASSWORD}")
    except ValueError:
        log.exception("delivery")
    (line,) = lines()
    assert "with base 10: 'slack://… / …'" in fields(line)["error"]
    assert "Traceback" in line


def test_parts_of_an_address_are_left_out(lines):
    """A library that puts the address together anew gives no token away."""
    log.warning("POST https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ")
    (line,) = lines()
    assert not [part for part in WEBHOOK.split("/")[2:] if part in line]
    assert "hooks.slack.com" in line


def test_encoded_passwords_are_left_out_in_both_forms(lines):
    """A password that is percent-encoded in its address is left out as it is typed, too."""
    lines.set_up(["mailtos://user:p%40ssw%C3%B6rd@example.org"])
    log.warning("login with p@sswörd, that is p%40ssw%C3%B6rd")
    assert fields(lines()[0])["event"] == "login with …, that is …"


def test_an_empty_secret_is_no_secret(lines):
    """A channel whose variable is empty does not blot out the logs."""
    lines.set_up(["", "://"])
    log.warning("event")
    assert fields(lines()[0])["event"] == "event"


def test_set_up_twice_logs_once(lines):
    """The logs are set up anew, not once more."""
    lines.set_up([])
    log.warning("event")
    assert len(lines()) == 1


def test_a_password_with_what_divides_an_address_is_in_no_line(lines):
    """A password that is encoded in its address is hidden as it is, encoded, and in pieces."""
    lines.set_up(["json://me:first1%40second%2Fthird33@127.0.0.1/"])
    for shown in ("first1@second/third33", "first1%40second%2Fthird33", "host second/third33"):
        log.warning("event", extra={"value": shown})
    for line in lines():
        assert not any(part in line for part in ("first1", "second", "third33"))
