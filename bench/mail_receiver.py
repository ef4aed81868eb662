"""A mail server on loopback that keeps what it took, may be slow, and defers a recipient now and then."""

from __future__ import annotations

import asyncio
import email
import email.policy
import random
import socket
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class MailReceiver:
    """What the server does.

    Args:
        slow: the most seconds that its answer to a mail takes.
        refuse: the share of recipients that get a 451.
        seed: of what is random here.

    """

    slow: float = 0.0
    refuse: float = 0.0
    seed: int = 0
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    """Recipient and mail, of all that it answered with 250, or was about to."""
    port: int = 0

    def __post_init__(self) -> None:
        """Begin what is random."""
        self.chance = random.Random(self.seed)

    def url(self, *recipients: str) -> str:
        """Return the address for a channel."""
        return f"mailto://127.0.0.1:{self.port}/?mode=insecure&from=me@example.org&to={','.join(recipients)}"

    def texts(self, recipient: str) -> list[str]:
        """Return the plain text of each mail to a recipient."""
        mails = [
            email.message_from_bytes(mail, policy=email.policy.default)
            for to, mail in list(self.taken)
            if to == recipient
        ]
        return [mail.get_body(("plain",)).get_content() for mail in mails]

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self,
        _server: Any,  # noqa: ANN401
        _session: Any,  # noqa: ANN401
        envelope: Any,  # noqa: ANN401
        address: str,
        _options: Any,  # noqa: ANN401
    ) -> str:
        """Take a recipient, or defer it."""
        if self.chance.random() < self.refuse:
            return "451 4.7.1 greylisted"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: ANN401, N802
        """Take a mail, slowly."""
        self.taken += [(recipient, envelope.content) for recipient in envelope.rcpt_tos]
        await asyncio.sleep(self.slow * self.chance.random())
        return "250 OK"


@contextmanager
def mail_receiver(**options: Any) -> Iterator[MailReceiver]:  # noqa: ANN401
    """Run one, and stop it."""
    receiver = MailReceiver(**options)
    with socket.socket() as free:  # aiosmtpd cannot say which port it was given
        free.bind(("127.0.0.1", 0))
        receiver.port = free.getsockname()[1]
    controller = Controller(receiver, hostname="127.0.0.1", port=receiver.port)
    controller.start()
    try:
        yield receiver
    finally:
        controller.stop()
