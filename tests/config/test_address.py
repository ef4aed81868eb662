from __future__ import annotations

import pytest

from monitor.config.address import ListenAddress, address


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("127.0.0.1:9464", "127.0.0.1", 9464),
        ("0.0.0.0:1", "0.0.0.0", 1),
        ("[::1]:9464", "::1", 9464),
        ("metrics.example.org:65535", "metrics.example.org", 65535),
        (":9464", "127.0.0.1", 9464),
        ("127.0.0.1:0", "127.0.0.1", 0),
    ],
)
def test_a_host_and_a_port(text, host, port):
    """Without a host it is this machine alone."""
    assert address(text) == ListenAddress(host, port)
    assert address(str(address(text))) == ListenAddress(host, port)


@pytest.mark.parametrize(
    "text",
    [
        "9464",
        "127.0.0.1",
        "127.0.0.1:",
        "127.0.0.1:65536",
        "127.0.0.1:http",
        "http://127.0.0.1:9464",
        "[::1:9464",
        "a@b:9464",
        "127.0.0.1:9464/metrics",
        "a b:9464",
        "a:94 64",
        "::1:9464:",
        " :1",
        "a\n:1",
        "?:1",
    ],
)
def test_anything_else_is_a_fault(text):
    """With an example of how it is written."""
    with pytest.raises(ValueError, match="is no host and port; write for example"):
        address(text)


def test_nothing_is_nowhere():
    """The default."""
    assert address("") is None
    assert address("off") is None
