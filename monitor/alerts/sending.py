"""One send under way, in a thread of its own: what was asked and answered, and what became of it."""

from __future__ import annotations

import logging
import re
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from monitor.alerts import outcome
from monitor.alerts.outcome import Result, SendStatus
from monitor.alerts.plugins import is_counted
from monitor.core.presentation.sanitize import safe_line
from monitor.network.exchanges import Recording, recording

if TYPE_CHECKING:
    from monitor.alerts.compose import Composed
    from monitor.model import Notify
    from monitor.redact import Redactor

MAX_ANSWER = 500
"""Characters of what is kept of the far side's words."""
LIMIT = 600.0
"""Seconds after which a send is cut: a mail server may take so long to take a mail (RFC 5321, 4.5.3.2.6)."""
MAIL_PATIENCE = 300.0
"""Seconds for which a process that ends waits for the answer of a mail server that may have the mail."""
PATIENCE = 3.0
"""Times a send's limit, for which a process that ends waits for any other answer."""

_CAUSE = re.compile(r"(?:Socket|Notification|AMQP|IRC|XMPP) Exception: ")
"""How apprise's log begins the line that says why; it writes it at DEBUG, next to much else."""
_NOTHING_LEFT = "no request was sent: the service does nothing with a message of this type"
_USUAL_WORDS = {
    SendStatus.SENT: "accepted",
    SendStatus.LATER: "the service did not take it",
    SendStatus.UNAUTHORIZED: "the service refuses the login",
    SendStatus.REFUSED: "the service refuses it",
    SendStatus.DEAD: "the service refuses it",
    SendStatus.TIMEOUT: "timed out",
}


@dataclass(eq=False)
class Sending:
    """One send under way.

    Args:
        service: an Apprise object with one plug-in.
        message: what is sent.
        notify: apprise's type.
        redact: takes the address's secrets out of texts.
        seconds: the limit after which nobody waits for it any more in its pass.

    """

    service: Any
    message: Composed
    notify: Notify
    redact: Redactor
    seconds: float
    lines: list[str] = field(default_factory=list)
    causes: list[str] = field(default_factory=list)
    """Of the lines those that say why; the others only say that."""
    recorded: Recording = field(default_factory=Recording)
    taken: bool | None = None
    """What the plug-in says; None while it sends."""

    def __post_init__(self) -> None:
        """Begin to send."""
        self.began = time.monotonic()
        # A thread of our own: apprise's pool has few, a receiver that drips keeps one for ever, and the
        # interpreter waits for them when it ends.
        self._thread = threading.Thread(target=self._run, name="send", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        with recording(self.recorded):
            try:
                taken = self.service.notify(
                    title=self.message.title,
                    body=self.message.body,
                    body_format=self.message.body_format,
                    notify_type=self.notify,
                    log_callback=self._keep,
                    log_level=logging.DEBUG,
                )
            except Exception as error:  # noqa: BLE001  # whatever a plugin does, others get their messages
                self.causes.append(f"{type(error).__name__}: {error}")
                taken = False
        self.taken = bool(taken)

    def _keep(self, entry: Any, _service: object) -> None:  # noqa: ANN401  # apprise is not typed
        if entry.level in {"WARNING", "ERROR", "CRITICAL"}:
            self.lines.append(entry.message)
        elif cause := _CAUSE.match(entry.message):
            self.causes.append(entry.message[cause.end() :])

    def wait(self, seconds: float) -> None:
        """Wait until it has ended, or for so many seconds."""
        self._thread.join(seconds)

    @property
    def has_ended(self) -> bool:
        """Whether its thread has ended."""
        return not self._thread.is_alive()

    def patience(self) -> float:
        """Return the seconds, from its beginning, for which its answer is worth waiting for before a process ends."""
        return MAIL_PATIENCE if self.recorded.is_mail_handed_over else self.seconds * PATIENCE

    def cut(self) -> None:
        """Break its connections off, so that it ends."""
        self.recorded.cut()

    def result(self) -> Result | None:
        """Return what became of the send, None while it lasts."""
        exchanges, taken = list(self.recorded.exchanges), self.taken
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

    def timed_out(self, place: str) -> Result:
        """Return that no answer came in time from a place, an address without its secrets; it may still come."""
        words = " ".join([f"no answer from {place} within {self.seconds:g} s", *(self.causes or self.lines)])
        return Result(
            SendStatus.TIMEOUT,
            self._shown(words, SendStatus.TIMEOUT),
            len(self.recorded.exchanges),
            late=self,
        )

    def _shown(self, words: str, status: SendStatus) -> str:
        return self.redact(safe_line(words))[:MAX_ANSWER] or _USUAL_WORDS[status]
