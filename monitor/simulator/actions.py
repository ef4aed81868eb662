"""The actions that faults are made of: each function here builds one."""

from __future__ import annotations

import gzip
from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.simulator.answer import HTML, JSON, TEXT, Answer
from monitor.simulator.bodies import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from monitor.simulator.faults import Action, Exchange

_DENIED = (
    b"<HTML><HEAD>\n<TITLE>Access Denied</TITLE>\n</HEAD><BODY>\n<H1>Access Denied</H1>\n"
    b"You don't have permission to access this page on this server.\n</BODY>\n</HTML>\n"
)
_WAIT_PAGE = b"<!DOCTYPE html><html><body><h1>We will be back soon</h1></body></html>"


def status(code: int, *, retry_after: int | str | None = None) -> Action:
    """Answer with a status alone, such as 500, 503 or 429."""
    headers = () if retry_after is None else (("Retry-After", str(retry_after)),)
    return lambda exchange: exchange.send(Answer(code, TEXT, f"{code}".encode(), headers))


def denied() -> Action:
    """Answer 403 with a page, as the edge of the registry does."""
    return raw(_DENIED, code=403, kind=HTML)


def page(body: bytes = _WAIT_PAGE, *, code: int = 200) -> Action:
    """Answer with HTML where JSON was asked for."""
    return raw(body, code=code, kind=HTML)


def empty() -> Action:
    """Answer 200 with no body."""
    return raw(b"")


def raw(body: bytes, *, code: int = 200, kind: str = JSON, headers: Iterable[tuple[str, str]] = ()) -> Action:
    """Answer with these bytes."""
    return lambda exchange: exchange.send(Answer(code, kind, body, tuple(headers)))


def cut_gzip(keep: float = 0.5) -> Action:
    """Send a part of the compressed body as if it were all of it: a 200 that ends too soon."""

    def act(exchange: Exchange) -> None:
        answer = exchange.ordinary()
        packed = gzip.compress(plain(answer.body))
        packed = packed[: int(len(packed) * keep)]
        exchange.write(exchange.head(answer, length=len(packed), encoding="gzip") + packed)

    return act


def bomb(size: int = 50_000_000) -> Action:
    """Send a small body that decompresses to `size` zeros."""

    def act(exchange: Exchange) -> None:
        packed = gzip.compress(bytes(size))
        exchange.write(exchange.head(Answer(200, JSON, b""), length=len(packed), encoding="gzip") + packed)

    return act


def drip(seconds: float, *, head: bool = False) -> Action:
    """Send the body a byte every so many seconds; with `head` the head too."""

    def act(exchange: Exchange) -> None:
        answer = exchange.ordinary()
        body = plain(answer.body)
        start = exchange.head(answer, length=len(body))
        if not head:
            exchange.write(start)
        for byte in start + body if head else body:
            exchange.write(bytes([byte]))
            if exchange.pause(seconds):
                return

    return act


def hang(seconds: float) -> Action:
    """Say nothing for so long, then close the connection."""

    def act(exchange: Exchange) -> None:
        exchange.pause(seconds)
        exchange.write(b"")

    return act


def slow(seconds: float) -> Action:
    """Answer as usual, but only after so long."""

    def act(exchange: Exchange) -> None:
        if not exchange.pause(seconds):
            exchange.send(exchange.ordinary())

    return act


def reset() -> Action:
    """Break the connection off without an answer."""
    return lambda exchange: exchange.reset()


def reset_after_head() -> Action:
    """Send the head of the answer, then break the connection off."""
    return reset_in_body(0)


def reset_in_body(keep: float = 0.5) -> Action:
    """Send the head and a part of the body, then break the connection off."""

    def act(exchange: Exchange) -> None:
        exchange.write(_begin(exchange, keep))
        # A reset throws away what the client has not read yet: leave it a moment to read.
        exchange.pause(0.05)
        exchange.reset()

    return act


def close_in_body(keep: float = 0.5) -> Action:
    """Send the head and a part of the body, then close the connection in good order."""
    return lambda exchange: exchange.write(_begin(exchange, keep))


def _begin(exchange: Exchange, keep: float) -> bytes:
    """Return the head of the ordinary answer and a part of its body."""
    answer = exchange.ordinary()
    body = plain(answer.body)
    return exchange.head(answer, length=len(body)) + body[: int(len(body) * keep)]


def redirect(target: str | None = None, *, code: int = 302) -> Action:
    """Send the client elsewhere; without a target to the same path again, which `times=` makes a loop."""
    return lambda exchange: exchange.send(
        Answer(code, TEXT, b"", (("Location", target or exchange.request.path),))
    )


def changed(**parts: object) -> Action:
    """Answer as usual, with some parts of the answer replaced (`status`, `kind`, `body`, `headers`)."""
    return lambda exchange: exchange.send(replace(exchange.ordinary(), **parts))  # type: ignore[arg-type]


def then(call: Callable[[], object]) -> Action:
    """Answer as usual, from what was served before this is called: to publish a release, say."""

    def act(exchange: Exchange) -> None:
        answer = exchange.ordinary()
        call()
        exchange.send(answer)

    return act
