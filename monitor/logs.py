"""Structured logs: one line an event, ``key=value``, without secrets."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor.clock import stamp

if TYPE_CHECKING:
    from collections.abc import Iterable

_USUAL = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}


class _Line(logging.Formatter):
    """Writes ``at=… level=… event=… key=value``; values with spaces are quoted as in JSON."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        self._secrets = sorted({secret for secret in secrets if len(secret) >= 4}, key=len, reverse=True)

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
        line = " ".join(f"{key}={_quoted(value)}" for key, value in fields.items() if value is not None)
        for secret in self._secrets:
            line = line.replace(secret, "…")
        return line


def _quoted(value: object) -> str:
    text = str(value)
    return (
        text
        if text and text.isprintable() and not set(text) & set(' "=')
        else json.dumps(text, ensure_ascii=False)
    )


def set_up(secrets: Iterable[str]) -> None:
    """Send the logs of this process to standard error; ``secrets`` never appear in them."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Line(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("monitor").setLevel(logging.INFO)
