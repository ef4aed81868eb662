"""Which proxy the environment names for an address, and how it is shown."""

from importlib.util import find_spec

import pytest
from timing import within

from monitor.errors import ConfigError
from monitor.network import proxies
from monitor.network.proxies import Proxy, is_exempt, no_proxy, proxy_for

PROXY = "http://proxy.example:3128"


def chosen(address, environ):
    scheme, _, place = address.partition("://")
    host, _, port = place.rpartition(":") if place.rpartition(":")[2].isdigit() else (place, "", "")
    proxy = proxy_for(scheme, host, int(port) if port else None, environ)
    return proxy and proxy.url


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
def test_variables_in_either_case(name):
    """The scheme's own variable, or that of all schemes; the other scheme's is not asked."""
    assert chosen("https://registry.example", {name: PROXY}) == PROXY
    other = PROXY if name.lower() == "all_proxy" else None
    assert chosen("http://registry.example", {name: PROXY}) == other


def test_the_nearest_variable_counts():
    """A scheme's own before that of all, lower case before upper; an empty one switches the upper one off."""
    environ = {"ALL_PROXY": "http://all:1", "HTTPS_PROXY": "http://upper:1", "https_proxy": "http://lower:1"}
    assert chosen("https://r.example", environ) == "http://lower:1"
    assert chosen("https://r.example", environ | {"https_proxy": ""}) == "http://all:1"
    assert chosen("https://r.example", {"HTTPS_PROXY": "http://upper:1", "https_proxy": ""}) is None


@pytest.mark.parametrize(
    ("value", "proxy"),
    [
        ("proxy.example:3128", Proxy("HTTPS_PROXY", "http", "proxy.example", 3128)),
        ("http://proxy.example", Proxy("HTTPS_PROXY", "http", "proxy.example", 80)),
        ("https://proxy.example/", Proxy("HTTPS_PROXY", "https", "proxy.example", 443)),
        ("http://[fd00::1]:3128", Proxy("HTTPS_PROXY", "http", "fd00::1", 3128)),
        ("socks5h://proxy.example", Proxy("HTTPS_PROXY", "socks5h", "proxy.example", 1080)),
        ("http://us%40er:p%3As%2Fs@h:1", Proxy("HTTPS_PROXY", "http", "h", 1, "us@er", "p:s/s")),
    ],
)
def test_forms_of_a_proxy(value, proxy):
    """With and without scheme, port and login; its address, written anew, is read alike."""
    assert proxy_for("https", "r.example", None, {"HTTPS_PROXY": value}) == proxy
    assert proxy_for("https", "r.example", None, {"HTTPS_PROXY": proxy.url}) == proxy


def test_a_password_is_never_shown():
    """Nor is a user without one, which may be a token."""
    proxy = Proxy("HTTPS_PROXY", "http", "h", 1, "me", "hidden")
    assert (str(proxy), proxy.address) == ("http://me:***@h:1", "http://h:1")
    assert "hidden" not in repr(proxy)
    assert str(Proxy("HTTPS_PROXY", "http", "h", 1, "token")) == "http://***@h:1"


@pytest.mark.parametrize(
    "value",
    [
        "socks4://u:secret@h",
        "ftp://u:secret@h",
        "http://[::1",
        "http://u:secret@",
        "http://u:secret@h:x",
        "http://a b",
    ],
)
def test_a_proxy_that_cannot_be_used(value):
    """Its variable is named, and what would do; its address is not, for a password may be in it."""
    with pytest.raises(ConfigError, match=r"ALL_PROXY .*http, https, socks5") as caught:
        proxy_for("https", "r.example", None, {"ALL_PROXY": value})
    assert "secret" not in str(caught.value)


def test_socks_needs_an_extra(monkeypatch):
    """Without the libraries for it, a SOCKS proxy is refused, and the command that installs them is named."""
    monkeypatch.setattr(proxies, "find_spec", lambda name: None if name == "socks" else find_spec(name))
    with pytest.raises(ConfigError, match=r"ALL_PROXY .*pip install 'nctwatch\[socks\]'"):
        proxy_for("https", "r.example", None, {"ALL_PROXY": "socks5://u:secret@h"})


@pytest.mark.parametrize("host", ["localhost", "api.localhost", "127.0.0.1", "127.9.9.9", "::1", "[::1]"])
def test_this_machine_has_no_proxy(host):
    """No proxy reaches what listens here."""
    assert proxy_for("http", host, 80, {"HTTP_PROXY": PROXY}) is None


@pytest.mark.parametrize(
    ("entry", "covered", "others"),
    [
        ("example.org", ["example.org", "EXAMPLE.org.", "a.b.example.org"], ["notexample.org", "org"]),
        (".example.org", ["example.org", "a.example.org"], ["notexample.org"]),
        ("*.example.org", ["a.example.org", "a.b.example.org"], ["example.org", "notexample.org"]),
        ("Example.ORG.", ["a.example.org"], ["example.com"]),
        ("10.0.0.0/8", ["10.1.2.3", "::ffff:10.1.2.3"], ["11.0.0.1", "10.example.org", "fd00::1"]),
        ("10.1.2.3", ["10.1.2.3"], ["10.1.2.30", "110.1.2.3"]),
        ("10.1.2.3/8", ["10.9.9.9"], ["11.1.2.3"]),
        ("fd00::/8", ["fd12::1", "[fd12::1]"], ["fe80::1", "253.0.0.1"]),
        ("[fd00::1]", ["fd00::1", "fd00:0::1"], ["fd00::2"]),
        ("*", ["anything.example", "8.8.8.8"], []),
        (".", [], ["example.org"]),
        ("10.0.0.0/99", [], ["10.0.0.1"]),
    ],
)
def test_what_is_exempt(entry, covered, others):
    """Hosts with all below them, suffixes, networks and addresses of both kinds."""
    assert [host for host in covered if not is_exempt(host, 443, [entry])] == []
    assert [host for host in others if is_exempt(host, 443, [entry])] == []


@pytest.mark.parametrize(
    "entry", ["example.org:8443", "10.1.2.3:8443", "[fd00::1]:8443", "*.example.org:8443"]
)
def test_an_exempt_port(entry):
    """An entry with a port is about that port alone."""
    host = entry.rpartition(":")[0].replace("*", "a")
    assert is_exempt(host, 8443, [entry])
    assert not is_exempt(host, 443, [entry])


def test_the_list_of_exemptions():
    """Divided by commas or spaces, in either case; the port is that of the scheme where none is given."""
    environ = {"NO_PROXY": "a.example, .b.example  10.0.0.0/8,,c.example:443", "HTTPS_PROXY": PROXY}
    assert no_proxy(environ) == ["a.example", ".b.example", "10.0.0.0/8", "c.example:443"]
    for host in ("a.example", "x.b.example", "10.3.4.5", "c.example"):
        assert proxy_for("https", host, None, environ) is None
    assert chosen("https://c.example:444", environ) == PROXY
    assert chosen("https://d.example", environ) == PROXY
    assert chosen("https://a.example", environ | {"no_proxy": ""}) == PROXY
    assert no_proxy({}) == []


def test_a_long_list_is_read_in_linear_time():
    """Half a million letters of what is no entry cost less than a second."""

    def read():
        for text in (":" * 250_000, "[" * 250_000, "*." * 125_000, ", " * 125_000, "1." * 125_000):
            is_exempt("registry.example", 443, no_proxy({"NO_PROXY": text}))

    assert within(1, read)
