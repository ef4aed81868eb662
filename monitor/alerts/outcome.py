"""What became of a send, by what the far side answered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.alerts.sending import Sending
    from monitor.network.exchanges import Exchange

# What the far side will not change its mind about: a hook that is gone for good, a message it cannot take.
_FINAL_HTTP = {410, 413, 422}
# What a proxy also answers while the service behind it restarts, or is set up anew: it passes, or is meant.
_REFUSED_HTTP = {400, 403, 404}
# A sender or recipient that is none. Not 552 and 554: a full mailbox and a blocked server can get well.
_FINAL_SMTP = {501, 550, 551, 553, 556}
# The login, which is mended in the configuration and not in the message.
_LOGIN_HTTP = {401, 407}
_LOGIN_SMTP = {530, 534, 535, 538}


class SendStatus(StrEnum):
    """What became of a send."""

    SENT = "sent"
    LATER = "later"
    TIMEOUT = "timeout"
    UNAUTHORIZED = "unauthorized"
    """The login is refused: every message of the channel would be."""
    REFUSED = "refused"
    """Refused in a way that may pass: tried a few times more before it is dead."""
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a send, and what the far side said."""

    outcome: SendStatus
    answer: str
    requests: int = 0
    """How many requests left this machine and were answered."""
    rest: float | None = None
    """Seconds for which the far side asks to be left alone, if it asks."""
    late: Sending | None = None
    """The send that timed out and goes on."""


def status(exchanges: Sequence[Exchange], *, taken: bool, counted: bool, words: str = "") -> SendStatus:
    """Return what became of a send.

    Args:
        exchanges: what was asked and answered.
        taken: whether the plug-in says that the message was taken.
        counted: whether this plug-in's requests are recorded.
        words: what the plug-in said besides.

    """
    if taken:
        left = not counted or any(exchange.is_yes for exchange in exchanges)
        return SendStatus.SENT if left else SendStatus.LATER
    refusals = [exchange for exchange in exchanges if not exchange.is_yes]
    if any(_refuses_login(exchange) for exchange in refusals):
        return SendStatus.UNAUTHORIZED
    if refusals and all(exchange.code in _codes(exchange, _FINAL_SMTP, _FINAL_HTTP) for exchange in refusals):
        return SendStatus.DEAD
    final = _FINAL_HTTP | _REFUSED_HTTP
    if refusals and all(exchange.code in _codes(exchange, _FINAL_SMTP, final) for exchange in refusals):
        return SendStatus.REFUSED
    return SendStatus.TIMEOUT if "timed out" in words else SendStatus.LATER


def _refuses_login(exchange: Exchange) -> bool:
    if exchange.is_mail:  # such as 550 to AUTH where a provider has ended logins by password
        return exchange.code in _LOGIN_SMTP or (exchange.is_login and exchange.code >= 500)
    return exchange.code in (_LOGIN_HTTP | {403} if exchange.is_login else _LOGIN_HTTP)


def rest(exchanges: Sequence[Exchange]) -> float | None:
    """Return the seconds for which the far side asks to be left alone, None where it does not."""
    return max(
        (each.retry_after for each in exchanges if not each.is_yes and each.retry_after is not None),
        default=None,
    )


def answer(exchanges: Sequence[Exchange], outcome: SendStatus, lines: Sequence[str]) -> str:
    """Return what the far side said, in its own words; what the plug-in said where no answer came."""
    sent = outcome is SendStatus.SENT
    spoken = [exchange for exchange in exchanges if exchange.is_yes is sent]
    if not spoken:  # such as a yes to a login before the connection broke, or one that says no in its body
        return " ".join([*lines, *(f"({_spoken(exchange)})" for exchange in exchanges[-1:])])
    return _spoken(spoken[-1])


def _spoken(exchange: Exchange) -> str:
    return f"{exchange.place} answered {exchange.code} {exchange.words}".rstrip()


def _codes(exchange: Exchange, smtp: set[int], http: set[int]) -> set[int]:
    return smtp if exchange.is_mail else http
