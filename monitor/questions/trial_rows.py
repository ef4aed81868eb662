"""The rows of the question ``trials``: which trials, in which order, and what is said of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.watchlist import in_words, together
from monitor.store.trial_rows import held_statuses, trial_rows
from monitor.store.trials import current_numbers
from monitor.watched import numbers_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.config.model import Config
    from monitor.core.watchlist import Reasons
    from monitor.store.connection import Connection, Row


def rows(
    config: Config,
    reader: Connection | None,
    wanted: Mapping[str, Reasons],
    *,
    group: str | None,
    status: str | None,
    limit: int,
) -> list[Row]:
    """Return the watched trials in the order of the configuration, then the other stored ones.

    Where everything is watched: only those that the configuration names or related-trial queries added.

    Args:
        config: the groups.
        reader: the store; None if there is none yet.
        wanted: the numbers of the watched trials, each with its reasons.
        group: only trials of this group.
        status: only trials of this overall status.
        limit: so many at most; 0 for all.

    Raises:
        UsageError: no watch names the group.

    """
    members = numbers_of(config, reader, group) if group else None
    if reader is None:
        found = [number for number in wanted if (members is None or number in members) and not status]
        return [_unknown(number, wanted[number]) for number in found[: limit or None]]
    aliases = current_numbers(reader)
    held = held_statuses(reader, wanted if config.everything else None)
    reasons: dict[str, Reasons] = {}
    for number, why in wanted.items():
        present = number if number in held else aliases.get(number, number)
        reasons[present] = together(reasons.get(present, ()), why)
    order = dict.fromkeys([*reasons, *(number for number, (found, _) in held.items() if found)])
    chosen = [
        number
        for number in order
        if (members is None or number in members)
        and (status is None or (number in held and held[number][1] == status))
    ][: limit or None]
    all_chosen = len(chosen) == len(held) and not config.everything
    known = trial_rows(reader, None if all_chosen else chosen)
    return [
        {**(known.get(number) or _unknown(number, ())), "why": in_words(reasons.get(number, ()))}
        for number in chosen
    ]


def _unknown(number: str, why: Reasons) -> Row:
    """Return the row of a trial that was never asked for."""
    return {
        "trial": number,
        "title": "",
        "status": None,
        "why": in_words(why),
        "versions": 0,
        "last_seen": None,
        "last_changed": None,
        "record_updated": None,
        "gone_at": None,
        "last_error": None,
    }
