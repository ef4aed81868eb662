"""Structured logs: one line an event, ``key=value``, without secrets."""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote

from monitor.clock import stamp

if TYPE_CHECKING:
    from collections.abc import Iterable

_USUAL = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}


class _Line(logging.Formatter):
    """Writes ``at=… level=… event=… key=value``; values with spaces are quoted as in JSON."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        parts = {part for secret in secrets for part in _parts(secret)}
        self._secrets = sorted(parts, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of an event."""
        fields = {
            "at": stamp(datetime.fromtimestamp(record.created, UTC)),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        fields |= {key: value for key, value in record.__dict__.items() if key not in _USUAL}
        if record.exc_info:
            fields["error"] = self.formatException(record.exc_info)
        return " ".join(
            f"{key}={_quoted(self._redacted(str(value)))}"
            for key, value in fields.items()
            if value is not None
        )

    def _redacted(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "…")
        return text


def _parts(secret: str) -> set[str]:
    """Return an address, as Python shows it too, and its parts: libraries put it together anew."""
    parts = [
        part
        for form in (secret, unquote(secret))  # a password may hold what divides an address
        for part in re.split(r"[/:@?&=,]+", form.partition("://")[2])
    ]
    return {
        secret,
        repr(secret)[1:-1],
        *(form for part in parts for form in (part, unquote(part)) if len(form) >= 6),
    } - {""}


def _quoted(value: str) -> str:
    if not value.replace("\n", "").isprintable():
        return json.dumps(value)  # what could steer a terminal is escaped, with all that is not ASCII
    return json.dumps(value, ensure_ascii=False) if not value or set(value) & set(' "=\n') else value


def keep_silent() -> None:
    """Keep the logs of this process to itself: a command that people run says what matters by itself."""
    logging.getLogger("monitor").addHandler(logging.NullHandler())


def set_up(secrets: Iterable[str]) -> None:
    """Send the logs of this process to standard error; ``secrets`` never appear in them."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Line(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("monitor").setLevel(logging.INFO)
