"""A message and an Apprise URL → sent, try later, or give up. The only module that knows apprise."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from monitor.alerts.render import Message

SEND_SECONDS = 20.0
"""A send as a whole may take so long."""

_HTTP_CODE = re.compile(r"error=(\d{3})")
# What the far side will not change its mind about: a bad token, a message it cannot take. 404 is not
# among them: a proxy in front of a service that restarts answers it.
_FINAL_CODES = {400, 401, 403, 410, 413, 422}
_FINAL_WORDS = re.compile(
    r"\b(?:5\d\d)\b.*(?:authentication|recipient|mailbox|user unknown|relay)|SMTPAuthentication",
    re.IGNORECASE,
)


class Outcome(StrEnum):
    """What became of a send."""

    SENT = "sent"
    LATER = "later"
    TIMEOUT = "timeout"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a send, and what the far side said."""

    outcome: Outcome
    said: str


def send(url: str, message: Message, *, seconds: float = SEND_SECONDS) -> Result:
    """Send a message to one Apprise URL, once.

    Args:
        url: the address; it is never shown, not even in what is returned.
        message: subject and plain text.
        seconds: the send as a whole may take so long.

    """
    service = _service(url)
    if service is None:
        return Result(Outcome.DEAD, "this is no Apprise URL that works; `nctwatch check` says more")
    from apprise import AppriseResultStatus, NotifyFormat

    lines: list[str] = []
    result = service.notify(
        title=message.subject,
        body=message.body,
        body_format=NotifyFormat.TEXT,
        timeout=seconds,
        log_callback=lambda entry, _service: lines.append(entry.message),
        log_level=logging.WARNING,
    )
    said = redact(" ".join(" ".join(lines).split())[:500], url)
    if result:
        return Result(Outcome.SENT, said or "accepted")
    if result.status == AppriseResultStatus.TIMEOUT:
        return Result(Outcome.TIMEOUT, said or f"no answer within {seconds:g} s")
    return Result(Outcome.DEAD if _final(said) else Outcome.LATER, said or "the service did not take it")


def works(url: str) -> bool:
    """Say whether an address is an Apprise URL that can be sent to."""
    return _service(url) is not None


def _service(url: str) -> Any | None:  # noqa: ANN401  # apprise is not typed
    """Return a sender for one address; one for each delivery, so that no throttle waits between them."""
    from apprise import Apprise, AppriseAsset

    logging.getLogger("apprise").propagate = False  # it logs a malformed address in full
    logging.getLogger("apprise").addHandler(logging.NullHandler())
    asset = AppriseAsset(app_id="nctwatch", app_desc="nctwatch", http_redirects=False)
    service = Apprise(asset=asset)
    try:
        return service if service.add(url) and len(service) == 1 else None
    except (TypeError, ValueError):
        return None


def _final(said: str) -> bool:
    code = _HTTP_CODE.search(said)
    return bool(code and int(code[1]) in _FINAL_CODES) or _FINAL_WORDS.search(said) is not None


def redact(text: str, url: str) -> str:
    """Take an address, and every part of it that could be a secret, out of a text."""
    for part in sorted({url, *re.split(r"[/:@?&=]+", url)}, key=len, reverse=True):
        if len(part) >= 6:
            text = text.replace(part, "…")
    return text
