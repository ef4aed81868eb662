"""The real command behind a company's proxy, and with names of which one address is dead."""

from __future__ import annotations

import time

import pytest
import trustme
from proxying import Proxy, black_hole, serving

RESOLVER = """
import socket
from monitor.network import addresses

addresses.ADDRESS_SECONDS = 0.3
real = socket.getaddrinfo

def found(host, port, *rest, **options):
    if not str(host).endswith(".example"):
        return real(host, port, *rest, **options)
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (where, port)) for where in ("127.0.0.2", "127.0.0.1")]

socket.getaddrinfo = found
"""
"""Names in ``.example`` have two addresses; at the first of them nothing answers."""


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def company(world, registry, hook, authority, monkeypatch):
    """A proxy that opens the TLS of its tunnels; the command is told of it as an administrator does."""
    for name in ("HTTP_PROXY", "ALL_PROXY", "NO_PROXY", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    authority.cert_pem.write_to_path(world.folder / "ca.pem")
    port = int(registry.url.rpartition(":")[2])
    proxy = Proxy(
        ("127.0.0.1", port),
        authority,
        login="me:hidden",
        elsewhere={"hook.example": ("127.0.0.1", hook.port)},
    )
    world.url = "https://registry.example"
    world.configure('name = "hook"\nurl = "jsons://hook.example/s3cret"\nkinds = "all"', timeout="3s")
    with serving(proxy):
        monkeypatch.setenv("HTTPS_PROXY", proxy.url.replace("//", "//me:hidden@"))
        monkeypatch.setenv("SSL_CERT_FILE", str(world.folder / "ca.pem"))
        yield proxy


def test_registry_and_channel_behind_a_proxy(world, company, hook):
    """``check`` says what is in force, without the password; ``poll`` and ``check --send`` go through it."""
    ran = world.run("check", "--send")
    assert ran.status == 0, ran.out + ran.err
    assert f"registry through http://me:***@127.0.0.1:{company.port} (HTTPS_PROXY)" in ran.out
    assert f"SSL_CERT_FILE={world.folder}/ca.pem" in ran.out
    assert "hidden" not in ran.out + ran.err
    assert hook.taken[0]["title"] == "nctwatch: a test message"
    assert world.run("poll").status == 0
    assert set(company.asked) == {"CONNECT registry.example:443", "CONNECT hook.example:443"}


def test_an_authority_that_is_not_known(world, company, monkeypatch):
    """The poll ends with 3 and the variable to set; ``check`` names the file that is not there."""
    monkeypatch.setenv("SSL_CERT_FILE", str(world.folder / "typo.pem"))
    ran = world.run("poll")
    assert ran.status == 3
    assert (
        "registry.example is signed by an authority this machine does not know: set SSL_CERT_FILE" in ran.err
    )
    assert "hidden" not in ran.out + ran.err
    ran = world.run("check", "--json")
    assert ran.status == 1
    assert ran.json["faults"] == [
        f"SSL_CERT_FILE in the environment: {world.folder}/typo.pem cannot be read (No such file or directory)"
    ]
    assert ran.json["network"]["routes"]["registry"]["variable"] == "HTTPS_PROXY"


def test_handshakes_that_are_cut(world, company):
    """Two cut handshakes of a poll cost attempts, and no later request."""
    company.cut = 2
    ran = world.run("poll", "--json")
    assert ran.status == 0, ran.err
    assert ran.json["checked"] == 6


def test_a_proxy_that_cannot_be_used(world, company, monkeypatch):
    """Nothing is asked; the variable is named, by ``poll``, ``run`` and ``check``, which end with 2."""
    monkeypatch.setenv("HTTPS_PROXY", "socks4://me:hidden@127.0.0.1:1")
    for words in (["poll"], ["run"], ["check"]):
        ran = world.run(*words)
        assert ran.status == 2, words
        assert "HTTPS_PROXY in the environment is no proxy that can be used" in ran.out + ran.err
        assert "hidden" not in ran.out + ran.err


def test_names_with_a_dead_address(world, registry, hook):
    """Registry and channel are reached, each after a share of the time."""
    port = int(registry.url.rpartition(":")[2])
    world.url = f"http://registry.example:{port}"
    world.configure(f'name = "hook"\nurl = "json://hook.example:{hook.port}/x"')
    world.before = RESOLVER
    with black_hole(port), black_hole(hook.port):
        start = time.monotonic()
        ran = world.run("poll", "--json")
        assert ran.status == 0, ran.err
        assert ran.json["checked"] == 6
        assert world.run("check", "--send").status == 0
        assert hook.taken
        assert time.monotonic() - start < 20
