"""A registry on loopback, and clients that ask it without manners: fast, and soon tired of waiting."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager

import pytest

from monitor.ctgov.client import Client
from monitor.simulator import Registry, SimulatedRegistry, seed_records

TIMEOUT = 0.15


@pytest.fixture
def registry():
    """The simulated registry; its ``faults`` and ``requests`` are what tests look at."""
    with SimulatedRegistry(Registry(seed_records())) as server:
        yield server


@pytest.fixture
def ask(registry):
    """Make a client of the registry."""
    clients = []

    def make(url=None, **options):
        usual = {"timeout": TIMEOUT, "requests_per_second": 1000.0}
        clients.append(Client(url or registry.url, **{**usual, **options}))
        return clients[-1]

    yield make
    for client in clients:
        client.__exit__(None, None, None)


@contextmanager
def answering(*answers: bytes, hang: float = 0.0):
    """Serve one connection after the other with these bytes, whatever is asked; yields address and requests."""
    requests: list[bytes] = []
    stopping = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)

        def serve():
            for answer in answers:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    connection.settimeout(5)
                    requests.append(connection.recv(65536))
                    connection.sendall(answer)
                    stopping.wait(hang)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}", requests
        finally:
            stopping.set()
            listener.close()
            thread.join()


@pytest.fixture
def raw_server():
    """Serve bytes as they are: for heads that no decent server would send."""
    return answering
