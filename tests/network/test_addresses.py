"""A host with several addresses is reached by one that answers, within the time."""

from __future__ import annotations

import socket
import threading
import time

import pytest
from proxying import black_hole, resolving

from monitor.network import addresses
from monitor.network.addresses import look_up, open_socket


def test_a_dead_address_costs_its_share(service, monkeypatch):
    """However many there are: the kinds take turns, and what is left is the socket's own time."""
    monkeypatch.setattr(addresses, "ADDRESS_SECONDS", 0.2)
    port = service.server_port
    with black_hole(port) as dead:
        monkeypatch.setattr(socket, "getaddrinfo", resolving(dead, "127.0.0.1"))
        start = time.monotonic()
        with open_socket("service.example", port, 20) as connected:
            assert connected.getpeername() == ("127.0.0.1", port)
            assert connected.gettimeout() == 20
        assert 0.2 <= time.monotonic() - start < 4


def test_the_share_of_a_short_time(service, monkeypatch):
    """Of little time, half goes to the first address, so that the next one is tried too."""
    with black_hole(service.server_port) as dead:
        monkeypatch.setattr(socket, "getaddrinfo", resolving(dead, "127.0.0.1"))
        open_socket("service.example", service.server_port, 1).close()


def test_all_addresses_dead(service, monkeypatch):
    """The time ends it, as a timeout."""
    with black_hole(service.server_port) as dead:
        monkeypatch.setattr(socket, "getaddrinfo", resolving(dead))
        start = time.monotonic()
        with pytest.raises(TimeoutError):
            open_socket("service.example", service.server_port, 0.3)
        assert time.monotonic() - start < 3


def test_kinds_take_turns(monkeypatch):
    """As the system prefers them, but four dead addresses of one kind are not all tried first."""
    order = ["fd00::1", "fd00::2", "fd00::3", "10.0.0.1", "10.0.0.2"]
    rows = [(0, 0, 6, "", (address, 443)) for address in order]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: rows)
    assert look_up("service.example", 443, 5) == ["fd00::1", "10.0.0.1", "fd00::2", "10.0.0.2", "fd00::3"]
    rows.reverse()
    assert look_up("service.example", 443, 5)[:3] == ["10.0.0.2", "fd00::3", "10.0.0.1"]
    rows.clear()
    assert look_up("service.example", 443, 5) == []
    with pytest.raises(OSError, match=r"service\.example has no address"):
        open_socket("service.example", 443, 5)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_an_address_is_not_looked_up(host, monkeypatch):
    """What is an address already costs no lookup, and no thread for it."""
    monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_options: pytest.fail("looked up"))
    assert look_up(host, 443, 5) == [host]


def test_a_lookup_that_hangs(monkeypatch):
    """A name server that says nothing costs the time, and no more."""
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: over.wait(30))
    with pytest.raises(TimeoutError, match=r"address of service\.example was not found in time"):
        open_socket("service.example", 443, 0.1)
    over.set()


def test_a_name_that_does_not_exist():
    """It is the system's own error."""
    with pytest.raises(socket.gaierror):
        open_socket("no.such.host.invalid", 443, 5)
