"""Targets that an Apprise URL names and its plug-in drops without a word to anybody: nobody would get a message there."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from monitor.alerts.plugins import COPIES, is_mail, mask_target, read_settings, targets

if TYPE_CHECKING:
    from collections.abc import Iterator

_DROPPED = re.compile(r"(?:Dropped invalid|invalid and will be ignored)")
"""How apprise's log tells it."""
_VALUE = re.compile(r"\(([^()]*)\)")
_PIECES = re.compile(r"[,;\s]+")


def dropped(url: str) -> list[str]:
    """Return the targets that a URL names and that are none, each once, as they may be shown; none where it does not work."""
    logged: list[str] = []
    handler = _Handler(logged)
    logger = logging.getLogger("apprise")
    logger.addHandler(handler)
    try:
        works = bool(targets(url))
    finally:
        logger.removeHandler(handler)
    if not works:
        return []
    settings = read_settings(url)
    values = [found[1] for line in logged if _DROPPED.search(line) and (found := _VALUE.search(line))]
    if any(key in settings for key in COPIES) or str(settings["schema"]).startswith("mailto"):
        values += [value for key in ("targets", *COPIES) for value in _no_mails(settings.get(key) or [])]
    return [mask_target(value, settings) for value in dict.fromkeys(values)]


class _Handler(logging.Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(record.getMessage())


def _no_mails(named: str | list[str]) -> Iterator[str]:
    """Yield what stands among addresses of mail and is none; of a list with names beside addresses, nothing."""
    for text in [named] if isinstance(named, str) else named:
        if not any(sign in text for sign in '"<('):
            yield from (piece for piece in _PIECES.split(text) if piece and not is_mail(piece))
