"""A message and an Apprise URL → sent, try later, or give up. Beside `connections.py`, the only module that knows apprise."""

from __future__ import annotations

import logging
import re
import threading
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from monitor.alerts.renderers.base import text_for
from monitor.alerts.services import type_for
from monitor.redact import Redactor

if TYPE_CHECKING:
    from monitor.model import Message, Notify


SEND_SECONDS = 20.0
"""A send as a whole may take so long."""
MAX_ANSWER = 500
"""Characters of what is kept of the far side's words."""

_CAUSE = re.compile(r"(?:Socket|Notification|AMQP|IRC|XMPP) Exception: ")
"""How apprise's log begins the line that says why; it writes it at DEBUG, next to much else."""
_HTTP_CODE = re.compile(r"error=(\d{3})")
_SMTP_CODE = re.compile(r"(?:\(|refused: )(\d{3})[, ]+b['\"]")
# What the far side will not change its mind about: a bad token, a message it cannot take. 404 is not
# among them: a proxy in front of a service that restarts answers it.
_FINAL_HTTP = {400, 401, 403, 410, 413, 422}
# A bad login, sender or recipient. Not 552 and 554: a full mailbox and a blocked server can get well.
_FINAL_SMTP = {501, 530, 534, 535, 538, 550, 551, 553, 556}


class SendStatus(StrEnum):
    """What became of a send."""

    SENT = "sent"
    LATER = "later"
    TIMEOUT = "timeout"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a send, and what the far side said."""

    outcome: SendStatus
    answer: str


def send(url: str, message: Message, *, seconds: float = SEND_SECONDS) -> Result:
    """Send a message to one Apprise URL, once.

    Args:
        url: the address; it is never shown, not even in what is returned.
        message: its subject, and its text in every format.
        seconds: the send as a whole may take so long.

    """
    service = _service(url)
    if service is None:
        # later, not dead: it is ours to mend, and then what waits goes out
        return Result(SendStatus.LATER, "this is no Apprise URL that works; `nctwatch check` says more")
    plugin = service[0]
    plugin.redirects = False  # a POST that is redirected becomes a GET, which proves nothing
    # A receiver that takes its time must not count as failed: it would get the message again and again.
    plugin.socket_connect_timeout = plugin.socket_read_timeout = seconds
    body, form = text_for(message, str(plugin.service_name), plugin.resolve_format("html").value)
    if form == "text":  # cutting markup would break it; it is bounded as it is
        body = fitted(message, plugin)
    elif form == "markdown":
        plugin.use_blocks = True  # Slack documents its markup in blocks
        plugin.include_image = False
    if message.event is not None and str(plugin.service_name) == "JSON":
        plugin.payload_extras["event"] = dict(message.event)
    notify = type_for(str(plugin.service_name), message.notify)
    sending = _Sending(service, message.subject, body, form, notify)
    # A thread of our own: apprise's pool has few, a receiver that drips keeps one for ever, and the
    # interpreter waits for them when it ends.
    thread = threading.Thread(target=sending.run, name="send", daemon=True)
    thread.start()
    thread.join(seconds)
    outcome = SendStatus.TIMEOUT if thread.is_alive() else sending.outcome
    answer = Redactor([url])(" ".join(" ".join(sending.lines).split()))[:MAX_ANSWER]
    return Result(outcome, answer or _USUAL_WORDS[outcome].format(seconds=seconds))


_USUAL_WORDS = {
    SendStatus.SENT: "accepted",
    SendStatus.LATER: "the service did not take it",
    SendStatus.DEAD: "the service refuses it",
    SendStatus.TIMEOUT: "no answer within {seconds:g} s",
}


@dataclass
class _Sending:
    """One send under way, and the lines of apprise's log that are worth keeping."""

    service: Any
    subject: str
    body: str
    form: str
    notify: Notify = "info"
    lines: list[str] = field(default_factory=list)
    outcome: SendStatus = SendStatus.LATER

    def run(self) -> None:
        try:
            taken = self.service.notify(
                title=self.subject,
                body=self.body,
                body_format=self.form,
                notify_type=self.notify,
                log_callback=self._keep,
                log_level=logging.DEBUG,
            )
        except Exception as error:  # noqa: BLE001  # whatever a plugin does, others get their messages
            self.lines.append(f"{type(error).__name__}: {error}")
        else:
            self.outcome = SendStatus.SENT if taken else _failure(list(self.lines))

    def _keep(self, entry: Any, _service: object) -> None:  # noqa: ANN401  # apprise is not typed
        if entry.level in {"WARNING", "ERROR", "CRITICAL"}:
            self.lines.append(entry.message)
        elif cause := _CAUSE.match(entry.message):
            self.lines.append(entry.message[cause.end() :])


def _failure(lines: list[str]) -> SendStatus:
    text = " ".join(lines)
    http = {int(code) for code in _HTTP_CODE.findall(text)}
    smtp = {int(code) for code in _SMTP_CODE.findall(text)}
    if (http or smtp) and http <= _FINAL_HTTP and smtp <= _FINAL_SMTP:
        return SendStatus.DEAD
    return SendStatus.TIMEOUT if "timed out" in text else SendStatus.LATER


def works(url: str) -> bool:
    """Say whether an address is an Apprise URL that can be sent to."""
    return _service(url) is not None


def _service(url: str) -> Any | None:  # noqa: ANN401  # apprise is not typed
    """Return a sender for one address; one for each delivery, so that no throttle waits between them."""
    _mute()
    from apprise import Apprise, AppriseAsset

    from monitor.alerts.connections import prepare

    prepare()
    # no limit of apprise's own: it would move the send to its pool of threads
    asset = AppriseAsset(app_id="nctwatch", app_desc="nctwatch", http_redirects=False, service_timeout=0)
    service = Apprise(asset=asset)
    try:
        return service if service.add(url) and len(service) == 1 else None
    except (TypeError, ValueError):
        return None


@cache
def _mute() -> None:
    """Keep the logs of apprise and urllib3 to themselves: both write addresses in full."""
    for name in ("apprise", "urllib3"):
        logger = logging.getLogger(name)
        logger.propagate = False
        logger.addHandler(logging.NullHandler())
    logging.getLogger("apprise").setLevel(logging.DEBUG)


def fitted(message: Message, plugin: Any) -> str:  # noqa: ANN401  # apprise is not typed
    """Cut a message's plain text to what a service takes; its last paragraph, which says where the rest is, stays.

    A service refuses for good what is too long, as Discord does above 2,000 characters.
    """
    from apprise import OverflowMode

    room = plugin.body_maxlen - len(message.subject) - 10
    if plugin.overflow_mode != OverflowMode.UPSTREAM or plugin.body_maxlen <= 0 or len(message.body) <= room:
        return message.body
    head, gap, foot = message.body.rpartition("\n\n")
    foot = f"{gap}{foot}" if len(foot) < room // 2 else ""
    cut = max(0, room - len(foot) - 1)
    return f"{(head if foot else message.body)[:cut].rstrip()}…{foot}"
