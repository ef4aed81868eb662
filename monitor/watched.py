"""All that is watched now: by the configuration, and by what the store knows that its searches and looks found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.watchlist import everyone
from monitor.store import full_scan, related, searches
from monitor.store.trials import current_numbers

if TYPE_CHECKING:
    from monitor.config.model import Config
    from monitor.store.connection import Connection


def watched(config: Config, store: Connection) -> dict[str, str]:
    """Return the numbers to watch, each with the reason; those of the configuration first.

    Where everything is watched, these are the ones that are watched for a reason of their own.
    """
    if not config.grows:
        return dict(config.watched)
    names = [search.name for search in config.searches]
    growing = [watch.trial for watch in config.watches if watch.discover == "watch"]
    found, alike = searches.hits(store, names), related.likes(store, growing)
    return everyone(config.watched, found, alike, current_numbers(store))


def count(config: Config, store: Connection) -> int:
    """Return how many trials are watched."""
    return full_scan.present(store) if config.everything else len(watched(config, store))
