"""The watched trials: those of the configuration, and those that standing searches and related-trial queries found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.watchlist import all_watched
from monitor.store import full_scan, related, searches
from monitor.store.trials import current_numbers

if TYPE_CHECKING:
    from monitor.config.model import Config
    from monitor.store.connection import Connection


def watched(config: Config, store: Connection) -> dict[str, str]:
    """Return the NCT numbers of watched trials, each with the reason; those of the configuration first.

    Where the whole registry is watched, these are only the trials with a further reason.
    """
    if not config.grows:
        return dict(config.watched)
    names = [search.name for search in config.searches]
    growing = [watch.trial for watch in config.watches if watch.discover == "watch"]
    hits, discovered = searches.hits(store, names), related.discovered(store, growing)
    return all_watched(config.watched, hits, discovered, current_numbers(store))


def count(config: Config, store: Connection) -> int:
    """Return how many trials are watched."""
    return full_scan.present(store) if config.everything else len(watched(config, store))
