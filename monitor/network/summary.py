"""What of the environment is in force for connections, for `nctwatch check`; passwords of proxies are masked."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlsplit

from monitor.errors import ConfigError
from monitor.network import trust
from monitor.network.proxies import Proxy, no_proxy, proxy_for, proxy_of_scheme

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Route: TypeAlias = "dict[str, str | None] | None"
"""``proxy``, None for one that cannot be used, and the ``variable`` that names it; None for a direct connection."""

SCHEMES = ("https", "http")


@dataclass(frozen=True, slots=True)
class Summary:
    """What is in force."""

    proxies: dict[str, Route]
    """The proxy of each scheme."""
    no_proxy: list[str]
    """The entries of ``NO_PROXY``."""
    certificates: dict[str, str]
    """The variables that name authorities, with their files and folders."""
    routes: dict[str, Route]
    """The proxy of single addresses, such as that of the registry."""

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON."""
        return asdict(self)

    def lines(self) -> list[str]:
        """Return it as sentences; none where the environment says nothing of connections."""
        lines = []
        if any(self.proxies.values()):
            lines.append(f"Connections: {_routes(self.proxies)}; mail and this machine directly.")
            if self.no_proxy:
                lines.append(f"Exempt from proxies (NO_PROXY): {', '.join(self.no_proxy)}.")
            if self.routes:
                lines.append(f"In this configuration: {_routes(self.routes)}.")
        if self.certificates:
            named = ", ".join(f"{variable}={path}" for variable, path in self.certificates.items())
            lines.append(f"Certificate authorities: {named}.")
        return lines


def summary(addresses: Mapping[str, str]) -> Summary:
    """Return what is in force; ``addresses`` are those whose proxy is of interest, each with what it is."""
    return Summary(
        proxies={scheme: _found(partial(proxy_of_scheme, scheme)) for scheme in SCHEMES},
        no_proxy=no_proxy(),
        certificates=trust.in_force(),
        routes={what: _found(partial(_proxy_for, url)) for what, url in addresses.items()},
    )


def proxy_faults() -> list[str]:
    """Return what is wrong with the environment's proxies; what goes through them cannot be sent at all."""
    found = []
    for scheme in SCHEMES:
        try:
            proxy_of_scheme(scheme)
        except ConfigError as error:
            found += error.faults
    return list(dict.fromkeys(found))


def _proxy_for(url: str) -> Proxy | None:
    try:
        parts = urlsplit(url)
        return proxy_for(parts.scheme, parts.hostname or "", parts.port)
    except ValueError:  # no address; the configuration's own faults say so
        return None


def _found(find: Callable[[], Proxy | None]) -> Route:
    try:
        proxy = find()
    except ConfigError as error:
        return {"proxy": None, "variable": error.faults[0].split(" ", 1)[0]}
    return {"proxy": str(proxy), "variable": proxy.variable} if proxy else None


def _routes(routes: Mapping[str, Route]) -> str:
    return ", ".join(f"{what} {_route(route)}" for what, route in routes.items())


def _route(route: Route) -> str:
    if route is None:
        return "directly"
    return f"through {route['proxy'] or 'a proxy that cannot be used'} ({route['variable']})"
