"""Decide which redirects are followed: those within the registry's own host and scheme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.errors import BadAnswer

if TYPE_CHECKING:
    import httpx

    from monitor.ctgov.api import Answer

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
MAX_REDIRECTS = 3


def redirect_target(url: httpx.URL, answer: Answer) -> httpx.URL:
    """Return where a redirect leads.

    Raises:
        BadAnswer: to another host, port or scheme, or to no address.

    """
    target = url.join(answer.headers.get("location", ""))
    if (target.scheme, target.host, target.port) != (url.scheme, url.host, url.port):
        raise BadAnswer(
            f"the registry redirects to another server ({target.scheme}://{target.netloc.decode('ascii', 'replace')}), "
            "which is not followed; if it has moved for good, set [registry] url"
        )
    return target
