"""The client of the configured registry, and which connection profiles it accepted last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.ctgov.client import Client
from monitor.store.state import PROFILE, get_state, set_state

if TYPE_CHECKING:
    from monitor.config.model import Config
    from monitor.store.connection import Connection


def open_client(config: Config, accepted: dict[str, str]) -> Client:
    """Return a client of the configured registry; close it, or use it in a ``with`` block.

    Args:
        config: where the registry is, and how to ask it.
        accepted: the profiles that are tried first, see ``load_profiles``.

    """
    registry = config.registry
    return Client(
        registry.url,
        contact=registry.contact,
        timeout=registry.timeout,
        requests_per_second=registry.requests_per_second,
        accepted=accepted,
    )


def load_profiles(store: Connection) -> dict[str, str]:
    """Return the connection profile that each API of the registry accepted last, by API."""
    profiles = get_state(store, PROFILE)
    return profiles if isinstance(profiles, dict) else {}  # older versions stored one name for both


def record_profiles(store: Connection, client: Client) -> None:
    """Store the connection profile that each API has accepted."""
    stored = load_profiles(store)
    if stored | client.accepted != stored:
        set_state(store, PROFILE, stored | client.accepted)
