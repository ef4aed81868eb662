"""How this client introduces itself to the registry's edge.

The edge looks at the TLS handshake together with the User-Agent and refuses some clients
with 403, always the same ones (reported by many clients of the registry). So there is a
list of ways, tried in order, each honest about who asks: never a browser's name.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx

from monitor import __version__

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Profile:
    """One way to introduce this client."""

    name: str
    user_agent: str
    context: Callable[[], ssl.SSLContext]
    """Makes the settings of its handshake; reading all certificates takes 25 ms."""


def profiles(contact: str) -> list[Profile]:
    """Return the ways to try, in order. ``contact`` tells the registry whom to write to."""
    about = f"nctwatch/{__version__}" + (f"; +{contact}" if contact else "")
    return [
        # accepted by most reports: httpx's own name, and no newer TLS than 1.2
        Profile("tls12", f"python-httpx/{httpx.__version__} ({about})", _tls12),
        # the handshake of urllib and requests, which offer post_handshake_auth (measured)
        Profile(
            "post-handshake-auth",
            f"nctwatch/{__version__}" + (f" (+{contact})" if contact else ""),
            _urllib_like,
        ),
    ]


def _tls12() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    return context


def _urllib_like() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.post_handshake_auth = True
    return context
