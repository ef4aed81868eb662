"""Decide with which connection profile to ask, and what a 403 of the registry's edge means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.errors import Forbidden, Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import httpx

    from monitor.ctgov.api import Answer
    from monitor.ctgov.profiles import Profile


class Edge:
    """What the registry's edge accepts of this client, for each of its APIs.

    Args:
        profiles: in the order in which they are tried.
        preferred: for each API (``/api/v2``, ``/api/int``) the profile that is tried first, by name.

    """

    def __init__(self, profiles: Sequence[Profile], preferred: Mapping[str, str]) -> None:
        self._profiles = profiles
        self._preferred = preferred
        self._answered: set[str] = set()  # endpoints that answered 200
        self.accepted: dict[str, str] = {}
        """The name of the profile that each API accepted, by API; empty before the first answer."""

    def ask(
        self, base: str, url: httpx.URL, send: Callable[[Profile, httpx.URL], Answer], refused: set[str]
    ) -> Answer:
        """Return the answer to the first profile that is not answered 403.

        The edge's verdict on a profile does not change, so a profile in ``refused`` is not tried again; those
        that are answered 403 are added. An endpoint that answered 200 accepts this client: its 403 is about
        this one address (a version number that the record history does not have; reported in August 2026).

        Args:
            base: the API.
            url: what to ask for.
            send: sends a request with a profile.
            refused: names of profiles that were answered 403 for this address.

        Raises:
            Refused: every profile is answered 403.
            Forbidden: this address is, others of its endpoint were answered 200.

        """
        endpoint = _endpoint(base, url)
        for profile in self._in_order(base):
            if profile.name in refused:
                continue
            answer = send(profile, url)
            if answer.status != 403:
                if not is_busy(answer):
                    self.accepted[base] = profile.name
                if answer.status == 200:
                    self._answered.add(endpoint)
                return answer
            if endpoint in self._answered:
                raise Forbidden(f"{url.host} answers 403 to {url.path} alone")
            refused.add(profile.name)
        raise Refused(
            f"{url.host} refuses this client (403 in every connection profile). It looks at the TLS handshake "
            "and the User-Agent: try from another network, set [registry] contact, or upgrade nctwatch."
        )

    def _in_order(self, base: str) -> Iterator[Profile]:
        preferred = self.accepted.get(base) or self._preferred.get(base)
        yield from sorted(self._profiles, key=lambda profile: profile.name != preferred)


def is_busy(answer: Answer) -> bool:
    """Return whether the registry answers that it is overloaded or broken for now."""
    return answer.status >= 500 or answer.status == 429


def _endpoint(base: str, url: httpx.URL) -> str:
    """Return the API and the kind of thing asked for, such as ``/api/int/studies``."""
    rest = url.path.partition(base)[2]
    return f"{base}/{rest.strip('/').partition('/')[0]}"
