"""All that is watched now: by the configuration, and by what the store knows that its searches and looks found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.watchlist import everyone
from monitor.store import related, searches

if TYPE_CHECKING:
    from monitor.config.model import Config
    from monitor.store.related import Ask


def watched(config: Config, ask: Ask) -> dict[str, str]:
    """Return the numbers to watch, each with the reason; those of the configuration first.

    Where everything is watched, these are the ones that are watched for a reason of their own.
    A store that was not opened by a poll since an upgrade knows of no searches yet.
    """
    if not config.grows or not related.kept(ask):
        return dict(config.watched)
    aliases = {
        row["alias"]: row["nct"]
        for row in ask("SELECT a.alias, t.nct FROM aliases a JOIN trials t ON t.id = a.trial_id", [])
    }
    names = [search.name for search in config.searches]
    growing = [watch.trial for watch in config.watches if watch.discover == "watch"]
    return everyone(config.watched, searches.hits(ask, names), related.likes(ask, growing), aliases)


def count(config: Config, ask: Ask) -> int:
    """Return how many trials are watched."""
    if not config.everything:
        return len(watched(config, ask))
    rows = list(
        ask(
            "SELECT count(*) AS count FROM trials WHERE fingerprint IS NOT NULL AND gone_at IS NULL AND nct NOT LIKE '% %'",
            [],
        )
    )
    return int(rows[0]["count"])
