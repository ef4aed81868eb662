"""Connection profiles: which TLS handshake and User-Agent this client shows to the registry's edge.

The edge looks at both together and refuses some combinations with 403, always the same ones (reported by
several clients of the registry, 2025 and 2026). So there is a list, tried in order. Each names this program:
none imitates a browser.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx

from monitor import __version__
from monitor.network import trust

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Profile:
    """One TLS handshake with one User-Agent."""

    name: str
    user_agent: str
    context: Callable[[], ssl.SSLContext]
    """Makes the TLS settings; loading the system's certificates takes 25 ms."""


def profiles(contact: str) -> list[Profile]:
    """Return the profiles in the order in which they are tried.

    Args:
        contact: an address at which the registry can reach the operator; "" for none.

    """
    about = f"nctwatch/{__version__}" + (f"; +{contact}" if contact else "")
    httpx_agent = f"python-httpx/{httpx.__version__} ({about})"
    own_agent = f"nctwatch/{__version__}" + (f" (+{contact})" if contact else "")
    return [
        Profile("default", httpx_agent, trust.context),  # accepted on both APIs, August 2026
        Profile("tls12", httpx_agent, _tls12),  # accepted on /api/v2 by older reports
        Profile(
            "post-handshake-auth", own_agent, _post_handshake_auth
        ),  # the handshake of urllib and requests
    ]


def _tls12() -> ssl.SSLContext:
    context = trust.context()
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    return context


def _post_handshake_auth() -> ssl.SSLContext:
    context = trust.context()
    context.post_handshake_auth = True
    return context
