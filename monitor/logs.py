"""Structured logs: one line an event, ``key=value``, without secrets."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor.clock import stamp
from monitor.redact import Redactor

if TYPE_CHECKING:
    from collections.abc import Iterable

_USUAL = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}


class _Line(logging.Formatter):
    """Writes ``at=… level=… event=… key=value``; values with spaces are quoted as in JSON."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        self._redact = Redactor(secrets)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of an event."""
        fields = {key: value for key, value in record.__dict__.items() if key not in _USUAL}
        if record.exc_info:
            fields["error"] = self.formatException(record.exc_info)
        at = stamp(datetime.fromtimestamp(record.created, UTC))
        return " ".join(
            (
                f"at={at} level={record.levelname.lower()} event={_quoted(self._redact(record.getMessage()))}",
                *(f"{key}={self._shown(value)}" for key, value in fields.items() if value is not None),
            )
        )

    def _shown(self, value: object) -> str:
        """Return a value as it is written; a number is no secret."""
        return str(value) if isinstance(value, int | float) else _quoted(self._redact(str(value)))


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
