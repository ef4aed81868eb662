"""Which proxy the environment names for an address.

``HTTPS_PROXY`` and ``HTTP_PROXY`` by the scheme of the address, else ``ALL_PROXY``; none for what ``NO_PROXY``
exempts, nor for this machine itself. In lower case they count before upper case, and an empty one switches the
other off, as with curl and urllib.
"""

from __future__ import annotations

import ipaddress
import os
import re
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import quote, unquote, urlsplit

from monitor.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

_Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

_PORTS = {"http": 80, "https": 443, "socks5": 1080, "socks5h": 1080}
"""The kinds of proxies, and the port of each where none is given."""
_HOST = re.compile(r"[\w.:%-]+")


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy that a variable names."""

    variable: str
    scheme: str
    host: str
    port: int
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @property
    def is_socks(self) -> bool:
        """Whether it speaks SOCKS5; it then looks up names itself."""
        return self.scheme.startswith("socks")

    @property
    def address(self) -> str:
        """Its address without user and password."""
        return f"{self.scheme}://{self._place}"

    @property
    def url(self) -> str:
        """Its address with user and password, which are a secret."""
        login = quote(self.user, safe="") + (f":{quote(self.password, safe='')}" if self.password else "")
        return f"{self.scheme}://{login}@{self._place}" if login else self.address

    def __str__(self) -> str:
        """Return the address as it may be shown: a password is masked, and a user without one, which may be a token."""
        if not self.user and not self.password:
            return self.address
        login = f"{quote(self.user, safe='')}:***" if self.password else "***"
        return f"{self.scheme}://{login}@{self._place}"

    @property
    def _place(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def proxy_for(
    scheme: str, host: str, port: int | None = None, environ: Mapping[str, str] = os.environ
) -> Proxy | None:
    """Return the proxy for an address; None for a direct connection.

    Raises:
        ConfigError: the proxy that the environment names cannot be used; its address is not shown.

    """
    if is_local(host) or is_exempt(host, port or _PORTS.get(scheme, 0), no_proxy(environ)):
        return None
    return proxy_of_scheme(scheme, environ)


def proxy_of_scheme(scheme: str, environ: Mapping[str, str] = os.environ) -> Proxy | None:
    """Return the proxy of ``http`` or ``https`` addresses that are not exempt; None for none.

    Raises:
        ConfigError: it cannot be used.

    """
    for name in (f"{scheme}_proxy", "all_proxy"):
        variable, value = _variable(name, environ)
        if value:
            return _parsed(variable, value)
    return None


def no_proxy(environ: Mapping[str, str] = os.environ) -> list[str]:
    """Return what ``NO_PROXY`` exempts: its entries, which commas or spaces divide."""
    return [entry for entry in re.split(r"[,\s]+", _variable("no_proxy", environ)[1]) if entry]


def is_local(host: str) -> bool:
    """Return whether a host is this machine, which no proxy reaches."""
    name, address = _normal(host)
    return name == "localhost" or name.endswith(".localhost") or bool(address and address.is_loopback)


def is_exempt(host: str, port: int, entries: list[str]) -> bool:
    """Return whether an entry of ``NO_PROXY`` covers a host.

    ``example.org`` and ``.example.org`` cover the host and all below it, ``*.example.org`` what is below it,
    ``10.0.0.0/8`` or ``fd00::/8`` addresses written as numbers (names are not looked up), ``*`` everything.
    A port behind a host or an address limits the entry to that port.
    """
    name, address = _normal(host)
    return any(_covers(entry.lower(), name, address, port) for entry in entries)


def _covers(entry: str, name: str, address: _Address | None, port: int) -> bool:
    if entry == "*":
        return True
    network = _network(entry)
    if network is None:
        entry, divider, number = entry.rpartition(":")
        if not divider:
            entry = number
        elif number != str(port):
            return False
        network = _network(entry)
    if network is not None:
        return address is not None and address in network
    below = "." + entry.removeprefix("*").removeprefix(".").rstrip(".")
    return below != "." and (name.endswith(below) or (name == below[1:] and not entry.startswith("*")))


def _network(entry: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    """Return the network, or the single address, that an entry names; None for a name."""
    try:
        return ipaddress.ip_network(entry.removeprefix("[").removesuffix("]"), strict=False)
    except ValueError:
        return None


def _normal(host: str) -> tuple[str, _Address | None]:
    """Return a host's name in lower case without a last dot, and the address that it is, if it is one."""
    name = host.lower().rstrip(".").removeprefix("[").removesuffix("]")
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return name, None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return name, mapped or address


def _variable(name: str, environ: Mapping[str, str]) -> tuple[str, str]:
    """Return a variable's name as it is set, and its value; "" where it is not set."""
    found = name if name in environ else name.upper()
    return found, environ.get(found, "").strip()


def _parsed(variable: str, value: str) -> Proxy:
    try:
        parts = urlsplit(value if "://" in value else f"http://{value}")
        host, port = parts.hostname or "", parts.port
        host.encode("idna")
    except ValueError:
        host, port = "", None
    if not _HOST.fullmatch(host) or parts.scheme not in _PORTS:
        # without its address, which may hold a password
        raise ConfigError(
            [f"{variable} in the environment is no proxy that can be used: {', '.join(_PORTS)} are known"]
        )
    if parts.scheme.startswith("socks") and not (find_spec("socksio") and find_spec("socks")):
        raise ConfigError(
            [
                f"{variable} in the environment is a SOCKS proxy, which needs an extra: pip install 'nctwatch[socks]'"
            ]
        )
    login = (unquote(parts.username or ""), unquote(parts.password or ""))
    return Proxy(variable, parts.scheme, host, port or _PORTS[parts.scheme], *login)
