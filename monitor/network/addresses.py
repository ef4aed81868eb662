"""Connections to hosts with several addresses, of which some may be dead.

A network that swallows packets (IPv6 without a route is common) answers nothing at all. So each address but
the last has a share of the time only, and the kinds of addresses take turns.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
import time
from itertools import zip_longest
from typing import TYPE_CHECKING, TypeVar

from monitor.network.exchanges import hold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")

ADDRESS_SECONDS = 2.0
"""Seconds that a connection to one of several addresses may take; the last one has all that is left."""
_LONGEST = 600.0
"""Seconds that a connection without a limit of its own may take."""


def connect_to_any(
    host: str,
    port: int,
    left: Callable[[], float],
    connect: Callable[[str, float], T],
    failures: tuple[type[Exception], ...] = (OSError,),
) -> T:
    """Return the connection to the first of a host's addresses that answers.

    Args:
        host: a name or an address.
        port: its port.
        left: returns the seconds that are left, or raises when there are none.
        connect: connects to one address within some seconds.
        failures: what ``connect`` raises when an address does not answer; the last failure is raised.

    Raises:
        TimeoutError: the lookup took all the time.
        OSError: there is no such name.

    """
    failure: Exception = OSError(f"{host} has no address")
    addresses = look_up(host, port, left())
    for tried, address in enumerate(addresses, start=1):
        seconds = left()
        share = seconds if tried == len(addresses) else min(ADDRESS_SECONDS, seconds / 2)
        try:
            return connect(address, share)
        except failures as error:
            failure = error
    raise failure


def open_socket(
    host: str,
    port: int,
    seconds: float | None,
    source: tuple[str, int] | None = None,
    options: Iterable[tuple[int, int, int | bytes]] | None = None,
) -> socket.socket:
    """Return a connected socket whose timeout is ``seconds``; None for no limit.

    Raises:
        OSError: no address answered; a TimeoutError if the last one said nothing.

    """
    ends = time.monotonic() + (_LONGEST if seconds is None else seconds)

    def left() -> float:
        if (remaining := ends - time.monotonic()) <= 0:
            raise TimeoutError("timed out")
        return remaining

    def connect(address: str, share: float) -> socket.socket:
        return socket.create_connection((address, port), share, source)

    connected = connect_to_any(host, port, left, connect)
    for option in options or ():
        connected.setsockopt(*option)
    connected.settimeout(seconds)
    hold(connected)
    return connected


def look_up(host: str, port: int, seconds: float) -> list[str]:
    """Return a host's addresses, as the system prefers them, but IPv6 and IPv4 in turns.

    The system's lookup has no timeout: it runs in a thread, which is abandoned
    when the time is up, and ends by itself.

    Raises:
        TimeoutError: it took longer than ``seconds``.
        OSError: there is no such name.

    """
    if _is_address(host):
        return [host]
    found: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.put(list(dict.fromkeys(str(row[4][0]) for row in rows)))
        except Exception as error:  # noqa: BLE001  # raised where it is waited for
            found.put(error)

    threading.Thread(target=ask, daemon=True, name="lookup").start()
    try:
        answer = found.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError(f"the address of {host} was not found in time") from None
    if isinstance(answer, Exception):
        raise answer
    return _in_turns(answer)


def _is_address(host: str) -> bool:
    """Return whether a host is an IP address in its usual form, which needs no lookup."""
    try:
        return str(ipaddress.ip_address(host)) == host
    except ValueError:
        return False


def _in_turns(addresses: list[str]) -> list[str]:
    """Return addresses with the kind of the first one and the other in turns."""
    is_first = [(":" in address) == (":" in addresses[0]) for address in addresses]
    first = [address for address, yes in zip(addresses, is_first, strict=True) if yes]
    other = [address for address, yes in zip(addresses, is_first, strict=True) if not yes]
    return [address for pair in zip_longest(first, other) for address in pair if address]
