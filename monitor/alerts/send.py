"""A message and an Apprise URL → sent, try later, or give up."""

from __future__ import annotations

import logging
import re
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from monitor.alerts import outcome
from monitor.alerts.capacity import USUAL, capacity_of
from monitor.alerts.compose import composed
from monitor.alerts.connections import ANSWER_SECONDS
from monitor.alerts.outcome import Result, SendStatus
from monitor.alerts.plugins import is_counted, service_for, targets
from monitor.alerts.services import type_for
from monitor.core.presentation.sanitize import safe_line
from monitor.network.exchanges import recording
from monitor.redact import Redactor

if TYPE_CHECKING:
    from monitor.alerts.capacity import Capacity
    from monitor.alerts.compose import Composed
    from monitor.model import Message, Notify
    from monitor.network.exchanges import Exchange


SEND_SECONDS = 20.0
"""A send as a whole may take so long."""
MAX_ANSWER = 500
"""Characters of what is kept of the far side's words."""

_CAUSE = re.compile(r"(?:Socket|Notification|AMQP|IRC|XMPP) Exception: ")
"""How apprise's log begins the line that says why; it writes it at DEBUG, next to much else."""
_NOTHING_LEFT = "no request was sent: the service does nothing with a message of this type"


def target_names(url: str) -> list[str]:
    """Return the names of the targets of an Apprise URL, each of which gets a send of its own.

    [""] where the URL is not split, or is none that works; a send then says so.
    """
    return [target.name for target in targets(url)] or [""]


def send(url: str, message: Message, *, seconds: float = SEND_SECONDS, target: str = "") -> Result:
    """Send a message to one target of an Apprise URL, once.

    Args:
        url: the address; its secrets are never shown, not even in what is returned.
        message: its subject, and its text in every format.
        seconds: the send as a whole may take so long.
        target: one of ``target_names``.

    """
    service = next((service_for(found) for found in targets(url) if found.name == target), None)
    if service is None:
        # later, not dead: it is ours to mend, and then what waits goes out
        return Result(SendStatus.LATER, "this is no Apprise URL that works; `nctwatch check` says more")
    plugin = service[0]
    plugin.redirects = False  # a POST that is redirected becomes a GET, which proves nothing
    # A receiver that takes its time must not count as failed: it would get the message again and again.
    plugin.socket_connect_timeout, plugin.socket_read_timeout = seconds, ANSWER_SECONDS
    made = composed(message, plugin)
    notify = type_for(str(plugin.service_name), message.notify)
    sending = _Sending(
        service, made.title, made.body, made.body_format, notify, Redactor([url], shown=[target])
    )
    # A thread of our own: apprise's pool has few, a receiver that drips keeps one for ever, and the
    # interpreter waits for them when it ends.
    thread = threading.Thread(target=sending.run, name="send", daemon=True)
    thread.start()
    thread.join(seconds)
    return sending.result() or sending.timed_out(seconds, sending.redact(url))


_USUAL_WORDS = {
    SendStatus.SENT: "accepted",
    SendStatus.LATER: "the service did not take it",
    SendStatus.UNAUTHORIZED: "the service refuses the login",
    SendStatus.REFUSED: "the service refuses it",
    SendStatus.DEAD: "the service refuses it",
    SendStatus.TIMEOUT: "timed out",
}


@dataclass
class _Sending:
    """One send under way: what apprise's log says of it, and what was asked and answered."""

    service: Any
    subject: str
    body: str
    form: str
    notify: Notify
    redact: Redactor
    lines: list[str] = field(default_factory=list)
    causes: list[str] = field(default_factory=list)
    """Of the lines those that say why; the others only say that."""
    exchanges: list[Exchange] = field(default_factory=list)
    taken: bool | None = None
    """What the plug-in says; None while it sends."""

    def run(self) -> None:
        with recording(self.exchanges):
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
                self.causes.append(f"{type(error).__name__}: {error}")
                taken = False
        self.taken = bool(taken)

    def result(self) -> Result | None:
        """Return what became of the send, None while it lasts."""
        exchanges, taken = list(self.exchanges), self.taken
        if taken is None and any(each.is_mail and each.is_yes for each in exchanges):
            taken = True  # the mail is in its hands; only its goodbye is missing
        if taken is None:
            return None
        counted = is_counted(self.service[0])
        lines = self.causes or self.lines
        status = outcome.status(exchanges, taken=taken, counted=counted, words=" ".join(lines))
        words = outcome.answer(exchanges, status, lines)
        if taken and status is SendStatus.LATER:
            words = _NOTHING_LEFT
        return Result(status, self._shown(words, status), len(exchanges), outcome.rest(exchanges))

    def timed_out(self, seconds: float, place: str) -> Result:
        """Return that no answer came in time from a place, an address without its secrets; it may still come."""
        words = " ".join([f"no answer from {place} within {seconds:g} s", *(self.causes or self.lines)])
        return Result(
            SendStatus.TIMEOUT,
            self._shown(words, SendStatus.TIMEOUT),
            len(self.exchanges),
            late=self.result,
        )

    def _shown(self, words: str, status: SendStatus) -> str:
        return self.redact(safe_line(words))[:MAX_ANSWER] or _USUAL_WORDS[status]

    def _keep(self, entry: Any, _service: object) -> None:  # noqa: ANN401  # apprise is not typed
        if entry.level in {"WARNING", "ERROR", "CRITICAL"}:
            self.lines.append(entry.message)
        elif cause := _CAUSE.match(entry.message):
            self.causes.append(entry.message[cause.end() :])


def works(url: str) -> bool:
    """Return whether an address is an Apprise URL that can be sent to."""
    return bool(targets(url))


def preview(url: str, message: Message) -> Composed | None:
    """Return a message as an address gets it, without sending it; None for an address that does not work."""
    service = next(map(service_for, targets(url)), None)
    return composed(message, service[0]) if service else None


def capacity(url: str) -> Capacity:
    """Return the format and the room of a message to an address; the usual ones for an address that does not work."""
    service = next(map(service_for, targets(url)), None)
    return capacity_of(service[0]) if service else USUAL
