"""What `nctwatch check` says of proxies and authorities."""

from __future__ import annotations

import json

from monitor.network.summary import proxy_faults, summary

PROXY = "http://me:hidden@proxy.example:3128"
SHOWN = {"proxy": "http://me:***@proxy.example:3128", "variable": "HTTPS_PROXY"}
ADDRESSES = {"registry": "https://registry.example", "ping_url": "https://a.corp.example/t0ken"}


def test_nothing_is_set():
    """There is nothing to say, and JSON says so."""
    found = summary(ADDRESSES)
    assert found.lines() == []
    assert found.as_json() == {
        "proxies": {"https": None, "http": None},
        "no_proxy": [],
        "certificates": {},
        "routes": {"registry": None, "ping_url": None},
    }


def test_all_is_set(monkeypatch):
    """Each scheme, what is exempt, the addresses of the configuration, and authorities; no password."""
    monkeypatch.setenv("HTTPS_PROXY", PROXY)
    monkeypatch.setenv("NO_PROXY", ".corp.example,10.0.0.0/8")
    monkeypatch.setenv("SSL_CERT_FILE", "/etc/corp.pem")
    found = summary(ADDRESSES)
    through = "through http://me:***@proxy.example:3128 (HTTPS_PROXY)"
    assert found.lines() == [
        f"Connections: https {through}, http directly; mail and this machine directly.",
        "Exempt from proxies (NO_PROXY): .corp.example, 10.0.0.0/8.",
        f"In this configuration: registry {through}, ping_url directly.",
        "Certificate authorities: SSL_CERT_FILE=/etc/corp.pem.",
    ]
    assert found.as_json()["proxies"] == {"https": SHOWN, "http": None}
    assert found.as_json()["routes"] == {"registry": SHOWN, "ping_url": None}
    assert not any(secret in json.dumps(found.as_json()) for secret in ("hidden", "t0ken"))


def test_a_proxy_that_cannot_be_used(monkeypatch):
    """Its variable is named once, and its address not at all; one that nothing goes through is no fault."""
    monkeypatch.setenv("ALL_PROXY", PROXY.replace("http", "ftp"))
    (fault,) = proxy_faults()
    assert fault.startswith("ALL_PROXY in the environment is no proxy that can be used")
    assert "through a proxy that cannot be used (ALL_PROXY)" in summary(ADDRESSES).lines()[0]
    assert "hidden" not in "".join([fault, *summary(ADDRESSES).lines()])
    monkeypatch.setenv("HTTPS_PROXY", PROXY)
    monkeypatch.setenv("HTTP_PROXY", PROXY)
    assert proxy_faults() == []


def test_an_address_that_is_none(monkeypatch):
    """It is no fault of the network."""
    monkeypatch.setenv("HTTPS_PROXY", PROXY)
    assert summary({"registry": "https://[::1"}).as_json()["routes"] == {"registry": None}
